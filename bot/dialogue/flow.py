"""Dialogues of several steps: they wait while another question is answered, and can be resumed.

The state is `Conversation.flow`: `name` (the topic that starts it), `step`, and what was answered so far.
"""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.turn import Turn, choice, row
from bot.model.decision import Decision

PAUSED = "paused"


def at_step(turn: Turn, name: str, step: str, **answers: str) -> Turn:
    """The turn with the flow under way at a step; it replaces whatever flow there was."""
    flow = {"name": name, "step": step, **answers}
    return turn.remembering(flow=flow, flow_on=turn.today.isoformat(), awaiting=None, misses=0)


def step(turn: Turn, name: str) -> str | None:
    """The step of the flow if it is under way; None if it is another one, none, or waiting to be resumed."""
    flow = turn.conversation.flow
    return flow.get("step") if flow.get("name") == name and PAUSED not in flow else None


def aside(turn: Turn, decision: Decision) -> Decision:
    """Where something else was answered in the middle of a flow, the flow waits and a button resumes it.

    What was not understood leaves it as it is; danger leaves it waiting, without a button.
    """
    before, after = turn.conversation, decision.conversation
    name = before.flow.get("name")
    if not name or PAUSED in before.flow or after.flow != before.flow or decision.topic == name:
        return decision
    if decision.outcome in ("fallback", "suggest") or decision.topic == "fuori-tema":
        return decision
    waiting = replace(decision, conversation=replace(after, flow={**after.flow, PAUSED: "yes"}))
    if decision.outcome == "safety":
        return waiting
    title = turn.knowledge.topics[name].title
    *others, last = decision.messages
    offered = replace(last, choices=(*last.choices, row(choice("resume", name, "resume", {"title": title}))))
    return replace(waiting, messages=(*others, offered))
