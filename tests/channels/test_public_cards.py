"""On Telegram: an operator corrects a card in the chat, a second one makes it public, and a citizen reads it at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.assistant import Assistant
from bot.store import operators
from tests.botapi import BotApi
from tests.channels.service import serving

CITIZEN, ANNA, BRUNO = 42, 7, 8
HERE = "san-donato-segretariato-sociale"


@pytest.fixture
async def api(plain_assistant: Assistant) -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        for user in (CITIZEN, ANNA, BRUNO):
            server.add_user(user)
        async with plain_assistant.sessions.begin() as session:
            for name, user in (("Anna", ANNA), ("Bruno", BRUNO)):
                await operators.add(session, name, f"telegram:{user}", [HERE], {"operator"}, datetime.now(UTC))
        async with serving(server, plain_assistant):
            yield server


async def last(api: BotApi, who: int, count: int) -> str:
    return (await api.wait_for_messages(who, count, timeout=30))[count - 1].text


async def test_a_card_is_corrected_looked_at_and_read(api: BotApi) -> None:
    api.user_says(ANNA, f"/sportelli {HERE}")
    assert "È ancora tutto giusto?" in await last(api, ANNA, 1)
    api.user_presses(ANNA, None, "Correggi gli orari")
    assert "Scrivi tutti gli orari" in await last(api, ANNA, 2)
    api.user_says(ANNA, "martedì e giovedì 10-12, venerdì 14-16 solo al telefono")
    assert "venerdì dalle 14 alle 16 (solo al telefono)" in await last(api, ANNA, 3)
    api.user_presses(ANNA, None, "Sì, proponi")
    assert "L'ho mandata a: Bruno" in await last(api, ANNA, 4)
    assert "Anna propone una modifica" in await last(api, BRUNO, 1)
    api.user_presses(BRUNO, None, "Va bene, pubblica")
    assert "da adesso le risposte la usano" in await last(api, BRUNO, 2)
    assert "Bruno ha guardato la tua modifica" in await last(api, ANNA, 5)
    api.user_says(CITIZEN, "/sportello San Donato Milanese")
    assert "martedì e giovedì dalle 10 alle 12" in await last(api, CITIZEN, 2)
