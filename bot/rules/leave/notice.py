"""From when the leave can start: notice to the employer, monthly plans, the child's arrival, the mother's own leave.

Interpretations:
- Notice is counted in calendar days from the day after it is given: two days told on the 22nd reach the 24th. Where an
  agreement counts working days: Monday to Friday without national holidays.
- For hours, an agreement's notice stands in for the law's (F-HP-13), also where we found no rule of hours in it (CC-09),
  with a caution. For whole days it counts only if it is longer than the law's; its own term for them is not in our list.
- A plan due 7 days before the end of the month before: for December, by the 23rd of November. Hours of a month whose
  plan is late are refused, so the earliest start is the first day of the first month that can still be planned.
- Who has no employer owes no notice: only the application before the first day.
- Without the end of maternity leave, it is taken to last three months after birth: nobody may work before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.knowledge.leave import LeaveRules, Reason
from bot.rules.calendar import month_end, months_later, working_days_later
from bot.rules.leave import italian
from bot.rules.leave.case import Case
from bot.rules.leave.hours import AgreedTerms


@dataclass(frozen=True, slots=True)
class Start:
    """When the leave can begin."""

    right_from: date
    """The child is there and the mother's compulsory leave is over."""
    notice_ends: date
    plan_before: int | None
    """Days before the end of the month before by which the plan of a month is due."""
    plan_source: str | None
    """The agreement that asks for the plan, if it is of our list."""
    notice_source: str | None
    """The agreement of our list that sets the notice; None: the law."""
    made_on: date
    reasons: tuple[Reason, ...]
    cautions: tuple[str, ...]

    def deadline(self, day: date) -> date | None:
        """The last day for the plan of the month of `day`."""
        if self.plan_before is None:
            return None
        return day.replace(day=1) - timedelta(days=1 + self.plan_before)

    def plan_late(self, day: date) -> bool:
        deadline = self.deadline(day)
        return deadline is not None and self.made_on > deadline

    @property
    def earliest(self) -> date:
        """The first day that respects notice, plan and the right itself."""
        day = max(self.right_from, self.notice_ends)
        while self.plan_late(day):
            day = month_end(day) + timedelta(days=1)
        return day


def start(case: Case, terms: AgreedTerms, rules: LeaveRules, day: date) -> Start | None:
    """When this request can begin, by the rules of `day`; None if the notice is not known for it."""
    if not case.employee:
        told = case.request.made_on
        return Start(right_from(case, rules), told, None, None, None, told, (rules.reason("apply_days"),), ())
    hourly = case.request.mode == "hours"
    legal = rules.number("notice_hours" if hourly else "notice_days", day)
    if legal is None:
        return None
    agreed = terms.notice if terms.notice is not None and (hourly or terms.notice > legal or not terms.source) else None
    made_on = case.request.made_on
    length = int(legal) if agreed is None else agreed
    working = agreed is not None and terms.notice_in_working_days
    ends = working_days_later(made_on, length) if working else made_on + timedelta(days=length)
    return Start(
        right_from(case, rules),
        ends,
        terms.plan_before if hourly else None,
        terms.source or None,
        None if agreed is None else terms.source or None,
        made_on,
        tuple(_explain(case, terms, rules, agreed, length, working, ends)),
        tuple(_doubts(case, terms, rules, agreed, int(legal), working)),
    )


def right_from(case: Case, rules: LeaveRules) -> date:
    """The first day of the right itself, whenever it is asked for."""
    if case.parent == "father" or not case.employee:
        return case.child.start
    ended = case.compulsory_leave.mother_ended
    if ended is not None:
        return max(case.child.start, ended + timedelta(days=1))
    if case.child.entered_family:
        return case.child.start
    months = int(float(rules.figures["maternity_after_months"].periods[-1].value))
    return months_later(case.child.born, months) + timedelta(days=1)


def _explain(
    case: Case, terms: AgreedTerms, rules: LeaveRules, agreed: int | None, length: int, working: bool, ends: date
) -> Iterator[Reason]:
    made_on, earliest = italian.day(case.request.made_on), italian.day(ends)
    if agreed is None:
        key = "notice_hours" if case.request.mode == "hours" else "notice_days"
        yield rules.reason(key, days=italian.days(length), made_on=made_on, earliest=earliest)
    else:
        days = f"{length} giorni lavorativi" if working else italian.days(length)
        source = terms.source or None
        yield rules.reason(
            "notice_agreement", source=source, name=terms.name, days=days, made_on=made_on, earliest=earliest
        )


def _doubts(
    case: Case, terms: AgreedTerms, rules: LeaveRules, agreed: int | None, legal: int, working: bool
) -> Iterator[str]:
    yield rules.caution("notice_working" if working else "notice_count")
    if terms.urgent and agreed is not None:
        yield rules.caution("notice_urgent", days=terms.urgent)
    if agreed is not None and case.request.mode == "hours" and not terms.of_hours:
        yield rules.caution("notice_doubt", name=terms.name, days=italian.days(legal))
    if case.request.mode == "days" and terms.source:
        yield rules.caution("notice_days_doubt", name=terms.name)
    unknown = case.compulsory_leave.mother_ended is None and not case.child.entered_family
    young = case.today < months_later(case.child.born, 12)
    if case.parent == "mother" and case.employee and unknown and young:
        yield rules.caution("mother_end_unknown")
