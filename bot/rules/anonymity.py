"""One rule for every number about people that leaves the house: small numbers are hidden, with what would reveal them.

A table here is a row: a total that everybody may know, and the parts that add up to it. Other shapes are not published: a
part may have a row of its own only where it is shown itself, so that all tables together are a tree, and what holds for each
row holds for all of them at once. Numbers that were published stay as they were published (bot/store/observatory.py): a
later edition is no second equation about the same people.

A part is small below LEAST, nought included: "nobody" tells about everybody. One hidden part alone could be worked out from
the total, so others join it, the smallest first, until at least two are hidden and together they hold LEAST or more: each
of them may then be anything from nought to that sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LEAST = 5
"""Smaller numbers are not shown."""


@dataclass(frozen=True, slots=True)
class Row:
    """What of a row may be shown."""

    total: int | None
    """None: too small to be shown, and so are all parts."""
    shown: Mapping[str, int] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    """The parts that are not shown. Where parts are not a list that everybody knows, not even their names are."""

    @property
    def rest(self) -> int | None:
        """What the hidden parts are together."""
        return None if self.total is None else self.total - sum(self.shown.values())


def protect(parts: Mapping[str, int], least_total: int = LEAST, before: Row | None = None) -> Row:
    """The row of these parts. `before`: what was shown of the same people an earlier time; a part that changed by a few
    since then would tell about those few, and is treated as small; of almost as many people as then, what was hidden stays
    so. The order of the parts is kept."""
    total = sum(parts.values())
    if total < least_total:
        return Row(None, {}, tuple(parts))
    hidden = {part for part, number in parts.items() if number < LEAST or _by_a_few(part, number, before)}
    if before and before.total is not None and abs(total - before.total) < LEAST:
        hidden |= parts.keys() & set(before.hidden)
    for part in sorted(parts.keys() - hidden, key=lambda part: (parts[part], part)):
        if not hidden or (len(hidden) > 1 and sum(parts[each] for each in hidden) >= LEAST):
            break
        hidden.add(part)
    shown = {part: number for part, number in parts.items() if part not in hidden}
    return Row(total, shown, tuple(part for part in parts if part in hidden))


def _by_a_few(part: str, number: int, before: Row | None) -> bool:
    return before is not None and part in before.shown and 0 < abs(number - before.shown[part]) < LEAST


def below(row: Row, parts: Mapping[str, Mapping[str, int]]) -> dict[str, Row]:
    """The rows of those parts that are shown themselves: of what is hidden nothing more is told."""
    return {part: protect(parts[part]) for part in row.shown if part in parts}


def at_least(number: int, step: int = LEAST) -> int:
    """A number that still grows, told in steps: nobody can watch one person answer."""
    return number // step * step
