"""A leave plan as its papers need it: worked out again from its case, so that no paper shows figures of yesterday.

What a paper is made from: `{"case": the case of `concilia leave --json`, "patron": the rule of the municipality's patron
day or null, "language": "it"}`, and where they were told "time" of the day and "kid", the word for the child. The papers
speak Italian, the language of those who receive them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Literal

from bot.knowledge.leave import LeaveRules, leave_rules
from bot.knowledge.loader import Knowledge
from bot.rules.calendar import is_holiday, working_days_later
from bot.rules.leave import Case, Verdict, italian, read_case, work_out
from bot.rules.leave.agreed import hour_rule
from bot.rules.leave.dates import Week, touching, week_of
from bot.rules.leave.day_time import time_on, time_words
from bot.rules.leave.doubts import decisive
from bot.rules.leave.hours import AgreedTerms, Ruled
from bot.rules.leave.notice import Start, start

Whom = Literal["private", "public", "own"]
"""Employees of firms, of administrations, and those who have no employer to tell."""
WHOM: Mapping[str, Whom] = {
    "public_employee": "public",
    "security_defence_fire": "public",
    "gestione_separata": "own",
    "self_employed": "own",
}
SATURDAY = 5
LONGEST_BREAK = timedelta(days=10)
"""In which offices are open at least once."""
LONGEST_NOTICE = timedelta(days=150)
"""Beyond any term: 90 days, the most that a case may tell, as working days."""


@dataclass(frozen=True)
class Plan:
    """A case, its answer, and the terms that stand around its days."""

    case: Case
    verdict: Verdict
    week: Week
    _rules: LeaveRules
    time: str | None = None
    """At what time of the day, in words."""
    time_of: Mapping[int, str] = field(default_factory=dict)
    """The same for each weekday."""
    clock: bool = False
    """The time is told by the clock: nothing is left to fill in."""
    kid: str | None = None
    """The word by which the child is called."""

    @property
    def hourly(self) -> bool:
        return self.case.request.mode == "hours"

    @property
    def whom(self) -> Whom:
        return WHOM.get(self.case.category, "private")

    @property
    def dates(self) -> tuple[date, ...]:
        """The days of leave that may be taken as asked."""
        return self.verdict.dates_allowed

    @cached_property
    def between(self) -> frozenset[date]:
        """Days that count as leave though nobody asked for them: weekends and holidays inside a period of whole days."""
        return frozenset() if self.hourly else frozenset(one.day for one in self.verdict.paid) - set(self.dates)

    @cached_property
    def refused(self) -> frozenset[date]:
        return frozenset(one.day for one in self.verdict.dates_refused)

    @property
    def by_agreement(self) -> str | None:
        """What a text calls the agreement that rules the hours; None: the law does."""
        rule = self._ruled.rule
        return rule.name if rule is not None and rule.by == "agreement" else None

    @property
    def doubts(self) -> tuple[str, ...]:
        """What may turn the plan round, to be asked of the personnel office."""
        return decisive(self.verdict, self._rules.texts)

    @property
    def terms(self) -> AgreedTerms:
        """What the agreement says of notice and monthly plans."""
        return self._ruled.terms

    @property
    def notice(self) -> str | None:
        """How long before the employer must know, in words; None: there is no employer, or the term is not known."""
        begins = self._start(self.case.request.made_on)
        if self.whom == "own" or begins is None:
            return None
        told, working = self.case.request.made_on, self.terms.notice_in_working_days
        if working and self.terms.notice and working_days_later(told, self.terms.notice) == begins.notice_ends:
            return f"{self.terms.notice} giorni lavorativi"
        return italian.days((begins.notice_ends - told).days)

    @cached_property
    def notice_deadline(self) -> date | None:
        """The last day to tell the employer of the first day of leave; None: nobody is to be told.

        Offices are closed at weekends and on holidays: the day of work before, unless the case tells a later one.
        """
        if self.whom == "own" or not self.dates:
            return None
        first, told = self.dates[0], self.case.request.made_on
        back = (first - timedelta(days=days) for days in range(LONGEST_NOTICE.days))
        last = next((day for day in back if (one := self._start(day)) is not None and one.notice_ends <= first), None)
        if last is None:
            return None
        open_day = self.open_day(last)
        return open_day if open_day >= told else last

    def open_day(self, last: date) -> date:
        """The last day of work up to a day: offices are closed at weekends and on holidays."""
        earlier = (last - timedelta(days=days) for days in range(LONGEST_BREAK.days))
        return next(day for day in earlier if day.weekday() < SATURDAY and not is_holiday(day, self.week.patron))

    def plan_deadline(self, day: date) -> date | None:
        """The last day for the monthly plan that the agreement wants for the month of `day`; None: it wants none."""
        begins = self._start(self.case.request.made_on)
        return begins.deadline(day) if begins is not None and self.hourly else None

    @cached_property
    def _ruled(self) -> Ruled:
        if not (self.hourly or self.case.agreement):
            return Ruled(None, AgreedTerms())
        return hour_rule(self.case, self._rules, self._day)

    @property
    def _day(self) -> date:
        """The day by whose rules the case was worked out: the first one asked for."""
        return self.case.dates[0] if self.case.dates else self.case.request.made_on

    def _start(self, told: date) -> Start | None:
        """When the leave can begin if the employer is told on this day."""
        request = self.case.request.model_copy(update={"made_on": told})
        periods = () if self.hourly else tuple(touching(self.case.dates, self.week))
        return start(self.case.model_copy(update={"request": request}), self.terms, self._rules, self._day, periods)


def read_plan(knowledge: Knowledge, data: Mapping[str, Any], today: date) -> Plan:
    """The plan that a paper's data describes. A case without `today` gets the one given.

    Raises InvalidCase if the case makes no sense: it did when the paper was offered, so the content has changed since.
    """
    rules, patron = leave_rules(knowledge), data.get("patron")
    case = read_case({"today": today.isoformat(), **data["case"]}, rules)
    time = data.get("time")
    said = time_words(time, lambda key: knowledge.text(key, "it").strip()) if time else None
    each = {day: time_on(time, day, lambda key: knowledge.text(key, "it").strip()) for day in range(7)} if time else {}
    week, clock = week_of(case, patron), "-" in (time or "")
    return Plan(case, work_out(case, rules, patron), week, rules, said, each, clock, data.get("kid"))


def by_month(days: Iterable[date]) -> dict[date, list[date]]:
    """The days under the first of their month, in order."""
    months: dict[date, list[date]] = {}
    for day in sorted(days):
        months.setdefault(day.replace(day=1), []).append(day)
    return months
