"""Updates into utterances: who did what, where."""

from __future__ import annotations

import re

from telegram import Message, Update

from bot.model.conversation import ANONYMOUS, Kind, Utterance

CHANNEL = "telegram"
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
NAMED_COMMAND = re.compile(r"(/\w+)@(\w+)")
"""In groups a command may name the bot that it is for."""


def read(update: Update, bot_name: str = "") -> Utterance | None:
    """What the person did; None for what does not concern us: another bot's message or command, a channel's post."""
    if update.callback_query:
        query = update.callback_query
        if query.message is None:
            return Utterance(key(query.from_user.id), Kind.BUTTON, query.data or "")
        chat, pressed = query.message.chat, query.message
        return Utterance(
            key(chat.id),
            Kind.BUTTON,
            query.data or "",
            sender="" if chat.type == chat.PRIVATE else key(query.from_user.id),
            message=pressed.message_id,
            thread=_topic(pressed) if isinstance(pressed, Message) else None,
        )
    message = update.edited_message or update.message
    if message is None or message.is_automatic_forward or (message.text is None and not _attachment(message)):
        return None
    named_as_chat = message.sender_chat is not None  # an anonymous administrator, or somebody in a channel's name
    if message.from_user and message.from_user.is_bot and not named_as_chat:
        return None
    text = message.text or message.caption or ""
    kind, attachment = Kind.EDIT if update.edited_message else Kind.TEXT, None
    if message.text is None:
        kind, attachment = Kind.ATTACHMENT, _attachment(message)
        if message.location:
            if update.edited_message:
                return None  # a live position that moves on
            text = f"{message.location.latitude} {message.location.longitude}"
    elif text.startswith("/"):
        kind = Kind.COMMAND if kind is Kind.TEXT else kind
        if named := NAMED_COMMAND.match(text):
            if bot_name and named[2].casefold() != bot_name.casefold():
                return None
            text = named[1] + text[named.end() :]
    return Utterance(
        key(message.chat.id),
        kind,
        text,
        attachment,
        sender=_sender(message),
        message=message.message_id,
        thread=_topic(message),
        reply_to=_answered(message),
        forwarded=message.forward_origin is not None,
        album=message.media_group_id,
        unsettled=bool(message.media_group_id or update.edited_message),
        written_at=message.edit_date or message.date,
    )


def _sender(message: Message) -> str:
    """Who wrote it in a group; empty in private."""
    if message.chat.type == message.chat.PRIVATE or not message.from_user:
        return ""
    return f"{CHANNEL}:{ANONYMOUS}" if message.sender_chat else key(message.from_user.id)


def key(id: int) -> str:
    """How a chat or a person of Telegram is named in our tables. Raises TypeError for what is no number."""
    if type(id) is not int:
        raise TypeError("the id of a chat or a person is a number")
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
