"""When companies meet, and when somebody is asked again: three dates, two reminders, an outcome and a second look at it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice

from bot.model.company import DayTime, Guest, Meeting, Side
from bot.model.time import ROME
from bot.rules.calendar import is_holiday, months_later, working_days_later

DATES = 3
FIRST_AFTER = timedelta(days=7)
"""Nobody is asked to come sooner."""
APART = 2
"""Working days between two dates that are proposed together."""
TO_ANSWER = 3
"""Working days that somebody has to answer, and again after each reminder."""
REMINDERS = 2
MOST_GUESTS = 4
"""Companies that learn at one table."""
TRY_MONTHS = 3
"""After so many months it is asked whether what was planned was tried."""
STARTS: dict[DayTime, time] = {
    "morning": time(9, 30),
    "midday": time(13),
    "afternoon": time(15),
    "evening": time(18, 30),
}
LASTS = timedelta(minutes=90)
ACTIVE = frozenset({"asking", "choosing", "set"})


def three_dates(times: Sequence[DayTime], now: datetime, earlier: Collection[datetime] = ()) -> tuple[datetime, ...]:
    """Three moments on working days, in turn at the hours that suit; later than all that were proposed before."""
    first = max(now + FIRST_AFTER, *earlier) if earlier else now + FIRST_AFTER
    return tuple(islice(_moments(times or ("morning",), first.astimezone(ROME).date()), DATES))


def _moments(times: Sequence[DayTime], day: date) -> Iterator[datetime]:
    number = 0
    while True:
        day = working_days_later(day, APART if number else 1)
        yield datetime.combine(day, STARTS[times[number % len(times)]], ROME)
        number += 1


def answer_by(now: datetime) -> datetime:
    """Until when an answer is waited for: nine in the morning, some working days on."""
    return datetime.combine(working_days_later(now.astimezone(ROME).date(), TO_ANSWER), time(9), ROME)


def ask_outcome_at(at: datetime) -> datetime:
    """The morning after the meeting, on a working day."""
    return datetime.combine(working_days_later(at.astimezone(ROME).date(), 1), time(9), ROME)


def ask_again_at(now: datetime) -> datetime:
    """Three months later, on a working day."""
    day = months_later(now.astimezone(ROME).date(), TRY_MONTHS)
    while day.weekday() > 4 or is_holiday(day):
        day += timedelta(days=1)
    return datetime.combine(day, time(9), ROME)


def side_of(meeting: Meeting, company: str) -> Side | None:
    """As what a company takes part in it; None if it does not, or was only passed over."""
    if meeting.host == company:
        return "host"
    return "guest" if guest_of(meeting, company) else None


def guest_of(meeting: Meeting, company: str) -> Guest | None:
    return next((guest for guest in meeting.guests if guest.company == company), None)


def may_join(meeting: Meeting, shared: bool) -> bool:
    """One more may sit at the table: everybody there agreed to share it, and so does who comes."""
    return (
        shared
        and meeting.state == "set"
        and meeting.joining is None
        and len(meeting.guests) < MOST_GUESTS
        and all(guest.shared for guest in meeting.guests)
    )
