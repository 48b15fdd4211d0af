"""A company's check as a paper keeps it: what was asked, and the day on which it is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from bot.knowledge.leave import LeaveRules
from bot.rules.leave.company import Asked, Assessment, assess


def as_data(asked: Asked, today: date, patron: str | None) -> dict[str, Any]:
    """What `looked_at` makes the check of again."""
    values = {name: value for name, value in asdict(asked).items() if value is not None}
    dates = asked.dates if isinstance(asked.dates, Mapping) else [day.isoformat() for day in asked.dates]
    request = {**values, "told_on": asked.told_on.isoformat(), "dates": dates}
    return {"asked": request, "day": today.isoformat(), "patron": patron}


def looked_at(data: Mapping[str, Any], rules: LeaveRules) -> Assessment:
    """Raises InvalidCase if it makes no sense any more: the content has changed since."""
    values = dict(data["asked"])
    dates = values["dates"]
    values["told_on"] = date.fromisoformat(values["told_on"])
    values["dates"] = tuple(map(date.fromisoformat, dates)) if isinstance(dates, list) else dates
    if days := values.get("working_days"):
        values["working_days"] = tuple(days)
    return assess(Asked(**values), rules, date.fromisoformat(data["day"]), data.get("patron"))
