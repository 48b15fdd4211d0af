"""Statistics, and what helps the curators: no person stands in them."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables.base import Base


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
    point: Mapped[str | None]
    language: Mapped[str | None]
    result: Mapped[str | None]
    """What came of it where that is worth counting: see `Result` in model/decision.py."""


class FeedbackRow(Base):
    """How many found an answer useful on a day, without person or chat. Kept: it is statistics."""

    __tablename__ = "feedback"

    day: Mapped[date] = mapped_column(primary_key=True)
    entry: Mapped[str] = mapped_column(primary_key=True)
    useful: Mapped[int]
    useless: Mapped[int]


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


class ProposalRow(Base):
    """A question and its reply at the desk, masked, for the curators: no case, person or time of day. Goes after 180 days."""

    __tablename__ = "proposals"
    __table_args__ = (Index("ix_proposals_day", "day"), {"sqlite_with_rowid": False})

    id: Mapped[str] = mapped_column(primary_key=True)
    """Random, as for a miss."""
    day: Mapped[date]
    question: Mapped[str] = mapped_column(Text)
    reply: Mapped[str] = mapped_column(Text)
    language: Mapped[str]
    topic: Mapped[str | None]
    """What understanding made of the question."""
