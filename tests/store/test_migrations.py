"""Upgrade and rollback: every migration up and down, on both databases, with rows in every table."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, create_engine, func, make_url, select, text

from bot.store.database import MIGRATIONS
from tests.store.filling import ROWS, fill

SCRIPTS = Config()
SCRIPTS.set_main_option("script_location", str(MIGRATIONS))
VERSIONS = [script.revision for script in ScriptDirectory.from_config(SCRIPTS).walk_revisions()][::-1]


def move(connection: Connection, how: str, version: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    getattr(command, how)(config, version)


def tables(connection: Connection) -> MetaData:
    found = MetaData()
    found.reflect(connection)
    found.remove(found.tables["alembic_version"])
    return found


def counts(connection: Connection) -> dict[str, int]:
    return {
        name: connection.scalar(select(func.count()).select_from(table)) or 0
        for name, table in tables(connection).tables.items()
    }


def filled(connection: Connection) -> None:
    """Rows in the tables that have none yet."""
    empty = {name for name, count in counts(connection).items() if not count}
    fill(connection, [table for table in tables(connection).sorted_tables if table.name in empty])


def plain(url: str) -> str:
    return url.replace("+aiosqlite", "")


def test_the_versions_are_one_line() -> None:
    assert VERSIONS[0] == "0001"
    assert len(ScriptDirectory.from_config(SCRIPTS).get_heads()) == 1


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection")
def test_every_row_survives_each_upgrade_and_each_rollback(database_url: str) -> None:
    engine = create_engine(make_url(plain(database_url)))
    with engine.begin() as connection:
        for before, version in zip(["base", *VERSIONS], VERSIONS, strict=False):
            move(connection, "upgrade", version)
            if before != "base":  # down and up again, with what the version before held
                kept = counts(connection)
                move(connection, "downgrade", before)
                assert counts(connection).items() <= kept.items(), f"{version} -> {before}"
                move(connection, "upgrade", version)
            filled(connection)
            assert set(counts(connection).values()) == {ROWS}, version
        for version in [*VERSIONS[-2::-1], "base"]:
            move(connection, "downgrade", version)
            assert set(counts(connection).values()) <= {ROWS}, version
        assert not counts(connection)
        assert connection.scalar(text("SELECT count(*) FROM alembic_version")) == 0
    engine.dispose()
