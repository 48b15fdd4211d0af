"""From a case to its answer: what of the request may be taken, how much leave it consumes, and how it is paid.

Interpretations:
- `rate` is that of the first day of leave, or of the first day asked for if nothing may be taken as asked though the
  leave itself is there; `pay` has each period with its own.
- After the age limit nothing is usable: what is left is 0.
- Work that has the leave but not by the hour is told what it has by days; work without any leave, that nothing is due.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from bot.knowledge.leave import LeaveRules, Reason
from bot.rules.calendar import is_holiday
from bot.rules.leave import agreed, italian, limits, notice, pay, pay_words
from bot.rules.leave.case import PUBLIC, WITHOUT_LEAVE, Case
from bot.rules.leave.dates import touching, week_of
from bot.rules.leave.hours import AgreedTerms, Ruled, exactly
from bot.rules.leave.limits import Sibling
from bot.rules.leave.pay import PaidDay, PaidPeriod, Till
from bot.rules.leave.taken import Setting, Taken, in_days, in_hours, none_by_the_hour

Allowed = Literal["yes", "no", "partly"]
LAST_KNOWN = date(2026, 12, 31)
"""The law for later days may be changed by the budget law for 2027."""


@dataclass(frozen=True, slots=True)
class Refused:
    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to a case. None: not computed, or not settled by what is known; 0: nothing. Hours and days are exact."""

    allowed: Allowed
    reasons: tuple[Reason, ...]
    cautions: tuple[str, ...]
    dates_refused: tuple[Refused, ...]
    dates_allowed: tuple[date, ...] = ()
    hours_per_day: Fraction | None = None
    hours_options: tuple[Fraction, ...] | None = None
    hours_used: Fraction | None = None
    days_used: Fraction = Fraction(0)
    usable_left: Fraction | None = None
    other_usable_left: Fraction | None = None
    higher_left: Fraction | None = None
    """Days at the higher rate that are left to the couple."""
    last_possible_day: date | None = None
    earliest_start: date | None = None
    first_working_day: date | None = None
    undisputed_start: date | None = None
    """From here on a longer notice is kept too, of which it is not settled whether it binds; None: there is none."""
    plan_deadline: date | None = None
    rate: int | None = None
    paid: tuple[PaidDay, ...] = field(default=(), repr=False)
    """Day by day, weekends inside whole-day periods included."""
    average_pay: Fraction | None = None
    """Euros of an average day, if the pay was told."""
    other_children: tuple[Sibling, ...] = ()
    """What is left for each other child, counted apart."""
    barred: bool = False
    """This work has no leave of the kind that is asked for, whatever the days."""

    def pay(self, monthly: bool = False) -> list[PaidPeriod]:
        """Periods at the same rate; `monthly`: also ended by each calendar month, for a month-by-month table."""
        return pay.periods(self.paid, self.average_pay, monthly)

    def as_json(self) -> dict[str, Any]:
        """The object that `concilia leave --json` writes: dates ISO, numbers with two decimals at the most."""
        return {
            "allowed": self.allowed,
            "reasons": [{"rule": one.rule, "text": one.text, "source": one.source} for one in self.reasons],
            "hours_per_day": _number(self.hours_per_day),
            "hours_options": None if self.hours_options is None else [_number(one) for one in self.hours_options],
            "hours_used": _number(self.hours_used),
            "days_used": _number(self.days_used),
            "dates_allowed": [day.isoformat() for day in self.dates_allowed],
            "dates_refused": [{"date": one.day.isoformat(), "reason": one.reason} for one in self.dates_refused],
            "usable_left_days": _number(self.usable_left),
            "other_parent_usable_left_days": _number(self.other_usable_left),
            "couple_days_left_at_80": _number(self.higher_left),
            "last_possible_day": _iso(self.last_possible_day),
            "earliest_start": _iso(self.earliest_start),
            "first_working_day": _iso(self.first_working_day),
            "undisputed_start": _iso(self.undisputed_start),
            "plan_deadline": _iso(self.plan_deadline),
            "rate": self.rate,
            "pay": [
                {"from": _iso(one.first), "to": _iso(one.last), "rate": one.rate, "amount": one.amount}
                for one in self.pay()
            ],
            "other_children": [
                {
                    "born": one.born.isoformat(),
                    "usable_left_days": _number(one.usable_left),
                    "other_parent_usable_left_days": _number(one.other_usable_left),
                    "last_possible_day": _iso(one.last_possible_day),
                }
                for one in self.other_children
            ],
            "cautions": list(self.cautions),
        }


