"""Messages set off evenly and in order, none waits for another chat's, and none goes twice."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.assistant import Assistant
from bot.knowledge.loader import Knowledge
from bot.settings import Clock
from bot.store import departures, mailbox
from bot.store.database import open_database
from bot.store.mailbox import LEASE, Letter
from bot.store.tables import OutboxRow
from bot.under_way import ROUND_SECONDS, Arrived, UnderWay
from bot.understanding.reader import Reader

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ROUND = timedelta(seconds=ROUND_SECONDS)


@dataclass(frozen=True, slots=True)
class StandingClock(Clock):
    hands: list[datetime] = field(default_factory=lambda: [START])

    def now(self) -> datetime:
        return self.hands[0]


@dataclass
class Road:
    """Where messages travel; a chat named in `closed` is reached once its event is set."""

    assistant: Assistant
    clock: StandingClock
    gone: list[tuple[datetime, Letter]] = field(default_factory=list)
    closed: dict[str, asyncio.Event] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.under_way = UnderWay(self.assistant, "telegram", self.carry, landed=lambda: None)

    async def carry(self, letter: Letter) -> Arrived:
        self.gone.append((self.clock.now(), letter))
        if letter.chat in self.closed:
            await self.closed[letter.chat].wait()
        return letter, letter.id

    async def post(self, chat: str, text: str = "ciao") -> None:
        async with self.assistant.sessions.begin() as session:
            await mailbox.post(session, chat, text, (), self.clock.now())

    async def unsent(self) -> list[str]:
        async with self.assistant.sessions() as session:
            return list(await session.scalars(select(OutboxRow.chat).where(OutboxRow.closed_at.is_(None))))

    async def until(self, done: Callable[[], bool], every: timedelta = ROUND) -> None:
        """Round after round, on a clock that goes on by itself."""
        for _ in range(1000):
            if done():
                return
            await self.under_way.round()
            await asyncio.sleep(0)
            self.clock.hands[0] += every
        raise AssertionError("it never happened")

    def texts(self, chat: str) -> list[str]:
        return [letter.text for _, letter in self.gone if letter.chat == chat]


@pytest.fixture
async def road(knowledge: Knowledge, lexical_reader: Reader, tmp_path: Path) -> AsyncIterator[Road]:
    clock = StandingClock()
    async with open_database(f"sqlite+aiosqlite:///{tmp_path / 'concilia.db'}") as sessions:
        yield Road(Assistant(knowledge, lexical_reader, sessions, clock), clock)


async def test_a_message_that_hangs_keeps_no_other_chat_waiting(road: Road) -> None:
    road.closed["telegram:0"] = asyncio.Event()
    for number in range(25):
        await road.post(f"telegram:{number}")
    await road.until(lambda: len(road.gone) == 25)
    await road.under_way.round()
    assert await road.unsent() == ["telegram:0"]
    await road.until(lambda: road.clock.now() > START + 3 * LEASE, every=timedelta(seconds=1))
    assert road.texts("telegram:0") == ["ciao"]  # still in hand: nobody sends it again
    road.closed["telegram:0"].set()
    await asyncio.sleep(0)
    await road.under_way.round()
    assert await road.unsent() == []


async def test_at_least_twenty_eight_and_at_most_thirty_leave_in_a_second(road: Road) -> None:
    for number in range(150):
        await road.post(f"telegram:{number % 75}")
    await road.until(lambda: len(road.gone) == 150)
    times = [at for at, _ in road.gone]
    for first, after in zip(times, times[departures.MOST_A_SECOND :], strict=False):
        assert after - first >= departures.PACE
    assert 149 / (times[-1] - times[0]).total_seconds() >= 28


async def test_each_chat_gets_its_messages_in_order_a_second_apart(road: Road) -> None:
    chats = [f"telegram:{number}" for number in range(5)]
    for text, chat in itertools.product("abcd", chats):
        await road.post(chat, text)
    await road.until(lambda: len(road.gone) == 20)
    for chat in chats:
        assert road.texts(chat) == ["a", "b", "c", "d"]
        times = [at for at, letter in road.gone if letter.chat == chat]
        assert all(later - earlier >= departures.PACE for earlier, later in itertools.pairwise(times))


async def test_what_arrived_while_the_database_was_away_is_closed_later_and_not_sent_again(
    road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    await road.post("telegram:1")
    await road.until(lambda: len(road.gone) == 1)
    with monkeypatch.context() as away:

        async def fail(*_: object, **__: object) -> None:
            raise OperationalError("", {}, Exception())

        away.setattr(departures, "claim_letters", fail)
        for _ in range(3):
            with pytest.raises(OperationalError):
                await road.under_way.round()
    assert await road.unsent() == ["telegram:1"]
    road.clock.hands[0] += 2 * LEASE
    await road.under_way.round()
    assert await road.unsent() == []
    assert len(road.gone) == 1


async def test_stopping_waits_a_moment_for_what_is_under_way(road: Road) -> None:
    road.closed["telegram:1"] = asyncio.Event()
    await road.post("telegram:1")
    await road.until(lambda: len(road.gone) == 1)
    asyncio.get_running_loop().call_later(0.05, road.closed["telegram:1"].set)
    await road.under_way.stop()
    assert await road.unsent() == []


async def test_what_breaks_on_the_way_is_tried_again_and_the_others_go_on(
    road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def carry(letter: Letter) -> Arrived:
        if letter.chat == "telegram:1" and letter.attempts == 1:
            raise RuntimeError
        return await road.carry(letter)

    monkeypatch.setattr(road.under_way, "carry", carry)
    for chat in ("telegram:1", "telegram:2"):
        await road.post(chat)
    await road.until(lambda: len(road.gone) == 2, every=timedelta(seconds=1))
    assert [letter.chat for _, letter in road.gone] == ["telegram:2", "telegram:1"]


async def test_a_reply_that_waited_for_more_than_an_hour_says_so_to_a_person_and_not_to_a_group(road: Road) -> None:
    for chat in ("telegram:1", "telegram:-1"):
        await road.post(chat)
    road.clock.hands[0] += timedelta(hours=2)
    await road.post("telegram:2")
    await road.until(lambda: len(road.gone) == 3)
    assert road.texts("telegram:1") == ["Questo messaggio ti arriva in ritardo, scusa.\n\nciao"]
    assert road.texts("telegram:-1") == road.texts("telegram:2") == ["ciao"]
