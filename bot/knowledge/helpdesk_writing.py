"""Helpdesks written back into infopoints.yaml: only the fields that changed, as a hand would write them.

What stands around them stays byte for byte, so that the difference can be reviewed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import yaml

from bot.knowledge.helpdesks import Helpdesk

WIDEST = 120
_START = re.compile(r"(?m)^  - id: (\S+).*$")
_FIELD = re.compile(r"^    (\w+):.*\n(?:      .*\n|    #.*\n)*", re.MULTILINE)
_SECTION = re.compile(r"(?m)^helpdesks:[^\n]*\n")


class CannotWriteHelpdesks(Exception):
    """The file is not laid out as it should be; the text says what to do."""


def with_helpdesks(source: str, changed: Iterable[Helpdesk]) -> str:
    """The YAML `source` with these records in place of those of the same id; new ones come last."""
    head, records, tail = _parts(source)
    before = _read(source)
    expected = dict(before)
    for desk in changed:
        if old := records.get(desk.id):
            records[desk.id] = _mended(old, before[desk.id], desk) + _after(old)
        else:
            records[desk.id] = ("\n" if records else "") + block(desk)
        expected[desk.id] = desk
    new = head + "".join(records.values()) + tail
    if _read(new) != expected:
        raise CannotWriteHelpdesks("other records would change too. Remedy: write these by hand")
    return new


def as_record(desk: Helpdesk) -> dict[str, Any]:
    """What the file says of it: no field that says what its absence says."""
    return desk.model_dump(exclude_defaults=True)


def block(desk: Helpdesk) -> str:
    """`  - id: ...` and its fields, a line each, in the order of the model."""
    lines = [line for name, value in as_record(desk).items() for line in _lines(name, value)]
    return "  - " + "\n    ".join(lines) + "\n"


def _mended(old: str, before: Helpdesk, desk: Helpdesk) -> str:
    """The record with the fields that changed; the others stay as they are written, with their comments."""
    body = "    " + old.removeprefix("  - ").removesuffix(_after(old))
    written = {found[1]: found[0] for found in _FIELD.finditer(body)}
    record, text = as_record(desk), ""
    for name in Helpdesk.model_fields:
        if name in written and getattr(before, name) == getattr(desk, name):
            text += written[name]
        elif name in record:
            text += "".join(f"    {line}\n" for line in _lines(name, record[name]))
    if anchor := re.search(r"^    serves: (&\w+) ", old, re.MULTILINE):
        text = re.sub(r"^    serves: (?!&)", f"    serves: {anchor[1]} ", text, flags=re.MULTILINE)
    return "  - " + text.removeprefix("    ")


def _lines(name: str, value: Any) -> list[str]:
    whole = f"{name}: {_flow(value)}"
    if len(whole) + 4 <= WIDEST or not isinstance(value, list):
        return [whole]
    lines, line = [], f"{name}: ["
    for number, item in enumerate(value):
        piece = _flow([item])[1:-1] + ("]" if number == len(value) - 1 else ",")
        if len(line) + len(piece) + 5 > WIDEST:
            lines.append(line.rstrip())
            line = "  "
        line += piece + " "
    return [*lines, line.rstrip()]


def _flow(value: Any, inside: bool = False) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case dict():
            return "{" + ", ".join(f"{name}: {_flow(item, True)}" for name, item in value.items()) + "}"
        case list():
            return (
                "["
                + ", ".join(
                    _flow(item, True)
                    if " " not in str(item) or isinstance(item, dict)
                    else json.dumps(item, ensure_ascii=False)
                    for item in value
                )
                + "]"
            )
        case str():
            return value if _bare(value, inside) else json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def _bare(text: str, inside: bool) -> bool:
    """It is read as the same text without quotes; a number-like text has them in any case."""
    if text[:1].isdigit() or text[:1] == "+" or (inside and re.search(r"[,\[\]{}]", text)):
        return False
    try:
        return bool(yaml.safe_load(f"a: {text}") == {"a": text})
    except yaml.YAMLError:
        return False


def _parts(source: str) -> tuple[str, dict[str, str], str]:
    """What stands before the records, each record by its id, and what follows the section."""
    section = _SECTION.search(source)
    if section is None:
        raise CannotWriteHelpdesks("there is no section `helpdesks:`. Remedy: restore the file")
    following = re.compile(r"^[a-z_]+:", re.MULTILINE).search(source, section.end())
    end = following.start() if following else len(source)
    starts = list(_START.finditer(source, section.end(), end))
    bounds = [*(found.start() for found in starts), end]
    records = {found[1]: source[found.start() : bounds[n + 1]] for n, found in enumerate(starts)}
    return source[: bounds[0]], records, source[end:]


def _after(record: str) -> str:
    """The empty lines and the comments that stand before the next record."""
    found = re.search(r"\n((?:[ \t]*\n|  #[^\n]*\n)+)$", record)
    return found[1] if found else ""


def _read(source: str) -> dict[str, Helpdesk]:
    rows = yaml.safe_load(source).get("helpdesks") or []
    return {row["id"]: Helpdesk.model_validate(row) for row in rows}
