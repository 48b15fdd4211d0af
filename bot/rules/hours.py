"""When a helpdesk receives: what its opening hours, its town's patron and its closures say, never a guess.

Where the opening hours are not known there is nothing to say of today. All moments are of Rome.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import Literal

from opening_hours import OpeningHours, State

from bot.knowledge.helpdesks import HOW_TO_COME, WEEK, Helpdesk
from bot.knowledge.territory import Territory
from bot.model.time import ROME
from bot.rules.calendar import MONTHS, national, patron_day

How = Literal["open", "phone", "appointment"]
"""Whoever comes is received, or has to phone, or to make an appointment."""
Why = Literal["holiday", "patron", "notice", ""]
"""What a helpdesk is closed for on a day on which it would receive."""
AHEAD = timedelta(days=62)
"""How far the next opening is looked for: no closure of an office lasts longer without being a suspension."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A time without interruption on one day."""

    start: datetime
    end: datetime
    how: How


@dataclass(frozen=True, slots=True)
class Standing:
    """How a helpdesk stands at a moment."""

    now: Slot | None
    """The slot under way; None: closed."""
    next: Slot | None
    """The slot that begins next."""
    in_person: Slot | None
    """The next one in which people are received."""
    why: Why
    """What this whole day is closed for, where it would be open otherwise."""


@dataclass(frozen=True, slots=True)
class Times:
    """A line of the week: days (0 is Monday) and times that are alike."""

    days: tuple[tuple[int, int], ...]
    """First and last day of each run; a single day is both."""
    spans: tuple[tuple[time, time], ...]
    how: How


def standing(territory: Territory, desk: Helpdesk, moment: datetime) -> Standing | None:
    """None where nobody knows its opening hours."""
    if desk.opening_hours is None:
        return None
    here = moment.astimezone(ROME)
    ahead = tuple(_slots(territory, desk, here, here + AHEAD))
    now = next((slot for slot in ahead if slot.start <= here), None)
    later = [slot for slot in ahead if slot.start > here]
    in_person = next((slot for slot in later if slot.how != "phone"), None)
    return Standing(now, later[0] if later else None, in_person, closed_for(territory, desk, here.date()))


def offered(territory: Territory, desk: Helpdesk, moment: datetime, most: int | None) -> tuple[datetime, ...]:
    """When the next times begin at which people are received, from tomorrow on: an office needs a day to answer."""
    if desk.opening_hours is None:
        return ()
    tomorrow = datetime.combine(moment.astimezone(ROME).date() + timedelta(days=1), time.min, ROME)
    received = (slot.start for slot in _slots(territory, desk, tomorrow, tomorrow + AHEAD) if slot.how != "phone")
    return tuple(islice(received, most))


def slots_on(territory: Territory, desk: Helpdesk, day: date) -> tuple[Slot, ...] | None:
    """When it receives on a day; None where nobody knows its opening hours."""
    if desk.opening_hours is None:
        return None
    start = datetime.combine(day, time.min, ROME)
    return tuple(_slots(territory, desk, start, datetime.combine(day + timedelta(days=1), time.min, ROME)))


def closed_for(territory: Territory, desk: Helpdesk, day: date) -> Why:
    """Why it is closed on a day of its week; "" where it is open, or closed as in every week."""
    start = datetime.combine(day, time.min)
    if not any(state is State.OPEN for _, _, state, _ in _week(desk).intervals(start, start + timedelta(days=1))):
        return ""
    if desk.alert and desk.alert.closed and desk.alert.holds(day):
        return "notice"
    if day in national(day.year) and "PH off" in (desk.opening_hours or ""):
        return "holiday"
    patron = _patron(territory, desk)
    return "patron" if patron and day == patron_day(patron, day.year) else ""


def week(desk: Helpdesk) -> tuple[Times, ...]:
    """Its week as the record says it, line by line; empty where it is not known."""
    lines = (line.strip() for line in re.split(r";|, (?=[A-Z])", desk.opening_hours or ""))
    return tuple(_times(desk, line) for line in lines if re.match(r"(?:Mo|Tu|We|Th|Fr|Sa|Su)[-, ]", line))


def _times(desk: Helpdesk, line: str) -> Times:
    days, hours, *comment = line.split(maxsplit=2)
    runs = (run.partition("-") for run in days.split(","))
    spans = (span.split("-") for span in hours.split(","))
    return Times(
        tuple((WEEK.index(first), WEEK.index(last or first)) for first, _, last in runs),
        tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in spans),
        _how(desk, comment[0].strip('"') if comment else ""),
    )


def _how(desk: Helpdesk, comment: str) -> How:
    phone, appointment = HOW_TO_COME
    if comment == phone:
        return "phone"
    return "appointment" if comment == appointment or desk.appointment == "required" else "open"


def _slots(territory: Territory, desk: Helpdesk, first: datetime, last: datetime) -> Iterator[Slot]:
    rules = _rules(territory, desk)
    for start, end, state, comment in _read(rules).intervals(first, last):
        if state is State.OPEN:
            yield Slot(start, end, _how(desk, comment))


def _rules(territory: Territory, desk: Helpdesk) -> str:
    """Everything that closes it, as one text of the syntax: the last rule prevails."""
    closure = desk.alert if desk.alert and desk.alert.closed else None
    rules = [desk.opening_hours or "", _patron(territory, desk) or ""]
    if closure and closure.until:
        rules.append(f"{_day(closure.since or date(2000, 1, 1))}-{_day(closure.until)} off")
    return "; ".join(filter(None, rules))


def _patron(territory: Territory, desk: Helpdesk) -> str | None:
    town = territory.municipalities.get(desk.comune or "")
    return town.patron_day if town else None


def _day(day: date) -> str:
    month = next(name for name, number in MONTHS.items() if number == day.month)
    return f"{day.year} {month} {day.day:02}"


def _week(desk: Helpdesk) -> OpeningHours:
    """Its hours without the days off."""
    rules = (rule for rule in (desk.opening_hours or "").split(";") if not rule.strip().endswith(" off"))
    return _read("; ".join(rules))


@lru_cache(maxsize=512)
def _read(rules: str) -> OpeningHours:
    return OpeningHours(rules, timezone=ROME, country="IT")
