"""Questions that the desk asked its operators, until what they type answers them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.ticket import Asked
from bot.store.tables import QuestionRow


async def ask(
    session: AsyncSession,
    chat: str,
    person: str,
    asked: Asked,
    now: datetime,
    *,
    thread: int | None = None,
    only: bool = False,
) -> None:
    """Keeps the question, in place of an earlier one about the same ticket. `only`: in place of all in this chat."""
    if only:
        await drop_all(session, chat, person)
    await session.merge(
        QuestionRow(
            chat=chat,
            person=person,
            ticket=asked.ticket,
            thread=thread,
            command=asked.command,
            kept=asked.kept,
            wants_yes=asked.wants_yes,
            asked_at=now,
        )
    )
    await session.flush()


async def about(session: AsyncSession, chat: str, person: str, ticket: str) -> Asked | None:
    """The question about a ticket that waits for this person's words in this chat."""
    row = await session.get(QuestionRow, (chat, person, ticket))
    return _asked(row) if row else None


async def last(session: AsyncSession, chat: str, person: str, thread: int | None = None) -> Asked | None:
    """The question asked last, of those that wait for this person's words here."""
    here = (QuestionRow.chat == chat, QuestionRow.person == person, QuestionRow.thread == thread)
    row = await session.scalar(select(QuestionRow).where(*here).order_by(QuestionRow.asked_at.desc()).limit(1))
    return _asked(row) if row else None


async def drop(session: AsyncSession, chat: str, person: str, ticket: str) -> None:
    here = (QuestionRow.chat == chat, QuestionRow.person == person, QuestionRow.ticket == ticket)
    await session.execute(delete(QuestionRow).where(*here))


async def drop_all(session: AsyncSession, chat: str, person: str) -> None:
    await session.execute(delete(QuestionRow).where(QuestionRow.chat == chat, QuestionRow.person == person))


async def drop_ticket(session: AsyncSession, ticket: str) -> None:
    await session.execute(delete(QuestionRow).where(QuestionRow.ticket == ticket))


def _asked(row: QuestionRow) -> Asked:
    return Asked(row.ticket, row.command, row.kept, row.wants_yes)
