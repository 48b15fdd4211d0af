"""The test server, proved with the real python-telegram-bot."""

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, Updater
from telegram.request import HTTPXRequest

from . import BotApi, NoSuchButton

pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # RetryAfter warns of itself
ROOT = Path(__file__).parents[2]
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x05\0\0\0\x07\x08\x02\0\0\0"


@pytest_asyncio.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        server.add_user(42)
        yield server


def new_bot(api: BotApi, token: str = "") -> Bot:
    """Without certificates, which take long to load."""
    requests = [HTTPXRequest(20, httpx_kwargs={"verify": False, "trust_env": False}) for _ in range(2)]
    return Bot(token or api.token, api.base_url, api.base_file_url, requests[0], requests[1])


@pytest_asyncio.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    async with new_bot(api) as client:
        yield client


def buttons(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=f"do:{label}")] for label in labels])


async def raw(api: BotApi, method: str, **request: Any) -> Any:
    async with httpx.AsyncClient(trust_env=False) as client:
        return (await client.post(f"{api.base_url}{api.token}/{method}", **request)).json()


async def next_update(queue: "asyncio.Queue[object]") -> Update:
    update = await asyncio.wait_for(queue.get(), 5)
    assert isinstance(update, Update)
    return update


@pytest.mark.asyncio
async def test_an_application_that_polls_answers_a_command_and_a_pressed_button(api: BotApi) -> None:
    async def start(update: Update, _context: object) -> None:
        assert update.effective_message
        await update.effective_message.reply_html("<b>Ciao</b> &amp; benvenuti", reply_markup=buttons("Sì", "No"))

    async def pressed(update: Update, _context: object) -> None:
        assert update.callback_query
        await update.callback_query.answer("fatto")
        await update.callback_query.edit_message_text(f"Scelto {update.callback_query.data}")

    application = Application.builder().bot(new_bot(api)).build()
    application.add_handlers([CommandHandler("start", start), CallbackQueryHandler(pressed)])
    async with application:
        assert application.updater
        await application.updater.start_polling()
        await application.start()
        api.user_says(42, "/start")
        [greeting] = await api.wait_for_messages(42, 1)
        assert (greeting.text, greeting.buttons) == ("Ciao & benvenuti", ["Sì", "No"])
        assert greeting.entities == [{"type": "bold", "offset": 0, "length": 4}]
        api.user_presses(42, greeting.message_id, "No")
        await api.wait_until(lambda: greeting.earlier)
        assert (greeting.text, greeting.buttons) == ("Scelto do:No", [])
        assert [answer["text"] for answer in api.answers.values()] == ["fatto"]
        await application.updater.stop()
        await application.stop()


@pytest.mark.asyncio
async def test_a_webhook_gets_each_update_with_the_secret_until_it_accepts_it(api: BotApi) -> None:
    queue: asyncio.Queue[object] = asyncio.Queue()
    async with Updater(new_bot(api), queue) as updater:
        async with BotApi() as other:
            free_port = other.port
        where = f"http://127.0.0.1:{free_port}/hook"
        await updater.bot.set_webhook(where, secret_token="right")
        said = api.user_says(42, "prima")
        api.user_says(42, "dopo")
        await api.wait_until(lambda: api.world.webhook.refused)
        assert (await updater.bot.get_webhook_info()).last_error_message
        await updater.start_webhook("127.0.0.1", free_port, "hook", webhook_url=where, secret_token="right")
        first, second = await next_update(queue), await next_update(queue)
        assert (first.update_id, first.effective_message.text) == (said.update_id, "prima")  # type: ignore[union-attr]
        assert second.update_id == said.update_id + 1
        api.redeliver(said.update_id)
        assert (await next_update(queue)).update_id == said.update_id
        with pytest.raises(Conflict, match="webhook is active"):
            await updater.bot.get_updates()
        api.world.webhook.secret = "wrong"
        api.user_says(42, "falso")
        await api.wait_until(lambda: "403" in str(api.world.webhook.info().get("last_error_message")))
        assert queue.empty()
        await updater.stop()


