"""Who works at the desk, where, and what they did."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables.base import Base


class OperatorRow(Base):
    """Who works at the desk, from where, and what they may do. A year after the removal only the number is left."""

    __tablename__ = "operators"
    __table_args__ = (UniqueConstraint("chat"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    chat: Mapped[str | None]
    helpdesks: Mapped[list[Any]]
    roles: Mapped[list[Any]]
    joined_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class InviteRow(Base):
    """An invitation to the desk, usable once. The code itself is not kept. Goes 30 days after it was made."""

    __tablename__ = "invites"

    digest: Mapped[str] = mapped_column(primary_key=True)
    """SHA-256 of the code."""
    name: Mapped[str]
    helpdesks: Mapped[list[Any]]
    roles: Mapped[list[Any]]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RoomRow(Base):
    """A group where operators work. Kept until it is unlinked."""

    __tablename__ = "rooms"

    chat: Mapped[str] = mapped_column(primary_key=True)
    helpdesk: Mapped[str | None]
    """Whose tickets come here; None: of every helpdesk without a room of its own."""
    forum: Mapped[bool]
    """It has topics, one a ticket; else one thread of replies a ticket."""
    hinted: Mapped[list[Any]]
    """Who wrote here without being an operator, and was told so: once is enough."""
    linked_at: Mapped[datetime]
    trouble: Mapped[str | None]
    """Why nothing arrives here at the moment; None: all is well. A room that is `blocked` or `gone` is none any more."""
    trouble_since: Mapped[datetime | None]


class QuestionRow(Base):
    """A question of the desk that an operator has not answered yet. Goes with the answer, with its ticket, or after 30 days."""

    __tablename__ = "questions"

    chat: Mapped[str] = mapped_column(primary_key=True)
    """Where it was asked."""
    person: Mapped[str] = mapped_column(primary_key=True)
    ticket: Mapped[str] = mapped_column(primary_key=True)
    """Empty where the question is which ticket, or about none."""
    thread: Mapped[int | None] = mapped_column(BigInteger)
    """The topic where it was asked."""
    command: Mapped[str]
    kept: Mapped[str] = mapped_column(Text)
    wants_yes: Mapped[bool]
    asked_at: Mapped[datetime]


class AuditRow(Base):
    """Who did what at the desk, without texts. Goes after five years; append-only like the ledger."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_ticket", "ticket"), Index("ix_audit_at", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    operator: Mapped[int | None]
    """None: the assistant itself."""
    action: Mapped[str]
    ticket: Mapped[str | None]
