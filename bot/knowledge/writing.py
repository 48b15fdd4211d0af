"""Adds an example question to a file of the content, as a curator would: one line more, the rest untouched.

A YAML library that writes files back would lose comments or restyle them; here the line is put where the parser
says that the list ends, and the result is read again before it replaces the file.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import yaml

from bot.knowledge.loader import Knowledge

LANGUAGE_INDENT = "  "
_ITEM = re.compile(r"\s*-\s+")


class CannotWrite(Exception):
    """The example has no place; the text names file, trouble and remedy."""


def add_example(root: Path, knowledge: Knowledge, topic: str, language: str, text: str) -> str:
    """Writes the example under the topic and returns the file's name. `root` holds knowledge_base/ and nlu/.

    Raises CannotWrite if the topic has no file or the file is not laid out as the others.
    """
    name, entry = _place(root, knowledge, topic, language)
    path = root / name
    old = path.read_bytes().decode("utf-8")
    try:
        new = with_example(old, entry, language, " ".join(text.split()))
    except CannotWrite as trouble:
        raise CannotWrite(f"{name}: {trouble}") from None
    draft = path.with_suffix(".tmp")
    draft.write_bytes(new.encode("utf-8"))
    os.replace(draft, path)
    return name


def with_example(source: str, entry: str | None, language: str, text: str) -> str:
    """The YAML `source` with `text` as the last example of the language; `entry` names one of a list of entries."""
    document = yaml.compose(source, yaml.SafeLoader)
    owner = _entry(document, entry) if entry else document
    questions = _value(owner, "questions")
    if questions is None:
        raise CannotWrite(
            f"{entry or 'the file'} has no `questions`. Remedy: add `questions:` with a language below it"
        )
    ending = "\r\n" if "\r\n" in source else "\n"
    lines = source.splitlines(keepends=True)
    texts = _value(questions, language)
    if texts is None:
        last = _last(questions)
        indent = " " * questions.start_mark.column
        item = _item(lines, _last(last))
        new = f"{indent}{language}:{ending}{indent}{LANGUAGE_INDENT}{item.lstrip()}{quoted(text)}{ending}"
    else:
        last = texts
        new = f"{_item(lines, _last(texts))}{quoted(text)}{ending}"
    at = _line_after(last)
    if at and not lines[at - 1].endswith("\n"):
        lines[at - 1] += ending
    lines.insert(at, new)
    return _verified(source, "".join(lines), entry, language, text)


def quoted(text: str) -> str:
    """The text as a YAML value: bare where that is safe, else in double quotes, as the content does."""
    try:
        bare = yaml.safe_load(f"- {text}\n") == [text]
    except yaml.YAMLError:
        bare = False
    return text if bare else json.dumps(text, ensure_ascii=False)


def _place(root: Path, knowledge: Knowledge, topic: str, language: str) -> tuple[str, str | None]:
    """File and entry: one that has examples in this language already, before any other."""
    entries = [entry for entry in knowledge.entries.values() if entry.topic == topic]
    if entries:
        entry = max(entries, key=lambda e: (language in e.questions, bool(e.questions)))
        return knowledge.files[entry.id], entry.id
    for path in sorted(root.glob("nlu/data/*.yml")):
        if yaml.safe_load(path.read_text(encoding="utf-8")).get("topic") == topic:
            return str(path.relative_to(root)), None
    raise CannotWrite(f"{topic} has no examples anywhere. Remedy: write its entry first, in knowledge_base/answers")


def _entry(document: yaml.Node | None, id: str) -> yaml.Node | None:
    rows = document.value if isinstance(document, yaml.SequenceNode) else []
    return next((row for row in rows if (key := _value(row, "id")) and key.value == id), None)


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)


def _last(node: yaml.Node) -> yaml.Node:
    """The last value of a list or a mapping that is written one item a line."""
    if not isinstance(node, yaml.CollectionNode) or not node.value or node.flow_style:
        line = node.start_mark.line + 1
        raise CannotWrite(
            f"line {line}: the examples are not one a line. Remedy: write each on its own line after `- `"
        )
    last: yaml.Node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    return last


def _item(lines: list[str], node: yaml.Node) -> str:
    """Indentation and dash of an item, to be used again."""
    found = _ITEM.match(lines[node.start_mark.line])
    if found is None:
        raise CannotWrite(f"line {node.start_mark.line + 1}: no `- ` before the example. Remedy: start it with `- `")
    return found[0]


def _line_after(node: yaml.Node) -> int:
    """The number of the line after the last scalar of the node, counting from 0."""
    while isinstance(node, yaml.CollectionNode):
        node = _last(node)
    mark = node.end_mark
    return mark.line if mark.column == 0 else mark.line + 1


def _verified(old: str, new: str, entry: str | None, language: str, text: str) -> str:
    """The new text, read again: everything as it was, and the example at the end of its list."""
    expected = yaml.safe_load(old)
    owner = next(row for row in expected if row["id"] == entry) if entry else expected
    owner["questions"].setdefault(language, []).append(text)
    if _ordered(yaml.safe_load(new)) != _ordered(expected):
        raise CannotWrite(f"the example {text!r} cannot be added safely. Remedy: add it by hand")
    return new


def _ordered(data: Any) -> Any:
    """Dictionaries as lists of pairs: their order counts too."""
    if isinstance(data, dict):
        return [(key, _ordered(value)) for key, value in data.items()]
    return [_ordered(value) for value in data] if isinstance(data, list) else data
