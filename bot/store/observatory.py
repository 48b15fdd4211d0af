"""The figures of the Observatory: each indicator is a file of bot/store/indicators with its definition, query and example.

A query gives rows `within, part, number`: of most indicators `within` is empty. Periods are days of Italy, both included.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Date, Integer, String, bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.knowledge.indicators import Indicator
from bot.knowledge.problems import BrokenContent, Problem, parse, read_each
from bot.model.time import ROME
from bot.store.tables import EventRow, PublishedRow
from bot.store.tables.base import Moment

FOLDER = Path(__file__).parent
Counted = Mapping[str, Mapping[str, int]]
"""Within what -> part -> how many."""
NOT_TOLD = "-"


@cache
def indicators() -> tuple[Indicator, ...]:
    """Every indicator, in the order of the pages. Raises BrokenContent."""
    problems: list[Problem] = []
    found = []
    for name, data in read_each(FOLDER, "indicators/*.yaml", problems):
        indicator = parse(Indicator, data, name, "", problems)
        if indicator:
            found.append(indicator)
    if problems:
        raise BrokenContent(problems)
    return tuple(sorted(found, key=lambda one: one.order))


async def measure(session: AsyncSession, indicator: Indicator, first: date, last: date) -> Counted:
    """What an indicator with a query counts in a period."""
    query = text(indicator.sql or "")
    since = datetime.combine(first, time(), ROME)
    until = datetime.combine(last + timedelta(days=1), time(), ROME)
    named: dict[str, tuple[Any, Any]] = {
        "first": (first, Date), "last": (last, Date), "since": (since, Moment), "until": (until, Moment),
    }  # fmt: skip
    used = [
        bindparam(name, value, kind) for name, (value, kind) in named.items() if f":{name}" in (indicator.sql or "")
    ]
    query = query.bindparams(*used)
    if indicator.bands == "days":
        waits = query.columns(within=String, opened=Moment, answered=Moment)
        return _added(
            (str(within), wait(opened, answered), 1) for within, opened, answered in await session.execute(waits)
        )
    part = Date if indicator.bands == "week" else String
    rows = await session.execute(query.columns(within=String, part=part, number=Integer))
    return _added((str(within), _part(of), number) for within, of, number in rows)


def wait(opened: datetime, answered: datetime | None) -> str:
    if answered is None:
        return NOT_TOLD
    days = (answered.astimezone(ROME).date() - opened.astimezone(ROME).date()).days
    return next((name for name, most in (("same_day", 0), ("two_days", 2), ("week", 7)) if days <= most), "later")


def _part(of: str | date) -> str:
    """A day stands for its week."""
    return (of - timedelta(days=of.weekday())).isoformat() if isinstance(of, date) else of


def _added(rows: Any) -> Counted:
    found: dict[str, dict[str, int]] = {}
    for within, part, number in rows:
        parts = found.setdefault(within, {})
        parts[part] = parts.get(part, 0) + number
    return found


async def first_day(session: AsyncSession) -> date | None:
    """The day of the first event."""
    return await session.scalar(select(func.min(EventRow.day)))


async def published(session: AsyncSession, period: str) -> dict[str, list[Any]]:
    """What was published of a period, by indicator."""
    rows = await session.scalars(select(PublishedRow).where(PublishedRow.period == period))
    return {row.indicator: row.rows for row in rows}


async def keep(session: AsyncSession, period: str, indicator: str, rows: list[Any]) -> None:
    session.add(PublishedRow(period=period, indicator=indicator, rows=rows))
    await session.flush()
