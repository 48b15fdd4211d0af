"""What is asked for a plan, in order: needed.py tells when, choices.py with which buttons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.dialogue.leave import choices, needed
from bot.dialogue.leave import known as names
from bot.dialogue.leave.calculator import Calculator
from bot.dialogue.leave.choices import Rows
from bot.dialogue.leave.known import Known, in_days, told
from bot.dialogue.leave.spoken import day, month_of_birth, named_weekdays, text
from bot.dialogue.turn import Turn, say
from bot.model.reply import Message
from bot.rules.leave import italian


@dataclass(frozen=True, slots=True)
class Question:
    name: str
    """Also the step of the flow, and the text `plan_ask_<name>`."""
    answers: tuple[str, ...]
    """The names under which the answer is kept."""
    needed: Callable[[Calculator, Known], bool]
    buttons: Callable[[Turn, Calculator, Known], Rows]


def next_question(calculator: Calculator, known: Known) -> Question | None:
    """The first question that is open and changes the result; None: the plan can be shown."""
    for question in QUESTIONS:
        if names.JOB in known and calculator.settled(known):
            return None
        if not answered(question, known) and question.needed(calculator, known):
            return question
    return None


def ask(turn: Turn, calculator: Calculator, known: Known, question: Question) -> Message:
    """The question with its buttons."""
    values = {"what": text(turn, "plan_what_days" if in_days(known) else "plan_what_hours")}
    key = f"plan_ask_{question.name}"
    if question.name == "child" and names.BORN_LAST in known:
        key = "plan_ask_child_exact"
        if month := month_of_birth(known):
            key, values = "plan_ask_child_day", {"month": month}
    if question.name in ("days", "working") and known.get(names.PICKED):
        key, values = "plan_ask_more_days", {"picked": named_weekdays(known[names.PICKED])}
    if question.name == "week" and choices.lacks_days(known):
        key = "plan_ask_week_days"
    if question.name == "until":
        soonest = (
            calculator.soonest(known) if told(known, names.FIRST) is None else date.fromisoformat(known[names.FIRST])
        )
        values["first"] = day(soonest)
    if question.name == "agreement" and names.SHARED in known:
        key, values = "plan_ask_which_agreement", {"name": turn.knowledge.agreements.shared[known[names.SHARED]].name}
    if question.name == "income":
        values["threshold"] = italian.euro(calculator.rules.number("income_threshold", calculator.today) or 0)
    return say(key, *question.buttons(turn, calculator, known), **values)


def answered(question: Question, known: Known) -> bool:
    if question.name in ("days", "until"):
        return any(name in known for name in (*question.answers, names.DATES))
    return all(known.get(name, names.MENTIONED) != names.MENTIONED for name in question.answers)


QUESTIONS: tuple[Question, ...] = (
    Question("job", (names.JOB,), needed.always, choices.jobs),
    Question("child", (names.BORN,), needed.always, choices.no_buttons),
    Question("entered", (names.ENTERED,), needed.mentioned(names.ENTERED), choices.unknown(names.ENTERED)),
    Question("single", (names.SINGLE,), needed.mentioned(names.SINGLE), choices.single),
    Question("who", (names.WHO,), needed.always, choices.parents),
    Question("week", (names.HOURS, names.DAYS), needed.employee, choices.weeks),
    Question("agreement", (names.AGREEMENT,), needed.agreement, choices.agreements),
    Question("days", (names.PATTERN,), needed.always, choices.wanted_days),
    Question("until", (names.LAST,), needed.always, choices.lengths),
    Question("working", (names.WORKING,), needed.working, choices.worked),
    Question("between", (names.BETWEEN,), needed.between, choices.absences),
    Question("per_day", (names.PER_DAY,), needed.per_day, choices.options_of_a_day),
    Question("used", (names.USED,), needed.always, choices.used),
    Question("mine", (names.MINE,), needed.used_some, choices.amounts(names.MINE)),
    Question("theirs", (names.THEIRS,), needed.theirs, choices.amounts(names.THEIRS)),
    Question("at_higher", (names.AT_HIGHER,), needed.at_higher, choices.amounts(names.AT_HIGHER)),
    Question("ended", (names.ENDED,), needed.ended, choices.unknown(names.ENDED)),
    Question("income", (names.INCOME,), needed.income, choices.incomes),
    Question("gross", (names.GROSS,), needed.never, choices.no_buttons),
    Question("payments", (names.PAYMENTS,), needed.payments_count, choices.payments),
    Question("other", (names.OTHER,), needed.never, choices.others),
    Question("beside", (names.BESIDE,), needed.never, choices.permits),
    Question("told", (names.TOLD,), needed.never, choices.no_buttons),
)
BY_NAME = {question.name: question for question in QUESTIONS}
