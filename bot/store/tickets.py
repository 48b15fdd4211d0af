"""Requests that wait for a person: the tickets, their steps and messages, drafts and consents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, cast

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.decision import Records
from bot.model.ticket import Author, Draft, Step, Ticket, TicketMessage
from bot.store import operators
from bot.store.tables import (
    ConsentRow,
    DraftRow,
    OutboxRow,
    PostingRow,
    TicketMessageRow,
    TicketRow,
    TicketStepRow,
)

NOT_KEPT = ("steps", "relayed", "waiting", "operator_spoke_last")
COLUMNS = tuple(field.name for field in fields(Ticket) if field.name not in NOT_KEPT)
"""What a ticket and its row have in common."""
KINDS = {
    "question": "domanda",
    "voucher": "voucher",
    "joining": "adesione",
    "meeting": "incontro",
    "advice": "consulenza",
    "agreement": "convenzione",
}


async def recall_records(session: AsyncSession, chat: str, now: datetime, fresh: str) -> Records:
    """What decisions about a message of this chat look at; its open tickets stay locked until the transaction ends."""
    draft = await session.get(DraftRow, chat)
    agreed = select(ConsentRow).where(ConsentRow.chat == chat, ConsentRow.withdrawn_at.is_(None))
    given = (await session.scalars(agreed.order_by(ConsentRow.id))).all()
    return Records(
        now=now,
        fresh=fresh,
        draft=Draft(cast(Any, draft.kind), draft.answers, draft.consent, draft.changed_at) if draft else None,
        tickets=await of_chat(session, chat),
        consents={row.subject: row.version for row in given},
        agreed_at={row.subject: row.given_at for row in given},
        operator=await operators.of_chat(session, chat),
    )


# --- tickets ---


async def of_chat(session: AsyncSession, chat: str) -> tuple[Ticket, ...]:
    """The tickets of a citizen, newest first; locked, so that nobody takes one while its citizen writes."""
    newest_first = (TicketRow.opened_at.desc(), TicketRow.code)
    rows = await session.scalars(
        select(TicketRow).where(TicketRow.chat == chat).order_by(*newest_first).with_for_update()
    )
    return await _tickets(session, rows.all())


async def lock(session: AsyncSession, code: str, wait: bool = True) -> Ticket | None:
    """The ticket, which nobody else changes until the transaction ends; None if there is none.

    With `wait=False` None as well if somebody has it locked.
    """
    query = select(TicketRow).where(TicketRow.code == code).with_for_update(skip_locked=not wait)
    row = await session.scalar(query.execution_options(populate_existing=True))
    return (await _tickets(session, [row]))[0] if row else None


async def read(session: AsyncSession, code: str) -> Ticket | None:
    """The ticket as it stands, without a lock."""
    row = await session.get(TicketRow, code, populate_existing=True)
    return (await _tickets(session, [row]))[0] if row else None


async def leave(session: AsyncSession, room: str) -> None:
    """The tickets of a room that is no more have none."""
    await session.execute(update(TicketRow).where(TicketRow.room == room).values(room=None, thread=None))


async def queue(session: AsyncSession) -> tuple[Ticket, ...]:
    """Every ticket that is not closed, oldest first."""
    rows = await session.scalars(
        select(TicketRow).where(TicketRow.status != "closed").order_by(TicketRow.opened_at, TicketRow.code)
    )
    return await _tickets(session, rows.all())


async def held_by(session: AsyncSession, operator: int) -> list[str]:
    """Codes of the tickets that an operator has in hand."""
    held = (TicketRow.holder == operator, TicketRow.status == "taken")
    return list(await session.scalars(select(TicketRow.code).where(*held).order_by(TicketRow.code)))


async def overdue(session: AsyncSession, now: datetime) -> list[str]:
    """Codes of the tickets whose time is up."""
    late = (TicketRow.status != "closed", TicketRow.due_at <= now)
    return list(await session.scalars(select(TicketRow.code).where(*late).order_by(TicketRow.due_at)))


async def without_room(session: AsyncSession) -> list[str]:
    """Codes of the open tickets that no group has seen yet."""
    unseen = (TicketRow.status != "closed", TicketRow.room.is_(None))
    return list(await session.scalars(select(TicketRow.code).where(*unseen).order_by(TicketRow.opened_at)))


async def without_topic(session: AsyncSession, room: str) -> list[str]:
    """Codes of the open tickets of a room that have no topic there."""
    plain = (TicketRow.status != "closed", TicketRow.room == room, TicketRow.thread.is_(None))
    return list(await session.scalars(select(TicketRow.code).where(*plain).order_by(TicketRow.opened_at)))


async def save(session: AsyncSession, ticket: Ticket) -> None:
    """Writes the ticket as it stands now; steps and messages are added by themselves."""
    values = {name: getattr(ticket, name) for name in COLUMNS}
    values |= {"form": dict(ticket.form), "missing": list(ticket.missing)}
    await session.merge(TicketRow(**values))
    await session.flush()


async def find(session: AsyncSession, chat: str, thread: int | None, reply_to: int | None) -> str | None:
    """Code of the ticket that a message in a room is about: that of its topic, or of the message it answers."""
    code = None
    if thread is not None:
        code = await session.scalar(select(TicketRow.code).where(TicketRow.room == chat, TicketRow.thread == thread))
    if code is None and reply_to is not None:
        answered = (PostingRow.chat == chat, PostingRow.message == reply_to)
        code = await session.scalar(select(PostingRow.ticket).where(*answered))
    return code


async def concerned(session: AsyncSession, chat: str, corrected: int | None, answered: int | None) -> str | None:
    """Code of the ticket that a citizen's message is about: it stands in it already, or answers a message about it."""
    if row := await written(session, chat, corrected):
        return row.ticket
    if answered is None:
        return None
    told = (OutboxRow.chat == chat, OutboxRow.sent_as == answered, OutboxRow.ticket.is_not(None))
    return await session.scalar(select(OutboxRow.ticket).where(*told))


