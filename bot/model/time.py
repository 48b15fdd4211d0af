"""Time as Italy has it, and days and moments as people write them there."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

ROME = ZoneInfo("Europe/Rome")


def italian_day(day: date) -> str:
    """`25/11/2026`; of a moment the day that it is in Italy."""
    return (day.astimezone(ROME) if isinstance(day, datetime) else day).strftime("%d/%m/%Y")


def italian_moment(moment: datetime) -> str:
    """`25/11/2026 alle 10:30`, in Italian time."""
    return moment.astimezone(ROME).strftime("%d/%m/%Y alle %H:%M")
