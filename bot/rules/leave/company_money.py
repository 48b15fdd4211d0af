"""What a request of leave costs an employer, and what passes through its hands: an estimate, month by month.

The rate belongs to the family and is not known here: the amounts are told for each rate that the law has. The employer
advances the allowance with the wage and takes it back from the contributions (F-CP-30g, F-CO-17); a public body pays it
itself, and by its agreements the couple's first days in full (F-HP-32).

Interpretation: the pay of an hour is the month's divided by the contractual hours of an average month.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bot.knowledge.leave import LeaveRules
from bot.rules.leave.company import Assessment
from bot.rules.leave.hours import exactly
from bot.rules.leave.pay import FULL_PAY, daily_pay

WEEKS_OF_YEAR, MONTHS = 52, 12


@dataclass(frozen=True, slots=True)
class MonthMoney:
    """One month: hours and days of leave, and the allowance at each rate in euros."""

    month: date
    hours: Fraction | None
    days: Fraction
    at: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    months: tuple[MonthMoney, ...]
    not_worked: float | None
    """Euros of wage for hours that are not worked, so not due; None for whole days."""

    def total(self, rate: int) -> float:
        return sum(euro for month in self.months for one, euro in month.at if one == rate)

    @property
    def rates(self) -> tuple[int, ...]:
        """From the highest."""
        return tuple(sorted({rate for month in self.months for rate, _ in month.at}, reverse=True))


def estimate(told: Assessment, gross: float, payments: int | None, rules: LeaveRules) -> Estimate:
    """The money of a request whose worker earns `gross` a month in so many payments."""
    daily = daily_pay(gross, payments)
    months = []
    for month, days in told.leave:
        rates = _rates(month, told.asked.public, rules)
        at = tuple((rate, round(float(daily * days * rate / 100), 2)) for rate in rates)
        months.append(MonthMoney(month, _hours(told, month), days, at))
    hour = Fraction(str(gross)) * MONTHS / (exactly(told.asked.weekly_hours) * WEEKS_OF_YEAR)
    return Estimate(tuple(months), None if told.hours is None else round(float(hour * told.hours), 2))


def _hours(told: Assessment, month: date) -> Fraction | None:
    if told.asked.mode == "days" or told.hours_per_day is None:
        return None
    return told.hours_per_day * len([day for day in told.dates if day.replace(day=1) == month])


def _rates(month: date, public: bool, rules: LeaveRules) -> tuple[int, ...]:
    known = (rules.number(name, month) for name in ("higher_rate", "base_rate"))
    return (*((FULL_PAY,) if public else ()), *(int(rate) for rate in known if rate is not None))
