"""What came of a message, for the statistics: answered, sent to a helpdesk or a person, or one of the needs that nobody met."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.turn import Turn
from bot.model.decision import Decision, Result
from bot.model.reply import HelpdeskHours, Line
from bot.model.ticket import OpenTicket
from bot.rules.hours import standing

SAID: dict[str, Result] = {"outside": "no_helpdesk", "far_position": "no_helpdesk", "voucher_no_call": "no_call"}
"""Texts that say that a need is not met."""


def counted(turn: Turn, decision: Decision) -> Decision:
    """The decision whose events tell what came of it, in which language, and at which point."""
    if not decision.events:
        return decision
    said = {"result": _result(turn, decision), "language": decision.conversation.language}
    point = (decision.point or "").partition("/")[2] or None
    events = tuple(replace(event, **said, point=point) for event in decision.events)  # type: ignore[arg-type]
    return replace(decision, events=events)


def _result(turn: Turn, decision: Decision) -> Result:
    parts = [part for message in decision.messages for part in message.parts]
    if told := next((SAID[part.key] for part in parts if isinstance(part, Line) and part.key in SAID), None):
        return told
    if any(isinstance(part, HelpdeskHours) and not part.day and _closed(turn, part.helpdesk) for part in parts):
        return "closed"
    if any(isinstance(effect, OpenTicket) for effect in decision.effects):
        return "person"
    if decision.outcome == "fallback":
        return "not_understood"
    return "helpdesk" if decision.helpdesks else "answered"


def _closed(turn: Turn, helpdesk: str) -> bool:
    territory = turn.knowledge.territory
    now = standing(territory, territory.helpdesks[helpdesk], turn.records.now)
    return now is not None and now.now is None
