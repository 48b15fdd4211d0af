"""What the server knows: chats, messages, files, questions still open."""

import itertools
import time
from dataclasses import dataclass, field
from typing import Any

from .errors import ApiError, bad_request
from .keyboards import Markup, rows_of
from .params import Params, Upload
from .updates import Updates
from .webhook import Webhook

Message = dict[str, Any]


@dataclass
class Topic:
    name: str
    closed: bool = False
    of_bot: bool = False
    """Who creates a topic may close and reopen it without the right to manage topics."""


@dataclass
class Chat:
    id: int
    type: str = "private"
    title: str = ""
    first_name: str = ""
    username: str = ""
    is_forum: bool = False
    can_manage_topics: bool = True
    muted: bool = False
    """The bot may not write here."""
    blocked: bool = False
    gone: bool = False
    migrated_to: int | None = None
    """The group became this supergroup."""
    topics: dict[int, Topic] = field(default_factory=dict)

    @property
    def private(self) -> bool:
        return self.type == "private"

    def as_json(self) -> dict[str, Any]:
        names = {"title": self.title, "first_name": self.first_name, "username": self.username}
        forum = {"is_forum": True} if self.is_forum else {}
        return {"id": self.id, "type": self.type} | {key: value for key, value in names.items() if value} | forum


@dataclass
class Sent:
    """One message of the bot, as it stands now; `earlier` are its states before each edit."""

    method: str
    message: Message
    markup: Markup | None
    params: dict[str, Any]
    time: float
    upload: Upload | None = None
    earlier: list[Message] = field(default_factory=list)
    deleted: bool = False

    @property
    def message_id(self) -> int:
        return int(self.message["message_id"])

    @property
    def chat_id(self) -> int:
        return int(self.message["chat"]["id"])

    @property
    def thread_id(self) -> int | None:
        return self.message.get("message_thread_id")

    @property
    def text(self) -> str:
        """Plain text or caption, without marks."""
        return str(self.message.get("text") or self.message.get("caption") or "")

    @property
    def entities(self) -> list[dict[str, Any]]:
        return list(self.message.get("entities") or self.message.get("caption_entities") or [])

    @property
    def rows(self) -> list[list[dict[str, Any]]]:
        return rows_of(self.markup)

    @property
    def buttons(self) -> list[str]:
        return [button["text"] for row in self.rows for button in row]


class World:
    def __init__(self, token: str, username: str, query_lifetime: float, webhook_wait: float) -> None:
        self.token = token
        self.bot: dict[str, Any] = {
            "id": int(token.split(":")[0]),
            "is_bot": True,
            "first_name": "Test",
            "username": username,
        }
        self.query_lifetime = query_lifetime
        self.updates = Updates()
        self.webhook = Webhook(self.updates, webhook_wait)
        self.chats: dict[int, Chat] = {}
        self.messages: dict[tuple[int, int], Message] = {}
        self.records: list[Sent] = []
        self._records: dict[tuple[int, int], Sent] = {}
        self.files: dict[str, Upload] = {}
        self.questions: dict[str, float] = {}
        self.answers: dict[str, dict[str, Any]] = {}
        self.settings: dict[tuple[str, ...], Any] = {}
        self.actions: list[tuple[int, str]] = []
        self.logged_out = False
        self._numbers = itertools.count(1)

    def next_number(self) -> int:
        return next(self._numbers)

    def chat_for(self, params: Params) -> Chat:
        """The chat a call names, if the bot may write there."""
        raw = params.text("chat_id").strip()
        if not raw:
            raise bad_request("chat_id is empty")
        if raw.startswith("@"):
            chat = next((chat for chat in self.chats.values() if chat.username == raw[1:] and not chat.private), None)
        else:
            chat = self.chats.get(params.integer("chat_id") or 0)
        if chat is None or chat.gone:
            raise bad_request("chat not found")
        if chat.migrated_to:
            words = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiError(400, words, migrate_to_chat_id=chat.migrated_to)
        if chat.blocked and chat.private:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if chat.blocked:
            raise ApiError(403, "Forbidden: bot was kicked from the group chat")
        return chat

    def quoted(self, chat_id: int, message_id: int) -> Message | None:
        """A message as the answer to it shows it: without what it answered in turn."""
        found = self.messages.get((chat_id, message_id))
        return found and {key: value for key, value in found.items() if key != "reply_to_message"}

    def message_in(self, chat: Chat, message_id: int | None, what: str) -> Message:
        found = self.messages.get((chat.id, message_id or 0))
        if found is None:
            raise bad_request(f"{what} not found")
        return found

    def new_message(self, chat: Chat, sender: dict[str, Any], content: dict[str, Any]) -> Message:
        message: Message = {
            "message_id": self.next_number(),
            "date": int(time.time()),
            "chat": chat.as_json(),
            "from": sender,
        }
        message |= content
        self.messages[(chat.id, message["message_id"])] = message
        return message

    def forget_topic(self, chat: Chat, thread_id: int) -> None:
        """A topic goes with all its messages."""
        del chat.topics[thread_id]
        inside = [key for key, message in self.messages.items() if _in_topic(message, chat.id, thread_id)]
        for key in inside:
            sent = self.record_of(self.messages.pop(key))
            if sent:
                sent.deleted = True

    def record(self, sent: Sent) -> None:
        self.records.append(sent)
        self._records[(sent.chat_id, sent.message_id)] = sent

    def record_of(self, message: Message) -> Sent | None:
        """What the bot sent, if this message is the bot's."""
        return self._records.get((message["chat"]["id"], message["message_id"]))

    def open_question(self) -> str:
        """The id of a callback or inline query that waits for its answer."""
        question = str(7_000_000 + self.next_number())
        self.questions[question] = time.monotonic()
        return question

    def answer_question(self, question: str, answer: dict[str, Any]) -> None:
        asked = self.questions.pop(question, None)
        if asked is None or time.monotonic() - asked > self.query_lifetime:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        self.answers[question] = answer

    def keep_file(self, upload: Upload) -> dict[str, Any]:
        """Store a file; the fields that every kind of file shares."""
        number = self.next_number()
        file_id = f"file-{number}"
        self.files[file_id] = upload
        return {"file_id": file_id, "file_unique_id": f"unique-{number}", "file_size": len(upload.content)}


def _in_topic(message: Message, chat_id: int, thread_id: int) -> bool:
    in_topic = message.get("is_topic_message") and message.get("message_thread_id") == thread_id
    return bool(in_topic) and message["chat"]["id"] == chat_id
