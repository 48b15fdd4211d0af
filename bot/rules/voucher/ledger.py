"""The fund of a voucher call: what may be reserved, who comes next, and whether the books agree.

A journal of movements is all there is; balances, waiting list and the state of every request follow from it. Each
movement moves integer cents between four accounts and adds up to zero:

- `external`: where the money comes from, minus what was paid in
- `available`: for the next in order of arrival
- `reserved`: put aside for requests under examination
- `confirmed`: granted

So `available + reserved + confirmed` is the fund at every moment. The order is strictly that of arrival: a small
request behind a large one waits, even if there is money for it. Whoever is passed over could not be told why, and a
large request could be passed over for ever. A request that no fund of this size could satisfy is therefore refused at
once; one that comes to stand in the way later (the fund was reduced) shows as `Overview.stuck`, for a person to decide.

A call without a published fund keeps the order of arrival alone; when a fund is published, the list is served in order.

Every function takes the journal and gives a `Change`: the movements to append, how the request now stands, and who
moved up from the waiting list and must be told. Asked twice, it appends nothing the second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, field
from datetime import datetime
from typing import Literal

from bot.model.fund import Entries, Movement, MovementKind, ReleaseReason

MOST_CENTS = 10**12
"""Ten billion euros: more is a slip of the keyboard."""

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


def reserve(journal: Sequence[Movement], ticket: str, cents: int | None, now: datetime) -> Change:
    """Puts `cents` aside for the ticket, or gives it the last place of the waiting list.

    Asked again, it says how the ticket stands. Without a published fund `cents` may be None; the amount can be said
    later, and the place is kept. After a release the ticket starts anew, behind the others: so release what is refused
    only when the term for a second look has passed.
    """
    book = read(journal)
    known = book.claims.get(ticket, Claim("released"))
    if refusal := _refusal(book, known, cents):
        return Change((), refusal)
    if known.stage == "released":
        _write(book, "arrive", now, ticket, cents)
    elif known.stage == "waiting" and known.cents is None and cents is not None:
        _write(book, "amount", now, ticket, cents)
    return _change(book, ticket, now)


def confirm(journal: Sequence[Movement], ticket: str, now: datetime) -> Change:
    """Grants what is reserved. Without a published fund it takes the ticket off the list, and no money moves."""
    book = read(journal)
    claim = book.claims.get(ticket, Claim("released"))
    if claim.stage == "released":
        return Change((), Refused("unknown_ticket"))
    if claim.stage == "waiting" and book.has_fund:
        return Change((), Refused("still_waiting"))
    if claim.stage != "confirmed":
        _write(book, "confirm", now, ticket, claim.cents if claim.stage == "reserved" else None)
    return _change(book, ticket, now)


def release(journal: Sequence[Movement], ticket: str, reason: ReleaseReason, now: datetime) -> Change:
    """Gives back the place in the list or the money, granted money too; those who wait move up."""
    book = read(journal)
    claim = book.claims.get(ticket)
    if claim is None:
        return Change((), Refused("unknown_ticket"))
    if claim.stage != "released":
        _write(book, "release", now, ticket, None if claim.stage == "waiting" else claim.cents, reason)
    return _change(book, ticket, now)


def set_fund(journal: Sequence[Movement], cents: int, now: datetime) -> Change:
    """Publishes the fund, tops it up or reduces it to `cents` in all: never below what is reserved and confirmed."""
    book = read(journal)
    if refusal := _refused_amount(cents):
        return Change((), refusal)
    if cents < book.promised:
        return Change((), Refused("below_promised", book.promised))
    if cents != book.fund:
        _write(book, "fund", now, None, cents - book.fund)
    promoted = _promote(book, now)
    return Change(tuple(book.written), FundSet(cents), promoted)


def standing(journal: Sequence[Movement], ticket: str) -> Outcome | None:
    """How a ticket stands; None if it never asked."""
    return _standing(read(journal), ticket)


def overview(journal: Sequence[Movement]) -> Overview:
    book = read(journal)
    balances = book.balances
    first = book.claims[book.first].cents if book.first else 0
    reachable = balances.available + balances.reserved
    return Overview(
        fund=book.fund if book.has_fund else None,
        available=balances.available,
        reserved=balances.reserved,
        confirmed=balances.confirmed,
        waiting=tuple(book.queue),
        stuck=book.first if book.has_fund and (first is None or first > reachable) else None,
    )


def statement(journal: Sequence[Movement]) -> list[Line]:
    """The journal with running balances. It holds case codes and no person."""
    book, lines = Book(), []
    for one in journal:
        _apply(book, one)
        after = book.balances
        balances = after.available, after.reserved, after.confirmed, len(book.queue)
        lines.append(Line(one.number, one.at, one.kind, one.ticket, one.cents, one.reason, *balances))
    return lines


def reconcile(journal: Sequence[Movement], published: int | None = None) -> list[Mismatch]:
    """Everything in the journal that does not add up; empty if all is well.

    `published` is the fund as the call's data says, in cents; None leaves that comparison out.
    """
    book, found = Book(), []
    for number, one in enumerate(journal, 1):
        if one.number != number:
            found.append(Mismatch(one.number, f"its number should be {number}"))
        found += [Mismatch(one.number, what) for what in _oddities(book, one)]
        _apply(book, one)
        if one.left != book.balances.available:
            found.append(Mismatch(one.number, f"{one.left} cents left, the movements give {book.balances.available}"))
        if min(book.balances.available, book.balances.reserved, book.balances.confirmed) < 0:
            found.append(Mismatch(one.number, "an account falls below zero"))
    for stage, balance in (("reserved", book.balances.reserved), ("confirmed", book.balances.confirmed)):
        claimed = sum(claim.cents or 0 for claim in book.claims.values() if claim.stage == stage)
        if claimed != balance:
            found.append(Mismatch(None, f"{stage}: the tickets give {claimed} cents, the account {balance}"))
    if published is not None and published != book.fund:
        found.append(Mismatch(None, f"the call publishes {published} cents, {book.fund} are paid in"))
    return found


def read(journal: Sequence[Movement]) -> Book:
    """The state after the journal."""
    book = Book()
    for movement in journal:
        _apply(book, movement)
    return book


def _refusal(book: Book, known: Claim, cents: int | None) -> Refused | None:
    """Why a request for `cents` cannot be taken; None if it can."""
    if cents is None:
        missing = book.has_fund and known.stage == "released"
        return Refused("no_amount") if missing else None
    if refused := _refused_amount(cents):
        return refused
    if known.stage != "released" and known.cents is not None:
        return Refused("other_amount", known.cents) if cents != known.cents else None
    if book.has_fund and cents > book.fund and known.stage != "confirmed":
        return Refused("more_than_fund", book.fund)
    return None


def _refused_amount(cents: int) -> Refused | None:
    """Callers outside Python's types (a form, a file) may bring anything: True and 1.5 are no amounts."""
    if type(cents) is not int:
        return Refused("not_whole_cents")
    if cents <= 0:
        return Refused("not_positive")
    return Refused("too_large", MOST_CENTS) if cents > MOST_CENTS else None


