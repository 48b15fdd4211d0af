"""What is to be said or done later, about a ticket."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.tables import ReminderRow


@dataclass(frozen=True, slots=True)
class Reminder:
    id: int
    ticket: str
    what: str


async def set_for(session: AsyncSession, ticket: str, what: str, due_at: datetime, now: datetime) -> None:
    """Sets a reminder in place of an earlier one of the same kind."""
    await drop(session, ticket, what, now)
    session.add(ReminderRow(ticket=ticket, what=what, due_at=due_at))
    await session.flush()


async def drop(session: AsyncSession, ticket: str, what: str | None, now: datetime) -> None:
    """Ends the reminders of a ticket, of one kind or of all."""
    waiting = update(ReminderRow).where(ReminderRow.ticket == ticket, ReminderRow.done_at.is_(None))
    if what is not None:
        waiting = waiting.where(ReminderRow.what == what)
    await session.execute(waiting.values(done_at=now))


async def due(session: AsyncSession, now: datetime) -> list[Reminder]:
    rows = await session.scalars(
        select(ReminderRow)
        .where(ReminderRow.done_at.is_(None), ReminderRow.due_at <= now)
        .order_by(ReminderRow.due_at, ReminderRow.id)
    )
    return [Reminder(row.id, row.ticket, row.what) for row in rows]


async def finish(session: AsyncSession, reminder: Reminder, now: datetime) -> bool:
    """Marks it done; False if another worker did so before."""
    still_due = update(ReminderRow).where(ReminderRow.id == reminder.id, ReminderRow.done_at.is_(None))
    return await session.scalar(still_due.values(done_at=now).returning(ReminderRow.id)) is not None
