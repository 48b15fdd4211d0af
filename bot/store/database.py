"""Opens the database and brings its tables up to date."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from bot.store.trouble import DatabaseTrouble

Sessions = async_sessionmaker[AsyncSession]

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK_WAIT_SECONDS = 10
ONE: dict[str, Any] = {"pool_size": 1, "max_overflow": 0, "pool_timeout": None}
"""SQLite lets one write at a time: who waits for the connection comes next, who waits for the lock sleeps and tries."""


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
            raise DatabaseTrouble(_explain(url, error)) from error
        yield async_sessionmaker(engine, expire_on_commit=False)
    finally:
        await engine.dispose()


def _engine(url: str) -> AsyncEngine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite":
            return create_async_engine(parsed, pool_pre_ping=True, hide_parameters=True)
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_async_engine(parsed, connect_args={"timeout": LOCK_WAIT_SECONDS}, hide_parameters=True, **ONE)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise DatabaseTrouble(
            "CONCILIA_DATABASE_URL is not an address of SQLite or PostgreSQL. "
            "Remedy: write sqlite:///path/file.db or postgresql://user:password@host/name."
        ) from error
    except OSError as error:
        raise DatabaseTrouble(
            f"The folder of the database cannot be made ({error.strerror}: {error.filename}). "
            "Remedy: point CONCILIA_HOME to a folder that can be written."
        ) from error
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
    newest = max(path.name.partition("_")[0] for path in MIGRATIONS.glob("versions/*.py"))
    if not inspect(connection).has_table("alembic_version"):
        return False
    current: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return current == newest


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
        raise DatabaseTrouble(
            "The database was made by a newer version of Concilia. Remedy: install that version, or use another database."
        ) from error


def _explain(url: str, error: DBAPIError) -> str:
    shown = make_url(url).render_as_string(hide_password=True)
    if isinstance(error, OperationalError) and "locked" in str(error.orig):
        return (
            f"The database {shown} is locked by another program. "
            "Remedy: close the program that holds it (another bot, a database browser) and start again."
        )
    if "malformed" in str(error.orig) or "not a database" in str(error.orig):
        return (
            f"The database {shown} is damaged. "
            "Remedy: put back a copy, or move the file away: a new one is made at the next start."
        )
    return (
        f"The database {shown} cannot be used ({type(error.orig).__name__}). "
        "Remedy: check that it exists, that it can be written, and that CONCILIA_DATABASE_URL is right."
    )