def _number(value: Fraction | None) -> int | float | None:
    if value is None:
        return None
    shown = italian.rounded(value)
    return int(shown) if shown == int(shown) else shown


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def work_out(case: Case, rules: LeaveRules, patron: str | None = None) -> Verdict:
    """The answer to a case, with every step and doubt in words. Pure: the case says what day it is. Never raises.

    `patron` is the rule of a municipality's patron day (infopoints.yaml); without it only national holidays count.
    """
    if case.category in PUBLIC:
        rules = replace(rules, voice="public")
    if case.category in WITHOUT_LEAVE:
        return _without_leave(case, rules)
    dates, hourly = case.dates, case.request.mode == "hours"
    day = dates[0] if dates else case.request.made_on
    within = limits.limits(case, rules, day)
    of_agreements = hourly or case.agreement or case.own_agreement
    ruled = agreed.hour_rule(case, rules, day) if of_agreements else Ruled(None, AgreedTerms())
    barred = agreed.barred(case, ruled, rules) if hourly else None
    if barred:
        case = case.in_whole_days()
    week = week_of(case, patron)
    periods = () if hourly else tuple(touching(dates, week))
    start = notice.start(case, ruled.terms, rules, day, periods)
    if within is None or start is None or (hourly and not barred and ruled.rule is None):
        return _unknown(case, rules.reason("unknown_date"))
    left = within.left(case.parent, exactly(case.own_used), exactly(case.other_used))
    last = limits.last_day(case.child, within.frame, rules)
    setting = Setting(case, rules, ruled, within, start, week, left, last)
    if barred:
        return _verdict(setting, none_by_the_hour(setting, barred))
    return _verdict(setting, in_hours(setting, ruled.rule) if hourly and ruled.rule else in_days(setting))


def _without_leave(case: Case, rules: LeaveRules) -> Verdict:
    """The work has no parental leave: nothing is due to this parent, and the other keeps their own."""
    paternity = rules.figures["paternity_days"].periods[-1].value
    reason = rules.reason(case.category, days=paternity)
    day = (case.dates or (case.request.made_on,))[0]
    within = limits.limits(case, rules, day)
    others, higher = None, None
    if within is not None:
        others = limits.other_left(case, within, exactly(case.own_used), exactly(case.other_used))
        last = limits.last_day(case.child, within.frame, rules)
        others = Fraction(0) if others and (last is None or case.today > last) else others
        higher = Till(case, within, rules).higher_left(case.request.made_on)
    hourly = case.request.mode == "hours"
    return Verdict(
        "no",
        (reason,),
        (),
        tuple(Refused(one, reason.text) for one in case.dates),
        hours_per_day=Fraction(0) if hourly else None,
        hours_options=() if hourly else None,
        hours_used=Fraction(0) if hourly else None,
        usable_left=Fraction(0),
        other_usable_left=others,
        higher_left=higher,
        rate=0,
        other_children=tuple(replace(one, usable_left=Fraction(0)) for one in limits.siblings(case, rules)),
        barred=True,
    )


def _unknown(case: Case, reason: Reason) -> Verdict:
    """The rules of those days are not known: what would follow from them is not computed."""
    refused = tuple(Refused(day, reason.text) for day in case.dates)
    used = Fraction(0) if case.request.mode == "hours" else None
    return Verdict("no", (reason,), (), refused, hours_used=used)


def _verdict(setting: Setting, taken: Taken) -> Verdict:
    case, rules = setting.case, setting.rules
    dates, used = case.dates, taken.leave
    own, other = exactly(case.own_used) + used, exactly(case.other_used)
    till = Till(case, setting.within, rules)
    first = till.rate(dates[0])[0] if dates and _entitled(setting, dates[0]) else 0 if taken.barred else None
    paid = tuple(till.pay(taken.counted))
    after = taken.counted[-1].day if taken.counted else case.request.made_on
    over = setting.last is None or max(case.today, case.request.made_on) > setting.last
    left = Fraction(0) if over else setting.within.left(case.parent, own, other)
    others = limits.other_left(case, setting.within, own, other)
    refused = tuple(Refused(day, taken.refused[day].text) for day in dates if day in taken.refused)
    earliest = setting.start.earliest
    possible = not over and setting.last is not None and earliest <= setting.last
    working = setting.week.first_from(earliest) if possible else None
    average = pay.average_pay(case)
    periods = pay.periods(paid, average)
    return Verdict(
        allowed="yes" if taken.allowed and not refused else "partly" if taken.allowed else "no",
        reasons=tuple(_reasons(setting, taken, till, periods, left)),
        cautions=tuple(dict.fromkeys(_cautions(setting, taken, till, periods))),
        dates_refused=refused,
        dates_allowed=taken.allowed,
        hours_per_day=taken.hours,
        hours_options=taken.options,
        hours_used=taken.hours_used,
        days_used=used,
        usable_left=left,
        other_usable_left=Fraction(0) if others and over else others,
        higher_left=till.higher_left(after),
        last_possible_day=setting.last,
        earliest_start=earliest if possible else None,
        first_working_day=working if working and setting.last and working <= setting.last else None,
        undisputed_start=setting.start.undisputed if possible else None,
        plan_deadline=setting.start.deadline(dates[0]) if dates else None,
        rate=periods[0].rate if periods else first,
        paid=paid,
        average_pay=average,
        other_children=limits.siblings(case, rules),
        barred=taken.barred,
    )


