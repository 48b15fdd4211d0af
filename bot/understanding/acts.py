"""What a message does, in order: from its parts where several stand in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from bot.model.understanding import QUESTION, Act, ActName, Reading

ACT_AT = 0.5
"""Confidence from which a text does an act; below, whatever is open or asked is more likely."""
ASKS_AT = 0.7
"""The same for a question: beside it clauses that sound like acts tell what is asked ("ho presentato la richiesta, quando
rispondono?"), or introduce it ("ok, e quanto dura?")."""
ANSWERS = frozenset({"affirm", "deny", "acknowledge"})
"""Beside an act that says more they belong to it: "sì, invia", "no, non intendevo questo". With a question mark they ask."""
SOCIAL = frozenset({"thanks", "greet", "bye"})


def acts_in(whole: Reading, clauses: Sequence[tuple[str, Reading]]) -> tuple[Act, ...]:
    """The acts of the clauses in their order; that of the whole where the clauses tell none, or it says it better.

    "no, privata": "no" by itself refuses, the whole corrects. "no, grazie" stays a refusal and thanks.
    """
    if any(guess.topic == QUESTION and guess.confidence >= ASKS_AT for guess in whole.acts[:1]):
        return ()
    found: dict[str, Act] = {}
    for place, (text, reading) in enumerate(clauses):
        act = act_of(reading)
        if act and act.name == "greet" and place > 0:
            act = Act("bye", act.confidence)  # "ciao" at the end
        if act and not (act.name in ANSWERS and text.endswith(("?", "؟", "？"))):
            found.setdefault(act.name, act)
    heard = act_of(whole)
    if heard and heard.name not in found:
        return (heard,)
    if not found.keys() <= ANSWERS | SOCIAL:
        found = {name: act for name, act in found.items() if name not in ANSWERS}
    if "bye" in found:
        found.pop("greet", None)  # "ciao, a presto"
    return tuple(found.values())


def act_of(reading: Reading) -> Act | None:
    """The one act of a text taken as a whole; None if it asks, or answers what was asked."""
    best = reading.acts[0] if reading.acts else None
    if best is None or best.topic == QUESTION or best.confidence < ACT_AT:
        return None
    return Act(cast(ActName, best.topic), best.confidence)