@pytest.mark.asyncio
async def test_a_second_poller_ends_the_first_with_a_conflict(api: BotApi, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=10))
    await api.wait_until(lambda: api.calls_of("getUpdates"))
    async with new_bot(api) as other:
        second = asyncio.create_task(other.get_updates(timeout=10))
        with pytest.raises(Conflict, match="terminated by other getUpdates"):
            await first
        api.user_says(42, "ciao")
        assert [update.message.text for update in await second if update.message] == ["ciao"]


@pytest.mark.asyncio
async def test_an_offset_confirms_updates_and_a_limit_and_allowed_kinds_are_honoured(api: BotApi, bot: Bot) -> None:
    ids = [api.user_says(42, text).update_id for text in ("uno", "due", "tre")]
    assert [update.update_id for update in await bot.get_updates(limit=2)] == ids[:2]
    assert [update.update_id for update in await bot.get_updates(offset=ids[2])] == ids[2:]
    assert [update.update_id for update in await bot.get_updates()] == ids[2:]
    api.redeliver(ids[0])
    assert [update.update_id for update in await bot.get_updates(offset=ids[2] + 1)] == ids[:1]
    assert await bot.get_updates(offset=ids[2] + 1, allowed_updates=["callback_query"]) == ()
    assert api.user_says(42, "non ascoltato").update_id == 0
    began = time.monotonic()
    assert await bot.get_updates(timeout=1) == ()
    assert time.monotonic() - began >= 0.9


@pytest.mark.asyncio
async def test_a_killed_poller_loses_nothing_for_the_next_one(api: BotApi, bot: Bot) -> None:
    program = (
        "import asyncio, telegram\n"
        f"bot = telegram.Bot({api.token!r}, base_url={api.base_url!r})\n"
        "asyncio.run(bot.get_updates(timeout=30))"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program)
    await api.wait_until(lambda: api.calls_of("getUpdates"), 20)
    process.send_signal(signal.SIGKILL)
    await process.wait()
    said = api.user_says(42, "ci sei?")
    [update] = await bot.get_updates(timeout=2)
    assert update.update_id == said.update_id


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": "  \n"}, "text must be non-empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "<b>no", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "<br>", "parse_mode": "HTML"}, 'Unsupported start tag "br"'),
        ({"text": "<b><i>x</b></i>", "parse_mode": "HTML"}, "Unmatched end tag"),
        ({"text": "1 < 2", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "Fine.", "parse_mode": "MarkdownV2"}, "is reserved and must be escaped"),
        ({"text": "*mai chiuso", "parse_mode": "MarkdownV2"}, "Can't find end of Bold"),
        ({"text": "a_b", "parse_mode": "Markdown"}, "Can't find end of the entity"),
        ({"text": "x", "parse_mode": "bbcode"}, "unsupported parse_mode"),
        ({"text": "x", "chat_id": 99}, "chat not found"),
        ({"text": "x", "reply_to_message_id": 999}, "message to be replied not found"),
        ({"text": "x", "reply_markup": buttons("x" * 62)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": InlineKeyboardMarkup([[InlineKeyboardButton("solo testo")]])}, "unallowed"),
        ({"text": "x", "reply_markup": InlineKeyboardMarkup([[InlineKeyboardButton("u", url="boh")]])}, "Wrong HTTP"),
        ({"text": "x", "reply_markup": ReplyKeyboardMarkup([[" "]])}, "non-empty"),
    ],
)
async def test_refuses_what_the_official_server_refuses(
    api: BotApi, bot: Bot, wrong: dict[str, Any], words: str
) -> None:
    with pytest.raises(BadRequest):
        await bot.send_message(**{"chat_id": 42, **wrong})
    assert api.sent(42) == []
    assert api.calls[-1].error_code == 400
    assert words in api.calls[-1].description


