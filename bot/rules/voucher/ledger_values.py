"""What the fund of a voucher call answers: how a request stands, what was refused and why, how the books look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.model.fund import Movement, MovementKind, ReleaseReason

Stage = Literal["waiting", "reserved", "confirmed", "released"]

RefusalReason = Literal[
    "not_whole_cents",
    "not_positive",
    "too_large",
    "no_amount",
    "more_than_fund",
    "other_amount",
    "unknown_ticket",
    "still_waiting",
    "below_promised",
]


@dataclass(frozen=True, slots=True)
class Waiting:
    """In the waiting list; `position` 1 is the next."""

    ticket: str
    position: int
    cents: int | None


@dataclass(frozen=True, slots=True)
class Reserved:
    ticket: str
    cents: int


@dataclass(frozen=True, slots=True)
class Confirmed:
    ticket: str
    cents: int | None
    """None: the call had no fund."""


@dataclass(frozen=True, slots=True)
class Released:
    ticket: str
    reason: ReleaseReason


@dataclass(frozen=True, slots=True)
class FundSet:
    cents: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was written. `limit` is the amount that decides: the fund, the amount already asked, the lowest fund."""

    why: RefusalReason
    limit: int | None = None


Outcome = Waiting | Reserved | Confirmed | Released | FundSet | Refused


@dataclass(frozen=True, slots=True)
class Change:
    """What to append to the journal, and what to say."""

    movements: tuple[Movement, ...]
    outcome: Outcome
    promoted: tuple[Reserved, ...] = ()
    """Others who moved up from the waiting list: they must be told."""


@dataclass(frozen=True, slots=True)
class Line:
    """A movement as a statement shows it: amounts and balances after it, in cents."""

    number: int
    at: datetime
    kind: MovementKind
    ticket: str | None
    cents: int | None
    reason: ReleaseReason | None
    available: int
    reserved: int
    confirmed: int
    waiting: int
    """Requests in the waiting list after it."""


@dataclass(frozen=True, slots=True)
class Overview:
    """How a call stands, in cents; `fund` is None if none was published."""

    fund: int | None
    available: int
    reserved: int
    confirmed: int
    waiting: tuple[str, ...]
    """Tickets in order of arrival."""
    stuck: str | None
    """The first of the list, if money that comes back would not help: it needs more than the fund can still give, or
    its amount is not known."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something that does not add up: at which movement (None: in the whole journal), and what."""

    number: int | None
    what: str
