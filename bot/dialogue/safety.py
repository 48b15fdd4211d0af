"""Danger comes before everything else."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.turn import Turn, row, show
from bot.model.decision import Decision
from bot.model.reply import Line, Message


def with_numbers(decision: Decision) -> Decision:
    """It may be danger, it may be a manner of speaking: whom to call, then the answer."""
    if decision.outcome == "safety":
        return decision
    return replace(decision, messages=(Message((Line("danger_maybe"),)), *decision.messages))


def help_at_once(turn: Turn) -> Decision:
    """112 and 1522 first; buttons only after them."""
    rows = (row(show("trova-sportello")), row(show("congedo-violenza")))
    calm = turn.remembering(misses=0)
    return calm.decide("safety", Message((Line("danger"), Line("danger_more")), rows), topic="congedo-violenza")
