"""Days on which nobody works: the Italian holidays and the patron of a municipality. Source: the `holidays` library.

The fourth of October is a holiday again from 2026; the library knows it.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import cache

import holidays

ITALY = holidays.country_holidays("IT")
"""Made here because the library loads a country at its first use, half a second that nobody should wait for."""
MONTHS = {name: number for number, name in enumerate(calendar.month_abbr) if name}
WEEKDAYS = {name: number for number, name in enumerate(("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"))}
_PATRON = re.compile(
    r"(?P<month>[A-Z][a-z]{2}) (?:(?P<day>\d{2})|(?P<weekday>[A-Z][a-z])\[(?P<nth>-?\d)\])(?: (?P<shift>[+-]\d+) days?)? off"
)


@cache
def national(year: int) -> frozenset[date]:
    """The national holidays of a year, Easter included."""
    return frozenset(type(ITALY)(years=year))


def is_holiday(day: date, patron: str | None = None) -> bool:
    """A national holiday, or the patron's day: a rule of infopoints.yaml such as `Nov 11 off`."""
    return day in national(day.year) or (patron is not None and day == patron_day(patron, day.year))


@cache
def patron_day(rule: str, year: int) -> date | None:
    """The day that a rule such as `Nov 11 off` or `Oct Su[-1] +1 day off` means in a year; None if it means none."""
    found = _PATRON.fullmatch(rule.strip())
    if found is None or found["month"] not in MONTHS:
        return None
    month = MONTHS[found["month"]]
    shift = timedelta(days=int(found["shift"] or 0))
    if found["day"]:
        number = int(found["day"])
        return date(year, month, number) + shift if number <= calendar.monthrange(year, month)[1] else None
    nth = int(found["nth"])
    days = [date(year, month, d) for d in range(1, calendar.monthrange(year, month)[1] + 1)]
    fitting = [day for day in days if day.weekday() == WEEKDAYS.get(found["weekday"])]
    at = nth - 1 if nth > 0 else nth
    return fitting[at] + shift if nth and -len(fitting) <= at < len(fitting) else None


def working_days_later(day: date, number: int) -> date:
    """The day that comes so many working days (Monday to Friday, no holidays) after `day`."""
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < 5 and not is_holiday(day)
    return day


def birthday(born: date, years: int) -> date:
    """The day on which so many years are completed; the 29th of February becomes the first of March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def months_later(day: date, months: int) -> date:
    """The same day so many months on, or the last one of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
