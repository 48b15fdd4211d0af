"""What a line is worked out from, and what it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from bot.knowledge.leave import LeaveRules
from bot.knowledge.leave_agreements import Agreement
from bot.model.person import Child, Person
from bot.model.reply import Line
from bot.rules.calendar import birthday
from bot.rules.leave import InvalidCase, italian, read_case
from bot.rules.leave.case import EMPLOYEES, WEEKDAYS, Case

Says = Literal["yes", "no", ""]
FULL_WEEK_DAYS = 5.0
YEAR, IN_MONTHS = 12, 24
"""Months; ages under two years are told in months, if they are known so well."""


@dataclass(frozen=True, slots=True)
class ForYou:
    """A first sentence for this person."""

    line: Line
    uses: frozenset[str]
    """Fields of the person that it was worked out from."""
    says: Says = ""
    """Whether it begins with a yes or a no: what follows must not say the opposite."""
    settles: bool = False
    """It says all that the general answer could: the rule for everybody only stands behind a button."""


@dataclass(frozen=True, slots=True)
class Known:
    """A person, and what the lines look up."""

    person: Person
    rules: LeaveRules
    today: date
    wish: float | None = None
    """Hours of leave in a day that the message asks for."""
    euro: float | None = None
    """An amount that the message names and that is nobody's pay."""

    @property
    def work(self) -> str:
        """As told, else that of the agreement; who has told neither is taken for an employee of a company."""
        works = {agreement.work for agreement in self.agreements}
        return self.person.work or (works.pop() if len(works) == 1 else "private_employee")

    @property
    def employee(self) -> bool:
        return self.work in EMPLOYEES

    @property
    def agreements(self) -> tuple[Agreement, ...]:
        """The agreement that was told; several where its name is shared."""
        named = self.person.agreement
        if named is None:
            return ()
        shared = self.rules.agreements.shared.get(named)
        ids = shared.candidates if shared else [named]
        return tuple(found for id in ids if (found := self.rules.agreement(id)))

    @property
    def children(self) -> tuple[Child, ...]:
        """Those whose age is known, the one told last first."""
        return tuple(one for one in (self.person.child, *self.person.other_children) if one.born_last)

    def number(self, figure: str) -> float | None:
        return self.rules.number(figure, self.today)

    def under(self, child: Child, years: float) -> bool | None:
        """Whether the child is not past this birthday, which still counts; None where that is not certain."""
        if child.born_first is None or child.born_last is None:
            return None
        if child.born:
            return self.today <= birthday(child.born, int(years))
        if self.today <= birthday(child.born_first, int(years)):
            return True
        return False if self.today >= birthday(child.born_last, int(years)) else None

    def case(self, agreement: str | None = None, hourly: bool = True) -> Case | None:
        """The person as a case of the leave calculator; what was not told is an ordinary case. None: makes no sense."""
        person, today = self.person, self.today.isoformat()
        weekly, days = self.week()
        mother = person.role != "father"
        own, other = person.used or 0.0, person.used_by_other or 0.0
        child = person.child
        born = child.born or child.born_last or self.today.replace(year=self.today.year - 1, day=1)
        data: dict[str, Any] = {
            "today": today,
            "parent": "mother" if mother else "father",
            "single_parent": bool(person.single),
            "category": self.work,
            "weekly_hours": weekly if self.employee else None,
            "days_per_week": days if self.employee else None,
            "working_days": [WEEKDAYS[day] for day in person.working_days] or None,
            "agreement": agreement,
            "child": {
                "born": born.isoformat(),
                "entered_family": child.entered.isoformat() if child.entered else None,
                "disability": bool(child.disability),
                "twin": bool(child.twin),
            },
            "used": {"mother": own if mother else other, "father": other if mother else own},
            "other_parent": person.other_work,
            "monthly_gross": person.monthly_gross if self.employee else None,
            "monthly_payments": person.monthly_payments,
            "request": {
                "made_on": today,
                "mode": "hours" if hourly else "days",
                "hours_per_day": None,
                "dates": {"from": today, "to": today, "weekdays": None},
            },
        }
        try:
            return read_case(data, self.rules)
        except InvalidCase:
            return None

    def week(self) -> tuple[float, float]:
        """Hours and days of a week of work: as told, by the share of part-time, or full time."""
        days = self.person.days_per_week or FULL_WEEK_DAYS
        if self.person.weekly_hours:
            return self.person.weekly_hours, days
        full = self.number("full_time_hours_public" if self.work == "public_employee" else "full_time_hours") or 40.0
        return full * (self.person.part_time or 100) / 100, days

    def worked(self) -> str | None:
        """The hours of work in words: "30 ore su 5 giorni"; None if they were not told."""
        person = self.person
        if person.weekly_hours and person.days_per_week:
            if (when := person.told.get("days_per_week")) and when.how == "guessed":
                return f"{italian.hours(person.weekly_hours / person.days_per_week)} al giorno"
            return f"{italian.hours(person.weekly_hours)} su {italian.days(person.days_per_week)}"
        return f"il part-time al {italian.number(person.part_time)}%" if person.part_time else None

    def named(self, child: Child) -> str:
        """ "di 7 anni", "di 13 mesi", "nato il 15/1/2021"."""
        if child.born:
            return f"nato il {italian.day(child.born)}" if child.born <= self.today else "che deve nascere"
        if child.born_first is None or child.born_last is None:
            return ""
        young, old = (_months(born, self.today) for born in (child.born_last, child.born_first))
        if old < IN_MONTHS and old - young <= 1:
            return f"di {italian.months(old)}" if young == old else f"di circa {italian.months(old)}"
        if old < YEAR:
            return "di meno di un anno"
        years = sorted({young // 12, old // 12})
        return (
            f"di {years[0]} {'anno' if years == [1] else 'anni'}"
            if len(years) == 1
            else f"di {years[0]} o {years[1]} anni"
        )


def said(key: str, uses: tuple[str, ...], says: Says = "", /, **values: str) -> ForYou:
    """The line; `opening` begins it, with its yes or no."""
    if "opening" in values:
        start = values["opening"]
        told = {"yes": f"Sì: {start}", "no": f"No: {start}", "": start[:1].upper() + start[1:]}[says]
        values = {**values, "opening": told}
    return ForYou(Line(key, values), frozenset(uses), says, settles=bool(says))


def for_child(known: Known, child: Child) -> Known:
    """The same about another child."""
    return replace(known, person=replace(known.person, child=child))


def _months(born: date, day: date) -> int:
    months = (day.year - born.year) * 12 + day.month - born.month
    return max(0, months - (day.day < born.day))
