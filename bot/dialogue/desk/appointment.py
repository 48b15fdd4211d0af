"""An appointment asked of a helpdesk: three times within its opening hours, of which the citizen picks one.

The pick goes with the question of the hand-off; the desk confirms it with one tap (bot/desk/handlers.py).
"""

from __future__ import annotations

from datetime import datetime

from bot.dialogue.turn import Turn, choice, row, say
from bot.knowledge.helpdesks import Helpdesk
from bot.model.decision import Decision
from bot.model.time import ROME
from bot.rules.hours import offered

WHEN, DESK = "when", "desk"
"""In the flow of the hand-off: the moment that was picked, ISO, and whose it is."""


def slots(turn: Turn, id: str) -> Decision | None:
    """Three times to choose from; None for a helpdesk that is not there, or has none to offer."""
    desk = turn.knowledge.territory.helpdesks.get(id)
    if desk is None or not (times := _offered(turn, desk)):
        return None
    rows = [row(choice("handoff", f"book {id} {when.isoformat()}", "handoff_slot", said(turn, when))) for when in times]
    question = say("handoff_slots", *rows, row(choice("ask_place", label="change_place")), desk=desk.name)
    return turn.decide("action", question, topic="trova-sportello", helpdesks=(id,))


def picked(turn: Turn, words: str) -> tuple[Helpdesk, datetime] | None:
    """What a button of `slots` names; None if it is not to be had any more."""
    id, _, moment = words.partition(" ")
    desk = turn.knowledge.territory.helpdesks.get(id)
    try:
        when = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (desk, when) if desk and when in _offered(turn, desk, most=None) else None


def said(turn: Turn, when: datetime) -> dict[str, str]:
    """`lunedì 30/11 alle 9:00`, to fill a text with."""
    day = turn.knowledge.text("week", "it").split()[when.weekday()]
    return {"when": f"{day} {when.day}/{when.month} alle {when.hour}:{when.minute:02}"}


def _offered(turn: Turn, desk: Helpdesk, most: int | None = 3) -> tuple[datetime, ...]:
    if not desk.shown:
        return ()
    time = turn.records.now.astimezone(ROME).time()
    return offered(turn.knowledge.territory, desk, datetime.combine(turn.today, time, ROME), most)