@pytest.mark.asyncio
async def test_accepts_texts_and_data_of_exactly_the_greatest_length(api: BotApi, bot: Bot) -> None:
    await bot.send_message(42, "😀" * 2048, reply_markup=buttons("x" * 61))
    await bot.send_message(42, f"<i>{'x' * 4096}</i>", parse_mode="HTML")
    assert [len(sent.text) for sent in api.sent(42)] == [2048, 4096]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("mode", "source", "plain", "kinds"),
    [
        ("HTML", "😀 <b>a<i>b</i></b> &lt;", "😀 ab <", [("bold", 3, 2), ("italic", 4, 1)]),
        ("HTML", '<a href="https://x.it/?a=1&amp;b">qui</a>', "qui", [("text_link", 0, 3)]),
        ("HTML", "<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("MarkdownV2", r"*a _b_* \. `x.y` [l](https://x.it)", "a b . x.y l",
         [("bold", 0, 3), ("italic", 2, 1), ("code", 6, 3), ("text_link", 10, 1)]),
        ("MarkdownV2", ">uno\n>due\nfuori", "uno\ndue\nfuori", [("blockquote", 0, 7)]),
        ("Markdown", "*a* [l](https://x.it) b.", "a l b.", [("bold", 0, 1), ("text_link", 2, 1)]),
    ],
)  # fmt: skip
async def test_reads_formatted_text_into_plain_text_and_entities(
    bot: Bot, mode: str, source: str, plain: str, kinds: list[tuple[str, int, int]]
) -> None:
    message = await bot.send_message(42, source, parse_mode=mode)
    assert message.text == plain
    assert [(entity.type, entity.offset, entity.length) for entity in message.entities] == kinds


@pytest.mark.asyncio
async def test_an_edit_must_change_something_and_needs_a_message_of_the_bot(api: BotApi, bot: Bot) -> None:
    message = await bot.send_message(42, "prima", reply_markup=buttons("A"))
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_text("prima", 42, message.message_id, reply_markup=buttons("A"))
    await bot.edit_message_reply_markup(42, message.message_id, reply_markup=buttons("B"))
    await bot.edit_message_text("dopo", 42, message.message_id)
    [sent] = api.sent(42)
    assert ([earlier["text"] for earlier in sent.earlier], sent.text, sent.buttons) == (["prima", "prima"], "dopo", [])
    with pytest.raises(BadRequest, match="can't be edited"):
        await bot.edit_message_text("mio", 42, api.user_says(42, "tuo").message_id)
    assert await bot.delete_message(42, message.message_id)
    assert sent.deleted
    with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
        await bot.edit_message_text("ancora", 42, message.message_id)


@pytest.mark.asyncio
async def test_a_button_press_is_answered_once_and_in_time(api: BotApi, bot: Bot) -> None:
    message = await bot.send_message(42, "?", reply_markup=buttons("A", "B"))
    with pytest.raises(NoSuchButton, match="it has \\['A', 'B'\\]"):
        api.user_presses(42, message.message_id, "C")
    api.user_presses(42, None, 2)
    [update] = await bot.get_updates()
    assert update.callback_query
    assert update.callback_query.data == "do:B"
    assert await update.callback_query.answer()
    for question in (update.callback_query.id, "12345"):
        with pytest.raises(BadRequest, match=r"(?i)query is too old"):
            await bot.answer_callback_query(question)
    api.world.query_lifetime = 0
    api.user_presses(42, message.message_id, "do:A")
    [late] = await bot.get_updates(update.update_id + 1)
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await late.callback_query.answer()  # type: ignore[union-attr]


@pytest.mark.asyncio
async def test_a_keyboard_under_the_chat_sends_its_label_or_what_it_asks_for(api: BotApi, bot: Bot) -> None:
    rows = [[KeyboardButton("Menu")], [KeyboardButton("Dove sono", request_location=True)]]
    await bot.send_message(42, "Scegli", reply_markup=ReplyKeyboardMarkup(rows))
    api.user_presses(42, None, "Menu")
    api.user_presses(42, None, "Dove sono")
    messages = [update.message for update in await bot.get_updates() if update.message]
    assert messages[0].text == "Menu"
    assert messages[1].location
    await bot.send_message(42, "Via", reply_markup=ReplyKeyboardRemove())
    with pytest.raises(NoSuchButton):
        api.user_presses(42, None, "Menu")


