"""A case as it came in, before its shape is known: what cannot be read is None, so that one wrong field hides no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.rules.leave.case import FIRST_DAY, LAST_DAY, WEEKDAYS


@dataclass(frozen=True, slots=True)
class CaseProblem:
    field: str
    problem: str
    remedy: str


class Raw:
    """The input as it came, read field by field; what is missing or has a wrong shape is None."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    def value(self, *path: str) -> Any:
        found: Any = self._data
        for part in path:
            found = found.get(part) if isinstance(found, Mapping) else None
        return found

    def number(self, *path: str) -> float | None:
        return _number(self.value(*path))

    def day(self, *path: str) -> date | None:
        return _day(self.value(*path))

    def days(self, *path: str) -> list[date] | None:
        """None if one of them is no date."""
        found = self.value(*path)
        days = [_day(one) for one in found] if isinstance(found, list) else []
        return [day for day in days if day] if days and all(days) else None

    def weekdays(self, *path: str) -> list[str] | None:
        found = self.value(*path)
        return found if isinstance(found, list) and found and all(one in WEEKDAYS for one in found) else None

    def schedule(self) -> dict[str, float] | None:
        found = self.value("schedule")
        read = {day: _number(hours) for day, hours in found.items()} if isinstance(found, Mapping) else {}
        hours = {day: number for day, number in read.items() if number is not None and day in WEEKDAYS}
        return (
            {day: number for day, number in hours.items() if number > 0} if hours and len(hours) == len(read) else None
        )


def _number(found: object) -> float | None:
    try:
        return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else None
    except OverflowError:
        return None


def _day(found: object) -> date | None:
    """None for what is no date, or is too far away to count with."""
    try:
        day = found if isinstance(found, date) else date.fromisoformat(found) if isinstance(found, str) else None
    except ValueError:
        return None
    return day if day is not None and FIRST_DAY <= day <= LAST_DAY else None
