"""What the database holds of one chat: all of it handed out, or deleted.

Where a person's chat may stand is listed in CHATS, so that a new table cannot be forgotten: a test compares.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store import audit, companies, deals, surveys
from bot.store.tables import (
    Base,
    ButtonRow,
    CompanyContactRow,
    CompanyRow,
    ConsentRow,
    ConversationRow,
    DealRow,
    DraftRow,
    InboxRow,
    OperatorRow,
    OutboxRow,
    PlanRow,
    QuestionRow,
    ReminderRow,
    RoomRow,
    SelfCheckRow,
    TicketMessageRow,
    TicketRow,
    TicketStepRow,
    VisitRow,
    WorkplaceRow,
)

CHATS = frozenset(
    {
        "inbox.chat",
        "inbox.sender",
        "outbox.chat",
        "conversations.chat",
        "buttons.chat",
        "plans.chat",
        "visits.chat",
        "self_checks.chat",
        "deals.chat",
        "workplaces.chat",
        "operators.chat",
        "rooms.hinted",
        "tickets.chat",
        "ticket_messages.chat",
        "consents.chat",
        "drafts.chat",
        "questions.chat",
        "questions.person",
        "company_contacts.chat",
    }
)
"""Table and column of every place where the chat of a person may stand."""
GROUPS = frozenset({"rooms.chat", "postings.chat"})
"""The same for groups of operators: no person's chat."""

Exported = dict[str, list[dict[str, Any]]]
"""Table -> rows; column -> value, as JSON knows it. Moments are ISO 8601 in UTC."""

INTERNAL = frozenset(
    {
        *("id", "chat", "sender", "holder", "second_look", "room", "thread", "reply_to", "operator", "ticket"),
        *("leased_until", "attempts", "update_key", "not_before", "edits", "sent_as", "receipt", "message", "letter"),
        *(
            "act",
            "file",
            "relayed",
            "pressed_at",
            "removed_at",
            "due_at",
            "level",
            "stamp",
            "done_at",
            "person",
            "wants_yes",
            "reminded",
            "alarmed",
            "renews",
        ),
    }
)
"""Columns that tell nothing about the person: numbers of rows and messages, and the work of the machine."""


async def everything(session: AsyncSession, chat: str) -> Exported:
    """All that is kept of a chat, by table; tables without a row of it are left out.

    Tickets hold their `steps` and `messages`. Operators' notes are working papers: here is only how many there are, and
    the desk shows them to whoever asks. Buttons, and rows of mail that is done, hold no text: they are counted.
    """
    own = (ConversationRow, DraftRow, PlanRow, SelfCheckRow, DealRow, WorkplaceRow, VisitRow, ConsentRow)
    found: Exported = {table.__tablename__: await _rows(session, table, table.chat == chat) for table in own}
    found["tickets"] = [await _ticket(session, row) for row in await _tickets(session, chat)]
    mine = or_(InboxRow.chat == chat, InboxRow.sender == chat)
    found["inbox"] = await _rows(session, InboxRow, mine, InboxRow.done_at.is_(None))
    found["outbox"] = await _rows(session, OutboxRow, OutboxRow.chat == chat, OutboxRow.closed_at.is_(None))
    found["questions"] = await _rows(session, QuestionRow, QuestionRow.person == chat)
    found |= await _company(session, chat)
    found["operators"] = await _rows(session, OperatorRow, OperatorRow.chat == chat)
    counts = {
        "buttons": select(func.count()).where(ButtonRow.chat == chat),
        "inbox_done": select(func.count()).where(mine, InboxRow.done_at.is_not(None)),
        "outbox_done": select(func.count()).where(OutboxRow.chat == chat, OutboxRow.closed_at.is_not(None)),
    }
    for name, query in counts.items():
        found[name] = [{"count": count}] if (count := await session.scalar(query)) else []
    rooms = await session.scalars(select(RoomRow))
    found["rooms"] = [{"hinted": True} for room in rooms if chat in (room.hinted or ())]
    found["survey_marks"] = [{"survey": code} for code in await surveys.answered(session, chat)]
    return {name: rows for name, rows in found.items() if rows}


async def _company(session: AsyncSession, chat: str) -> Exported:
    """The company that the chat speaks for; its role and state are not those of a person or a conversation."""
    contact = await _rows(session, CompanyContactRow, CompanyContactRow.chat == chat)
    company = await _rows(session, CompanyRow, CompanyRow.id.in_([row["company"] for row in contact]))
    return {
        "company_contacts": [{"contact_role": row.get("role"), "since": row["since"]} for row in contact],
        "companies": [{"company_state": row.pop("state"), **row} for row in company],
    }