@pytest.mark.asyncio
async def test_a_blocked_bot_is_forbidden_and_a_chat_that_is_gone_is_not_found(api: BotApi, bot: Bot) -> None:
    api.block(42)
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(42, "ciao")
    [update] = await bot.get_updates()
    assert update.my_chat_member
    assert update.my_chat_member.new_chat_member.status == "kicked"
    api.user_says(42, "sono tornato")
    assert await bot.send_message(42, "bene")
    api.chat_gone(42)
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await bot.send_message(42, "ciao")


@pytest.mark.asyncio
async def test_ordered_failures_come_once_each_and_a_lost_answer_leaves_its_message(api: BotApi, bot: Bot) -> None:
    api.fail_next("sendMessage", 429, retry_after=7)
    with pytest.raises(RetryAfter) as slow_down:
        await bot.send_message(42, "uno")
    assert slow_down.value._retry_after.total_seconds() == 7
    api.fail_next("sendMessage", 502, times=2)
    for _ in range(2):
        with pytest.raises(NetworkError, match="Bad Gateway"):
            await bot.send_message(42, "due")
    api.drop_next("sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(42, "tre")
    assert api.sent(42) == []
    api.drop_next("sendMessage", delivered=True)
    with pytest.raises(NetworkError):
        await bot.send_message(42, "quattro")
    assert (await bot.send_message(42, "cinque")).text == "cinque"
    assert [sent.text for sent in api.sent(42)] == ["quattro", "cinque"]


@pytest.mark.asyncio
async def test_strict_rates_allow_a_burst_and_then_say_how_long_to_wait() -> None:
    async with BotApi(strict_rate=True) as api, new_bot(api) as bot:
        for chat_id in range(1, 27):
            api.add_user(chat_id)
        for _ in range(3):
            await bot.send_message(1, "ciao")
        with pytest.raises(RetryAfter):
            await bot.send_message(1, "ciao")
        others = [bot.send_message(chat_id, "ciao") for chat_id in range(2, 27) for _ in range(3)]
        outcomes = await asyncio.gather(*others, return_exceptions=True)
        assert 26 <= sum(isinstance(outcome, Message) for outcome in outcomes) < 75
        assert any(isinstance(outcome, RetryAfter) for outcome in outcomes)


@pytest.mark.asyncio
async def test_files_travel_both_ways_and_captions_have_their_limit(api: BotApi, bot: Bot) -> None:
    photo = await bot.send_photo(42, PNG, caption="<b>grafico</b>", parse_mode="HTML")
    assert (photo.photo[0].width, photo.photo[0].height, photo.caption) == (5, 7, "grafico")
    document = await bot.send_document(42, b"a;b", filename="dati.csv")
    assert document.document
    assert await bot.send_document(42, document.document.file_id)
    assert [sent.upload.content for sent in api.sent(42) if sent.upload] == [PNG, b"a;b", b"a;b"]
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_photo(42, PNG, caption="x" * 1025)
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(42, b"not a picture")
    api.user_sends_voice(42, b"Ogg!")
    api.user_sends_photo(42, caption="foto")
    api.user_sends_document(42)
    api.user_sends_sticker(42)
    voice, picture, paper, sticker = [update.message for update in await bot.get_updates() if update.message]
    assert voice.voice
    assert picture.caption == "foto"
    assert paper.document
    assert sticker.sticker
    assert await (await voice.voice.get_file()).download_as_bytearray() == b"Ogg!"


@pytest.mark.asyncio
async def test_topics_of_a_forum_open_close_and_take_messages(api: BotApi, bot: Bot) -> None:
    api.add_group(-100, "Operatori", is_forum=True)
    topic = await bot.create_forum_topic(-100, "Pratica 7")
    await bot.send_message(-100, "nuova", message_thread_id=topic.message_thread_id)
    api.user_says(-100, "presa", user_id=42, thread_id=topic.message_thread_id)
    [update] = await bot.get_updates()
    assert update.message
    assert update.message.message_thread_id == topic.message_thread_id == api.sent(-100)[0].thread_id
    assert await bot.close_forum_topic(-100, topic.message_thread_id)
    with pytest.raises(BadRequest, match=r"(?i)topic_not_modified"):
        await bot.close_forum_topic(-100, topic.message_thread_id)
    with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
        await bot.send_message(-100, "dove?", message_thread_id=5555)
    api.add_group(-200)
    with pytest.raises(BadRequest, match="not a forum"):
        await bot.create_forum_topic(-200, "no")


@pytest.mark.asyncio
async def test_a_topic_that_people_delete_takes_its_messages_along(api: BotApi, bot: Bot) -> None:
    api.add_group(-100, "Operatori", is_forum=True)
    topic = (await bot.create_forum_topic(-100, "Pratica 7")).message_thread_id
    card = await bot.send_message(-100, "nuova", message_thread_id=topic)
    answer = await bot.send_message(-100, "risposta", reply_to_message_id=card.message_id)
    assert answer.message_thread_id == topic
    api.delete_topic(-100, topic)
    with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
        await bot.send_message(-100, "dove?", message_thread_id=topic)
    with pytest.raises(BadRequest, match=r"(?i)topic_id_invalid"):
        await bot.close_forum_topic(-100, topic)
    with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
        await bot.edit_message_text("dopo", -100, card.message_id)
    assert all(sent.deleted for sent in api.sent(-100))


@pytest.mark.asyncio
async def test_in_a_topic_every_message_answers_the_one_that_opened_it(api: BotApi, bot: Bot) -> None:
    api.add_group(-100, is_forum=True)
    api.add_group(-200)
    topic = (await bot.create_forum_topic(-100, "Pratica 7")).message_thread_id
    asked = await bot.send_message(-200, "?")
    api.user_says(-100, "presa", user_id=42, thread_id=topic)
    api.user_says(-200, "sì", user_id=42, reply_to=asked.message_id)
    in_topic, in_thread = [update.message for update in await bot.get_updates() if update.message]
    assert in_topic.reply_to_message
    assert in_topic.reply_to_message.forum_topic_created
    assert (in_thread.message_thread_id, in_thread.is_topic_message) == (asked.message_id, None)
    with pytest.raises(ValueError, match="no topic"):
        api.user_says(-100, "altrove", user_id=42, thread_id=5555)


@pytest.mark.asyncio
async def test_a_group_that_migrates_tells_its_new_number(api: BotApi, bot: Bot) -> None:
    api.add_group(-100, "Operatori", basic=True)
    api.migrate(-100, -1001, is_forum=True)
    before, after = [update.message for update in await bot.get_updates() if update.message]
    assert (before.chat.id, before.migrate_to_chat_id) == (-100, -1001)
    assert (after.chat.id, after.migrate_from_chat_id) == (-1001, -100)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(-100, "ciao")
    assert moved.value.new_chat_id == -1001
    assert await bot.create_forum_topic(-1001, "Pratica 7")


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"results": [{"type": "article", "id": "1", "title": "x", "input_message_content": {"message_text": " "}}]},
         "text is empty"),
        ({"results": [{"type": "article", "id": "1", "title": "x",
                       "input_message_content": {"message_text": "x" * 4097}}]}, "too long"),
        ({"results": [], "next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
        ({"results": [], "button": {"text": "Apri", "start_parameter": "no spazi"}}, "START_PARAM_INVALID"),
        ({"results": [], "button": {"start_parameter": "x"}}, "text is needed"),
    ],
)  # fmt: skip
async def test_refuses_wrong_answers_to_inline_queries(api: BotApi, wrong: dict[str, Any], words: str) -> None:
    question = api.user_types_inline(42, "voucher")
    answer = await raw(api, "answerInlineQuery", json={"inline_query_id": question, **wrong})
    assert words in answer["description"]
    assert question not in api.answers


