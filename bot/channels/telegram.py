"""Telegram: updates into utterances, replies into messages. The only module that knows `telegram`."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from pydantic import HttpUrl
from sqlalchemy.exc import DBAPIError
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
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
from bot.delivery import CannotArrive, Later, Service
from bot.model import Kind, Utterance
from bot.settings import Settings, WrongSettings
from bot.store import mailbox
from bot.store.mailbox import Letter

log = logging.getLogger(__name__)

CHANNEL = "telegram"
UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY]
COMMANDS = {
    "start": "Ricomincia da capo",
    "sportello": "Trova lo sportello vicino a te",
    "buoneprassi": "Idee di altre aziende per conciliare",
    "aiuto": "Cosa so fare",
    "privacy": "Quali dati conservo",
    "annulla": "Lascia stare quello che stiamo facendo",
    "lingua": "Language · Limbă · Idioma · Langue · اللغة · Мова · Gjuha · 语言",
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
LONGEST_MESSAGE = 4096
"""UTF-16 units."""


async def serve(settings: Settings, assistant: Assistant) -> None:
    """Runs the bot until it is stopped. Raises WrongSettings if Telegram refuses the token or the address."""
    if settings.telegram_mode == "webhook":
        _webhook(settings)  # said before anything is started
    async with _bot(settings) as bot:
        service = Service(CHANNEL, assistant, deliver=lambda letter: send(bot, letter))
        updates = Updater(bot, update_queue=DurableQueue(service))
        async with updates:
            await _introduce(bot)
            await _listen(settings, updates)
            try:
                await service.run()
            finally:
                await updates.stop()


class DurableQueue(asyncio.Queue[object]):
    """A queue whose `put` stores the update: Telegram is told that it arrived only after that."""

    def __init__(self, service: Service) -> None:
        super().__init__()
        self._service = service

    async def put(self, item: object) -> None:
        """Stores the update, however long it takes: an error here would end polling for good."""
        if not isinstance(item, Update) or (utterance := read(item)) is None:
            return
        key = f"{CHANNEL}:{item.get_bot().id}:{item.update_id}"
        wait = 0.5
        while True:
            try:
                async with self._service.assistant.sessions.begin() as session:
                    await mailbox.receive(session, key, utterance, self._service.assistant.clock.now())
                break
            except DBAPIError as error:
                log.warning("update %d is not stored yet (%s)", item.update_id, type(error.orig).__name__)
                await asyncio.sleep(wait)
                wait = min(wait * 2, 30)
        self._service.arrived.ring()
        if item.callback_query:
            asyncio.get_running_loop().create_task(_stop_spinner(item))


def read(update: Update) -> Utterance | None:
    """What the person did; None for what does not concern us (a bot's message, a channel post)."""
    if update.callback_query:
        query = update.callback_query
        chat = query.message.chat.id if query.message else query.from_user.id
        return Utterance(f"{CHANNEL}:{chat}", Kind.BUTTON, query.data or "")
    message = update.edited_message or update.message
    if message is None or (message.from_user and message.from_user.is_bot):
        return None
    chat_key = f"{CHANNEL}:{message.chat.id}"
    text = (message.text or message.caption or "").replace("\0", "")
    if message.text is None and (what := _attachment(message)):
        return Utterance(chat_key, Kind.ATTACHMENT, text, what)
    if message.text is None:
        return None
    if update.edited_message:
        return Utterance(chat_key, Kind.EDIT, text)
    return Utterance(chat_key, Kind.COMMAND if text.startswith("/") else Kind.TEXT, text)


def _attachment(message: Message) -> str | None:
    for what in ATTACHMENTS:
        if getattr(message, what):
            return {"video_note": "video", "animation": "video", "audio": "voice"}.get(what, what)
    return "other" if message.effective_attachment else None


async def send(bot: Bot, letter: Letter) -> None:
    """Sends one reply. Raises CannotArrive or Later."""
    try:
        *first, last = split(letter.text)
        chat_id = int(letter.chat.removeprefix(f"{CHANNEL}:"))
        for part in first:
            await bot.send_message(chat_id, part)
        await bot.send_message(chat_id, last, reply_markup=_keyboard(letter))
    except RetryAfter as error:
        seconds = error.retry_after
        raise Later("slow_down", seconds.total_seconds() if isinstance(seconds, timedelta) else seconds) from None
    except Forbidden:
        raise CannotArrive("blocked") from None
    except ChatMigrated:
        raise CannotArrive("moved") from None
    except BadRequest as error:
        raise CannotArrive("gone" if any(word in error.message.lower() for word in GONE) else "refused") from None
    except NetworkError:
        raise Later("network") from None
    except TelegramError as error:
        raise Later(type(error).__name__) from None


def split(text: str) -> list[str]:
    """The text in pieces that Telegram accepts, cut at the end of a line where possible."""
    pieces = []
    while len(text.encode("utf-16-le")) // 2 > LONGEST_MESSAGE:
        head = text.encode("utf-16-le")[: LONGEST_MESSAGE * 2].decode("utf-16-le", errors="ignore")
        cut = head.rfind("\n") + 1 or len(head)
        pieces.append(text[:cut].rstrip())
        text = text[cut:]
    return [*pieces, text]


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
    """The menu of commands beside the message field."""
    try:
        await bot.set_my_commands([BotCommand(name, about) for name, about in COMMANDS.items()])
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
