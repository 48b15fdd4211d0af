"""The organisational self-check of a firm: what it answered, and what is kept of it. Plain frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Area = Literal["time", "place", "leave", "care", "return", "management"]
"""In the order of the result."""

Answers = Mapping[str, str]
"""Question, or fact of the firm (`size`, `sector`, `work`) -> id of the answer; never free text."""


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """One that is kept, because the firm agreed."""

    done_on: date
    answers: Answers
    consent: str
    """Version of the notice."""


@dataclass(frozen=True, slots=True)
class KeepSelfCheck:
    """Keeps one; another of the same day is replaced."""

    check: SelfCheck


@dataclass(frozen=True, slots=True)
class ForgetSelfChecks:
    """Deletes all that this chat has kept."""


SelfCheckEffect = KeepSelfCheck | ForgetSelfChecks
