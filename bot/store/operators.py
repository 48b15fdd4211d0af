"""Who works at the desk: operators, and the codes by which they join."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.ticket import Operator, Role
from bot.store.tables import InviteRow, OperatorRow

INVITE_HOLDS = timedelta(days=7)
MARK_SIGNS = 8
"""Of the digest: enough to tell the invitations of a desk apart, and nothing that helps to find a code."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """One that nobody has used yet."""

    mark: str
    name: str
    helpdesks: tuple[str, ...]
    roles: frozenset[Role]
    expires_at: datetime


NotJoined = Literal["unknown", "used", "expired"]


async def of_chat(session: AsyncSession, chat: str) -> Operator | None:
    """The operator who writes from this chat; None for everybody else, and for one who was removed."""
    row = await session.scalar(select(OperatorRow).where(OperatorRow.chat == chat, OperatorRow.removed_at.is_(None)))
    return _operator(row) if row else None


async def by_id(session: AsyncSession, id: int) -> Operator | None:
    """An operator, removed or not: names of the past are still shown."""
    row = await session.get(OperatorRow, id)
    return _operator(row) if row else None


async def all_active(session: AsyncSession) -> tuple[Operator, ...]:
    rows = await session.scalars(select(OperatorRow).where(OperatorRow.removed_at.is_(None)).order_by(OperatorRow.id))
    return tuple(map(_operator, rows))


async def everybody(session: AsyncSession) -> tuple[Operator, ...]:
    """Those of the past too: what they did still bears their name."""
    rows = await session.scalars(select(OperatorRow).order_by(OperatorRow.id))
    return tuple(map(_operator, rows))


async def invite(
    session: AsyncSession, code: str, name: str, helpdesks: Iterable[str], roles: Collection[Role], now: datetime
) -> None:
    """Keeps an invitation; of its code only the digest."""
    session.add(
        InviteRow(
            digest=_digest(code),
            name=name,
            helpdesks=list(helpdesks),
            roles=sorted(roles),
            made_at=now,
            expires_at=now + INVITE_HOLDS,
        )
    )
    await session.flush()


async def invitations(session: AsyncSession, now: datetime) -> tuple[Invitation, ...]:
    """Those that can still be used, the oldest first."""
    waiting = select(InviteRow).where(InviteRow.used_at.is_(None), InviteRow.expires_at > now)
    rows = await session.scalars(waiting.order_by(InviteRow.made_at, InviteRow.digest))
    return tuple(
        Invitation(row.digest[:MARK_SIGNS], row.name, tuple(row.helpdesks), frozenset(row.roles), row.expires_at)
        for row in rows
    )


async def take_back(session: AsyncSession, mark: str, now: datetime) -> Invitation | None:
    """Ends an invitation that waits: its code is unknown from now on. None if no waiting one has this mark."""
    found = next((each for each in await invitations(session, now) if each.mark == mark), None)
    if found is not None:
        unused = (InviteRow.digest.startswith(mark, autoescape=True), InviteRow.used_at.is_(None))
        await session.execute(delete(InviteRow).where(*unused))
    return found


async def join(session: AsyncSession, code: str, chat: str, now: datetime) -> Operator | NotJoined:
    """Uses an invitation, once: whoever writes from `chat` is an operator now. A second code replaces roles and desks."""
    invited = await session.scalar(select(InviteRow).where(InviteRow.digest == _digest(code)).with_for_update())
    if invited is None:
        return "unknown"
    if invited.used_at is not None:
        return "used"
    if invited.expires_at <= now:
        return "expired"
    invited.used_at = now
    told: dict[str, Any] = {"name": invited.name, "helpdesks": invited.helpdesks, "roles": invited.roles}
    row = await session.scalar(select(OperatorRow).where(OperatorRow.chat == chat))
    if row is None:
        row = OperatorRow(chat=chat, joined_at=now, **told)
        session.add(row)
    for name, value in told.items():
        setattr(row, name, value)
    await session.flush()
    return _operator(row)


async def add(
    session: AsyncSession,
    name: str,
    chat: str | None,
    helpdesks: Iterable[str],
    roles: Collection[Role],
    now: datetime,
) -> Operator:
    """An operator who needs no invitation, such as one in the terminal."""
    row = OperatorRow(name=name, chat=chat, helpdesks=list(helpdesks), roles=sorted(roles), joined_at=now)
    session.add(row)
    await session.flush()
    return _operator(row)


async def remove(session: AsyncSession, id: int, now: datetime) -> Operator | None:
    """Ends an operator's rights; the chat is forgotten, so it is a stranger's. None if there is no such operator."""
    still_here = update(OperatorRow).where(OperatorRow.id == id, OperatorRow.removed_at.is_(None))
    if await session.scalar(still_here.values(removed_at=now, chat=None).returning(OperatorRow.id)) is None:
        return None
    return await by_id(session, id)


def _operator(row: OperatorRow) -> Operator:
    return Operator(row.id, row.name, row.chat, tuple(row.helpdesks), frozenset(row.roles))


def _digest(code: str) -> str:
    """Of the letters and digits alone: a code may be typed with spaces, strokes and small letters."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
