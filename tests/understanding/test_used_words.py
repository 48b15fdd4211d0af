"""How much leave each parent used, in 50 answers by somebody who saw no parser (used.jsonl) and some of ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.used_words import Used, both_used

ANSWERS = [json.loads(line) for line in (Path(__file__).parent / "used.jsonl").read_text().splitlines()]


def days(used: Used | None) -> float | None:
    return None if used is None else used[0] * 30 + used[1]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer["q"])
def test_an_answer_tells_whose_days_they_are(answer: dict[str, Any]) -> None:
    read = both_used(answer["q"], answer["who"])
    assert (days(read.own), days(read.other)) == (answer["own"], answer["other"])


@pytest.mark.parametrize("text", ["2 mesi", "niente", "30", "non so", "il congedo", ""])
def test_where_nobody_is_named_nothing_is_read(text: str) -> None:
    read = both_used(text, "mother")
    assert (read.own, read.other) == (None, None)


NUMBER = st.integers(1, 180)
HIM = st.sampled_from(["lui", "mio marito", "il mio compagno", "il papà"])


@given(NUMBER, NUMBER, HIM, st.sampled_from([", ", " e ", "; ", " mentre "]), st.booleans())
def test_each_number_goes_to_the_one_beside_it(own: int, other: int, him: str, joined: str, name_first: bool) -> None:
    parts = (f"io {own} giorni", f"{him} {other} giorni") if name_first else (f"{own} io", f"{other} {him}")
    for text in (joined.join(parts), joined.join(reversed(parts))):
        read = both_used(text, "mother")
        assert (days(read.own), days(read.other)) == (own, other), text
