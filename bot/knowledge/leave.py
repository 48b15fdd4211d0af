"""What the leave calculator knows: dated figures, collective agreements, and the words for its steps and doubts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from bot.knowledge.figures import read_figures
from bot.knowledge.leave_agreements import Agreement, Agreements, read_agreements
from bot.knowledge.leave_words import LeaveTexts, Voice, read_leave_texts
from bot.knowledge.problems import BrokenContent, Problem
from bot.knowledge.schema import Figure, Period

Find = Callable[[str], tuple[str, ...]]
"""What somebody calls an agreement -> the ids it can mean; none if it is unknown."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A step of the calculation, in words, with the rule that it follows."""

    rule: str
    """A fact of the dossier (F-HP-06) or a row of its agreements (CC-01)."""
    text: str
    source: str
    valid_from: date | None = None
    """Since when the rule holds; None: always so far, or the day was not found."""


@dataclass(frozen=True, slots=True)
class LeaveRules:
    """Everything the calculator knows; built once, then only read."""

    figures: Mapping[str, Figure]
    agreements: Agreements
    texts: LeaveTexts
    find: Find
    voice: Voice = "private"
    """Who is spoken to."""

    def period(self, name: str, day: date) -> Period | None:
        """The figure as it stands on a day; None if it is not known for it."""
        return self.figures[name].on(day)

    def number(self, name: str, day: date) -> float | None:
        """As `period`, but only the number."""
        period = self.period(name, day)
        return None if period is None else float(period.value)

    def known(self, name: str, day: date) -> float:
        """The number of a figure that is older than hourly leave itself. Raises LookupError before it."""
        found = self.number(name, day)
        if found is None:
            raise LookupError(f"{name} is not known for {day}")
        return found

    def reason(self, key: str, rule: str | None = None, source: str | None = None, **values: object) -> Reason:
        """A step in words; `rule` and `source` replace the text's own where an agreement or a dated figure has its own."""
        step = self.texts.reasons[key]
        return Reason(rule or step.rule, self._filled(step.text, values), source or step.source, step.valid_from)

    def caution(self, key: str, **values: object) -> str:
        return self._filled(self.texts.cautions[key], values)

    def _filled(self, text: str, values: Mapping[str, object]) -> str:
        return text.format(**{**self.texts.voices.get(self.voice, {}), **values})

    def agreement(self, id: str) -> Agreement | None:
        return self.agreements.by_id.get(id)


class LeaveContent(Protocol):
    """What the calculator needs of the content."""

    @property
    def figures(self) -> Mapping[str, Figure]: ...
    @property
    def agreements(self) -> Agreements: ...
    @property
    def leave_texts(self) -> LeaveTexts: ...


def leave_rules(knowledge: LeaveContent, find: Find | None = None) -> LeaveRules:
    """The calculator's part of the content. `find` knows agreements by any name; by default they go by their id."""
    agreements = knowledge.agreements
    return LeaveRules(knowledge.figures, agreements, knowledge.leave_texts, find or by_id(agreements))


def read_leave_rules(root: Path, find_in: Callable[[Agreements], Find] | None = None) -> LeaveRules:
    """The calculator's part alone, from the files under `root`: for commands that need nothing else.

    Raises BrokenContent with every problem of these files.
    """
    problems: list[Problem] = []
    figures, agreements, texts = (
        read_figures(root, {}, problems),
        read_agreements(root, problems),
        read_leave_texts(root, problems),
    )
    if problems:
        raise BrokenContent(problems)
    return LeaveRules(figures, agreements, texts, (find_in or by_id)(agreements))


def by_id(agreements: Agreements) -> Find:
    return lambda name: (name,) if name in agreements.by_id else ()
