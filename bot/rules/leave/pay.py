"""At what rate each day of leave is paid, and how much it comes to.

Interpretations:
- Days used before are taken as paid, in the order of the law: they fill the paid months first. The case tells how many of
  them were paid at 80 %; if it does not, any number of them may have been: what is at 80 % either way is said as such, and
  where it depends on that number the rate is null.
- A parent's days at 80 % end with the own three months (F-CP-30b), and what is left to a couple is never more than both
  have left of theirs. For a single parent the same holds, with a caution.
- Condition A and B of F-CP-30c together: the months are those of the newer of the two dates, and never more than those
  of the day of leave itself. If no end of compulsory leave is told and one could change the answer, the rate is null.
- Public staff: the first 30 days of the couple are at 100 % and count as the first month at 80 % (F-HP-32).
- A serious disability: after the ordinary months, 30 % (F-CP-16).
- Beyond the paid months the threshold is that of the year of the day; without income or threshold the rate is null.
- The average day's pay is that of staff paid by the month; amounts are gross, rounded to cents a period.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from bot.knowledge.leave import LeaveRules
from bot.rules.calendar import months_later
from bot.rules.leave.case import Case
from bot.rules.leave.dates import Counted
from bot.rules.leave.hours import exactly
from bot.rules.leave.limits import Limits, past_birthday

ENDLESS = Fraction(100_000)
FULL_PAY = 100
FIGURES = (
    *("base_rate", "higher_rate", "higher_rate_months", "child_age_80", "income_threshold", "public_full_pay_days"),
    *("paid_months_single", "paid_months_most", "paid_months_couple", "paid_months_own"),
)
"""All that the pay of a day depends on."""
INTERDICTION_MONTHS = 7
"""The latest that a ban from work after birth can last: compulsory leave cannot end later."""
PAYMENTS = 13
"""Payments a year, if the case does not tell."""


@dataclass(frozen=True, slots=True)
class PaidDay:
    """A part of a day of leave at one rate."""

    day: date
    leave: Fraction
    rate: int | None
    """Percent; None if the facts do not settle it."""
    why: str
    """The text of the reason: rate_base, rate_income ..."""


@dataclass(frozen=True, slots=True)
class PaidPeriod:
    """Days of leave in a row at the same rate; `amount` in euros, if it can be said."""

    first: date
    last: date
    rate: int | None
    leave: Fraction
    amount: float | None
    why: str


@dataclass(slots=True)
class _Spent:
    """What is used up so far, in days."""

    own: Fraction
    other: Fraction
    higher: Fraction
    """At the higher rate, at the least."""
    higher_most: Fraction
    """At the higher rate, at the most: days used before may all have been."""


@dataclass(frozen=True, slots=True)
class _Terms:
    """The figures of a day."""

    base: int | None
    higher: int | None
    paid_own: Fraction | None
    """Paid days of this parent at the most."""
    paid_couple: Fraction | None
    non_transferable: Fraction
    pool: Fraction
    """Days at the higher rate that the couple has."""
    pool_possible: Fraction
    """The same, if compulsory leave ended as late as it can."""
    full: Fraction
    """Days at full pay of the couple."""
    young: bool
    """The child is under the age of the higher rate."""
    threshold: float | None


class Till:
    """Pays day after day, remembering what is used up."""

    def __init__(self, case: Case, within: Limits, rules: LeaveRules) -> None:
        self._case, self._within, self._rules = case, within, rules
        own, other = exactly(case.own_used), exactly(case.other_used)
        told = case.used.couple_at_80
        least = exactly(told or 0)
        self._spent = _Spent(own, other, least, own + other if told is None else least)
        self._changes = _changes(rules)
        self._terms: dict[tuple[int, bool], _Terms] = {}
        if case.category == "public_employee":
            first = self._terms_on(case.request.made_on).full
            self._spent.higher = max(least, min(first, own + other))
            self._spent.higher_most = max(self._spent.higher_most, self._spent.higher)

    def pay(self, counted: Iterable[Counted]) -> Iterator[PaidDay]:
        """The days at their rates, each split where a pool ends in its middle."""
        for one in counted:
            rest = one.leave
            while rest > 0:
                rate, room, why = self.rate(one.day)
                part = min(rest, room)
                yield PaidDay(one.day, part, rate, why)
                terms = self._terms_on(one.day)
                at_full = why == "rate_full" and terms.young and terms.pool > 0
                if at_full or why in ("rate_higher", "higher_used_unknown"):
                    self._spent.higher += part
                    self._spent.higher_most += part
                self._spent.own += part
                rest -= part

    def rate(self, day: date) -> tuple[int | None, Fraction, str]:
        """Rate of the next leave, days for which it holds, and the reason's text."""
        terms, spent, frame = self._terms_on(day), self._spent, self._within.frame
        if frame == "gestione_separata" or frame == "self_employed":
            return terms.base, ENDLESS, f"rate_{frame}"
        full = terms.full - spent.own - spent.other
        if full > 0:
            return FULL_PAY, full, "rate_full"
        if terms.higher is not None and terms.young and self._case.employee:
            own_room = terms.non_transferable - spent.own
            room = min(terms.pool - spent.higher_most, own_room)
            if room > 0:
                return terms.higher, room, "rate_higher"
            room = min(terms.pool - spent.higher, own_room)
            if room > 0:
                return None, room, "higher_used_unknown"
            possible = min(terms.pool_possible - spent.higher, own_room)
            if possible > 0:
                return None, possible, "higher_unknown"
        if terms.paid_own is None or terms.paid_couple is None or terms.base is None:
            return None, ENDLESS, "pay_unknown"
        paid_other = min(spent.other, terms.paid_own)
        room = min(terms.paid_own - spent.own, terms.paid_couple - spent.own - paid_other)
        if room > 0:
            return terms.base, room, "rate_base_single" if frame == "single" else "rate_base"
        if frame == "disability":
            return terms.base, ENDLESS, "rate_disability"
        return self._beyond(terms)

    def _beyond(self, terms: _Terms) -> tuple[int | None, Fraction, str]:
        if terms.threshold is None:
            return None, ENDLESS, "threshold_unknown"
        if self._case.own_income is None:
            return None, ENDLESS, "income_unknown"
        if self._case.own_income < terms.threshold:
            return terms.base, ENDLESS, "rate_income"
        return 0, ENDLESS, "rate_nothing"

    def higher_left(self, day: date) -> Fraction | None:
        """Days at the higher rate that the couple can still use on a day (F-CP-30b); None if that is not settled."""
        terms, spent, case = self._terms_on(day), self._spent, self._case
        if not terms.young or terms.higher is None:
            return Fraction(0)
        theirs = max(Fraction(0), terms.non_transferable - spent.own) if case.employee else Fraction(0)
        if not case.single_parent and case.other_parent not in ("self_employed", "not_working", "none"):
            theirs += max(Fraction(0), terms.non_transferable - spent.other)
        most, least = (max(Fraction(0), min(terms.pool - one, theirs)) for one in (spent.higher, spent.higher_most))
        told = case.employee or case.other_parent is not None
        return most if most == least and (told or not most) else None

    def could_have_been_higher(self, day: date) -> bool:
        """It was not told how many days were paid at the higher rate, and for this day it may matter."""
        terms = self._terms_on(day)
        return terms.young and terms.pool > 0 and self._spent.higher != self._spent.higher_most

    def other_fills_full_pay(self, day: date) -> bool:
        """Days at full pay that this parent would have, if those of the other did not count among them."""
        others = self._case.other_parent not in ("self_employed", "not_working", "none")
        return others and self._spent.other > 0 and self._spent.own < self._terms_on(day).full

    def pool(self, day: date) -> Fraction:
        return self._terms_on(day).pool

    def could_be_more(self, day: date) -> bool:
        """The couple may have more days at the higher rate than the case tells."""
        terms = self._terms_on(day)
        return terms.young and terms.pool_possible > terms.pool

    def threshold(self, day: date) -> float | None:
        return self._terms_on(day).threshold

    def _terms_on(self, day: date) -> _Terms:
        """The figures of a day: they change when one of them does, and with the child's age."""
        young = self._young(day)
        key = (bisect_right(self._changes, day), young)
        if key not in self._terms:
            self._terms[key] = self._read_terms(day, young)
        return self._terms[key]

    def _young(self, day: date) -> bool:
        years = self._rules.number("child_age_80", day)
        return years is not None and not past_birthday(self._case.child, years, day)

    def _read_terms(self, day: date, young: bool) -> _Terms:
        rules, month = self._rules, self._within.month

        def percent(name: str) -> int | None:
            found = rules.number(name, day)
            return None if found is None else int(found)

        def days(name: str) -> Fraction | None:
            found = rules.number(name, day)
            return None if found is None else exactly(found) * month

        single = self._within.frame == "single"
        pool, possible = self._pools(day, month)
        public = self._case.category == "public_employee"
        return _Terms(
            percent("base_rate"),
            percent("higher_rate"),
            days("paid_months_single" if single else "paid_months_most"),
            days("paid_months_single" if single else "paid_months_couple"),
            days("paid_months_own") or Fraction(0),
            pool,
            possible,
            exactly(rules.number("public_full_pay_days", day) or 0) if public else Fraction(0),
            young,
            rules.number("income_threshold", day),
        )

    def _pools(self, day: date, month: Fraction) -> tuple[Fraction, Fraction]:
        """Days at the higher rate by what is told, and by what is possible."""
        child, ended = self._case.child, self._case.compulsory_leave
        ends = [one for one in (ended.mother_ended, ended.father_ended) if one]
        known = max([child.start, *ends])
        latest = known if ends else max(known, months_later(child.start, INTERDICTION_MONTHS))
        at_most = exactly(self._rules.number("higher_rate_months", day) or 0)
        pool, possible = (
            min(at_most, exactly(self._rules.number("higher_rate_months", one) or 0)) * month for one in (known, latest)
        )
        return pool, possible


