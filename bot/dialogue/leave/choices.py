"""The buttons under the questions of a plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from bot.dialogue.answers.echo import WEEKDAYS
from bot.dialogue.leave import known as names
from bot.dialogue.leave.calculator import Calculator
from bot.dialogue.leave.known import Known, told, weekdays
from bot.dialogue.leave.needed import ABSENCES, PAYMENTS_A_YEAR
from bot.dialogue.leave.spoken import day, text
from bot.dialogue.turn import Turn, choice, row
from bot.model.reply import Choice
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
PARENTS = ("mother", "father")
OTHERS = ("employee", "self_employed", "not_working", "on_compulsory_leave", "none")


def answer(label: str, **answers: str) -> Choice:
    """A button that gives an answer."""
    return button("set " + " ".join(f"{name}={value}" for name, value in answers.items()), label)


def button(said: str, label: str) -> Choice:
    return choice("plan", said, "text", {"text": label})


def in_rows(choices: list[Choice], width: int = 2) -> Rows:
    return tuple(tuple(choices[at : at + width]) for at in range(0, len(choices), width))


def no_buttons(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    return ()


def jobs(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    return (
        *(row(answer(text(turn, f"plan_job_{job}"), job=job)) for job in FIRST_JOBS),
        row(button("jobs", text(turn, "plan_other_jobs"))),
    )


def other_jobs(turn: Turn) -> Rows:
    return tuple(row(answer(text(turn, f"plan_job_{job}"), job=job)) for job in OTHER_JOBS)


def parents(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    return (tuple(answer(text(turn, f"plan_who_{who}"), who=who) for who in PARENTS),)


def lacks_days(known: Known) -> bool:
    return names.HOURS in known and names.DAYS not in known


def weeks(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    if lacks_days(known):
        return in_rows(
            [answer(text(turn, "plan_days_count", days=str(days)), week_days=str(days)) for days in (5, 6, 4, 3, 2)], 3
        )
    usual = [
        answer(text(turn, "plan_week", hours=str(hours), days=str(days)), weekly_hours=str(hours), week_days=str(days))
        for hours, days in WEEKS
    ]
    return in_rows(usual)


def agreements(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    return agreement_page(turn, known, 1)


def agreement_page(turn: Turn, known: Known, page: int) -> Rows:
    """Agreements by their short names: those of a shared name, or a page of all."""
    agreements = turn.knowledge.agreements
    ids = list(agreements.shared[known[names.SHARED]].candidates) if names.SHARED in known else list(agreements.by_id)
    job = known.get(names.JOB, "private_employee")
    ids = [id for id in ids if job in WORKS[agreements.by_id[id].work]]
    ids.sort(key=lambda id: id not in COMMON)
    shown = ids[(page - 1) * AGREEMENTS_SHOWN : page * AGREEMENTS_SHOWN]
    rows = [*in_rows([answer(agreements.by_id[id].short, agreement=id) for id in shown])]
    if len(ids) > AGREEMENTS_SHOWN:
        following = page + 1 if page * AGREEMENTS_SHOWN < len(ids) else 1
        rows.append(row(button(f"agreements {following}", text(turn, "plan_more_agreements"))))
    return (*rows, row(answer(text(turn, "plan_do_not_know"), agreement=names.UNKNOWN)))


COMMON = frozenset({"terziario-commercio", "metalmeccanici-industria", "cooperative-sociali", "logistica-trasporto",
                    "turismo-pubblici-esercizi", "artigianato"})  # fmt: skip
"""Shown first."""


def wanted_days(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    """Weekdays to pick one after the other."""
    picked = weekdays(known.get(names.PICKED, ""))
    rows = [*in_rows([button(f"pick days {day}", WEEKDAYS[day]) for day in range(6) if day not in picked], 3)]
    if picked:
        rows.insert(0, row(answer(text(turn, "plan_enough_days"), pattern=known[names.PICKED])))
    else:
        rows.append(row(answer(text(turn, "plan_every_day"), pattern=names.EVERY)))
    return tuple(rows)


def worked(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    picked = weekdays(known.get(names.PICKED, ""))
    rows = [*in_rows([button(f"pick working {day}", WEEKDAYS[day]) for day in range(7) if day not in picked], 3)]
    if picked:
        rows.insert(0, row(answer(text(turn, "plan_enough_days"), working=known[names.PICKED])))
    else:
        rows.append(row(answer(text(turn, "plan_do_not_know"), working=names.UNKNOWN)))
    return tuple(rows)


def lengths(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    first = date.fromisoformat(told(known, names.FIRST) or calculator.soonest(known).isoformat())
    ends = [(months, months_later(first, months) - timedelta(days=1)) for months in LENGTHS]
    return tuple(
        row(answer(text(turn, "plan_until", months=italian.months(months), last=day(last)), last=last.isoformat()))
        for months, last in ends
    )


def options_of_a_day(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    return hour_options(turn, calculator, known)


def hour_options(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    """The hours that may be taken in a day."""
    try:
        options = calculator.verdict(known).hours_options or ()
    except InvalidCase:
        return ()
    chosen = [answer(italian.hours(one), per_day=f"{float(one):.6g}") for one in options[:OPTIONS_SHOWN]]
    return in_rows(chosen)


def used(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    return (
        row(answer(text(turn, "plan_used_no"), used=names.NO)),
        row(answer(text(turn, "plan_used_yes"), used=names.YES)),
        row(answer(text(turn, "plan_do_not_know"), used=names.UNKNOWN)),
    )


def amounts(name: str) -> Callable[[Turn, Calculator, Known], Rows]:
    def buttons(turn: Turn, calculator: Calculator, known: Known) -> Rows:
        nothing = answer(text(turn, "plan_none"), **{name: "0"})
        return (row(nothing, answer(text(turn, "plan_do_not_know"), **{name: names.UNKNOWN})),)

    return buttons


def unknown(name: str) -> Callable[[Turn, Calculator, Known], Rows]:
    def buttons(turn: Turn, calculator: Calculator, known: Known) -> Rows:
        return (row(answer(text(turn, "plan_do_not_know"), **{name: names.UNKNOWN})),)

    return buttons


def incomes(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    under, over = (answer(text(turn, f"plan_income_{side}"), income=side) for side in (names.UNDER, names.OVER))
    return (row(under, over), row(answer(text(turn, "plan_do_not_know"), income=names.UNKNOWN)))


def payments(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    return (tuple(answer(one, payments=one) for one in PAYMENTS_A_YEAR),)


def others(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    return tuple(row(answer(text(turn, f"plan_other_{other}"), other=other)) for other in OTHERS)


def absences(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    return tuple(row(answer(text(turn, f"plan_between_{one}"), between=one)) for one in (names.WORK, *ABSENCES))


def permits(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    return tuple(row(answer(text(turn, f"plan_beside_{permit}"), beside=permit)) for permit in PERMITS)


def single(turn: Turn, calculator: Calculator, known: Known) -> Rows:
    return (row(answer(text(turn, "plan_yes"), single=names.YES), answer(text(turn, "plan_no"), single=names.NO)),)
