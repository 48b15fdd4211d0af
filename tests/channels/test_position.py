"""The location button, and a position, on Telegram: used once, then nowhere to be found."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select
from telegram import Bot, Update

from bot.assistant import Assistant
from bot.channels.telegram.reading import read
from bot.model.conversation import LOCATION
from bot.store.tables import ConversationRow, InboxRow, OutboxRow
from tests.botapi import BotApi
from tests.channels.service import serving

PERSON = 42
ROZZANO = (45.3810, 9.1529)
MILAN = (45.4642, 9.1900)


@pytest.fixture
async def api(plain_assistant: Assistant) -> AsyncIterator[BotApi]:
    """A person's Telegram, with the service behind it."""
    async with BotApi() as server:
        server.add_user(PERSON)
        async with serving(server, plain_assistant):
            yield server


async def heard(api: BotApi, count: int) -> list[str]:
    return [message.text for message in await api.wait_for_messages(PERSON, count, timeout=20)]


async def test_who_is_asked_for_a_town_may_press_the_location_button(api: BotApi) -> None:
    api.user_says(PERSON, "/sportello")
    assert "In quale Comune" in (await heard(api, 2))[1]
    api.user_presses(PERSON, None, "Invia la posizione")
    assert "Per San Donato Milanese" in (await heard(api, 3))[2]


async def test_a_position_outside_is_said_to_be_outside(api: BotApi) -> None:
    api.user_sends_location(PERSON, *MILAN)
    said = (await heard(api, 2))[1]
    assert "fuori dalla nostra rete" in said
    assert "scrivimi quale" in said


async def test_no_table_keeps_where_somebody_was(api: BotApi, plain_assistant: Assistant) -> None:
    api.user_sends_location(PERSON, *ROZZANO)
    assert "Per Rozzano" in (await heard(api, 2))[1]
    async with plain_assistant.sessions() as session:
        for table in (InboxRow, OutboxRow, ConversationRow):
            for row in await session.scalars(select(table)):
                kept = {name: value for name, value in vars(row).items() if not name.startswith("_")}
                assert "45.38" not in str(kept), table.__tablename__
                assert "9.1529" not in str(kept), table.__tablename__


def _update(kind: str, **content: object) -> Update:
    chat = {"id": PERSON, "type": "private"}
    message = {
        "message_id": 1,
        "date": 1_790_000_000,
        "chat": chat,
        "from": {"id": PERSON, "is_bot": False, "first_name": "A"},
    }
    return Update.de_json({"update_id": 1, kind: message | content}, Bot("1:a"))


def test_a_live_position_that_moves_on_is_no_new_message() -> None:
    position = {"latitude": 45.38, "longitude": 9.15}
    first = read(_update("message", location=position))
    assert first
    assert (first.attachment, first.position) == (LOCATION, (45.38, 9.15))
    assert dataclasses.replace(first, text="").position is None
    assert read(_update("edited_message", location=position)) is None
