"""Every ticket as the report shows it: dates, helpdesk and outcome; no person, no words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.tables import TicketMessageRow, TicketRow, TicketStepRow


@dataclass(frozen=True, slots=True)
class CaseDates:
    code: str
    kind: str
    helpdesk: str | None
    comune: str | None
    call: str | None
    status: str
    outcome: str | None
    stars: int | None
    opened_at: datetime
    taken_at: datetime | None
    """When somebody took it the first time."""
    answered_at: datetime | None
    """When an operator wrote the first time."""
    closed_at: datetime | None


async def all_cases(session: AsyncSession) -> Sequence[CaseDates]:
    """The tickets that are kept, in the order in which they were opened."""
    taken = (
        select(TicketStepRow.ticket, func.min(TicketStepRow.at).label("at"))
        .where(TicketStepRow.what == "taken")
        .group_by(TicketStepRow.ticket)
        .subquery()
    )
    answered = (
        select(TicketMessageRow.ticket, func.min(TicketMessageRow.at).label("at"))
        .where(TicketMessageRow.author == "operator")
        .group_by(TicketMessageRow.ticket)
        .subquery()
    )
    rows = await session.execute(
        select(TicketRow, taken.c.at, answered.c.at)
        .outerjoin(taken, taken.c.ticket == TicketRow.code)
        .outerjoin(answered, answered.c.ticket == TicketRow.code)
        .order_by(TicketRow.opened_at, TicketRow.code)
    )
    return [
        CaseDates(
            code=row.code,
            kind=row.kind,
            helpdesk=row.helpdesk,
            comune=row.comune,
            call=row.call,
            status=row.status,
            outcome=row.outcome,
            stars=row.stars,
            opened_at=row.opened_at,
            taken_at=taken_at,
            answered_at=answered_at,
            closed_at=row.closed_at,
        )
        for row, taken_at, answered_at in rows
    ]