def _change(book: Book, ticket: str, now: datetime) -> Change:
    """Serves the list, then says how the ticket stands."""
    promoted = _promote(book, now)
    outcome = _standing(book, ticket)
    assert outcome is not None, "callers have looked the ticket up"
    others = tuple(moved for moved in promoted if moved.ticket != ticket)
    return Change(tuple(book.written), outcome, others)


def _promote(book: Book, now: datetime) -> tuple[Reserved, ...]:
    """Reserves for the first of the list, again and again, until the money does not suffice for the first."""
    promoted = []
    while book.has_fund and (ticket := book.first):
        cents = book.claims[ticket].cents
        if cents is None or cents > book.balances.available:
            break
        _write(book, "reserve", now, ticket, cents)
        promoted.append(Reserved(ticket, cents))
    return tuple(promoted)


def _standing(book: Book, ticket: str) -> Outcome | None:
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


def _write(
    book: Book,
    kind: MovementKind,
    now: datetime,
    ticket: str | None,
    cents: int | None,
    reason: ReleaseReason | None = None,
) -> None:
    stage = book.claims[ticket].stage if ticket in book.claims else None
    entries = _entries(kind, cents or 0, stage)
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
    _apply(book, movement)
    book.written.append(movement)


def _entries(kind: MovementKind, cents: int, stage: Stage | None) -> Entries:
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


def _apply(book: Book, one: Movement) -> None:
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


FOLLOWS: dict[MovementKind, tuple[Stage | None, ...]] = {
    "fund": (None,),
    "arrive": (None, "released"),
    "amount": ("waiting",),
    "reserve": ("waiting",),
    "confirm": ("reserved", "waiting"),
    "release": ("waiting", "reserved", "confirmed"),
}
"""Movement -> where its ticket may have stood before; None: nowhere."""


def _may_follow(kind: MovementKind, stage: Stage | None, has_fund: bool) -> bool:
    """Where there is a fund, only what is reserved is granted."""
    return stage in FOLLOWS[kind] and not (kind == "confirm" and stage == "waiting" and has_fund)


def _oddities(book: Book, one: Movement) -> list[str]:
    """What is wrong with a movement, given those before it."""
    before = book.claims.get(one.ticket) if one.ticket else None
    stage = before.stage if before else None
    found = []
    if sum(astuple(one.entries)):
        found.append("its accounts do not add up to zero")
    if (one.ticket is None) != (one.kind == "fund") or not _may_follow(one.kind, stage, book.has_fund):
        found.append(f"{one.kind} cannot follow {stage or 'nothing'}")
    if one.entries != _entries(one.kind, one.cents or 0, stage):
        found.append("it moves other money than it says")
    if before and before.cents is not None and one.kind != "arrive" and one.cents not in (None, before.cents):
        found.append(f"its amount is {one.cents} cents, {before.cents} were asked")
    if one.kind == "reserve" and one.ticket != book.first:
        found.append(f"it passes over {book.first}")
    return found
