"""When a question of a plan is asked: only where its answer changes the result."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.dialogue.leave import known as names
from bot.dialogue.leave.calculator import Calculator
from bot.dialogue.leave.known import Known, in_days, is_employee, told
from bot.rules.calendar import months_later
from bot.rules.leave import InvalidCase

PAYMENTS_A_YEAR = ("13", "14")
ABSENCES = ("holidays", "sickness", "other")
"""What may lie between two days of leave, beside work."""


def always(calculator: Calculator, known: Known) -> bool:
    return True


def mentioned(name: str) -> Callable[[Calculator, Known], bool]:
    """Asked for where it was named, or by a button."""
    return lambda calculator, known: known.get(name) == names.MENTIONED


def never(calculator: Calculator, known: Known) -> bool:
    """Only asked for by a button."""
    return False


def employee(calculator: Calculator, known: Known) -> bool:
    return is_employee(known)


def agreement(calculator: Calculator, known: Known) -> bool:
    rules = calculator.rules.agreements
    ids = rules.shared[known[names.SHARED]].candidates if names.SHARED in known else rules.by_id
    return is_employee(known) and calculator.differ(known, ({}, *({names.AGREEMENT: id} for id in ids)))


def working(calculator: Calculator, known: Known) -> bool:
    """Short weeks whose days are not told, and days on which few people work."""
    if not is_employee(known):
        return False
    try:
        case = calculator.case(known)
    except InvalidCase:
        return False
    unusual = any(one.weekday() not in case.worked for one in case.dates)
    return not case.worked_is_told or (unusual and not in_days(known))


def between(calculator: Calculator, known: Known) -> bool:
    """Days of leave so near that it matters what lies between: a return to work, or holidays (F-CP-41)."""
    asked = in_days(known) and names.DATES in known
    return asked and calculator.differ(known, ({names.BETWEEN: names.WORK}, {names.BETWEEN: ABSENCES[0]}))


def per_day(calculator: Calculator, known: Known) -> bool:
    if in_days(known):
        return False
    try:
        options = calculator.verdict(known).hours_options
    except InvalidCase:
        return True
    return options is not None and len(options) > 1


def used_some(calculator: Calculator, known: Known) -> bool:
    return known.get(names.USED) == names.YES


def theirs(calculator: Calculator, known: Known) -> bool:
    return known.get(names.USED) == names.YES and calculator.differ(
        known, ({names.THEIRS: days} for days in ("0", "45", "90"))
    )


def at_higher(calculator: Calculator, known: Known) -> bool:
    total = sum(float(told(known, name) or 0) for name in (names.MINE, names.THEIRS))
    most = f"{min(total, 90):g}"
    return total > 0 and calculator.differ(known, ({}, {names.AT_HIGHER: "0"}, {names.AT_HIGHER: most}))


def ended(calculator: Calculator, known: Known) -> bool:
    if not is_employee(known) or told(known, names.BORN) is None:
        return False
    start = date.fromisoformat(told(known, names.ENTERED) or known[names.BORN])
    ends = [months_later(start, months).isoformat() for months in (2, 3, 5, 7)]
    return calculator.differ(known, ({}, *({names.ENDED: end} for end in ends)))


def income(calculator: Calculator, known: Known) -> bool:
    try:
        beyond = any(one.why == "income_unknown" for one in calculator.verdict(known).paid)
    except InvalidCase:
        return False
    return beyond and calculator.differ(known, ({names.INCOME: names.UNDER}, {names.INCOME: names.OVER}))


def payments_count(calculator: Calculator, known: Known) -> bool:
    return names.GROSS in known and calculator.differ(known, ({names.PAYMENTS: one} for one in PAYMENTS_A_YEAR))
