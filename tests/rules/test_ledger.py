"""The fund is never overspent, the order of arrival is kept, and the books always agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.model.fund import Entries, Movement
from bot.rules.voucher.ledger import MOST_CENTS, confirm, overview, release, reserve, set_fund, standing
from bot.rules.voucher.ledger_values import Change, Confirmed, FundSet, Refused, Released, Reserved, Waiting
from bot.rules.voucher.reconciliation import reconcile, statement

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class Call:
    """A call whose journal grows as it would in the database."""

    def __init__(self, fund: int | None = None) -> None:
        self.journal: tuple[Movement, ...] = ()
        if fund:
            self.fund(fund)

    def fund(self, cents: int) -> Change:
        return self._keep(set_fund(self.journal, cents, NOW))

    def reserve(self, ticket: str, cents: int | None) -> Change:
        return self._keep(reserve(self.journal, ticket, cents, NOW))

    def confirm(self, ticket: str) -> Change:
        return self._keep(confirm(self.journal, ticket, NOW))

    def release(self, ticket: str) -> Change:
        return self._keep(release(self.journal, ticket, "withdrawn", NOW))

    def _keep(self, change: Change) -> Change:
        self.journal += change.movements
        return change


def test_a_request_gets_its_money_while_there_is_some() -> None:
    call = Call(1000)
    assert call.reserve("A", 600) == Change(call.journal[1:], Reserved("A", 600))
    assert overview(call.journal).available == 400


def test_a_request_that_finds_too_little_waits_with_its_position() -> None:
    call = Call(1000)
    call.reserve("A", 600)
    assert call.reserve("B", 500).outcome == Waiting("B", 1, 500)
    assert call.reserve("C", 500).outcome == Waiting("C", 2, 500)


def test_a_small_request_does_not_pass_a_large_one() -> None:
    call = Call(1000)
    call.reserve("A", 600)
    call.reserve("large", 500)
    assert call.reserve("small", 100).outcome == Waiting("small", 2, 100)
    assert overview(call.journal).available == 400


def test_what_is_given_back_goes_to_the_first_in_order_and_they_are_named() -> None:
    call = Call(1000)
    for ticket, cents in (("A", 1000), ("B", 500), ("C", 500), ("D", 500)):
        call.reserve(ticket, cents)
    assert call.release("A").promoted == (Reserved("B", 500), Reserved("C", 500))
    assert standing(call.journal, "D") == Waiting("D", 1, 500)


def test_when_the_large_one_leaves_the_list_the_small_one_moves_up() -> None:
    call = Call(1000)
    for ticket, cents in (("A", 600), ("large", 500), ("small", 100)):
        call.reserve(ticket, cents)
    assert call.release("large").promoted == (Reserved("small", 100),)


def test_a_double_tap_reserves_once() -> None:
    call = Call(1000)
    call.reserve("A", 600)
    assert call.reserve("A", 600) == Change((), Reserved("A", 600))
    call.reserve("B", 600)
    assert call.reserve("B", 600) == Change((), Waiting("B", 1, 600))
    call.confirm("A")
    assert call.confirm("A") == Change((), Confirmed("A", 600))
    assert call.reserve("A", 600) == Change((), Confirmed("A", 600))
    call.release("B")
    assert call.release("B") == Change((), Released("B", "withdrawn"))


def test_the_amount_asked_first_stands() -> None:
    call = Call(1000)
    call.reserve("A", 600)
    assert call.reserve("A", 700) == Change((), Refused("other_amount", 600))


@pytest.mark.parametrize(
    ("cents", "refused"),
    [
        (0, Refused("not_positive")),
        (-1, Refused("not_positive")),
        (10.5, Refused("not_whole_cents")),
        (True, Refused("not_whole_cents")),
        ("100", Refused("not_whole_cents")),
        (MOST_CENTS + 1, Refused("too_large", MOST_CENTS)),
    ],
)
def test_an_amount_that_is_none_is_refused_by_name(cents: int, refused: Refused) -> None:
    assert Call(1000).reserve("A", cents) == Change((), refused)
    assert Call().reserve("A", cents) == Change((), refused)
    assert Call().fund(cents) == Change((), refused)


def test_a_request_above_the_whole_fund_is_refused_instead_of_blocking_the_list() -> None:
    assert Call(1000).reserve("A", 1001).outcome == Refused("more_than_fund", 1000)


def test_where_there_is_a_fund_the_amount_must_be_said() -> None:
    assert Call(1000).reserve("A", None).outcome == Refused("no_amount")


def test_only_what_is_reserved_is_granted() -> None:
    call = Call(1000)
    assert call.confirm("A").outcome == Refused("unknown_ticket")
    call.reserve("A", 1000)
    call.reserve("B", 500)
    assert call.confirm("B").outcome == Refused("still_waiting")
    call.release("A")
    assert call.confirm("A").outcome == Refused("unknown_ticket")
    assert call.release("C").outcome == Refused("unknown_ticket")


def test_granted_money_that_is_renounced_is_available_again() -> None:
    call = Call(1000)
    call.reserve("A", 1000)
    call.reserve("B", 1000)
    call.confirm("A")
    assert call.release("A").promoted == (Reserved("B", 1000),)
    assert overview(call.journal).confirmed == 0


def test_who_comes_back_after_a_release_stands_behind_the_others() -> None:
    call = Call(1000)
    call.reserve("A", 1000)
    call.reserve("B", 1000)
    call.release("A")
    assert call.reserve("A", 1000).outcome == Waiting("A", 1, 1000)


def test_more_money_serves_the_list_in_order() -> None:
    call = Call(500)
    for ticket in "ABC":
        call.reserve(ticket, 500)
    done = call.fund(1200)
    assert (done.outcome, done.promoted) == (FundSet(1200), (Reserved("B", 500),))


def test_a_fund_is_never_reduced_below_what_is_promised() -> None:
    call = Call(1000)
    call.reserve("A", 300)
    call.reserve("B", 400)
    call.confirm("A")
    assert call.fund(699) == Change((), Refused("below_promised", 700))
    assert call.fund(700).outcome == FundSet(700)
    assert overview(call.journal).available == 0


def test_the_same_fund_again_writes_nothing() -> None:
    assert Call(1000).fund(1000) == Change((), FundSet(1000))


def test_a_request_that_a_reduced_fund_cannot_serve_is_shown_as_stuck() -> None:
    call = Call(1000)
    for ticket, cents in (("A", 400), ("B", 900), ("C", 100)):
        call.reserve(ticket, cents)
    assert overview(call.journal).stuck is None
    call.fund(600)
    assert overview(call.journal).stuck == "B"
    call.release("B")
    assert overview(call.journal).stuck is None


def test_a_request_above_what_is_not_yet_granted_is_shown_as_stuck() -> None:
    call = Call(1000)
    call.reserve("A", 600)
    call.reserve("B", 600)
    assert overview(call.journal).stuck is None
    call.confirm("A")
    assert overview(call.journal).stuck == "B"


def test_without_a_fund_there_is_only_the_order_of_arrival() -> None:
    call = Call()
    assert call.reserve("A", None).outcome == Waiting("A", 1, None)
    assert call.reserve("B", 300).outcome == Waiting("B", 2, 300)
    assert call.confirm("A").outcome == Confirmed("A", None)
    assert standing(call.journal, "B") == Waiting("B", 1, 300)
    assert overview(call.journal).fund is None


def test_a_fund_published_later_serves_those_who_came_first() -> None:
    call = Call()
    for ticket in "ABC":
        call.reserve(ticket, 300)
    assert call.fund(700).promoted == (Reserved("A", 300), Reserved("B", 300))


def test_an_amount_said_later_keeps_the_place() -> None:
    call = Call()
    call.reserve("A", None)
    call.reserve("B", 300)
    assert call.fund(1000).promoted == ()
    assert overview(call.journal).stuck == "A"
    done = call.reserve("A", 400)
    assert (done.outcome, done.promoted) == (Reserved("A", 400), (Reserved("B", 300),))


def test_a_statement_tells_each_movement_and_the_balances_after_it() -> None:
    call = Call(1000)
    call.reserve("A", 700)
    call.reserve("B", 700)
    call.confirm("A")
    call.release("B")
    assert [
        (line.kind, line.ticket, line.cents, line.available, line.reserved, line.confirmed, line.waiting)
        for line in statement(call.journal)
    ] == [
        ("fund", None, 1000, 1000, 0, 0, 0),
        ("arrive", "A", 700, 1000, 0, 0, 1),
        ("reserve", "A", 700, 300, 700, 0, 0),
        ("arrive", "B", 700, 300, 700, 0, 1),
        ("confirm", "A", 700, 300, 0, 700, 1),
        ("release", "B", None, 300, 0, 700, 0),
    ]


def busy_journal() -> tuple[Movement, ...]:
    """fund, then arrive and reserve of A, arrive of B, arrive of C."""
    call = Call(1000)
    for ticket in "ABC":
        call.reserve(ticket, 600)
    return call.journal


@pytest.mark.parametrize(
    ("number", "changes", "what"),
    [
        (1, {"entries": Entries(-900, 1000)}, "do not add up to zero"),
        (3, {"cents": 500}, "moves other money than it says"),
        (3, {"cents": 500}, "600 were asked"),
        (3, {"entries": Entries(0, -600, 0, 600)}, "reserved: the tickets give 600 cents, the account 0"),
        (3, {"left": 401}, "401 cents left, the movements give 400"),
        (3, {"ticket": "B"}, "reserve cannot follow nothing"),
        (5, {"number": 7}, "its number should be 5"),
        (5, {"kind": "reserve", "entries": Entries(0, -600, 600)}, "an account falls below zero"),
    ],
)
def test_a_forged_movement_is_found(number: int, changes: dict[str, object], what: str) -> None:
    journal = list(busy_journal())
    assert reconcile(journal, 1000) == []
    journal[number - 1] = replace(journal[number - 1], **changes)  # type: ignore[arg-type]
    assert what in "\n".join(mismatch.what for mismatch in reconcile(journal, 1000))


def test_a_movement_taken_out_is_found() -> None:
    journal = busy_journal()
    for gone in range(len(journal) - 1):
        assert reconcile(journal[:gone] + journal[gone + 1 :], 1000)


def test_passing_over_who_came_first_is_found() -> None:
    call = Call(1000)
    for ticket, cents in (("A", 600), ("B", 600), ("C", 100)):
        call.reserve(ticket, cents)
    jump = Movement(7, NOW, "reserve", "C", 100, entries=Entries(0, -100, 100), left=300)
    assert [one.what for one in reconcile((*call.journal, replace(jump, number=6)), 1000)] == ["it passes over B"]


def test_a_grant_without_a_reservation_is_found() -> None:
    jump = Movement(6, NOW, "confirm", "B", left=400)
    assert [one.what for one in reconcile((*busy_journal(), jump))] == ["confirm cannot follow waiting"]


def test_a_published_fund_that_was_not_paid_in_is_found() -> None:
    (mismatch,) = reconcile(busy_journal(), 2000)
    assert mismatch.what == "the call publishes 2000 cents, 1000 are paid in"


TICKETS = st.sampled_from([f"T{number}" for number in range(8)])
AMOUNTS = st.integers(1, 60)


class AnyCall(RuleBasedStateMachine):
    """Whatever is asked, in whatever order. Beside the ledger a plain list remembers who came when."""

    def __init__(self) -> None:
        super().__init__()
        self.call = Call()
        self.arrived: list[str] = []
        """Tickets that wait, in the order in which they came."""

    @initialize(fund=st.none() | st.integers(1, 100))
    def start(self, fund: int | None) -> None:
        if fund:
            self.call.fund(fund)

    @rule(ticket=TICKETS, cents=st.none() | AMOUNTS)
    def reserve(self, ticket: str, cents: int | None) -> None:
        new = standing(self.call.journal, ticket)
        done = self.call.reserve(ticket, cents)
        if (new is None or isinstance(new, Released)) and not isinstance(done.outcome, Refused):
            self.arrived.append(ticket)
        self.served(done)
        assert reserve(self.call.journal, ticket, cents, NOW).movements == ()

    @rule(ticket=TICKETS)
    def confirm(self, ticket: str) -> None:
        done = self.call.confirm(ticket)
        if isinstance(done.outcome, Confirmed) and ticket in self.arrived:
            self.arrived.remove(ticket)
        self.served(done)

    @rule(ticket=TICKETS)
    def release(self, ticket: str) -> None:
        done = self.call.release(ticket)
        if isinstance(done.outcome, Released) and ticket in self.arrived:
            self.arrived.remove(ticket)
        self.served(done)

    @rule(cents=st.integers(-5, 150))
    def fund(self, cents: int) -> None:
        self.served(self.call.fund(cents))

    def served(self, done: Change) -> None:
        """Those who got money are exactly the first who waited, in their order; others among them are told."""
        served = [one.ticket for one in done.movements if one.kind == "reserve"]
        assert served == self.arrived[: len(served)]
        del self.arrived[: len(served)]
        told = [moved.ticket for moved in done.promoted]
        asked = getattr(done.outcome, "ticket", None)
        assert told == [ticket for ticket in served if ticket != asked]
        if isinstance(done.outcome, Refused):
            assert done.movements == ()

    @invariant()
    def the_books_agree(self) -> None:
        now = overview(self.call.journal)
        assert reconcile(self.call.journal, now.fund) == []
        assert now.available + now.reserved + now.confirmed == (now.fund or 0)
        assert min(now.available, now.reserved, now.confirmed) >= 0

    @invariant()
    def the_order_of_arrival_is_kept(self) -> None:
        now = overview(self.call.journal)
        assert list(now.waiting) == self.arrived
        for position, ticket in enumerate(self.arrived, 1):
            stands = standing(self.call.journal, ticket)
            assert isinstance(stands, Waiting)
            assert stands.position == position

    @invariant()
    def nobody_waits_while_there_is_money_for_the_first(self) -> None:
        now = overview(self.call.journal)
        if now.fund is not None and now.waiting:
            first = standing(self.call.journal, now.waiting[0])
            assert isinstance(first, Waiting)
            assert first.cents is None or first.cents > now.available


TestAnyCall = AnyCall.TestCase
TestAnyCall.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
