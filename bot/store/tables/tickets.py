"""What citizens ask of a person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables.base import Base


class TicketRow(Base):
    """A request that waits for a person. Goes two years after it was closed."""

    __tablename__ = "tickets"
    __table_args__ = (Index("ix_tickets_chat", "chat"), Index("ix_tickets_status", "status", "due_at"))

    code: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    chat: Mapped[str]
    """Emptied when the person has their data deleted and the ticket must stay."""
    language: Mapped[str]
    helpdesk: Mapped[str | None]
    comune: Mapped[str | None]
    status: Mapped[str]
    holder: Mapped[int | None]
    level: Mapped[str]
    call: Mapped[str | None]
    form: Mapped[dict[str, Any]]
    consent: Mapped[str]
    opened_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    term: Mapped[date | None]
    missing: Mapped[list[Any]]
    second_look: Mapped[int | None]
    bot_speaks: Mapped[bool] = mapped_column(default=False)
    """The citizen went back to the assistant while an operator has the ticket."""
    stars: Mapped[int | None]
    room: Mapped[str | None]
    thread: Mapped[int | None] = mapped_column(BigInteger)
    follows: Mapped[str | None]
    """The closed ticket after which the citizen wrote again."""


class TicketStepRow(Base):
    """The dated steps of a ticket. Go with it."""

    __tablename__ = "ticket_steps"
    __table_args__ = (Index("ix_ticket_steps_ticket", "ticket"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket: Mapped[str]
    what: Mapped[str]
    operator: Mapped[int | None]
    values: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class TicketMessageRow(Base):
    """What citizen and operators wrote in a ticket, notes included. Goes with it."""

    __tablename__ = "ticket_messages"
    __table_args__ = (
        Index("ix_ticket_messages_ticket", "ticket"),
        Index("ix_ticket_messages_message", "chat", "message"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket: Mapped[str]
    author: Mapped[str]
    operator: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    chat: Mapped[str | None]
    """Where it was written."""
    message: Mapped[int | None] = mapped_column(BigInteger)
    """Its number there: a correction of it is carried on as a correction."""
    letter: Mapped[int | None]
    """The outbox row that carried it to the other side."""


class PostingRow(Base):
    """Which ticket a message of ours in a room belongs to: replies to it are about that ticket. Goes with the ticket."""

    __tablename__ = "postings"

    chat: Mapped[str] = mapped_column(primary_key=True)
    message: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    ticket: Mapped[str]


class ReminderRow(Base):
    """Something to say later. Goes 7 days after it was said."""

    __tablename__ = "reminders"
    __table_args__ = (Index("ix_reminders_due", "done_at", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket: Mapped[str]
    what: Mapped[str]
    """Key of a text, `reminder_<what>`."""
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
