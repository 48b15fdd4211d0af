"""The same need by the hour, by the day and without a break, side by side on a phone."""

from __future__ import annotations

from collections.abc import Iterator

from bot.dialogue.leave import known as names
from bot.dialogue.leave.calculator import Calculator
from bot.dialogue.leave.choices import Rows, button
from bot.dialogue.leave.known import Known, is_employee
from bot.dialogue.leave.money import paid
from bot.dialogue.leave.provenance import source
from bot.dialogue.leave.results import main_refusal
from bot.dialogue.leave.spoken import dates, day, text
from bot.dialogue.leave.suppose import ways
from bot.dialogue.turn import Turn, row, say
from bot.model.reply import Choice, Line, Message
from bot.rules.leave import Case, InvalidCase, Verdict, italian
from bot.rules.leave.cost import cost_of
from bot.rules.leave.dates import week_of

PERIODS_SHOWN = 2


def compare(turn: Turn, calculator: Calculator, known: Known, back: Rows) -> Message:
    """Three lines a way; each of the others can be tried on the plan."""
    found = ways(calculator, known)
    if not found:
        return say("plan_compare_nothing", *back)
    lines, tries = [Line("plan_compare_title")], []
    for way, answers in found.items():
        try:
            case, verdict = calculator.case(answers), calculator.verdict(answers)
        except InvalidCase:
            continue
        lines.append(Line("text", {"text": "\n".join(_way(turn, way, calculator, case, verdict))}))
        if verdict.dates_allowed and not _same(calculator, known, answers):
            tries.append(button(f"try {way}", text(turn, f"plan_try_{way}")))
    gross: tuple[tuple[Choice, ...], ...] = ()
    if names.GROSS not in known and is_employee(known):
        gross = (row(button("ask gross", text(turn, "plan_add_pay"))),)
    elif is_employee(known):
        lines.append(Line("text", {"text": calculator.rules.caution("pay_hourly")}))
    rows = (*((tuple(tries),) if tries else ()), *gross, *back)
    return Message((*lines, source(turn, calculator, known)), rows)


def _same(calculator: Calculator, one: Known, other: Known) -> bool:
    asked = [(case.request.mode, case.dates) for case in map(calculator.case, (one, other))]
    return asked[0] == asked[1]


def _way(turn: Turn, way: str, calculator: Calculator, case: Case, verdict: Verdict) -> Iterator[str]:
    hours = "" if verdict.hours_per_day is None else f" ({italian.hours(verdict.hours_per_day)})"
    first, last = (day(one) for one in (case.dates[0], case.dates[-1]))
    yield text(turn, f"plan_way_{way}", hours=hours, first=first, last=last)
    if not verdict.dates_allowed:
        yield main_refusal(verdict)
        return
    yield text(
        turn, "plan_way_uses", days=italian.days(verdict.days_used), count=italian.days(len(verdict.dates_allowed))
    )
    periods = verdict.pay()
    yield text(turn, "plan_pay", what="; ".join(paid(turn, one) for one in periods[:PERIODS_SHOWN]))
    cost = cost_of(case, verdict, week_of(case, calculator.patron))
    if cost is not None:
        yield text(turn, "plan_way_costs", net=italian.euro(round(cost.net)))
    if verdict.dates_refused:
        yield text(turn, "plan_way_refused", dates=dates([one.day for one in verdict.dates_refused]))
