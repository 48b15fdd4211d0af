"""Which days of a request can be leave, and which cannot and why.

Interpretations:
- In hours, only days that are worked by contract: no weekends, no holidays, no days off (F-HP-24).
- Holidays or sickness between two days of leave are no return to work: the free days next to the leave count, those inside
  the holidays or the sickness do not; if work comes after them, none counts (F-CP-41, INPS msg 28379/2006, 19772/2011).
- In days, a requested weekend or holiday is leave if it touches requested days of work; those between two days of
  leave count also if they were not requested, when no day of work lies between (F-CP-40).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from bot.knowledge.leave import LeaveRules, Reason
from bot.rules.calendar import is_holiday, months_later
from bot.rules.leave import italian
from bot.rules.leave.case import Case
from bot.rules.leave.hours import HourRule, day_hours
from bot.rules.leave.limits import Limits, past_age, within_age
from bot.rules.leave.notice import Start

LONG_GAP = 14
"""Days in which everybody has worked at least once."""


@dataclass(frozen=True, slots=True)
class Week:
    """On which days a person works."""

    worked: frozenset[int]
    patron: str | None = None
    absent: frozenset[date] = frozenset()
    """Days of holidays or sickness: days of work, on which nobody works."""
    shifts: frozenset[date] = frozenset()
    """Days of work whatever the calendar says."""

    def works(self, day: date) -> bool:
        return day in self.shifts or (day.weekday() in self.worked and not is_holiday(day, self.patron))

    def first_from(self, day: date) -> date | None:
        """The first day of work from `day` on; None if there is none in two weeks."""
        days = (day + timedelta(days=ahead) for ahead in range(LONG_GAP))
        return next((one for one in days if self.works(one)), None)


def week_of(case: Case, patron: str | None = None) -> Week:
    """When the person of a case works; `patron` is the rule of a municipality's patron day."""
    return Week(case.worked, patron, case.absent, frozenset(case.shift_days))


@dataclass(frozen=True, slots=True)
class Counted:
    """A day on the calendar and how much leave it takes."""

    day: date
    leave: Fraction


class Sieve:
    """Says why a day cannot be leave. One for each case: the texts are made once."""

    def __init__(self, case: Case, rules: LeaveRules, within: Limits, start: Start, week: Week) -> None:
        self._case, self._rules, self._within, self._start, self._week = case, rules, within, start, week
        self._said: dict[str, Reason] = {}

    def refusal(self, day: date, hours: Fraction | None, rule: HourRule | None) -> Reason | None:
        """Why not this day, for so many hours of it; None if nothing stands against it."""
        case, start = self._case, self._start
        young = within_age(case.child, self._within.frame, self._rules, day)
        if young is None or self._unknown(day):
            return self._say("unknown_date")
        if day < case.child.start:
            return self._say("before_entry" if case.child.entered_family else "before_birth")
        if day < start.right_from:
            return self._say("on_maternity", first=italian.day(start.right_from))
        if not young:
            return self._too_old()
        if hours is not None and not self._week.works(day):
            return self._say("holiday" if is_holiday(day, self._week.patron) else "not_worked")
        if day < (ends := start.notice_end(day)):
            key = "too_early" if case.request.mode == "hours" else "too_early_days"
            return self._say(f"{key} {ends}", start.notice_source, earliest=italian.day(ends))
        deadline = start.deadline(day)
        if deadline is not None and start.plan_late(day):
            return self._say(f"plan_late {deadline}", start.plan_source, deadline=italian.day(deadline))
        return self._too_long(day, hours, rule) if hours is not None and rule is not None else None

    def _unknown(self, day: date) -> bool:
        figure = "notice_hours" if self._case.request.mode == "hours" else "notice_days"
        return self._rules.number(figure, day) is None

    def _too_old(self) -> Reason:
        key = "past_age"
        if key not in self._said:
            self._said[key] = past_age(self._case, self._within.frame, self._rules)
        return self._said[key]

    def _too_long(self, day: date, hours: Fraction, rule: HourRule) -> Reason | None:
        whole = day_hours(self._case, day, rule.average)
        if hours >= whole and not (rule.whole_shift and hours == whole):
            return self._say("some_work")
        if not rule.fits(hours, whole):
            return self._say("work_left", name=rule.name, least=italian.hours(rule.work_left or 0))
        return None

    def _say(self, key: str, source: str | None = None, **values: str) -> Reason:
        """The same words for the same refusal; what stands after a space tells two refusals of a kind apart."""
        if key not in self._said:
            self._said[key] = self._rules.reason(key.split(" ")[0], source=source, **values)
        return self._said[key]


def touching(days: Iterable[date], week: Week) -> Iterator[tuple[date, date]]:
    """Periods of whole days: days between which nobody went back to work are one period; both ends are included.

    Periods without a day of work are none. Holidays or sickness in between part a period in two and take no leave; the
    free days just before and just after them belong to the two (F-CP-41).
    """
    first: date | None = None
    last = date.min
    for day in sorted(days):
        if first is not None and not _worked_between(last, day, week):
            if away := [one for one in _between(last, day) if one in week.absent]:
                yield first, away[0] - timedelta(days=1)
                first = away[-1] + timedelta(days=1)
            last = day
            continue
        if first is not None and _has_work(first, last, week):
            yield first, last
        first = last = day
    if first is not None and _has_work(first, last, week):
        yield first, last


def count_period(first: date, last: date, month: Fraction) -> Iterator[Counted]:
    """Every calendar day of a period: whole months from date to date are `month` days, the others one each (F-CP-42)."""
    day, months = first, 0
    while (following := months_later(first, months + 1)) <= last + timedelta(days=1):
        length = (following - day).days
        yield from (Counted(day + timedelta(days=ahead), month / length) for ahead in range(length))
        day, months = following, months + 1
    yield from (Counted(day + timedelta(days=ahead), Fraction(1)) for ahead in range((last - day).days + 1))


def _worked_between(before: date, after: date, week: Week) -> bool:
    """A day of work between the two, both left out; beyond two weeks somebody has gone back to work."""
    between = _between(before, after)
    if len(between) >= LONG_GAP and week.absent.isdisjoint(between):
        return True
    return any(week.works(day) and day not in week.absent for day in between)


def _between(before: date, after: date) -> list[date]:
    """The days between two, both left out."""
    return [before + timedelta(days=ahead) for ahead in range(1, (after - before).days)]


def _has_work(first: date, last: date, week: Week) -> bool:
    return (last - first).days > LONG_GAP or any(
        week.works(first + timedelta(days=ahead)) for ahead in range((last - first).days + 1)
    )
