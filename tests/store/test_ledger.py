"""Requests at the same moment never overspend a fund, and what is written once stays as it is."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.rules.retention import KEEP
from bot.rules.voucher.ledger import confirm, overview, release, reserve, set_fund
from bot.rules.voucher.ledger_values import Change, Reserved, Waiting
from bot.rules.voucher.reconciliation import reconcile
from bot.store import audit, retention, voucher
from bot.store.audit import Audited
from bot.store.database import Sessions, open_database
from bot.store.tables import AuditRow, FundRow, LedgerRow

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LONG_AGO = datetime(2010, 1, 1, tzinfo=UTC)
CALL = "voucher-2027"
REQUESTS = 40


async def publish(sessions: Sessions, cents: int, call: str = CALL, now: datetime = NOW) -> Change:
    async with sessions.begin() as session:
        return await voucher.change(session, call, lambda journal: set_fund(journal, cents, now))


async def ask(sessions: Sessions, ticket: str, cents: int, call: str = CALL, now: datetime = NOW) -> Change:
    async with sessions.begin() as session:
        return await voucher.change(session, call, lambda journal: reserve(journal, ticket, cents, now))


async def grant(sessions: Sessions, ticket: str) -> Change:
    async with sessions.begin() as session:
        return await voucher.change(session, CALL, lambda journal: confirm(journal, ticket, NOW))


async def give_back(sessions: Sessions, ticket: str) -> Change:
    async with sessions.begin() as session:
        return await voucher.change(session, CALL, lambda journal: release(journal, ticket, "withdrawn", NOW))


async def test_the_journal_comes_back_as_it_was_written(sessions: Sessions) -> None:
    written = [*(await publish(sessions, 1000)).movements]
    for done in (await ask(sessions, "A", 600), await ask(sessions, "B", 600), await give_back(sessions, "A")):
        written += done.movements
    async with sessions() as session:
        assert await voucher.journal(session, CALL) == tuple(written)
        assert await voucher.calls(session) == [CALL]
    assert reconcile(written, 1000) == []


async def test_each_call_has_its_own_fund(sessions: Sessions) -> None:
    await publish(sessions, 1000)
    await publish(sessions, 500, "other")
    await ask(sessions, "A", 1000)
    assert (await ask(sessions, "A", 500, "other")).outcome == Reserved("A", 500)


async def test_amounts_beyond_32_bits_are_kept_to_the_cent(sessions: Sessions) -> None:
    await publish(sessions, 10**12)
    await ask(sessions, "A", 10**12 - 1)
    async with sessions() as session:
        assert overview(await voucher.journal(session, CALL)).available == 1


async def test_what_a_failed_transaction_reserved_is_free_again(sessions: Sessions) -> None:
    await publish(sessions, 1000)
    async with sessions() as session:
        await voucher.change(session, CALL, lambda journal: reserve(journal, "A", 1000, NOW))
        await session.rollback()
    assert (await ask(sessions, "B", 1000)).outcome == Reserved("B", 1000)


async def test_forty_requests_at_once_over_many_connections_never_overspend(database_url: str) -> None:
    async with AsyncExitStack() as stack:
        workers = [await stack.enter_async_context(open_database(database_url)) for _ in range(4)]
        await publish(workers[0], 1000)
        asking = (ask(workers[number % 4], f"T{number:02}", 300) for number in range(REQUESTS))
        outcomes = [done.outcome for done in await asyncio.gather(*asking)]
        async with workers[0]() as session:
            journal = await voucher.journal(session, CALL)
    assert sum(isinstance(outcome, Reserved) for outcome in outcomes) == 3
    positions = sorted(outcome.position for outcome in outcomes if isinstance(outcome, Waiting))
    assert positions == list(range(1, REQUESTS - 3 + 1))
    assert overview(journal).available == 100
    assert reconcile(journal, 1000) == []


async def test_the_first_requests_of_a_call_may_come_at_once(database_url: str) -> None:
    async with AsyncExitStack() as stack:
        workers = [await stack.enter_async_context(open_database(database_url)) for _ in range(4)]
        asking = (ask(workers[number % 4], f"T{number:02}", 300) for number in range(REQUESTS))
        outcomes = [done.outcome for done in await asyncio.gather(*asking)]
    positions = sorted(outcome.position for outcome in outcomes if isinstance(outcome, Waiting))
    assert positions == list(range(1, REQUESTS + 1))


async def test_two_devices_pressing_at_once_reserve_once(database_url: str) -> None:
    async with AsyncExitStack() as stack:
        workers = [await stack.enter_async_context(open_database(database_url)) for _ in range(2)]
        await publish(workers[0], 1000)
        done = await asyncio.gather(*(ask(workers[number % 2], "A", 400) for number in range(10)))
        assert {one.outcome for one in done} == {Reserved("A", 400)}
        async with workers[0]() as session:
            assert overview(await voucher.journal(session, CALL)).reserved == 400


async def test_everything_at_once_still_adds_up_and_nobody_gets_money_twice(database_url: str) -> None:
    """Requests, grants, withdrawals and top-ups in the same moment."""
    async with AsyncExitStack() as stack:
        workers = [await stack.enter_async_context(open_database(database_url)) for _ in range(4)]
        await publish(workers[0], 1000)
        asking = [ask(workers[number % 4], f"T{number:02}", 100 + number) for number in range(REQUESTS)]
        granting = [grant(workers[number % 4], f"T{number:02}") for number in range(0, REQUESTS, 3)]
        leaving = [give_back(workers[number % 4], f"T{number:02}") for number in range(0, REQUESTS, 2)]
        funding = [publish(workers[number % 4], cents) for number, cents in enumerate((1500, 900, 2000))]
        done = await asyncio.gather(*asking, *granting, *leaving, *funding)
        async with workers[0]() as session:
            journal = await voucher.journal(session, CALL)
    assert reconcile(journal) == []
    promoted = [moved.ticket for one in done for moved in one.promoted]
    at_once = [one.outcome.ticket for one in done if one.movements and isinstance(one.outcome, Reserved)]
    assert sorted(promoted + at_once) == sorted(one.ticket for one in journal if one.kind == "reserve" and one.ticket)


async def test_the_second_waits_until_the_first_has_decided(sessions: Sessions) -> None:
    await publish(sessions, 1000)
    async with sessions.begin() as session:
        await voucher.change(session, CALL, lambda journal: reserve(journal, "A", 1000, NOW))
        second = asyncio.create_task(ask(sessions, "B", 1000))
        await asyncio.wait([second], timeout=0.3)
        assert not second.done()
    assert (await second).outcome == Waiting("B", 1, 1000)


async def test_the_database_refuses_to_overspend_whatever_the_code_says(sessions: Sessions) -> None:
    await publish(sessions, 1000)
    spend = {"call": CALL, "number": 2, "at": NOW, "kind": "reserve", "ticket": "A", "cents": 1001}
    entries = {"external": 0, "available": -1001, "reserved": 1001, "confirmed": 0, "left": -1}
    for changes in ({}, {"left": 0, "reserved": 1000}, {"left": 0, "number": 1}):
        with pytest.raises(IntegrityError):
            async with sessions.begin() as session:
                await session.execute(insert(LedgerRow), [{**spend, **entries, **changes}])


async def fill(sessions: Sessions) -> None:
    await publish(sessions, 1000)
    async with sessions.begin() as session:
        audit.record(session, 7, "read", "ABC-DEFG", NOW)


@pytest.mark.parametrize("table", [LedgerRow, AuditRow])
async def test_a_line_is_neither_changed_nor_deleted(sessions: Sessions, table: type[LedgerRow | AuditRow]) -> None:
    await fill(sessions)
    for forbidden in (update(table).values(ticket="XYZ"), update(table).values(at=LONG_AGO), delete(table)):
        with pytest.raises(DBAPIError, match=f"{table.__tablename__} is append-only"):
            async with sessions.begin() as session:
                await session.execute(forbidden)


@pytest.mark.parametrize("table", ["ledger", "audit"])
async def test_a_line_is_not_replaced_nor_the_table_emptied(sessions: Sessions, table: str) -> None:
    await fill(sessions)
    async with sessions() as session:
        sqlite = session.get_bind().dialect.name == "sqlite"
    trick = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}" if sqlite else f"TRUNCATE {table}"
    with pytest.raises(DBAPIError, match=f"{table} is append-only"):
        async with sessions.begin() as session:
            await session.execute(text(trick))


async def test_a_trail_goes_after_five_years_and_not_before(sessions: Sessions) -> None:
    now = datetime.now(UTC)
    ages = [KEEP["audit"] + timedelta(days=1), KEEP["audit"] - timedelta(days=1), timedelta()]
    async with sessions.begin() as session:
        for number, age in enumerate(ages):
            audit.record(session, number, "read", None, now - age)
    async with sessions.begin() as session:
        await retention.purge(session, KEEP, now)
        assert [line.operator for line in await audit.trail(session)] == [1, 2]


async def test_a_call_goes_whole_ten_years_after_its_last_movement(sessions: Sessions) -> None:
    now = datetime.now(UTC)
    old, just = now - KEEP["ledger"] - timedelta(days=1), now - KEEP["ledger"] + timedelta(days=1)
    await publish(sessions, 1000, "ended", old)
    await ask(sessions, "A", 600, "ended", old)
    await publish(sessions, 1000, "alive", old)
    await ask(sessions, "B", 600, "alive", just)
    async with sessions.begin() as session:
        await retention.purge(session, KEEP, now)
        assert await voucher.calls(session) == ["alive"]
        assert await session.get(FundRow, "ended") is None
        assert reconcile(await voucher.journal(session, "alive"), 1000) == []


async def test_the_trail_tells_who_did_what_in_order(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        audit.record(session, 7, "take", "ABC-DEFG", NOW)
        audit.record(session, None, "back_to_queue", "ABC-DEFG", NOW + timedelta(hours=1))
        audit.record(session, 8, "export", None, NOW)
    async with sessions() as session:
        assert len(await audit.trail(session)) == 3
        assert await audit.trail(session, "ABC-DEFG") == [
            Audited(NOW, 7, "take", "ABC-DEFG"),
            Audited(NOW + timedelta(hours=1), None, "back_to_queue", "ABC-DEFG"),
        ]


@pytest.mark.parametrize(
    ("action", "ticket"),
    [("ho letto la pratica di Maria", None), ("Read", None), ("", None), ("read", "Maria Rossi"), ("read", "")],
)
async def test_a_text_does_not_get_into_the_trail(sessions: Sessions, action: str, ticket: str | None) -> None:
    async with sessions.begin() as session:
        with pytest.raises(ValueError, match="audit line"):
            audit.record(session, 7, action, ticket, NOW)


def test_neither_table_has_a_place_for_a_person() -> None:
    columns = {
        table.__tablename__: {column.name for column in table.__table__.columns} for table in (LedgerRow, AuditRow)
    }
    assert columns["audit"] == {"id", "at", "operator", "action", "ticket"}
    money = {"cents", "external", "available", "reserved", "confirmed", "left"}
    assert columns["ledger"] == {"call", "number", "at", "kind", "ticket", "reason"} | money
