"""The service on Telegram, with the real python-telegram-bot against a strict Bot API server on loopback."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.assistant import Assistant
from bot.channels import telegram as channel
from bot.settings import ROOT, Settings, WrongSettings
from bot.store import mailbox
from bot.store.tables import ButtonRow
from tests.botapi import BotApi
from tests.channels.service import eventually, serving

QUESTION = "quanto preavviso serve per il congedo a ore?"
PERSON = 42


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        server.add_user(PERSON)
        yield server


@pytest.fixture
async def bot(api: BotApi, assistant: Assistant) -> AsyncIterator[None]:
    async with serving(api, assistant):
        yield


async def heard(api: BotApi, count: int, chat: int = PERSON) -> list[str]:
    """The texts of the first `count` messages to a chat."""
    return [message.text for message in (await api.wait_for_messages(chat, count, timeout=20))[:count]]


@pytest.mark.usefixtures("bot")
async def test_the_first_message_gets_the_introduction_then_the_answer_with_its_source(api: BotApi) -> None:
    api.user_says(PERSON, QUESTION)
    introduction, answer = await heard(api, 2)
    assert "assistente automatico" in introduction
    assert "2 giorni" in answer
    assert "Verificato il" in answer
    await api.wait_until(lambda: bool(api.calls_of("setMyCommands")), 5, "commands")


@pytest.mark.usefixtures("bot")
async def test_buttons_answer_and_stop_spinning(api: BotApi) -> None:
    api.user_says(PERSON, QUESTION)
    await heard(api, 2)
    query = api.user_presses(PERSON, None, "Di più")
    assert "Fonte:" in (await heard(api, 3))[2]
    await api.wait_until(lambda: len(api.answers) == 1, 5, f"an answer to {query}")


@pytest.mark.usefixtures("bot")
async def test_a_double_tap_is_answered_once(api: BotApi) -> None:
    api.user_says(PERSON, QUESTION)
    await heard(api, 2)
    message = api.sent(PERSON)[1].message_id
    api.user_presses(PERSON, message, "Di più")
    api.user_presses(PERSON, message, "Di più")
    api.user_says(PERSON, "/annulla")
    assert "lasciamo stare" in (await heard(api, 4))[3]


@pytest.mark.usefixtures("bot")
async def test_a_button_of_another_chat_or_of_long_ago_is_answered_with_a_fresh_menu(
    api: BotApi, assistant: Assistant
) -> None:
    api.user_says(PERSON, QUESTION)
    await heard(api, 2)
    async with assistant.sessions.begin() as session:
        await session.execute(update(ButtonRow).values(chat="telegram:99"))
    api.user_presses(PERSON, None, "Di più")
    assert "non vale più" in (await heard(api, 3))[2]
    assert "Trova lo sportello" in api.sent(PERSON)[2].buttons


@pytest.mark.parametrize(
    ("send", "words"),
    [
        (lambda api: api.user_sends_photo(PERSON), "la foto"),
        (lambda api: api.user_sends_voice(PERSON), "il messaggio vocale"),
        (lambda api: api.user_sends_document(PERSON), "il documento"),
        (lambda api: api.user_sends_sticker(PERSON), "l'adesivo"),
        (lambda api: api.user_sends_location(PERSON), "Per San Donato Milanese"),
        (lambda api: api.user_says(PERSON, "/sportello"), "In quale Comune"),
        (lambda api: api.user_says(PERSON, "🦆🦆"), "Non vedo parole"),
        (lambda api: api.user_says(PERSON, "<b>ciao</b> & _*["), "Ciao"),
        (lambda api: api.user_says(PERSON, (QUESTION + " ") * 90), "Il messaggio è lungo"),
        (lambda api: api.user_says(PERSON, "x" * 6000), "Il messaggio è lungo"),
    ],
    ids=["photo", "voice", "document", "sticker", "position", "command", "emoji", "markup", "long", "6000 letters"],
)
@pytest.mark.usefixtures("bot")
async def test_whatever_arrives_gets_a_sensible_reply(
    api: BotApi, send: Callable[[BotApi], object], words: str
) -> None:
    send(api)
    assert words in (await heard(api, 2))[1]


@pytest.mark.usefixtures("bot")
async def test_a_photo_with_a_caption_is_answered_for_its_words(api: BotApi) -> None:
    api.user_sends_photo(PERSON, caption=QUESTION)
    assert "2 giorni" in (await heard(api, 2))[1]


@pytest.mark.usefixtures("bot")
async def test_a_corrected_message_is_answered_again(api: BotApi) -> None:
    said = api.user_says(PERSON, "ciao")
    await heard(api, 2)
    api.user_edits(PERSON, said.message_id, QUESTION)
    answer = (await heard(api, 3))[2]
    assert "hai corretto" in answer
    assert "2 giorni" in answer


@pytest.mark.usefixtures("bot")
async def test_the_same_update_twice_has_one_effect(api: BotApi) -> None:
    said = api.user_says(PERSON, "ciao")
    await heard(api, 2)
    api.redeliver(said.update_id)
    api.user_says(PERSON, "/annulla")
    assert "lasciamo stare" in (await heard(api, 3))[2]
    assert len(api.sent(PERSON)) == 3


@pytest.mark.usefixtures("bot")
async def test_replies_keep_their_order_and_their_pace_within_a_chat(api: BotApi) -> None:
    for text in ("/aiuto", "/annulla", "/sportello"):
        api.user_says(PERSON, text)
    texts = await heard(api, 4)
    assert [
        word in text for word, text in zip(("Sono Concilia", "Ecco cosa", "lasciamo", "In quale"), texts, strict=True)
    ] == [True] * 4
    times = [message.time for message in api.sent(PERSON)]
    assert all(later - earlier > 0.9 for earlier, later in pairwise(times))


@pytest.mark.usefixtures("bot")
async def test_chats_are_served_side_by_side(api: BotApi) -> None:
    for chat in range(100, 110):
        api.user_says(chat, QUESTION)
    await asyncio.gather(*(heard(api, 2, chat) for chat in range(100, 110)))


@pytest.mark.parametrize(("status", "wait"), [(429, 2), (500, None), (502, None)])
@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")
@pytest.mark.usefixtures("bot")
async def test_a_reply_refused_for_now_arrives_later(api: BotApi, status: int, wait: int | None) -> None:
    api.fail_next("sendMessage", status, retry_after=wait, times=2)
    api.user_says(PERSON, QUESTION)
    assert "2 giorni" in (await heard(api, 2))[1]
    if wait:
        refused, *_, sent = [call.time for call in api.calls_of("sendMessage")][:3]
        assert sent - refused >= wait


@pytest.mark.usefixtures("bot")
async def test_a_lost_connection_does_not_lose_the_reply(api: BotApi) -> None:
    api.drop_next("sendMessage", times=2)
    api.user_says(PERSON, QUESTION)
    assert "2 giorni" in (await heard(api, 2))[1]


async def given_up(assistant: Assistant) -> int:
    async with assistant.sessions() as session:
        return (await mailbox.waiting(session))["given_up"]


@pytest.mark.parametrize("leave", ["block", "chat_gone"])
@pytest.mark.usefixtures("bot")
async def test_replies_to_someone_who_left_are_counted_and_others_go_on(
    api: BotApi, assistant: Assistant, leave: str
) -> None:
    api.user_says(PERSON, "ciao")
    getattr(api, leave)(PERSON)

    async def both_counted() -> bool:
        return await given_up(assistant) == 2

    await eventually(both_counted)
    api.user_says(43, QUESTION)
    assert "2 giorni" in (await heard(api, 2, chat=43))[1]


async def test_the_webhook_brings_the_same_answers(api: BotApi, assistant: Assistant, unused_tcp_port: int) -> None:
    hook = f"http://127.0.0.1:{unused_tcp_port}/hook"
    listen = {"webhook_url": hook, "webhook_listen": f"127.0.0.1:{unused_tcp_port}", "webhook_secret": "s3cret"}
    async with serving(api, assistant, telegram_mode="webhook", **listen):
        api.user_says(PERSON, QUESTION)
        assert "2 giorni" in (await heard(api, 2))[1]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "CONCILIA_WEBHOOK_URL is not set"),
        ({"webhook_url": "https://bot.example.org/"}, "CONCILIA_WEBHOOK_SECRET is not set"),
    ],
)
async def test_a_webhook_half_configured_is_refused(
    api: BotApi, assistant: Assistant, settings: dict[str, str], words: str
) -> None:
    configured = Settings(telegram_token=api.token, telegram_api_url=api.url, telegram_mode="webhook", **settings)  # type: ignore[arg-type]
    with pytest.raises(WrongSettings, match=words):
        await channel.serve(configured, assistant)


async def test_a_busy_port_is_named_with_the_remedy(api: BotApi, assistant: Assistant) -> None:
    busy = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = busy.sockets[0].getsockname()[1]
    hook = {"webhook_url": f"http://127.0.0.1:{port}/", "webhook_listen": f"127.0.0.1:{port}", "webhook_secret": "s"}
    configured = Settings(telegram_token=api.token, telegram_api_url=api.url, telegram_mode="webhook", **hook)  # type: ignore[arg-type]
    with pytest.raises(WrongSettings, match="Remedy: stop the program on that port"):
        await channel.serve(configured, assistant)
    busy.close()


async def test_a_wrong_token_is_named_with_the_remedy(api: BotApi, assistant: Assistant) -> None:
    with pytest.raises(WrongSettings, match=r"refused by Telegram\. Remedy: copy it again"):
        await channel.serve(Settings(telegram_token="1:WRONG", telegram_api_url=api.url), assistant)  # type: ignore[arg-type]


async def start_process(api: BotApi, home: Path, rasa_url: str) -> asyncio.subprocess.Process:
    environment = {
        **os.environ,
        "CONCILIA_TELEGRAM_TOKEN": api.token,
        "CONCILIA_TELEGRAM_API_URL": api.url,
        "CONCILIA_HOME": str(home),
        "CONCILIA_NLU_URL": rasa_url,
    }
    with (home / "service.log").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "telegram", env=environment, cwd=ROOT, stdout=log, stderr=log
        )


async def test_a_kill_between_receiving_and_replying_loses_nothing(api: BotApi, rasa_url: str, tmp_path: Path) -> None:
    api.slow_next("sendMessage", 60)  # the reply hangs; the process dies meanwhile
    first = await start_process(api, tmp_path, rasa_url)
    api.user_says(PERSON, QUESTION)
    await api.wait_until(lambda: bool(api.calls_of("sendMessage")), 30, "a reply under way")
    api.user_says(PERSON, "/annulla")
    first.send_signal(signal.SIGKILL)
    await first.wait()
    second = await start_process(api, tmp_path, rasa_url)
    try:
        texts = [message.text for message in await api.wait_for_messages(PERSON, 3, timeout=60)]
    finally:
        second.terminate()
        await second.wait()
    assert sum("2 giorni" in text for text in texts) == 1
    assert any("lasciamo stare" in text for text in texts)
    log = (tmp_path / "service.log").read_text()
    assert api.token not in log
    assert "preavviso serve" not in log
    assert "Traceback" not in log
