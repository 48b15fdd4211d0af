"""parse_mode=HTML."""

import re
from html import unescape

from .errors import ApiError, bad_request
from .spans import Builder, Formatted, Open

KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
TAG = re.compile(r"<(/?)([a-zA-Z0-9-]*)((?:\s+[a-zA-Z-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?)*)\s*>")
ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?")
CHARACTER_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")


def parse_html(source: str) -> Formatted:
    out = Builder()
    stack: list[Open] = []
    at = 0
    while (start := source.find("<", at)) >= 0:
        out.add(_plain(source[at:start]))
        tag = TAG.match(source, start)
        byte = len(source[:start].encode())
        if not tag:
            name = re.match(r"</?([a-zA-Z0-9-]*)", source[start:])
            raise _broken(f'Unsupported start tag "{name.group(1) if name else ""}" at byte offset {byte}')
        if tag.group(1):
            _close(out, stack, tag.group(2).lower(), byte)
        else:
            stack.append(_open(tag.group(2).lower(), tag.group(3), out.length, byte))
        at = tag.end()
    out.add(_plain(source[at:]))
    if stack:
        raise _broken(f'Can\'t find end tag corresponding to start tag "{stack[-1].kind}"')
    return out.finish()


def _plain(source: str) -> str:
    return CHARACTER_REFERENCE.sub(lambda found: unescape(found.group()), source)


def _open(name: str, attributes: str, offset: int, byte: int) -> Open:
    if name not in KINDS:
        raise _broken(f'Unsupported start tag "{name}" at byte offset {byte}')
    found = {
        key.lower(): _plain(double or single or bare) for key, double, single, bare in ATTRIBUTE.findall(attributes)
    }
    if name == "span" and found.get("class") != "tg-spoiler":
        raise _broken(f'Tag "span" must have class "tg-spoiler" at byte offset {byte}')
    return Open(name, offset, byte, found)


def _close(out: Builder, stack: list[Open], name: str, byte: int) -> None:
    if not stack:
        raise _broken(f"Unexpected end tag at byte offset {byte}")
    opened = stack.pop()
    if name and name != opened.kind:
        raise _broken(f'Unmatched end tag at byte offset {byte}, expected "</{opened.kind}>", found "</{name}>"')
    if opened.kind == "a":
        url = opened.extra.get("href") or out.text_from(opened.offset)
        out.close("text_link" if "." in url or ":" in url else "", opened.offset, url=url)
    elif opened.kind == "tg-emoji":
        out.close("custom_emoji", opened.offset, custom_emoji_id=opened.extra.get("emoji-id", ""))
    elif opened.kind == "blockquote" and "expandable" in opened.extra:
        out.close("expandable_blockquote", opened.offset)
    else:
        out.close(KINDS[opened.kind], opened.offset)


def _broken(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")
