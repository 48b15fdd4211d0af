"""The state that a journal of a voucher call amounts to, and the movements that change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.model.fund import Entries, Movement, MovementKind, ReleaseReason
from bot.rules.voucher.ledger_values import Confirmed, Outcome, Released, Reserved, Stage, Waiting


@dataclass(frozen=True, slots=True)
class Claim:
    stage: Stage
    cents: int | None = None
    reason: ReleaseReason | None = None


@dataclass(slots=True)
class Book:
    """The state that a journal amounts to; lives within one function call."""

    balances: Entries = field(default_factory=Entries)
    claims: dict[str, Claim] = field(default_factory=dict)
    queue: dict[str, None] = field(default_factory=dict)
    """Waiting tickets in order of arrival."""
    has_fund: bool = False
    last: int = 0
    """Number of the last movement."""
    written: list[Movement] = field(default_factory=list)
    """What this change appends."""

    @property
    def fund(self) -> int:
        return -self.balances.external

    @property
    def promised(self) -> int:
        return self.balances.reserved + self.balances.confirmed

    @property
    def first(self) -> str | None:
        return next(iter(self.queue), None)


def read(journal: Sequence[Movement]) -> Book:
    """The state after the journal."""
    book = Book()
    for movement in journal:
        apply(book, movement)
    return book


def promote(book: Book, now: datetime) -> tuple[Reserved, ...]:
    """Reserves for the first of the list, again and again, until the money does not suffice for the first."""
    promoted = []
    while book.has_fund and (ticket := book.first):
        cents = book.claims[ticket].cents
        if cents is None or cents > book.balances.available:
            break
        write(book, "reserve", now, ticket, cents)
        promoted.append(Reserved(ticket, cents))
    return tuple(promoted)


def standing_of(book: Book, ticket: str) -> Outcome | None:
    match book.claims.get(ticket):
        case Claim("waiting", cents):
            return Waiting(ticket, list(book.queue).index(ticket) + 1, cents)
        case Claim("reserved", int(cents)):
            return Reserved(ticket, cents)
        case Claim("confirmed", cents):
            return Confirmed(ticket, cents)
        case Claim("released", reason=str(reason)):
            return Released(ticket, reason)
    return None


def write(
    book: Book,
    kind: MovementKind,
    now: datetime,
    ticket: str | None,
    cents: int | None,
    reason: ReleaseReason | None = None,
) -> None:
    stage = book.claims[ticket].stage if ticket in book.claims else None
    entries = entries_of(kind, cents or 0, stage)
    movement = Movement(
        number=book.last + 1,
        at=now,
        kind=kind,
        ticket=ticket,
        cents=cents,
        reason=reason,
        entries=entries,
        left=book.balances.available + entries.available,
    )
    apply(book, movement)
    book.written.append(movement)


def entries_of(kind: MovementKind, cents: int, stage: Stage | None) -> Entries:
    """Which accounts a movement of `cents` touches; `stage` is where its ticket stood before."""
    match kind:
        case "fund":
            return Entries(external=-cents, available=cents)
        case "reserve":
            return Entries(available=-cents, reserved=cents)
        case "confirm":
            return Entries(reserved=-cents, confirmed=cents)
        case "release" if stage == "confirmed":
            return Entries(confirmed=-cents, available=cents)
        case "release" if stage == "reserved":
            return Entries(reserved=-cents, available=cents)
        case _:
            return Entries()


def apply(book: Book, one: Movement) -> None:
    book.balances = _plus(book.balances, one.entries)
    book.last = one.number
    if one.ticket is None:
        book.has_fund = True
        return
    if one.kind == "arrive":
        book.queue[one.ticket] = None
    elif one.kind != "amount":
        book.queue.pop(one.ticket, None)
    book.claims[one.ticket] = _claim(one)


def _claim(one: Movement) -> Claim:
    match one.kind:
        case "reserve":
            return Claim("reserved", one.cents)
        case "confirm":
            return Claim("confirmed", one.cents)
        case "release":
            return Claim("released", reason=one.reason)
        case _:
            return Claim("waiting", one.cents)


def _plus(these: Entries, more: Entries) -> Entries:
    return Entries(
        these.external + more.external,
        these.available + more.available,
        these.reserved + more.reserved,
        these.confirmed + more.confirmed,
    )
