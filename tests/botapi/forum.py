"""Topics of a forum group."""

from typing import Any

from .errors import bad_request
from .params import Params
from .registry import method
from .world import Chat, Topic, World


def _forum(world: World, params: Params) -> Chat:
    chat = world.chat_for(params)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if not chat.can_manage_topics:
        raise bad_request("not enough rights to manage topics")
    return chat


def _topic(world: World, params: Params) -> Topic:
    """A topic that the bot may change: its own, or any if it manages topics."""
    chat = world.chat_for(params)
    topic = chat.topics.get(params.integer("message_thread_id") or 0) if chat.is_forum else None
    if topic is None or not topic.of_bot:
        _forum(world, params)
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    return topic


def _check_name(name: str) -> str:
    if not 1 <= len(name) <= 128:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_TOO_LONG")
    return name


@method("createForumTopic")
def create_forum_topic(world: World, params: Params) -> dict[str, Any]:
    chat = _forum(world, params)
    name = _check_name(params.text("name").strip())
    look = {"name": name, "icon_color": params.integer("icon_color", 7322096)}
    opening = world.new_message(chat, world.bot, {"forum_topic_created": look, "is_topic_message": True})
    number = opening["message_thread_id"] = opening["message_id"]
    chat.topics[number] = Topic(name, of_bot=True)
    return {"message_thread_id": number} | look


@method("editForumTopic")
def edit_forum_topic(world: World, params: Params) -> bool:
    topic = _topic(world, params)
    name = params.text("name").strip() or topic.name
    if name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.name = _check_name(name)
    return True


@method("closeForumTopic")
def close_forum_topic(world: World, params: Params) -> bool:
    return _set_closed(_topic(world, params), True)


@method("reopenForumTopic")
def reopen_forum_topic(world: World, params: Params) -> bool:
    return _set_closed(_topic(world, params), False)


def _set_closed(topic: Topic, closed: bool) -> bool:
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    return True


@method("deleteForumTopic")
def delete_forum_topic(world: World, params: Params) -> bool:
    _topic(world, params)
    world.forget_topic(_forum(world, params), params.integer("message_thread_id") or 0)
    return True
