"""Troubles of the service that coordinators were told of."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.tables import AlertRow

REST = timedelta(hours=6)
"""A trouble that comes and goes is told once in this time."""


async def begins(session: AsyncSession, name: str, now: datetime) -> bool:
    """Notes a trouble; True if it is to be told: it is new, or comes back after a long rest."""
    row = await session.get(AlertRow, name, with_for_update=True, populate_existing=True)
    if row is None:
        session.add(AlertRow(name=name, since=now, told=True))
        await session.flush()
        return True
    if row.over_at is None:
        return False
    row.told = now - row.over_at > REST
    row.since, row.over_at = now, None
    await session.flush()
    return row.told


async def end(session: AsyncSession, lasting: Collection[str], now: datetime) -> tuple[str, ...]:
    """Closes the others; those of them that were told."""
    gone = select(AlertRow).where(AlertRow.over_at.is_(None), AlertRow.name.not_in(lasting)).order_by(AlertRow.name)
    rows = list(await session.scalars(gone.with_for_update()))
    for row in rows:
        row.over_at = now
    await session.flush()
    return tuple(row.name for row in rows if row.told)
