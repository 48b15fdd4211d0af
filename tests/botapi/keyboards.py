"""Buttons: what the official server accepts, and their labels."""

from typing import Any
from urllib.parse import urlsplit

from .errors import bad_request

Markup = dict[str, Any]

INLINE_ACTIONS = (
    "callback_data", "url", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
REPLY_REQUESTS = ("request_contact", "request_location", "request_poll", "request_users", "request_chat", "web_app")
MOST_BUTTONS = 100
MOST_REPLY_BUTTONS = 300


def check_markup(markup: Markup | None, *, private: bool) -> Markup | None:
    if not markup:
        return None
    if "inline_keyboard" in markup:
        return _check_inline(markup)
    if "keyboard" in markup:
        return _check_reply(markup, private)
    if markup.get("remove_keyboard") or markup.get("force_reply"):
        return markup
    raise bad_request("can't parse reply keyboard markup JSON object")


def check_inline_only(markup: Markup | None) -> Markup | None:
    """For editing, where the other kinds of keyboard are not allowed."""
    if markup and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return check_markup(markup, private=True)


def rows_of(markup: Markup | None) -> list[list[dict[str, Any]]]:
    """Every row of buttons; a button given as plain text becomes an object."""
    if not markup:
        return []
    rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
    return [[button if isinstance(button, dict) else {"text": button} for button in row] for row in rows]


def _check_rows(rows: Any, kind: str, most: int) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{kind}" must be an Array of Arrays')
    if sum(len(row) for row in rows) > most:
        raise bad_request("REPLY_MARKUP_TOO_LONG")


def _check_inline(markup: Markup) -> Markup | None:
    _check_rows(markup["inline_keyboard"], "inline_keyboard", MOST_BUTTONS)
    rows = [row for row in markup["inline_keyboard"] if row]
    for row in rows:
        for button in row:
            _check_inline_button(button)
    return {"inline_keyboard": rows} if rows else None


def _check_inline_button(button: Any) -> None:
    problem = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(problem + "InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str) or not button["text"].strip():
        raise bad_request(problem + 'Field "text" must be a non-empty String')
    actions = [action for action in INLINE_ACTIONS if button.get(action) is not None]
    if not actions:
        raise bad_request(problem + "Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(problem + "exactly one action must be specified")
    if actions == ["callback_data"]:
        _check_data(button["callback_data"])
    elif actions == ["url"]:
        _check_url(button["url"])
    elif actions == ["web_app"]:
        _check_web_app(button["web_app"])


def _check_data(data: Any) -> None:
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_url(url: Any) -> None:
    parts = urlsplit(url if isinstance(url, str) else "")
    target = parts.netloc if parts.scheme in ("http", "https") else parts.query
    if parts.scheme not in ("http", "https", "tg") or not target or " " in url:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if parts.scheme != "tg" and "." not in parts.netloc:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _check_web_app(web_app: Any) -> None:
    url = web_app.get("url", "") if isinstance(web_app, dict) else ""
    if not url.startswith("https://"):
        raise bad_request(f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed")


def _check_reply(markup: Markup, private: bool) -> Markup:
    _check_rows(markup["keyboard"], "keyboard", MOST_REPLY_BUTTONS)
    if not any(markup["keyboard"]):
        raise bad_request("reply keyboard must be non-empty")
    for row in rows_of(markup):
        for button in row:
            if not isinstance(button.get("text"), str) or not button["text"].strip():
                raise bad_request('can\'t parse keyboard button: Field "text" must be a non-empty String')
            if not private and any(button.get(request) for request in REPLY_REQUESTS):
                raise bad_request("this kind of button can be used in private chats only")
    if len(markup.get("input_field_placeholder") or "") > 64:
        raise bad_request("input field placeholder is too long")
    return markup
