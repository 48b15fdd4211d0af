"""What a flow is: a subject that people talk about in several steps, as a value that `FLOWS` lists.

The state of the one under way is `Conversation.flow`: `name` (the topic that starts it), `step`, and what was answered so
far. It stays open while other questions are answered, until it ends or is cancelled; another flow lets it wait in
`Conversation.waiting`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from bot.dialogue.turn import Turn, choice, row
from bot.model.decision import Decision, Effect
from bot.model.entities import Day, Period
from bot.model.practices import Firm

Start = Callable[[Turn], Decision]
"""Something that always has an answer."""
Hear = Callable[[Turn], Decision | None]
"""Something that may leave a message to others."""
About = Callable[[Turn, str], Decision | None]
"""The same, about an object: of a button, a consent, a link, a file."""
After = Callable[[Turn, Decision], Decision]
State = Mapping[str, str]
"""Of a flow, as the conversation keeps it."""
SIDE = "side"
"""In the state of a flow that two sides talk about in their own ways: whose it is."""


def nothing(turn: Turn) -> Decision | None:
    return None


def nothing_about(turn: Turn, what: str) -> Decision | None:
    return None


def always(turn: Turn) -> bool:
    return True


def never(turn: Turn) -> bool:
    return False


def no_effects(turn: Turn) -> tuple[Effect, ...]:
    return ()


def unchanged(turn: Turn, decision: Decision) -> Decision:
    return decision


SOCIAL = frozenset({"thanks", "greet", "bye", "acknowledge", "small_talk"})
ANSWERLESS = SOCIAL | {
    "cancel", "pause", "resume", "repeat", "simpler", "why_do_you_ask", "not_what_i_asked", "want_person"
}  # fmt: skip
"""Acts in whose words nothing is told: a day or a number among them is no answer."""


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
    """What words certainly mean to it: an answer that fits its open question, or what starts it without its topic."""
    take: Hear = nothing
    """Under way: words that only an open question for free text can take, where they do and ask nothing else."""
    unclear: Hear = nothing
    """Under way: words that nobody understood; its question is asked again."""
    tells: Callable[[Turn], bool] = never
    """Under way: words that only its open question knows stand in the message, whatever else it seems to do."""
    asks: Callable[[Turn], bool] = always
    """Under way: whether a question is open, not only a result shown."""
    skip: Hear = nothing
    """Under way: the open question stays without an answer, where it may."""
    why: Hear = nothing
    """Under way: why the open question is asked; None leaves it to a text of knowledge_base/words."""
    change: Hear = nothing
    """Under way: which of the answers was wrong?"""
    holds: Callable[[Turn], bool] = never
    """Whether something was told that would be lost."""
    waits: Callable[[Turn], bool] = never
    """Whether something unfinished is kept outside the conversation."""
    dropping: Callable[[Turn], tuple[Effect, ...]] = no_effects
    """What to delete with it."""
    resume: Start | None = None
    """Goes on where it was left: asks the open question again."""
    refuse_file: About = nothing_about
    """A file in the middle of it: why it is not taken; the object is how such a file is called."""
    open: About = nothing_about
    """t.me/<bot>?start=<object>"""
    answer: About = nothing_about
    """The answer to a topic in its own way; None leaves it to the knowledge base."""
    rescue: Hear = nothing
    """A message that nobody understood."""
    private: bool = False
    """What is told to it is remembered nowhere else: an answer about children is not what the person told of theirs."""
    after: After = unchanged
    """What becomes of it when the message was answered, by whomever."""


def open_flow(turn: Turn, flows: tuple[Flow, ...]) -> Flow | None:
    """The flow under way."""
    return named(flows, turn.conversation.flow.get("name"))


def named(flows: tuple[Flow, ...], name: str | None) -> Flow | None:
    return next((flow for flow in flows if flow.name == name), None)


def asking(turn: Turn, flow: Flow) -> bool:
    """Whether a question of the flow is open."""
    return turn.conversation.flow.get("name") == flow.name and flow.asks(turn)


def does(turn: Turn) -> tuple[str, ...]:
    """What the message does for certain, in its order."""
    return tuple(act.name for act in turn.understanding.acts)


def tells_nothing(turn: Turn) -> bool:
    """Nothing stands in the message but words that answer nothing: "come va oggi?", "finisco domani"."""
    understood = turn.understanding
    return understood.only_acts and bool(understood.acts) and ANSWERLESS.issuperset(does(turn)) and not tells(turn)


def tells(turn: Turn) -> bool:
    """A fact stands in the message: whatever it does beside that, it may answer what is open. A day alone is none
    ("finisco domani"), unless it is all that is said."""
    entities = turn.understanding.entities
    if (
        turn.understanding.place is not None
        or entities.alone
        or entities.agreement
        or turn.understanding.firm != Firm()
    ):
        return True
    return any(not isinstance(found.amount, Day | Period) for found in entities.amounts)


def at_step(turn: Turn, name: str, step: str, **answers: str) -> Turn:
    """The turn with the flow under way at a step; it replaces whatever flow there was."""
    flow = {"name": name, "step": step, **answers}
    return turn.remembering(flow=flow, flow_on=turn.today.isoformat(), awaiting=None, misses=0)


def step(turn: Turn, name: str) -> str | None:
    """The step of the flow if it is under way; None if it is another one or none."""
    flow = turn.conversation.flow
    return flow.get("step") if flow.get("name") == name else None


def resumed(turn: Turn, flow: Flow) -> Decision | None:
    """Goes on where the flow was left, also where it waits behind another; None if it can't be gone on with."""
    return flow.resume(taken_up(turn, lambda state: state.get("name") == flow.name)) if flow.resume else None


