"""Who is to be asked whether a helpdesk helped."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.visits import Visit
from bot.store.tables import VisitRow


async def keep(session: AsyncSession, visit: Visit) -> None:
    """In place of an earlier one of the same chat."""
    await session.merge(
        VisitRow(
            chat=visit.chat,
            helpdesk=visit.helpdesk,
            comune=visit.comune,
            language=visit.language,
            ask_on=visit.ask_on,
            asked_at=None,
        )
    )
    await session.flush()


async def of_chat(session: AsyncSession, chat: str) -> Visit | None:
    row = await session.get(VisitRow, chat)
    return _visit(row) if row else None


async def due(session: AsyncSession, today: date) -> tuple[Visit, ...]:
    """Those whom nobody has asked yet, and whose day has come."""
    waiting = select(VisitRow).where(VisitRow.asked_at.is_(None), VisitRow.ask_on <= today).order_by(VisitRow.ask_on)
    return tuple(map(_visit, await session.scalars(waiting)))


async def ask(session: AsyncSession, visit: Visit, now: datetime) -> bool:
    """Marks it asked; False if another worker did so before."""
    still = update(VisitRow).where(VisitRow.chat == visit.chat, VisitRow.asked_at.is_(None))
    return await session.scalar(still.values(asked_at=now).returning(VisitRow.chat)) is not None


async def forget(session: AsyncSession, chat: str) -> None:
    await session.execute(delete(VisitRow).where(VisitRow.chat == chat))


def _visit(row: VisitRow) -> Visit:
    return Visit(row.chat, row.helpdesk, row.comune, row.language, row.ask_on)