async def erase(session: AsyncSession, chat: str, now: datetime) -> None:
    """Deletes what a chat left behind; open tickets must have been withdrawn before.

    What stays has no chat and no words any more: tickets with what the figures and the fund need, consents as a proof,
    numbers of updates so that a repeated one is not answered twice. What is written to the chat at `now` itself is still
    sent. An operator stays an operator: only a coordinator ends that.
    """
    codes = [row.code for row in await _tickets(session, chat)]
    spoken_for = select(CompanyContactRow.company).where(CompanyContactRow.chat == chat)
    draft = (CompanyRow.id.in_(spoken_for), CompanyRow.state == "draft")
    await companies.forget(session, (await session.scalars(select(CompanyRow.id).where(*draft))).all())
    for table in (ConversationRow, DraftRow, PlanRow, SelfCheckRow, VisitRow, ButtonRow, CompanyContactRow):
        await session.execute(delete(table).where(table.chat == chat))
    await deals.erase(session, chat)
    asked = or_(QuestionRow.chat == chat, QuestionRow.person == chat, QuestionRow.ticket.in_(codes))
    await session.execute(delete(QuestionRow).where(asked))
    await _empty_tickets(session, chat, codes, now)
    consents = update(ConsentRow).where(ConsentRow.chat == chat)
    await session.execute(consents.values(chat="", withdrawn_at=func.coalesce(ConsentRow.withdrawn_at, now)))
    await _empty_mail(session, chat, codes, now)
    for room in await session.scalars(select(RoomRow).with_for_update()):
        if chat in (room.hinted or ()):
            room.hinted = [sender for sender in room.hinted if sender != chat]
    await session.flush()


async def _empty_tickets(session: AsyncSession, chat: str, codes: Sequence[str], now: datetime) -> None:
    """Code, kind, helpdesk, call, dates, outcome and stars stay; who wrote what and when stays without the words."""
    tickets = update(TicketRow).where(TicketRow.chat == chat)
    await session.execute(
        tickets.values(chat="", comune=None, language="it", form={}, missing=[], reason="", bot_speaks=False)
    )
    await session.execute(update(TicketStepRow).where(TicketStepRow.ticket.in_(codes)).values(values={}))
    messages = update(TicketMessageRow).where(TicketMessageRow.ticket.in_(codes))
    await session.execute(messages.values(text="", chat=None, message=None, letter=None))
    talk = (ReminderRow.ticket.in_(codes), ReminderRow.what != "release")  # money must still come back to the fund
    await session.execute(delete(ReminderRow).where(*talk))
    for code in codes:
        audit.record(session, None, "erase", code, now)


async def _empty_mail(session: AsyncSession, chat: str, codes: Sequence[str], now: datetime) -> None:
    await session.execute(delete(OutboxRow).where(OutboxRow.chat == chat, OutboxRow.created_at < now))
    unsent = (OutboxRow.closed_at.is_(None), OutboxRow.act.in_(("say", "edit")), OutboxRow.created_at < now)
    await session.execute(delete(OutboxRow).where(OutboxRow.ticket.in_(codes), *unsent))
    done = InboxRow.done_at.is_not(None)
    await session.execute(update(InboxRow).where(InboxRow.chat == chat, done).values(chat="", text="", message=None))
    await session.execute(update(InboxRow).where(InboxRow.sender == chat, done).values(sender=""))


async def _tickets(session: AsyncSession, chat: str) -> Sequence[TicketRow]:
    newest_first = (TicketRow.opened_at.desc(), TicketRow.code)
    return (await session.scalars(select(TicketRow).where(TicketRow.chat == chat).order_by(*newest_first))).all()


async def _ticket(session: AsyncSession, row: TicketRow) -> dict[str, Any]:
    steps = TicketStepRow.ticket == row.code
    written = await session.scalars(
        select(TicketMessageRow).where(TicketMessageRow.ticket == row.code).order_by(TicketMessageRow.id)
    )
    messages = written.all()
    names = await _names(session, {row.holder, *(message.operator for message in messages)})
    return {
        **_columns(row),
        "holder": names.get(row.holder),
        "steps": await _rows(session, TicketStepRow, steps),
        "messages": [
            {**_columns(message), "operator": names.get(message.operator)}
            for message in messages
            if message.author != "note"
        ],
        "notes": sum(message.author == "note" for message in messages),
    }


async def _names(session: AsyncSession, ids: Iterable[int | None]) -> Mapping[int | None, str]:
    rows = await session.scalars(select(OperatorRow).where(OperatorRow.id.in_([id for id in ids if id is not None])))
    return {row.id: row.name for row in rows}


async def _rows(session: AsyncSession, table: type[Base], *where: Any) -> list[dict[str, Any]]:
    ordered = select(table).where(*where).order_by(*table.__table__.primary_key)
    return [_columns(row) for row in await session.scalars(ordered)]


def _columns(row: Base) -> dict[str, Any]:
    """The columns that tell something, without those that are empty."""
    values = {column.name: getattr(row, column.name) for column in row.__table__.columns if column.name not in INTERNAL}
    return {name: _plain(name, value) for name, value in values.items() if value not in (None, "", [], {})}


def _plain(name: str, value: Any) -> Any:
    """As JSON knows it: dates in ISO; the columns of a plan that hold JSON as what they hold."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return json.loads(value) if name in ("case", "result") else value
