"""What work somebody does, in 60 answers by somebody who saw no parser (jobs.jsonl)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.loader import Knowledge
from bot.understanding.leave_agreements import AgreementFinder
from bot.understanding.leave_words import read_leave_words

ANSWERS = [json.loads(line) for line in (Path(__file__).parent / "jobs.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer["q"])
def test_an_answer_tells_the_work_or_nothing(answer: dict[str, Any], knowledge: Knowledge) -> None:
    job = read_leave_words(answer["q"]).job
    mention = AgreementFinder(knowledge.agreements).find(answer["q"])
    if job is None and mention:  # the agreement tells it, where all that bear the name are of one kind
        kinds = {knowledge.agreements.by_id[id].work for id in mention.candidates}
        job = kinds.pop() if len(kinds) == 1 else None
    assert job == answer["job"]


@pytest.mark.parametrize(
    "text", ["40 ore, non lavoro venerdì", "il sabato non lavoro", "mio marito ha un negozio, io lo aiuto la sera"]
)
def test_days_off_and_others_business_are_no_work(text: str) -> None:
    assert read_leave_words(text).job is None
