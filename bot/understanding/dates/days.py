"""From what was said of a date to days of the calendar."""

from __future__ import annotations

from calendar import monthrange
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from bot.understanding.dates.words import EARLIEST_YEAR, FURTHEST_YEAR


@dataclass(frozen=True, slots=True)
class Part:
    """A date as far as it was said; `first` and `last` where it is known already."""

    end: int
    day: int | None = None
    month: int | None = None
    year: int | None = None
    first: date | None = None
    last: date | None = None
    about: bool = False


class NoSuchDate(Exception):
    """The calendar has no such day."""


def resolve(part: Part, today: date, earliest: date | None = None, latest: date | None = None) -> tuple[date, date]:
    """First and last day of what was said; without a year the next one from `earliest` (today), or the last one
    up to `latest`. Raises NoSuchDate."""
    if part.first and part.last:
        return part.first, part.last
    if part.month is None:
        return _in_any_month(part.day or 0, latest or earliest or today, latest)
    if part.year is not None:
        return _days(part.year, part.month, part.day)
    start = latest or earliest or today
    years = (start.year, start.year - 1 if latest else start.year + 1)
    for year in years:
        with suppress(NoSuchDate):
            first, last = _days(year, part.month, part.day)
            if first <= latest if latest else last >= start:
                return first, last
    raise NoSuchDate


def _in_any_month(day: int, start: date, latest: date | None) -> tuple[date, date]:
    """The next month that has the day, or the last one."""
    for step in range(4):
        month = months_later(start.replace(day=1), -step if latest else step)
        if day > monthrange(month.year, month.month)[1]:
            continue
        meant = month.replace(day=day)
        if meant <= latest if latest else meant >= start:
            return meant, meant
    raise NoSuchDate


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last day of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def with_month_of(first: Part, last: Part) -> Part:
    """ "dal 28 al 5 gennaio" begins in December, "dal 7 al 18 marzo" in March."""
    month, year = (last.month, last.year) if last.first is None else (last.first.month, last.first.year)
    if month is None or first.day is None:
        return first
    end = last.day or (last.last.day if last.last else 31)
    if first.day > end:
        month, year = (12, year and year - 1) if month == 1 else (month - 1, year)
    return Part(first.end, first.day, month, year)


def _days(year: int, month: int, day: int | None) -> tuple[date, date]:
    """The day, or the whole month. Raises NoSuchDate."""
    if not (1 <= month <= 12 and EARLIEST_YEAR <= year <= FURTHEST_YEAR):
        raise NoSuchDate
    last = monthrange(year, month)[1]
    if day is None:
        return date(year, month, 1), date(year, month, last)
    if not 1 <= day <= last:
        raise NoSuchDate
    return date(year, month, day), date(year, month, day)
