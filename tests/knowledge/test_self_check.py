"""The questions of the self-check: each mistake in them is named with its file, field and remedy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.knowledge.loader import Knowledge
from bot.knowledge.problems import Problem
from bot.knowledge.self_check import FILE, read_self_check, self_check_is_in_order
from bot.settings import ROOT

Break = Callable[[dict[str, Any]], object]


def problems_of(tmp_path: Path, knowledge: Knowledge, breaks: Break) -> list[str]:
    content = yaml.safe_load((ROOT / FILE).read_text(encoding="utf-8"))
    breaks(content)
    (tmp_path / FILE).parent.mkdir(parents=True)
    (tmp_path / FILE).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    problems: list[Problem] = []
    check = read_self_check(tmp_path, problems)
    problems += self_check_is_in_order(check, knowledge.figures, knowledge.acts, knowledge.practices)
    return [str(each) for each in problems]


def test_the_questions_that_ship_are_in_order(tmp_path: Path, knowledge: Knowledge) -> None:
    assert problems_of(tmp_path, knowledge, lambda content: None) == []


@pytest.mark.parametrize(
    ("breaks", "message"),
    [
        (lambda c: c["questions"][0].pop("why"), "questions.0.why: field required"),
        (lambda c: c["areas"].pop("care"), "areas.care: is missing"),
        (lambda c: c["questions"].append(c["questions"][0]), "orari-flessibili: the id stands twice"),
        (lambda c: c["questions"][0].update(colour="red"), "questions.0.colour: extra inputs"),
        (lambda c: c["questions"][0]["answers"]["tutti"].update(points=3), "answers.tutti.points: input should be 0, 1 or 2"),
        (lambda c: c["questions"][0]["answers"]["tutti"].update(points=1), "no answer has 0, or none has 2 points"),
        (lambda c: c["questions"][0]["answers"]["alcuni"].update(means="no"), "two answers mean no"),
        (lambda c: c["questions"][0].update({"if": {"numeri": ["si"]}}), "numeri is not asked before it"),
        (lambda c: c["questions"][7]["if"].update({"fuori-sede": ["mai"]}), "mai is no answer to fuori-sede"),
        (lambda c: c["questions"][0]["rule"].update(sources=["D.Lgs. 1/1901"]), "D.Lgs. 1/1901 is not in sources.yaml"),
        (lambda c: c["questions"][0]["rule"].update(text="Entro {nessuno} giorni."), "nessuno is no figure"),
        (lambda c: c.update(review_by=c["verified_on"]), "review_by: is not after verified_on"),
        (lambda c: c.update(questions=c["questions"][:9]), "is asked 6 questions, not 15 to 25"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_remedy(tmp_path: Path, knowledge: Knowledge, breaks: Break, message: str) -> None:
    found = problems_of(tmp_path, knowledge, breaks)
    assert any(message in each for each in found), found
    assert all(each.startswith(FILE) and "Remedy: " in each for each in found)


def test_content_without_it_has_none(tmp_path: Path) -> None:
    assert read_self_check(tmp_path, []) is None
