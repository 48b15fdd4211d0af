"""Agreements and conventions on services that firms share, and where workers who look for them work."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables.base import Base


class DealRow(Base):
    """A deal. A draft goes after 30 days, the others two years after their last day."""

    __tablename__ = "deals"
    __table_args__ = (Index("ix_deals_chat", "chat"), Index("ix_deals_valid_to", "valid_to"))

    id: Mapped[str] = mapped_column(primary_key=True)
    chat: Mapped[str]
    """Who proposed it; empty where that was deleted."""
    status: Mapped[str]
    firm: Mapped[str | None]
    service: Mapped[str | None]
    provider: Mapped[str | None]
    others: Mapped[list[Any] | None]
    whom: Mapped[str | None]
    price: Mapped[str | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    comune: Mapped[str | None]
    usage: Mapped[str | None]
    joining: Mapped[str | None]
    ticket: Mapped[str | None]
    renews: Mapped[str | None]
    consent: Mapped[str]
    checked_on: Mapped[date | None]
    alarmed: Mapped[bool] = mapped_column(default=False)
    """Firm and operators were told that it ends soon."""
    changed_at: Mapped[datetime]


class WorkplaceRow(Base):
    """The firm of a worker who agreed to have it remembered, to find deals. Goes a year after it was told."""

    __tablename__ = "workplaces"

    chat: Mapped[str] = mapped_column(primary_key=True)
    firm: Mapped[str]
    consent: Mapped[str]
    told_at: Mapped[datetime]
