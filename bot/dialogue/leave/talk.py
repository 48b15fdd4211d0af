"""The steps of the conversation: start, hear an answer, press a button, go on where it was left."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.dialogue import flow
from bot.dialogue.answers.echo import echoed
from bot.dialogue.answers.fallback import ANSWER_AT, MOST_SUGGESTIONS, OFF_TOPIC, likely_topics
from bot.dialogue.leave import choices, questions, results, saved, screens
from bot.dialogue.leave.calculator import Calculator, calculator
from bot.dialogue.leave.choices import button
from bot.dialogue.leave.known import (
    AGREEMENT,
    BORN,
    BORN_LAST,
    DATES,
    DAYS,
    HOURS,
    JOB,
    LAST,
    MINE,
    NAMES,
    PATTERN,
    PER_DAY,
    PICKED,
    SHARED,
    THEIRS,
    TOPIC,
    UNKNOWN,
    WHO,
    Known,
)
from bot.dialogue.leave.listen import MAY_NOT_KNOW, hear_facts, impossible_dates, merge, uneven
from bot.dialogue.leave.questions import BY_NAME, Question, next_question
from bot.dialogue.leave.record import facts_of
from bot.dialogue.leave.screens import wished_screen
from bot.dialogue.leave.spoken import facts as spoken_facts
from bot.dialogue.leave.spoken import text
from bot.dialogue.leave.waiting import UNDER_WAY, is_plan, taken_up
from bot.dialogue.turn import Turn, before, choice, row, say, show
from bot.model.decision import Decision
from bot.model.entities import Money
from bot.model.reply import Line, Message
from bot.rules.leave import CaseProblem, InvalidCase

RESULT = "result"
_AFRESH = re.compile(r"\bricominci|\bda capo\b|\bda zero\b|\bnuovo piano\b|\bpiano nuovo\b", re.IGNORECASE)
TELLING = frozenset({BORN, BORN_LAST, AGREEMENT, SHARED, HOURS, DAYS, PER_DAY, WHO, MINE})
MEASURES = (HOURS, DAYS, AGREEMENT, JOB)
"""What the hours of a day depend on."""
ENOUGH = 2
"""Facts beside the days wanted from which a message about leave is taken for the wish of a plan; one more where it is
clearly a question about something else."""
FIELDS = {
    "weekly_hours": "week",
    "days_per_week": "week",
    "working_days": "working",
    "child.born": "child",
    "child.entered_family": "entered",
    "compulsory_leave.mother_ended": "ended",
    "used.couple_at_80": "at_higher",
    "used": "mine",
    "agreement": "agreement",
    "other_parent": "single",
    "between": "between",
    "request.dates": "until",
    "request.dates.to": "until",
    "request.dates.weekdays": "days",
    "request.hours_per_day": "per_day",
    "request.made_on": "told",
    "monthly_gross": "gross",
}
"""Field of the case -> the question that it comes from."""


def start(turn: Turn) -> Decision:
    """A new plan from what the message tells; the one under way, if there is one and nothing new is told."""
    turn = taken_up(turn)
    known = _known(turn)
    facts = hear_facts(turn, calculator(turn), known, None)
    if turn.records.plan is not None and not known and not facts:
        see = choice("plan_saved", "show", "plan_saved_see")
        return _say(turn, say("plan_saved_before", row(see), row(button("new", text(turn, "plan_new")))))
    if known and not facts:
        rows = (
            row(replace(button("resume", text(turn, "plan_go_on")), means="yes")),
            row(button("restart", text(turn, "plan_restart"))),
        )
        turn = _at(turn, UNDER_WAY, known)
        return _say(turn, say("plan_under_way", *rows, what=", ".join(spoken_facts(turn, known))))
    return _learn(turn, {**({} if known else _remembered(turn)), **facts}, None, opening=not known)


def hear(turn: Turn) -> Decision | None:
    """What words mean in the middle of the plan; None if they are for somebody else: another clear question."""
    known = _known(turn)
    step = flow.step(turn, TOPIC)
    entities = turn.understanding.entities
    if step is None:
        return start(turn) if _asks_for_a_plan(turn) else None
    if step == RESULT and (screen := wished_screen(turn.said)) and (shown := _pressed(turn, *screen)) is not None:
        return _quiet(shown)
    if flow.does(turn) and entities.leave.reply is None and not entities.amounts:
        return None
    facts = hear_facts(turn, calculator(turn), known, step)
    if _for_others(turn, facts, step) or flow.tells_nothing(turn):
        return None
    if facts or impossible_dates(turn) or uneven(turn):
        return _with_question(turn, _quiet(_learn(turn, facts, step)))
    if step == UNDER_WAY and _AFRESH.search(turn.said):
        return _pressed(turn, "restart", "")
    if any(isinstance(found.amount, Money) for found in entities.amounts):
        return _quiet(_ask(turn, BY_NAME["gross"], Line("plan_needs_gross")))
    if _sure_of_this(turn):
        return _quiet(_ask_next(turn, ()))
    return None


def unclear(turn: Turn) -> Decision | None:
    """The open question once more; a result stays as it is."""
    step = flow.step(turn, TOPIC)
    return _quiet(_ask(turn, BY_NAME[step], Line("plan_unclear"))) if step in BY_NAME else None


def skip(turn: Turn) -> Decision | None:
    """The person does not know: an ordinary case is supposed, where it may be."""
    step = flow.step(turn, TOPIC)
    answer = MAY_NOT_KNOW.get(step or "")
    return _quiet(_learn(turn, {answer: UNKNOWN}, step)) if answer else None


def change(turn: Turn) -> Decision | None:
    """Which answer was wrong; the question that is open stays so."""
    shown = _pressed(turn, "change", "") if _known(turn) else None
    return shown and _quiet(replace(shown, conversation=turn.conversation))


def press(turn: Turn, said: str) -> Decision | None:
    """What a button of the plan does; None if there is no plan any more."""
    turn = taken_up(turn)
    verb, _, object = said.partition(" ")
    if verb == "new":
        return _quiet(_learn(turn.remembering(flow={}), {}, None, opening=True))
    if not _flow(turn):
        return None
    decision = _pressed(turn, verb, object)
    return decision and _quiet(decision)


def resume(turn: Turn) -> Decision:
    """Goes on where the plan was left."""
    turn = taken_up(turn)
    step = _flow(turn).get("step", "")
    if step in BY_NAME:
        return _quiet(_ask(turn, BY_NAME[step]))
    return _quiet(_ask_next(turn, ()))


def _pressed(turn: Turn, verb: str, object: str) -> Decision | None:
    known = _known(turn)
    match verb:
        case "set":
            facts = dict(pair.partition("=")[::2] for pair in object.split())
            step = turn.conversation.flow.get("step")
            return _learn(turn, facts, step, echo=step == RESULT) if facts.keys() <= NAMES else None
        case "pick":
            name, _, day = object.partition(" ")
            days = sorted({*(known[PICKED].split(",") if known.get(PICKED) else []), day})
            return _ask(_at(turn, name, {**known, PICKED: ",".join(days)}), BY_NAME[name])
        case "ask" if object in BY_NAME:
            return _ask(
                _at(turn, object, {name: one for name, one in known.items() if name != PICKED}), BY_NAME[object]
            )
        case "jobs":
            return _say(turn, say("plan_ask_job", *choices.other_jobs(turn), what=text(turn, "plan_what_hours")))
        case "agreements":
            rows = choices.agreement_page(turn, known, int(object))
            return _say(_at(turn, "agreement", known), say("plan_ask_agreement", *rows))
        case "resume":
            return resume(turn)
        case "restart":
            return _learn(_at(turn, "job", {}), {}, None, echo=False)
        case "save":
            return _save(turn, known)
        case "result":
            return _ask_next(turn, ())
        case _:
            message = screens.screen(turn, calculator(turn), known, verb, object)
            return _say(_at(turn, RESULT, known), message) if message else None


def _save(turn: Turn, known: Known) -> Decision | None:
    """Keeps the plan, only because its owner asks for it."""
    numbers = calculator(turn)
    if numbers.problems(known) or next_question(numbers, known) is not None:
        return None
    return saved.save(_at(turn, RESULT, known), numbers.case(known), numbers.patron)


def _learn(turn: Turn, facts: Known, step: str | None, echo: bool = True, opening: bool = False) -> Decision:
    """Takes the facts, says what makes no sense, and goes on."""
    known, numbers = _known(turn), calculator(turn)
    lines = [Line("no_such_date", {"date": date}) for date in impossible_dates(turn)] if echo else []
    merged = merge(known, facts)
    if PER_DAY not in facts and any(name in known and known[name] != merged.get(name) for name in MEASURES):
        merged = _with_fitting_hours(numbers, merged)
    if problems := numbers.problems(merged):
        wrong = _question_of(problems[0], merged)
        senseless = _answers_of(problems, merged)
        kept = merge(known, {name: value for name, value in facts.items() if name not in senseless})
        if numbers.problems(kept):
            kept = {name: value for name, value in kept.items() if name not in senseless}
        return _ask(_at(turn, wrong.name, kept), wrong, *lines, *(_wrong(turn, one, merged) for one in problems))
    if opening:
        lines.append(Line("plan_opening"))
    if echo and uneven(turn):
        lines.append(Line("plan_uneven"))
        merged = {name: value for name, value in merged.items() if name != PATTERN}
    changed = [name for name, value in facts.items() if known.get(name) != value]
    corrected = [name for name in changed if name in known and name in merged]
    before, after = spoken_facts(turn, known, corrected), spoken_facts(turn, merged, corrected)
    if echo and before and after:
        lines.append(Line("act_changed", {"before": ", ".join(before), "after": ", ".join(after)}))
    else:
        corrected = []
    if echo and (words := spoken_facts(turn, merged, [name for name in changed if name not in corrected])):
        lines.append(Line("plan_understood", {"facts": ", ".join(words)}))
    turn = _at(turn, step or "job", merged)
    if lines and not changed and step in BY_NAME:
        return _ask(turn, BY_NAME[step], *lines)
    return _ask_next(turn, tuple(lines))


def _with_fitting_hours(numbers: Calculator, known: dict[str, str]) -> dict[str, str]:
    """Hours of leave chosen before are forgotten where another week or contract no longer has them."""
    if PER_DAY not in known:
        return known
    free = {name: value for name, value in known.items() if name != PER_DAY}
    try:
        options = numbers.verdict(free).hours_options or ()
    except InvalidCase:
        return known
    return known if float(known[PER_DAY]) in [float(one) for one in options] else free


def _question_of(problem: CaseProblem, known: Known) -> Question:
    """The question whose answer makes no sense."""
    field = problem.field
    if field in ("used.mother", "used.father"):
        own = field.endswith(known.get(WHO, "mother"))
        return BY_NAME["mine" if own else "theirs"]
    while field not in FIELDS and "." in field:
        field = field.rpartition(".")[0]
    return BY_NAME[FIELDS.get(field, "child")]


def _answers_of(problems: list[CaseProblem], known: Known) -> frozenset[str]:
    """The names to ask for again."""
    found: set[str] = set()
    for problem in problems:
        found |= set(_question_of(problem, known).answers)
        found |= {"used": {MINE, THEIRS}, "request.dates": {LAST, DATES}}.get(problem.field, set())
    return frozenset(found)


def _wrong(turn: Turn, problem: CaseProblem, known: Known) -> Line:
    """What is wrong, in words; a remedy that names a field of the case is for programs and is left out."""
    name = text(turn, f"plan_name_{_question_of(problem, known).name}")
    if problem.field == "request.dates.to":
        return Line("plan_wrong", {"name": name, "problem": text(turn, "plan_end_before_start")})
    words = ["" if "`" in one else one for one in (problem.problem, problem.remedy)]
    return Line("plan_wrong", {"name": name, "problem": ". ".join(one[0].upper() + one[1:] for one in words if one)})


def _ask_next(turn: Turn, lines: tuple[Line, ...]) -> Decision:
    numbers, known = calculator(turn), _known(turn)
    question = next_question(numbers, known)
    if question is not None:
        return _ask(turn, question, *lines)
    return _say(_at(turn, RESULT, known), before(results.first_screen(turn, numbers, known), *lines))


def _ask(turn: Turn, question: Question, *lines: Line) -> Decision:
    known = _known(turn)
    message = questions.ask(turn, calculator(turn), known, question)
    return _say(_at(turn, question.name, known), before(message, *lines))


def _say(turn: Turn, message: Message) -> Decision:
    if turn.conversation.language != "it":
        message = before(message, Line("italian_answer"))
    return turn.decide("action", message, topic=TOPIC)


def _quiet(decision: Decision) -> Decision:
    """Steps within the plan are not counted: it was counted when it began."""
    return replace(decision, events=())


def _at(turn: Turn, step: str, known: Known) -> Turn:
    return flow.at_step(turn, TOPIC, step, **known)


def _known(turn: Turn) -> dict[str, str]:
    """The answers so far; one that the content no longer has counts as not told."""
    agreements = turn.knowledge.agreements
    known = {name: value for name, value in _flow(turn).items() if name in NAMES}
    if known.get(AGREEMENT, "?") not in (*agreements.by_id, "?"):
        del known[AGREEMENT]
    if SHARED in known and known[SHARED] not in agreements.shared:
        del known[SHARED]
    return known


def _flow(turn: Turn) -> Known:
    """The plan under way or waiting; empty if there is none: another flow, or a company's."""
    return turn.conversation.flow if is_plan(turn.conversation.flow) else {}


