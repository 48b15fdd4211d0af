"""The whole way on Telegram: a code, a linked group, a question, its topic, an answer that arrives, a note that does not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.desk.effects import carry_out
from bot.desk.office import Office
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Kind, Utterance
from bot.model.ticket import OpenTicket, Ticket
from bot.rules.codes import new_code
from bot.settings import Clock
from bot.store import operators
from bot.store.database import open_database
from bot.understanding.reader import Reader
from tests.botapi import BotApi
from tests.botapi.world import Sent
from tests.channels.service import serving

from .conftest import HERE, SAN_DONATO

PERSON, ANNA, STRANGER, GROUP = 42, 7, 9, -100
CODE = new_code("0123456789")


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        for user in (PERSON, ANNA, STRANGER):
            server.add_user(user)
        server.add_group(GROUP, "Sportello", is_forum=True)
        yield server


@pytest.fixture
async def assistant(knowledge: Knowledge, lexical_reader: Reader, tmp_path: Path) -> AsyncIterator[Assistant]:
    async with open_database(f"sqlite+aiosqlite:///{tmp_path / 'concilia.db'}") as sessions:
        yield Assistant(knowledge, lexical_reader, sessions, Clock())


async def until(api: BotApi, chat: int, words: str) -> Sent:
    """The message with these words, as soon as it is there."""
    await api.wait_until(lambda: any(words in sent.text for sent in api.sent(chat)), timeout=15, what=words)
    return next(sent for sent in api.sent(chat) if words in sent.text)


async def asks(assistant: Assistant, words: str) -> None:
    """A citizen's question arrives at the desk."""
    now = datetime.now(UTC)
    chat = f"telegram:{PERSON}"
    ticket = Ticket(CODE, "question", chat, "it", HERE, now, now, comune=SAN_DONATO, consent="2026-11")
    async with assistant.sessions.begin() as session:
        office = Office(session, assistant.knowledge, now, now.date())
        await carry_out(office, Utterance(chat, Kind.TEXT, words), [OpenTicket(ticket, words)])


async def test_from_the_invitation_to_the_answer(api: BotApi, assistant: Assistant) -> None:
    async with assistant.sessions.begin() as session:
        roles = {"operator", "coordinator"}
        await operators.invite(session, "ABCD-2345", "Anna", [HERE], roles, datetime.now(UTC))  # type: ignore[arg-type]
    async with serving(api, assistant):
        api.user_says(ANNA, "/entra abcd 2345")
        await until(api, ANNA, "Benvenuto al banco, Anna")
        api.user_says(GROUP, "/collega", user_id=ANNA)
        await until(api, GROUP, "in questo gruppo arrivano le pratiche")
        await asks(assistant, "Ho diritto al voucher?")
        card = await until(api, GROUP, "Ho diritto al voucher?")
        assert [topic.name for topic in api.world.chats[GROUP].topics.values()] == [f"{CODE} · domanda"]

        api.user_presses(GROUP, card.message_id, "Prendo io", user_id=ANNA)
        await until(api, PERSON, "Se ne occupa Anna")
        api.user_says(GROUP, "// mi sembra agitato", user_id=ANNA, thread_id=card.thread_id)
        api.user_says(GROUP, "che succede qui?", user_id=STRANGER, thread_id=card.thread_id)
        said = api.user_says(GROUP, "Sì, *ne* hai <b>diritto</b>", user_id=ANNA, thread_id=card.thread_id)
        answer = await until(api, PERSON, "Sì, *ne* hai <b>diritto</b>")
        api.user_edits(GROUP, said.message_id, "No, mi sono sbagliata")
        await api.wait_until(lambda: "No, mi sono" in api.sent(PERSON)[-1].text, timeout=15, what="the correction")
        assert api.sent(PERSON)[-1].message_id == answer.message_id

        api.user_says(PERSON, "E perché?")
        relayed = await until(api, GROUP, "E perché?")
        assert relayed.thread_id == card.thread_id
        api.user_says(GROUP, "/chiudi risolta Chiarito", user_id=ANNA, thread_id=card.thread_id)
        await until(api, PERSON, "Chiarito")
    citizen = " ".join(sent.text for sent in api.sent(PERSON))
    assert "agitato" not in citizen
    assert "che succede qui?" not in citizen
