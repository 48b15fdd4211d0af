"""What a message tells of the week of work and of the hours of leave in a day."""

from __future__ import annotations

import re

from bot.dialogue.answers.echo import SHORTEST_HOURS
from bot.dialogue.leave import known as names
from bot.dialogue.leave.known import Known, told
from bot.dialogue.turn import Turn
from bot.model.entities import DayPart, Duration, Found, Hours

SHORTEST_WEEK = 12.0
"""More hours than this, without a word of how often, are those of a week."""
SHORTEST_WORKDAY = 2.5
"""Fewer hours a day of work make us read "8 ore su 5 giorni" as eight hours each day."""
_OF_LEAVE = re.compile(r"\s+di\s+(?:congedo|permess)")
_NOT_SO = re.compile(r"\b(?:non|invece (?:di|che)|e non|anzich[eé]|al posto di)\s+(?:pi[uù]\s+)?$", re.IGNORECASE)
""" "32 ore, non 40": what is no longer so."""


def week_and_hours(turn: Turn, known: Known, step: str | None) -> dict[str, str]:
    """Hours of the week, days of the week, and hours of leave in a day."""
    facts: dict[str, str] = {}
    entities = turn.understanding.entities
    amounts = [
        found.amount
        for found in entities.amounts
        if not _of_leave_in_all(turn, found) and not _NOT_SO.search(turn.said[: found.start])
    ]
    days = entities.leave.days_per_week
    if days is None and step == "week":
        days = next(
            (one.count for one in amounts if isinstance(one, Duration) and one.unit == "day" and one.count <= 7), None
        )
    if days is not None:
        facts[names.DAYS] = f"{days:g}"
    days = days or float(told(known, names.DAYS) or 0)
    for one in amounts:
        match one:
            case Hours(hours, per) if _is_workday(hours, per, days, entities.leave.workday, step):
                facts[names.HOURS] = f"{hours * days:g}" if days else facts.get(names.HOURS, "")
            case Hours(hours, per) if per == "week" or (per is None and (hours > SHORTEST_WEEK or step == "week")):
                facts[names.HOURS] = f"{hours:g}"
            case Hours(hours, per) if per in (None, "day") and hours >= SHORTEST_HOURS:
                facts[names.PER_DAY] = f"{hours:.6g}"
    week = float(facts.get(names.HOURS) or told(known, names.HOURS) or 0)
    for one in amounts:
        if isinstance(one, DayPart) and one.count == 1 and week and days:
            facts[names.PER_DAY] = f"{week / days * one.part:.6g}"
    return {name: value for name, value in facts.items() if value}


def _of_leave_in_all(turn: Turn, found: Found) -> bool:
    """ "20 ore di congedo": neither those of the week nor those of a day."""
    many = isinstance(found.amount, Hours) and found.amount.per is None and found.amount.hours > SHORTEST_WEEK
    return many and bool(_OF_LEAVE.match(turn.said[found.end :]))


def _is_workday(hours: float, per: str | None, days: float, workday: float | None, step: str | None) -> bool:
    """ "lavoro 8 ore al giorno", "8 ore su 5 giorni"."""
    if step == "per_day" or hours > SHORTEST_WEEK:
        return False
    if hours == workday and per in (None, "day"):
        return True
    if per == "day":
        return step == "week"
    return per is None and step == "week" and days > 0 and hours / days < SHORTEST_WORKDAY
