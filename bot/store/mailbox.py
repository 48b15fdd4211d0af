"""Inbox and outbox: what arrived is never lost, what is said goes out in order.

Several processes may share the tables: a row in hand is leased, and in each chat only the oldest
open row can be taken, so the messages of a chat are answered and sent one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, exists, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.model.conversation import Kind, Utterance
from bot.model.reply import File
from bot.model.style import Span, Styled
from bot.store.tables import InboxRow, OutboxRow

LEASE = timedelta(seconds=15)
"""After a crash, another worker takes the row up when the lease has run out."""
SETTLES = timedelta(seconds=1.5)
"""How long the rest of an album, or a better correction, is waited for."""
SHARE_OF = timedelta(minutes=1)
GROUP = ":-"
"""In the name of a chat: groups have negative numbers."""
CORRECTIONS = (Kind.EDIT, Kind.ATTACHMENT)
"""What a later one about the same message replaces; words and commands count as they were written at first."""


Act = Literal["say", "edit", "open_topic", "close_topic", "reopen_topic", "check_topics"]
"""`open_topic`: the text is the title of the new topic, which becomes the ticket's thread. `check_topics`: may we open any?"""


class AlreadyAnswered(Exception):
    """Another worker has finished this row: undo what was done for it."""


@dataclass(frozen=True, slots=True)
class Received:
    id: int
    utterance: Utterance
    attempts: int
    """This one included."""
    at: datetime
    """When it was written, or came."""


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
    posted_at: datetime | None = None
    spans: tuple[Span, ...] = ()

    @property
    def to_group(self) -> bool:
        return GROUP in self.chat

    @property
    def styled(self) -> Styled:
        return Styled(self.text, self.spans)


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
        "album": utterance.album,
        "received_at": min(utterance.written_at or now, now),
        "leased_until": now + SETTLES if utterance.unsettled else None,
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
        .where(
            InboxRow.done_at.is_(None), of_channel(channel, InboxRow.chat), is_free(InboxRow, now), first_of_its_chat
        )
        .order_by(InboxRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if row is None:
        return None
    if await _needs_no_answer(session, row):
        row.done_at, row.text = now, ""
        await session.flush()
        return await claim(session, channel, now)
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
    return Received(row.id, utterance, row.attempts, row.received_at)


async def _needs_no_answer(session: AsyncSession, row: InboxRow) -> bool:
    """A correction that was corrected again, and a photo of an album that gets its answer with another photo.

    Words beside a photo are passed on to the photo that is answered.
    """
    of_its_chat = select(InboxRow).where(InboxRow.chat == row.chat, InboxRow.id != row.id)
    if row.album:
        others = list(await session.scalars(of_its_chat.where(InboxRow.album == row.album).order_by(InboxRow.id)))
        open_ones = [other for other in others if other.done_at is None]
        if open_ones and row.attempts == 0:
            open_ones[-1].text = "\n".join(text for text in (row.text, open_ones[-1].text) if text)
            return True
        return not row.text and any(other.attempts for other in others)  # answered before this one came
    if row.kind not in CORRECTIONS:
        return False
    again = (InboxRow.message == row.message, InboxRow.kind.in_(CORRECTIONS), InboxRow.id > row.id)
    return await session.scalar(of_its_chat.where(*again, InboxRow.done_at.is_(None)).limit(1)) is not None


async def finish(session: AsyncSession, received: Received, now: datetime) -> None:
    """Marks the message answered and wipes its text. Raises AlreadyAnswered if another worker did."""
    still_open = update(InboxRow).where(InboxRow.id == received.id, InboxRow.done_at.is_(None))
    if await session.scalar(still_open.values(done_at=now, text="").returning(InboxRow.id)) is None:
        raise AlreadyAnswered


async def held_until(session: AsyncSession, received: Received, most: int, now: datetime) -> datetime | None:
    """When a chat that had its share of answers of the last minute may have the next; None: now."""
    recent = select(InboxRow.done_at).where(InboxRow.chat == received.utterance.chat, InboxRow.done_at > now - SHARE_OF)
    oldest = await session.scalar(recent.order_by(InboxRow.done_at.desc()).offset(most - 1).limit(1))
    return oldest and oldest + SHARE_OF


async def hold(session: AsyncSession, received: Received, until: datetime) -> None:
    """Leaves the message, and those behind it in its chat, until then; that was no attempt."""
    values = {"leased_until": until, "attempts": InboxRow.attempts - 1}
    await session.execute(update(InboxRow).where(InboxRow.id == received.id).values(values))


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
    spans: Sequence[Span] = (),
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
        spans=[[span.start, span.length, span.url] for span in spans],
    )
    session.add(row)
    await session.flush()
    return row.id


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
        update(OutboxRow).where(OutboxRow.id == letter.id).values(text="", buttons=[], spans=[], file=None, **values)
    )


def of_channel(channel: str, chat: Any) -> ColumnElement[bool]:
    matches: ColumnElement[bool] = chat.startswith(f"{channel}:", autoescape=True)
    return matches


def is_free(table: type[InboxRow | OutboxRow], now: datetime) -> ColumnElement[bool]:
    return or_(table.leased_until.is_(None), table.leased_until <= now)
