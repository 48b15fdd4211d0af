"""The groups where operators work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.tables import RoomRow


@dataclass(frozen=True, slots=True)
class Room:
    chat: str
    helpdesk: str | None
    """None: of every helpdesk without a room of its own."""
    forum: bool
    """New tickets get topics."""
    trouble: str | None = None
    """Why nothing arrives there at the moment."""


LOST = ("blocked", "gone")
"""A room in this trouble is none any more, until somebody links it again: the group threw us out, or was deleted."""


async def of_chat(session: AsyncSession, chat: str) -> Room | None:
    row = await session.get(RoomRow, chat)
    return _room(row) if row and row.trouble not in LOST else None


async def all_linked(session: AsyncSession) -> tuple[Room, ...]:
    """Every room, the earliest linked first."""
    rows = await session.scalars(select(RoomRow).order_by(RoomRow.linked_at, RoomRow.chat))
    return tuple(_room(row) for row in rows if row.trouble not in LOST)


async def troubled(session: AsyncSession) -> tuple[Room, ...]:
    """The rooms where nothing arrives, lost ones too."""
    rows = await session.scalars(select(RoomRow).where(RoomRow.trouble.is_not(None)).order_by(RoomRow.chat))
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
        row.helpdesk, row.forum = helpdesk, True
        row.trouble = row.trouble_since = None
    await session.flush()


async def unlink(session: AsyncSession, chat: str) -> None:
    await session.execute(delete(RoomRow).where(RoomRow.chat == chat))


async def in_trouble(session: AsyncSession, chat: str, why: str, now: datetime) -> Room | None:
    """Nothing arrives in this room. The room, if nobody knew; None if it is known, or no room."""
    row = await session.get(RoomRow, chat, with_for_update=True, populate_existing=True)
    if row is None or row.trouble in LOST or (row.trouble and why not in LOST):
        return None
    row.trouble, row.trouble_since = why, now
    await session.flush()
    return _room(row)


async def well(session: AsyncSession, chat: str) -> None:
    """Something arrived there."""
    better = update(RoomRow).where(RoomRow.chat == chat, RoomRow.trouble.is_not(None), RoomRow.trouble.not_in(LOST))
    await session.execute(better.values(trouble=None, trouble_since=None))


async def no_new_topics(session: AsyncSession, chat: str) -> Room | None:
    """We may open no topics there: tickets keep those they have. The room, if nobody knew."""
    row = await session.get(RoomRow, chat, with_for_update=True, populate_existing=True)
    if row is None or not row.forum:
        return None
    row.forum = False
    await session.flush()
    return _room(row)


async def hint_once(session: AsyncSession, chat: str, sender: str) -> bool:
    """True the first time: who is no operator is told so once in a room, and then left in peace."""
    row = await session.get(RoomRow, chat)
    if row is None or sender in row.hinted:
        return False
    row.hinted = [*row.hinted, sender]
    return True


def _room(row: RoomRow) -> Room:
    return Room(row.chat, row.helpdesk, row.forum, row.trouble)
