"""The deals that firms propose and operators publish, and where workers work who agreed to have it remembered."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.deal import Deal, Deals
from bot.store.tables import DealRow, WorkplaceRow

NOT_OF_DEAL = frozenset({"chat", "alarmed", "changed_at"})


async def recall(session: AsyncSession, chat: str, today: date) -> Deals:
    """All that a decision about deals may look at."""
    shown = select(DealRow).where(DealRow.status == "published", DealRow.valid_to >= today).order_by(DealRow.id)
    own = select(DealRow).where(DealRow.chat == chat).order_by(DealRow.changed_at.desc(), DealRow.id)
    work = await session.get(WorkplaceRow, chat)
    return Deals(
        published=tuple(map(_deal, await session.scalars(shown))),
        own=tuple(map(_deal, await session.scalars(own))),
        workplace=work.firm if work else None,
    )


async def keep(session: AsyncSession, chat: str, deal: Deal, now: datetime) -> None:
    """Nobody changes a deal of somebody else."""
    row = await session.get(DealRow, deal.id, with_for_update=True)
    if row is None:
        session.add(DealRow(**_values(deal), chat=chat, alarmed=False, changed_at=now))
    elif row.chat == chat:
        _change(row, deal, now)
    await session.flush()


async def drop(session: AsyncSession, chat: str, id: str) -> None:
    await session.execute(delete(DealRow).where(DealRow.id == id, DealRow.chat == chat, DealRow.status == "draft"))


async def of_ticket(session: AsyncSession, code: str) -> Deal | None:
    """The deal whose proposal this is; nobody else changes it meanwhile."""
    row = await session.scalar(select(DealRow).where(DealRow.ticket == code).with_for_update())
    return _deal(row) if row else None


async def save(session: AsyncSession, deal: Deal, now: datetime) -> None:
    """Writes what the desk made of it; one that it renews ends when it is published."""
    row = await session.get(DealRow, deal.id, with_for_update=True)
    if row:
        _change(row, deal, now)
    if deal.status == "published" and deal.renews:
        await session.execute(update(DealRow).where(DealRow.id == deal.renews).values(status="ended"))


async def ending(session: AsyncSession, today: date, until: date) -> list[str]:
    """Those that end by a day, and of which nobody was told."""
    soon = (DealRow.status == "published", DealRow.valid_to.between(today, until), DealRow.alarmed.is_(False))
    return list(await session.scalars(select(DealRow.id).where(*soon).order_by(DealRow.id)))


async def alarm(session: AsyncSession, id: str) -> tuple[str, Deal] | None:
    """Its chat and the deal, for the one who tells; None if somebody has."""
    row = await session.get(DealRow, id, with_for_update=True, populate_existing=True)
    if row is None or row.alarmed:
        return None
    row.alarmed = True
    return row.chat, _deal(row)


async def keep_workplace(session: AsyncSession, chat: str, firm: str, consent: str, now: datetime) -> None:
    await session.merge(WorkplaceRow(chat=chat, firm=firm, consent=consent, told_at=now))


async def forget_workplace(session: AsyncSession, chat: str) -> None:
    await session.execute(delete(WorkplaceRow).where(WorkplaceRow.chat == chat))


async def erase(session: AsyncSession, chat: str) -> None:
    """Of a chat: what is published stays, for those who use it, without the chat; the rest goes."""
    own = DealRow.chat == chat
    await session.execute(delete(DealRow).where(own, DealRow.status != "published"))
    await session.execute(update(DealRow).where(own).values(chat=""))
    await forget_workplace(session, chat)


async def forget_drafts(session: AsyncSession, limit: datetime) -> None:
    await session.execute(delete(DealRow).where(DealRow.status == "draft", DealRow.changed_at < limit))


def _change(row: DealRow, deal: Deal, now: datetime) -> None:
    for name, value in _values(deal).items():
        setattr(row, name, value)
    row.changed_at = now


def _values(deal: Deal) -> dict[str, Any]:
    return asdict(deal) | {"others": None if deal.others is None else list(deal.others)}


def _deal(row: DealRow) -> Deal:
    columns = (column.name for column in row.__table__.columns)
    values: dict[str, Any] = {name: getattr(row, name) for name in columns if name not in NOT_OF_DEAL}
    return Deal(**values | {"others": None if row.others is None else tuple(row.others)})
