"""Real parts for the tests: the content that ships, a trained model, a running Rasa, databases."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.knowledge.loader import Knowledge, load
from bot.settings import ROOT, Clock
from bot.store.database import open_database
from bot.understanding.rasa import Rasa, RasaChild
from bot.understanding.reader import Reader
from bot.understanding.training import train

TODAY = date(2026, 11, 22)
HOME = ROOT / ".test-home"
"""Keeps the trained model between runs: it is trained again only when what feeds it changes."""


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
def model() -> Path:
    return train(ROOT, HOME, print)


@pytest.fixture(scope="session")
async def rasa(model: Path) -> AsyncIterator[Rasa]:
    """One real Rasa with the real model, for the whole run."""
    async with Rasa(child=RasaChild(ROOT, HOME, model)) as running:
        await running.wait_ready(120)
        yield running


@pytest.fixture(scope="session")
async def reader(knowledge: Knowledge, rasa: Rasa) -> Reader:
    return Reader(knowledge, rasa, Clock(TODAY))


@pytest.fixture
async def assistant(knowledge: Knowledge, reader: Reader, tmp_path: Path) -> AsyncIterator[Assistant]:
    """The whole assistant on an empty SQLite file."""
    async with open_database(f"sqlite+aiosqlite:///{tmp_path / 'concilia.db'}") as sessions:
        yield Assistant(knowledge, reader, sessions, Clock(TODAY), patience=60)
