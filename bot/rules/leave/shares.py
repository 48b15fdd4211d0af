"""The share of full time that a worker has of an agreement's hours, and the sentences about it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from bot.knowledge.leave import LeaveRules, Reason
from bot.rules.leave import italian
from bot.rules.leave.case import Case
from bot.rules.leave.hours import FULL_DAY, WEEK_OF_DAYS, HourRule, exactly


def rule_reason(rules: LeaveRules, rule: HourRule, key: str = "contract_rule") -> Reason:
    options = italian.either(map(italian.hours, rule.options())) or "nessuna misura entra nella tua giornata"
    if not rule.exact:
        options = f"da {italian.hours(rule.least)} in su" if rule.least else "quante ore vuoi"
        options += f", se restano {italian.hours(rule.work_left)} di lavoro" if rule.work_left else ""
    fact = rule.facts[0] if rule.facts else None
    return rules.reason(key, rule=fact, source=rule.source or None, name=rule.name, options=options)


def scaled(rules: LeaveRules, case: Case, whole: Fraction, full: Fraction, scaled: Fraction) -> Reason:
    return rules.reason(
        "part_time_scaled",
        full=italian.hours(whole),
        weekly=italian.hours(weekly(case)),
        full_week=italian.hours(full),
        scaled=italian.hours(scaled),
    )


def weekly(case: Case) -> Fraction:
    return exactly(case.weekly_hours or 0)


def own_share(case: Case, full: Fraction) -> Fraction:
    return min(Fraction(1), weekly(case) / full)


def full_week(case: Case, rules: LeaveRules, day: date, of_day: Fraction | None, days: int) -> Fraction:
    """Weekly hours of full time: public staff, then what the agreement's day tells, then the law."""
    public = rules.number("full_time_hours_public", day) if case.category == "public_employee" else None
    if public is not None:
        return exactly(public)
    if of_day is not None and (of_day >= FULL_DAY or days > WEEK_OF_DAYS):
        return of_day * days
    return exactly(rules.known("full_time_hours", day))
