"""How much leave there is, and until when: months of each parent and of both, and ages of the child.

Interpretations:
- Limits are those of the first day asked for.
- The birthday (of the child, or of the entry into the family) is the last day of leave (F-CP-25), with a caution where
  that very day is asked for. A child of the 29th of February has the birthday on the 1st of March, an adopted child has
  leave on the 18th birthday itself: neither is settled, which is said.
- The prolongation for a serious disability adds up with the ordinary leave of both parents to 3 years of 360 days.
- A single parent's months are diminished by those that the other parent used before.
- A parent without work, or whose work has a leave of its own, has no months as an employee now: 0, or not computed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from bot.knowledge.leave import LeaveRules, Reason
from bot.rules.calendar import birthday
from bot.rules.leave import italian
from bot.rules.leave.case import WITHOUT_LEAVE, Case, Child, Parent
from bot.rules.leave.hours import exactly

Frame = Literal["couple", "single", "disability", "gestione_separata", "self_employed"]
"""Which limits a case is under."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Days of leave for a child. `more` holds once the father has used `threshold`."""

    frame: Frame
    mother: Fraction
    father: Fraction
    father_more: Fraction
    couple: Fraction
    couple_more: Fraction
    threshold: Fraction
    month: Fraction
    """Days that make a month."""

    def left(self, parent: Parent, own: Fraction, other: Fraction) -> Fraction:
        """Days that a parent can still take, within the own limit and that of both. Never negative."""
        if self.frame != "couple":
            cap = self.mother if parent == "mother" else self.father
            return max(Fraction(0), min(cap - own, self.couple - own - other))
        if parent == "mother":
            both = self.couple_more if other >= self.threshold else self.couple
            return max(Fraction(0), min(self.mother - own, both - own - other))
        reached = min(self.father_more - own, self.couple_more - own - other)
        if own + reached < self.threshold:
            reached = min(self.father - own, self.couple - own - other)
        return max(Fraction(0), reached)


def limits(case: Case, rules: LeaveRules, day: date) -> Limits | None:
    """The limits for this case as they stand on `day`; None if they are not known for it, or there is no leave."""
    frame = _frame(case)
    names = {
        "couple": (
            *("mother_months", "father_months", "father_months_bonus"),
            *("couple_months", "couple_months_bonus", "father_threshold_months"),
        ),
        "single": ("single_parent_months",) * 6,
        "gestione_separata": ("gestione_separata_couple_months",) * 6,
        "self_employed": ("self_employed_months",) * 6,
        "disability": ("disabled_child_leave_years",) * 6,
    }[frame]
    month = rules.number("days_in_a_month", day)
    numbers = [rules.number(name, day) for name in names]
    if month is None or None in numbers:
        return None
    unit = exactly(month) * (12 if frame == "disability" else 1)
    mother, father, father_more, couple, couple_more, threshold = (exactly(number or 0) * unit for number in numbers)
    if frame == "gestione_separata":
        own = rules.number("gestione_separata_own_months", day)
        if own is None:
            return None
        mother = father = father_more = couple - exactly(own) * unit
    if frame == "self_employed":
        couple = couple_more = mother * 2
    return Limits(frame, mother, father, father_more, couple, couple_more, threshold, exactly(month))


def _frame(case: Case) -> Frame:
    if case.category == "gestione_separata":
        return "gestione_separata"
    if case.category == "self_employed":
        return "self_employed"
    if case.child.disability:
        return "disability"
    return "single" if case.single_parent else "couple"


def other_left(case: Case, within: Limits, own: Fraction, other: Fraction) -> Fraction | None:
    """Days of the other parent as an employee; None where there is no such parent or the facts do not settle it."""
    if case.single_parent or case.other_parent == "none":
        return None
    if case.other_parent == "not_working":
        return Fraction(0)
    if case.other_parent == "self_employed" or not (case.employee or case.category in WITHOUT_LEAVE):
        return None
    return within.left("father" if case.parent == "mother" else "mother", other, own)


AGE_FIGURES: dict[Frame, str] = {
    "couple": "child_age_limit",
    "single": "child_age_limit",
    "disability": "child_age_limit",
    "gestione_separata": "child_age_limit_gestione_separata",
    "self_employed": "self_employed_child_age",
}
AGE_REASONS: dict[Frame, str] = {
    "couple": "past_age",
    "single": "past_age",
    "disability": "past_age",
    "gestione_separata": "past_age_gestione_separata",
    "self_employed": "past_age_self_employed",
}


def last_day(child: Child, frame: Frame, rules: LeaveRules) -> date | None:
    """The last day of leave by the newest limit that reaches it; None if none does.

    A limit counts only while it holds: who turned 12 in 2025 lost the leave, and has it again from 2026 until 14.
    """
    for period in reversed(rules.figures[AGE_FIGURES[frame]].periods):
        last = birthday(child.start, int(period.value))
        if child.entered_family and (adopted := rules.number("adopted_age_most", max(last, period.valid_from))):
            last = min(last, birthday(child.born, int(adopted)))
        if last >= period.valid_from:
            return last if period.valid_to is None else min(last, period.valid_to)
    return None


def within_age(child: Child, frame: Frame, rules: LeaveRules, day: date) -> bool | None:
    """Whether the child is young enough on a day; None if the limit is not known for it."""
    years = rules.number(AGE_FIGURES[frame], day)
    if years is None:
        return None
    if child.entered_family and (adopted := rules.number("adopted_age_most", day)):
        return day <= min(birthday(child.start, int(years)), birthday(child.born, int(adopted)))
    return not past_birthday(child, years, day)


