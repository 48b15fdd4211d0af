"""The only place that joins the real parts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from bot.assistant import Assistant
from bot.clock import Clock
from bot.knowledge.loader import Knowledge, load
from bot.settings import ROOT, Settings
from bot.store.database import open_database
from bot.understanding.rasa import Rasa, open_rasa
from bot.understanding.reader import Reader
from bot.understanding.training import train


def knowledge() -> Knowledge:
    return load(ROOT)


@asynccontextmanager
async def reader(settings: Settings, content: Knowledge, echo: object = print) -> AsyncIterator[tuple[Reader, Rasa]]:
    """A reader with Rasa behind it: one run elsewhere, one that runs already, or a child of ours."""
    async with open_rasa(ROOT, settings.home, settings.nlu_url) as rasa:
        yield Reader(content, rasa), rasa


@asynccontextmanager
async def assistant(settings: Settings, patience: float = 0) -> AsyncIterator[Assistant]:
    """The whole assistant, ready to answer its inbox."""
    content = knowledge()
    async with AsyncExitStack() as stack:
        sessions = await stack.enter_async_context(open_database(settings.database))
        ear, _ = await stack.enter_async_context(reader(settings, content))
        yield Assistant(content, ear, sessions, Clock(settings.today), patience)
