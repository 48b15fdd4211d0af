"""What operators change in the public cards of helpdesks, and when they were asked about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.cards import CardChange, Standing
from bot.store.tables import CardAskRow, CardChangeRow

PUBLIC = CardChangeRow.standing == "public"
PENDING = CardChangeRow.standing == "pending"


async def version(session: AsyncSession) -> int:
    """Of the cards as a whole: it grows with every change that becomes public."""
    return await session.scalar(select(func.max(CardChangeRow.version))) or 0


async def public(session: AsyncSession) -> tuple[CardChange, ...]:
    """All that is public, in the order in which it became so."""
    rows = await session.scalars(select(CardChangeRow).where(PUBLIC).order_by(CardChangeRow.version))
    return tuple(map(_change, rows))


async def pending(session: AsyncSession) -> tuple[CardChange, ...]:
    """What waits for a second person, the oldest first."""
    rows = await session.scalars(select(CardChangeRow).where(PENDING).order_by(CardChangeRow.id))
    return tuple(map(_change, rows))


async def propose(session: AsyncSession, change: CardChange) -> CardChange | None:
    """Keeps the change until a second person looks at it. None if one of the same card waits already."""
    row = _row(change, "pending")
    try:
        async with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return None
    return replace(change, id=row.id)


async def publish(session: AsyncSession, change: CardChange, approver: int, now: datetime) -> int | None:
    """From now on answers use it; its number. None if somebody else decided about it meanwhile."""
    return await _settle(session, change, "public", approver, now)


async def confirm(session: AsyncSession, change: CardChange) -> int:
    """A card was found right as it is: that is public at once. Its number."""
    row = _row(change, "public")
    row.approver, row.decided_at, row.version = change.author, change.proposed_at, await version(session) + 1
    session.add(row)
    await session.flush()
    return row.version


async def settle(session: AsyncSession, change: CardChange, standing: Standing, by: int, now: datetime) -> bool:
    """It does not become public: refused, or withdrawn by its author. False if somebody else decided meanwhile."""
    return await _settle(session, change, standing, by, now) is not None


async def _settle(session: AsyncSession, change: CardChange, standing: Standing, by: int, now: datetime) -> int | None:
    number = await version(session) + 1 if standing == "public" else None
    waiting = update(CardChangeRow).where(CardChangeRow.id == change.id, PENDING)
    told = {"standing": standing, "approver": by, "decided_at": now, "version": number}
    done = await session.scalar(waiting.values(**told).returning(CardChangeRow.id))
    return None if done is None else number or 0


async def asked(session: AsyncSession) -> Mapping[str, datetime]:
    """Helpdesk -> when its operators were asked last."""
    rows = await session.scalars(select(CardAskRow))
    return {row.helpdesk: row.asked_at for row in rows}


async def ask(session: AsyncSession, helpdesk: str, before: datetime | None, now: datetime) -> bool:
    """Notes that its operators are asked now; False if another worker did so since `before`."""
    if before is None:
        try:
            async with session.begin_nested():
                session.add(CardAskRow(helpdesk=helpdesk, asked_at=now))
        except IntegrityError:
            return False
        return True
    same = update(CardAskRow).where(CardAskRow.helpdesk == helpdesk, CardAskRow.asked_at == before)
    return await session.scalar(same.values(asked_at=now).returning(CardAskRow.helpdesk)) is not None


async def by_helpdesk(session: AsyncSession, helpdesks: Iterable[str]) -> tuple[CardChange, ...]:
    """The history of some cards, the newest first."""
    wanted = select(CardChangeRow).where(CardChangeRow.helpdesk.in_(list(helpdesks)))
    return tuple(map(_change, await session.scalars(wanted.order_by(CardChangeRow.id.desc()))))


def _row(change: CardChange, standing: Standing) -> CardChangeRow:
    return CardChangeRow(
        helpdesk=change.helpdesk,
        new=change.new,
        fields={name: list(values) for name, values in change.fields.items()},
        author=change.author,
        proposed_at=change.proposed_at,
        standing=standing,
    )


def _change(row: CardChangeRow) -> CardChange:
    fields = {name: (before, after) for name, (before, after) in row.fields.items()}
    standing: Standing = row.standing  # type: ignore[assignment]  # the column keeps to the standings
    return CardChange(
        row.helpdesk,
        fields,
        row.author,
        row.proposed_at,
        row.new,
        standing,
        row.approver,
        row.decided_at,
        row.version,
        row.id,
    )
