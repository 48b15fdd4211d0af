"""Letters into messages: texts cut to size, files, buttons, topics; and what a refusal means."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.channels.telegram.reading import CHANNEL, key
from bot.delivery import (
    CannotArrive,
    CannotEdit,
    Later,
    Moved,
    Mute,
    NotAForum,
    NoTopicRights,
    TopicClosed,
    TopicGone,
)
from bot.model.reply import PLACE, SEND_POSITION, File
from bot.model.style import Styled
from bot.store.mailbox import Letter

GONE = ("chat not found", "user is deactivated", "peer_id_invalid", "chat was deleted", "group chat was deactivated")
TOPIC_GONE = ("thread not found", "topic_deleted", "topic_id_invalid")
NO_TOPIC_RIGHTS = ("rights to create a topic", "rights to manage topics", "chat_admin_required")
NO_VOICE = ("rights to send", "chat_write_forbidden", "chat_restricted", "chat_send_plain_forbidden")
"""The group does not let us write, whatever it is."""
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
UNNAMED_LINK = "https://t.me/?start="
"""What texts write for a link to this bot: its name is known here only."""


async def send(bot: Bot, letter: Letter) -> int | None:
    """Does what the letter says; the number of the message, or of the topic it opened.

    Raises CannotArrive, Later, TopicGone, TopicClosed, NotAForum, NoTopicRights, CannotEdit or Moved.
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
            case "check_topics":
                await _check_topics(bot, chat)
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
        raise Moved(key(error.new_chat_id)) from None
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
        (("topic_closed",), TopicClosed()),
        (("not a forum",), NotAForum()),
        (NO_TOPIC_RIGHTS, NoTopicRights()),
        (NO_VOICE, Mute()),
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
    *first, last = split(named(letter.styled, bot))
    if letter.file and _length(last.text) > LONGEST_CAPTION:
        first, last = [*first, last], Styled("")
    answers = ReplyParameters(letter.reply_to, allow_sending_without_reply=True) if letter.reply_to else None
    for part in first:
        await bot.send_message(
            chat, part.text, entities=entities(part), message_thread_id=letter.thread, reply_parameters=answers
        )
        answers = None
    shared: dict[str, Any] = {
        "message_thread_id": letter.thread,
        "reply_parameters": answers,
        "reply_markup": _position_key(letter) or _keyboard(letter),
    }
    if letter.file and letter.file.media == PLACE:
        return await _send_place(bot, chat, letter.file, **shared)
    if letter.file:
        caption = {"caption": last.text or None, "caption_entities": entities(last)}
        return await _send_file(bot, chat, letter.file, **caption, **shared)
    return (await bot.send_message(chat, last.text, entities=entities(last), **shared)).message_id


async def _send_place(bot: Bot, chat: int, file: File, **shared: Any) -> int:
    feature = json.loads(file.content)
    lon, lat = feature["geometry"]["coordinates"]
    told = feature["properties"]
    return (await bot.send_venue(chat, lat, lon, told["name"], told["address"], **shared)).message_id


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
    told = named(letter.styled, bot)
    if _length(told.text) > LONGEST_MESSAGE:
        raise CannotEdit
    await bot.edit_message_text(told.text, chat, letter.edits, entities=entities(told), reply_markup=_keyboard(letter))
    return letter.edits


async def _open_topic(bot: Bot, chat: int, letter: Letter) -> int:
    return (await bot.create_forum_topic(chat, letter.text[:LONGEST_TOPIC])).message_thread_id


async def _check_topics(bot: Bot, chat: int) -> None:
    """Whether tickets can have topics. Raises NotAForum or NoTopicRights."""
    group, us = await bot.get_chat(chat), await bot.get_chat_member(chat, bot.id)
    if not group.is_forum:
        raise NotAForum
    own = getattr(us, "can_manage_topics", None)  # of an administrator; a plain member has what the group lets all do
    if not (own if own is not None else group.permissions and group.permissions.can_manage_topics):
        raise NoTopicRights


def named(told: Styled, bot: Bot) -> Styled:
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


def entities(told: Styled) -> list[MessageEntity]:
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


def _position_key(letter: Letter) -> ReplyKeyboardMarkup | None:
    """Telegram's own button, below the chat, that sends where the phone is."""
    keys = [
        [KeyboardButton(label, request_location=True)]
        for row in letter.buttons
        for label, id in row
        if id == SEND_POSITION
    ]
    return ReplyKeyboardMarkup(keys, resize_keyboard=True, one_time_keyboard=True) if keys else None
