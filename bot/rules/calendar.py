"""Days on which nobody works: the Italian holidays and the patron of a municipality.

Written here, and compared with the `holidays` library by the tests: it loads every country of the world first, which
costs each start half a second.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import cache

EVERY_YEAR = ((1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (11, 1), (12, 8), (12, 25), (12, 26))
"""Months and days, as they are since 2012."""
SAINT_FRANCIS = (10, 4)
SAINT_FRANCIS_SINCE = 2026
"""A holiday again from this year."""
MONTHS = {name: number for number, name in enumerate(calendar.month_abbr) if name}
WEEKDAYS = {name: number for number, name in enumerate(("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"))}
_PATRON = re.compile(
    r"(?P<month>[A-Z][a-z]{2}) (?:(?P<day>\d{2})|(?P<weekday>[A-Z][a-z])\[(?P<nth>-?\d)\])(?: (?P<shift>[+-]\d+) days?)? off"
)


@cache
def national(year: int) -> frozenset[date]:
    """The national holidays of a year, Easter included."""
    fixed = (*EVERY_YEAR, *([SAINT_FRANCIS] if year >= SAINT_FRANCIS_SINCE else []))
    easter = easter_sunday(year)
    return frozenset({easter, easter + timedelta(days=1), *(date(year, month, day) for month, day in fixed)})


def easter_sunday(year: int) -> date:
    """By the Gregorian reckoning, as J. Meeus writes it (Astronomical Algorithms, 1991)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    weekday = (32 + 2 * century_rest + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


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


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d[/.-]\d{1,2}[/.-]\d{2}\b|'\d\d\b")


def in_the_known_year(day: date, text: str, known: date | None) -> date:
    """A day whose text names no year corrects a day that is known: it keeps the year. 29 February stays as it was read."""
    if known is None or _YEAR.search(text):
        return day
    try:
        return day.replace(year=known.year)
    except ValueError:
        return day


def nearest_year(day: date, text: str, today: date) -> date:
    """A day whose text names no year is that of the nearest one: a request of "20 novembre", read at the end of November, was
    made this month, not a year later. 29 February stays as it was read."""
    if _YEAR.search(text):
        return day
    try:
        return min((day.replace(year=today.year + ahead) for ahead in (0, -1, 1)), key=lambda one: abs(one - today))
    except ValueError:
        return day
