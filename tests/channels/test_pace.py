"""A flood from one chat waits its turn: nothing of it is lost, it is told once, and the others are answered meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.assistant import Assistant, Pace
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Kind, Utterance
from bot.settings import Clock
from bot.store import mailbox
from bot.store.database import open_database
from bot.store.tables import OutboxRow
from bot.understanding.reader import Reader
from tests.conftest import TODAY

FAST, OTHER, GROUP = "telegram:1", "telegram:2", "telegram:-3"
SLOWED = "Hai scritto molti messaggi in poco tempo."


@dataclass(frozen=True, slots=True)
class StandingClock(Clock):
    hands: list[datetime] = field(default_factory=lambda: [datetime(2026, 11, 22, 9, 0, tzinfo=UTC)])

    def now(self) -> datetime:
        return self.hands[0]

    def today(self) -> date:
        return TODAY


@dataclass
class Flooded:
    assistant: Assistant
    clock: StandingClock

    async def receives(self, chat: str, count: int) -> None:
        async with self.assistant.sessions.begin() as session:
            for number in range(count):
                key = f"{chat} {self.clock.now()} {number}"
                await mailbox.receive(session, key, Utterance(chat, Kind.COMMAND, "/aiuto"), self.clock.now())

    async def answers_all_that_may_be(self) -> None:
        while await self.assistant.answer_next("telegram", Pace(of_person=5, of_group=8)):
            pass

    async def unanswered(self) -> int:
        async with self.assistant.sessions() as session:
            return (await mailbox.waiting(session))["unanswered"]

    async def said(self, chat: str) -> list[str]:
        async with self.assistant.sessions() as session:
            return list(await session.scalars(select(OutboxRow.text).where(OutboxRow.chat == chat)))

    def wait(self, **time: int) -> None:
        self.clock.hands[0] += timedelta(**time)


@pytest.fixture
async def flooded(knowledge: Knowledge, lexical_reader: Reader, database_url: str) -> AsyncIterator[Flooded]:
    clock = StandingClock()
    async with open_database(database_url) as sessions:
        yield Flooded(Assistant(knowledge, lexical_reader, sessions, clock), clock)


async def test_a_flood_waits_its_turn_is_told_once_and_others_go_on(flooded: Flooded) -> None:
    await flooded.receives(FAST, 13)
    await flooded.receives(OTHER, 1)
    await flooded.answers_all_that_may_be()
    assert await flooded.unanswered() == 8
    assert "Ecco cosa so fare" in " ".join(await flooded.said(OTHER))
    for left in (3, 0):
        flooded.wait(seconds=61)
        await flooded.answers_all_that_may_be()
        assert await flooded.unanswered() == left
    said = await flooded.said(FAST)
    assert sum("Ecco cosa so fare" in text for text in said) == 13
    assert sum(SLOWED in text for text in said) == 1


async def test_a_new_flood_is_told_of_again(flooded: Flooded) -> None:
    for _ in range(2):
        await flooded.receives(FAST, 6)
        await flooded.answers_all_that_may_be()
        flooded.wait(minutes=11)
        await flooded.answers_all_that_may_be()
    assert sum(SLOWED in text for text in await flooded.said(FAST)) == 2


async def test_who_writes_as_people_do_never_waits(flooded: Flooded) -> None:
    for _ in range(10):
        await flooded.receives(FAST, 1)
        await flooded.answers_all_that_may_be()
        assert await flooded.unanswered() == 0
        flooded.wait(seconds=13)


async def test_a_group_where_several_work_may_write_more_and_is_told_nothing(flooded: Flooded) -> None:
    await flooded.receives(GROUP, 12)
    await flooded.answers_all_that_may_be()
    assert await flooded.unanswered() == 4
    assert not any(SLOWED in text for text in await flooded.said(GROUP))
