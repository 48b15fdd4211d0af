"""The plan as the conversation keeps it: the answers, the step, and what the last change replaced, so that it can be undone.

`was_<name>` holds an answer as it was before the change, "-" one that was not there. SUPPOSED tells that the change is only
a supposition: the plan itself is still the one before.
"""

from __future__ import annotations

from bot.dialogue import flow
from bot.dialogue.leave.known import AGREEMENT, BORN_FIRST, BORN_LAST, KID, NAMES, PICKED, SHARED, TOPIC, YES, Known
from bot.dialogue.leave.waiting import is_plan
from bot.dialogue.turn import Turn

RESULT = "result"
WAS, ABSENT = "was_", "-"
SUPPOSED = "supposed"
NO_CHANGE = frozenset({KID, PICKED, BORN_FIRST, BORN_LAST})
"""Answers of which no change is worth undoing."""


def state_of(turn: Turn) -> Known:
    """The plan under way; empty if there is none: another flow, or a company's."""
    return turn.conversation.flow if is_plan(turn.conversation.flow) else {}


def known_of(turn: Turn) -> dict[str, str]:
    """The answers so far; one that the content no longer has counts as not told."""
    agreements = turn.knowledge.agreements
    known = {name: value for name, value in state_of(turn).items() if name in NAMES}
    if known.get(AGREEMENT, "?") not in (*agreements.by_id, "?"):
        del known[AGREEMENT]
    if SHARED in known and known[SHARED] not in agreements.shared:
        del known[SHARED]
    return known


def at(turn: Turn, step: str, known: Known, supposed: bool | None = None) -> Turn:
    """The turn with these answers, at a step. What they replace is remembered, and replaces what was remembered before:
    while something is supposed, the plan before all suppositions."""
    state, before = state_of(turn), known_of(turn)
    supposed = state.get(SUPPOSED) == YES if supposed is None else supposed
    kept = {name: value for name, value in state.items() if name.startswith(WAS)}
    changes = _changes(before, known)
    going_on = supposed and state.get(SUPPOSED) == YES
    if going_on or supposed:
        kept = {**changes, **(kept if going_on else {})}
    elif any(value != ABSENT for value in changes.values()):
        kept = changes
    marks = {SUPPOSED: YES} if supposed else {}
    return flow.at_step(turn, TOPIC, step, **known, **kept, **marks)


def before_the_change(turn: Turn) -> dict[str, str] | None:
    """The answers as they were before the last change, or before all that is supposed; None: nothing was changed."""
    state = state_of(turn)
    was = {name.removeprefix(WAS): value for name, value in state.items() if name.startswith(WAS)}
    if not was:
        return None
    rest = {name: value for name, value in known_of(turn).items() if name not in was}
    return rest | {name: value for name, value in was.items() if value != ABSENT}


def is_supposed(turn: Turn) -> bool:
    return state_of(turn).get(SUPPOSED) == YES


def settled(turn: Turn) -> Turn:
    """What was supposed is the plan from now on; it can still be undone."""
    flow = {name: value for name, value in turn.conversation.flow.items() if name != SUPPOSED}
    return turn.remembering(flow=flow)


def unchanged(turn: Turn, known: Known) -> Turn:
    """The plan with these answers and nothing to undo."""
    return flow.at_step(turn, TOPIC, RESULT, **known)


def _changes(before: Known, after: Known) -> dict[str, str]:
    names = [name for name in {**before, **after} if name not in NO_CHANGE and before.get(name) != after.get(name)]
    return {f"{WAS}{name}": before.get(name, ABSENT) for name in names}
