"""Deletes what has been kept long enough."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Date, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store import companies, deals, surveys, voucher
from bot.store.tables import (
    AuditRow,
    ButtonRow,
    CompanyInviteRow,
    CompanyRow,
    ConsentRow,
    ConversationRow,
    DealRow,
    DraftRow,
    InboxRow,
    InviteRow,
    MeetingGuestRow,
    MeetingRow,
    MissRow,
    OperatorRow,
    OutboxRow,
    PlanRow,
    PostingRow,
    ProposalRow,
    QuestionRow,
    ReminderRow,
    SelfCheckRow,
    TicketMessageRow,
    TicketRow,
    TicketStepRow,
    VisitRow,
    WorkplaceRow,
)

AGE = {
    "inbox": InboxRow.done_at,
    "outbox": OutboxRow.closed_at,
    "buttons": ButtonRow.shown_at,
    "conversations": ConversationRow.changed_at,
    "misses": MissRow.day,
    "proposals": ProposalRow.day,
    "plans": PlanRow.ends_on,
    "self_checks": SelfCheckRow.done_on,
    "deals": DealRow.valid_to,
    "workplaces": WorkplaceRow.told_at,
    "audit": AuditRow.at,
    "drafts": DraftRow.changed_at,
    "reminders": ReminderRow.done_at,
    "invites": InviteRow.made_at,
    "questions": QuestionRow.asked_at,
    "visits": VisitRow.asked_at,
    "company_invites": CompanyInviteRow.made_at,
}
"""The column that starts the clock; a row still open has none and stays."""


async def purge(session: AsyncSession, keep: Mapping[str, timedelta], now: datetime) -> None:
    for table, since in AGE.items():
        limit = now - keep[table]
        oldest = limit.date() if isinstance(since.type, Date) else limit
        await session.execute(delete(since.class_).where(since < oldest))
    await voucher.forget(session, now - keep["ledger"])
    await surveys.forget(session, (now - keep["surveys"]).date())
    await _forget_tickets(session, now - keep["tickets"])
    await _forget_consents(session, now - keep["consents"])
    await _forget_names(session, now - keep["operators"])
    await _forget_companies(session, now - keep["drafts"], now - keep["companies"])
    await _forget_meetings(session, now - keep["meetings"])
    await _forget_drafts(session, now - keep["drafts"])
    await deals.forget_drafts(session, now - keep["drafts"])


async def _forget_drafts(session: AsyncSession, limit: datetime) -> None:
    """Dialogues whose last step is older leave nothing in their conversation; the rest of it stays."""
    left = ConversationRow.state["flow_on"].as_string() < limit.date().isoformat()
    for row in await session.scalars(select(ConversationRow).where(left).with_for_update()):
        row.state = {**row.state, "flow": {}, "flow_on": None, "waiting": []}


async def _forget_companies(session: AsyncSession, unfinished: datetime, ended: datetime) -> None:
    """Drafts that nobody went on with, and those that left or were refused long ago."""
    draft = (CompanyRow.state == "draft") & (CompanyRow.changed_at < unfinished)
    gone = CompanyRow.state.in_(("left", "refused")) & (CompanyRow.changed_at < ended)
    await companies.forget(session, (await session.scalars(select(CompanyRow.id).where(draft | gone))).all())


async def _forget_meetings(session: AsyncSession, limit: datetime) -> None:
    old = (await session.scalars(select(MeetingRow.id).where(MeetingRow.changed_at < limit))).all()
    await session.execute(delete(MeetingGuestRow).where(MeetingGuestRow.meeting.in_(old)))
    await session.execute(delete(MeetingRow).where(MeetingRow.id.in_(old)))


async def _forget_tickets(session: AsyncSession, limit: datetime) -> None:
    """Tickets closed before, with all that belongs to them."""
    closed = select(TicketRow.code).where(TicketRow.closed_at < limit)
    for table in (TicketStepRow, TicketMessageRow, PostingRow, ReminderRow):
        await session.execute(delete(table).where(table.ticket.in_(closed)))
    await session.execute(delete(TicketRow).where(TicketRow.closed_at < limit))


async def _forget_consents(session: AsyncSession, limit: datetime) -> None:
    """One that was never withdrawn stays as long as anything is kept under it."""
    kept = (TicketRow, DraftRow, PlanRow, SelfCheckRow, DealRow, WorkplaceRow, VisitRow, ConversationRow)
    needed = or_(*(exists().where(table.chat == ConsentRow.chat) for table in kept))
    ended = or_(ConsentRow.withdrawn_at.is_not(None), ~needed)
    since = func.coalesce(ConsentRow.withdrawn_at, ConsentRow.given_at)
    await session.execute(delete(ConsentRow).where(since < limit, ended))


async def _forget_names(session: AsyncSession, limit: datetime) -> None:
    """Of operators removed before only the number stays: the audit trail names it, and nobody else may get it."""
    gone = update(OperatorRow).where(OperatorRow.removed_at < limit)
    await session.execute(gone.values(name="", chat=None, helpdesks=[], roles=[]))