def past_birthday(child: Child, years: float, day: date) -> bool:
    """The birthday itself is not past."""
    return day > birthday(child.start, int(years))


@dataclass(frozen=True, slots=True)
class Sibling:
    """What is left for another child."""

    born: date
    usable_left: Fraction | None
    other_usable_left: Fraction | None
    last_possible_day: date | None


def siblings(case: Case, rules: LeaveRules) -> tuple[Sibling, ...]:
    """The other children of a case, each with the own months: leave for one takes nothing from another (F-CP-15)."""
    return tuple(
        _sibling(case.model_copy(update={"child": one, "used": one.used}), rules) for one in case.other_children
    )


def _sibling(case: Case, rules: LeaveRules) -> Sibling:
    within = limits(case, rules, case.today)
    if within is None:
        return Sibling(case.child.born, None, None, None)
    own, other = exactly(case.own_used), exactly(case.other_used)
    last = last_day(case.child, within.frame, rules)
    left, others = within.left(case.parent, own, other), other_left(case, within, own, other)
    if last is None or case.today > last:
        left, others = Fraction(0), None if others is None else Fraction(0)
    return Sibling(case.child.born, left, others, last)


def past_age(case: Case, frame: Frame, rules: LeaveRules) -> Reason:
    """Why there is no leave any more, with the last day that there was."""
    last = last_day(case.child, frame, rules) or case.child.start
    key = AGE_REASONS[frame]
    if key == "past_age" and case.child.entered_family:
        key = "past_age_adopted"
    years = rules.number(AGE_FIGURES[frame], last) or 0
    return rules.reason(key, age=italian.number(years), last=italian.day(last))


def explain(case: Case, within: Limits, left: Fraction, rules: LeaveRules, day: date) -> Iterator[Reason]:
    """The limits in words, with what is left after the request."""

    def months(days: Fraction) -> str:
        return italian.number(days / within.month)

    left_words = in_months(left, within.month)
    if within.frame == "couple":
        yield rules.reason(
            cap_key(case, within.frame),
            own=months(within.mother if case.parent == "mother" else within.father),
            own_more=months(within.father_more),
            couple=months(within.couple),
            couple_more=months(within.couple_more),
            threshold=months(within.threshold),
            left=left_words,
        )
    elif within.frame == "disability":
        yield rules.reason("cap_disability", years=italian.number(within.couple / within.month / 12), left=left_words)
    else:
        own = months(within.mother)
        yield rules.reason(cap_key(case, within.frame), own=own, couple=months(within.couple), left=left_words)
    if case.child.twin and not case.other_children:
        each = within.father_more if case.parent == "father" else within.mother
        yield rules.reason("twins", own=in_months(each, within.month))
    for one in siblings(case, rules):
        theirs = in_months(one.usable_left or Fraction(0), within.month)
        until = italian.day(one.last_possible_day) if one.last_possible_day else "…"
        yield rules.reason("other_child", born=italian.day(one.born), left=theirs, last=until)


def cap_key(case: Case, frame: Frame) -> str:
    """The text that tells the limits of a case."""
    return f"cap_{case.parent}" if frame == "couple" else f"cap_{frame}"


def in_months(days: Fraction, month: Fraction) -> str:
    """100 days -> "100 giorni (3 mesi e 10 giorni)"; less than a month stays in days."""
    whole, rest = divmod(days, month)
    if not whole:
        return italian.days(days)
    months = " e ".join([italian.months(whole), *([italian.days(rest)] if rest else [])])
    return f"{italian.days(days)} ({months})"


def birthday_doubts(case: Case, rules: LeaveRules, last: date | None) -> Iterator[str]:
    """What is not settled about the last day: the birthday itself, if it is asked for, and two odd birthdays."""
    child = case.child
    if last is None:
        return
    most = rules.number("adopted_age_most", last) if child.entered_family else None
    if most is not None and last == birthday(child.born, int(most)):
        yield rules.caution("adopted_birthday", last=italian.day(last))
    elif last in case.dates:
        yield rules.caution("birthday")
    if (child.start.month, child.start.day) == (2, 29) and (last.month, last.day) == (3, 1):
        yield rules.caution("leap_birthday", last=italian.day(last))


def doubts(case: Case, within: Limits, rules: LeaveRules, day: date) -> Iterator[str]:
    """What is uncertain about the limits, in words; `day` is the first one asked for."""
    if case.child.entered_family and rules.number("adopted_age_most", day) is None:
        yield rules.caution("adopted_limit")
    if case.single_parent:
        yield rules.caution("single_formal")
    elif case.other_parent == "none":
        yield rules.caution("not_single")
    elif case.other_parent == "self_employed" or not (case.employee or case.other_parent == "not_working"):
        yield rules.caution("mixed_couple")
    elif case.other_parent is None:
        yield rules.caution("other_unknown")
    if within.frame == "disability":
        yield rules.caution("disability")
    if within.frame == "gestione_separata":
        months = rules.figures["gestione_separata_paid_in_months"].periods[-1].value
        yield rules.caution("gestione_separata", months=months)
    if within.frame == "self_employed":
        yield rules.caution("self_employed")
