"""The whole database into one file, and back: of either kind, while the service runs.

The file is a SQLite database with the same tables, whatever the source, so that a copy of PostgreSQL can be put back into
SQLite and the other way round. Its table `backup` says what it holds.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Integer, Table, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.database import look_at, newest_version, open_database
from bot.store.tables import Base
from bot.store.trouble import DatabaseTrouble

AT_ONCE = 1000
"""Rows in memory."""
MANIFEST = "backup"


@dataclass(frozen=True, slots=True)
class Held:
    """What a table holds: how many rows, and a sum that another content does not have."""

    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    made_at: datetime
    version: str
    """Of the tables: the number of the newest migration."""
    tables: Mapping[str, Held]

    @property
    def rows(self) -> int:
        return sum(held.rows for held in self.tables.values())


class BadBackup(Exception):
    """A file that cannot be put back; the text says why, and the remedy."""


async def back_up(url: str, file: Path, now: datetime) -> Manifest:
    """Writes the database at `url`, as it stands at one moment, into a new file. Raises DatabaseTrouble."""
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(f"{file.name}.part")
    _remove(aside)
    try:
        async with look_at(url) as source:
            if source is None:
                raise DatabaseTrouble(
                    "There is no database of this version to save. Remedy: start the service once, which makes or "
                    "migrates it."
                )
            await _at_one_moment(source)
            async with open_database(_sqlite(aside)) as sessions, sessions.begin() as target:
                held = await _copy(source, target)
                await _write_manifest(target, now, held)
        aside.replace(file)
    finally:
        _remove(aside)
    return Manifest(now, newest_version(), held)


@asynccontextmanager
async def opened(file: Path) -> AsyncIterator[tuple[AsyncSession, Manifest]]:
    """A backup to read, brought to this version in a copy that goes away. Raises BadBackup, or DatabaseTrouble."""
    manifest = _checked(file)
    with tempfile.TemporaryDirectory(prefix="concilia-restore-") as folder:
        copy = Path(folder, "backup.db")
        shutil.copyfile(file, copy)
        async with open_database(_sqlite(copy)) as sessions, sessions() as session:
            yield session, manifest


async def put_back(source: AsyncSession, url: str) -> Mapping[str, Held]:
    """Fills an empty database with a backup, all or nothing. Raises DatabaseTrouble where it is not empty."""
    async with open_database(url) as sessions, sessions.begin() as target:
        for table in Base.metadata.sorted_tables:
            if await target.scalar(select(func.count()).select_from(table)):
                raise DatabaseTrouble(
                    f"The database is not empty: {table.name} has rows. Remedy: name a new one with CONCILIA_HOME or "
                    "CONCILIA_DATABASE_URL, or move the old one away."
                )
        held = await _copy(source, target)
        await _go_on_counting(target)
    return held


def differences(manifest: Manifest, found: Mapping[str, Held]) -> list[str]:
    """The tables that do not hold what the backup says. Of an older version's tables only the rows can be compared."""
    if manifest.version == newest_version():
        return [name for name, held in manifest.tables.items() if found.get(name) != held]
    both = manifest.tables.keys() & found.keys()
    return sorted(name for name in both if manifest.tables[name].rows != found[name].rows)


async def _at_one_moment(session: AsyncSession) -> None:
    """Every table is read as it stood when the first was."""
    await session.rollback()
    if session.get_bind().dialect.name == "postgresql":
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    else:
        await session.execute(text("BEGIN"))


async def _copy(source: AsyncSession, target: AsyncSession) -> dict[str, Held]:
    """Every row of every table, in the order of their keys: the order in which they were written stays behind."""
    held = {}
    for table in Base.metadata.sorted_tables:
        digest, count = hashlib.sha256(), 0
        rows = await source.stream(select(table).order_by(*table.primary_key.columns))
        async for some in rows.partitions(AT_ONCE):
            values = [dict(row._mapping) for row in some]
            await target.execute(insert(table), values)
            count += len(values)
            for row in values:
                digest.update(_canonical(row))
        held[table.name] = Held(count, digest.hexdigest())
    return held


def _canonical(row: Mapping[str, Any]) -> bytes:
    return json.dumps(row, sort_keys=True, default=_plain).encode("utf-8", "surrogatepass")


def _plain(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


async def _go_on_counting(session: AsyncSession) -> None:
    """PostgreSQL counts keys by itself: it has to know those that are taken."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        counted = table.autoincrement_column
        if counted is not None and isinstance(counted.type, Integer):
            await session.execute(_next_key(table, counted.name))


def _next_key(table: Table, column: str) -> Any:
    sequence = func.pg_get_serial_sequence(table.name, column)
    highest = select(func.max(table.c[column])).scalar_subquery()
    return select(func.setval(sequence, func.coalesce(highest, 1), highest.is_not(None)))


async def _write_manifest(session: AsyncSession, now: datetime, held: Mapping[str, Held]) -> None:
    tables = {name: [each.rows, each.digest] for name, each in held.items()}
    told = json.dumps({"made_at": now.isoformat(), "version": newest_version(), "tables": tables})
    await session.execute(text(f"CREATE TABLE {MANIFEST} (told TEXT NOT NULL)"))
    await session.execute(text(f"INSERT INTO {MANIFEST} VALUES (:told)"), {"told": told})


def _checked(file: Path) -> Manifest:
    """What a file says that it holds. Raises BadBackup if it is none, or damaged."""
    if not file.is_file():
        raise BadBackup(f"{file} is not there. Remedy: name a file that `concilia backup` wrote.")
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?immutable=1", uri=True)) as connection:
            state = connection.execute("PRAGMA integrity_check").fetchone()[0]
            told = json.loads(connection.execute(f"SELECT told FROM {MANIFEST}").fetchone()[0])
    except (sqlite3.Error, ValueError, TypeError) as error:
        raise BadBackup(
            f"{file} is no backup, or it is damaged ({type(error).__name__}). Remedy: take another one."
        ) from error
    if state != "ok":
        raise BadBackup(f"{file} is damaged. Remedy: take another one.")
    tables = {name: Held(rows, digest) for name, (rows, digest) in told["tables"].items()}
    return Manifest(datetime.fromisoformat(told["made_at"]), told["version"], tables)


def _sqlite(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


def _remove(file: Path) -> None:
    for part in ("", "-wal", "-shm"):
        file.with_name(file.name + part).unlink(missing_ok=True)
