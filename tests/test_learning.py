"""What is not understood and what is found useful reaches the curators, and nothing else does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.assistant import Assistant
from bot.dialogue.decide import decide
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Action, Conversation, Heard, Kind, Utterance
from bot.model.decision import Decision, Vote
from bot.model.understanding import Guess, Understanding
from bot.settings import Clock
from bot.store import feedback, mailbox, misses
from bot.store.database import open_database
from bot.store.feedback import Votes
from bot.store.misses import KeptMiss
from bot.store.tables import ButtonRow
from bot.understanding.rasa import Rasa
from bot.understanding.reader import Reader
from tests.conftest import TODAY

CHAT = "telegram:1"
DOUBTFUL = Understanding((Guess("ore-cosa", 0.3), Guess("part-time", 0.2)), by="rasa")
NOTHING_LIKE_IT = Understanding((Guess("ore-cosa", 0.05),), by="rasa")


def said(knowledge: Knowledge, understanding: Understanding, audience: str | None = None) -> Decision:
    conversation = Conversation(CHAT, audience=audience, greeted=True)  # type: ignore[arg-type]
    heard = Heard(Utterance(CHAT, Kind.TEXT, "non importa"), understanding)
    return decide(knowledge, conversation, heard, TODAY)


def pressed(knowledge: Knowledge, verb: str, object: str = "") -> Decision:
    heard = Heard(Utterance(CHAT, Kind.BUTTON, "x"), action=Action(verb, object))
    return decide(knowledge, Conversation(CHAT, greeted=True), heard, TODAY)


@pytest.mark.parametrize(("understanding", "outcome"), [(DOUBTFUL, "suggest"), (NOTHING_LIKE_IT, "fallback")])
def test_a_doubtful_question_is_a_miss(understanding: Understanding, outcome: str, knowledge: Knowledge) -> None:
    decision = said(knowledge, understanding)
    assert decision.outcome == outcome
    assert [miss.guesses for miss in decision.misses] == [understanding.ranking]


def test_nothing_that_may_not_stay_is_a_miss(knowledge: Knowledge) -> None:
    for understanding in (DOUBTFUL, NOTHING_LIKE_IT):
        assert said(knowledge, understanding, "operator").misses == ()
        assert said(knowledge, replace(understanding, audience="operator")).misses == ()
        assert said(knowledge, replace(understanding, sensitive=True)).misses == ()
        assert said(knowledge, replace(understanding, danger="violence", worry="violence")).misses == ()
    assert said(knowledge, Understanding((Guess("ore-cosa", 0.99),), by="rasa")).misses == ()


def test_an_answer_to_a_question_of_ours_is_no_miss(knowledge: Knowledge) -> None:
    waiting = Conversation(CHAT, greeted=True, awaiting="place")
    heard = Heard(Utterance(CHAT, Kind.TEXT, "via di casa mia"), NOTHING_LIKE_IT)
    decision = decide(knowledge, waiting, heard, TODAY)
    assert (decision.outcome, decision.misses) == ("fallback", ())


def test_none_of_these_is_a_miss_without_guesses(knowledge: Knowledge) -> None:
    assert [miss.guesses for miss in pressed(knowledge, "none").misses] == [()]


def test_the_first_screen_of_an_answer_asks_in_one_row_whether_it_was_useful(knowledge: Knowledge) -> None:
    decision = said(knowledge, Understanding((Guess("ore-preavviso", 0.99),), by="rasa"))
    rows = [[choice.action for choice in row] for row in decision.messages[0].choices]
    assert [Action("useful", "ore-preavviso"), Action("useless", "ore-preavviso")] in rows
    details = pressed(knowledge, "more", "ore-preavviso")
    assert not {"useful", "useless"} & {c.action.verb for row in details.messages[0].choices for c in row}


def test_a_vote_gets_thanks_and_no_place_in_the_statistics_of_questions(knowledge: Knowledge) -> None:
    for verb, useful in (("useful", True), ("useless", False)):
        decision = pressed(knowledge, verb, "ore-preavviso")
        assert decision.votes == (Vote(TODAY, "ore-preavviso", useful),)
        assert decision.events == ()
        offered = [choice.action.object for row in decision.messages[0].choices for choice in row]
        assert ("parla-operatore" in offered) is not useful
    assert pressed(knowledge, "voted", "ore-preavviso").votes == ()
    assert pressed(knowledge, "useful", "an-entry-of-yesterday").votes == ()


@pytest.fixture
async def assistant(knowledge: Knowledge, tmp_path: Path) -> AsyncIterator[Assistant]:
    """The whole assistant while Rasa is away."""
    async with open_database(f"sqlite+aiosqlite:///{tmp_path / 'concilia.db'}") as sessions, Rasa() as rasa:
        yield Assistant(knowledge, Reader(knowledge, rasa), sessions, Clock(TODAY))


async def hear(assistant: Assistant, utterance: Utterance) -> None:
    async with assistant.sessions.begin() as session:
        key = str(await session.scalar(text("SELECT count(*) FROM inbox")))
        await mailbox.receive(session, key, utterance, assistant.clock.now())
    assert await assistant.answer_next("telegram")


async def kept(assistant: Assistant) -> list[KeptMiss]:
    async with assistant.sessions() as session:
        return list(await misses.all_kept(session))


async def test_what_was_not_understood_is_kept_masked_and_without_chat(assistant: Assistant) -> None:
    await hear(assistant, Utterance(CHAT, Kind.TEXT, "congedo, sono Giulia Fumagalli 333 1234567"))
    (miss,) = await kept(assistant)
    assert miss.text == "congedo, sono [nome] [numero]"
    assert miss.guesses
    async with assistant.sessions() as session:
        rows = str((await session.execute(text("SELECT * FROM misses"))).all())
    assert not any(trace in rows for trace in (CHAT, "Giulia", "Fumagalli", "333"))


async def test_what_was_understood_leaves_no_text(assistant: Assistant) -> None:
    await hear(assistant, Utterance(CHAT, Kind.TEXT, "quanto preavviso serve per il congedo a ore"))
    assert await kept(assistant) == []


async def button(assistant: Assistant, verb: str) -> str:
    async with assistant.sessions() as session:
        found = await session.scalars(select(ButtonRow.id).where(ButtonRow.verb == verb))
    return list(found)[-1]


async def test_none_of_these_is_only_counted(assistant: Assistant) -> None:
    await hear(assistant, Utterance(CHAT, Kind.TEXT, "quante cose sul voucher"))
    await hear(assistant, Utterance(CHAT, Kind.BUTTON, await button(assistant, "none")))
    assert [miss.text for miss in await kept(assistant)] == ["", "quante cose sul voucher"]


async def test_one_message_takes_one_vote(assistant: Assistant) -> None:
    await hear(assistant, Utterance(CHAT, Kind.TEXT, "quanto preavviso serve per il congedo a ore"))
    useful, useless = await button(assistant, "useful"), await button(assistant, "useless")
    await hear(assistant, Utterance(CHAT, Kind.BUTTON, useful))
    await hear(assistant, Utterance(CHAT, Kind.BUTTON, useless))
    async with assistant.sessions.begin() as session:
        for row in await session.scalars(select(ButtonRow)):
            row.pressed_at = row.pressed_at and row.pressed_at - timedelta(minutes=1)
    await hear(assistant, Utterance(CHAT, Kind.BUTTON, useful))
    async with assistant.sessions() as session:
        assert list((await feedback.by_entry(session)).values()) == [Votes(useful=1, useless=0)]
        assert await session.scalar(text("SELECT count(*) FROM outbox WHERE text LIKE '%già contato%'")) == 2
