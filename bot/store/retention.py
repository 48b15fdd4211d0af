"""Deletes what has been kept long enough."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Date, delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.tables import ButtonRow, ConversationRow, InboxRow, MissRow, OutboxRow

AGE = {
    "inbox": InboxRow.done_at,
    "outbox": OutboxRow.closed_at,
    "buttons": ButtonRow.shown_at,
    "conversations": ConversationRow.changed_at,
    "misses": MissRow.day,
}
"""The column that starts the clock; a row still open has none and stays."""


async def purge(session: AsyncSession, keep: Mapping[str, timedelta], now: datetime) -> None:
    for table, since in AGE.items():
        limit = now - keep[table]
        oldest = limit.date() if isinstance(since.type, Date) else limit
        await session.execute(delete(since.class_).where(since < oldest))