def _entitled(setting: Setting, day: date) -> bool:
    """There is leave on that day, whatever stands against the request."""
    young = limits.within_age(setting.case.child, setting.within.frame, setting.rules, day)
    return bool(young) and day >= setting.start.right_from and setting.left > 0


def _reasons(setting: Setting, taken: Taken, till: Till, periods: list[PaidPeriod], left: Fraction) -> Iterator[Reason]:
    """What stands against the request first, then each step."""
    case, rules = setting.case, setting.rules
    against = list(dict.fromkeys(taken.refused.values()))
    nothing = taken.barred and not left
    steps = [*taken.reasons, *(() if nothing else (*setting.start.reasons, *_plan(setting)))]
    steps += limits.explain(case, setting.within, left, rules, case.request.made_on)
    if setting.last is not None and not taken.barred:
        key = limits.AGE_REASONS[setting.within.frame].replace("past_age", "age_limit")
        steps.append(rules.reason(key, last=italian.day(setting.last)))
    steps += pay_words.explain(case, till, setting.within, periods, rules)
    if taken.allowed and case.employee:
        steps.append(
            rules.reason("apply_public" if case.category != "private_employee" else f"apply_{case.request.mode}")
        )
        steps.append(rules.reason("right"))
    yield from against
    yield from (step for step in dict.fromkeys(steps) if step not in against)


def _plan(setting: Setting) -> Iterator[Reason]:
    deadline = setting.start.deadline(setting.case.dates[0]) if setting.case.dates else None
    if deadline is not None:
        terms = setting.ruled.terms
        yield setting.rules.reason(
            "plan",
            rule=terms.facts[0] if terms.facts else None,
            source=terms.source or None,
            name=terms.plan_name or terms.name,
            days=italian.days(setting.start.plan_before or 0),
            deadline=italian.day(deadline),
        )


def _cautions(setting: Setting, taken: Taken, till: Till, periods: list[PaidPeriod]) -> Iterator[str]:
    case, rules = setting.case, setting.rules
    yield from taken.cautions
    yield from setting.start.cautions
    if setting.ruled.terms.caution:
        yield setting.ruled.terms.caution
    if setting.ruled.terms.pay:
        yield rules.caution("agreement_pay", said=setting.ruled.terms.pay)
    if case.request.mode == "days" and setting.start.notice_source:
        yield rules.caution("rule_source", source=setting.start.notice_source)
    if any(why.rule in ("F-HP-13", "F-CP-31") for why in taken.refused.values()):
        yield rules.caution("notice_late")
    if not case.worked_is_told:
        yield rules.caution("days_unknown")
    if setting.week.patron is None and case.dates and not taken.barred:
        yield rules.caution("holidays_only_national")
    if shifts := [day for day in taken.allowed if day in setting.week.shifts and is_holiday(day, setting.week.patron)]:
        yield rules.caution("shift_on_holiday", days=", ".join(map(italian.day, shifts)))
    if any(is_holiday(day, setting.week.patron) and day in taken.refused for day in case.dates):
        yield rules.caution("on_holidays")
    yield from limits.doubts(case, setting.within, rules, (case.dates or (case.request.made_on,))[0])
    yield from limits.birthday_doubts(case, rules, setting.last)
    yield from pay_words.doubts(case, till, periods, rules)
    if taken.allowed and case.category == "private_employee" and case.request.mode == "hours":
        yield rules.caution("one_application")
    if case.dates and case.dates[-1] > LAST_KNOWN:
        yield rules.caution("after_2026")