def _remembered(turn: Turn) -> Mapping[str, str]:
    """What the person told before, wherever it was told."""
    facts = facts_of(turn.conversation.person)
    if facts.get(AGREEMENT) in turn.knowledge.agreements.shared:
        facts[SHARED] = facts.pop(AGREEMENT)
    return facts


def _asks_for_a_plan(turn: Turn) -> bool:
    """The days wanted and more are told, and it may be about this leave."""
    if turn.audience != "worker" or turn.for_operator or turn.conversation.awaiting:
        return False
    facts = hear_facts(turn, calculator(turn), {}, None)
    likely = [guess.topic for guess in turn.understanding.ranking[:MOST_SUGGESTIONS]]
    ours = any(topic == TOPIC or topic.startswith("ore-") for topic in likely)
    waits = is_plan(turn.conversation.flow)
    return (ours or waits) and _tells_a_plan(facts, ENOUGH + _sure_of_another(turn))


def _tells_a_plan(facts: Known, enough: int = ENOUGH + 1) -> bool:
    """The days wanted and more are told: not only what belongs to a question."""
    return not facts.keys().isdisjoint({PATTERN, DATES}) and len(facts.keys() & TELLING) >= enough


def _for_others(turn: Turn, facts: Known, step: str) -> bool:
    """Another clear question, a place, or a question that may be about something else."""
    understanding = turn.understanding
    if understanding.entities.alone or understanding.entities.leave.reply:
        return False
    if _sure_of_another(turn) and (understanding.question or not facts):
        answers = step in BY_NAME and not facts.keys().isdisjoint(BY_NAME[step].answers)
        off_leave = answers and not any(echoed(guess.topic) for guess in understanding.ranking[:1])
        return not (_tells_a_plan(facts) or off_leave)
    if understanding.question and not facts and likely_topics(turn):
        return True
    return bool(understanding.place and understanding.place.alone and not facts)


def _with_question(turn: Turn, decision: Decision) -> Decision:
    """A message full of facts that is written as a clear question: the plan goes on, the answer is a button away."""
    best = turn.understanding.best
    if best is None or not turn.understanding.question or not _sure_of_another(turn):
        return decision
    if best.topic not in turn.knowledge.topics or turn.understanding.entities.alone:
        return decision
    return replace(decision, messages=(*decision.messages, say("asked_too", row(show(best.topic)))))


def _sure_of_another(turn: Turn) -> bool:
    best = turn.understanding.best
    return best is not None and best.confidence >= ANSWER_AT and best.topic not in (TOPIC, OFF_TOPIC)


def _sure_of_this(turn: Turn) -> bool:
    best = turn.understanding.best
    return best is not None and best.confidence >= ANSWER_AT and best.topic == TOPIC
