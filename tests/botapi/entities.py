"""Formatted text as the official server reads it: plain text and entities, or "can't parse entities"."""

from typing import Any

from .errors import ApiError, bad_request
from .html_text import parse_html
from .markdown_text import parse_legacy_markdown, parse_markdown_v2
from .spans import Entity, Formatted, utf16_length

PARSERS = {"html": parse_html, "markdownv2": parse_markdown_v2, "markdown": parse_legacy_markdown}


def read_formatted(text: str, parse_mode: str, given: list[Any] | None) -> Formatted:
    """Plain text and entities of what a bot sends, trimmed at both ends."""
    mode = parse_mode.lower()
    if mode and mode not in PARSERS:
        raise bad_request("unsupported parse_mode")
    if mode:
        return _trimmed(PARSERS[mode](text))
    return _trimmed(Formatted(text, [_given_entity(entity) for entity in given or []]))


def _given_entity(entity: Any) -> Entity:
    if not isinstance(entity, dict) or not {"type", "offset", "length"} <= entity.keys():
        raise _broken("can't parse MessageEntity")
    return entity


def _broken(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")


def _trimmed(formatted: Formatted) -> Formatted:
    body = formatted.text.lstrip()
    cut = utf16_length(formatted.text) - utf16_length(body)
    body = body.rstrip()
    size = utf16_length(body)
    kept: list[Entity] = []
    for entity in formatted.entities:
        start = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] - cut + entity["length"], size)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return Formatted(body, sorted(kept, key=lambda entity: (entity["offset"], -entity["length"])))
