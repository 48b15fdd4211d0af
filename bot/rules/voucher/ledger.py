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
from datetime import datetime

from bot.model.fund import Movement, ReleaseReason
from bot.rules.voucher.book import Book, Claim, promote, read, standing_of, write
from bot.rules.voucher.ledger_values import Change, FundSet, Outcome, Overview, Refused

MOST_CENTS = 10**12
"""Ten billion euros: more is a slip of the keyboard."""


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
        write(book, "arrive", now, ticket, cents)
    elif known.stage == "waiting" and known.cents is None and cents is not None:
        write(book, "amount", now, ticket, cents)
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
        write(book, "confirm", now, ticket, claim.cents if claim.stage == "reserved" else None)
    return _change(book, ticket, now)


def release(journal: Sequence[Movement], ticket: str, reason: ReleaseReason, now: datetime) -> Change:
    """Gives back the place in the list or the money, granted money too; those who wait move up."""
    book = read(journal)
    claim = book.claims.get(ticket)
    if claim is None:
        return Change((), Refused("unknown_ticket"))
    if claim.stage != "released":
        write(book, "release", now, ticket, None if claim.stage == "waiting" else claim.cents, reason)
    return _change(book, ticket, now)


def set_fund(journal: Sequence[Movement], cents: int, now: datetime) -> Change:
    """Publishes the fund, tops it up or reduces it to `cents` in all: never below what is reserved and confirmed."""
    book = read(journal)
    if refusal := _refused_amount(cents):
        return Change((), refusal)
    if cents < book.promised:
        return Change((), Refused("below_promised", book.promised))
    if cents != book.fund:
        write(book, "fund", now, None, cents - book.fund)
    promoted = promote(book, now)
    return Change(tuple(book.written), FundSet(cents), promoted)


def standing(journal: Sequence[Movement], ticket: str) -> Outcome | None:
    """How a ticket stands; None if it never asked."""
    return standing_of(read(journal), ticket)


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
    promoted = promote(book, now)
    outcome = standing_of(book, ticket)
    assert outcome is not None, "callers have looked the ticket up"
    others = tuple(moved for moved in promoted if moved.ticket != ticket)
    return Change(tuple(book.written), outcome, others)
