"""An assistant that understands by likeness alone: enough where sending is what is tested, and quick to make."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.knowledge.loader import Knowledge
from bot.settings import Clock
from bot.store.database import open_database
from bot.understanding.rasa import Rasa
from bot.understanding.reader import Reader
from tests.channels.service import NOBODY
from tests.conftest import TODAY


@pytest.fixture(scope="session")
async def lexical_reader(knowledge: Knowledge) -> AsyncIterator[Reader]:
    async with Rasa([NOBODY]) as away:
        yield Reader(knowledge, away, Clock(TODAY))


@pytest.fixture
async def plain_assistant(knowledge: Knowledge, lexical_reader: Reader, tmp_path: Path) -> AsyncIterator[Assistant]:
    """The whole assistant on an empty SQLite file, with Rasa away."""
    async with open_database(f"sqlite+aiosqlite:///{tmp_path / 'concilia.db'}") as sessions:
        yield Assistant(knowledge, lexical_reader, sessions, Clock(TODAY))
