"""What Telegram's server sends, before anybody trusts it; no word of it ever reaches a log."""

from __future__ import annotations

import json
import logging
import re
from typing import Any

from telegram.error import NetworkError
from telegram.request import HTTPXRequest

LIBRARIES = ("telegram", "tornado")
"""Their loggers write what was received: whole updates, pages of a proxy, lines of HTTP."""
_HALF_LETTER = re.compile("[\ud800-\udfff]")


def silence_libraries() -> None:
    """Whatever level somebody asks for: what matters of their troubles is said by us, in a line."""
    for library in LIBRARIES:
        logging.getLogger(library).setLevel(logging.CRITICAL + 1)


class NotTelegram(NetworkError):
    """The answer is not the Bot API's: the page of a proxy, half an answer, JSON of another shape."""


class Request(HTTPXRequest):
    """Takes nothing for Telegram's word that is not: the 403 of a proxy does not say that a person blocked us."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        code, payload = await super().do_request(*args, **kwargs)
        if kwargs.get("method") == "POST":  # what is got with GET are files
            self.parse_json_payload(payload)
        return code, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The library's own would log what it cannot read. Raises NotTelegram."""
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            raise NotTelegram("not JSON") from None
        if not _has_the_shape_of_an_answer(answer):
            raise NotTelegram("not an answer of the Bot API")
        return answer  # type: ignore[no-any-return]


def _has_the_shape_of_an_answer(answer: Any) -> bool:
    match answer:
        case {"ok": True, "result": _}:
            return True
        case {"ok": False, "description": str()}:
            return isinstance(answer.get("parameters") or {}, dict)
        case _:
            return False


def clean(value: Any) -> Any:
    """JSON without what databases refuse in a text: NUL goes, half a letter (a lone surrogate) becomes `\ufffd`."""
    match value:
        case str():
            return _HALF_LETTER.sub("\ufffd", value.replace("\0", ""))
        case list():
            return [clean(each) for each in value]
        case dict():
            return {clean(name): clean(each) for name, each in value.items()}
        case _:
            return value
