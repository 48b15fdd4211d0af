"""Who read and did what at the desk: codes and numbers, never texts, chats or names.

Rows are only ever added; the database refuses to change them, or to delete them before their time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.tables import AuditRow

_ACTION = re.compile(r"[a-z][a-z_]{0,39}")
_TICKET = re.compile(r"[A-Z0-9][A-Z0-9-]{0,15}")


@dataclass(frozen=True, slots=True)
class Audited:
    at: datetime
    operator: int | None
    """None: the assistant itself."""
    action: str
    ticket: str | None


def record(session: AsyncSession, operator: int | None, action: str, ticket: str | None, now: datetime) -> None:
    """Adds a line; `operator` None is the assistant itself.

    Raises ValueError if the action is not a word such as `read` or `second_look`, or the ticket not a code: a text
    that slips in here could not be taken out again for years.
    """
    if not _ACTION.fullmatch(action):
        raise ValueError("the action of an audit line must be small letters and _, 40 at most")
    if ticket is not None and not _TICKET.fullmatch(ticket):
        raise ValueError("the ticket of an audit line must be a case code")
    session.add(AuditRow(at=now, operator=operator, action=action, ticket=ticket))


async def trail(session: AsyncSession, ticket: str | None = None) -> Sequence[Audited]:
    """All lines, or those of one ticket, oldest first."""
    lines = select(AuditRow).order_by(AuditRow.id)
    if ticket is not None:
        lines = lines.where(AuditRow.ticket == ticket)
    rows = await session.scalars(lines)
    return [Audited(row.at, row.operator, row.action, row.ticket) for row in rows]
