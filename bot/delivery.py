"""Works through the inbox and sends the outbox, side by side, until it is stopped."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.exc import DBAPIError

from bot.assistant import Assistant
from bot.clock import Clock
from bot.rules.retention import KEEP
from bot.store import mailbox, retention
from bot.store.database import Sessions, forget_journal
from bot.store.mailbox import Letter

log = logging.getLogger(__name__)

IDLE_SECONDS = 0.5
"""How often the tables are looked at when nobody rings: another process may have written."""
WORKERS = 4
LONGEST_WAIT = timedelta(minutes=5)
FORGET_EVERY_SECONDS = 10
PURGE_EVERY_SECONDS = 6 * 3600


class CannotArrive(Exception):
    """The message will never arrive; the text says why in a word: blocked, gone, refused."""


class Later(Exception):
    """The message may arrive later: after `seconds`, or after a growing wait if None."""

    def __init__(self, trouble: str, seconds: float | None = None) -> None:
        super().__init__(trouble)
        self.seconds = seconds


Deliver = Callable[[Letter], Awaitable[None]]
"""Sends one message; raises CannotArrive or Later."""


@dataclass
class Bell:
    """Wakes whoever waits for mail, without making them wait for the next look."""

    _event: asyncio.Event = field(default_factory=asyncio.Event)

    def ring(self) -> None:
        self._event.set()

    async def wait(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._event.wait(), IDLE_SECONDS)
        self._event.clear()


@dataclass
class Service:
    """The two loops of one channel: answer what arrived, send what was said."""

    channel: str
    assistant: Assistant
    deliver: Deliver
    arrived: Bell = field(default_factory=Bell)
    said: Bell = field(default_factory=Bell)
    tidied: Bell = field(default_factory=Bell)

    @property
    def _sessions(self) -> Sessions:
        return self.assistant.sessions

    @property
    def _clock(self) -> Clock:
        return self.assistant.clock

    async def run(self) -> None:
        """Runs until cancelled. A row in hand when it stops is taken up again at the next start."""
        async with asyncio.TaskGroup() as tasks:
            for _ in range(WORKERS):
                tasks.create_task(self._repeat(self._answer, self.arrived))
            tasks.create_task(self._repeat(self.send_some, self.said))
            tasks.create_task(self._purge())
            tasks.create_task(self._repeat(self._forget, self.tidied))

    async def _repeat(self, step: Callable[[], Awaitable[bool]], bell: Bell) -> None:
        while True:
            try:
                busy = await step()
            except DBAPIError as error:
                log.warning("the database does not answer (%s): trying again", type(error.orig).__name__)
                busy = False
            if not busy:
                await bell.wait()

    async def _answer(self) -> bool:
        answered = await self.assistant.answer_next(self.channel)
        if answered:
            self.said.ring()
            self.arrived.ring()
        return answered

    async def send_some(self) -> bool:
        """Sends what may go out now, chats side by side; False if there was nothing."""
        async with self._sessions.begin() as session:
            letters = await mailbox.claim_letters(session, self.channel, self._clock.now())
        await asyncio.gather(*(self._send(letter) for letter in letters))
        return bool(letters)

    async def _send(self, letter: Letter) -> None:
        try:
            await self.deliver(letter)
        except CannotArrive as why:
            log.warning("reply %d cannot arrive: %s", letter.id, why)
            async with self._sessions.begin() as session:
                await mailbox.give_up(session, letter, str(why), self._clock.now())
        except Later as why:
            wait = growing_wait(letter.attempts) if why.seconds is None else timedelta(seconds=why.seconds)
            log.info("reply %d waits %.0f s: %s", letter.id, wait.total_seconds(), why)
            async with self._sessions.begin() as session:
                await mailbox.postpone(session, letter, self._clock.now() + wait, str(why))
        else:
            async with self._sessions.begin() as session:
                await mailbox.mark_sent(session, letter, self._clock.now())

    async def _forget(self) -> bool:
        """What was wiped leaves the disk, not only the tables, within seconds."""
        await asyncio.sleep(FORGET_EVERY_SECONDS)
        await forget_journal(self._sessions)
        return False

    async def _purge(self) -> None:
        while True:
            async with self._sessions.begin() as session:
                await retention.purge(session, KEEP, self._clock.now())
            await asyncio.sleep(PURGE_EVERY_SECONDS)


def growing_wait(attempts: int) -> timedelta:
    """1, 2, 4, 8 ... seconds, five minutes at the most."""
    return min(timedelta(seconds=2.0 ** min(attempts - 1, 16)), LONGEST_WAIT)
