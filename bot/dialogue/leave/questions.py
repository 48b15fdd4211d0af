"""What is asked for a plan, in order, each question only where its answer changes the result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.dialogue.answers.echo import WEEKDAYS
from bot.dialogue.leave.calculator import Calculator
from bot.dialogue.leave.known import (
    AGREEMENT,
    AT_HIGHER,
    BESIDE,
    BETWEEN,
    BORN,
    BORN_LAST,
    DATES,
    DAYS,
    ENDED,
    ENTERED,
    EVERY,
    FIRST,
    GROSS,
    HOURS,
    INCOME,
    JOB,
    LAST,
    MENTIONED,
    MINE,
    NO,
    OTHER,
    OVER,
    PATTERN,
    PAYMENTS,
    PER_DAY,
    PICKED,
    SHARED,
    SINGLE,
    THEIRS,
    TOLD,
    UNDER,
    UNKNOWN,
    USED,
    WHO,
    WORK,
    WORKING,
    YES,
    Known,
    in_days,
    is_employee,
    told,
    weekdays,
)
from bot.dialogue.leave.spoken import day, named_weekdays, text
from bot.dialogue.turn import Turn, choice, row, say
from bot.model.reply import Choice, Message
from bot.rules.calendar import months_later
from bot.rules.leave import InvalidCase, italian
from bot.rules.leave.checks import WORKS
from bot.rules.leave.same_day import NAMES as PERMITS

Rows = tuple[tuple[Choice, ...], ...]
FIRST_JOBS = ("private_employee", "public_employee", "gestione_separata", "self_employed")
OTHER_JOBS = ("domestic_worker", "home_worker", "security_defence_fire", "unemployed")
WEEKS = ((40, 5), (38, 5), (36, 5), (30, 5), (20, 5), (24, 4))
"""Usual contracts."""
LENGTHS = (1, 3, 6)
"""Months of a plan that are offered."""
AGREEMENTS_SHOWN = 6
OPTIONS_SHOWN = 8
PAYMENTS_A_YEAR = ("13", "14")
PARENTS = ("mother", "father")
ABSENCES = ("holidays", "sickness", "other")
"""What may lie between two days of leave, beside work."""
OTHERS = ("employee", "self_employed", "not_working", "on_compulsory_leave", "none")


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
        if JOB in known and calculator.settled(known):
            return None
        if not answered(question, known) and question.needed(calculator, known):
            return question
    return None


def ask(turn: Turn, calculator: Calculator, known: Known, question: Question) -> Message:
    """The question with its buttons."""
    values = {"what": text(turn, "plan_what_days" if in_days(known) else "plan_what_hours")}
    key = f"plan_ask_{question.name}"
    if question.name == "child" and BORN_LAST in known:
        key = "plan_ask_child_exact"
    if question.name in ("days", "working") and known.get(PICKED):
        key, values = "plan_ask_more_days", {"picked": named_weekdays(known[PICKED])}
    if question.name == "week" and _lacks_days(known):
        key = "plan_ask_week_days"
    if question.name == "until":
        soonest = calculator.soonest(known) if told(known, FIRST) is None else date.fromisoformat(known[FIRST])
        values["first"] = day(soonest)
    if question.name == "agreement" and SHARED in known:
        key, values = "plan_ask_which_agreement", {"name": turn.knowledge.agreements.shared[known[SHARED]].name}
    if question.name == "income":
        values["threshold"] = italian.euro(calculator.rules.number("income_threshold", calculator.today) or 0)
    return say(key, *question.buttons(turn, calculator, known), **values)


def answered(question: Question, known: Known) -> bool:
    if question.name in ("days", "until"):
        return any(name in known for name in (*question.answers, DATES))
    return all(known.get(name, MENTIONED) != MENTIONED for name in question.answers)


# --- when ---


def _always(calculator: Calculator, known: Known) -> bool:
    return True


def _mentioned(name: str) -> Callable[[Calculator, Known], bool]:
    """Asked for where it was named, or by a button."""
    return lambda calculator, known: known.get(name) == MENTIONED


def _never(calculator: Calculator, known: Known) -> bool:
    """Only asked for by a button."""
    return False


def _employee(calculator: Calculator, known: Known) -> bool:
    return is_employee(known)


def _agreement(calculator: Calculator, known: Known) -> bool:
    rules = calculator.rules.agreements
    ids = rules.shared[known[SHARED]].candidates if SHARED in known else rules.by_id
    return is_employee(known) and calculator.differ(known, ({}, *({AGREEMENT: id} for id in ids)))


def _working(calculator: Calculator, known: Known) -> bool:
    """Short weeks whose days are not told, and days on which few people work."""
    if not is_employee(known):
        return False
    try:
        case = calculator.case(known)
    except InvalidCase:
        return False
    unusual = any(one.weekday() not in case.worked for one in case.dates)
    return not case.worked_is_told or (unusual and not in_days(known))


def _between(calculator: Calculator, known: Known) -> bool:
    """Days of leave so near that it matters what lies between: a return to work, or holidays (F-CP-41)."""
    asked = in_days(known) and DATES in known
    return asked and calculator.differ(known, ({BETWEEN: WORK}, {BETWEEN: ABSENCES[0]}))


def _per_day(calculator: Calculator, known: Known) -> bool:
    if in_days(known):
        return False
    try:
        options = calculator.verdict(known).hours_options
    except InvalidCase:
        return True
    return options is not None and len(options) > 1


def _used_some(calculator: Calculator, known: Known) -> bool:
    return known.get(USED) == YES


def _theirs(calculator: Calculator, known: Known) -> bool:
    return known.get(USED) == YES and calculator.differ(known, ({THEIRS: days} for days in ("0", "45", "90")))


def _at_higher(calculator: Calculator, known: Known) -> bool:
    total = sum(float(told(known, name) or 0) for name in (MINE, THEIRS))
    most = f"{min(total, 90):g}"
    return total > 0 and calculator.differ(known, ({}, {AT_HIGHER: "0"}, {AT_HIGHER: most}))


def _ended(calculator: Calculator, known: Known) -> bool:
    if not is_employee(known) or told(known, BORN) is None:
        return False
    start = date.fromisoformat(told(known, ENTERED) or known[BORN])
    ends = [months_later(start, months).isoformat() for months in (2, 3, 5, 7)]
    return calculator.differ(known, ({}, *({ENDED: end} for end in ends)))


def _income(calculator: Calculator, known: Known) -> bool:
    return calculator.differ(known, ({INCOME: UNDER}, {INCOME: OVER}))


def _payments_count(calculator: Calculator, known: Known) -> bool:
    return calculator.differ(known, ({PAYMENTS: one} for one in PAYMENTS_A_YEAR))


# --- with which buttons ---


def answer(label: str, **answers: str) -> Choice:
    """A button that gives an answer."""
    return button("set " + " ".join(f"{name}={value}" for name, value in answers.items()), label)


def button(said: str, label: str) -> Choice:
    return choice("plan", said, "text", {"text": label})


def in_rows(choices: list[Choice], width: int = 2) -> Rows:
    return tuple(tuple(choices[at : at + width]) for at in range(0, len(choices), width))


def _no_buttons(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    return ()


def _jobs(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    return (
        *(row(answer(text(turn, f"plan_job_{job}"), job=job)) for job in FIRST_JOBS),
        row(button("jobs", text(turn, "plan_other_jobs"))),
    )


def other_jobs(turn: Turn) -> Rows:
    return tuple(row(answer(text(turn, f"plan_job_{job}"), job=job)) for job in OTHER_JOBS)


def _parents(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    return (tuple(answer(text(turn, f"plan_who_{who}"), who=who) for who in PARENTS),)


def _lacks_days(known: Known) -> bool:
    return HOURS in known and DAYS not in known


def _weeks(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    if _lacks_days(known):
        return in_rows(
            [answer(text(turn, "plan_days_count", days=str(days)), week_days=str(days)) for days in (5, 6, 4, 3, 2)], 3
        )
    usual = [
        answer(text(turn, "plan_week", hours=str(hours), days=str(days)), weekly_hours=str(hours), week_days=str(days))
        for hours, days in WEEKS
    ]
    return in_rows(usual)


def _agreements(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    return agreement_page(turn, known, 1)


def agreement_page(turn: Turn, known: Known, page: int) -> Rows:
    """Agreements by their short names: those of a shared name, or a page of all."""
    agreements = turn.knowledge.agreements
    ids = list(agreements.shared[known[SHARED]].candidates) if SHARED in known else list(agreements.by_id)
    job = known.get(JOB, "private_employee")
    ids = [id for id in ids if job in WORKS[agreements.by_id[id].work]]
    ids.sort(key=lambda id: id not in COMMON)
    shown = ids[(page - 1) * AGREEMENTS_SHOWN : page * AGREEMENTS_SHOWN]
    rows = [*in_rows([answer(agreements.by_id[id].short, agreement=id) for id in shown])]
    if len(ids) > AGREEMENTS_SHOWN:
        following = page + 1 if page * AGREEMENTS_SHOWN < len(ids) else 1
        rows.append(row(button(f"agreements {following}", text(turn, "plan_more_agreements"))))
    return (*rows, row(answer(text(turn, "plan_do_not_know"), agreement=UNKNOWN)))


COMMON = frozenset({"terziario-commercio", "metalmeccanici-industria", "cooperative-sociali", "logistica-trasporto",
                    "turismo-pubblici-esercizi", "artigianato"})  # fmt: skip
"""Shown first."""


def _weekdays(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    """Weekdays to pick one after the other."""
    picked = weekdays(known.get(PICKED, ""))
    rows = [*in_rows([button(f"pick days {day}", WEEKDAYS[day]) for day in range(6) if day not in picked], 3)]
    if picked:
        rows.insert(0, row(answer(text(turn, "plan_enough_days"), pattern=known[PICKED])))
    else:
        rows.append(row(answer(text(turn, "plan_every_day"), pattern=EVERY)))
    return tuple(rows)


def _worked(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    picked = weekdays(known.get(PICKED, ""))
    rows = [*in_rows([button(f"pick working {day}", WEEKDAYS[day]) for day in range(7) if day not in picked], 3)]
    if picked:
        rows.insert(0, row(answer(text(turn, "plan_enough_days"), working=known[PICKED])))
    else:
        rows.append(row(answer(text(turn, "plan_do_not_know"), working=UNKNOWN)))
    return tuple(rows)


def _lengths(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    first = date.fromisoformat(told(known, FIRST) or calculator.soonest(known).isoformat())
    ends = [(months, months_later(first, months) - timedelta(days=1)) for months in LENGTHS]
    return tuple(
        row(answer(text(turn, "plan_until", months=italian.months(months), last=day(last)), last=last.isoformat()))
        for months, last in ends
    )


def _options(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    return hour_options(turn, calculator, known)


def hour_options(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    """The hours that may be taken in a day."""
    try:
        options = calculator.verdict(known).hours_options or ()
    except InvalidCase:
        return ()
    chosen = [answer(italian.hours(one), per_day=f"{float(one):.6g}") for one in options[:OPTIONS_SHOWN]]
    return in_rows(chosen)


def _used(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    return (
        row(answer(text(turn, "plan_used_no"), used=NO)),
        row(answer(text(turn, "plan_used_yes"), used=YES)),
        row(answer(text(turn, "plan_do_not_know"), used=UNKNOWN)),
    )


def _amounts(name: str) -> Callable[[Turn, Calculator, Known], Rows]:
    def buttons(turn: Turn, calculator: Calculator, known: Known) -> Rows:
        nothing = answer(text(turn, "plan_none"), **{name: "0"})
        return (row(nothing, answer(text(turn, "plan_do_not_know"), **{name: UNKNOWN})),)

    return buttons


def _unknown(name: str) -> Callable[[Turn, Calculator, Known], Rows]:
    def buttons(turn: Turn, calculator: Calculator, known: Known) -> Rows:
        return (row(answer(text(turn, "plan_do_not_know"), **{name: UNKNOWN})),)

    return buttons


def _incomes(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    under, over = (answer(text(turn, f"plan_income_{side}"), income=side) for side in (UNDER, OVER))
    return (row(under, over), row(answer(text(turn, "plan_do_not_know"), income=UNKNOWN)))


def _payments(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    return (tuple(answer(one, payments=one) for one in PAYMENTS_A_YEAR),)


def _others(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    return tuple(row(answer(text(turn, f"plan_other_{other}"), other=other)) for other in OTHERS)


def _absences(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    return tuple(row(answer(text(turn, f"plan_between_{one}"), between=one)) for one in (WORK, *ABSENCES))


def _permits(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    return tuple(row(answer(text(turn, f"plan_beside_{permit}"), beside=permit)) for permit in PERMITS)


def _single(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    return (row(answer(text(turn, "plan_yes"), single=YES), answer(text(turn, "plan_no"), single=NO)),)


QUESTIONS: tuple[Question, ...] = (
    Question("job", (JOB,), _always, _jobs),
    Question("child", (BORN,), _always, _no_buttons),
    Question("entered", (ENTERED,), _mentioned(ENTERED), _unknown(ENTERED)),
    Question("single", (SINGLE,), _mentioned(SINGLE), _single),
    Question("who", (WHO,), _always, _parents),
    Question("week", (HOURS, DAYS), _employee, _weeks),
    Question("agreement", (AGREEMENT,), _agreement, _agreements),
    Question("days", (PATTERN,), _always, _weekdays),
    Question("until", (LAST,), _always, _lengths),
    Question("working", (WORKING,), _working, _worked),
    Question("between", (BETWEEN,), _between, _absences),
    Question("per_day", (PER_DAY,), _per_day, _options),
    Question("used", (USED,), _always, _used),
    Question("mine", (MINE,), _used_some, _amounts(MINE)),
    Question("theirs", (THEIRS,), _theirs, _amounts(THEIRS)),
    Question("at_higher", (AT_HIGHER,), _at_higher, _amounts(AT_HIGHER)),
    Question("ended", (ENDED,), _ended, _unknown(ENDED)),
    Question("income", (INCOME,), _income, _incomes),
    Question("gross", (GROSS,), _never, _no_buttons),
    Question("payments", (PAYMENTS,), _payments_count, _payments),
    Question("other", (OTHER,), _never, _others),
    Question("beside", (BESIDE,), _never, _permits),
    Question("told", (TOLD,), _never, _no_buttons),
)
BY_NAME = {question.name: question for question in QUESTIONS}
