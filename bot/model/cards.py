"""What operators change in the public cards of helpdesks. Plain frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

Standing = Literal["pending", "public", "refused", "withdrawn"]
"""pending: a second person has not looked at it yet. public: answers use it."""


@dataclass(frozen=True, slots=True)
class CardChange:
    """One change of one card; a whole new card where the helpdesk was not known."""

    helpdesk: str
    fields: Mapping[str, tuple[Any, Any]]
    """Field -> what it said and what it says now, as JSON knows them."""
    author: int
    """The operator who proposed it."""
    proposed_at: datetime
    new: bool = False
    standing: Standing = "pending"
    approver: int | None = None
    decided_at: datetime | None = None
    version: int | None = None
    """Public changes are numbered in the order in which they became so."""
    id: int = 0
    """Of its row; 0: not kept yet."""