@pytest.mark.asyncio
async def test_a_failure_may_concern_one_chat(api: BotApi, bot: Bot) -> None:
    api.add_user(43)
    api.fail_next("sendMessage", 502, chat_id=42)
    assert await bot.send_message(43, "ciao")
    with pytest.raises(NetworkError):
        await bot.send_message(42, "ciao")


@pytest.mark.asyncio
async def test_the_profile_of_the_bot_is_checked_and_remembered(bot: Bot) -> None:
    await bot.set_my_commands([("aiuto", "Cosa so fare"), ("miei_dati", "I tuoi dati")], language_code="it")
    assert [command.command for command in await bot.get_my_commands(language_code="it")] == ["aiuto", "miei_dati"]
    assert await bot.get_my_commands() == ()
    for wrong in (("Aiuto", "x"), ("a" * 33, "x"), ("con-trattino", "x"), ("a", ""), ("a", "x" * 257)):
        with pytest.raises(BadRequest, match=r"(?i)bot_command"):
            await bot.set_my_commands([wrong])
    assert await bot.set_my_description("Assistente", language_code="it")
    assert (await bot.get_my_description("it")).description == "Assistente"
    with pytest.raises(BadRequest, match="too long"):
        await bot.set_my_short_description("x" * 121)
    assert await bot.set_chat_menu_button()
    assert (await bot.get_me()).username == "test_bot"


