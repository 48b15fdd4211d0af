"""The leave calculator as the conversation uses it: asked again and again while the answers come in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from bot.dialogue.leave.known import (
    BESIDE,
    BORN,
    BORN_LAST,
    DATES,
    ENTERED,
    FIRST,
    MENTIONED,
    PATTERN,
    PER_DAY,
    WISHES,
    Known,
    case_data,
    told,
)
from bot.dialogue.turn import Turn
from bot.knowledge.leave import LeaveRules, leave_rules
from bot.knowledge.loader import Knowledge
from bot.rules.leave import Case, CaseProblem, InvalidCase, Verdict, read_case, work_out
from bot.rules.leave.case import SameDay
from bot.rules.leave.same_day import NAMES as PERMITS

Figures = tuple[object, ...]
MOST_KEPT, MOST_CALCULATORS = 60, 4
"""Plans worked out, and calculators, that are kept for the next step."""


class Calculator:
    """Each set of answers is worked out once, as long as it is among the last ones."""

    def __init__(self, rules: LeaveRules, today: date, patron: str | None = None) -> None:
        self.rules, self.today, self.patron = rules, today, patron
        self._worked_out: dict[frozenset[tuple[str, str]], tuple[Case, Verdict]] = {}

    def data(self, known: Known) -> dict[str, Any]:
        """The case to work out. A plan without a first day starts as soon as it may."""
        if told(known, FIRST) is None and told(known, DATES) is None and told(known, PATTERN):
            known = {**known, FIRST: self.soonest(known).isoformat()}
        return case_data(known, self.today)

    def soonest(self, known: Known) -> date:
        """The first day of leave that notice and monthly plan allow; today if there is none."""
        anyhow = {name: value for name, value in known.items() if name not in WISHES}
        try:
            return self.verdict(anyhow).earliest_start or self.today
        except InvalidCase:
            return self.today

    def problems(self, known: Known) -> list[CaseProblem]:
        """What makes no sense in the answers; nothing if they can be worked out."""
        try:
            read_case(self.data(known), self.rules)
        except InvalidCase as invalid:
            return invalid.problems
        return []

    def verdict(self, known: Known) -> Verdict:
        """Raises InvalidCase."""
        return self._work_out(known)[1]

    def case(self, known: Known) -> Case:
        """Raises InvalidCase."""
        return self._work_out(known)[0]

    def _work_out(self, known: Known) -> tuple[Case, Verdict]:
        key = frozenset(known.items())
        if key not in self._worked_out:
            case = read_case(self.data(known), self.rules)
            while len(self._worked_out) >= MOST_KEPT:
                del self._worked_out[next(iter(self._worked_out))]
            self._worked_out[key] = case, work_out(case, self.rules, self.patron)
        return self._worked_out[key]

    def settled(self, known: Known) -> bool:
        """There is no such leave, whatever else would be answered: the work has none, or the child is too old."""
        try:
            verdict = self.verdict(known)
        except InvalidCase:
            return False
        if verdict.barred or verdict.usable_left is None:
            return True
        if known.get(ENTERED) == MENTIONED:
            return False
        born = told(known, BORN) or told(known, BORN_LAST)
        return born is not None and (verdict.last_possible_day is None or verdict.last_possible_day < self.today)

    def differ(self, known: Known, answers: Iterable[Known]) -> bool:
        """Whether these answers, each added to what is known, give different figures."""
        first: Figures | None = None
        for answer in answers:
            try:
                figures = figures_of(self.verdict({**known, **answer}))
            except InvalidCase:
                continue
            if first is not None and figures != first:
                return True
            first = figures
        return False

    def month(self) -> Fraction:
        """Days of leave that make a month."""
        return Fraction(self.rules.known("days_in_a_month", self.today))

    def not_beside(self, known: Known) -> list[SameDay]:
        """Permits that cannot stand beside hourly leave on one day, by the rule of this plan."""
        plain = {name: one for name, one in known.items() if name not in (BESIDE, PER_DAY, *WISHES)}

        def possible(beside: Known) -> bool:
            try:
                return bool(self.verdict({**plain, **beside}).dates_allowed)
            except InvalidCase:
                return False

        return [permit for permit in PERMITS if not possible({BESIDE: permit})] if possible({}) else []


def figures_of(verdict: Verdict) -> Figures:
    """All that a plan shows, without its words."""
    return (
        verdict.allowed,
        verdict.hours_per_day,
        verdict.hours_options,
        verdict.days_used,
        verdict.dates_allowed,
        tuple(one.day for one in verdict.dates_refused),
        verdict.usable_left,
        verdict.other_usable_left,
        verdict.higher_left,
        verdict.last_possible_day,
        verdict.earliest_start,
        verdict.plan_deadline,
        verdict.rate,
        tuple((one.first, one.last, one.rate, one.amount) for one in verdict.pay()),
    )


def calculator(turn: Turn) -> Calculator:
    """The calculator for this conversation: the holidays of its municipality count, if one is known. What one step has worked
    out the next ones find again."""
    comune = turn.conversation.comune
    places = turn.knowledge.territory.municipalities
    patron = places[comune].patron_day if comune and comune in places else None
    key = (id(turn.knowledge), turn.today, patron)
    if key not in _RECENT or _RECENT[key][0] is not turn.knowledge:
        while len(_RECENT) >= MOST_CALCULATORS:
            del _RECENT[next(iter(_RECENT))]
        _RECENT[key] = turn.knowledge, Calculator(leave_rules(turn.knowledge), turn.today, patron)
    return _RECENT[key][1]


_RECENT: dict[tuple[int, date, str | None], tuple[Knowledge, Calculator]] = {}
"""A memory of sums, not of people: the same answers give the same figures, whoever asks."""
