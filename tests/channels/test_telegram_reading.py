"""Updates into utterances: who says what, where, and about what; updates come from the Bot API server of the tests."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.channels.telegram import read
from bot.model.conversation import Kind, Utterance
from tests.botapi import BotApi

PERSON, OPERATOR, FORUM, GROUP = 42, 7, -100, -200
ANONYMOUS_ADMIN = 1087968824


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        server.add_user(PERSON)
        server.add_user(OPERATOR)
        server.add_group(FORUM, is_forum=True)
        server.add_group(GROUP)
        yield server


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    requests = [HTTPXRequest(20, httpx_kwargs={"verify": False, "trust_env": False}) for _ in range(2)]
    async with Bot(api.token, api.base_url, request=requests[0], get_updates_request=requests[1]) as client:
        yield client


async def heard(bot: Bot) -> list[Utterance | None]:
    return [read(update, bot.username) for update in await bot.get_updates()]


async def test_in_private_the_chat_is_the_person(api: BotApi, bot: Bot) -> None:
    said = api.user_says(PERSON, "ciao")
    api.user_edits(PERSON, said.message_id, "buongiorno")
    api.user_forwards(PERSON, "mi ha scritto questo")
    first, corrected, passed_on = await heard(bot)
    assert first == Utterance("telegram:42", Kind.TEXT, "ciao", message=said.message_id)
    assert corrected == Utterance("telegram:42", Kind.EDIT, "buongiorno", message=said.message_id, unsettled=True)
    assert first
    assert first.written_at
    assert passed_on
    assert (passed_on.forwarded, passed_on.in_group) == (True, False)


async def test_photos_sent_together_are_known(api: BotApi, bot: Bot) -> None:
    for album in ("7", "7", ""):
        api.user_sends_photo(PERSON, album=album)
    photos = [photo and (photo.album, photo.unsettled) for photo in await heard(bot)]
    assert photos == [("7", True), ("7", True), (None, False)]


async def test_in_a_group_each_person_is_told_apart(api: BotApi, bot: Bot) -> None:
    said = api.user_says(GROUP, "presa", user_id=OPERATOR)
    [utterance] = await heard(bot)
    assert utterance == Utterance("telegram:-200", Kind.TEXT, "presa", sender="telegram:7", message=said.message_id)
    assert utterance.in_group


async def test_a_topic_is_known_and_only_a_real_answer_is_one(api: BotApi, bot: Bot) -> None:
    topic = (await bot.create_forum_topic(FORUM, "Pratica")).message_thread_id
    card = await bot.send_message(FORUM, "La scheda", message_thread_id=topic)
    api.user_says(FORUM, "nel tema", user_id=OPERATOR, thread_id=topic)
    api.user_says(FORUM, "alla scheda", user_id=OPERATOR, thread_id=topic, reply_to=card.message_id)
    plain, answer = await heard(bot)
    assert plain
    assert answer
    assert (plain.thread, plain.reply_to) == (topic, None)
    assert (answer.thread, answer.reply_to) == (topic, card.message_id)


async def test_a_thread_of_replies_is_no_topic(api: BotApi, bot: Bot) -> None:
    card = await bot.send_message(GROUP, "La scheda")
    api.user_says(GROUP, "rispondo", user_id=OPERATOR, reply_to=card.message_id)
    [answer] = await heard(bot)
    assert answer
    assert (answer.thread, answer.reply_to) == (None, card.message_id)


async def test_a_button_in_a_room_tells_who_pressed_it_and_where(api: BotApi, bot: Bot) -> None:
    topic = (await bot.create_forum_topic(FORUM, "Pratica")).message_thread_id
    keyboard = {"inline_keyboard": [[{"text": "Prendo io", "callback_data": "abc"}]]}
    card = await bot.send_message(FORUM, "La scheda", message_thread_id=topic, reply_markup=keyboard)  # type: ignore[arg-type]
    api.user_presses(FORUM, card.message_id, "Prendo io", user_id=OPERATOR)
    assert await heard(bot) == [
        Utterance("telegram:-100", Kind.BUTTON, "abc", sender="telegram:7", message=card.message_id, thread=topic)
    ]


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/prendi", "/prendi"),
        ("/prendi@test_bot", "/prendi"),
        ("/nota@TEST_BOT richiamare lunedì", "/nota richiamare lunedì"),
        ("/nota@test_bot\nrichiamare", "/nota\nrichiamare"),
        ("/nota scrivere a anna@example.org", "/nota scrivere a anna@example.org"),
        ("/prendi@another_bot", None),
    ],
)
async def test_a_command_is_for_the_bot_it_names(api: BotApi, bot: Bot, text: str, command: str | None) -> None:
    api.user_says(GROUP, text, user_id=OPERATOR)
    [utterance] = await heard(bot)
    assert (utterance and (utterance.kind, utterance.text)) == (command and (Kind.COMMAND, command))


async def test_an_anonymous_admin_is_heard_as_nobody_in_particular(api: BotApi, bot: Bot) -> None:
    admin = {"id": ANONYMOUS_ADMIN, "is_bot": True, "first_name": "Group"}
    group = {"id": GROUP, "type": "supergroup", "title": "Group"}
    api.user_says(GROUP, "presa", user_id=OPERATOR, sender_chat=group, **{"from": admin})
    [utterance] = await heard(bot)
    assert utterance
    assert (utterance.sender, utterance.in_group) == ("telegram:anonymous", True)


async def test_what_is_no_message_of_a_person_is_left_alone(api: BotApi, bot: Bot) -> None:
    other_bot = {"id": 9, "is_bot": True, "first_name": "Altro"}
    api.user_says(GROUP, "sono un bot", user_id=OPERATOR, **{"from": other_bot})
    api.user_says(GROUP, "dal canale", user_id=OPERATOR, is_automatic_forward=True)
    api.add_group(-300, basic=True)
    api.migrate(-300, -400)
    api.block(GROUP)
    assert await heard(bot) == [None] * 5
