"""What a flow is: a subject that people talk about in several steps, as a value that `FLOWS` lists.

The state of the one under way is `Conversation.flow`: `name` (the topic that starts it), `step`, and what was answered so
far. It waits while another question is answered, and can be resumed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from bot.dialogue.turn import Turn, choice, row
from bot.model.decision import Decision

PAUSED = "paused"

Start = Callable[[Turn], Decision]
"""Something that always has an answer."""
Hear = Callable[[Turn], Decision | None]
"""Something that may leave a message to others."""
About = Callable[[Turn, str], Decision | None]
"""The same, about an object: of a button, a consent, a link, a file."""
After = Callable[[Turn, Decision], Decision]


def nothing(turn: Turn) -> Decision | None:
    return None


def nothing_about(turn: Turn, what: str) -> Decision | None:
    return None


def unchanged(turn: Turn, decision: Decision) -> Decision:
    return decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One subject. What it leaves out it does not do."""

    name: str
    """The topic under which its state is kept, and which its button "Riprendi" names."""
    topics: Mapping[str, Start] = field(default_factory=dict)
    """Topics that start it."""
    commands: Mapping[str, Start] = field(default_factory=dict)
    """The same for /commands, without the slash."""
    verbs: Mapping[str, About] = field(default_factory=dict)
    """What its buttons do; None where a button names something that is no longer there."""
    consents: Mapping[str, About] = field(default_factory=dict)
    """Subject of a notice -> what follows from agreeing to a version of it, or declining."""
    first: Hear = nothing
    """Hears a message before everything else, danger included, which it then answers by itself."""
    hear: Hear = nothing
    """What words mean to it: an answer to its open question, or what starts it without its topic."""
    resume: Start | None = None
    """Goes on where it was left."""
    leave: Hear = nothing
    """/annulla, where leaving it needs words of its own."""
    refuse_file: About = nothing_about
    """A file in the middle of it: why it is not taken; the object is how such a file is called."""
    open: About = nothing_about
    """t.me/<bot>?start=<object>"""
    answer: About = nothing_about
    """The answer to a topic in its own way; None leaves it to the knowledge base."""
    rescue: Hear = nothing
    """A message that nobody understood."""
    after: After = unchanged
    """What becomes of it when the message was answered, by whomever."""


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
