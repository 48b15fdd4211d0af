"""The groups where operators work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.tables import RoomRow


@dataclass(frozen=True, slots=True)
class Room:
    chat: str
    helpdesk: str | None
    """None: of every helpdesk without a room of its own."""
    forum: bool


async def of_chat(session: AsyncSession, chat: str) -> Room | None:
    row = await session.get(RoomRow, chat)
    return _room(row) if row else None


async def all_linked(session: AsyncSession) -> tuple[Room, ...]:
    """Every room, the earliest linked first."""
    rows = await session.scalars(select(RoomRow).order_by(RoomRow.linked_at, RoomRow.chat))
    return tuple(map(_room, rows))


async def of_helpdesk(session: AsyncSession, helpdesk: str | None) -> Room | None:
    """The room where the tickets of a helpdesk go: its own, else that of everybody, else none."""
    linked = await all_linked(session)
    own = [room for room in linked if helpdesk is not None and room.helpdesk == helpdesk]
    shared = [room for room in linked if room.helpdesk is None]
    return next(iter((*own, *shared)), None)


async def link(session: AsyncSession, chat: str, helpdesk: str | None, now: datetime) -> None:
    """Makes a group a room, or gives a room another helpdesk. It is taken for a forum until sending tells otherwise."""
    row = await session.get(RoomRow, chat)
    if row is None:
        session.add(RoomRow(chat=chat, helpdesk=helpdesk, forum=True, hinted=[], linked_at=now))
    else:
        row.helpdesk = helpdesk
    await session.flush()


async def unlink(session: AsyncSession, chat: str) -> None:
    await session.execute(delete(RoomRow).where(RoomRow.chat == chat))


async def hint_once(session: AsyncSession, chat: str, sender: str) -> bool:
    """True the first time: who is no operator is told so once in a room, and then left in peace."""
    row = await session.get(RoomRow, chat)
    if row is None or sender in row.hinted:
        return False
    row.hinted = [*row.hinted, sender]
    return True


def _room(row: RoomRow) -> Room:
    return Room(row.chat, row.helpdesk, row.forum)
