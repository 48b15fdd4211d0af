"""How a service is doing, in figures without persons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Pulse:
    """What the database tells."""

    unanswered: int = 0
    unanswered_since: datetime | None = None
    """Of the message that waits longest for its answer."""
    unsent: int = 0
    unsent_since: datetime | None = None
    """Of the reply that waits longest; those to a group that does not let us write are told apart."""
    given_up: int = 0
    """Replies of the last days that could not arrive."""
    last_update: datetime | None = None
    """When the newest message was written."""
    last_sent: datetime | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the machine tells."""

    rasa_away_since: datetime | None = None
    free_bytes: int | None = None
    """On the disk of the home; None where it cannot be told."""


@dataclass(frozen=True, slots=True)
class Expiring:
    """Content that needs a curator."""

    overdue: tuple[str, ...] = ()
    """Answers past the day on which they were to be read again."""
    soon: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    """Figures whose last value ends soon."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What somebody should look at; told by the text `desk_alert_<name>`."""

    name: str
    values: Mapping[str, str] = field(default_factory=dict)
