"""Agreements that somebody tells us, which nobody here has read: one told in a case, or one laid over what else holds.

Interpretations:
- A company's or territory's own agreement comes before the national one (F-HP-03, F-CO-11): what it says is taken, what it
  does not say stays as the national agreement or the law has it.
- It must say how many hours make a day of leave (F-HP-04). Told without that, the hours of the national agreement count,
  else one's own average day, with a caution: one who tells the blocks has rarely the rest at hand.
- For whole days a notice shorter than the law's was meant for hours.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from bot.knowledge.leave import LeaveRules
from bot.rules.leave import italian
from bot.rules.leave.case import Case, Terms
from bot.rules.leave.hours import (
    MINUTE,
    WEEK_OF_DAYS,
    AgreedTerms,
    HourRule,
    Ruled,
    average_day,
    exactly,
    law,
    part_time,
)
from bot.rules.leave.shares import full_week, own_share, rule_reason, scaled, weekly

OWN = "l'accordo descritto"
"""What the texts call it."""


def laid_over(ruled: Ruled, case: Case, rules: LeaveRules, day: date, own: Terms) -> Ruled:
    """What holds without an agreement of one's own, with what that one says."""
    hourly = case.request.mode == "hours"
    terms = _terms(ruled.terms, own, rules.number("notice_hours" if hourly else "notice_days", day) or 0, hourly)
    of_notice = _short_notice(terms, rules, day) if hourly else ()
    average = average_day(case)
    if not hourly or average is None or not _of_hours(own):
        changed = terms != ruled.terms
        return replace(ruled, terms=terms, cautions=(*of_notice, *_origin(rules, changed), *ruled.cautions))
    base = ruled.rule if ruled.rule and ruled.rule.by == "agreement" else None
    cautions: tuple[str, ...] = ()
    if own.hours_per_day_of_leave is not None:
        found = told(case, rules, day, average, own)
        rule, cautions = found.rule, found.cautions
        assert rule is not None
    else:
        of_day = base.day_hours if base else average
        rule = _rule(own, average, of_day)
        cautions = (rules.caution("own_day_supposed", hours=italian.hours(of_day)),)
    if base and not (own.blocks or own.min_hours):
        rule = replace(rule, exact=base.exact, least=base.least)
    rule = replace(rule, same_day=base.same_day if base else None)
    return Ruled(
        rule, terms, (rule_reason(rules, rule, "contract_rule_told"),), (*_origin(rules, True), *cautions, *of_notice)
    )


def _of_hours(own: Terms) -> bool:
    told = (own.blocks, own.min_hours, own.hours_per_day_of_leave, own.min_hours_month, own.min_hours_worked_in_day)
    return any(one is not None for one in told) or own.whole_days_in_month


def _origin(rules: LeaveRules, used: bool) -> tuple[str, ...]:
    return (rules.caution("own_agreement"),) if used else ()


def _terms(terms: AgreedTerms, own: Terms, legal: float, hourly: bool) -> AgreedTerms:
    plan_name = terms.plan_name or terms.name
    if own.notice_days is not None and (hourly or own.notice_days >= legal):
        terms = AgreedTerms(
            OWN,
            own.notice_days,
            own.notice_in_working_days,
            plan_before=terms.plan_before,
            caution=terms.caution,
            pay=terms.pay,
            facts=terms.facts,
            told=True,
        )
    if own.plan_deadline_days_before_month_end is not None:
        return replace(terms, plan_before=own.plan_deadline_days_before_month_end, plan_name=OWN)
    return replace(terms, plan_name=plan_name)


def _short_notice(terms: AgreedTerms, rules: LeaveRules, day: date) -> tuple[str, ...]:
    legal = rules.number("notice_hours", day)
    if not terms.told or terms.notice is None or legal is None or terms.notice >= legal:
        return ()
    return (rules.caution("own_notice_short", agreed=italian.days(terms.notice), days=italian.days(legal)),)


def _rule(own: Terms, average: Fraction, of_day: Fraction) -> HourRule:
    return HourRule(
        "agreement",
        OWN,
        average,
        of_day,
        exact=tuple(sorted({exactly(one) for one in own.blocks or ()})),
        least=None if own.min_hours is None else exactly(own.min_hours),
        work_left=None if own.min_hours_worked_in_day is None else exactly(own.min_hours_worked_in_day),
        month_least=None if own.min_hours_month is None else exactly(own.min_hours_month),
        whole_days=own.whole_days_in_month,
    )


def told(case: Case, rules: LeaveRules, day: date, average: Fraction, told: Terms) -> Ruled:
    """The rule of an agreement that stands in the case instead of a name."""
    terms = AgreedTerms(
        OWN,
        told.notice_days,
        told.notice_in_working_days,
        plan_before=told.plan_deadline_days_before_month_end,
    )
    if told.hours_per_day_of_leave is None and told.hours_per_month_of_leave is None:
        return law(case, rules, day, average, terms, (rules.caution("agreement_incomplete"),))
    stated = None if told.hours_per_day_of_leave is None else exactly(told.hours_per_day_of_leave)
    stated_month = None if told.hours_per_month_of_leave is None else exactly(told.hours_per_month_of_leave)
    full = full_week(case, rules, day, stated, WEEK_OF_DAYS)
    kind = part_time(case, full)
    share = own_share(case, full) if kind != "none" else Fraction(1)
    own_month = weekly(case) * 52 / 12
    if kind == "horizontal" and (
        stated <= average + MINUTE if stated else stated_month and stated_month <= own_month + 1
    ):
        share = Fraction(1)
    month_hours = stated_month * share if stated_month is not None and stated is None else None
    of_day = stated * share if stated else (month_hours or 0) / exactly(rules.known("days_in_a_month", day))
    rule = replace(_rule(told, average, of_day), month_hours=month_hours)
    reasons = [rule_reason(rules, rule)]
    cautions: list[str] = []
    if share != 1:
        reasons += [scaled(rules, case, stated, full, of_day)] if stated else []
        cautions += [rules.caution("scaled_terms"), rules.caution("full_week", hours=italian.hours(full))]
        cautions += [rules.caution("vertical_share")] if kind in ("vertical", "mixed") else []
    return Ruled(rule, terms, tuple(reasons), tuple(cautions))
