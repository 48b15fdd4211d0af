"""Opens the database and brings its tables up to date."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from bot.store.trouble import DatabaseTrouble

Sessions = async_sessionmaker[AsyncSession]

MIGRATIONS = Path(__file__).parent / "migrations"
PASSING = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)
"""A disk that is full, or that cannot be written for now."""
LOCK_WAIT_SECONDS = 10
ONE: dict[str, Any] = {"pool_size": 1, "max_overflow": 0, "pool_timeout": None}
"""SQLite lets one write at a time: who waits for the connection comes next, who waits for the lock sleeps and tries."""
NEWER = "The database was made by a newer version of Concilia. Remedy: install that version, or use another database."
SQLITE_TROUBLES = frozenset((1, 5, 6, 7, 8, 10, 11, 13, 14, 15, 23, 26))
"""Result codes of the whole file: no table, locked, read-only, failing, damaged or full disk ... (sqlite.org/rescode.html)."""
POSTGRES_TROUBLES = ("08", "25", "40", "53", "55", "57", "58", "F0", "XX")
"""Classes of SQLSTATE of the whole server: away, read-only, deadlock, full disk, shutting down ..."""


def may_pass(error: BaseException) -> bool:
    """True if the database as a whole is in trouble: the same rows may be written later. False if these rows never can."""
    if isinstance(error, (NoConnectionLeft, OSError)):
        return True
    driver = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(driver, sqlite3.Error):
        return (getattr(driver, "sqlite_errorcode", 0) & 0xFF) in SQLITE_TROUBLES
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(driver, "sqlstate", None)
    if state is None:  # not said by the server
        return error.connection_invalidated or isinstance(error, OperationalError)
    return str(state).startswith(POSTGRES_TROUBLES) or state == "42P01"  # no such table


def may_heal(error: DBAPIError) -> bool:
    """True if the next start may find the database usable, without anybody having changed a setting."""
    return may_pass(error) and not _is_damaged(error)


def _is_damaged(error: DBAPIError) -> bool:
    return "malformed" in str(error.orig) or "not a database" in str(error.orig)


def name_of(error: BaseException) -> str:
    """The trouble in a word, without the words of any row: SQLITE_FULL, DiskFull, ConnectionTimeout ..."""
    driver = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return str(getattr(driver, "sqlite_errorname", None) or type(driver).__name__)


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Sessions]:
    """Sessions on the database at `url`, with every migration applied.

    Raises DatabaseTrouble if the address is wrong, the server is away or the file is locked.
    """
    engine = _engine(url)
    try:
        try:
            await _migrate(engine)
        except DBAPIError as error:
            raise DatabaseTrouble(_explain(url, error), may_pass=may_heal(error)) from error
        yield async_sessionmaker(engine, expire_on_commit=False)
    finally:
        await engine.dispose()


@asynccontextmanager
async def look_at(url: str) -> AsyncIterator[AsyncSession | None]:
    """A session that can only read, and leaves no file behind; None where the next start has tables to make.

    Raises DatabaseTrouble as `open_database` does.
    """
    engine = _looking_engine(url)
    try:
        if engine is None:
            yield None
            return
        async with AsyncSession(engine) as session:
            version = await (await session.connection()).run_sync(_version)
            if version and version not in _migrations():
                raise DatabaseTrouble(NEWER)
            yield session if version == newest_version() else None
    except DBAPIError as error:
        raise DatabaseTrouble(_explain(url, error), may_pass=may_heal(error)) from error
    finally:
        if engine:
            await engine.dispose()


def _looking_engine(url: str) -> AsyncEngine | None:
    """None if there is no file yet. Nobody writes to a file without a journal: it is read as it stands, without locks."""
    parsed = _parsed(url)
    if parsed.get_backend_name() != "sqlite":
        return create_async_engine(parsed, hide_parameters=True, execution_options={"postgresql_readonly": True})
    file = Path(parsed.database or "")
    if not file.is_file() or not file.stat().st_size:
        return None
    journal = all(file.with_name(file.name + part).exists() for part in ("-wal", "-shm"))
    how = {"mode": "ro", "uri": "true", "readonly_shm" if journal else "immutable": "1"}
    looking = parsed.set(database=f"file:{quote(str(file.absolute()))}", query=how)
    return create_async_engine(looking, connect_args={"timeout": LOCK_WAIT_SECONDS}, hide_parameters=True)


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
        parsed.get_dialect().import_dbapi()
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise DatabaseTrouble(
            "CONCILIA_DATABASE_URL is not an address of SQLite or PostgreSQL. "
            "Remedy: write sqlite:///path/file.db or postgresql://user:password@host/name."
        ) from error
    return parsed


def _engine(url: str) -> AsyncEngine:
    parsed = _parsed(url)
    if parsed.get_backend_name() != "sqlite":
        return create_async_engine(parsed, pool_pre_ping=True, hide_parameters=True)
    try:
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseTrouble(
            f"The folder of the database cannot be made ({error.strerror}: {error.filename}). "
            "Remedy: point CONCILIA_HOME to a folder that can be written.",
            may_pass=error.errno in PASSING,
        ) from error
    pool = {} if parsed.database in (None, "", ":memory:") else ONE  # in memory there is one connection anyhow
    engine = create_async_engine(parsed, connect_args={"timeout": LOCK_WAIT_SECONDS}, hide_parameters=True, **pool)
    event.listen(engine.sync_engine, "connect", _set_up_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


async def forget_journal(sessions: Sessions) -> None:
    """SQLite keeps wiped texts in its journal until it is written back: do that now. PostgreSQL has no such file."""
    engine = sessions.kw["bind"]
    if engine.dialect.name == "sqlite":
        async with engine.connect() as connection:
            await connection.run_sync(_checkpoint)


def _checkpoint(connection: Connection) -> None:
    connection.rollback()
    driver: Any = connection.connection.dbapi_connection
    cursor = driver.cursor()
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    cursor.close()


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say, see _begin_immediate
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA secure_delete=ON")  # what is wiped is overwritten
    cursor.execute("PRAGMA synchronous=FULL")  # a stored message must survive a power cut
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    """Takes the write lock at once: two transactions never meet half-way and fail."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


