"""Nothing told for a plan is lost without a word: not by another dialogue that begins, not by a question in between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.dialogue import flow as flows
from bot.dialogue.leave import company_state as company
from bot.dialogue.leave.calculator import calculator
from bot.dialogue.leave.known import NAMES, TOPIC
from bot.dialogue.leave.listen import hear_facts, merge
from bot.dialogue.leave.questions import BY_NAME
from bot.dialogue.leave.spoken import facts as spoken_facts
from bot.dialogue.turn import Turn
from bot.model.decision import Decision
from bot.model.reply import Line

UNDER_WAY = "under_way"
"""The step at which no question is open: whether to go on was asked, or what was open is told."""
TOLD = 2
"""Facts in a question from which they are meant for the plan: one alone may only be supposed."""


def is_plan(flow: Mapping[str, str]) -> bool:
    """A worker's plan, not a company's look at one."""
    return flow.get("name") == TOPIC and flow.get(company.SIDE) != company.COMPANY


def taken_up(turn: Turn) -> Turn:
    """The plan that waits behind another dialogue is the one of this conversation again."""
    return flows.taken_up(turn, is_plan)


def kept(turn: Turn, decision: Decision) -> Decision:
    """The decision, with what a question in between told of the plan under way."""
    before, after = turn.conversation, decision.conversation
    aside = is_plan(after.flow) and after.flow == before.flow and after.asides > before.asides
    return _with_told(turn, decision) if aside else decision


def _with_told(turn: Turn, decision: Decision) -> Decision:
    """What a question told is kept for the plan, and said; what is known stays: a question may suppose something else."""
    if decision.outcome != "answer" or not decision.messages:
        return decision
    step, numbers = turn.conversation.flow.get("step"), calculator(turn)
    known = {name: value for name, value in turn.conversation.flow.items() if name in NAMES}
    facts = {name: value for name, value in hear_facts(turn, numbers, known, step).items() if name not in known}
    answers = BY_NAME[step].answers if step in BY_NAME else ()
    merged = merge(known, facts)
    words = spoken_facts(turn, merged, facts)
    if (len(words) < TOLD and not facts.keys() & set(answers)) or not words or numbers.problems(merged):
        return decision
    *others, last = decision.messages
    noted = replace(last, parts=(*last.parts, Line("plan_noted", {"facts": ", ".join(words)})))
    flow = {**decision.conversation.flow, **merged}
    if facts.keys() & set(answers):
        flow["step"] = UNDER_WAY
    return replace(decision, messages=(*others, noted), conversation=replace(decision.conversation, flow=flow))
