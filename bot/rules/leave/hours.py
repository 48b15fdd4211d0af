"""How many hours may be taken in a day, and how much leave they consume: the shapes of a rule, and the law's own.

The law's rule and an agreement's exclude each other (F-HP-05): where an agreement regulates the hours, the half-day of the
law is not available. Which of the two holds is told by agreed.py.

Interpretation: where no share of part-time is told, a contract under 0.9 of full time is part-time: horizontal if it has
five days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from bot.knowledge.leave import LeaveRules, Reason
from bot.rules.leave import italian
from bot.rules.leave.case import WEEKDAYS, Case, PartTime

MINUTE = Fraction(1, 60)
SHORT_OF_FULL_TIME = Fraction(9, 10)
WEEK_OF_DAYS = 5
FULL_DAY = 7
"""From so many hours on, five days of leave make the full week of an agreement."""


@dataclass(frozen=True, slots=True)
class HourRule:
    """What may be taken in a day and how it counts. Hours are those of this worker."""

    by: Literal["law", "agreement"]
    name: str
    """What a text calls the agreement; empty for the law."""
    average: Fraction
    """Hours of one's average day by contract."""
    day_hours: Fraction
    """Hours that make a day of leave."""
    exact: tuple[Fraction, ...] = ()
    """A use is one of these; empty: it is `least` or more."""
    least: Fraction | None = None
    work_left: Fraction | None = None
    """Hours of work that must remain in the day."""
    month_hours: Fraction | None = None
    """Hours that make a month of leave, if the agreement counts so."""
    month_least: Fraction | None = None
    """Hours that a month must reach."""
    whole_days: bool = False
    same_day: bool | None = None
    """Other permits on the same day, by the agreement; None: it does not say."""
    whole_shift: bool = False
    """All the hours of a day may be taken, by a rule of some bodies."""
    facts: tuple[str, ...] = ()
    source: str = ""

    def admits(self, hours: Fraction) -> Fraction | None:
        """The measure that these hours mean, to the minute; None if the rule has none."""
        if self.exact:
            hours = next((one for one in self.exact if abs(one - hours) <= MINUTE), Fraction(0))
        return hours if hours >= (self.least or MINUTE) - MINUTE and hours else None

    def fits(self, hours: Fraction, day: Fraction) -> bool:
        """Some work remains in a day of so many hours, and as much as the agreement wants (F-HP-11)."""
        enough = hours <= day if self.whole_shift else hours < day
        return enough and day - hours >= (self.work_left or 0) - MINUTE

    def options(self) -> tuple[Fraction, ...]:
        """What may be taken in an average day: the measures, or hour by hour where every value is good."""
        if self.exact:
            return tuple(one for one in self.exact if self.admits(one) and self.fits(one, self.average))
        first = self.least or Fraction(1)
        steps = [first + step for step in range(24)]
        if self.whole_shift:
            steps.append(self.average)
        if self.work_left is not None:
            steps.append(self.average - self.work_left)
        return tuple(sorted({one for one in steps if one >= MINUTE and self.fits(one, self.average)}))

    def in_words(self) -> str:
        """What may be taken in a day: the measures, or the least and the most."""
        options = self.options()
        if not options:
            return "niente, perché nessuna misura entra nella tua giornata"
        if self.exact or len(options) == 1:
            return italian.either(map(italian.hours, options))
        return f"da {italian.hours(options[0])} a {italian.hours(options[-1])}"

    def nearest(self, wanted: Fraction) -> Fraction:
        """What may be taken instead of hours that may not: the most that is not over them, else the least; 0: nothing."""
        options = self.options()
        return max((one for one in options if one <= wanted), default=min(options, default=Fraction(0)))

    def uses(self, hours: Fraction) -> Fraction:
        """Days of leave that so many hours consume (F-HP-08, F-HP-09)."""
        return hours / self.day_hours


@dataclass(frozen=True, slots=True)
class AgreedTerms:
    """What an agreement says beside the hours: notice and plan. None: nothing."""

    name: str = ""
    notice: int | None = None
    notice_in_working_days: bool = False
    urgent: str | None = None
    plan_before: int | None = None
    """Days before the end of the month before."""
    of_hours: bool = True
    """The notice is said of hourly leave; False: of parental leave in general."""
    disputed: bool = False
    """Whether the notice binds hours too is not settled: the law's stands, and both are said."""
    of_absences: tuple[tuple[int, int], ...] = ()
    """Notice of whole days by their number: from so many days on, so many days of notice."""
    caution: str | None = None
    """What else to check before relying on the agreement, in hours and in days."""
    pay: str | None = None
    """What the agreement adds to the allowance."""
    facts: tuple[str, ...] = ()
    source: str = ""
    plan_name: str = ""
    """What a text calls the agreement that asks for the plan, where it is another one."""
    told: bool = False
    """The notice is as somebody told it, not as we have read it."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """The rule that holds for a case, how it was found, and what is doubtful about it."""

    rule: HourRule | None
    """None: the law's rule does not exist on that day, or not for this category."""
    terms: AgreedTerms
    reasons: tuple[Reason, ...] = ()
    cautions: tuple[str, ...] = ()


def exactly(number: float) -> Fraction:
    """A decimal as people write it: 6.6667 is 20/3."""
    return Fraction(number).limit_denominator(1000)


def average_day(case: Case) -> Fraction | None:
    """Contractual hours divided by contractual days of work (F-HP-07); None if the case does not tell them."""
    if case.weekly_hours is None or case.days_per_week is None:
        return None
    return exactly(case.weekly_hours) / exactly(case.days_per_week)


def day_hours(case: Case, day: date, average: Fraction) -> Fraction:
    """Hours of work on a day of this weekday: as the schedule says, else the average."""
    hours = (case.schedule or {}).get(WEEKDAYS[day.weekday()])
    return exactly(hours) if hours else average


def part_time(case: Case, full: Fraction) -> PartTime:
    """As told; else by the hours: a week clearly under full time is part-time."""
    if case.part_time is not None:
        return case.part_time
    if case.weekly_hours is None or exactly(case.weekly_hours) >= full * SHORT_OF_FULL_TIME:
        return "none"
    if (case.days_per_week or WEEK_OF_DAYS) >= WEEK_OF_DAYS:
        return "horizontal"
    return "vertical" if (average_day(case) or 0) >= FULL_DAY else "mixed"


def law(
    case: Case, rules: LeaveRules, day: date, average: Fraction, terms: AgreedTerms, cautions: tuple[str, ...]
) -> Ruled:
    """The half-day of the law (F-HP-06), which does not exist for those of security, defence and fire service."""
    if case.category == "security_defence_fire":
        return Ruled(None, terms, (rules.reason("hourly_security"),))
    half = average * exactly(rules.known("hourly_legal_share", day))
    rule = HourRule("law", "", average, average, exact=(half,))
    reason = rules.reason(
        "legal_half",
        weekly=italian.hours(case.weekly_hours or 0),
        per_week=italian.number(case.days_per_week or 0),
        average=italian.hours(average),
        half=italian.hours(half),
    )
    if case.category == "public_employee":
        cautions += (rules.caution("public_rule"),)
    if (case.days_per_week or WEEK_OF_DAYS) < WEEK_OF_DAYS or case.part_time in ("vertical", "mixed"):
        cautions += (rules.caution("vertical"),)
    return Ruled(rule, terms, (reason,), cautions)
