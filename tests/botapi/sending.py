"""Methods that send messages."""

import struct
import time
from typing import Any

from .entities import read_formatted
from .errors import ApiError, bad_request
from .keyboards import check_markup
from .params import Params, Upload
from .registry import method
from .spans import utf16_length
from .world import Chat, Message, Sent, World

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LARGEST_PHOTO = 10 * 1024 * 1024
LARGEST_FILE = 50 * 1024 * 1024
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")
ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip


def text_content(params: Params) -> dict[str, Any]:
    source = params.text("text")
    if not source:
        raise bad_request("message text is empty")
    formatted = read_formatted(source, params.text("parse_mode"), params.json_list("entities"))
    if not formatted.text:
        raise bad_request("text must be non-empty")
    if utf16_length(formatted.text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return {"text": formatted.text} | ({"entities": formatted.entities} if formatted.entities else {})


def caption_content(params: Params) -> dict[str, Any]:
    given = params.json_list("caption_entities")
    formatted = read_formatted(params.text("caption"), params.text("parse_mode"), given)
    if utf16_length(formatted.text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    content: dict[str, Any] = {"caption": formatted.text} if formatted.text else {}
    return content | ({"caption_entities": formatted.entities} if formatted.entities else {})


def deliver(
    world: World, chat: Chat, params: Params, name: str, content: dict[str, Any], upload: Upload | None = None
) -> Message:
    """Check what all messages share, then put the message into the chat."""
    if chat.muted:
        raise bad_request("not enough rights to send text messages to the chat")
    markup = check_markup(params.json_object("reply_markup"), private=chat.private)
    reply = _reply(world, chat, params)
    shared = _thread(chat, params) | reply
    if chat.is_forum and reply:
        answered = reply["reply_to_message"]
        shared = {key: answered[key] for key in ("message_thread_id", "is_topic_message") if key in answered} | shared
    if markup and "inline_keyboard" in markup:
        shared["reply_markup"] = markup
    if params.flag("protect_content"):
        shared["has_protected_content"] = True
    message = world.new_message(chat, world.bot, shared | content)
    world.record(Sent(name, message, markup, params.values, time.time(), upload))
    return message


def _thread(chat: Chat, params: Params) -> dict[str, Any]:
    thread_id = params.integer("message_thread_id")
    if not thread_id:
        return {}
    topic = chat.topics.get(thread_id)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed and not chat.can_manage_topics:
        raise bad_request("TOPIC_CLOSED")
    return {"message_thread_id": thread_id, "is_topic_message": True}


def _reply(world: World, chat: Chat, params: Params) -> dict[str, Any]:
    given = params.json_object("reply_parameters") or {
        "message_id": params.integer("reply_to_message_id"),
        "allow_sending_without_reply": params.flag("allow_sending_without_reply"),
    }
    if not given.get("message_id"):
        return {}
    found = world.quoted(chat.id, _number(given["message_id"]))
    if found is None and not given.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return {"reply_to_message": found} if found else {}


def _number(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise bad_request("can't parse reply parameters: message_id must be a Number") from None


@method("sendMessage", sends=True)
def send_message(world: World, params: Params) -> Message:
    chat = world.chat_for(params)
    return deliver(world, chat, params, "sendMessage", text_content(params))


@method("sendChatAction")
def send_chat_action(world: World, params: Params) -> bool:
    chat = world.chat_for(params)
    if params.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.actions.append((chat.id, params.text("action")))
    return True


@method("sendPhoto", sends=True)
def send_photo(world: World, params: Params) -> Message:
    chat = world.chat_for(params)
    facts, upload = _file(world, params, "photo", LARGEST_PHOTO)
    if not upload.content.startswith(PICTURES):
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = _picture_size(upload.content)
    content = {"photo": [facts | {"width": width, "height": height}]} | caption_content(params)
    return deliver(world, chat, params, "sendPhoto", content, upload)


@method("sendDocument", sends=True)
def send_document(world: World, params: Params) -> Message:
    return _send_file(world, params, "sendDocument", "document", {})


@method("sendVoice", sends=True)
def send_voice(world: World, params: Params) -> Message:
    return _send_file(world, params, "sendVoice", "voice", {"duration": params.integer("duration", 0)})


def _send_file(world: World, params: Params, name: str, kind: str, extra: dict[str, Any]) -> Message:
    chat = world.chat_for(params)
    facts, upload = _file(world, params, kind, LARGEST_FILE)
    facts |= {"mime_type": upload.mime_type} | ({"file_name": upload.name} if kind == "document" else {}) | extra
    return deliver(world, chat, params, name, {kind: facts} | caption_content(params), upload)


def _file(world: World, params: Params, field: str, largest: int) -> tuple[dict[str, Any], Upload]:
    upload = params.upload(field)
    if upload is None:
        return _known_file(world, params.text(field), field)
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > largest:
        raise ApiError(413, "Request Entity Too Large")
    return world.keep_file(upload), upload


def _known_file(world: World, file_id: str, field: str) -> tuple[dict[str, Any], Upload]:
    if not file_id:
        raise bad_request(f"there is no {field} in the request")
    if file_id not in world.files:
        raise bad_request("wrong file identifier/HTTP URL specified")
    upload = world.files[file_id]
    facts = {"file_id": file_id, "file_unique_id": file_id.replace("file", "unique"), "file_size": len(upload.content)}
    return facts, upload


def _picture_size(content: bytes) -> tuple[int, int]:
    if content.startswith(PICTURES[0]) and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    return 90, 90


@method("sendLocation", sends=True)
def send_location(world: World, params: Params) -> Message:
    chat = world.chat_for(params)
    return deliver(world, chat, params, "sendLocation", {"location": _point(params)})


@method("sendVenue", sends=True)
def send_venue(world: World, params: Params) -> Message:
    chat = world.chat_for(params)
    if not params.text("title") or not params.text("address"):
        raise bad_request("venue title and address must be non-empty")
    venue = {"location": _point(params), "title": params.text("title"), "address": params.text("address")}
    return deliver(world, chat, params, "sendVenue", {"venue": venue, "location": venue["location"]})


def _point(params: Params) -> dict[str, float]:
    try:
        point = {name: float(params.text(name)) for name in ("latitude", "longitude")}
    except ValueError:
        raise bad_request("latitude and longitude must be numbers") from None
    if abs(point["latitude"]) > 90 or abs(point["longitude"]) > 180:
        raise bad_request("wrong location specified")
    return point


@method("sendContact", sends=True)
def send_contact(world: World, params: Params) -> Message:
    chat = world.chat_for(params)
    contact = {"phone_number": params.text("phone_number"), "first_name": params.text("first_name")}
    if not all(contact.values()):
        raise bad_request("phone number and first name must be non-empty")
    return deliver(world, chat, params, "sendContact", {"contact": contact})


COPIED = ("text", "entities", "caption", "caption_entities", "photo", "document", "voice", "sticker", "location")


@method("copyMessage", sends=True)
def copy_message(world: World, params: Params) -> dict[str, int]:
    chat, source = world.chat_for(params), _source(world, params, "message to copy")
    content = {key: value for key, value in source.items() if key in COPIED}
    return {"message_id": deliver(world, chat, params, "copyMessage", content)["message_id"]}


@method("forwardMessage", sends=True)
def forward_message(world: World, params: Params) -> Message:
    chat, source = world.chat_for(params), _source(world, params, "message to forward")
    origin = {"type": "user", "date": source["date"], "sender_user": source["from"]}
    content = {key: value for key, value in source.items() if key in COPIED} | {"forward_origin": origin}
    return deliver(world, chat, params, "forwardMessage", content)


def _source(world: World, params: Params, what: str) -> Message:
    origin = world.chats.get(params.integer("from_chat_id") or 0)
    if origin is None:
        raise bad_request("chat not found")
    return world.message_in(origin, params.integer("message_id"), what)
