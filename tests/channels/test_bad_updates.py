"""One update that cannot be read or stored stops no other, with polling and webhook; its words reach no log."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.assistant import Assistant
from bot.channels import ServiceEnded
from bot.channels import telegram as channel
from bot.channels.telegram.wire import clean
from bot.knowledge.loader import Knowledge
from bot.settings import Clock, Settings
from bot.store.database import open_database
from bot.store.tables import InboxRow
from bot.understanding.reader import Reader
from tests.botapi import BotApi
from tests.channels.service import process, serving
from tests.conftest import TODAY

PERSON, OTHER = 42, 43
SECRET = "Ermenegildo Segretissimi"
QUESTION = "quanto preavviso serve per il congedo a ore?"

PRIVATE = {"id": OTHER, "type": "private", "first_name": SECRET}
SENDER = {"id": OTHER, "is_bot": False, "first_name": SECRET}
MESSAGE = {"message_id": 7, "date": 1, "chat": PRIVATE, "from": SENDER, "text": SECRET}
FILE = {"file_id": "1", "file_unique_id": "1"}
PRESS = {"id": "1", "from": SENDER, "chat_instance": "1", "message": MESSAGE, "data": SECRET}
POLL: dict[str, Any] = {
    "id": "1",
    "question": SECRET,
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "options": [{"text": SECRET, "voter_count": 0}],
}
"""As an older Bot API server writes it: its options lack `persistent_id`."""
UNREADABLE: dict[str, dict[str, Any]] = {
    "a message without date": {"message": {name: part for name, part in MESSAGE.items() if name != "date"}},
    "a poll of an older server": {"message": {**MESSAGE, "text": None, "poll": POLL}},
    "a date that is a text": {"message": {**MESSAGE, "date": SECRET}},
    "a chat that is a text": {"message": {**MESSAGE, "chat": SECRET}},
    "a chat without number": {"message": {**MESSAGE, "chat": {**PRIVATE, "id": SECRET}}},
    "a text that is a number": {"message": {**MESSAGE, "text": 5}},
    "a text that is a list": {"message": {**MESSAGE, "text": [SECRET]}},
    "a message that is a text": {"message": SECRET},
    "a message whose number is a text": {"message": {**MESSAGE, "message_id": SECRET}},
    "a message whose number no database holds": {"message": {**MESSAGE, "message_id": 10**30}},
    "a caption that is an object": {"message": {**MESSAGE, "text": None, "document": FILE, "caption": {"a": SECRET}}},
    "a press with data of another type": {"callback_query": {**PRESS, "data": {"a": SECRET}}},
    "a press by nobody": {"callback_query": {**PRESS, "from": SECRET}},
    "an inline query that is a number": {"inline_query": {"id": "1", "from": SENDER, "query": 5, "offset": ""}},
    "an edit without a message": {"edited_message": [SECRET]},
}
BROKEN_TEXTS = ("\ud800 {}", "{} \udfff", "{}\0", "\0\ud83d{}")


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        server.add_user(PERSON)
        server.add_user(OTHER)
        yield server


@pytest.fixture(params=["polling", "webhook"])
def way(request: pytest.FixtureRequest, unused_tcp_port: int) -> dict[str, str]:
    """The settings of either way in which updates arrive."""
    if request.param == "polling":
        return {"telegram_mode": "polling"}
    listen = f"127.0.0.1:{unused_tcp_port}"
    return {
        "telegram_mode": "webhook",
        "webhook_url": f"http://{listen}/hook",
        "webhook_listen": listen,
        "webhook_secret": "s3cret",
    }


async def answered(api: BotApi, chat: int = PERSON, count: int = 1) -> list[str]:
    return [sent.text for sent in await api.wait_for_messages(chat, count, timeout=60)]


async def test_what_cannot_be_read_is_skipped_counted_and_named_by_its_number(
    api: BotApi, plain_assistant: Assistant, way: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    numbers = {api.update_arrives(**parts): name for name, parts in UNREADABLE.items()}
    async with serving(api, plain_assistant, **way):
        api.user_says(PERSON, QUESTION)
        await answered(api, count=2)
        await api.wait_until(lambda: not api.world.updates.pending, 60, "every update taken")
    skipped = set(map(int, re.findall(r"update (\d+) cannot be read or stored", caplog.text)))
    harmless = {"an inline query that is a number"}  # it is stored nowhere: only its answer fails
    assert {name for number, name in numbers.items() if number not in skipped} <= harmless
    assert f"skipped, {len(skipped)} since the start" in caplog.text
    assert SECRET not in caplog.text
    assert not api.sent(OTHER)


@pytest.mark.parametrize("parts", UNREADABLE.values(), ids=UNREADABLE)
async def test_an_unreadable_update_is_fetched_once(
    api: BotApi, plain_assistant: Assistant, parts: dict[str, Any]
) -> None:
    number = api.update_arrives(**parts)
    async with serving(api, plain_assistant):
        await api.wait_until(lambda: not api.world.updates.pending, 10, "the update taken")
    handed_out = [call for call in api.calls_of("getUpdates") if int(call.params.get("offset") or 0) <= number]
    assert len(handed_out) == 1


async def test_an_answer_that_holds_no_update_with_a_number_is_not_fetched_again_at_once(
    api: BotApi, plain_assistant: Assistant
) -> None:
    api.garble_next("getUpdates", 200, '{"ok": true, "result": [{"message": {}}]}', times=10**6)
    async with serving(api, plain_assistant):
        await api.wait_until(lambda: len(api.calls_of("getUpdates")) >= 2, 10, "two attempts")
        first, second = api.calls_of("getUpdates")[:2]
    assert second.time - first.time > 0.9


@pytest.mark.parametrize("broken", BROKEN_TEXTS)
async def test_half_letters_and_nul_are_cleaned_wherever_they_stand(
    api: BotApi, plain_assistant: Assistant, way: dict[str, str], broken: str
) -> None:
    text = broken.format(QUESTION)
    async with serving(api, plain_assistant, **way):
        said = api.user_says(PERSON, text)
        assert "2 giorni" in (await answered(api, count=2))[1]
        api.user_sends_photo(PERSON, caption=text)
        assert "2 giorni" in (await answered(api, count=3))[2]
        api.user_edits(PERSON, said.message_id, text)
        assert "2 giorni" in (await answered(api, count=4))[3]
        api.user_says(PERSON, f"/annulla {broken}")
        assert "lasciamo stare" in (await answered(api, count=5))[4]
        api.user_sends_document(PERSON, name=broken, caption=broken)
        await answered(api, count=6)
        api.update_arrives(callback_query={**PRESS, "from": {**SENDER, "id": PERSON}, "message": None, "data": text})
        assert "non vale più" in (await answered(api, count=7))[6]
        api.user_types_inline(PERSON, text)
        await api.wait_until(lambda: any("results" in answer for answer in api.answers.values()), 10, "cards")


@pytest.fixture
async def either_assistant(knowledge: Knowledge, lexical_reader: Reader, database_url: str) -> AsyncIterator[Assistant]:
    async with open_database(database_url) as sessions:
        yield Assistant(knowledge, lexical_reader, sessions, Clock(TODAY))


async def test_no_row_of_either_database_is_tried_for_ever(api: BotApi, either_assistant: Assistant) -> None:
    for parts in UNREADABLE.values():
        api.update_arrives(**parts)
    for broken in BROKEN_TEXTS:
        api.update_arrives(callback_query={**PRESS, "data": broken})
    async with serving(api, either_assistant):
        api.user_says(PERSON, QUESTION)
        assert "2 giorni" in (await answered(api, count=2))[1]
        async with either_assistant.sessions() as session:
            texts = (await session.scalars(select(InboxRow.text).where(InboxRow.chat == f"telegram:{OTHER}"))).all()
    assert len(texts) == len(BROKEN_TEXTS)


def test_cleaning_reaches_every_string_and_changes_nothing_else() -> None:
    raw = {"a\0": ["x\ud800y", {"b": "\0", "c": 1.5}], "d": None, "e": "😀 è"}
    assert clean(raw) == {"a": ["x\ufffdy", {"b": "", "c": 1.5}], "d": None, "e": "😀 è"}


@pytest.mark.parametrize("part", ["listening", "answering"])
async def test_the_service_ends_in_words_if_a_part_of_it_ends(
    api: BotApi, plain_assistant: Assistant, part: str
) -> None:
    service = asyncio.create_task(serve(api, plain_assistant))
    await api.wait_until(lambda: bool(api.calls_of("getUpdates")), 10, "listening")
    [task] = [task for task in asyncio.all_tasks() if task.get_name() == part]
    task.cancel()
    with pytest.raises(ServiceEnded, match=f"The service ended: {part} stopped"):
        await asyncio.wait_for(service, 30)  # SQLite may hold a transaction for ten


async def serve(api: BotApi, assistant: Assistant) -> None:
    await channel.serve(Settings(telegram_token=api.token, telegram_api_url=api.url), assistant)  # type: ignore[arg-type]


async def test_the_end_of_a_part_is_a_line_and_an_exit_code_without_a_word(api: BotApi, tmp_path: Path) -> None:
    program = f"""
