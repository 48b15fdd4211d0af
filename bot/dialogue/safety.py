"""Danger comes before everything else."""

from __future__ import annotations

from bot.dialogue.turn import Turn, row, show
from bot.model import Decision, Line, Message


def help_at_once(turn: Turn) -> Decision:
    """112 and 1522 first; buttons only after them."""
    rows = (row(show("congedo-violenza")), row(show("trova-sportello")))
    calm = turn.remembering(misses=0)
    return calm.decide("safety", Message((Line("danger"), Line("danger_more")), rows), topic="congedo-violenza")
