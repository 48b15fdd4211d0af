"""What people tell of an agreement of their own is heard, and a request or a question is not taken for one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.model.own_agreement import OwnAgreement, known, packed, unpacked
from bot.model.person import Person
from bot.model.person import packed as person_as_json
from bot.model.person import unpacked as person_from
from bot.understanding.own_agreement import read_own_agreement

CASES = yaml.safe_load((Path(__file__).parent / "own_agreements.yaml").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"][:60])
def test_the_terms_of_an_own_agreement_are_heard(case: dict[str, Any]) -> None:
    told = read_own_agreement(case["says"])
    if "tells" not in case and "against" not in case:
        assert told is None or not told.cued or not known(told.terms)
        return
    assert told is not None
    assert told.cued
    terms = {name: list(value) if isinstance(value, tuple) else value for name, value in known(told.terms).items()}
    if "level" not in case.get("tells", {}):
        terms.pop("level", None)
    assert terms == case.get("tells", {})
    assert list(told.against) == case.get("against", [])


def test_a_later_word_corrects_one_term_and_keeps_the_others() -> None:
    before = OwnAgreement("company", blocks=(2,), notice_days=3, notice_working=True)
    assert before.corrected(OwnAgreement(notice_days=5)) == OwnAgreement("company", blocks=(2,), notice_days=5)
    assert before.corrected(OwnAgreement(min_hours=1)).blocks == ()


def test_what_a_flow_keeps_of_it_is_read_back() -> None:
    own = OwnAgreement("territorial", (2, 4), None, 7.5, 16, True, 2, 10, True, 7)
    assert unpacked(packed(own)) == own
    assert unpacked("") == OwnAgreement()


def test_a_persons_record_keeps_it_as_json_does() -> None:
    own = OwnAgreement("company", blocks=(2.0,), notice_days=3)
    person = Person().knowing("said", date(2026, 11, 22), own_agreement=own)
    assert person_from(json.loads(json.dumps(person_as_json(person)))) == person
