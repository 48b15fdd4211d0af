"""What the curators learn from holds no chat, no hour and no order; a message takes one vote."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.model.conversation import Action
from bot.model.decision import Miss, Vote
from bot.model.reply import Button, Reply
from bot.model.understanding import Guess
from bot.rules.retention import KEEP
from bot.store import conversations, feedback, misses, retention
from bot.store.database import Sessions
from bot.store.feedback import Votes
from bot.store.tables import MissRow

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


async def keep(sessions: Sessions, *texts: str, day: date = TODAY) -> None:
    for masked in texts:
        async with sessions.begin() as session:
            misses.keep(session, Miss(day, "it", (Guess("ore-cosa", 0.41234),)), masked)


async def kept(sessions: Sessions) -> list[str]:
    async with sessions() as session:
        return [miss.text for miss in await misses.all_kept(session)]


async def test_a_miss_comes_back_with_its_guesses(sessions: Sessions) -> None:
    await keep(sessions, "congedo [nome]")
    async with sessions() as session:
        (miss,) = await misses.all_kept(session)
    assert (miss.text, miss.language, miss.guesses) == ("congedo [nome]", "it", (Guess("ore-cosa", 0.41),))


def test_a_miss_has_no_place_for_a_chat_or_an_hour() -> None:
    assert {column.name: str(column.type) for column in MissRow.__table__.columns} == {
        "id": "VARCHAR",
        "day": "DATE",
        "text": "TEXT",
        "language": "VARCHAR",
        "guesses": "JSON",
    }


async def test_the_order_of_arrival_is_not_kept(sessions: Sessions) -> None:
    texts = [f"frase {number:02}" for number in range(30)]
    await keep(sessions, *texts)
    async with sessions() as session:
        by_id = list(await session.scalars(text("SELECT text FROM misses ORDER BY id")))
        assert sorted(by_id) == texts != by_id
        if session.get_bind().dialect.name == "sqlite":
            with pytest.raises(Exception, match="no such column: rowid"):
                await session.execute(text("SELECT rowid FROM misses"))


async def test_what_a_curator_has_handled_is_forgotten_and_the_rest_stays(sessions: Sessions) -> None:
    await keep(sessions, "uno", "due", "tre")
    async with sessions.begin() as session:
        first, second, _ = await misses.all_kept(session)
        await misses.forget(session, [first.id, second.id])
    assert await kept(sessions) == ["uno"]


async def test_misses_go_after_180_days(sessions: Sessions) -> None:
    await keep(sessions, "vecchia", day=TODAY - timedelta(days=181))
    await keep(sessions, "ultimo giorno", day=TODAY - timedelta(days=180))
    await keep(sessions, "nuova")
    async with sessions.begin() as session:
        await retention.purge(session, KEEP, NOW)
    assert await kept(sessions) == ["nuova", "ultimo giorno"]


async def show_answer(sessions: Sessions, chat: str = "telegram:1", at: datetime = NOW) -> dict[str, str]:
    """Shows an answer with its two buttons; their ids by verb."""
    actions = [Action("more", "ore-cosa"), Action("useful", "ore-cosa"), Action("useless", "ore-cosa")]
    reply = Reply("risposta", (tuple(Button(action.verb, action) for action in actions),))
    async with sessions.begin() as session:
        (row,) = await conversations.show_buttons(session, chat, reply, at)
    return dict(row)


async def press(sessions: Sessions, button: str, useful: bool, day: date = TODAY) -> None:
    async with sessions.begin() as session:
        await feedback.count(session, Vote(day, "ore-cosa", useful), button)


async def verb_of(sessions: Sessions, button: str, chat: str = "telegram:1") -> str:
    async with sessions.begin() as session:
        action = await conversations.press(session, chat, button, NOW + timedelta(minutes=1))
    return action.verb if action else ""


async def test_votes_are_added_up_by_entry(sessions: Sessions) -> None:
    for number, useful in enumerate((True, True, False)):
        buttons = await show_answer(sessions, f"telegram:{number}")
        await press(sessions, buttons["useful" if useful else "useless"], useful, TODAY - timedelta(days=number))
    again = await show_answer(sessions, "telegram:9")
    await press(sessions, again["useful"], True)
    async with sessions() as session:
        assert await feedback.by_entry(session) == {"ore-cosa": Votes(useful=3, useless=1)}
        assert await session.scalar(text("SELECT count(*) FROM feedback")) == 3


async def test_after_a_vote_both_buttons_of_that_message_only_say_thanks(sessions: Sessions) -> None:
    shown = await show_answer(sessions)
    later = await show_answer(sessions, at=NOW + timedelta(seconds=5))
    other = await show_answer(sessions, "telegram:2")
    await press(sessions, shown["useful"], True)
    assert await verb_of(sessions, shown["useful"]) == "voted"
    assert await verb_of(sessions, shown["useless"]) == "voted"
    assert await verb_of(sessions, shown["more"]) == "more"
    assert await verb_of(sessions, later["useless"]) == "useless"
    assert await verb_of(sessions, other["useful"], "telegram:2") == "useful"
