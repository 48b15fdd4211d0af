"""The steps of the conversation: start, hear an answer, press a button, go on where it was left."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.dialogue import flow
from bot.dialogue.leave import choices, saved, screens
from bot.dialogue.leave.calculator import calculator
from bot.dialogue.leave.choices import button
from bot.dialogue.leave.known import AGREEMENT, NAMES, PICKED, SHARED, TOPIC, UNKNOWN, Known
from bot.dialogue.leave.learn import ask, ask_next, learn, quiet, suppose, tell, undo
from bot.dialogue.leave.listen import MAY_NOT_KNOW, hear_facts, impossible_dates, uneven
from bot.dialogue.leave.others import asks_for_a_plan, for_others, sure_of_this, with_question
from bot.dialogue.leave.questions import BY_NAME, next_question
from bot.dialogue.leave.record import facts_of
from bot.dialogue.leave.screens import wished_screen
from bot.dialogue.leave.spoken import facts as spoken_facts
from bot.dialogue.leave.spoken import text
from bot.dialogue.leave.state import RESULT, at, is_supposed, known_of, settled, state_of
from bot.dialogue.leave.suppose import supposed, ways
from bot.dialogue.leave.waiting import UNDER_WAY, taken_up
from bot.dialogue.turn import Turn, choice, row, say
from bot.model.decision import Decision
from bot.model.entities import Money
from bot.model.reply import Line
from bot.understanding.what_if import keeps, undoes

_AFRESH = re.compile(r"\bricominci|\bda capo\b|\bda zero\b|\bnuovo piano\b|\bpiano nuovo\b", re.IGNORECASE)
TAKEN_AWAY = frozenset({"save", "paper"})
"""Whoever takes a trial away has chosen it."""


def start(turn: Turn) -> Decision:
    """A new plan from what the message tells; the one under way, if there is one and nothing new is told."""
    turn = taken_up(turn)
    known = known_of(turn)
    facts = hear_facts(turn, calculator(turn), known, None)
    if turn.records.plan is not None and not known and not facts:
        see = choice("plan_saved", "show", "plan_saved_see")
        return tell(turn, say("plan_saved_before", row(see), row(button("new", text(turn, "plan_new")))))
    if known and not facts:
        rows = (
            row(replace(button("resume", text(turn, "plan_go_on")), means="yes")),
            row(button("restart", text(turn, "plan_restart"))),
        )
        turn = at(turn, UNDER_WAY, known)
        return tell(turn, say("plan_under_way", *rows, what=", ".join(spoken_facts(turn, known))))
    return learn(turn, {**({} if known else _remembered(turn)), **facts}, None, opening=not known)


def hear(turn: Turn) -> Decision | None:
    """What words mean in the middle of the plan; None if they are for somebody else: another clear question."""
    known = known_of(turn)
    step = flow.step(turn, TOPIC)
    entities = turn.understanding.entities
    if step is None:
        return start(turn) if asks_for_a_plan(turn) else None
    facts = hear_facts(turn, calculator(turn), known, step)
    if (looked_over := _looked_over(turn, step, known, facts)) is not None:
        return quiet(looked_over)
    if flow.does(turn) and entities.leave.reply is None and not entities.amounts:
        return None
    if for_others(turn, facts, step) or flow.tells_nothing(turn):
        return None
    if facts or impossible_dates(turn) or uneven(turn):
        return with_question(turn, quiet(learn(turn, facts, step)))
    if step == UNDER_WAY and _AFRESH.search(turn.said):
        return _pressed(turn, "restart", "")
    if any(isinstance(found.amount, Money) for found in entities.amounts):
        return quiet(ask(turn, BY_NAME["gross"], Line("plan_needs_gross")))
    if sure_of_this(turn):
        return quiet(ask_next(turn, ()))
    return None


def _looked_over(turn: Turn, step: str, known: Known, facts: Known) -> Decision | None:
    """What is said about a plan that can be seen: a screen wished for, a change undone, kept, or tried out."""
    if undoes(turn.said) and (undone := undo(turn, facts)) is not None:
        return undone
    if step != RESULT:
        return None
    if screen := wished_screen(turn.said):
        return _pressed(turn, *screen)
    reply = turn.understanding.entities.leave.reply if is_supposed(turn) else None
    if reply == "yes" or (is_supposed(turn) and keeps(turn.said)):
        return _pressed(turn, "keep", "")
    if reply == "no":
        return undo(turn, {})
    tried = supposed(turn, known, facts)
    return suppose(turn, tried) if tried else None


def unclear(turn: Turn) -> Decision | None:
    """The open question once more; a result stays as it is."""
    step = flow.step(turn, TOPIC)
    return quiet(ask(turn, BY_NAME[step], Line("plan_unclear"))) if step in BY_NAME else None


def skip(turn: Turn) -> Decision | None:
    """The person does not know: an ordinary case is supposed, where it may be."""
    step = flow.step(turn, TOPIC)
    answer = MAY_NOT_KNOW.get(step or "")
    return quiet(learn(turn, {answer: UNKNOWN}, step)) if answer else None


def change(turn: Turn) -> Decision | None:
    """Which answer was wrong; the question that is open stays so."""
    shown = _pressed(turn, "change", "") if known_of(turn) else None
    return shown and quiet(replace(shown, conversation=turn.conversation))


def press(turn: Turn, said: str) -> Decision | None:
    """What a button of the plan does; None if there is no plan any more."""
    turn = taken_up(turn)
    verb, _, object = said.partition(" ")
    if verb == "new":
        return quiet(learn(turn.remembering(flow={}), {}, None, opening=True))
    if not state_of(turn):
        return None
    decision = _pressed(turn, verb, object)
    return decision and quiet(decision)


def resume(turn: Turn) -> Decision:
    """Goes on where the plan was left; a plan that was seen comes back in a few lines."""
    turn = taken_up(turn)
    step = state_of(turn).get("step", "")
    if step in BY_NAME:
        return quiet(ask(turn, BY_NAME[step]))
    return quiet(ask_next(turn, (), again=step == RESULT))


def _pressed(turn: Turn, verb: str, object: str) -> Decision | None:
    if verb in TAKEN_AWAY and is_supposed(turn):
        turn = settled(turn)
    known = known_of(turn)
    match verb:
        case "set":
            facts = dict(pair.partition("=")[::2] for pair in object.split())
            step = turn.conversation.flow.get("step")
            return learn(turn, facts, step, echo=step == RESULT) if facts.keys() <= NAMES else None
        case "pick":
            name, _, day = object.partition(" ")
            days = sorted({*(known[PICKED].split(",") if known.get(PICKED) else []), day})
            return ask(at(turn, name, {**known, PICKED: ",".join(days)}), BY_NAME[name])
        case "ask" if object in BY_NAME:
            return ask(at(turn, object, {name: one for name, one in known.items() if name != PICKED}), BY_NAME[object])
        case "jobs":
            return tell(turn, say("plan_ask_job", *choices.other_jobs(turn), what=text(turn, "plan_what_hours")))
        case "agreements":
            rows = choices.agreement_page(turn, known, int(object))
            return tell(at(turn, "agreement", known), say("plan_ask_agreement", *rows))
        case "resume":
            return resume(turn)
        case "restart":
            return learn(turn.remembering(flow={}), {}, None, echo=False)
        case "save":
            return _save(turn, known)
        case "result" | "whole":
            return ask_next(turn, ())
        case "recap":
            return ask_next(turn, (), again=True)
        case "keep":
            return ask_next(settled(turn), (Line("plan_kept"),), again=True)
        case "undo":
            return undo(turn, {})
        case "try":
            way = ways(calculator(turn), known).get(object)
            return suppose(turn, way) if way else None
        case _:
            message = screens.screen(turn, calculator(turn), known, verb, object)
            return tell(at(turn, RESULT, known), message) if message else None


def _save(turn: Turn, known: Known) -> Decision | None:
    """Keeps the plan, only because its owner asks for it."""
    numbers = calculator(turn)
    if numbers.problems(known) or next_question(numbers, known) is not None:
        return None
    return saved.save(at(turn, RESULT, known), numbers.case(known), numbers.patron)


def _remembered(turn: Turn) -> Mapping[str, str]:
    """What the person told before, wherever it was told."""
    facts = facts_of(turn.conversation.person)
    if facts.get(AGREEMENT) in turn.knowledge.agreements.shared:
        facts[SHARED] = facts.pop(AGREEMENT)
    return facts
