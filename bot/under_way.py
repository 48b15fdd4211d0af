"""Messages under way: each sets off as soon as it may, and those that arrived are closed together."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.assistant import LATE, Assistant
from bot.store import conversations, deliveries, departures
from bot.store.mailbox import LEASE, Letter

log = logging.getLogger(__name__)

ROUND_SECONDS = 0.05
"""How often messages set off while some wait."""
RUSH = 45
"""How many a second leave in a round, so that they leave evenly; the outbox limits how many do in a whole second ..."""
AT_ONCE = 6
"""... and at the most, after a pause."""
MOST_UNDER_WAY = 30
"""Fewer than the channel's connections: one that hangs leaves room for the others."""
STOP_SECONDS = 2.0
"""How long those under way may take to arrive when the service stops: they would be sent again."""

NEVER = datetime.min.replace(tzinfo=UTC)

Arrived = tuple[Letter, int | None]
"""A letter as it went out, and the channel's number of it."""


@dataclass
class UnderWay:
    assistant: Assistant
    channel: str
    carry: Callable[[Letter], Awaitable[Arrived | None]]
    """Brings a letter to its chat; None if it did not arrive, which was seen to."""
    landed: Callable[[], None]
    """Called when one is no longer under way."""
    _last: datetime = NEVER
    """The last round."""
    _since: dict[int, datetime] = field(default_factory=dict)
    """The letters in hand: under way, or arrived and not closed yet."""
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _arrived: list[Arrived] = field(default_factory=list)
    """Not closed yet. Kept while the database does not answer: nothing is sent twice for that."""

    async def round(self) -> bool:
        """Closes what arrived and lets go what may, in one transaction; False if nothing more may go soon."""
        async with self.assistant.sessions.begin() as session:
            await session.connection()  # waited for: now it is now
            now, arrived = self.assistant.clock.now(), tuple(self._arrived)
            rush = math.ceil(min((now - self._last).total_seconds() * RUSH, AT_ONCE))
            most, self._last = min(rush, MOST_UNDER_WAY - len(self._since)), now
            lasting = [id for id, since in self._since.items() if now - since > LEASE / 2]
            await self._close(session, arrived, now)
            await departures.hold(session, lasting, now)
            letters = await departures.claim_letters(session, self.channel, now, most=most)
            more = bool(letters) or await departures.some_wait(session, self.channel, now)
        del self._arrived[: len(arrived)]
        for letter, _ in arrived:
            del self._since[letter.id]
        for letter in letters:
            self._since[letter.id] = now
            task = asyncio.get_running_loop().create_task(self._take(letter))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return more

    async def stop(self) -> None:
        """Closes what arrived, and what arrives now. The rest is taken up again at the next start."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=STOP_SECONDS)
        for task in self._tasks:
            task.cancel()
        with suppress(Exception):  # then they are sent again
            async with self.assistant.sessions.begin() as session:
                await self._close(session, self._arrived, self.assistant.clock.now())

    async def _take(self, letter: Letter) -> None:
        arrived = None
        try:
            arrived = await self.carry(await self._excused(letter))
        except Exception as error:  # noqa: BLE001  # its lease runs out, then it is tried again
            log.warning("reply %d is left for later (%s)", letter.id, type(error).__name__)
        if arrived:
            self._arrived.append(arrived)
        else:
            del self._since[letter.id]
        self.landed()

    async def _excused(self, letter: Letter) -> Letter:
        """What a person gets long after it was said says so."""
        long_ago = letter.posted_at is not None and self.assistant.clock.now() - letter.posted_at > LATE
        if not long_ago or letter.act != "say" or not letter.text or letter.to_group:
            return letter
        async with self.assistant.sessions() as session:
            person = await conversations.recall(session, letter.chat)
        note = self.assistant.knowledge.text("letter_late", person.language, person.audience).strip()
        return replace(letter, text=f"{note}\n\n{letter.text}")

    async def _close(self, session: AsyncSession, arrived: Sequence[Arrived], now: datetime) -> None:
        for letter, number in arrived:
            await record_sent(self.assistant, session, letter, number, now)


async def record_sent(
    assistant: Assistant, session: AsyncSession, letter: Letter, number: int | None, now: datetime
) -> None:
    """Marks a letter sent and, if operators wait for it, tells them that it arrived."""
    await deliveries.record_sent(session, letter, number, now)
    if letter.receipt is not None:
        await deliveries.tell_receipt(session, letter, assistant.knowledge.text("receipt_sent", "it").strip(), now)
