"""What a plan costs in pay: the pay of the hours or days that are not worked, and what comes back for them.

Interpretations (EX-18): an hour is worth the monthly gross by 12 months over 52 weeks of the contract's hours (the 173
hours of a month of forty); a day of work likewise. Time at full pay costs nothing. Gross, without taxes and further payments: an estimate.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from bot.rules.leave.case import Case
from bot.rules.leave.dates import Week
from bot.rules.leave.pay import FULL_PAY
from bot.rules.leave.verdict import Verdict

MONTHS, WEEKS = 12, 52


@dataclass(frozen=True, slots=True)
class Cost:
    """Euros, gross, of the whole plan."""

    lost: float
    """Pay of the time that is not worked."""
    back: float
    """What is paid for it."""

    @property
    def net(self) -> float:
        """What is missing in the end."""
        return max(0.0, self.lost - self.back)


def cost_of(case: Case, verdict: Verdict, week: Week) -> Cost | None:
    """The cost of what may be taken; None if pay or rates are not known, or nothing may be taken."""
    periods = verdict.pay()
    if case.monthly_gross is None or not case.weekly_hours or any(one.amount is None for one in periods):
        return None
    taken = sum((one.leave for one in periods), Fraction(0))
    if not taken:
        return None
    paid_less = sum((one.leave for one in periods if one.rate != FULL_PAY), Fraction(0)) / taken
    yearly = Fraction(str(case.monthly_gross)) * MONTHS
    if case.request.mode == "hours":
        lost = (verdict.hours_used or 0) * yearly / (WEEKS * Fraction(str(case.weekly_hours)))
    else:
        worked = sum(week.works(one.day) for one in verdict.paid)
        lost = worked * yearly / (WEEKS * Fraction(str(case.days_per_week or len(week.worked))))
    back = sum(one.amount or 0 for one in periods if one.rate != FULL_PAY)
    return Cost(round(float(lost * paid_less), 2), round(back, 2))
