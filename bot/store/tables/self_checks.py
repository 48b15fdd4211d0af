"""Self-checks that firms keep."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables.base import Base


class SelfCheckRow(Base):
    """A self-check of a firm, kept because it agreed: one a day and chat, ids of answers alone. Goes after three years."""

    __tablename__ = "self_checks"
    __table_args__ = (Index("ix_self_checks_done_on", "done_on"),)

    chat: Mapped[str] = mapped_column(primary_key=True)
    done_on: Mapped[date] = mapped_column(primary_key=True)
    answers: Mapped[dict[str, Any]]
    consent: Mapped[str]
    reminded: Mapped[bool] = mapped_column(default=False)
    """Told, a year later, that it may be done again."""