async def title(session: AsyncSession, code: str) -> str:
    """The name of the ticket's topic: no word of the citizen's is in it."""
    kind = await session.scalar(select(TicketRow.kind).where(TicketRow.code == code))
    return f"{code} · {KINDS.get(kind or '', '')}".rstrip(" ·")


async def rate(session: AsyncSession, code: str, stars: int) -> None:
    await session.execute(update(TicketRow).where(TicketRow.code == code).values(stars=stars))


async def _tickets(session: AsyncSession, rows: Sequence[TicketRow]) -> tuple[Ticket, ...]:
    codes = [row.code for row in rows]
    told: dict[str, list[Step]] = {code: [] for code in codes}
    steps = await session.scalars(
        select(TicketStepRow).where(TicketStepRow.ticket.in_(codes)).order_by(TicketStepRow.id)
    )
    for step in steps:
        told[step.ticket].append(Step(step.what, step.at, step.operator, step.values))
    last = await session.execute(
        select(TicketMessageRow.ticket, TicketMessageRow.author, func.max(TicketMessageRow.at))
        .where(TicketMessageRow.ticket.in_(codes), TicketMessageRow.author.in_(("citizen", "operator")))
        .group_by(TicketMessageRow.ticket, TicketMessageRow.author)
    )
    last_words: dict[tuple[str, str], datetime] = {(row[0], row[1]): row[2] for row in last}
    return tuple(_ticket(row, tuple(told[row.code]), last_words) for row in rows)


def _ticket(row: TicketRow, steps: tuple[Step, ...], last_words: Mapping[tuple[str, str], datetime]) -> Ticket:
    values: dict[str, Any] = {name: getattr(row, name) for name in COLUMNS}
    values["missing"] = tuple(row.missing)
    taken = [step.at for step in steps if step.what == "taken"]
    citizen, operator = (last_words.get((row.code, author)) for author in ("citizen", "operator"))
    relayed = bool(taken and citizen and citizen > taken[-1])
    spoke_last = operator is not None and (citizen is None or operator > citizen)
    return Ticket(**values, steps=steps, relayed=relayed, operator_spoke_last=spoke_last)


# --- steps and messages ---


async def add_step(
    session: AsyncSession,
    code: str,
    what: str,
    now: datetime,
    operator: int | None = None,
    values: Mapping[str, str] | None = None,
) -> None:
    session.add(TicketStepRow(ticket=code, what=what, at=now, operator=operator, values=dict(values or {})))
    await session.flush()


async def add_message(
    session: AsyncSession,
    code: str,
    message: TicketMessage,
    chat: str | None = None,
    number: int | None = None,
    letter: int | None = None,
) -> None:
    """Keeps what was written. `chat` and `number`: where, so that a correction finds it; `letter`: what carried it on."""
    session.add(
        TicketMessageRow(
            ticket=code,
            author=message.author,
            operator=message.operator,
            text=message.text,
            at=message.at,
            chat=chat,
            message=number,
            letter=letter,
        )
    )
    await session.flush()


async def messages(session: AsyncSession, code: str) -> list[TicketMessage]:
    """All that was written in a ticket, notes included, oldest first."""
    rows = await session.scalars(
        select(TicketMessageRow).where(TicketMessageRow.ticket == code).order_by(TicketMessageRow.id)
    )
    return [TicketMessage(cast(Author, row.author), row.text, row.at, row.operator) for row in rows]


async def written(session: AsyncSession, chat: str, number: int | None) -> TicketMessageRow | None:
    """The kept message that stands at this place of a chat; change its text through the row."""
    if number is None:
        return None
    here = (TicketMessageRow.chat == chat, TicketMessageRow.message == number)
    return await session.scalar(select(TicketMessageRow).where(*here).order_by(TicketMessageRow.id.desc()).limit(1))


# --- drafts and consents ---


async def keep_draft(session: AsyncSession, chat: str, draft: Draft) -> None:
    await session.merge(
        DraftRow(
            chat=chat,
            kind=draft.kind,
            answers=dict(draft.answers),
            consent=draft.consent,
            changed_at=draft.changed_at,
        )
    )


async def drop_draft(session: AsyncSession, chat: str) -> None:
    await session.execute(delete(DraftRow).where(DraftRow.chat == chat))


async def give_consent(session: AsyncSession, chat: str, subject: str, version: str, now: datetime) -> None:
    """Keeps what was agreed to; an earlier version of the same ends."""
    same = (*_given(chat, subject), ConsentRow.version == version)
    if await session.scalar(select(ConsentRow.id).where(*same)) is None:
        await withdraw_consent(session, chat, subject, now)
        session.add(ConsentRow(chat=chat, subject=subject, version=version, given_at=now))


async def withdraw_consent(session: AsyncSession, chat: str, subject: str, now: datetime) -> None:
    await session.execute(update(ConsentRow).where(*_given(chat, subject)).values(withdrawn_at=now))


def _given(chat: str, subject: str) -> tuple[Any, ...]:
    return ConsentRow.chat == chat, ConsentRow.subject == subject, ConsentRow.withdrawn_at.is_(None)
