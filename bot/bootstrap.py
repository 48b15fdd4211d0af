"""The only place that joins the real parts."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

from bot.assistant import Assistant
from bot.knowledge.cache import kept_in
from bot.knowledge.loader import Knowledge, load
from bot.settings import ROOT, Clock, Settings, content_cache
from bot.store.database import open_database
from bot.understanding.rasa import Rasa, RasaChild, find_running
from bot.understanding.reader import Reader
from bot.understanding.training import model_file

log = logging.getLogger(__name__)

SERVER_SECONDS = 3
"""How long a Rasa run elsewhere has, to show that it is there."""
Say = Callable[[str], None]


@cache
def knowledge() -> Knowledge:
    """The content, read once in a process."""
    with kept_in(content_cache()):
        return load(ROOT)


@asynccontextmanager
async def understanding(settings: Settings, share: bool, say: Say = log.warning) -> AsyncIterator[Rasa]:
    """Rasa run elsewhere; or, if `share`, one that another process of this home runs; or a child of ours."""
    if settings.nlu_url:
        rasa = Rasa(settings.nlu_url)
    else:
        model = model_file(ROOT, settings.home, knowledge().labelled_examples())
        running = await find_running(settings.home, model) if share else None
        rasa = child(settings, model, [running] if running else [])
    async with rasa:
        if settings.nlu_url and not await rasa.wait_ready(SERVER_SECONDS):
            say(
                "CONCILIA_NLU_URL: no Rasa answers there. Questions are understood by their words alone meanwhile. "
                "Remedy: start it, or unset the variable."
            )
        yield rasa


def child(settings: Settings, model: Path, running: Sequence[str] = ()) -> Rasa:
    """A Rasa of our own with this model; or those that run already, and one of our own if they go."""
    return Rasa(running, RasaChild(ROOT, settings.home, model))


@asynccontextmanager
async def assistant(
    settings: Settings, patience: float = 0, share: bool = False, say: Say = log.warning
) -> AsyncIterator[Assistant]:
    """The whole assistant, ready to answer its inbox; `patience` is how long a question waits for Rasa to start."""
    content = replace(knowledge(), responsible=settings.responsible)
    async with open_database(settings.database) as sessions, understanding(settings, share, say) as rasa:
        yield Assistant(
            content, Reader(content, rasa, Clock(settings.today)), sessions, Clock(settings.today), patience
        )
