"""Self-checks that firms keep: of one chat, one a day, reminded of once after a year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from bot.desk import firm_watch
from bot.knowledge.loader import Knowledge
from bot.model.self_check import SelfCheck
from bot.rules.retention import KEEP
from bot.store import retention, self_checks
from bot.store.database import Sessions
from bot.store.tables import OutboxRow

ME, OTHER = "telegram:11", "telegram:22"
DAY = date(2026, 11, 22)


def check(day: date, **answers: str) -> SelfCheck:
    return SelfCheck(day, answers or {"size": "micro"}, "2026-11")


async def test_each_chat_has_its_own_oldest_first_and_one_a_day(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        for day in (DAY, DAY - timedelta(days=400)):
            await self_checks.keep(session, ME, check(day))
        await self_checks.keep(session, ME, check(DAY, size="small"))
        await self_checks.keep(session, OTHER, check(DAY))
    async with sessions() as session:
        kept = await self_checks.of_chat(session, ME)
    assert [each.done_on for each in kept] == [DAY - timedelta(days=400), DAY]
    assert kept[1].answers == {"size": "small"}


async def test_forgetting_one_chats_leaves_the_others(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        for chat in (ME, OTHER):
            await self_checks.keep(session, chat, check(DAY))
        await self_checks.forget(session, ME)
    async with sessions() as session:
        assert await self_checks.of_chat(session, ME) == ()
        assert len(await self_checks.of_chat(session, OTHER)) == 1


async def test_they_go_after_three_years(sessions: Sessions) -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC) + KEEP["self_checks"]
    async with sessions.begin() as session:
        await self_checks.keep(session, ME, check(DAY))
        await self_checks.keep(session, OTHER, check(DAY - timedelta(days=3)))
        await retention.purge(session, KEEP, now)
        assert len(await self_checks.of_chat(session, ME)) == 1
        assert await self_checks.of_chat(session, OTHER) == ()


async def test_a_firm_is_reminded_once_a_year_after_its_newest(sessions: Sessions, knowledge: Knowledge) -> None:
    async with sessions.begin() as session:
        await self_checks.keep(session, ME, check(DAY - timedelta(days=400)))
        await self_checks.keep(session, ME, check(DAY))
        await self_checks.keep(session, OTHER, check(DAY + timedelta(days=1)))
    for days in (364, 365, 366):
        moment = datetime(2026, 11, 22, 12, tzinfo=UTC) + timedelta(days=days)
        await firm_watch.tick(sessions, knowledge, moment, moment.date())
        async with sessions() as session:
            told = [(row.chat, row.text) for row in await session.scalars(select(OutboxRow).order_by(OutboxRow.id))]
        assert [chat for chat, _ in told] == [ME, OTHER][: max(0, days - 364)]
    assert "È passato un anno" in told[0][1]