import sys
from bot.channels.telegram import serving
from bot.commands import main

async def poll(*_):
    raise RuntimeError("{SECRET}")

serving.poll, sys.argv = poll, ["concilia", "telegram"]
main()
"""
    async with process(api, tmp_path / "home", tmp_path / "written", ("-c", program)) as service:
        assert await asyncio.wait_for(service.wait(), 120) == 1
    written = (tmp_path / "written").read_text()
    assert "Error: The service ended: listening stopped (RuntimeError). Remedy: start it again." in written
    assert SECRET not in written


async def test_nothing_that_the_service_writes_holds_a_word_that_arrived(
    api: BotApi, tmp_path: Path, way: dict[str, str]
) -> None:
    for parts in UNREADABLE.values():
        api.update_arrives(**parts)
    page = f"<html>{SECRET}</html>"
    for method in ("getMe", "setMyCommands", "getUpdates", "setWebhook", "sendMessage"):
        api.garble_next(method, 200, page)
    api.garble_next("getUpdates", 502, page)
    api.garble_next("sendMessage", 403, page)
    async with process(api, tmp_path / "home", tmp_path / "written", **way) as service:
        await api.wait_until(lambda: bool(api.calls_of("getUpdates") or api.calls_of("setWebhook")), 60, "listening")
        api.user_says(PERSON, f"{QUESTION} {SECRET}")
        assert "2 giorni" in (await answered(api, count=2))[1]
        await api.wait_until(lambda: not api.world.updates.pending, 60, "every update taken")
        service.terminate()
        await service.wait()
    files = [path for path in tmp_path.rglob("*") if path.is_file() and ".db" not in path.name]
    written = b"".join(path.read_bytes() for path in files).decode()
    assert "cannot be read or stored" in written
    for word in (*SECRET.split(), "<html>", api.token, "Traceback", "Received data"):
        assert word not in written
