"""What follows from the answers of a self-check: how far each area is, which practices suit, which rules apply.

Written criteria, no score that was learned: an area is the points of its answers out of the most they could have; what
was skipped, or cannot be there, counts neither way. Sources of the rules stand in knowledge_base/self_check.yaml.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from bot.knowledge.practices import Practice
from bot.knowledge.self_check import FACTS, SKIPPED, Check, CheckAnswer, CheckQuestion
from bot.model.practices import Firm
from bot.model.self_check import Answers, Area, SelfCheck
from bot.rules.practices import recommend

Level = Literal["unknown", "start", "half", "good"]
HALF, GOOD = 0.34, 0.7
"""Share of the points from which an area is half way, and well on its way."""
MOST = 2
"""Points of an answer at most."""
PRACTICES_SHOWN = 3
AGAIN_AFTER = 365
"""Days after which a kept self-check is worth doing again."""


@dataclass(frozen=True, slots=True)
class AreaResult:
    area: Area
    points: int
    most: int

    @property
    def share(self) -> float:
        return self.points / self.most if self.most else 0.0

    @property
    def level(self) -> Level:
        if not self.most:
            return "unknown"
        return "good" if self.share >= GOOD else "half" if self.share >= HALF else "start"


def asked(check: Check, answers: Answers) -> tuple[CheckQuestion, ...]:
    """The questions for a firm that answered so far like this, in order."""
    return tuple(question for question in check.questions if question.for_firm(answers))


def next_step(check: Check, answers: Answers) -> str | None:
    """The first fact or question without an answer; None when all is answered or skipped."""
    steps = (*FACTS, *(question.id for question in asked(check, answers)))
    return next((step for step in steps if step not in answers), None)


def fitting(check: Check, answers: Answers) -> dict[str, str]:
    """The answers without those whose question is no longer asked, or whose value is no longer in the lists."""
    kept = {name: value for name, value in answers.items() if name in FACTS}
    for question in check.questions:  # in order: what is asked may hang on the answers before it
        value = answers.get(question.id)
        if value is not None and question.for_firm(kept) and (value == SKIPPED or value in question.answers):
            kept[question.id] = value
    return kept


def result(check: Check, answers: Answers) -> tuple[AreaResult, ...]:
    """How far each area is, in the order of the self-check."""
    given = [(question.area, answer.points) for question, answer in _given(check, answers)]
    counted = {area: [points for of, points in given if of == area and points is not None] for area in check.areas}
    return tuple(AreaResult(area, sum(points), MOST * len(points)) for area, points in counted.items())


def weakest(check: Check, answers: Answers) -> tuple[Area, ...]:
    """The areas that are not yet well on their way, the one with most to do first."""
    open_ones = [each for each in result(check, answers) if each.level in ("start", "half")]
    return tuple(each.area for each in sorted(open_ones, key=lambda each: each.share))


def missing(check: Check, answers: Answers, area: Area | None = None) -> tuple[CheckQuestion, ...]:
    """The questions whose answer has fewer than all points, of the weakest area first, then by points."""
    shares = {each.area: each.share for each in result(check, answers)}
    found = [
        (shares[question.area], answer.points, question)
        for question, answer in _given(check, answers)
        if answer.points is not None and answer.points < MOST and area in (None, question.area)
    ]
    return tuple(question for *_, question in sorted(found, key=lambda each: each[:2]))


def practices_for(
    check: Check, answers: Answers, practices: Mapping[str, Practice], area: Area | None = None
) -> tuple[Practice, ...]:
    """One good practice for each thing that is missing, most needed first, three at most."""
    found: dict[str, Practice] = {}
    for problem in dict.fromkeys(question.problem for question in missing(check, answers, area)):
        advice = recommend(practices.values(), Firm(**{**_facts(answers), "problem": problem}))
        best = next((each.practice for each in advice if each.practice.id not in found), None)
        if best and problem in best.solves:
            found[best.id] = best
    return tuple(found.values())[:PRACTICES_SHOWN]


def rules_for(check: Check, answers: Answers, area: Area | None = None) -> tuple[CheckQuestion, ...]:
    """The questions with a rule that a firm like this should know, because something is missing there."""
    sector = answers.get("sector")
    return tuple(
        question
        for question in missing(check, answers, area)
        if question.rule and sector not in question.rule.not_sectors
    )


def before(checks: Iterable[SelfCheck], today: date) -> SelfCheck | None:
    """The newest one kept on an earlier day, beside which today's is shown."""
    return max((each for each in checks if each.done_on < today), key=lambda each: each.done_on, default=None)


def _given(check: Check, answers: Answers) -> Iterable[tuple[CheckQuestion, CheckAnswer]]:
    """The questions that were answered, with the answer."""
    for question in asked(check, answers):
        answer = question.answers.get(answers.get(question.id, SKIPPED))
        if answer:
            yield question, answer


def _facts(answers: Answers) -> dict[str, Any]:
    return {name: answers[name] for name in FACTS if answers.get(name, SKIPPED) != SKIPPED}
