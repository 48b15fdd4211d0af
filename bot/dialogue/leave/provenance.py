"""Where a plan stands and when it was verified, as under every answer."""

from __future__ import annotations

from datetime import date

from bot.dialogue.leave.calculator import Calculator
from bot.dialogue.leave.known import Known, is_public
from bot.dialogue.leave.spoken import text
from bot.dialogue.turn import Turn
from bot.knowledge.leave import LeaveRules
from bot.model.reply import Line
from bot.model.time import italian_day
from bot.rules.leave import Case
from bot.rules.leave.pay import FIGURES as PAY_FIGURES
from bot.rules.leave.sources import for_public

SOURCES_SHOWN = 2
FIGURES = (
    *PAY_FIGURES,
    *("hourly_legal_share", "notice_hours", "notice_days", "child_age_limit", "days_in_a_month", "mother_months"),
    *("father_months", "father_months_bonus", "father_threshold_months", "couple_months", "couple_months_bonus"),
)
"""What a plan depends on: the oldest day of their verification is shown."""


def source(turn: Turn, calculator: Calculator, known: Known) -> Line:
    """The acts of the first steps, each once, and the day."""
    case, verdict = calculator.case(known), calculator.verdict(known)
    told = [for_public(one.source) if is_public(known) else one.source for one in verdict.reasons]
    acts = list(dict.fromkeys(act.strip() for one in told for act in one.split(";")))
    shown = acts[:SOURCES_SHOWN] + ([text(turn, "plan_more_sources")] if len(acts) > SOURCES_SHOWN else [])
    return Line("plan_source", {"sources": "; ".join(shown), "day": italian_day(verified(calculator.rules, case))})


def verified(rules: LeaveRules, case: Case) -> date:
    """The oldest day on which a figure of the plan, or its agreement, was verified."""
    first = (case.dates or (case.request.made_on,))[0]
    days = [
        found.verified_on for name in FIGURES if (found := rules.period(name, first) or rules.period(name, case.today))
    ]
    agreement = rules.agreement(case.agreement) if isinstance(case.agreement, str) else None
    if agreement is not None and (rule := agreement.rule(first)) is not None:
        days.append(rule.verified_on)
    return min(days)
