"""The tables follow the migrations, and trouble is said in words."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.model.conversation import Conversation, Kind, Utterance
from bot.store import conversations, database, mailbox
from bot.store.database import Sessions, forget_journal, look_at, may_pass, name_of, open_database
from bot.store.tables import Base
from bot.store.trouble import DatabaseTrouble


async def test_the_migrations_make_exactly_the_tables_of_the_code(sessions: Sessions) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))

    async with sessions() as session:
        connection = await session.connection()
        assert await connection.run_sync(differences) == []


async def test_opening_a_second_time_changes_nothing(database_url: str) -> None:
    for _ in range(2):
        async with open_database(database_url) as sessions, sessions() as session:
            assert await session.scalar(text("SELECT count(*) FROM inbox")) == 0


async def test_the_error_of_a_query_does_not_tell_its_words(sessions: Sessions) -> None:
    with pytest.raises(DBAPIError) as error:
        async with sessions() as session:
            await session.execute(text("SELECT * FROM nowhere WHERE words = :words"), {"words": "mio figlio sta male"})
    assert "figlio" not in str(error.value)


async def test_a_database_in_memory_opens_and_keeps_what_is_written() -> None:
    async with open_database("sqlite+aiosqlite:///:memory:") as sessions:
        async with sessions.begin() as session:
            await conversations.remember(session, Conversation("test:1", misses=2), datetime(2026, 11, 28, tzinfo=UTC))
        async with sessions() as session:
            assert (await conversations.recall(session, "test:1")).misses == 2


async def test_sqlite_writes_ahead_and_survives_a_power_cut(tmp_path: Path) -> None:
    async with open_database(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}") as sessions, sessions() as session:
        assert await session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert await session.scalar(text("PRAGMA synchronous")) == 2


async def test_a_locked_file_is_named_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LOCK_WAIT_SECONDS", 0.1)
    path = tmp_path / "concilia.db"
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DatabaseTrouble, match=r"concilia\.db is locked.*Remedy: close"):
        async with open_database(f"sqlite+aiosqlite:///{path}"):
            pass
    holder.close()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("not an address", "Remedy: write sqlite"),
        ("mysql+nothing://x/y", "Remedy: write sqlite"),
        ("postgresql+psycopg://nobody:secret@127.0.0.1:1/none", "cannot be used"),
        ("sqlite+aiosqlite:////proc/no/such/place.db", "Remedy: point CONCILIA_HOME"),
    ],
)
async def test_a_wrong_address_says_what_to_write(url: str, words: str) -> None:
    with pytest.raises(DatabaseTrouble, match=words) as trouble:
        async with open_database(url):
            pass
    assert "secret" not in str(trouble.value)


async def test_a_database_of_a_newer_version_is_refused_with_the_remedy(database_url: str) -> None:
    async with open_database(database_url) as sessions, sessions.begin() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseTrouble, match="newer version"):
        async with open_database(database_url):
            pass


async def test_a_wiped_text_leaves_the_disk_and_not_only_the_table(tmp_path: Path) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    async with open_database(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}") as sessions:
        async with sessions.begin() as session:
            await mailbox.receive(session, "1", Utterance("telegram:1", Kind.TEXT, "SECRET"), now)
        assert any(b"SECRET" in file.read_bytes() for file in tmp_path.iterdir())
        async with sessions.begin() as session:
            received = await mailbox.claim(session, "telegram", now)
            assert received
            await mailbox.finish(session, received, now)
        await forget_journal(sessions)
        assert not any(b"SECRET" in file.read_bytes() for file in tmp_path.iterdir())


async def test_a_damaged_file_is_named_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"this is no database" * 1000)
    with pytest.raises(DatabaseTrouble, match="is damaged"):
        async with open_database(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}"):
            pass


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def test_looking_makes_no_tables_and_no_files(database_url: str, tmp_path: Path) -> None:
    for _ in range(2):
        async with look_at(database_url) as nothing:
            assert nothing is None
    assert not files(tmp_path)


async def test_looking_at_an_empty_file_leaves_it_empty(tmp_path: Path) -> None:
    (tmp_path / "a.db").touch()
    async with look_at(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}") as nothing:
        assert nothing is None
    assert files(tmp_path) == {"a.db": b""}


@pytest.mark.parametrize("left_by", ["an end in good order", "a running service", "a crash"])
async def test_looking_changes_nothing_and_sees_what_was_stored(tmp_path: Path, left_by: str) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'home' / 'a.db'}"
    looked = tmp_path / "home"
    async with open_database(url) as sessions:
        async with sessions.begin() as session:
            await mailbox.receive(session, "1", Utterance("telegram:1", Kind.TEXT, "ciao"), datetime.now(UTC))
        if left_by == "a running service":
            await _sees_one_change_none(url, looked)
        if left_by == "a crash":
            looked = tmp_path / "copy"
            shutil.copytree(tmp_path / "home", looked)
    if left_by != "a running service":
        await _sees_one_change_none(f"sqlite+aiosqlite:///{looked / 'a.db'}", looked)


async def _sees_one_change_none(url: str, folder: Path) -> None:
    before = files(folder)
    async with look_at(url) as session:
        assert session
        assert (await mailbox.waiting(session))["unanswered"] == 1
        with pytest.raises(DBAPIError):
            await session.execute(text("DELETE FROM inbox"))
    after = files(folder)
    assert after.keys() == before.keys()
    assert all(after[name] == before[name] for name in after if not name.endswith("-shm"))


@pytest.mark.parametrize("version", ["0001", "9999"])
async def test_looking_at_the_tables_of_another_version_leaves_them(database_url: str, version: str) -> None:
    async with open_database(database_url) as sessions, sessions.begin() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    for _ in range(2):
        if version == "0001":
            async with look_at(database_url) as nothing:
                assert nothing is None
        else:
            with pytest.raises(DatabaseTrouble, match="newer version"):
                async with look_at(database_url):
                    pass


async def test_trouble_of_the_whole_database_is_told_from_a_row_that_cannot_be(sessions: Sessions) -> None:
    bad_rows = [Utterance("telegram:1", Kind.TEXT, message=10**30), Utterance("telegram:1", Kind.TEXT, {"a": 1})]  # type: ignore[arg-type]
    for utterance in bad_rows:
        with pytest.raises(Exception) as caught:  # noqa: PT011  # each driver has its own
            async with sessions.begin() as session:
                await mailbox.receive(session, "1", utterance, datetime.now(UTC))
        assert not may_pass(caught.value)


async def test_a_server_that_is_away_and_a_locked_file_may_pass(tmp_path: Path) -> None:
    away = create_async_engine("postgresql+psycopg://nobody@127.0.0.1:1/none")
    locked = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}", connect_args={"timeout": 0.1})
    with closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        for engine, name in ((away, "OperationalError"), (locked, "SQLITE_BUSY")):
            with pytest.raises(DBAPIError) as caught:
                async with engine.begin() as connection:
                    await connection.execute(text("CREATE TABLE a (b INTEGER)"))
            assert may_pass(caught.value)
            assert name_of(caught.value) == name
            await engine.dispose()
