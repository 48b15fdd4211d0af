"""A draft for a firm, before anything is set: sections of text, lists and tables, the same for PDF and DOCX.

Data: the answers of the self-check and of the draft, ids and numbers alone; the name of the firm is a blank to write on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.knowledge.figures import PLACEHOLDER, fill
from bot.knowledge.loader import Knowledge
from bot.knowledge.self_check import SKIPPED

BLANK = "______________"


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    lines: tuple[str, ...] = ()
    bullets: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    """The first row is its head."""
    after: tuple[str, ...] = ()
    level: int = 1
    """Of its title: 2 below another."""


@dataclass(frozen=True, slots=True)
class Document:
    title: str
    mark: str
    note: str
    sections: tuple[Section, ...]
    made_on: date


@dataclass(frozen=True, slots=True)
class Writer:
    """Fills the words of a draft: names by `values`, then figures by the day."""

    knowledge: Knowledge
    today: date
    values: Mapping[str, str]

    def text(self, text: str, **more: str) -> str:
        values = {**self.values, **more}
        named = PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)
        return fill(named, self.knowledge.figures, self.today).text

    def texts(self, *texts: str, **more: str) -> tuple[str, ...]:
        return tuple(self.text(each, **more) for each in texts)


def said(knowledge: Knowledge, data: Mapping[str, Any], step: str) -> str:
    """An answer of a draft in words; a blank where it was skipped."""
    value = data.get(step) or SKIPPED
    words = knowledge.words["it"]
    if value == SKIPPED:
        return BLANK
    own = words.get(f"selfcheck_{step}_{value}")
    return (own or words[f"selfcheck_{step}_number"].replace("{number}", value.replace(".", ","))).strip()


def amount(data: Mapping[str, Any], step: str) -> float | None:
    """An answer that is a number."""
    try:
        return float(data.get(step, ""))
    except ValueError:
        return None
