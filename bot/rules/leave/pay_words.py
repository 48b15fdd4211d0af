"""The pay of a plan in words: the rates, how the average day is made, and what is uncertain about both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from bot.knowledge.leave import LeaveRules, Reason
from bot.rules.calendar import birthday
from bot.rules.leave import italian
from bot.rules.leave.case import Case
from bot.rules.leave.limits import Limits
from bot.rules.leave.pay import PAYMENTS, PaidPeriod, Till, average_pay, latest_date


def explain(case: Case, till: Till, within: Limits, paid: list[PaidPeriod], rules: LeaveRules) -> Iterator[Reason]:
    """The rates in words, one sentence for each, and how the average day is made."""
    told: set[str] = set()
    for period in paid:
        if period.why in told:
            continue
        told.add(period.why)
        leave = sum((one.leave for one in paid if one.why == period.why), Fraction(0))
        yield _rate_reason(case, till, within, period, leave, rules)
        if period.why == "rate_higher":
            latest = italian.day(latest_date(case))
            months = italian.number(till.pool(period.first) / within.month)
            yield rules.reason("pool_higher", rate=period.rate, months=months, latest=latest)
    daily = average_pay(case)
    if daily is not None and case.monthly_gross is not None and any(one.rate for one in paid):
        extra = (case.monthly_payments or PAYMENTS) - 12
        yield rules.reason("daily_pay", gross=italian.euro(case.monthly_gross), extra=extra, day=italian.euro(daily))
        if case.request.mode == "hours":
            yield rules.reason("hourly_pay")


def _rate_reason(
    case: Case, till: Till, within: Limits, period: PaidPeriod, leave: Fraction, rules: LeaveRules
) -> Reason:
    day, days = period.first, italian.days(leave)

    def shown(name: str) -> str:
        found = rules.number(name, day)
        return "…" if found is None else italian.number(found)

    if period.rate is None and period.why in ("higher_unknown", "higher_used_unknown"):
        return rules.reason("rate_one_of_two", days=days, higher=shown("higher_rate"), base=shown("base_rate"))
    if period.rate is None:
        return rules.reason("rate_unknown", days=days)
    if period.why in ("rate_income", "rate_nothing"):
        figure = rules.period("income_threshold", day)
        threshold = italian.euro(till.threshold(day) or 0)
        source = figure.source if figure else None
        return rules.reason(period.why, source=source, days=days, rate=period.rate, threshold=threshold)
    return rules.reason(
        period.why,
        days=days,
        rate=period.rate,
        months=italian.months(till.pool(day) / within.month),
        age=shown("child_age_80"),
        own=shown("paid_months_own"),
        paid=shown("paid_months_single" if within.frame == "single" else "paid_months_couple"),
        most=shown("paid_months_most"),
        full=shown("public_full_pay_days"),
    )


def higher_birthday(case: Case, rules: LeaveRules) -> date:
    """The last day of the higher rate: the birthday that ends it."""
    return birthday(case.child.start, int(float(rules.figures["child_age_80"].periods[-1].value)))


def doubts(case: Case, till: Till, paid: list[PaidPeriod], rules: LeaveRules) -> Iterator[str]:
    """What is uncertain about rates and amounts, in words."""
    why = {one.why: one for one in paid}
    if case.employee and till.could_have_been_higher((case.dates or (case.request.made_on,))[0]):
        yield rules.caution("higher_used_unknown")
    if case.employee and case.used.couple_at_80 and case.used.couple_at_80 > till.pool(case.request.made_on):
        yield rules.caution("higher_over")
    if "rate_higher" in why and why["rate_higher"].last == higher_birthday(case, rules):
        yield rules.caution("birthday_higher")
    ends = case.compulsory_leave
    if case.employee and not (ends.mother_ended or ends.father_ended) and till.could_be_more(case.request.made_on):
        yield rules.caution("compulsory_unknown")
    for key in ("higher_unknown", "pay_unknown"):
        if key in why:
            yield rules.caution(key)
    if "threshold_unknown" in why:
        yield rules.caution("threshold_unknown", year=why["threshold_unknown"].first.year)
    for key in ("income_unknown", "rate_income", "rate_nothing"):
        if key in why:
            threshold = italian.euro(till.threshold(why[key].first) or 0)
            rate = rules.number("base_rate", why[key].first) or 0
            name = "income_unknown" if key == "income_unknown" else "threshold_provisional"
            yield rules.caution(name, threshold=threshold, rate=italian.number(rate))
    if case.single_parent and case.employee and case.own_used and "rate_base_single" in why:
        yield rules.caution("single_higher")
    if "rate_full" in why:
        yield rules.caution("public_full")
        yield rules.caution("public_higher")
    if case.category == "public_employee" and till.other_fills_full_pay((case.dates or (case.request.made_on,))[0]):
        yield rules.caution("public_other_unknown")
    if case.category == "security_defence_fire" and paid:
        yield rules.caution("security_pay")
    if any(one.amount is not None for one in paid):
        yield rules.caution("pay_estimate")
        yield rules.caution("pay_blue_collar")
        if case.request.mode == "hours":
            yield rules.caution("pay_hourly")
        if case.monthly_payments is None:
            yield rules.caution("pay_thirteen")
