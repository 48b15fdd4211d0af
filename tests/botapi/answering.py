"""Answers to button presses and inline queries, and files on their way to the bot."""

import re
from typing import Any

from .errors import bad_request
from .keyboards import check_inline_only
from .params import Params
from .registry import method
from .sending import LONGEST_TEXT
from .spans import utf16_length
from .world import World


@method("answerCallbackQuery")
def answer_callback_query(world: World, params: Params) -> bool:
    if len(params.text("text")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    world.answer_question(params.text("callback_query_id"), params.values)
    return True


@method("answerInlineQuery")
def answer_inline_query(world: World, params: Params) -> bool:
    results = params.json_list("results")
    if results is None:
        raise bad_request("results aren't specified")
    if len(results) > 50:
        raise bad_request("RESULTS_TOO_MUCH")
    if len(params.text("next_offset").encode()) > 64:
        raise bad_request("NEXT_OFFSET_INVALID")
    if (params.integer("cache_time", 300) or 0) < 0:
        raise bad_request("CACHE_TIME_INVALID")
    _check_button(params.json_object("button"))
    for result in results:
        _check_result(result)
    if len({result["id"] for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    world.answer_question(params.text("inline_query_id"), {**params.values, "results": results})
    return True


def _check_result(result: Any) -> None:
    if not isinstance(result, dict) or not result.get("type"):
        raise bad_request("can't parse inline query result: object with a type expected")
    if not 1 <= len(str(result.get("id", "")).encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    if result["type"] == "article" and not (result.get("title") and result.get("input_message_content")):
        raise bad_request("can't parse inline query result: article needs title and input_message_content")
    _check_content(result.get("input_message_content"))
    check_inline_only(result.get("reply_markup"))


def _check_button(button: dict[str, Any] | None) -> None:
    if button is None:
        return
    if not button.get("text"):
        raise bad_request("can't parse inline query results button: text is needed")
    if not button.get("web_app") and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", str(button.get("start_parameter", ""))):
        raise bad_request("START_PARAM_INVALID")


def _check_content(content: dict[str, Any] | None) -> None:
    if content and "message_text" in content:
        if not content["message_text"].strip():
            raise bad_request("message text is empty")
        if utf16_length(content["message_text"]) > LONGEST_TEXT:
            raise bad_request("message is too long")


@method("getFile")
def get_file(world: World, params: Params) -> dict[str, Any]:
    file_id = params.text("file_id")
    upload = world.files.get(file_id)
    if upload is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(upload.content) > 20 * 1024 * 1024:
        raise bad_request("file is too big")
    return {
        "file_id": file_id,
        "file_unique_id": file_id.replace("file", "unique"),
        "file_size": len(upload.content),
        "file_path": f"{file_id}/{upload.name}",
    }
