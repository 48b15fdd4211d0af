"""The desk's clock: it runs while offices work, Monday to Friday from 9 to 17 in Italy, national holidays left out."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.model.time import ROME
from bot.rules.calendar import is_holiday

OPENS, CLOSES = time(9), time(17)
TO_TAKE = timedelta(hours=8)
"""Working time within which somebody takes a ticket ..."""
TO_ANSWER = timedelta(hours=16)
"""... and within which whoever has it answers the citizen."""


def due(start: datetime, span: timedelta) -> datetime:
    """The moment at which so much working time has gone by since `start`; both with their zone.

    The hour of the clock counts: on the days when it is put forward or back, offices are closed.
    """
    local = start.astimezone(ROME)
    day, moment = local.date(), local.time()
    while True:
        if works(day) and moment < CLOSES:
            begins = datetime.combine(day, max(moment, OPENS))
            left = datetime.combine(day, CLOSES) - begins
            if span <= left:
                return (begins + span).replace(tzinfo=ROME).astimezone(start.tzinfo)
            span -= left
        day, moment = day + timedelta(days=1), time.min


def worked(start: datetime, end: datetime) -> timedelta:
    """The working time between two moments; both with their zone. None of it: zero."""
    first, last = (moment.astimezone(ROME).replace(tzinfo=None) for moment in (start, end))
    total, day = timedelta(), first.date()
    while day <= last.date():
        if works(day):
            begins = max(datetime.combine(day, OPENS), first)
            total += max(min(datetime.combine(day, CLOSES), last) - begins, timedelta())
        day += timedelta(days=1)
    return total


def works(day: date) -> bool:
    return day.weekday() < 5 and not is_holiday(day)


def open_at(moment: datetime) -> bool:
    """Offices work at this moment."""
    local = moment.astimezone(ROME)
    return works(local.date()) and OPENS <= local.time() < CLOSES


def morning_before(day: date) -> datetime:
    """Nine o'clock of the last working day before `day`."""
    day -= timedelta(days=1)
    while not works(day):
        day -= timedelta(days=1)
    return datetime.combine(day, OPENS, ROME)
