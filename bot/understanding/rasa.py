"""Asks Rasa what a text is about: one server of several, or the child that we keep."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx

from bot.model.understanding import Guess, Reading
from bot.understanding.rasa_child import ANSWER_SECONDS, READY_POLL_SECONDS, RasaChild, find_running, loaded_model
from bot.understanding.training import NluProblem

__all__ = ["NluAway", "Rasa", "RasaChild", "find_running", "loaded_model", "readable"]

READ_CHARACTERS = 1000
"""Of a longer message half of this from its beginning, and half from its end, where the question often stands."""
GUESSES = 5
PARTS = "\x1f"
"""Stands between a message and its parts: see nlu/components/text.py."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")
logger = logging.getLogger(__name__)


class NluAway(Exception):
    """No Rasa answered: it is starting, has crashed or is too slow."""


@dataclass(frozen=True, slots=True)
class _Server:
    url: str
    parameters: tuple[tuple[str, str], ...]

    @classmethod
    def at(cls, url: str) -> _Server:
        """A token may stand in the address: `http://host:5005?token=...`."""
        parsed = httpx.URL(url)
        bare = parsed.copy_with(query=None, fragment=None)
        return cls(str(bare).rstrip("/"), tuple(parsed.params.multi_items()))


class Rasa:
    """Understanding by one Rasa server of several, the first that answers; or by the child that we keep.

    An async context manager: inside it the child, if there is one, is kept running. With both, the server is another
    program's: when that goes, nobody waits, and the next is found, or the child is started.
    """

    def __init__(self, urls: Sequence[str] = (), child: RasaChild | None = None) -> None:
        self.child = child
        self._servers = [_Server.at(url) for url in urls]
        self._http = httpx.AsyncClient(timeout=ANSWER_SECONDS, trust_env=False)
        self._search: asyncio.Task[None] | None = None
        self._first_start = False

    async def __aenter__(self) -> Self:
        if self.child and not self._servers:
            self.child.start()
            self._first_start = True
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._search:
            self._search.cancel()
            await asyncio.gather(self._search, return_exceptions=True)
        if self.child:
            await self.child.stop()
        await self._http.aclose()

    @property
    def starting(self) -> bool:
        """True only while our own first one is under way: that is worth waiting for, one that went away is not."""
        return self._first_start and self.child is not None and not self.child.settled

    async def wait_ready(self, timeout: float) -> bool:
        """True as soon as a server answers; False if none does in time."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                while not await self.answers():
                    await asyncio.sleep(READY_POLL_SECONDS)
                return True
        return False

    async def parse(self, text: str, parts: Sequence[str] = ()) -> Reading:
        """What the text and its parts say, in one call; raises NluAway when no server answers."""
        question = readable(text)
        if not question:
            return Reading(parts=(Reading(),) * len(parts))
        sent = PARTS.join([question, *map(readable, parts)])
        for server in self._candidates():
            try:
                reading = await self._ask(server, sent)
            except (httpx.HTTPError, TimeoutError, ValueError, LookupError, TypeError) as error:
                logger.warning("Rasa at %s gave no answer (%s)", server.url, type(error).__name__)
                self._look_for_another(server)
                continue
            self._prefer(server)
            return reading
        raise NluAway("no Rasa server answered")

    async def _ask(self, server: _Server, text: str) -> Reading:
        async with asyncio.timeout(ANSWER_SECONDS):
            response = await self._http.post(f"{server.url}/model/parse", params=server.parameters, json={"text": text})
        response.raise_for_status()
        return _reading(response.json())

    def _candidates(self) -> list[_Server]:
        if self.child and self.child.url:
            return [*self._servers, _Server.at(self.child.url)]
        return list(self._servers)

    def _prefer(self, server: _Server) -> None:
        """Stays with the one that answers, so that a dead one costs its timeout once, not at every message."""
        if self._servers and server in self._servers and self._servers[0] != server:
            self._servers.remove(server)
            self._servers.insert(0, server)

    def _look_for_another(self, lost: _Server) -> None:
        if self.child and lost in self._servers:
            self._servers.remove(lost)
            self._search = self._search or asyncio.create_task(self._find_another(self.child), name="another Rasa")

    async def _find_another(self, child: RasaChild) -> None:
        """Of several programs that lost the same one, the first starts the next, and the others find it."""
        try:
            while not (url := await find_running(child.home, child.model)):
                if child.start_if_first():
                    return
                await asyncio.sleep(1)
            self._servers = [_Server.at(url)]
        except NluProblem as trouble:
            logger.error("No other Rasa can be started: %s", trouble)
        finally:
            self._search = None

    async def answers(self) -> bool:
        """Whether a server is there with its model."""
        for server in self._candidates():
            if await loaded_model(server.url, server.parameters, self._http):
                return True
        return False


def _reading(answer: Mapping[str, Any]) -> Reading:
    """From Rasa's answer; a pipeline of Rasa's own components gives topics alone."""
    return Reading(
        topics=_guesses(answer["intent_ranking"][:GUESSES]),
        acts=_guesses(answer.get("acts", ())),
        state=_guesses(answer.get("state", ())),
        points=_guesses(answer.get("points", ())),
        near=_guesses(answer.get("near", ())),
        parts=tuple(map(_reading, answer.get("parts", ()))),
    )


def _guesses(rows: Sequence[Mapping[str, Any]]) -> tuple[Guess, ...]:
    return tuple(Guess(str(row["name"]), float(row["confidence"])) for row in rows)


def readable(text: str) -> str:
    """What Rasa may be given: no control characters or broken ones, not endless, and no leading slash.

    Rasa takes `/name` for a command that names the topic with certainty; nobody should be able to say that.
    """
    text = _CONTROL.sub(" ", text).strip().lstrip("/ ")
    if len(text) <= READ_CHARACTERS:
        return text
    half = READ_CHARACTERS // 2
    return f"{text[:half]} {text[-half:]}"
