"""A request of leave as the employer sees it: is it lawful, from when, and who is missing when.

A company need not know the family's facts, so they are not asked: the child's age, the parent, the months used and the pay
are supposed to be in order, and the worker declares them. What the calculator says of them never leaves this module:
`Assessment` has no field for it, and the words for a company (leave_company.yaml) have no text for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from typing import Any, Literal

from bot.knowledge.leave import LeaveRules, Reason
from bot.rules.calendar import is_holiday
from bot.rules.leave import read_case, work_out
from bot.rules.leave.agreed import hour_rule
from bot.rules.leave.doubts import decisive
from bot.rules.leave.reading import reading
from bot.rules.leave.verdict import Allowed, Refused, Verdict

Mode = Literal["hours", "days"]
SUPPOSED_AGE = timedelta(days=366)
"""A child of a year at the first day of all: within every age limit for as long as a plan may last."""
SLACK = 0.02
"""Hours; a minute and the rounding of two decimals."""
NO_WORK = ("F-HP-24", "F-CP-40")
"""The rules of days without work: a weekly pattern that meets a holiday is in order all the same."""
PUBLIC_SIGNATORY = "ARAN"
"""Signs the agreements of all public bodies."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a worker asks of the employer, and what the employer knows anyhow. Nothing of the family."""

    weekly_hours: float
    days_per_week: float
    told_on: date
    """When the employer was told."""
    mode: Mode
    dates: tuple[date, ...] | Mapping[str, Any]
    """Days, or `from`, `to` and `weekdays` as in a case."""
    hours_per_day: float | None = None
    agreement: str | Mapping[str, Any] | None = None
    own_agreement: Mapping[str, Any] | None = None
    """What an agreement of the company or the territory says, as it was told."""
    part_time: str | None = None
    schedule: Mapping[str, float] | None = None
    working_days: tuple[str, ...] | None = None
    public: bool = False


@dataclass(frozen=True, slots=True)
class MissingDays:
    """The absences of one weekday in one month."""

    year: int
    month: int
    weekday: int
    """0 is Monday."""
    days: tuple[date, ...]
    hours: Fraction | None
    """Of each day; None: the whole day."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a company is told of a request. There is nothing in here about the family, its leave or its pay."""

    asked: Asked
    allowed: Allowed
    dates: tuple[date, ...]
    """Those that are in order."""
    refused: tuple[Refused, ...]
    hours_per_day: Fraction | None
    hours_options: tuple[Fraction, ...] | None
    earliest: date | None
    """The first day that respects notice and plan."""
    plan_deadline: date | None
    against: tuple[Reason, ...]
    steps: tuple[Reason, ...]
    cautions: tuple[str, ...]
    decisive: tuple[str, ...]
    """Those among the cautions that may turn the answer round."""
    worked: frozenset[int]
    """Weekdays of work, 0 is Monday."""
    verified_on: date
    age_limit: int | None
    """Years of the child under which leave is supposed to be."""
    by_law: bool
    """The half day of the law counts the hours, no agreement's rule."""
    leave: tuple[tuple[date, Fraction], ...]
    """Days of leave that the request makes, under the first of each month: what is reported, whatever they are paid."""

    @property
    def hours(self) -> Fraction | None:
        """In all; None for whole days."""
        return self.hours_per_day * len(self.dates) if self.asked.mode == "hours" and self.hours_per_day else None

    @property
    def days_of_leave(self) -> Fraction:
        return sum((days for _, days in self.leave), Fraction(0))

    @property
    def notice_short(self) -> bool:
        """Some day comes before notice or plan allow it."""
        return self.earliest is not None and any(one.day < self.earliest for one in self.refused)

    @property
    def measure_wrong(self) -> bool:
        """The rule has no such number of hours in a day."""
        wanted = self.asked.hours_per_day
        return wanted is not None and (self.hours_per_day is None or abs(float(self.hours_per_day) - wanted) > SLACK)

    def cover(self) -> tuple[MissingDays, ...]:
        """Who is missing when: by month, then by weekday. Free days within a period of leave need no cover."""
        hours = self.hours_per_day if self.asked.mode == "hours" else None
        return tuple(_cover(self.absences, hours))

    @property
    def absences(self) -> tuple[date, ...]:
        """The days of work among the days of leave: on national holidays inside a period nobody is missed."""
        return tuple(day for day in self.dates if day.weekday() in self.worked and not is_holiday(day))


