"""The self-checks that firms keep."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.self_check import SelfCheck
from bot.store.tables import SelfCheckRow


async def of_chat(session: AsyncSession, chat: str) -> tuple[SelfCheck, ...]:
    """Those of a chat, oldest first."""
    rows = await session.scalars(select(SelfCheckRow).where(SelfCheckRow.chat == chat).order_by(SelfCheckRow.done_on))
    return tuple(SelfCheck(row.done_on, row.answers, row.consent) for row in rows)


async def keep(session: AsyncSession, chat: str, check: SelfCheck) -> None:
    """Keeps one, in place of another of the same day. Those before it are not reminded of any more."""
    await session.execute(update(SelfCheckRow).where(SelfCheckRow.chat == chat).values(reminded=True))
    row = SelfCheckRow(
        chat=chat, done_on=check.done_on, answers=dict(check.answers), consent=check.consent, reminded=False
    )
    await session.merge(row)


async def forget(session: AsyncSession, chat: str) -> None:
    await session.execute(delete(SelfCheckRow).where(SelfCheckRow.chat == chat))


async def to_remind(session: AsyncSession, done_until: date) -> list[str]:
    """The chats whose newest self-check is that old, and that were not told yet."""
    due = select(SelfCheckRow.chat).where(SelfCheckRow.done_on <= done_until, SelfCheckRow.reminded.is_(False))
    return list(await session.scalars(due.order_by(SelfCheckRow.chat)))


async def mark_reminded(session: AsyncSession, chat: str) -> bool:
    """True if nobody did before: of two workers one tells."""
    told = update(SelfCheckRow).where(SelfCheckRow.chat == chat, SelfCheckRow.reminded.is_(False)).values(reminded=True)
    done: CursorResult[Any] = await session.execute(told)  # type: ignore[assignment]  # an update gives a cursor
    return done.rowcount > 0