@pytest.mark.asyncio
async def test_an_edited_message_and_an_inline_query_reach_the_bot(api: BotApi, bot: Bot) -> None:
    said = api.user_says(42, "permesi")
    api.user_edits(42, said.message_id, "permessi")
    question = api.user_types_inline(42, "voucher")
    first, edited, inline = await bot.get_updates()
    assert first.message
    assert first.message.text == "permesi"
    assert edited.edited_message
    assert edited.edited_message.text == "permessi"
    assert inline.inline_query
    assert inline.inline_query.query == "voucher"
    result = InlineQueryResultArticle("1", "Voucher", InputTextMessageContent("Il voucher"))
    with pytest.raises(BadRequest, match=r"(?i)result_id_duplicate"):
        await inline.inline_query.answer([result, result])
    assert await inline.inline_query.answer([result])
    assert api.answers[question]["results"][0]["title"] == "Voucher"


@pytest.mark.asyncio
async def test_a_wrong_token_is_unauthorized_and_an_unknown_method_is_not_found(api: BotApi) -> None:
    stranger = new_bot(api, "2:OTHER")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()
    assert api.calls[-1].error_code == 401
    assert (await raw(api, "getNothing"))["error_code"] == 404


@pytest.mark.asyncio
async def test_parameters_come_as_a_form_as_multipart_and_as_json(api: BotApi) -> None:
    keyboard = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    forms: list[dict[str, Any]] = [
        {"data": {"chat_id": "42", "text": "perché"}},
        {"data": {"chat_id": "42", "text": "perché"}, "files": {"unused": b"x"}},
        {"json": {"chat_id": 42, "text": "perché", "reply_markup": keyboard}},
        {"params": {"chat_id": "42", "text": "perché"}},
    ]
    answers = [await raw(api, "SENDMESSAGE", **form) for form in forms]
    assert [answer["result"]["text"] for answer in answers] == ["perché"] * 4
    assert api.sent(42)[2].buttons == ["A"]
    assert (await raw(api, "sendMessage", content=b"{", headers={"Content-Type": "application/json"}))["ok"] is False


@pytest.mark.asyncio
async def test_the_program_takes_piped_lines_and_prints_what_the_bot_says(unused_tcp_port: int) -> None:
    command = ["-m", "tests.botapi", "--port", str(unused_tcp_port)]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, *command, cwd=ROOT, stdin=pipe, stdout=pipe)
    assert process.stdin
    assert process.stdout
    assert b"serving" in await process.stdout.readline()
    process.stdin.write(b"42: ciao\n42 #2\nquit\n")
    async with Bot("1:TEST", base_url=f"http://127.0.0.1:{unused_tcp_port}/bot") as bot:
        [said] = await bot.get_updates(timeout=5)
        await bot.send_message(42, "Quale?", reply_markup=buttons("A", "B"))
        [pressed] = await bot.get_updates(said.update_id + 1, timeout=5)
        assert pressed.callback_query
        assert pressed.callback_query.data == "do:B"
        await bot.send_message(42, "Bene")
    printed, _ = await asyncio.wait_for(process.communicate(), 10)
    assert printed.decode().split("\n") == ["-> 42: Quale?", "   #1 [A]", "   #2 [B]", "-> 42: Bene", ""]
