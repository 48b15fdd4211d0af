"""Telegram: updates into utterances, replies into messages. The only module that knows `telegram`."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from pydantic import HttpUrl
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Message,
    MessageEntity,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import ExtBot, Updater
from telegram.request import HTTPXRequest

from bot.assistant import Assistant
from bot.channels.inline import Cards
from bot.delivery import CannotArrive, CannotEdit, Later, Moved, NotAForum, Service, TopicGone
from bot.model.conversation import Kind, Utterance
from bot.model.reply import File
from bot.model.style import Styled
from bot.settings import Settings, WrongSettings
from bot.store import deliveries, mailbox
from bot.store.mailbox import Letter

log = logging.getLogger(__name__)

CHANNEL = "telegram"
UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY]
COMMANDS = {
    "start": "Ricomincia da capo",
    "piano": "Fai il piano del congedo a ore",
    "sportello": "Trova lo sportello vicino a te",
    "voucher": "Chiedi il voucher",
    "pratica": "A che punto è la tua richiesta",
    "operatore": "Parla con una persona dello sportello",
    "buoneprassi": "Idee di altre aziende per conciliare",
    "aiuto": "Cosa so fare",
    "privacy": "Quali dati conservo",
    "miei_dati": "Una copia dei tuoi dati",
    "cancella": "Cancella i tuoi dati",
    "annulla": "Lascia stare quello che stiamo facendo",
    "lingua": "Language · Limbă · Idioma · Langue · اللغة · Мова · Gjuha · 语言",
}
DESK_COMMANDS = {
    "coda": "Le pratiche che aspettano",
    "prendi": "Prendi la pratica di questo argomento",
    "scheda": "Rileggi la pratica",
    "nota": "Scrivi una nota che resta tra operatori",
    "bozza": "Una bozza di risposta, con la fonte",
    "bozza_voce": "Proponi l'ultima risposta per tutti",
    "manca": "Segna un documento che manca",
    "arrivato": "Segna un documento arrivato",
    "appuntamento": "Fissa giorno e ora",
    "inoltra": "Passa la pratica a un altro sportello",
    "restituisci": "Rimetti la pratica in coda",
    "chiudi": "Chiudi la pratica con il motivo",
    "collega": "Collega questo gruppo a uno sportello",
    "scollega": "Scollega questo gruppo",
}
ATTACHMENTS = (
    "photo",
    "voice",
    "video",
    "video_note",
    "document",
    "sticker",
    "location",
    "contact",
    "audio",
    "animation",
)
GONE = ("chat not found", "user is deactivated", "peer_id_invalid", "chat was deleted", "group chat was deactivated")
NAMED_COMMAND = re.compile(r"(/\w+)@(\w+)")
"""In groups a command may name the bot that it is for."""
TOPIC_GONE = ("thread not found", "topic_deleted", "topic_id_invalid")
NO_TOPICS = (
    "not a forum",
    "rights to create a topic",
    "rights to manage topics",
    "chat_admin_required",
    "topic_closed",
)
"""The group has none, or we may not open or write them: a closed topic takes messages of those who manage topics."""
UNCHANGED = ("message is not modified", "topic_not_modified")
FIXED = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message to edit",
)
NO_PICTURE = ("image_process_failed", "photo_invalid_dimensions", "photo_ext_invalid", "photo_save_file_invalid")
LONGEST_MESSAGE = 4096
"""UTF-16 units."""
LONGEST_CAPTION = 1024
LONGEST_TOPIC = 128
CARDS_KEPT_SECONDS = 300
"""How long Telegram may show the same cards again without asking."""
UNNAMED_LINK = "https://t.me/?start="
"""What texts write for a link to this bot: its name is known here only."""


async def serve(settings: Settings, assistant: Assistant) -> None:
    """Runs the bot until it is stopped. Raises WrongSettings if Telegram refuses the token or the address."""
    if settings.telegram_mode == "webhook":
        _webhook(settings)  # said before anything is started
    async with _bot(settings) as bot:
        service = Service(CHANNEL, assistant, deliver=lambda letter: send(bot, letter))
        updates = Updater(bot, update_queue=DurableQueue(service, Cards(assistant.knowledge)))
        async with updates:
            await _introduce(bot)
            await _listen(settings, updates)
            try:
                await service.run()
            finally:
                await updates.stop()


class DurableQueue(asyncio.Queue[object]):
    """A queue whose `put` stores the update: Telegram is told that it arrived only after that."""

    def __init__(self, service: Service, cards: Cards) -> None:
        super().__init__()
        self._service = service
        self._cards = cards
        self._asides: set[asyncio.Task[None]] = set()

    async def put(self, item: object) -> None:
        """Stores the update, however long it takes: an error here would end polling for good."""
        if not isinstance(item, Update):
            return
        bot = item.get_bot()
        now = self._service.assistant.clock.now()
        if item.inline_query:
            self._aside(self._show_cards(bot, item.inline_query))
        elif item.message and item.message.migrate_to_chat_id:
            old, new = _key(item.message.chat.id), _key(item.message.migrate_to_chat_id)
            await self._store(item, lambda session: deliveries.move_chat(session, old, new))
        elif utterance := read(item, bot.username):
            key = f"{CHANNEL}:{bot.id}:{item.update_id}"
            await self._store(item, lambda session: mailbox.receive(session, key, utterance, now))
            self._service.arrived.ring()
        if item.callback_query:
            self._aside(_stop_spinner(item))

    async def _store(self, update: Update, write: Callable[[AsyncSession], Awaitable[object]]) -> None:
        wait = 0.5
        while True:
            try:
                async with self._service.assistant.sessions.begin() as session:
                    await write(session)
                return
            except DBAPIError as error:
                log.warning("update %d is not stored yet (%s)", update.update_id, type(error.orig).__name__)
                await asyncio.sleep(wait)
                wait = min(wait * 2, 30)

    async def _show_cards(self, bot: Bot, query: InlineQuery) -> None:
        """Answers an inline query; nothing is stored, and nothing is lost if this fails."""
        assistant = self._service.assistant
        try:
            found = self._cards.find(query.query, assistant.clock.today())
            cards = [
                InlineQueryResultArticle(
                    card.id,
                    card.title,
                    InputTextMessageContent(told.text, entities=_entities(told)),
                    description=card.description,
                )
                for card in found
                for told in split(_named(card.told, bot))[:1]
            ]
            ask = InlineQueryResultsButton(assistant.knowledge.text("inline_ask", "it"), start_parameter="inline")
            await query.answer(cards, cache_time=CARDS_KEPT_SECONDS, is_personal=False, button=ask)
        except TelegramError as error:
            log.warning("an inline query was not answered (%s)", type(error).__name__)

    def _aside(self, work: Coroutine[Any, Any, None]) -> None:
        """Does it while the next updates are stored."""
        task = asyncio.get_running_loop().create_task(work)
        self._asides.add(task)
        task.add_done_callback(self._asides.discard)


def read(update: Update, bot_name: str = "") -> Utterance | None:
    """What the person did; None for what does not concern us: another bot's message or command, a channel's post."""
    if update.callback_query:
        query = update.callback_query
        if query.message is None:
            return Utterance(_key(query.from_user.id), Kind.BUTTON, query.data or "")
        chat, pressed = query.message.chat, query.message
        return Utterance(
            _key(chat.id),
            Kind.BUTTON,
            query.data or "",
            sender="" if chat.type == chat.PRIVATE else _key(query.from_user.id),
            message=pressed.message_id,
            thread=_topic(pressed) if isinstance(pressed, Message) else None,
        )
    message = update.edited_message or update.message
    if message is None or message.is_automatic_forward or not (message.text or _attachment(message)):
        return None
    anonymous_admin = message.sender_chat is not None and message.sender_chat.id == message.chat.id
    if message.from_user and message.from_user.is_bot and not anonymous_admin:
        return None
    text = (message.text or message.caption or "").replace("\0", "")
    kind, attachment = Kind.EDIT if update.edited_message else Kind.TEXT, None
    if message.text is None:
        kind, attachment = Kind.ATTACHMENT, _attachment(message)
    elif text.startswith("/"):
        kind = Kind.COMMAND if kind is Kind.TEXT else kind
        if named := NAMED_COMMAND.match(text):
            if bot_name and named[2].casefold() != bot_name.casefold():
                return None
            text = named[1] + text[named.end() :]
    return Utterance(
        _key(message.chat.id),
        kind,
        text,
        attachment,
        sender="" if message.chat.type == message.chat.PRIVATE or not message.from_user else _key(message.from_user.id),
        message=message.message_id,
        thread=_topic(message),
        reply_to=_answered(message),
        forwarded=message.forward_origin is not None,
        album=message.media_group_id,
        unsettled=bool(message.media_group_id or update.edited_message),
        written_at=message.edit_date or message.date,
    )


def _key(id: int) -> str:
    """How a chat or a person of Telegram is named in our tables."""
    return f"{CHANNEL}:{id}"


def _topic(message: Message) -> int | None:
    """Its forum topic: in plain groups Telegram numbers threads of replies too, which are none."""
    return message.message_thread_id if message.is_topic_message else None


def _answered(message: Message) -> int | None:
    """What it answers: in a topic Telegram shows every message as an answer to the one that opened it."""
    answered = message.reply_to_message
    return None if answered is None or answered.forum_topic_created else answered.message_id


def _attachment(message: Message) -> str | None:
    for what in ATTACHMENTS:
        if getattr(message, what):
            return {"video_note": "video", "animation": "video", "audio": "voice"}.get(what, what)
    return "other" if message.effective_attachment else None


async def send(bot: Bot, letter: Letter) -> int | None:
    """Does what the letter says; the number of the message, or of the topic it opened.

    Raises CannotArrive, Later, TopicGone, NotAForum, CannotEdit or Moved.
    """
    chat = int(letter.chat.removeprefix(f"{CHANNEL}:"))
    try:
        match letter.act:
            case "say":
                return await _say(bot, chat, letter)
            case "edit":
                return await _edit(bot, chat, letter)
            case "open_topic":
                return letter.thread or await _open_topic(bot, chat, letter)
            case "close_topic" if letter.thread:
                await bot.close_forum_topic(chat, letter.thread)
            case "reopen_topic" if letter.thread:
                await bot.reopen_forum_topic(chat, letter.thread)
        return letter.thread
    except RetryAfter as error:
        seconds = error.retry_after
        raise Later("slow_down", seconds.total_seconds() if isinstance(seconds, timedelta) else seconds) from None
    except Forbidden:
        raise CannotArrive("blocked") from None
    except ChatMigrated as error:
        raise Moved(_key(error.new_chat_id)) from None
    except BadRequest as error:
        if _says(error, UNCHANGED):
            return letter.edits or letter.thread
        raise _refusal(error) from None
    except NetworkError:
        raise Later("network") from None
    except TelegramError as error:
        raise Later(type(error).__name__) from None


def _refusal(error: BadRequest) -> Exception:
    for words, meaning in (
        (TOPIC_GONE, TopicGone()),
        (NO_TOPICS, NotAForum()),
        (FIXED, CannotEdit()),
        (GONE, CannotArrive("gone")),
    ):
        if _says(error, words):
            return meaning
    return CannotArrive("refused")


def _says(error: BadRequest, words: tuple[str, ...]) -> bool:
    return any(word in error.message.lower() for word in words)


async def _say(bot: Bot, chat: int, letter: Letter) -> int:
    """A text in as many messages as it needs, the buttons under the last; a file with what fits as its caption."""
    *first, last = split(_named(letter.styled, bot))
    if letter.file and _length(last.text) > LONGEST_CAPTION:
        first, last = [*first, last], Styled("")
    answers = ReplyParameters(letter.reply_to, allow_sending_without_reply=True) if letter.reply_to else None
    for part in first:
        await bot.send_message(
            chat, part.text, entities=_entities(part), message_thread_id=letter.thread, reply_parameters=answers
        )
        answers = None
    shared: dict[str, Any] = {
        "message_thread_id": letter.thread,
        "reply_parameters": answers,
        "reply_markup": _keyboard(letter),
    }
    if letter.file:
        caption = {"caption": last.text or None, "caption_entities": _entities(last)}
        return await _send_file(bot, chat, letter.file, **caption, **shared)
    return (await bot.send_message(chat, last.text, entities=_entities(last), **shared)).message_id


async def _send_file(bot: Bot, chat: int, file: File, **shared: Any) -> int:
    """Pictures are shown; what Telegram does not take for one, and all else, is attached."""
    if file.media.startswith("image/"):
        try:
            return (await bot.send_photo(chat, file.content, filename=file.name, **shared)).message_id
        except BadRequest as error:
            if not _says(error, NO_PICTURE):
                raise
    return (await bot.send_document(chat, file.content, filename=file.name, **shared)).message_id


async def _edit(bot: Bot, chat: int, letter: Letter) -> int | None:
    """Corrects a message; nothing to do if it was never sent. Raises CannotEdit if the text needs several messages."""
    if letter.edits is None:
        return None
    told = _named(letter.styled, bot)
    if _length(told.text) > LONGEST_MESSAGE:
        raise CannotEdit
    await bot.edit_message_text(told.text, chat, letter.edits, entities=_entities(told), reply_markup=_keyboard(letter))
    return letter.edits


async def _open_topic(bot: Bot, chat: int, letter: Letter) -> int:
    return (await bot.create_forum_topic(chat, letter.text[:LONGEST_TOPIC])).message_thread_id


def _named(told: Styled, bot: Bot) -> Styled:
    """The text with the bot's name in the links to it."""
    return told.replaced(UNNAMED_LINK, f"https://t.me/{bot.username}?start=")


