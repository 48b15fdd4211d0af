"""Whether the helpdesk helped: who is to be asked."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables.base import Base


class VisitRow(Base):
    """Somebody who agreed to be asked whether a helpdesk helped: one a chat. Goes with the answer, or 7 days after the question."""

    __tablename__ = "visits"
    __table_args__ = (Index("ix_visits_ask_on", "asked_at", "ask_on"),)

    chat: Mapped[str] = mapped_column(primary_key=True)
    helpdesk: Mapped[str]
    comune: Mapped[str | None]
    language: Mapped[str]
    ask_on: Mapped[date]
    asked_at: Mapped[datetime | None]
