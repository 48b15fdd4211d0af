"""Whether the books of a voucher call agree, and the journal with running balances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

from bot.model.fund import Movement, MovementKind
from bot.rules.voucher.book import Book, apply, entries_of
from bot.rules.voucher.ledger_values import Line, Mismatch, Stage


def statement(journal: Sequence[Movement]) -> list[Line]:
    """The journal with running balances. It holds case codes and no person."""
    book, lines = Book(), []
    for one in journal:
        apply(book, one)
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
        apply(book, one)
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
    if one.entries != entries_of(one.kind, one.cents or 0, stage):
        found.append("it moves other money than it says")
    if before and before.cents is not None and one.kind != "arrive" and one.cents not in (None, before.cents):
        found.append(f"its amount is {one.cents} cents, {before.cents} were asked")
    if one.kind == "reserve" and one.ticket != book.first:
        found.append(f"it passes over {book.first}")
    return found
