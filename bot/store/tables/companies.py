"""The companies of the network, who speaks for them, and their meetings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables.base import Base


class CompanyRow(Base):
    """A firm or public body. A draft goes after 30 days, one that left or was refused after two years."""

    __tablename__ = "companies"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str | None]
    size: Mapped[str | None]
    sector: Mapped[str | None]
    comune: Mapped[str | None]
    agreement: Mapped[str | None]
    interest: Mapped[str | None]
    state: Mapped[str]
    ticket: Mapped[str | None]
    shows: Mapped[list[Any]]
    yearly: Mapped[int]
    testimone_since: Mapped[date | None]
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]
    changed_at: Mapped[datetime]


class CompanyContactRow(Base):
    """Who speaks for a company: a role and a chat. Goes with the company, or when the contact leaves."""

    __tablename__ = "company_contacts"
    __table_args__ = (Index("ix_company_contacts_company", "company"),)

    chat: Mapped[str] = mapped_column(primary_key=True)
    company: Mapped[str]
    role: Mapped[str | None]
    since: Mapped[datetime]


class CompanyInviteRow(Base):
    """A link by which somebody becomes a contact, usable once. The code itself is not kept. Goes 30 days after it was made."""

    __tablename__ = "company_invites"

    digest: Mapped[str] = mapped_column(primary_key=True)
    """SHA-256 of the code."""
    company: Mapped[str]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class MeetingRow(Base):
    """A meeting between companies. Goes two years after its last change."""

    __tablename__ = "meetings"
    __table_args__ = (Index("ix_meetings_due", "due_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    need: Mapped[str]
    state: Mapped[str]
    host: Mapped[str | None]
    passed: Mapped[list[Any]]
    joining: Mapped[str | None]
    times: Mapped[list[Any]]
    proposed: Mapped[list[Any]]
    """Moments, ISO 8601."""
    chooser: Mapped[str]
    at: Mapped[datetime | None]
    sequence: Mapped[int]
    due_at: Mapped[datetime | None]
    reminded: Mapped[int]
    opened_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class MeetingGuestRow(Base):
    """A company that comes to a meeting, and what it took away. Goes with the meeting."""

    __tablename__ = "meeting_guests"

    meeting: Mapped[str] = mapped_column(primary_key=True)
    company: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int]
    """Its place among the guests."""
    ticket: Mapped[str]
    shared: Mapped[bool]
    tries: Mapped[str | None]
    by: Mapped[date | None]
    tried: Mapped[str | None]


class TriedRow(Base):
    """A practice that a company tried, confirmed by two operators. Without end: no person stands in it."""

    __tablename__ = "tried_practices"

    practice: Mapped[str] = mapped_column(primary_key=True)
    company: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date]
