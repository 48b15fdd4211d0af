"""Buttons may be typed: by their label, a part of it, their number, or their place ("la seconda")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from bot.dialogue.turn import Turn
from bot.model.conversation import Means, Shown
from bot.understanding.plain import plain

LONGEST = 8
"""Words of a message that may be a button."""
ALIKE = 90.0
"""Likeness of letters, of 100, from which a misspelt label is the label."""
TELLING = 4
"""Letters of a word by which a part of a label is known."""
_PLACES = {
    **{word: number for number, stem in enumerate(("prim", "second", "terz", "quart", "quint", "sest")) for word in
       (f"{stem}o", f"{stem}a")},
    "1a": 0, "2a": 1, "3a": 2, "first": 0, "second": 1, "third": 2, "ultimo": -1, "ultima": -1, "last": -1,
}  # fmt: skip
_AROUND = re.compile(
    r"^(?:(?:il|la|lo|le|i|gli|quello|quella|voglio|vorrei|scelgo|prendo|metti|opzione|numero|n|pulsante|tasto|the|number) )+"
)


def typed(turn: Turn) -> Shown | None:
    """The button of the last reply that the message names for certain: its number, its place or its whole label.

    A number that stands in a label means that label: "5" is "5 giorni", not the fifth.
    """
    said = plain(turn.said)
    shown = turn.conversation.shown
    if not shown or not said or len(said.split()) > LONGEST:
        return None
    named = _AROUND.sub("", said)
    if named.isdecimal() and (with_number := [one for one in shown if named in plain(one.label).split()]):
        return _only(with_number)
    if named.isdecimal() and 1 <= int(named) <= len(shown):
        return shown[int(named) - 1]
    if (place := _PLACES.get(named)) is not None and place < len(shown):
        return shown[place]
    same = [one for one in shown if plain(one.label) in (said, named)]
    near = same or [one for one in shown if fuzz.ratio(plain(one.label), named) >= ALIKE]
    return _only(near)


def hinted(turn: Turn) -> Shown | None:
    """The one button whose label holds all the words of the message, or is held by it."""
    said = plain(turn.said).split()
    if not said or len(said) > LONGEST:
        return None
    telling = {word for word in said if len(word) >= TELLING}
    labels = [(one, set(plain(one.label).split())) for one in turn.conversation.shown]
    return _only([one for one, label in labels if telling and telling <= label])


def meaning(turn: Turn, means: Means) -> Shown | None:
    """The button of the last reply that says yes, or no, to its question."""
    return _only([one for one in turn.conversation.shown if one.means == means])


def _only(found: Sequence[Shown]) -> Shown | None:
    return found[0] if len({one.action for one in found}) == 1 else None
