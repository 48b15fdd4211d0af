"""Asking somebody, some days later, whether the helpdesk that they were sent to helped. Plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Visit:
    """Who agreed to be asked, once."""

    chat: str
    helpdesk: str
    comune: str | None
    """For which municipality it was named: the next helpdesk is of the same."""
    language: str
    ask_on: date


@dataclass(frozen=True, slots=True)
class KeepVisit:
    visit: Visit


@dataclass(frozen=True, slots=True)
class ForgetVisit:
    """It was answered, or is not to be asked."""


VisitEffect = KeepVisit | ForgetVisit
