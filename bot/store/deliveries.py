"""How sending went: what a message became, a ticket's topic, what operators are told of a delivery, rooms that moved."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store import mailbox, rooms
from bot.store.mailbox import Letter
from bot.store.tables import (
    ButtonRow,
    ConversationRow,
    InboxRow,
    OutboxRow,
    PostingRow,
    QuestionRow,
    RoomRow,
    TicketMessageRow,
    TicketRow,
)


async def record_sent(session: AsyncSession, letter: Letter, number: int | None, now: datetime) -> None:
    """Marks a letter sent. `number`: the channel's number of its message, or of the topic it opened.

    A ticket learns its topic; a message in a room is remembered as its ticket's, so that a reply to it finds the ticket.
    """
    await mailbox.mark_sent(session, letter, now, number)
    if letter.to_group:
        await rooms.well(session, letter.chat)
    if letter.ticket is None or number is None:
        return
    if letter.act == "open_topic":
        await set_topic(session, letter, number)
    elif letter.act == "say" and await session.get(RoomRow, letter.chat) is not None:
        await session.merge(PostingRow(chat=letter.chat, message=number, ticket=letter.ticket))


async def lacks_topic(session: AsyncSession, letter: Letter) -> bool:
    """True if the letter goes to the room of its ticket, a forum, and the ticket has no topic there yet."""
    found = await session.scalar(
        select(TicketRow.code)
        .join(RoomRow, RoomRow.chat == TicketRow.room)
        .where(TicketRow.code == letter.ticket, RoomRow.chat == letter.chat, RoomRow.forum, TicketRow.thread.is_(None))
    )
    return found is not None


async def first_posting(session: AsyncSession, letter: Letter) -> int | None:
    """The oldest message of the letter's ticket in its room: where there are no topics, the others answer it."""
    of_ticket = (PostingRow.chat == letter.chat, PostingRow.ticket == letter.ticket)
    return await session.scalar(select(func.min(PostingRow.message)).where(*of_ticket))


async def set_topic(session: AsyncSession, letter: Letter, thread: int) -> None:
    in_its_room = (TicketRow.code == letter.ticket, TicketRow.room == letter.chat)
    await session.execute(update(TicketRow).where(*in_its_room).values(thread=thread))


async def forget_topic(session: AsyncSession, letter: Letter) -> None:
    """The letter's topic is gone: its ticket has none any more."""
    lost = (TicketRow.room == letter.chat, TicketRow.thread == letter.thread)
    await session.execute(update(TicketRow).where(*lost).values(thread=None))


async def forget_topics(session: AsyncSession, room: str) -> None:
    """The room has no topics, or we may not open any: its tickets become threads of replies."""
    await session.execute(update(RoomRow).where(RoomRow.chat == room).values(forum=False))
    await session.execute(update(TicketRow).where(TicketRow.room == room).values(thread=None))


async def waited_before(session: AsyncSession, letter: Letter) -> bool:
    """Whether an earlier attempt at the letter failed."""
    return await session.scalar(select(OutboxRow.trouble).where(OutboxRow.id == letter.id)) is not None


async def tell_receipt(session: AsyncSession, letter: Letter, text: str, now: datetime) -> None:
    """Says in the room how the delivery of the letter goes.

    A receipt that still waits gets the text itself; one that was sent is corrected; where it cannot be, because it is no
    longer known or its room moved, the text goes into the ticket as a new message.
    """
    waiting = (OutboxRow.closed_at.is_(None), or_(OutboxRow.leased_until.is_(None), OutboxRow.leased_until <= now))
    unsent = update(OutboxRow).where(OutboxRow.id == letter.receipt, *waiting).values(text=text)
    if await session.scalar(unsent.returning(OutboxRow.id)) is not None:
        return
    receipt = await session.get(OutboxRow, letter.receipt) if letter.receipt else None
    if receipt and (receipt.sent_as is not None or receipt.closed_at is None):
        ticket, thread = receipt.ticket, receipt.thread
        await mailbox.post(
            session, receipt.chat, text, (), now, act="edit", edits=receipt.id, ticket=ticket, thread=thread
        )
    else:
        await tell_room(session, letter, text, now)


async def tell_room(session: AsyncSession, letter: Letter, text: str, now: datetime) -> None:
    """A message about the letter into its ticket's room; nothing if there is none, or the letter went there itself."""
    room = await session.scalar(select(TicketRow.room).where(TicketRow.code == letter.ticket))
    if room and room != letter.chat:
        await mailbox.post(session, room, text, (), now, ticket=letter.ticket)


async def move_chat(session: AsyncSession, old: str, new: str) -> None:
    """A group got another number: everything that names it follows. Doing it twice does no harm.

    Its messages are numbered from one again, so their old numbers are forgotten: they would name other messages.
    """
    if await session.get(RoomRow, new):
        await session.execute(delete(RoomRow).where(RoomRow.chat == old))
    else:
        await session.execute(update(RoomRow).where(RoomRow.chat == old).values(chat=new))
    if await session.get(ConversationRow, new):
        await session.execute(delete(ConversationRow).where(ConversationRow.chat == old))
    else:
        await session.execute(update(ConversationRow).where(ConversationRow.chat == old).values(chat=new))
    await session.execute(update(ButtonRow).where(ButtonRow.chat == old).values(chat=new))
    await session.execute(update(QuestionRow).where(QuestionRow.chat == old).values(chat=new))
    await session.execute(update(TicketRow).where(TicketRow.room == old).values(room=new, thread=None))
    await session.execute(update(TicketMessageRow).where(TicketMessageRow.chat == old).values(chat=new, message=None))
    await _move_postings(session, old, new)
    await session.execute(update(InboxRow).where(InboxRow.chat == old).values(chat=new, message=None))
    corrections = update(OutboxRow).where(OutboxRow.chat == old, OutboxRow.act == "edit", OutboxRow.closed_at.is_(None))
    await session.execute(corrections.values(act="say", edits=None))
    letters = update(OutboxRow).where(OutboxRow.chat == old)
    await session.execute(letters.values(chat=new, sent_as=None, thread=None, reply_to=None))


async def _move_postings(session: AsyncSession, old: str, new: str) -> None:
    """Only those that a message still to be handled answers: nobody can answer the others any more."""
    unhandled = (InboxRow.chat == old, InboxRow.done_at.is_(None), InboxRow.reply_to.is_not(None))
    taken = select(PostingRow.message).where(PostingRow.chat == new).scalar_subquery()
    needed = PostingRow.message.in_(select(InboxRow.reply_to).where(*unhandled)) & PostingRow.message.not_in(taken)
    await session.execute(delete(PostingRow).where(PostingRow.chat == old, ~needed))
    await session.execute(update(PostingRow).where(PostingRow.chat == old).values(chat=new))
