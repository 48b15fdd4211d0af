"""Inbox and outbox: what arrived is never lost, what is said goes out in order.

Several processes may share the tables: a row in hand is leased, and in each chat only the oldest
open row can be taken, so the messages of a chat are answered and sent one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from sqlalchemy import ColumnElement, exists, func, or_, select, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.model.conversation import Kind, Utterance
from bot.model.reply import File
from bot.store.tables import InboxRow, OutboxRow, TicketRow

LEASE = timedelta(seconds=15)
"""After a crash, another worker takes the row up when the lease has run out."""
PACE = timedelta(seconds=1)
"""Telegram: one message a second to a chat ..."""
MOST_A_SECOND = 30
"""... 30 a second in all ..."""
MOST_A_MINUTE_TO_A_GROUP = 20
"""... and 20 a minute to a group."""


Act = Literal["say", "edit", "open_topic", "close_topic", "reopen_topic"]
"""`open_topic`: the text is the title of the new topic, which becomes the ticket's thread."""


class AlreadyAnswered(Exception):
    """Another worker has finished this row: undo what was done for it."""


@dataclass(frozen=True, slots=True)
class Received:
    id: int
    utterance: Utterance
    attempts: int
    """This one included."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to send; `buttons` are rows of (label, id)."""

    id: int
    chat: str
    text: str
    buttons: tuple[tuple[tuple[str, str], ...], ...]
    attempts: int
    act: Act = "say"
    thread: int | None = None
    reply_to: int | None = None
    edits: int | None = None
    """For an `edit`: the channel's number of the message that gets this text; None if it was never sent."""
    ticket: str | None = None
    receipt: int | None = None
    file: File | None = None
    """Sent with the text as its caption."""
    forgotten: bool = False
    """For an `edit`: the message was sent, but nobody knows its number any more."""


async def receive(session: AsyncSession, key: str, utterance: Utterance, now: datetime) -> bool:
    """Stores what arrived; False if the same update is there already."""
    dialects: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
    insert = dialects[session.get_bind().dialect.name]
    row = {
        "update_key": key,
        "chat": utterance.chat,
        "kind": utterance.kind.value,
        "text": utterance.text,
        "attachment": utterance.attachment,
        "sender": utterance.sender,
        "message": utterance.message,
        "thread": utterance.thread,
        "reply_to": utterance.reply_to,
        "forwarded": utterance.forwarded,
        "received_at": now,
        "attempts": 0,
    }
    new = insert(InboxRow).values(row).on_conflict_do_nothing(index_elements=["update_key"]).returning(InboxRow.id)
    return await session.scalar(new) is not None


