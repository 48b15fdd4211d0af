"""Days that come back otherwise than every week: alternate weeks, alternate days, the first Monday of a month.

A rhythm is written `w2` (one week in two), `d2` (one day in two), `m1,3` (the first and the third such weekday of each
month; -1 is the last). Weeks are counted from the week of the first day, days from the first day itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date, timedelta

from bot.rules.calendar import month_end

SHAPE = re.compile(r"(?P<unit>[wd])(?P<every>\d)|m(?P<which>-?\d(?:,-?\d)*)")
WEEK = 7


def days_in_rhythm(rhythm: str, first: date, last: date, weekdays: Collection[int]) -> list[date]:
    """The days between two, both included, that fall on these weekdays (0 is Monday) and in the rhythm."""
    shape = SHAPE.fullmatch(rhythm)
    days = [day for day in _between(first, last) if day.weekday() in weekdays]
    if shape is None or not days:
        return days
    if shape["which"]:
        wanted = {int(one) for one in shape["which"].split(",")}
        return [day for day in days if not wanted.isdisjoint(_places(day))]
    every, start = int(shape["every"]), days[0]
    if shape["unit"] == "d":
        return [day for day in days if (day - start).days % every == 0]
    monday = start - timedelta(days=start.weekday())
    return [day for day in days if (day - monday).days // WEEK % every == 0]


def _places(day: date) -> tuple[int, int]:
    """Which of its weekday in the month a day is, from the start and from the end."""
    return (day.day - 1) // WEEK + 1, -((month_end(day).day - day.day) // WEEK + 1)


def _between(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
