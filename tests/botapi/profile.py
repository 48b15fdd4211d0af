"""The bot itself: who it is, its commands and descriptions, how it hears of updates."""

import re
from collections.abc import Awaitable
from typing import Any

from .errors import bad_request
from .params import Params
from .registry import method
from .updates import Update
from .world import World

MOST_COMMANDS = 100


@method("getMe")
def get_me(world: World, params: Params) -> dict[str, Any]:
    abilities = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True}
    return world.bot | abilities | {"can_connect_to_business": False, "has_main_web_app": False}


@method("getUpdates")
def get_updates(world: World, params: Params) -> Awaitable[list[Update]]:
    world.updates.allow(params.json_list("allowed_updates"))
    offset, limit, seconds = (
        params.integer(name, default) or 0 for name, default in (("offset", 0), ("limit", 100), ("timeout", 0))
    )
    return world.updates.poll(offset, limit, seconds)


@method("setWebhook")
def set_webhook(world: World, params: Params) -> Awaitable[bool]:
    return world.webhook.set(params)


@method("deleteWebhook")
def delete_webhook(world: World, params: Params) -> Awaitable[bool]:
    return world.webhook.delete(drop_pending=params.flag("drop_pending_updates"))


@method("getWebhookInfo")
def get_webhook_info(world: World, params: Params) -> dict[str, Any]:
    return world.webhook.info()


@method("logOut")
def log_out(world: World, params: Params) -> bool:
    world.logged_out = True
    return True


@method("close")
def close(world: World, params: Params) -> bool:
    return True


def _language(params: Params) -> str:
    language = params.text("language_code")
    if not re.fullmatch(r"([a-z]{2})?", language):
        raise bad_request("invalid language code specified")
    return language


def _commands_key(params: Params) -> tuple[str, ...]:
    scope = params.json_object("scope") or {"type": "default"}
    parts = (str(scope.get(name, "")) for name in ("type", "chat_id", "user_id"))
    return ("commands", *parts, _language(params))


@method("setMyCommands")
def set_my_commands(world: World, params: Params) -> bool:
    commands = params.json_list("commands") or []
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check_command(command)
    world.settings[_commands_key(params)] = commands
    return True


def _check_command(command: Any) -> None:
    if not isinstance(command, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    if not re.fullmatch(r"[a-z0-9_]{1,32}", str(command.get("command", "")).removeprefix("/")):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(str(command.get("description", ""))) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


@method("getMyCommands")
def get_my_commands(world: World, params: Params) -> list[Any]:
    return list(world.settings.get(_commands_key(params), []))


@method("deleteMyCommands")
def delete_my_commands(world: World, params: Params) -> bool:
    world.settings.pop(_commands_key(params), None)
    return True


def _register_text(setter: str, getter: str, name: str, longest: int) -> None:
    """A pair of methods for one text of the profile."""

    def set_text(world: World, params: Params) -> bool:
        if len(params.text(name)) > longest:
            raise bad_request(f"bot {name.replace('_', ' ')} is too long")
        world.settings[(name, _language(params))] = params.text(name)
        return True

    def get_text(world: World, params: Params) -> dict[str, str]:
        fallback = world.settings.get((name, ""), "")
        return {name: world.settings.get((name, _language(params)), fallback)}

    method(setter)(set_text)
    method(getter)(get_text)


_register_text("setMyName", "getMyName", "name", 64)
_register_text("setMyDescription", "getMyDescription", "description", 512)
_register_text("setMyShortDescription", "getMyShortDescription", "short_description", 120)


@method("setChatMenuButton")
def set_chat_menu_button(world: World, params: Params) -> bool:
    button = params.json_object("menu_button") or {"type": "default"}
    if button.get("type") not in ("commands", "web_app", "default"):
        raise bad_request("can't parse menu button: unsupported type")
    if button["type"] == "web_app" and not (button.get("text") and button.get("web_app")):
        raise bad_request("can't parse menu button: text and web_app are needed")
    world.settings[("menu", params.text("chat_id"))] = button
    return True


@method("getChatMenuButton")
def get_chat_menu_button(world: World, params: Params) -> dict[str, Any]:
    return dict(world.settings.get(("menu", params.text("chat_id")), {"type": "commands"}))


@method("getChat")
def get_chat(world: World, params: Params) -> dict[str, Any]:
    chat = world.chat_for(params)
    limits = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _no_gifts()}
    return chat.as_json() | limits


def _no_gifts() -> dict[str, bool]:
    kinds = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    return dict.fromkeys(kinds, False)


@method("getChatMember")
def get_chat_member(world: World, params: Params) -> dict[str, Any]:
    """People are plain members, the bot in a forum an administrator; a test may put another answer into `world.settings`."""
    chat = world.chat_for(params)
    user_id = params.integer("user_id") or 0
    known = world.chats.get(user_id)
    if known is None and user_id != world.bot["id"]:
        raise bad_request("user not found")
    user = {"id": user_id, "is_bot": False, "first_name": known.first_name} if known else world.bot
    if user_id == world.bot["id"] and chat.is_forum:
        return {"status": "administrator", "user": user} | _rights(chat.can_manage_topics)
    status = world.settings.get(("status", str(chat.id), str(user_id)), "member")
    return {"status": status, "user": user}


def _rights(can_manage_topics: bool) -> dict[str, bool]:
    names = ("be_edited", "manage_chat", "delete_messages", "manage_video_chats", "restrict_members", "promote_members")
    more = ("change_info", "invite_users", "post_stories", "edit_stories", "delete_stories")
    rights = {f"can_{name}": False for name in (*names, *more)}
    return rights | {"is_anonymous": False, "can_manage_topics": can_manage_topics}
