"""The public cards of helpdesks: what operators change in them, and when they were asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables.base import Base


class CardChangeRow(Base):
    """A change of a card, public or not. Kept: it is the history of what answers said; operators are numbers in it."""

    __tablename__ = "card_changes"
    __table_args__ = (
        UniqueConstraint("version"),
        Index(
            "uq_card_changes_pending",
            "helpdesk",
            unique=True,
            sqlite_where=text("standing = 'pending'"),
            postgresql_where=text("standing = 'pending'"),
        ),
    )
    """At most one change of a card waits: who comes second is told."""

    id: Mapped[int] = mapped_column(primary_key=True)
    helpdesk: Mapped[str]
    new: Mapped[bool]
    fields: Mapped[dict[str, Any]]
    """Field -> [before, after]."""
    author: Mapped[int]
    proposed_at: Mapped[datetime]
    standing: Mapped[str]
    approver: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    version: Mapped[int | None]


class CardAskRow(Base):
    """When the operators of a helpdesk were asked last whether its card is still right. Kept: no person stands in it."""

    __tablename__ = "card_asks"

    helpdesk: Mapped[str] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime]
