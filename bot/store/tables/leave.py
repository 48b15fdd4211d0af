"""Plans of leave that people keep."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables.base import Base


class PlanRow(Base):
    """A leave plan, kept because its owner asked for it: one a chat. Goes a year after its last day."""

    __tablename__ = "plans"
    __table_args__ = (UniqueConstraint("link"), Index("ix_plans_ends_on", "ends_on"))

    chat: Mapped[str] = mapped_column(primary_key=True)
    case: Mapped[str] = mapped_column(Text)
    """The case as JSON: what was told, numbers and closed lists, never free text."""
    patron: Mapped[str | None]
    """The patron's day of the municipality, a rule of infopoints.yaml."""
    result: Mapped[str] = mapped_column(Text)
    stamp: Mapped[str] = mapped_column(Text)
    saved_on: Mapped[date]
    ends_on: Mapped[date]
    """The last day of leave; the day of saving where the plan has no dates."""
    link: Mapped[str | None]
    """The secret word of the link by which it is shared; None: not shared."""