def _length(text: str) -> int:
    """In UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def split(told: Styled) -> list[Styled]:
    """The text in pieces that Telegram accepts, cut at the end of a line where possible."""
    pieces, start, text = [], 0, told.text
    while _length(text[start:]) > LONGEST_MESSAGE:
        head = text[start:].encode("utf-16-le")[: LONGEST_MESSAGE * 2].decode("utf-16-le", errors="ignore")
        cut = head.rfind("\n") + 1 or len(head)
        pieces.append(told.cut(start, start + len(head[:cut].rstrip())))
        start += cut
    return [*pieces, told.cut(start, len(text))]


def _entities(told: Styled) -> list[MessageEntity]:
    """Its spans as Telegram wants them, in UTF-16 units."""
    return [
        MessageEntity(
            MessageEntity.TEXT_LINK if span.url else MessageEntity.BOLD,
            _length(told.text[: span.start]),
            _length(told.text[span.start : span.end]),
            url=span.url or None,
        )
        for span in told.spans
    ]


def _keyboard(letter: Letter) -> InlineKeyboardMarkup | None:
    rows = [[InlineKeyboardButton(label, callback_data=id) for label, id in row] for row in letter.buttons]
    return InlineKeyboardMarkup(rows) if rows else None


async def _stop_spinner(update: Update) -> None:
    """Tells Telegram that the press was seen; nothing is lost if this fails."""
    try:
        if update.callback_query:
            await update.callback_query.answer()
    except TelegramError:
        log.debug("a press was not acknowledged")


def _say_in_a_line(error: TelegramError) -> None:
    """The library would log a traceback at every try while the network is away."""
    if isinstance(error, Conflict):
        log.error("another program listens with the same token. Remedy: stop it, only one may poll")
    else:
        log.warning("Telegram does not answer (%s): trying again", type(error).__name__)


@asynccontextmanager
async def _bot(settings: Settings) -> AsyncIterator[ExtBot[None]]:
    address = str(settings.telegram_api_url).rstrip("/")
    bot: ExtBot[Any] = ExtBot(
        settings.token,
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        request=HTTPXRequest(connection_pool_size=40),
        get_updates_request=HTTPXRequest(connection_pool_size=2),
    )
    try:
        await bot.initialize()
    except InvalidToken:
        raise WrongSettings(
            "CONCILIA_TELEGRAM_TOKEN is refused by Telegram. Remedy: copy it again from @BotFather (/mybots, API Token)."
        ) from None
    except NetworkError as error:
        raise WrongSettings(
            f"{settings.telegram_api_url.host} does not answer ({type(error).__name__}). Remedy: check the network and "
            "CONCILIA_TELEGRAM_API_URL, then start again."
        ) from None
    try:
        yield bot
    finally:
        await bot.shutdown()


async def _introduce(bot: Bot) -> None:
    """The menus of commands beside the message field: the citizens' in private, the desk's in groups."""
    menus = ((COMMANDS, BotCommandScopeAllPrivateChats()), (DESK_COMMANDS, BotCommandScopeAllGroupChats()))
    try:
        for commands, scope in menus:
            await bot.set_my_commands([BotCommand(name, about) for name, about in commands.items()], scope=scope)
    except TelegramError as error:
        log.warning("the menu of commands was not set (%s)", type(error).__name__)


def _webhook(settings: Settings) -> tuple[HttpUrl, str]:
    """The public address and the secret of webhook mode. Raises WrongSettings if one is missing."""
    if settings.webhook_url is None:
        raise WrongSettings("CONCILIA_WEBHOOK_URL is not set. Remedy: set it to the public https address of this bot.")
    if settings.webhook_secret is None:
        raise WrongSettings(
            "CONCILIA_WEBHOOK_SECRET is not set. Remedy: set it to a long random word of letters and digits."
        )
    return settings.webhook_url, settings.webhook_secret.get_secret_value()


async def _listen(settings: Settings, updates: Updater) -> None:
    if settings.telegram_mode == "polling":
        await updates.start_polling(allowed_updates=UPDATES, bootstrap_retries=-1, error_callback=_say_in_a_line)
        return
    url, secret = _webhook(settings)
    host, _, port = settings.webhook_listen.rpartition(":")
    try:
        await updates.start_webhook(
            listen=host,
            port=int(port),
            url_path=(url.path or "/").lstrip("/"),
            webhook_url=str(url),
            secret_token=secret,
            allowed_updates=UPDATES,
        )
    except OSError as error:
        raise WrongSettings(
            f"CONCILIA_WEBHOOK_LISTEN={settings.webhook_listen} cannot be used ({error.strerror}). "
            "Remedy: stop the program on that port, or name another one."
        ) from None
