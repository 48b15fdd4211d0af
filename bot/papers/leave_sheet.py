"""What the picture of a plan shows, before anything is drawn: months, what each day says, the legend and the totals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from bot.knowledge.leave_papers import CalendarTexts
from bot.papers.leave import Plan, by_month
from bot.rules.calendar import is_holiday, month_end
from bot.rules.leave import italian

MOST_MONTHS = 12
"""More are not readable on a phone; the calendar file has them all."""


class Sort(StrEnum):
    """What a day is in the plan."""

    HOURS = "hours"
    WHOLE = "whole"
    BETWEEN = "between"
    REFUSED = "refused"
    HOLIDAY = "holiday"
    REST = "rest"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class Cell:
    """A day: what it is, and the word under its number."""

    day: date
    sort: Sort
    word: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    name: str
    cells: tuple[Cell, ...]
    """Every day of the month."""

    @property
    def blanks(self) -> int:
        """Empty places before the first day, in weeks that begin on Monday."""
        return self.cells[0].day.weekday()

    @property
    def weeks(self) -> int:
        return -(-(self.blanks + len(self.cells)) // 7)


@dataclass(frozen=True, slots=True)
class Explained:
    """A line of the legend: how such a day looks, and what it means."""

    sort: Sort
    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    lines: tuple[str, ...]
    """Totals, and what is not shown."""
    week: tuple[str, ...]
    """Short names of the days, Monday first."""
    months: tuple[Month, ...]
    legend: tuple[Explained, ...]
    foot: tuple[str, ...]


def sheet(plan: Plan, texts: CalendarTexts, today: date) -> Sheet:
    """The picture of a plan in words. Months without a day of the plan are left out, and those after the twelfth."""
    firsts = list(by_month([*plan.case.dates, *plan.between])) or [plan.case.request.made_on.replace(day=1)]
    months = tuple(_month(plan, texts, first) for first in firsts[:MOST_MONTHS])
    return Sheet(
        title=texts.title_hours if plan.hourly else texts.title_days,
        lines=tuple(_lines(plan, texts, firsts)),
        week=tuple(texts.week.split()),
        months=months,
        legend=tuple(_legend(plan, texts, months)),
        foot=(getattr(texts.draft, plan.whom), texts.worked_out.format(day=italian.day(today))),
    )


def short_hours(hours: Fraction) -> str:
    """2.5 -> `2h30`."""
    whole, minutes = divmod(round(hours * 60), 60)
    return f"{whole}h{minutes:02}" if minutes else f"{whole}h"


def _month(plan: Plan, texts: CalendarTexts, first: date) -> Month:
    days = (first + timedelta(days=ahead) for ahead in range((month_end(first) - first).days + 1))
    return Month(italian.month(first), tuple(_cell(plan, texts, day) for day in days))


def _cell(plan: Plan, texts: CalendarTexts, day: date) -> Cell:
    sort = _sort(plan, day)
    return Cell(day, sort, _word(plan, texts, sort))


def _sort(plan: Plan, day: date) -> Sort:
    if day in plan.dates:
        return Sort.HOURS if plan.hourly else Sort.WHOLE
    if day in plan.refused:
        return Sort.REFUSED
    if day in plan.between:
        return Sort.BETWEEN
    if is_holiday(day, plan.week.patron):
        return Sort.HOLIDAY
    return Sort.WORK if plan.week.works(day) else Sort.REST


def _word(plan: Plan, texts: CalendarTexts, sort: Sort) -> str:
    if sort is Sort.HOURS:
        return short_hours(plan.verdict.hours_per_day or Fraction(0))
    words: str = getattr(texts.cells, sort, "")
    return words


def _lines(plan: Plan, texts: CalendarTexts, firsts: list[date]) -> Iterator[str]:
    dates, verdict = plan.dates, plan.verdict
    if not dates:
        yield texts.nothing
    elif plan.hourly:
        yield texts.totals_hours.format(hours=italian.hours(verdict.hours_used or 0), dates=italian.days(len(dates)))
        yield texts.leave.format(leave=italian.days(verdict.days_used))
        if plan.time:
            yield texts.times.format(time=plan.time)
    else:
        yield texts.totals_days.format(dates=italian.days(verdict.days_used))
    if dates and plan.refused:
        text = texts.refused_one if len(plan.refused) == 1 else texts.refused
        yield text.format(dates=italian.days(len(plan.refused)))
    if hidden := firsts[MOST_MONTHS:]:
        later = sum(day >= hidden[0] for day in dates)
        more = italian.months(len(hidden))
        yield texts.left_out.format(months=MOST_MONTHS, more=more, dates=italian.days(later))


def _legend(plan: Plan, texts: CalendarTexts, months: tuple[Month, ...]) -> Iterator[Explained]:
    """Only what is shown, in the order of its weight."""
    shown = {cell.sort for month in months for cell in month.cells}
    for sort in Sort:
        if sort in shown and sort is not Sort.WORK:
            meaning: str = getattr(texts.legend, sort)
            hours = italian.hours(plan.verdict.hours_per_day or 0)
            yield Explained(sort, _word(plan, texts, sort), meaning.format(hours=hours))
