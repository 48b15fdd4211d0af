"""The tables. Each states what it keeps and for how long; `retention.py` holds the periods."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, Dialect, Index, MetaData, String, Text, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Moment(TypeDecorator[datetime]):
    """A moment with its zone, in UTC: SQLite would hand back moments without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.replace(tzinfo=value.tzinfo or UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {datetime: Moment, str: String, dict[str, Any]: JSON, list[Any]: JSON}


class InboxRow(Base):
    """What arrived. The text is wiped as soon as it is answered; the empty row goes after 7 days."""

    __tablename__ = "inbox"
    __table_args__ = (UniqueConstraint("update_key"), Index("ix_inbox_open", "done_at", "chat", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    update_key: Mapped[str]
    """Channel and number of the update: the same update is stored once."""
    chat: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    attachment: Mapped[str | None]
    received_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    """A worker has it in hand until then."""
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]


class OutboxRow(Base):
    """What is to be sent. The text is wiped when it has arrived; the empty row goes after 7 days."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_open", "closed_at", "chat", "id"), Index("ix_outbox_sent", "sent_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    chat: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    buttons: Mapped[list[Any]]
    """Rows of [label, id of the button]."""
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    """When it was sent or given up."""
    trouble: Mapped[str | None]
    """Why the last attempt failed: blocked, gone, refused, network, slow_down."""


class ConversationRow(Base):
    """What is remembered of a chat: no text. Goes a year after the last message."""

    __tablename__ = "conversations"

    chat: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]


class ButtonRow(Base):
    """What a button shown in a chat does. Goes after 30 days."""

    __tablename__ = "buttons"
    __table_args__ = (Index("ix_buttons_shown_at", "shown_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    chat: Mapped[str]
    verb: Mapped[str]
    object: Mapped[str]
    shown_at: Mapped[datetime]
    pressed_at: Mapped[datetime | None]


class EventRow(Base):
    """One thing that happened, without person, chat or text. Kept: it is statistics."""

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_day", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    topic: Mapped[str | None]
    outcome: Mapped[str]
    audience: Mapped[str | None]
    district: Mapped[str | None]


class MissRow(Base):
    """A question that was not understood, masked, without chat and time of day. Goes after 180 days."""

    __tablename__ = "misses"
    __table_args__ = (Index("ix_misses_day", "day"), {"sqlite_with_rowid": False})

    id: Mapped[str] = mapped_column(primary_key=True)
    """Random, and no hidden number beside it: the order of the rows does not tell which came first."""
    day: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    """Empty where only the fact is known: somebody pressed "Nessuna di queste"."""
    language: Mapped[str]
    guesses: Mapped[list[Any]]
    """[topic, confidence], best first."""


class FeedbackRow(Base):
    """How many found an answer useful on a day, without person or chat. Kept: it is statistics."""

    __tablename__ = "feedback"

    day: Mapped[date] = mapped_column(primary_key=True)
    entry: Mapped[str] = mapped_column(primary_key=True)
    useful: Mapped[int]
    useless: Mapped[int]
