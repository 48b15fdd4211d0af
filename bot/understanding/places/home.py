"""Which of the places of a text is home, and which is work."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from bot.understanding.places.words import PAUSE

Role = Literal["home", "work"]

_HOME = re.compile(r"abit\w*|abbito|viv(?:o|iamo|ere|er)|risied\w*|resident[ei]|sto|stiamo|sta|casa")
_WORK = re.compile(r"lavor(?:o|iamo|ando|are)|(?:uffici|ditt|aziend|fabbric|negozi)[oa]|sede|magazzino")
_NOT_A_PLACE_OF_WORK = frozenset({"tempo", "come", "part", "full", "nero"})
REACH = 6
"""Words between "abito" and its place, at most."""
BACK = 2


def roles(words: Sequence[str], spots: Sequence[tuple[int, int]]) -> dict[int, set[Role]]:
    """Number of the place -> what it is to the person; `spots`: where the places stand, in order.

    A verb tells of the place that follows it, two joined ones of the same ("vivo e lavoro a Paullo"); where none
    follows, of the one before it ("a Binasco lavoro, a Opera abito").
    """
    if not spots:
        return {}
    found: dict[int, set[Role]] = {}
    cues = [(at, role) for at, word in enumerate(words) if (role := _role(words, at))]
    for number, (at, role) in enumerate(cues):
        until = cues[number + 1][0] if number + 1 < len(cues) else len(words)
        if number + 1 < len(cues) and words[at + 1 : until] in (["e"], ["ed"]):
            until = cues[number + 2][0] if number + 2 < len(cues) else len(words)
        spot = _after(spots, at, min(until, at + 1 + REACH))
        if spot is None:
            spot = _before(words, spots, at)
        if spot is not None:
            found.setdefault(spot, set()).add(role)
    return found


def _role(words: Sequence[str], at: int) -> Role | None:
    then = words[at + 1 : at + 3]
    if _HOME.fullmatch(words[at]) or (words[at] in ("sono", "siamo") and then[:1] == ["di"]):
        return "home"
    if _WORK.fullmatch(words[at]) and _NOT_A_PLACE_OF_WORK.isdisjoint(then[-1:] if then[:1] == ["a"] else then[:1]):
        return "work"
    return None


def _after(spots: Sequence[tuple[int, int]], at: int, until: int) -> int | None:
    return next((number for number, (start, _) in enumerate(spots) if at < start < until), None)


def _before(words: Sequence[str], spots: Sequence[tuple[int, int]], at: int) -> int | None:
    for number, (_, end) in enumerate(spots):
        if end <= at <= end + BACK and PAUSE not in words[end:at]:
            return number
    return None
