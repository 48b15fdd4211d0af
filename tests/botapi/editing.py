"""Methods that change or remove messages."""

import copy
from typing import Any

from .errors import bad_request
from .keyboards import check_inline_only
from .params import Params
from .registry import method
from .sending import caption_content, text_content
from .world import Chat, Message, World

TEXT_FIELDS = ("text", "entities")
CAPTION_FIELDS = ("caption", "caption_entities")
SAME = "specified new message content and reply markup are exactly the same as a current content and reply markup"


@method("editMessageText")
def edit_message_text(world: World, params: Params) -> Message:
    message = _own_message(world, params)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _replace(world, message, TEXT_FIELDS, text_content(params), params)


@method("editMessageCaption")
def edit_message_caption(world: World, params: Params) -> Message:
    message = _own_message(world, params)
    if "text" in message:
        raise bad_request("there is no caption in the message to edit")
    return _replace(world, message, CAPTION_FIELDS, caption_content(params), params)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(world: World, params: Params) -> Message:
    message = _own_message(world, params)
    return _replace(world, message, (), {}, params)


def _own_message(world: World, params: Params) -> Message:
    chat = world.chat_for(params)
    if not params.integer("message_id"):
        raise bad_request("message identifier is not specified")
    message = world.message_in(chat, params.integer("message_id"), "message to edit")
    sent = world.record_of(message)
    if sent is None or (sent.markup and "inline_keyboard" not in sent.markup):
        raise bad_request("message can't be edited")
    return message


def _replace(
    world: World, message: Message, fields: tuple[str, ...], content: dict[str, Any], params: Params
) -> Message:
    """An edit without a keyboard removes the keyboard, as on the official server."""
    markup = check_inline_only(params.json_object("reply_markup"))
    changed = {key: value for key, value in message.items() if key not in (*fields, "reply_markup", "edit_date")}
    changed |= content | ({"reply_markup": markup} if markup else {})
    if changed == {key: value for key, value in message.items() if key != "edit_date"}:
        raise bad_request(f"message is not modified: {SAME} of the message")
    sent = world.record_of(message)
    assert sent is not None
    sent.earlier.append(copy.deepcopy(message))
    sent.markup = markup
    message.clear()
    message.update(changed, edit_date=changed["date"])
    return message


@method("deleteMessage")
def delete_message(world: World, params: Params) -> bool:
    chat = world.chat_for(params)
    _delete(world, chat, params.integer("message_id"))
    return True


@method("deleteMessages")
def delete_messages(world: World, params: Params) -> bool:
    chat = world.chat_for(params)
    numbers = params.json_list("message_ids") or []
    if not 1 <= len(numbers) <= 100:
        raise bad_request("between 1 and 100 message identifiers must be specified")
    for number in numbers:
        if (chat.id, number) in world.messages:
            _delete(world, chat, number)
    return True


def _delete(world: World, chat: Chat, message_id: int | None) -> None:
    message = world.message_in(chat, message_id, "message to delete")
    sent = world.record_of(message)
    if sent:
        sent.deleted = True
    del world.messages[(chat.id, message["message_id"])]


@method("pinChatMessage")
def pin_chat_message(world: World, params: Params) -> bool:
    world.message_in(world.chat_for(params), params.integer("message_id"), "message to pin")
    return True


@method("unpinChatMessage")
def unpin_chat_message(world: World, params: Params) -> bool:
    world.chat_for(params)
    return True


@method("setMessageReaction")
def set_message_reaction(world: World, params: Params) -> bool:
    chat = world.chat_for(params)
    world.message_in(chat, params.integer("message_id"), "message to react")
    if len(params.json_list("reaction") or []) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    return True
