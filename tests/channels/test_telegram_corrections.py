"""Photos sent together, messages that are corrected, and what is answered long after it was written."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

import pytest

from bot.assistant import Assistant
from tests.botapi import BotApi
from tests.channels.service import serving

PERSON = 42
AGES = 3 * 3600
LATE = "Ti rispondo solo ora"


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        server.add_user(PERSON)
        yield server


@pytest.fixture
async def bot(api: BotApi, plain_assistant: Assistant) -> AsyncIterator[None]:
    """The service, to somebody who knows it already."""
    async with serving(api, plain_assistant):
        api.user_says(PERSON, "/aiuto")
        await api.wait_for_messages(PERSON, 2, timeout=20)
        yield


async def told(api: BotApi) -> list[str]:
    """What came since the introduction, once a last question is answered too: nothing follows."""
    api.user_says(PERSON, "/annulla")
    await api.wait_until(lambda: "lasciamo stare" in api.sent(PERSON)[-1].text, 20, "the last answer")
    return [message.text for message in api.sent(PERSON)[2:-1]]


@pytest.mark.usefixtures("bot")
async def test_an_album_of_photos_gets_one_reply(api: BotApi) -> None:
    for _ in range(4):
        api.user_sends_photo(PERSON, album="77")
    [reply] = await told(api)
    assert "la foto" in reply


@pytest.mark.usefixtures("bot")
async def test_words_below_any_photo_of_an_album_are_answered(api: BotApi) -> None:
    for caption in ("", "", "abito a Melegnano"):
        api.user_sends_photo(PERSON, album="78", caption=caption)
    [reply] = await told(api)
    assert "Per Melegnano" in reply


@pytest.mark.usefixtures("bot")
async def test_a_burst_of_corrections_is_answered_for_the_last(api: BotApi) -> None:
    said = api.user_says(PERSON, "Rozzano")
    for name in ("Opera", "Binasco", "Paullo"):
        api.user_edits(PERSON, said.message_id, name)
    first, last = await told(api)
    assert "Per Rozzano" in first
    assert "Per Paullo" in last


@pytest.mark.usefixtures("bot")
async def test_an_edited_command_is_that_command(api: BotApi) -> None:
    said = api.user_says(PERSON, "/sportello Rozzano")
    await api.wait_for_messages(PERSON, 3, timeout=20)
    api.user_edits(PERSON, said.message_id, "/sportello Opera")
    await api.wait_for_messages(PERSON, 4, timeout=20)
    api.user_edits(PERSON, said.message_id, "/annulla@test_bot")
    assert "lasciamo stare" in (await api.wait_for_messages(PERSON, 5, timeout=20))[4].text
    assert "Per Opera" in api.sent(PERSON)[3].text


@pytest.mark.usefixtures("bot")
async def test_what_is_answered_more_than_an_hour_late_says_so(api: BotApi) -> None:
    api.user_says(PERSON, "/sportello", date=int(time.time()) - AGES)
    api.user_says(PERSON, "Paullo", date=int(time.time()) - 60)
    late, soon = await told(api)
    assert late.startswith(LATE)
    assert LATE not in soon


@pytest.mark.usefixtures("bot")
async def test_a_correction_made_now_is_not_late_however_old_the_message(api: BotApi) -> None:
    said = api.user_says(PERSON, "Rozzano", date=int(time.time()) - AGES)
    await api.wait_for_messages(PERSON, 3, timeout=20)
    api.user_edits(PERSON, said.message_id, "Paullo")
    late, soon = await told(api)
    assert late.startswith(LATE)
    assert LATE not in soon
