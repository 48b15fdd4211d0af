"""The smallest flow that there can be: one question, answered by a number in words or by a button."""

from __future__ import annotations

from bot.dialogue.flow import Flow, at_step, step
from bot.dialogue.turn import Turn, choice, row, say
from bot.model.decision import Decision

NAME = "gioco"


def start(turn: Turn) -> Decision:
    asking = at_step(turn, NAME, "number")
    return asking.decide(
        "action", say("text", row(choice(NAME, "8", "text", {"text": "8"})), text="Che numero?"), topic=NAME
    )


def press(turn: Turn, number: str) -> Decision | None:
    return turn.remembering(flow={}).decide("action", say("text", text=f"Hai detto {number}"), topic=NAME)


def hear(turn: Turn) -> Decision | None:
    return press(turn, turn.said) if step(turn, NAME) and turn.said == "sette" else None


def asked(decision: Decision) -> bool:
    return bool(decision.conversation.flow) and decision.topic == NAME


def answered(decision: Decision) -> bool:
    return not decision.conversation.flow and decision.topic == NAME


FLOW = Flow(name=NAME, topics={NAME: start}, commands={NAME: start}, verbs={NAME: press}, hear=hear, resume=start)
