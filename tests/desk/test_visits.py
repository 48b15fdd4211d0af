"""The question comes once, by day, in the chat of who agreed to it; the answer is counted without the person."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from bot.model.visits import KeepVisit, Visit
from bot.store import people, visits
from bot.store.tables import EventRow
from tests.desk.conftest import CITIZEN, HERE, SAN_DONATO, Desk


async def test_the_question_comes_once_and_a_no_is_counted(desk: Desk) -> None:
    await desk.effect(CITIZEN, KeepVisit(Visit(CITIZEN, HERE, SAN_DONATO, "it", date(2026, 11, 27))))
    desk.wait(timedelta(days=3))
    assert await desk.tick() == []
    desk.wait(timedelta(days=1, hours=12))
    assert await desk.tick() == []  # at night nobody is written to
    desk.wait(timedelta(hours=12))
    await desk.tick()
    assert "Ti hanno aiutato?" in desk.told(CITIZEN)
    assert await desk.tick() == []
    await desk.press(CITIZEN, f"no {HERE} {SAN_DONATO}", verb="visit")
    assert "quest'altro sportello" in desk.told(CITIZEN)
    async with desk.sessions() as session:
        assert await visits.of_chat(session, CITIZEN) is None
        counted = list(await session.scalars(select(EventRow.topic)))
    assert "sportello-non-utile" in counted


async def test_it_is_handed_out_and_deleted_with_the_rest(desk: Desk) -> None:
    await desk.effect(CITIZEN, KeepVisit(Visit(CITIZEN, HERE, SAN_DONATO, "it", date(2026, 11, 27))))
    async with desk.sessions() as session:
        (row,) = (await people.everything(session, CITIZEN))["visits"]
        assert row["helpdesk"] == HERE
    await desk.write(CITIZEN, "/cancella")
    await desk.press(CITIZEN, "erase_yes", verb="rights")
    desk.wait(timedelta(days=5))
    assert await desk.tick() == []
