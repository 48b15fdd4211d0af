"""Deletes what has been kept long enough."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.tables import ButtonRow, ConversationRow, InboxRow, OutboxRow

AGE = {
    "inbox": InboxRow.done_at,
    "outbox": OutboxRow.closed_at,
    "buttons": ButtonRow.shown_at,
    "conversations": ConversationRow.changed_at,
}
"""The column that starts the clock; a row still open has none and stays."""


async def purge(session: AsyncSession, keep: Mapping[str, timedelta], now: datetime) -> None:
    for table, since in AGE.items():
        await session.execute(delete(since.class_).where(since < now - keep[table]))
