"""A day, an hour and perhaps a place: what operators write, and what makes us ask back."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Literal

from bot.desk import working_hours
from bot.desk.handling import Handling, Later
from bot.desk.saying import says
from bot.desk.taking import not_in_hand
from bot.model.ticket import Operator, Step, Ticket
from bot.model.time import ROME, italian_moment
from bot.rules.calendar import is_holiday, months_later

MOST_MONTHS_AHEAD = 6
LONGEST_PLACE = 200
MONTHS = ("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
          "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre")  # fmt: skip
_MOMENT = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:\s*[/.-]\s*(\d{{1,2}})|\s+({'|'.join(MONTHS)}))(?:\s*[/.-]\s*(\d{{4}}|\d{{2}})|\s+(\d{{4}}))?"
    r"[\s,]+(?:(?:alle|ore|h)\s*)*(\d{1,2})(?:[:.](\d{2}))?(?!\d)[\s,;.]*(.*)",
    re.IGNORECASE | re.DOTALL,
)
Wrong = Literal["how", "no_such_day", "no_such_hour", "past", "place_long"]
"""Why it can be no appointment; there is a text `desk_appointment_<wrong>` for each."""
Doubt = Literal["sunday", "holiday", "far"]
"""It can be one, but is hardly meant; there is a text `desk_appointment_<doubt>` for each."""


@dataclass(frozen=True, slots=True)
class Appointment:
    when: datetime
    place: str = ""

    @property
    def said(self) -> str:
        """`25/11/2026 alle 10:30, via Roma 1`: it is read again as the same appointment."""
        return italian_moment(self.when) + (f", {self.place}" if self.place else "")


def read(words: str, now: datetime) -> Appointment | Wrong:
    """`25/11 10:30`, `25 novembre 2026 alle 10.30, via Roma 1`; Italian time. Without a year: the next such day."""
    found = _MOMENT.search(words)
    if found is None:
        return "how"
    day, number, name, short, year, hour, minute, place = found.groups()
    month = int(number) if number else MONTHS.index(name.casefold()) + 1
    wanted = _day(int(day), month, _year(year or short), now.astimezone(ROME).date())
    if wanted is None:
        return "no_such_day"
    if int(hour) > 23 or int(minute or 0) > 59:
        return "no_such_hour"
    when = datetime(wanted.year, wanted.month, wanted.day, int(hour), int(minute or 0), tzinfo=ROME)
    if when.astimezone(UTC).astimezone(ROME).replace(tzinfo=None) != when.replace(tzinfo=None):
        return "no_such_hour"  # the clock is put forward over it
    if when <= now:
        return "past"
    place = " ".join(place.split())
    return Appointment(when, place) if len(place) <= LONGEST_PLACE else "place_long"


def doubt(appointment: Appointment, now: datetime) -> Doubt | None:
    """Why it is asked whether it is meant; None if there is nothing to ask."""
    day = appointment.when.date()
    if day.weekday() == 6:
        return "sunday"
    if is_holiday(day):
        return "holiday"
    return "far" if day > months_later(now.astimezone(ROME).date(), MOST_MONTHS_AHEAD) else None


def make(ticket: Ticket, operator: Operator, holder: str, appointment: Appointment, now: datetime) -> Handling:
    """The citizen is told, and reminded on the morning of the last working day before."""
    if refused := not_in_hand(ticket, operator, holder):
        return refused
    values = {"when": appointment.said}
    remind = working_hours.morning_before(appointment.when.date())
    return Handling(
        replace(ticket, changed_at=now),
        audit="appointment",
        operator=operator.id,
        step=Step("appointment", now, operator.id, values),
        push=True,
        in_room=says("desk_appointment", **values),
        later=(Later("appointment", remind),) if remind > now else (),
    )


def _year(written: str | None) -> int | None:
    return int(written) % 2000 + 2000 if written else None


def _day(day: int, month: int, year: int | None, today: date) -> date | None:
    """None: no calendar has it. Without a year it is the next one, unless that is far off: then this year's was meant."""
    try:
        if year is not None:
            return date(year, month, day)
        this_year = date(today.year, month, day)
    except ValueError:
        return None
    if this_year >= today:
        return this_year
    try:
        next_year = this_year.replace(year=today.year + 1)
    except ValueError:  # the 29th of February
        return this_year
    return next_year if next_year <= months_later(today, MOST_MONTHS_AHEAD) else this_year
