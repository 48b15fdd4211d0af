"""A backup holds everything at one moment and can be put back into either kind of database: the drill."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from bot.commands.backup import forget_old
from bot.commands.restore import carried
from bot.model.conversation import Conversation, Kind, Utterance
from bot.rules.voucher.ledger import reserve, set_fund
from bot.rules.voucher.reconciliation import reconcile
from bot.store import conversations, mailbox, operators, voucher
from bot.store.backup import BadBackup, back_up
from bot.store.database import Sessions, open_database
from bot.store.tables import Base, ConsentRow
from bot.store.trouble import DatabaseTrouble
from tests.store.filling import NOW, ROWS, fill

CALL = "esempio-servizi-2026"


@pytest.fixture
async def full(database_url: str) -> AsyncIterator[Sessions]:
    """A database with rows in every table, and a ledger that adds up."""
    others = [table for table in Base.metadata.sorted_tables if table.name not in ("ledger", "funds")]
    async with open_database(database_url) as sessions:
        async with sessions.begin() as session:
            await (await session.connection()).run_sync(fill, others)
            if session.get_bind().dialect.name == "postgresql":
                for table in (each for each in others if each.autoincrement_column is not None):
                    await session.execute(text(f"SELECT setval('{table.name}_id_seq', {ROWS})"))
            await voucher.change(session, CALL, lambda journal: set_fund(journal, 100_000, NOW))
            for number in range(3):
                await voucher.change(session, CALL, lambda journal, n=number: reserve(journal, f"T{n}", 40_000, NOW))
            await operators.invite(session, "ABCD-EFGH", "Anna", [], {"operator"}, NOW)
        yield sessions


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> str:
    """An empty database of the other kind."""
    if database_url.startswith("postgresql"):
        return f"sqlite+aiosqlite:///{tmp_path / 'other.db'}"
    from tests.conftest import new_postgres

    return new_postgres(request.getfixturevalue("postgres"))


async def everything(sessions: Sessions) -> dict[str, list[tuple[object, ...]]]:
    async with sessions() as session:
        return {
            table.name: [
                tuple(row) for row in await session.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in Base.metadata.sorted_tables
        }


async def test_what_was_saved_comes_back_whole_also_into_the_other_kind_of_database(
    full: Sessions, database_url: str, elsewhere: str, tmp_path: Path
) -> None:
    file = tmp_path / "saved" / "a.db"
    made = await back_up(database_url, file, NOW)
    assert made.tables["consents"].rows == ROWS
    assert sorted(path.name for path in file.parent.iterdir()) == ["a.db"]
    manifest, held = await carried(file, elsewhere)
    assert (manifest, held) == (made, made.tables)
    async with open_database(elsewhere) as sessions:
        assert await everything(sessions) == await everything(full)
        async with sessions.begin() as session:
            assert reconcile(await voucher.journal(session, CALL)) == []
            assert not await mailbox.receive(session, "update_key 1 è 😀", Utterance("telegram:1", Kind.TEXT, "x"), NOW)
            assert await mailbox.receive(session, "new", Utterance("telegram:1", Kind.TEXT, "x"), NOW)
            assert await session.scalar(select(func.count()).select_from(ConsentRow)) == ROWS
            await conversations.remember(session, Conversation("telegram:9"), NOW)
            await operators.invite(session, "IJKL-MNOP", "Bruno", [], {"operator"}, NOW)


async def test_a_backup_while_messages_arrive_holds_one_moment(
    full: Sessions, database_url: str, tmp_path: Path
) -> None:
    stop = asyncio.Event()

    async def write() -> None:
        """Each transaction writes to two tables."""
        number = 0
        while not stop.is_set():
            number += 1
            async with full.begin() as session:
                utterance = Utterance(f"telegram:{number}", Kind.TEXT, "ciao")
                await mailbox.receive(session, f"more {number}", utterance, NOW)
                await mailbox.post(session, f"telegram:{number}", "ciao", (), NOW)
            await asyncio.sleep(0)

    writing = asyncio.create_task(write())
    try:
        for number in range(3):
            made = await back_up(database_url, tmp_path / f"{number}.db", NOW)
            assert made.tables["inbox"].rows == made.tables["outbox"].rows
            await carried(tmp_path / f"{number}.db", None)
    finally:
        stop.set()
        await writing


async def test_a_database_with_rows_is_never_written_over(full: Sessions, database_url: str, tmp_path: Path) -> None:
    await back_up(database_url, tmp_path / "a.db", NOW)
    with pytest.raises(DatabaseTrouble, match=r"not empty: .* Remedy: name a new one"):
        await carried(tmp_path / "a.db", database_url)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("UPDATE consents SET version = 'other'", "does not hold what it says in consents"),
        ("DELETE FROM tickets WHERE code LIKE 'code 1%'", "does not hold what it says in tickets"),
        ("DROP TABLE backup", "is no backup"),
    ],
)
async def test_what_was_changed_since_is_found_by_the_check(
    full: Sessions, database_url: str, tmp_path: Path, damage: str, words: str
) -> None:
    file = tmp_path / "a.db"
    await back_up(database_url, file, NOW)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(damage)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with pytest.raises(BadBackup, match=words):
        await carried(file, None)


async def test_a_ledger_that_does_not_add_up_is_found_by_the_check(
    full: Sessions, database_url: str, tmp_path: Path
) -> None:
    async with full.begin() as session:  # the rules would never write this
        lied = text(
            """INSERT INTO ledger (call, number, at, kind, ticket, cents, external, available, reserved, confirmed, "left")
            SELECT call, 99, at, 'confirm', 'NOBODY', 5, 0, 0, 0, 0, "left" FROM ledger WHERE number = 1"""
        )
        await session.execute(lied)
    await back_up(database_url, tmp_path / "a.db", NOW)
    with pytest.raises(BadBackup, match=f"the ledger of {CALL} does not add up"):
        await carried(tmp_path / "a.db", None)


@pytest.mark.parametrize("content", [None, b"", b"no database at all" * 100])
async def test_what_is_no_backup_is_named_with_the_remedy(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "a.db"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BadBackup, match="Remedy"):
        await carried(file, None)


async def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(DatabaseTrouble, match="Remedy: start the service once"):
        await back_up(f"sqlite+aiosqlite:///{tmp_path / 'none.db'}", tmp_path / "a.db", NOW)
    assert not list(tmp_path.iterdir())


def test_only_the_newest_files_of_ours_stay(tmp_path: Path) -> None:
    names = [f"concilia-{(NOW + timedelta(days=day)):%Y%m%d-%H%M%S}.db" for day in range(5)]
    for name in [*names, "other.db"]:
        (tmp_path / name).touch()
    assert forget_old(tmp_path, 2) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == [*names[3:], "other.db"]
