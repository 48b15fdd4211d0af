"""`meeting_dates`: a meeting between companies as an iCalendar file; a newer one of the same meeting replaces the older.

Data: `id`, `at` (ISO), `sequence`, `host`, `place`, `cancelled`. Only who takes part gets it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import uuid5

from bot.knowledge.loader import Knowledge
from bot.model.reply import File
from bot.papers.leave_dates import OURS
from bot.rules.meetings import LASTS

MAKER = "-//Concilia//Incontro tra aziende//IT"


def meeting_dates(knowledge: Knowledge, data: Mapping[str, Any], today: date) -> File:
    """An .ics file with one event. Raises KeyError without its data."""
    from icalendar import Calendar, Event  # loaded by those who need it

    starts = datetime.fromisoformat(data["at"]).astimezone(UTC)
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if data["cancelled"] else "PUBLISH")
    event = Event()
    event.add("uid", str(uuid5(OURS, f"meeting {data['id']}")))
    event.add("dtstamp", datetime.combine(today, time(), UTC))
    event.add("dtstart", starts)
    event.add("dtend", starts + LASTS)
    event.add("sequence", data["sequence"])
    event.add("status", "CANCELLED" if data["cancelled"] else "CONFIRMED")
    event.add("summary", knowledge.text("meeting_ics_title", "it").replace("{host}", data["host"]))
    event.add("location", data["place"])
    calendar.add_component(event)
    return File("incontro.ics", "text/calendar", calendar.to_ical())