async def claim(session: AsyncSession, channel: str, now: datetime) -> Received | None:
    """The next message to answer in this channel, leased; None if there is none."""
    older = aliased(InboxRow)
    first_of_its_chat = ~exists().where(older.chat == InboxRow.chat, older.id < InboxRow.id, older.done_at.is_(None))
    row = await session.scalar(
        select(InboxRow)
        .where(InboxRow.done_at.is_(None), _of(channel, InboxRow.chat), _free(InboxRow, now), first_of_its_chat)
        .order_by(InboxRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if row is None:
        return None
    row.leased_until = now + LEASE
    row.attempts += 1
    utterance = Utterance(
        row.chat,
        Kind(row.kind),
        row.text,
        row.attachment,
        row.sender,
        row.message,
        row.thread,
        row.reply_to,
        row.forwarded,
    )
    return Received(row.id, utterance, row.attempts)


async def finish(session: AsyncSession, received: Received, now: datetime) -> None:
    """Marks the message answered and wipes its text. Raises AlreadyAnswered if another worker did."""
    still_open = update(InboxRow).where(InboxRow.id == received.id, InboxRow.done_at.is_(None))
    if await session.scalar(still_open.values(done_at=now, text="").returning(InboxRow.id)) is None:
        raise AlreadyAnswered


async def put_back(session: AsyncSession, received: Received, until: datetime) -> None:
    """Leaves the message for another try after `until`."""
    await session.execute(update(InboxRow).where(InboxRow.id == received.id).values(leased_until=until))


async def post(
    session: AsyncSession,
    chat: str,
    text: str,
    buttons: Sequence[Sequence[tuple[str, str]]],
    now: datetime,
    *,
    act: Act = "say",
    thread: int | None = None,
    reply_to: int | None = None,
    edits: int | None = None,
    ticket: str | None = None,
    receipt: int | None = None,
    file: File | None = None,
) -> int:
    """Puts a message into the outbox; its number there.

    `edits`: the number of the letter whose message gets this text. `receipt`: the number of the letter, in a room, that
    tells how the delivery of this one goes.
    """
    row = OutboxRow(
        chat=chat,
        text=text,
        buttons=[[list(button) for button in row] for row in buttons],
        created_at=now,
        not_before=now,
        act=act,
        thread=thread,
        reply_to=reply_to,
        edits=edits,
        ticket=ticket,
        receipt=receipt,
        file_name=file and file.name,
        file_media=file and file.media,
        file=file and file.content,
    )
    session.add(row)
    await session.flush()
    return row.id


async def claim_letters(
    session: AsyncSession, channel: str, now: datetime, pace: timedelta = PACE, most: int = 10, chat: str | None = None
) -> list[Letter]:
    """The messages that may go out now, one a chat, leased, within Telegram's limits.

    `pace`: how long a chat rests after each message. `chat`: only those of this one.
    """
    spare = MOST_A_SECOND - await _sent_since(session, now - pace)
    if spare <= 0:
        return []
    older, other, group = aliased(OutboxRow), aliased(OutboxRow), aliased(OutboxRow)
    first_of_its_chat = ~exists().where(
        older.chat == OutboxRow.chat, older.id < OutboxRow.id, older.closed_at.is_(None)
    )
    rested = ~exists().where(other.chat == OutboxRow.chat, other.sent_at > now - pace)
    sent_to_group = (
        select(func.count())
        .where(group.chat == OutboxRow.chat, group.sent_at > now - timedelta(minutes=1))
        .scalar_subquery()
    )
    calm = or_(~OutboxRow.chat.contains(":-"), sent_to_group < MOST_A_MINUTE_TO_A_GROUP)
    rows = await session.scalars(
        select(OutboxRow)
        .where(OutboxRow.closed_at.is_(None), OutboxRow.not_before <= now, _of(channel, OutboxRow.chat))
        .where(_free(OutboxRow, now), first_of_its_chat, rested, calm)
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
    )


async def mark_sent(session: AsyncSession, letter: Letter, now: datetime, sent_as: int | None = None) -> None:
    """`sent_as`: the channel's number of the message, or of the topic."""
    await _close(session, letter, sent_at=now, closed_at=now, trouble=None, sent_as=sent_as)


async def give_up(session: AsyncSession, letter: Letter, trouble: str, now: datetime) -> None:
    """Closes a message that can never arrive; `concilia doctor` counts these."""
    await _close(session, letter, closed_at=now, trouble=trouble)


async def postpone(session: AsyncSession, letter: Letter, until: datetime, trouble: str) -> None:
    """Leaves the message, and those behind it in its chat, for a later try."""
    values = {"not_before": until, "leased_until": None, "trouble": trouble}
    await session.execute(update(OutboxRow).where(OutboxRow.id == letter.id).values(values))


async def waiting(session: AsyncSession) -> dict[str, int]:
    """How many messages are unanswered, unsent, and given up."""
    counts = {
        "unanswered": select(func.count()).where(InboxRow.done_at.is_(None)),
        "unsent": select(func.count()).where(OutboxRow.closed_at.is_(None)),
        "given_up": select(func.count()).where(OutboxRow.closed_at.is_not(None), OutboxRow.sent_at.is_(None)),
    }
    return {name: await session.scalar(query) or 0 for name, query in counts.items()}


async def chat_of(session: AsyncSession, letter: int) -> str | None:
    """Where a letter went, by its number in the outbox; None if it is not kept any more."""
    return await session.scalar(select(OutboxRow.chat).where(OutboxRow.id == letter))


async def unsent_to(session: AsyncSession, chat: str) -> int:
    """How many messages wait to be sent to a chat."""
    waiting_letters = (OutboxRow.chat == chat, OutboxRow.closed_at.is_(None))
    return await session.scalar(select(func.count()).where(*waiting_letters)) or 0


async def _close(session: AsyncSession, letter: Letter, **values: object) -> None:
    await session.execute(
        update(OutboxRow).where(OutboxRow.id == letter.id).values(text="", buttons=[], file=None, **values)
    )


async def _sent_since(session: AsyncSession, moment: datetime) -> int:
    return await session.scalar(select(func.count()).where(OutboxRow.sent_at > moment)) or 0


def _of(channel: str, chat: Any) -> ColumnElement[bool]:
    matches: ColumnElement[bool] = chat.startswith(f"{channel}:", autoescape=True)
    return matches


def _free(table: type[InboxRow | OutboxRow], now: datetime) -> ColumnElement[bool]:
    return or_(table.leased_until.is_(None), table.leased_until <= now)