def taken_up(turn: Turn, which: Callable[[State], bool]) -> Turn:
    """The turn in which the flow that waits is under way again; as it is where such a one is, or none waits."""
    under_way, waiting = turn.conversation.flow, turn.conversation.waiting
    found = next((state for state in waiting if which(state)), None)
    if found is None or which(under_way):
        return turn
    return turn.remembering(flow=dict(found), waiting=tuple(state for state in waiting if state is not found))


def ended(turn: Turn, name: str) -> Turn:
    """The turn in which a flow is over, wherever it stood; another one that is under way stays so."""
    under_way, waiting = turn.conversation.flow, turn.conversation.waiting
    rest = tuple(state for state in waiting if state.get("name") != name)
    return turn.remembering(flow={} if under_way.get("name") == name else under_way, waiting=rest, misses=0)


def same(one: State, other: State) -> bool:
    """Two states of one flow, seen from one side."""
    return all(one.get(key) == other.get(key) for key in ("name", SIDE))


def aside(turn: Turn, decision: Decision, flows: tuple[Flow, ...]) -> Decision:
    """What becomes of the flow under way where something else was answered: it stays open, and a button leads back.

    Another flow that begins lets it wait. A result that was only shown is offered again once. After danger nothing
    is offered.
    """
    before, after = turn.conversation.flow, decision.conversation
    flow = named(flows, before.get("name"))
    changed = after.flow != before or not after.flow
    if before and not same(before, after.flow):
        left = flow is not None and flow.resume is not None and (flow.holds(turn) or flow.asks(turn))
        waits = (before,) if left and after.flow else ()
        waiting = tuple(state for state in after.waiting if not any(same(state, one) for one in (*waits, after.flow)))
        decision = replace(decision, conversation=replace(after, waiting=(*waits, *waiting), asides=0))
        return _offered(turn, decision, flows) if waits or not after.flow else decision
    if flow is None or flow.resume is None:
        return decision
    if changed or decision.topic == flow.name:
        return replace(decision, conversation=replace(after, asides=0))
    decision = replace(decision, conversation=replace(after, asides=after.asides + 1))
    once = after.asides == 0 or flow.asks(turn)
    return _with_way_back(turn, decision, flow) if once else decision


def _offered(turn: Turn, decision: Decision, flows: tuple[Flow, ...]) -> Decision:
    """A button goes on with what waits."""
    flow = next((named(flows, state.get("name")) for state in decision.conversation.waiting), None)
    return _with_way_back(turn, decision, flow) if flow else decision


def _with_way_back(turn: Turn, decision: Decision, flow: Flow) -> Decision:
    if decision.outcome == "safety" or not decision.messages:
        return decision
    back = choice("resume", flow.name, "resume", {"title": turn.knowledge.topics[flow.name].title})
    *others, last = decision.messages
    if any(back.action == one.action for shown in last.choices for one in shown):
        return decision
    return replace(decision, messages=(*others, replace(last, choices=(*last.choices, row(back)))))
