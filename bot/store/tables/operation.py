"""How the service itself is doing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables.base import Base


class AlertRow(Base):
    """A trouble that coordinators were told of: one row a kind, kept. No person stands in it."""

    __tablename__ = "alerts"

    name: Mapped[str] = mapped_column(primary_key=True)
    """Of a text: `desk_alert_<name>`."""
    since: Mapped[datetime]
    over_at: Mapped[datetime | None]
    told: Mapped[bool]
    """Somebody was told; not if it came back soon after the last time."""
