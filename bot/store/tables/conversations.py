"""What is remembered of a chat."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables.base import Base


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


class DraftRow(Base):
    """A request that is being written. Goes after 30 days without a change."""

    __tablename__ = "drafts"

    chat: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    answers: Mapped[dict[str, Any]]
    consent: Mapped[str]
    changed_at: Mapped[datetime]


class ConsentRow(Base):
    """What a person agreed to, in which words. Goes five years after it was withdrawn, or with the person's data."""

    __tablename__ = "consents"
    __table_args__ = (Index("ix_consents_chat", "chat"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    chat: Mapped[str]
    subject: Mapped[str]
    version: Mapped[str]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