async def _migrate(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        if not await connection.run_sync(_is_current):
            await connection.run_sync(_upgrade)


def _is_current(connection: Connection) -> bool:
    """True if the newest migration is applied: then Alembic, which takes a second to import, is not needed."""
    return _version(connection) == newest_version()


def _version(connection: Connection) -> str | None:
    """The newest migration that is applied; None if there are no tables yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def newest_version() -> str:
    return max(_migrations())


def _migrations() -> set[str]:
    return {path.name.partition("_")[0] for path in MIGRATIONS.glob("versions/*.py")}


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise DatabaseTrouble(NEWER) from error


def _explain(url: str, error: DBAPIError) -> str:
    shown = make_url(url).render_as_string(hide_password=True)
    if name_of(error) in ("SQLITE_FULL", "DiskFull"):
        return f"The disk of the database {shown} is full. Remedy: free some space, then start again."
    if name_of(error).startswith(("SQLITE_READONLY", "ReadOnly")):
        return f"The database {shown} cannot be written. Remedy: make its folder writable, or name another one."
    if isinstance(error, OperationalError) and "locked" in str(error.orig):
        return (
            f"The database {shown} is locked by another program. "
            "Remedy: close the program that holds it (another bot, a database browser) and start again."
        )
    if _is_damaged(error):
        return (
            f"The database {shown} is damaged. "
            "Remedy: put back a copy, or move the file away: a new one is made at the next start."
        )
    return (
        f"The database {shown} cannot be used ({type(error.orig).__name__}). "
        "Remedy: check that it exists, that it can be written, and that CONCILIA_DATABASE_URL is right."
    )