def assess(asked: Asked, rules: LeaveRules, today: date, patron: str | None = None) -> Assessment:
    """What the employer is told of the request. Raises InvalidCase if what is asked makes no sense."""
    noting = reading(replace(rules, texts=rules.texts.for_company()))
    case = read_case(_case(asked, rules, today), rules)
    verdict = work_out(case, noting.rules, patron)
    day = (case.dates or (asked.told_on,))[0]
    limit = rules.number("child_age_limit", day)
    ruled = hour_rule(case, noting.rules, day).rule if asked.mode == "hours" else None
    told = [reason for reason in verdict.reasons if reason.text]
    said = {one.reason for one in verdict.dates_refused}
    against = tuple(reason for reason in told if reason.text in said)
    only_idle = verdict.allowed == "partly" and all(reason.rule in NO_WORK for reason in against)
    return Assessment(
        asked=asked,
        allowed="yes" if only_idle and not isinstance(asked.dates, tuple) else verdict.allowed,
        dates=verdict.dates_allowed,
        refused=verdict.dates_refused,
        hours_per_day=verdict.hours_per_day,
        hours_options=verdict.hours_options,
        earliest=verdict.earliest_start,
        plan_deadline=verdict.plan_deadline,
        against=against,
        steps=tuple(reason for reason in told if reason.text not in said),
        cautions=tuple(caution for caution in verdict.cautions if caution),
        decisive=decisive(verdict, noting.rules.texts),
        worked=case.worked,
        verified_on=noting.verified_on(day) or today,
        age_limit=None if limit is None else int(limit),
        by_law=ruled is not None and ruled.by == "law",
        leave=tuple(_by_month(verdict)),
    )


def _case(asked: Asked, rules: LeaveRules, today: date) -> dict[str, Any]:
    """The request with a family in which nothing stands against it: a child of a year, all the months of one parent."""
    dates = asked.dates
    days = dates if isinstance(dates, tuple) else ()
    first = min([today, asked.told_on, *days[:1], *_first(dates)])
    case: dict[str, Any] = {
        "today": max(today, asked.told_on).isoformat(),
        "parent": "father",
        "single_parent": True,
        "category": "public_employee" if asked.public else "private_employee",
        "weekly_hours": asked.weekly_hours,
        "days_per_week": asked.days_per_week,
        "agreement": asked.agreement,
        "child": {"born": (first - SUPPOSED_AGE).isoformat()},
        "request": {
            "made_on": asked.told_on.isoformat(),
            "mode": asked.mode,
            "dates": [day.isoformat() for day in dates] if isinstance(dates, tuple) else dict(dates),
        },
    }
    if asked.mode == "hours" and asked.hours_per_day is not None:
        case["request"]["hours_per_day"] = asked.hours_per_day
    optional = {
        "own_agreement": asked.own_agreement and dict(asked.own_agreement),
        "part_time": asked.part_time,
        "schedule": asked.schedule and dict(asked.schedule),
        "working_days": asked.working_days and list(asked.working_days),
    }
    return case | {name: value for name, value in optional.items() if value}


def _by_month(verdict: Verdict) -> Iterator[tuple[date, Fraction]]:
    for month, days in groupby(verdict.paid, key=lambda one: one.day.replace(day=1)):
        yield month, sum((one.leave for one in days), Fraction(0))


def _first(dates: tuple[date, ...] | Mapping[str, Any]) -> list[date]:
    return [] if isinstance(dates, tuple) else [date.fromisoformat(dates["from"])]


def _cover(days: Iterable[date], hours: Fraction | None) -> Iterator[MissingDays]:
    def key(day: date) -> tuple[int, int, int]:
        return day.year, day.month, day.weekday()

    for (year, month, weekday), group in groupby(sorted(days, key=lambda day: (key(day), day)), key=key):
        yield MissingDays(year, month, weekday, tuple(group), hours)


def is_public(agreement: str | None, rules: LeaveRules) -> bool:
    """Whether an agreement of our list is one of public bodies."""
    found = rules.agreement(agreement) if agreement else None
    return found is not None and PUBLIC_SIGNATORY in found.signatories
