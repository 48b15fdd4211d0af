"""What time it is, for whoever may ask: the shell. The core is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.italian_time import ROME


@dataclass(frozen=True, slots=True)
class Clock:
    fixed_today: date | None = None
    """CONCILIA_TODAY: a fixed date, for demonstrations and tests."""

    def now(self) -> datetime:
        """The moment, in UTC: leases and waits follow the real time even on a fixed day."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The day in Italy."""
        return self.fixed_today or datetime.now(ROME).date()
