"""What operators propose holds no case, no person and no order, and goes like what was not understood."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import text

from bot.rules.retention import KEEP
from bot.store import proposals, retention
from bot.store.database import Sessions
from bot.store.proposals import KeptProposal
from bot.store.tables import ProposalRow

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


async def keep(sessions: Sessions, question: str, reply: str = "Due giorni.", day: date = TODAY) -> bool:
    async with sessions.begin() as session:
        return await proposals.keep(session, day, question, reply, "it", "ore-preavviso")


async def kept(sessions: Sessions) -> list[KeptProposal]:
    async with sessions() as session:
        return list(await proposals.all_kept(session))


async def test_a_proposal_comes_back_and_the_same_is_kept_once(sessions: Sessions) -> None:
    assert await keep(sessions, "quanto preavviso?")
    assert not await keep(sessions, "quanto preavviso?")
    assert await keep(sessions, "quanto preavviso?", "Cinque giorni.")
    found = await kept(sessions)
    assert {(each.question, each.reply, each.language, each.topic) for each in found} == {
        ("quanto preavviso?", "Due giorni.", "it", "ore-preavviso"),
        ("quanto preavviso?", "Cinque giorni.", "it", "ore-preavviso"),
    }


def test_a_proposal_has_no_place_for_a_case_an_operator_or_an_hour() -> None:
    columns = {column.name: str(column.type) for column in ProposalRow.__table__.columns}
    assert columns == {
        "id": "VARCHAR",
        "day": "DATE",
        "question": "TEXT",
        "reply": "TEXT",
        "language": "VARCHAR",
        "topic": "VARCHAR",
    }


async def test_the_order_of_arrival_is_not_kept(sessions: Sessions) -> None:
    questions = [f"domanda {number:02}" for number in range(30)]
    for question in questions:
        await keep(sessions, question)
    async with sessions() as session:
        by_id = list(await session.scalars(text("SELECT question FROM proposals ORDER BY id")))
    assert sorted(by_id) == questions != by_id


async def test_what_is_forgotten_goes_and_the_rest_stays(sessions: Sessions) -> None:
    for question in ("uno", "due", "tre"):
        await keep(sessions, question)
    first, *_ = await kept(sessions)
    async with sessions.begin() as session:
        await proposals.forget(session, [first.id])
    assert [each.question for each in await kept(sessions)] == ["tre", "uno"]


async def test_proposals_go_after_180_days(sessions: Sessions) -> None:
    await keep(sessions, "vecchia", day=TODAY - timedelta(days=181))
    await keep(sessions, "ultimo giorno", day=TODAY - timedelta(days=180))
    async with sessions.begin() as session:
        await retention.purge(session, KEEP, NOW)
    assert [each.question for each in await kept(sessions)] == ["ultimo giorno"]
