"""The card of a helpdesk in words: what it does, where, how to reach it, when, what to bring, and how sure all this is.

Phone numbers stand in their international form, which phones and Telegram turn into a link by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Protocol

from bot.knowledge.helpdesks import Helpdesk
from bot.knowledge.territory import Territory
from bot.model.style import Span, Styled
from bot.model.time import ROME, italian_day
from bot.rules.helpdesks import certain
from bot.rules.hours import Slot, Standing, closed_for, slots_on, standing, week

PHONES_SHOWN = 2
NEAR = 7
"""Days from which a day is told with its date."""


class Say(Protocol):
    """The text of a key in the language of who reads."""

    def __call__(self, key: str, values: Mapping[str, str] | None = None) -> str: ...


class Card:
    """Fills the card for one day, in one language; with the time of day it tells also what is open at this moment."""

    def __init__(
        self, territory: Territory, say: Say, today: date, now: datetime | None = None, language: str = "it"
    ) -> None:
        self._territory = territory
        self._say = say
        self._today = today
        self._now_at = datetime.combine(today, now.astimezone(ROME).time(), ROME) if now else None
        self._language = language

    def of(self, desk: Helpdesk) -> Styled:
        lines = (*self._what(desk), *self._where(desk), *self._when(desk), *self._how_sure(desk))
        return Styled("\n".join((desk.name, *lines)), (Span(0, len(desk.name)),))

    def open_now(self, desk: Helpdesk, day: date | None = None) -> Styled:
        """Whether it is open now, or when it is on a day; with the advice that its record needs."""
        told = [self._on(desk, day)] if day else list(self._hours(desk))
        phones = [self._say("phone", {"phone": phone.number}) for phone in desk.phones[:1]]
        alert = desk.alert_on(day or self._today)
        lines = (desk.name, *told, *((alert.text,) if alert else ()), *phones, *self._call_first(desk))
        return Styled("\n".join(lines), (Span(0, len(desk.name)),))

    def _what(self, desk: Helpdesk) -> Iterator[str]:
        if desk.services:
            yield self._say("does", {"services": ", ".join(desk.services)})

    def _where(self, desk: Helpdesk) -> Iterator[str]:
        if desk.address.street:
            yield self._say("address", {"address": address(self._territory, desk)})
        if stops := stations(self._territory, desk):
            yield self._say("train", {"stations": stops})
        if desk.step_free is not None:
            yield self._say("step_free" if desk.step_free else "steps")
        for phone in desk.phones[:PHONES_SHOWN]:
            yield self._say("phone", {"phone": f"{phone.number} ({phone.note})" if phone.note else phone.number})
        for email in desk.emails[:1]:
            yield self._say("email", {"email": email})

    def _hours(self, desk: Helpdesk) -> Iterator[str]:
        if desk.opening_hours:
            yield self._say("hours", {"hours": self.week(desk)})
        yield from self._now(desk)

    def _when(self, desk: Helpdesk) -> Iterator[str]:
        yield from self._hours(desk)
        if desk.appointment == "required" and not desk.opening_hours:
            yield self._say("by_appointment")
        alert = desk.alert_on(self._today)
        yield from filter(None, (desk.hours_note, alert and alert.text))

    def _how_sure(self, desk: Helpdesk) -> Iterator[str]:
        if desk.languages:
            yield self._say("languages", {"languages": ", ".join(desk.languages)})
        if desk.bring:
            yield self._say("bring", {"things": ", ".join(desk.bring)})
        yield from self._call_first(desk)
        yield self._say("desk_source", {"source": desk.source, "day": italian_day(desk.checked_on)})

    def _call_first(self, desk: Helpdesk) -> Iterator[str]:
        if not certain(desk, self._today):
            asked = (self._say("call_first" if desk.phones else "write_first"),)
            yield " ".join((*asked, *(() if desk.bring else (self._say("ask_what_to_bring"),))))

    def _now(self, desk: Helpdesk) -> Iterator[str]:
        """Whether it is open at this moment, and when it opens next."""
        if desk.opening_hours is None:
            yield self._say("hours_unknown")
        found = standing(self._territory, desk, self._now_at) if self._now_at else None
        if found is None:
            return
        told = [self._standing(desk, found)]
        later = (found.next, found.in_person if found.next and found.next.how == "phone" else None)
        told += [self._next(slot) for slot in later if slot and self._worth_telling(found, slot)]
        yield " ".join(told)

    def _standing(self, desk: Helpdesk, found: Standing) -> str:
        if found.now:
            return self._say(f"now_{found.now.how}", {"time": self._time(found.now.end.time())})
        if not found.why:
            return self._say("now_closed")
        town = self._territory.municipalities.get(desk.comune or "")
        return self._say(f"closed_{found.why}", {"patron": (town and town.patron) or (town.name if town else "")})

    def _worth_telling(self, found: Standing, slot: Slot) -> bool:
        """What comes after a time that is under way: only later on the same day, or where nobody is received now."""
        return found.now is None or found.now.how == "phone" or slot.start.date() == self._today

    def _next(self, slot: Slot) -> str:
        return self._say(
            f"next_{slot.how}", {"day": self._day(slot.start.date()), "time": self._time(slot.start.time())}
        )

    def _on(self, desk: Helpdesk, day: date) -> str:
        slots = slots_on(self._territory, desk, day)
        if slots is None:
            return self._say("hours_unknown")
        spans = [self._span(slot.start.time(), slot.end.time()) + self._comment(slot.how) for slot in slots]
        if spans:
            return self._say("day_hours", {"day": self._day(day).capitalize(), "hours": self._listed(spans)})
        why = closed_for(self._territory, desk, day)
        if day == self._today and why:
            return self._standing(desk, Standing(None, None, None, why))
        return self._say("day_hours", {"day": self._day(day).capitalize(), "hours": self._say("day_closed")})

    def week(self, desk: Helpdesk) -> str:
        """`lunedì e giovedì dalle 9 alle 12; martedì dalle 9 alle 12 (solo al telefono); chiuso nei giorni festivi`."""
        names = self._say("week").split()
        lines = []
        for times in week(desk):
            days = [
                names[first] if first == last else self._say("hours_days", {"first": names[first], "last": names[last]})
                for first, last in times.days
            ]
            spans = [self._span(start, end) for start, end in times.spans]
            lines.append(f"{self._listed(days)} {self._listed(spans)}{self._comment(times.how)}")
        if "PH off" in (desk.opening_hours or ""):
            lines.append(self._say("closed_on_holidays"))
        return "; ".join(lines)

    def _comment(self, how: str) -> str:
        return "" if how == "open" else f" ({self._say(f'hours_{how}')})"

    def _span(self, start: time, end: time) -> str:
        return self._say("hours_span", {"start": self._time(start), "end": self._time(end)})

    def _listed(self, words: list[str]) -> str:
        *first, last = words
        return f"{', '.join(first)} {self._say('hours_and')} {last}" if first else last

    def _time(self, moment: time) -> str:
        """`9`, `8:30` in Italian; `9:00` elsewhere."""
        whole = self._language == "it" and moment.minute == 0
        return str(moment.hour) if whole else f"{moment.hour}:{moment.minute:02}"

    def _day(self, day: date) -> str:
        ahead = (day - self._today).days
        if ahead in (0, 1):
            return self._say("tomorrow" if ahead else "today")
        name = self._say("week").split()[day.weekday()]
        return name if 0 < ahead < NEAR else f"{name} {day.day}/{day.month}"


def address(territory: Territory, desk: Helpdesk) -> str:
    """`Via Cesare Battisti 2, 20097 San Donato Milanese`, with what there is to know of the place."""
    town = territory.municipalities.get(desk.comune or "")
    city = f"{desk.address.cap} {town.name}" if town else desk.address.cap
    return ", ".join(filter(None, (desk.address.street, city, desk.address.locality_note)))


def stations(territory: Territory, desk: Helpdesk) -> str:
    """The railway stops of its municipality: `Melegnano (S1, S12)`; empty where we know none."""
    stops = (stop for stop in territory.stations.values() if stop.comune == desk.comune)
    return "; ".join(
        f"{stop.name} ({', '.join(stop.lines)})" + (f", {stop.note}" if stop.note else "") for stop in stops
    )
