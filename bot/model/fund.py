"""The nouns of a voucher call's fund: its movements. Plain frozen values; what they mean is in `bot/rules/voucher/checks/ledger.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

MovementKind = Literal["fund", "arrive", "amount", "reserve", "confirm", "release"]
"""fund: money is paid in, or taken back. arrive: a request joins the waiting list. amount: a waiting request says how
much it needs. reserve: money is put aside for it. confirm: it is granted. release: it gives up its place or money."""
ReleaseReason = Literal["refused", "withdrawn", "renounced", "expired", "mistake"]
"""A closed list, because a free text could tell about a person."""


@dataclass(frozen=True, slots=True)
class Entries:
    """What a movement adds to each account, in cents: the sum is zero. Or, added up, the balances of the accounts."""

    external: int = 0
    available: int = 0
    reserved: int = 0
    confirmed: int = 0


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of a call's journal, never changed afterwards."""

    number: int
    """1, 2, 3 ... within the call: the order of arrival."""
    at: datetime
    kind: MovementKind
    ticket: str | None = None
    """The case code, all that the ledger knows of a person; None for `fund`."""
    cents: int | None = None
    """The amount it is about; None: not said yet, or no money moves."""
    reason: ReleaseReason | None = None
    entries: Entries = Entries()
    left: int = 0
    """The balance of `available` after it: the database refuses one below zero."""
