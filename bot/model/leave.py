"""The nouns of a saved leave plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """A leave plan that its owner asked to keep: one a chat."""

    case: str
    """The case of bot/rules/leave as JSON, without its `today`."""
    result: str
    """The figures of its answer, as JSON, to compare after a change of the rules."""
    stamp: str
    """Which versions of the rules gave the result."""
    saved_on: date
    link: str | None = None
    """The secret word of the link by which it is shared; None: not shared."""
    patron: str | None = None
    """The patron's day that counted as a holiday: a rule of infopoints.yaml."""
    ends_on: date | None = None
    """Its last day; None: the day of saving."""


@dataclass(frozen=True, slots=True)
class SavePlan:
    """Keeps this plan of the chat in place of the one before."""

    plan: SavedPlan


@dataclass(frozen=True, slots=True)
class ForgetPlan:
    """Deletes the plan of the chat, and its link with it."""
