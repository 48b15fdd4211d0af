"""What people do: the side of the server that tests play."""

import re
import time
from typing import Any, NamedTuple

from .params import Upload
from .spans import Entity, utf16_length
from .world import Chat, Message, Sent, World

ENTITY_PATTERNS = {
    "bot_command": r"(?<!\S)/[A-Za-z0-9_]{1,64}(?:@\w+)?",
    "url": r"https?://\S+",
    "email": r"[\w.+-]+@[\w-]+\.[\w.-]+",
    "mention": r"(?<![\w.])@\w{4,32}",
    "hashtag": r"(?<!\S)#\w+",
}


GROUP_ANONYMOUS: dict[str, Any] = {"id": 1087968824, "username": "GroupAnonymousBot"}
"""Telegram puts this account in place of an anonymous administrator."""


class Said(NamedTuple):
    """What came of an action; `update_id` is 0 when the bot asked not to hear of such updates."""

    update_id: int
    message_id: int


class NoSuchButton(LookupError):
    """The message has no such button; the words list those it has."""


class People:
    """Every method is plain and immediate: the update waits in the queue when it returns."""

    world: World

    def add_user(self, user_id: int, first_name: str = "", username: str = "") -> Chat:
        """A private chat that the user has started."""
        if user_id not in self.world.chats:
            self.world.chats[user_id] = Chat(user_id, first_name=first_name or f"User {user_id}", username=username)
        return self.world.chats[user_id]

    def add_group(
        self,
        chat_id: int,
        title: str = "Group",
        *,
        is_forum: bool = False,
        can_manage_topics: bool = True,
        basic: bool = False,
    ) -> Chat:
        """`basic`: a group of the old kind, without topics, that may become a supergroup with another number."""
        if chat_id >= 0:
            raise ValueError("the id of a group is negative")
        if basic and is_forum:
            raise ValueError("only a supergroup has topics")
        kind = "group" if basic else "supergroup"
        chat = Chat(chat_id, kind, title, is_forum=is_forum, can_manage_topics=can_manage_topics)
        self.world.chats[chat_id] = chat
        return chat

    def user_says(
        self,
        chat_id: int,
        text: str,
        *,
        user_id: int | None = None,
        thread_id: int | None = None,
        reply_to: int | None = None,
        language_code: str = "it",
        **fields: Any,
    ) -> Said:
        """`fields` go into the message as they are (date, forward_origin, via_bot ...)."""
        if not text.strip():
            raise ValueError("nobody can send an empty message")
        content = {"text": text} | _entities(text) | fields
        return self._post(chat_id, content, user_id, thread_id, reply_to, language_code)

    def anonymous_says(self, chat_id: int, text: str, *, channel_id: int = 0, **where: Any) -> Said:
        """An administrator writes in the name of the group itself, or somebody in the name of a channel."""
        chat = self.world.chats[chat_id]
        name = chat.as_json() if not channel_id else {"id": channel_id, "type": "channel", "title": "Channel"}
        account = {"id": 136817688, "username": "Channel_Bot"} if channel_id else GROUP_ANONYMOUS
        sender = {"is_bot": True, "first_name": "Group"} | account
        return self.user_says(chat_id, text, user_id=1, sender_chat=name, **{"from": sender}, **where)

    def user_forwards(self, chat_id: int, text: str, *, author: str = "Anna", **who: Any) -> Said:
        """Pass on what somebody wrote who hides their account."""
        origin = {"type": "hidden_user", "date": int(time.time()) - 60, "sender_user_name": author}
        return self.user_says(chat_id, text, forward_origin=origin, **who)

    def user_edits(self, chat_id: int, message_id: int, text: str) -> Said:
        message = self.world.messages[(chat_id, message_id)]
        message.pop("entities", None)
        message |= {"text": text, "edit_date": int(time.time())} | _entities(text)
        return Said(self.world.updates.add("edited_message", dict(message)), message_id)

    def user_sends_photo(
        self, chat_id: int, content: bytes = b"\xff\xd8\xffphoto", caption: str = "", album: str = "", **who: Any
    ) -> Said:
        """`album`: what photos sent together share."""
        facts = self.world.keep_file(Upload("photo.jpg", content, "image/jpeg"))
        shared = {"media_group_id": album} if album else {}
        return self._file(chat_id, {"photo": [facts | {"width": 90, "height": 90}]} | shared, caption, who)

    def user_sends_voice(self, chat_id: int, content: bytes = b"OggSvoice", seconds: int = 3, **who: Any) -> Said:
        facts = self.world.keep_file(Upload("voice.ogg", content, "audio/ogg"))
        return self._file(chat_id, {"voice": facts | {"duration": seconds, "mime_type": "audio/ogg"}}, "", who)

    def user_sends_document(
        self, chat_id: int, content: bytes = b"%PDF-1.4", name: str = "document.pdf", caption: str = "",
        mime_type: str = "application/pdf", **who: Any,
    ) -> Said:  # fmt: skip
        facts = self.world.keep_file(Upload(name, content, mime_type))
        return self._file(chat_id, {"document": facts | {"file_name": name, "mime_type": mime_type}}, caption, who)

    def user_sends_sticker(self, chat_id: int, emoji: str = "\N{THUMBS UP SIGN}", **who: Any) -> Said:
        facts = self.world.keep_file(Upload("sticker.webp", b"RIFFsticker", "image/webp"))
        look = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self._file(chat_id, {"sticker": facts | look | {"emoji": emoji}}, "", who)

    def user_sends_location(self, chat_id: int, latitude: float = 45.42, longitude: float = 9.27, **who: Any) -> Said:
        return self._file(chat_id, {"location": {"latitude": latitude, "longitude": longitude}}, "", who)

    def user_sends_contact(self, chat_id: int, phone_number: str = "+390200000000", **who: Any) -> Said:
        name = self.add_user(who.get("user_id") or chat_id).first_name
        contact = {"phone_number": phone_number, "first_name": name, "user_id": who.get("user_id") or chat_id}
        return self._file(chat_id, {"contact": contact}, "", who)

    def user_presses(
        self, chat_id: int, message_id: int | None, button: str | int, *, user_id: int | None = None
    ) -> Said:
        """Press a button by label, callback data or number from 1.

        Without a message_id: of the newest message with inline buttons or of the keyboard under the chat.
        """
        places = self._places_to_press(chat_id, message_id)
        if not places:
            raise NoSuchButton(f"no message with buttons in chat {chat_id}")
        sent = next((sent for sent in places if _has_button(sent, button)), places[0])
        found = _find_button(sent, button)
        if "inline_keyboard" not in (sent.markup or {}):
            return self._press_keyboard(chat_id, found, user_id)
        if "callback_data" not in found:
            raise NoSuchButton(f"the button {found['text']!r} opens {found}, the bot does not hear of it")
        return self._press_inline(sent, found, user_id)

    def user_types_inline(self, user_id: int, query: str, offset: str = "") -> str:
        """Ask the bot inline from any chat; returns the id of the query, see `world.answers`."""
        question = self.world.open_question()
        payload = {"id": question, "from": self._user(user_id), "query": query, "offset": offset}
        self.world.updates.add("inline_query", payload)
        return question

    def block(self, chat_id: int) -> int:
        """The user blocks the bot, or the group throws it out; the bot is told, as it really is."""
        return self._membership(chat_id, "member", "kicked")

    def unblock(self, chat_id: int) -> int:
        return self._membership(chat_id, "kicked", "member")

    def chat_gone(self, chat_id: int) -> None:
        self.world.chats.setdefault(chat_id, Chat(chat_id)).gone = True

    def delete_topic(self, chat_id: int, thread_id: int) -> None:
        """Somebody deletes a topic with its messages; the bot is not told."""
        self.world.forget_topic(self.world.chats[chat_id], thread_id)

    def turn_off_topics(self, chat_id: int) -> None:
        """The group is no forum any more; the bot is not told."""
        chat = self.world.chats[chat_id]
        chat.is_forum = False
        chat.topics.clear()

    def migrate(self, chat_id: int, new_id: int, *, is_forum: bool = False, told: bool = True) -> list[int]:
        """A basic group becomes a supergroup: both tell of it, unless the bot is not `told` yet."""
        old = self.world.chats[chat_id]
        if old.type != "group":
            raise ValueError("only a basic group becomes a supergroup")
        new = self.add_group(new_id, old.title, is_forum=is_forum)
        messages = [
            self.world.new_message(old, self._user(1), {"migrate_to_chat_id": new_id}),
            self.world.new_message(new, self._user(1), {"migrate_from_chat_id": chat_id}),
        ]
        old.migrated_to = new_id
        return [self.world.updates.add("message", dict(message)) for message in messages] if told else []

    def redeliver(self, update_id: int) -> None:
        """Send the same update again, whether or not it was confirmed."""
        self.world.updates.redeliver(update_id)

    def _membership(self, chat_id: int, before: str, after: str) -> int:
        chat = self.world.chats[chat_id] if chat_id < 0 else self.add_user(chat_id)
        chat.blocked = after == "kicked"
        states: list[dict[str, Any]] = [{"user": self.world.bot, "status": status} for status in (before, after)]
        old, new = states
        change = {"date": int(time.time()), "old_chat_member": old, "new_chat_member": new}
        for member in (old, new):
            if member["status"] == "kicked":
                member["until_date"] = 0
        sender = self._user(abs(chat_id))
        return self.world.updates.add("my_chat_member", {"chat": chat.as_json(), "from": sender} | change)

    def _user(self, user_id: int, language_code: str = "it") -> dict[str, Any]:
        known = self.world.chats.get(user_id)
        name = known.first_name if known else f"User {user_id}"
        return {"id": user_id, "is_bot": False, "first_name": name, "language_code": language_code}

    def _post(
        self,
        chat_id: int,
        content: dict[str, Any],
        user_id: int | None = None,
        thread_id: int | None = None,
        reply_to: int | None = None,
        language_code: str = "it",
    ) -> Said:
        if chat_id < 0 and (chat_id not in self.world.chats or user_id is None):
            raise ValueError("a message in a group needs add_group() before and user_id=")
        chat = self.world.chats[chat_id] if chat_id < 0 else self.add_user(chat_id)
        chat.blocked = False if chat.private else chat.blocked
        content = content | self._place(chat, thread_id, reply_to)
        message: Message = self.world.new_message(chat, self._user(user_id or chat_id, language_code), content)
        return Said(self.world.updates.add("message", dict(message)), message["message_id"])

    def _place(self, chat: Chat, thread_id: int | None, reply_to: int | None) -> dict[str, Any]:
        """Its topic and what it answers: in a topic, if nothing else, the message that opened it."""
        place: dict[str, Any] = {}
        if thread_id:
            if thread_id not in chat.topics:
                raise ValueError(f"chat {chat.id} has no topic {thread_id}")
            place = {"message_thread_id": thread_id, "is_topic_message": True}
        answered = self.world.quoted(chat.id, reply_to or thread_id or 0)
        if answered:
            place["reply_to_message"] = answered
            if not thread_id and chat.type == "supergroup":  # a thread of replies, which is no topic
                place["message_thread_id"] = answered.get("message_thread_id", answered["message_id"])
        return place

    def _file(self, chat_id: int, content: dict[str, Any], caption: str, who: dict[str, Any]) -> Said:
        return self._post(chat_id, content | ({"caption": caption} if caption else {}), **who)

    def _places_to_press(self, chat_id: int, message_id: int | None) -> list[Sent]:
        """Newest first: the named message, or the newest inline one and the one whose keyboard is shown."""
        mine = [sent for sent in reversed(self.world.records) if sent.chat_id == chat_id and not sent.deleted]
        if message_id is not None:
            return [sent for sent in mine if sent.message_id == message_id and sent.buttons]
        inline = next((sent for sent in mine if sent.buttons and "inline_keyboard" in (sent.markup or {})), None)
        below = next((sent for sent in mine if sent.markup and "inline_keyboard" not in sent.markup), None)
        return [sent for sent in mine if sent in (inline, below) and sent.buttons]

    def _press_keyboard(self, chat_id: int, found: dict[str, Any], user_id: int | None) -> Said:
        if found.get("request_contact"):
            return self.user_sends_contact(chat_id, user_id=user_id)
        if found.get("request_location"):
            return self.user_sends_location(chat_id, user_id=user_id)
        return self.user_says(chat_id, found["text"], user_id=user_id)

    def _press_inline(self, sent: Sent, found: dict[str, Any], user_id: int | None) -> Said:
        query = {
            "id": self.world.open_question(),
            "from": self._user(user_id or sent.chat_id),
            "chat_instance": str(sent.chat_id),
            "message": dict(sent.message),
            "data": found["callback_data"],
        }
        return Said(self.world.updates.add("callback_query", query), sent.message_id)


def _has_button(sent: Sent, wanted: str | int) -> bool:
    try:
        return bool(_find_button(sent, wanted))
    except NoSuchButton:
        return False


def _find_button(sent: Sent, wanted: str | int) -> dict[str, Any]:
    buttons = [button for row in sent.rows for button in row]
    if isinstance(wanted, int):
        if 1 <= wanted <= len(buttons):
            return buttons[wanted - 1]
    else:
        for name in ("text", "callback_data"):
            for button in buttons:
                if button.get(name) == wanted:
                    return button
    raise NoSuchButton(f"no button {wanted!r} in message {sent.message_id}; it has {sent.buttons}")


def _entities(text: str) -> dict[str, list[Entity]]:
    """What the official server recognises by itself in a person's text."""
    found = [
        {"type": kind, "offset": utf16_length(text[: hit.start()]), "length": utf16_length(hit.group())}
        for kind, pattern in ENTITY_PATTERNS.items()
        for hit in re.finditer(pattern, text)
    ]
    return {"entities": sorted(found, key=lambda entity: entity["offset"])} if found else {}