def _changes(rules: LeaveRules) -> list[date]:
    """Days on which a figure of pay changes or ends, in order."""
    every = (period for name in FIGURES for period in rules.figures[name].periods)
    return sorted({day for one in every for day in (one.valid_from, (one.valid_to or date.min) + timedelta(days=1))})


def latest_date(case: Case) -> date:
    """Birth, entry or end of compulsory leave, whichever is last: it tells how many months are at the higher rate."""
    ends = (case.compulsory_leave.mother_ended, case.compulsory_leave.father_ended)
    return max([case.child.start, *(one for one in ends if one)])


def average_pay(case: Case) -> Fraction | None:
    """Retribuzione media globale giornaliera of staff paid by the month, in euros (F-CP-30f)."""
    return None if case.monthly_gross is None else daily_pay(case.monthly_gross, case.monthly_payments)


def daily_pay(monthly_gross: float, payments: int | None = None) -> Fraction:
    """Of a day, from the gross pay of a month and the payments of a year."""
    gross = Fraction(str(monthly_gross))
    return gross / 30 + gross * ((payments or PAYMENTS) - 12) / 360


def periods(paid: Iterable[PaidDay], daily: Fraction | None, monthly: bool = False) -> list[PaidPeriod]:
    """Days in a row at the same rate as periods; `monthly` ends them with each calendar month as well."""
    found: list[list[PaidDay]] = []
    for one in paid:
        last = found[-1][-1] if found else None
        same = last is not None and (last.rate, last.why) == (one.rate, one.why)
        if last is None or not same or (monthly and (last.day.year, last.day.month) != (one.day.year, one.day.month)):
            found.append([])
        found[-1].append(one)
    return [_period(days, daily) for days in found]


def _period(days: list[PaidDay], daily: Fraction | None) -> PaidPeriod:
    rate, leave = days[0].rate, sum((one.leave for one in days), Fraction(0))
    amount = None if daily is None or rate is None else round(float(daily * leave * rate / 100), 2)
    return PaidPeriod(days[0].day, days[-1].day, rate, leave, amount, days[0].why)
