"""Which messages may set off now, within Telegram's limits, and who has them in hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import ColumnElement, exists, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.model.reply import File
from bot.model.style import Span
from bot.store.mailbox import GROUP, LEASE, Act, Letter, is_free, of_channel
from bot.store.tables import OutboxRow, TicketRow

PACE = timedelta(seconds=1)
"""Telegram: one message a second to a chat ..."""
MOST_A_SECOND = 30
"""... 30 a second in all ..."""
MOST_A_MINUTE_TO_A_GROUP = 20
"""... and 20 a minute to a group."""


async def claim_letters(
    session: AsyncSession, channel: str, now: datetime, pace: timedelta = PACE, most: int = 10, chat: str | None = None
) -> list[Letter]:
    """The messages that may go out now, one a chat, leased, within Telegram's limits.

    `pace`: how long a chat rests after each message. `chat`: only those of this one.
    """
    spare = MOST_A_SECOND - await _set_off_since(session, now - pace)
    if min(most, spare) <= 0:
        return []
    other, group = aliased(OutboxRow), aliased(OutboxRow)
    rested = ~exists().where(other.chat == OutboxRow.chat, other.sent_at > now - pace)
    sent_to_group = (
        select(func.count())
        .where(group.chat == OutboxRow.chat, group.sent_at > now - timedelta(minutes=1))
        .scalar_subquery()
    )
    calm = or_(~OutboxRow.chat.contains(GROUP), sent_to_group < MOST_A_MINUTE_TO_A_GROUP)
    rows = await session.scalars(
        select(OutboxRow)
        .where(*_in_turn(channel, now), rested, calm)
        .where(true() if chat is None else OutboxRow.chat == chat)
        .order_by(OutboxRow.id)
        .limit(min(most, spare))
        .with_for_update(skip_locked=True)
    )
    letters = []
    for row in rows:
        row.leased_until = now + LEASE
        row.attempts += 1
        buttons = tuple(tuple((label, id) for label, id in line) for line in row.buttons)
        letters.append(await _letter(session, row, buttons))
    return letters


async def _letter(session: AsyncSession, row: OutboxRow, buttons: tuple[tuple[tuple[str, str], ...], ...]) -> Letter:
    """The letter of a row, with what only its ticket or an earlier letter knows: the topic, the message to correct."""
    thread, edits, forgotten = row.thread, None, False
    if row.edits is not None:
        edited = await session.get(OutboxRow, row.edits)
        edits = edited.sent_as if edited else None
        forgotten = edits is None and (edited is None or edited.sent_at is not None)
    if row.ticket and thread is None:
        in_its_room = (TicketRow.code == row.ticket, TicketRow.room == row.chat)
        thread = await session.scalar(select(TicketRow.thread).where(*in_its_room))
    file = File(row.file_name or "", row.file_media or "", row.file) if row.file is not None else None
    return Letter(
        row.id,
        row.chat,
        row.text,
        buttons,
        row.attempts,
        cast("Act", row.act),
        thread,
        row.reply_to,
        edits,
        row.ticket,
        row.receipt,
        file,
        forgotten,
        row.created_at,
        tuple(Span(*span) for span in row.spans),
    )


async def some_wait(session: AsyncSession, channel: str, now: datetime) -> bool:
    """Whether messages wait only because so many may go at once."""
    return await session.scalar(select(OutboxRow.id).where(*_in_turn(channel, now)).limit(1)) is not None


async def hold(session: AsyncSession, letters: Sequence[int], now: datetime) -> None:
    """Nobody else takes up these messages, whose sending lasts."""
    if letters:
        await session.execute(update(OutboxRow).where(OutboxRow.id.in_(letters)).values(leased_until=now + LEASE))


async def _set_off_since(session: AsyncSession, moment: datetime) -> int:
    """How many messages left: those that arrived meanwhile, and those under way. The lease tells when they did."""
    may_have = or_(OutboxRow.closed_at.is_(None), OutboxRow.closed_at > moment)
    left = (may_have, OutboxRow.leased_until > moment + LEASE)
    return await session.scalar(select(func.count()).where(*left)) or 0


def _in_turn(channel: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """The first open message of each chat, unless it waits for a later try or somebody has it in hand."""
    older = aliased(OutboxRow)
    before_it = exists().where(older.chat == OutboxRow.chat, older.id < OutboxRow.id, older.closed_at.is_(None))
    due = (OutboxRow.closed_at.is_(None), OutboxRow.not_before <= now, of_channel(channel, OutboxRow.chat))
    return (*due, is_free(OutboxRow, now), ~before_it)
