"""A plan takes facts: what makes no sense is named and asked again, what replaces something is said, and the plan goes on."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.leave import known as names
from bot.dialogue.leave import questions, results, trial
from bot.dialogue.leave.calculator import Calculator, calculator
from bot.dialogue.leave.known import TOPIC, Known
from bot.dialogue.leave.listen import impossible_dates, merge, uneven
from bot.dialogue.leave.questions import BY_NAME, Question, next_question
from bot.dialogue.leave.spoken import facts as spoken_facts
from bot.dialogue.leave.spoken import spoken_to, text
from bot.dialogue.leave.state import RESULT, at, before_the_change, is_supposed, known_of, unchanged
from bot.dialogue.leave.suppose import without_own
from bot.dialogue.turn import Turn, before, row
from bot.model.decision import Decision
from bot.model.reply import Line, Message
from bot.rules.leave import CaseProblem, InvalidCase

MEASURES = (names.HOURS, names.DAYS, names.AGREEMENT, names.JOB)
"""What the hours of a day depend on."""
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


def learn(turn: Turn, facts: Known, step: str | None, echo: bool = True, opening: bool = False) -> Decision:
    """Takes the facts, says what makes no sense, and goes on."""
    known, numbers = known_of(turn), calculator(turn)
    lines = [Line("no_such_date", {"date": date}) for date in impossible_dates(turn)] if echo else []
    merged = _fitting(numbers, known, merge(known, facts), facts)
    if problems := numbers.problems(merged):
        wrong = _question_of(problems[0], merged)
        senseless = _answers_of(problems, merged)
        kept = merge(known, {name: value for name, value in facts.items() if name not in senseless})
        if numbers.problems(kept):
            kept = {name: value for name, value in kept.items() if name not in senseless}
        return ask(at(turn, wrong.name, kept), wrong, *lines, *(_wrong(turn, one, merged) for one in problems))
    if opening:
        lines.append(Line("plan_opening"))
    if echo and uneven(turn):
        lines.append(Line("plan_uneven"))
        merged = {name: value for name, value in merged.items() if name != names.PATTERN}
    changed = [name for name, value in facts.items() if known.get(name) != value]
    corrected = [name for name in changed if name in known and name in merged]
    earlier, later = spoken_facts(turn, known, corrected), spoken_facts(turn, merged, corrected)
    if echo and earlier and later:
        lines.append(Line("act_changed", {"before": ", ".join(earlier), "after": ", ".join(later)}))
    else:
        corrected = []
    if echo and (words := spoken_facts(turn, merged, [name for name in changed if name not in corrected])):
        lines.append(Line("plan_understood", {"facts": ", ".join(words)}))
    turn = at(turn, step or "job", merged)
    if lines and not changed and step in BY_NAME:
        return ask(turn, BY_NAME[step], *lines)
    return ask_next(turn, tuple(lines))


def suppose(turn: Turn, tried: Known) -> Decision | None:
    """Tries the answers on the finished plan, which stays as it is until it is told to change; None if they make no sense."""
    known, numbers = known_of(turn), calculator(turn)
    merged = without_own(known, _fitting(numbers, known, merge(known, tried), tried))
    if numbers.problems(merged):
        return None
    return ask_next(at(turn, RESULT, merged, supposed=True), ())


def undo(turn: Turn, facts: Known) -> Decision | None:
    """The plan as it was before the last change; None if nothing was changed. `facts`: what the message tells beside."""
    before_it = before_the_change(turn)
    if before_it is None:
        return None
    after, known = known_of(turn), merge(before_it, {name: one for name, one in facts.items() if name in before_it})
    if calculator(turn).problems(known):
        known = before_it
    back = [name for name in {**after, **known} if after.get(name) != known.get(name)]
    words = spoken_facts(turn, known, back) or [text(turn, "plan_as_before", known)]
    return ask_next(unchanged(turn, known), (Line("plan_undone", {"facts": ", ".join(words)}),), again=True)


def ask_next(turn: Turn, lines: tuple[Line, ...], again: bool = False) -> Decision:
    """The next question, or the plan; `again`: in a few lines, since it was read before."""
    numbers, known = calculator(turn), known_of(turn)
    question = next_question(numbers, known)
    if question is not None:
        lead = trial.lead(turn, known) if is_supposed(turn) else ()
        return ask(turn, question, *lines, *lead)
    turn = at(turn, RESULT, known)
    shown = trial.screen if is_supposed(turn) else results.recap if again else results.first_screen
    return tell(turn, before(shown(turn, numbers, known), *lines))


def ask(turn: Turn, question: Question, *lines: Line) -> Decision:
    known = known_of(turn)
    turn = at(turn, question.name, known)
    message = before(questions.ask(turn, calculator(turn), known, question), *lines)
    if is_supposed(turn):
        message = replace(message, choices=(*message.choices, row(trial.back(turn))))
    return tell(turn, message)


def tell(turn: Turn, message: Message) -> Decision:
    message = spoken_to(turn, message)
    if turn.conversation.language != "it":
        message = before(message, Line("italian_answer"))
    return turn.decide("action", message, topic=TOPIC)


def quiet(decision: Decision) -> Decision:
    """Steps within the plan are not counted: it was counted when it began."""
    return replace(decision, events=())


def _fitting(numbers: Calculator, known: Known, merged: dict[str, str], facts: Known) -> dict[str, str]:
    """Hours of leave chosen before are forgotten where another week or contract no longer has them."""
    same = all(name not in known or known[name] == merged.get(name) for name in MEASURES)
    if names.PER_DAY in facts or names.PER_DAY not in merged or same:
        return merged
    free = {name: value for name, value in merged.items() if name != names.PER_DAY}
    try:
        options = numbers.verdict(free).hours_options or ()
    except InvalidCase:
        return merged
    return merged if float(merged[names.PER_DAY]) in [float(one) for one in options] else free


def _question_of(problem: CaseProblem, known: Known) -> Question:
    """The question whose answer makes no sense."""
    field = problem.field
    if field in ("used.mother", "used.father"):
        own = field.endswith(known.get(names.WHO, "mother"))
        return BY_NAME["mine" if own else "theirs"]
    while field not in FIELDS and "." in field:
        field = field.rpartition(".")[0]
    return BY_NAME[FIELDS.get(field, "child")]


def _answers_of(problems: list[CaseProblem], known: Known) -> frozenset[str]:
    """The answers to ask for again."""
    found: set[str] = set()
    for problem in problems:
        found |= set(_question_of(problem, known).answers)
        found |= {"used": {names.MINE, names.THEIRS}, "request.dates": {names.LAST, names.DATES}}.get(
            problem.field, set()
        )
    return frozenset(found)


def _wrong(turn: Turn, problem: CaseProblem, known: Known) -> Line:
    """What is wrong, in words; a remedy that names a field of the case is for programs and is left out."""
    name = text(turn, f"plan_name_{_question_of(problem, known).name}", known)
    if problem.field == "request.dates.to":
        return Line("plan_wrong", {"name": name, "problem": text(turn, "plan_end_before_start")})
    words = ["" if "`" in one else one for one in (problem.problem, problem.remedy)]
    return Line("plan_wrong", {"name": name, "problem": ". ".join(one[0].upper() + one[1:] for one in words if one)})
