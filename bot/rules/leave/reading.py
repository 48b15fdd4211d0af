"""Notes what the leave calculator reads, so that an answer can say which rules it stands on and when they were verified."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from pydantic import BaseModel

from bot.knowledge.leave import LeaveRules
from bot.knowledge.leave_agreements import Agreement
from bot.knowledge.schema import Figure

FIGURE, AGREEMENT = "figure", "agreement"
Value = TypeVar("Value")


class Noting(Mapping[str, Value]):
    """A mapping that remembers which of its values were read."""

    def __init__(self, known: Mapping[str, Value]) -> None:
        self._known = known
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> Value:
        value = self._known[name]
        self.read.add(name)
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


@dataclass(frozen=True)
class Reading:
    """The rules for one calculation, and what it read of them."""

    rules: LeaveRules
    """To be given to the calculation."""
    _figures: Noting[Figure] = field(repr=False)
    _agreements: Noting[Agreement] = field(repr=False)

    def versions(self) -> dict[str, str]:
        """What was read, by name (`figure notice_hours`, `agreement funzioni-locali`), with a short mark of its content."""
        return versions([*_named(FIGURE, self._figures.read), *_named(AGREEMENT, self._agreements.read)], self.rules)

    def verified_on(self, day: date) -> date | None:
        """The oldest day on which something read was verified; None if nothing was read."""
        periods = [self._figures[name].on(day) for name in self._figures.read]
        said = [self._agreements[name].rule(day) for name in self._agreements.read]
        return min((one.verified_on for one in (*periods, *said) if one is not None), default=None)


def reading(rules: LeaveRules) -> Reading:
    figures, agreements = Noting(rules.figures), Noting(rules.agreements.by_id)
    noting = replace(rules, figures=figures, agreements=replace(rules.agreements, by_id=agreements))
    return Reading(noting, figures, agreements)


def versions(names: list[str], rules: LeaveRules) -> dict[str, str]:
    """The mark of each named rule as it stands now; empty for one that is no longer there."""
    return {name: _mark(found) if (found := rule(name, rules)) else "" for name in sorted(names)}


def rule(name: str, rules: LeaveRules) -> Figure | Agreement | None:
    """The rule that `versions` named so."""
    kind, _, id = name.partition(" ")
    return rules.figures.get(id) if kind == FIGURE else rules.agreements.by_id.get(id)


def _named(kind: str, ids: set[str]) -> list[str]:
    return [f"{kind} {id}" for id in ids]


def _mark(content: BaseModel) -> str:
    return hashlib.sha256(content.model_dump_json().encode()).hexdigest()[:12]
