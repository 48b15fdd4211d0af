"""The meetings between companies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.company import Guest, Meeting
from bot.store.tables import MeetingGuestRow, MeetingRow

TAKES = ("asking", "choosing", "set", "held")
"""States in which a meeting counts as one of its testimone's."""


async def of_company(session: AsyncSession, company: str) -> tuple[Meeting, ...]:
    """Those that a company has a part in, newest first; locked, so that two who cancel at once come one after the other."""
    at_table = select(MeetingGuestRow.meeting).where(MeetingGuestRow.company == company)
    own = or_(
        MeetingRow.host == company,
        MeetingRow.joining.startswith(f"{company} ", autoescape=True),
        MeetingRow.id.in_(at_table),
    )
    query = select(MeetingRow).where(own).order_by(MeetingRow.opened_at.desc(), MeetingRow.id)
    rows = await session.scalars(query.with_for_update().execution_options(populate_existing=True))
    return await _meetings(session, rows.all())


async def read(session: AsyncSession, id: str, wait: bool = True) -> Meeting | None:
    """The meeting, locked; None if there is none, or with `wait=False` if somebody has it."""
    query = select(MeetingRow).where(MeetingRow.id == id).with_for_update(skip_locked=not wait)
    row = await session.scalar(query.execution_options(populate_existing=True))
    return (await _meetings(session, [row]))[0] if row else None


async def of_ticket(session: AsyncSession, code: str) -> Meeting | None:
    """The meeting that a company asked for with this ticket, locked."""
    id = await session.scalar(select(MeetingGuestRow.meeting).where(MeetingGuestRow.ticket == code))
    return await read(session, id) if id else None


async def everything(session: AsyncSession) -> tuple[Meeting, ...]:
    """All that are kept, oldest first."""
    rows = await session.scalars(select(MeetingRow).order_by(MeetingRow.opened_at, MeetingRow.id))
    return await _meetings(session, rows.all())


async def to_come(session: AsyncSession, now: datetime) -> tuple[Meeting, ...]:
    """Those with a date that is still to come; to look at only."""
    coming = (MeetingRow.state == "set", MeetingRow.at > now)
    rows = await session.scalars(select(MeetingRow).where(*coming).order_by(MeetingRow.at, MeetingRow.id))
    return await _meetings(session, rows.all())


async def due(session: AsyncSession, now: datetime) -> list[str]:
    """Ids of those where something is to be done although nobody has answered."""
    return list(
        await session.scalars(select(MeetingRow.id).where(MeetingRow.due_at <= now).order_by(MeetingRow.due_at))
    )


async def load(session: AsyncSession, year: int) -> dict[str, int]:
    """Testimone -> meetings that it has, or is asked for, in a year."""
    rows = await session.execute(
        select(MeetingRow.host, MeetingRow.at, MeetingRow.opened_at).where(
            MeetingRow.host.is_not(None), MeetingRow.state.in_(TAKES)
        )
    )
    return dict(Counter(str(host) for host, at, opened_at in rows if (at or opened_at).year == year))


async def save(session: AsyncSession, meeting: Meeting) -> None:
    """Writes the meeting as it stands, guests included."""
    fields: dict[str, Any] = {
        column.name: getattr(meeting, column.name)
        for column in MeetingRow.__table__.columns
        if column.name not in ("proposed", "joining")
    }
    joining = meeting.joining
    fields["joining"] = f"{joining.company} {joining.ticket}" if joining else None
    fields |= {"passed": list(meeting.passed), "times": list(meeting.times)}
    fields["proposed"] = [moment.isoformat() for moment in meeting.proposed]
    await session.merge(MeetingRow(**fields))
    await session.execute(delete(MeetingGuestRow).where(MeetingGuestRow.meeting == meeting.id))
    for place, guest in enumerate(meeting.guests):
        told = {name: getattr(guest, name) for name in ("company", "ticket", "shared", "tries", "by", "tried")}
        session.add(MeetingGuestRow(meeting=meeting.id, place=place, **told))
    await session.flush()


async def _meetings(session: AsyncSession, rows: Sequence[MeetingRow]) -> tuple[Meeting, ...]:
    guests: dict[str, list[Guest]] = {row.id: [] for row in rows}
    query = select(MeetingGuestRow).where(MeetingGuestRow.meeting.in_(list(guests)))
    for row in await session.scalars(query.order_by(MeetingGuestRow.meeting, MeetingGuestRow.place)):
        guest = Guest(row.company, row.ticket, row.shared, row.tries, row.by, row.tried)  # type: ignore[arg-type]  # closed list
        guests[row.meeting].append(guest)
    return tuple(_meeting(row, tuple(guests[row.id])) for row in rows)


def _meeting(row: MeetingRow, guests: tuple[Guest, ...]) -> Meeting:
    values: dict[str, Any] = {column.name: getattr(row, column.name) for column in row.__table__.columns}
    values |= {"passed": tuple(row.passed), "times": tuple(row.times), "guests": guests}
    company, _, ticket = (row.joining or "").partition(" ")
    values["joining"] = Guest(company, ticket) if company else None
    return Meeting(**values | {"proposed": tuple(map(datetime.fromisoformat, row.proposed))})
