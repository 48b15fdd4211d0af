"""What a plan is paid and what it costs, in words."""

from __future__ import annotations

from collections.abc import Iterator

from bot.dialogue.leave import known as names
from bot.dialogue.leave.calculator import Calculator
from bot.dialogue.leave.known import Known, is_employee
from bot.dialogue.leave.spoken import text
from bot.dialogue.turn import Turn
from bot.rules.leave import italian
from bot.rules.leave.cost import cost_of
from bot.rules.leave.dates import week_of
from bot.rules.leave.pay import PaidPeriod

LEAST = 1.0
"""Euros below which a plan costs nothing."""


def paid(turn: Turn, period: PaidPeriod) -> str:
    """ "12,5 giorni all'80%, 1.040 euro lordi"."""
    days = italian.days(period.leave)
    if period.rate is None:
        return text(turn, "plan_rate_unknown", days=days)
    key = {0: "plan_rate_0", 100: "plan_rate_100", 80: "plan_rate_80"}.get(period.rate, "plan_rate")
    said = text(turn, key, days=days, rate=str(period.rate))
    if period.amount is not None and period.rate:
        said += text(turn, "plan_amount", euro=italian.euro(period.amount))
    return said


def cost(turn: Turn, calculator: Calculator, known: Known) -> Iterator[str]:
    """What is missing in the end; without the pay, how to learn it."""
    if not is_employee(known):
        return
    if names.GROSS not in known:
        yield text(turn, "plan_cost_ask")
        return
    case, verdict = calculator.case(known), calculator.verdict(known)
    found = cost_of(case, verdict, week_of(case, calculator.patron))
    if found is None:
        yield text(turn, "plan_pay_estimate")
    elif found.net < LEAST:
        yield text(turn, "plan_cost_nothing")
    else:
        euros = {name: italian.euro(round(value)) for name, value in (("lost", found.lost), ("net", found.net))}
        yield text(turn, "plan_cost", **euros)
