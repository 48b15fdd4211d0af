"""From when the leave can start: notice to the employer, monthly plans, the child's arrival, the mother's own leave.

Interpretations:
- Notice is counted in calendar days from the day after it is given: two days told on the 22nd reach the 24th. Where an
  agreement counts working days: Monday to Friday without national holidays.
- For hours, an agreement's notice stands in for the law's (F-HP-13). Where it is said of leave in general (CC-09, CC-11,
  CC-13) and whether it binds hours too is not settled, no day is refused for it: the law's notice counts, both are said.
- For whole days an agreement's notice counts if it is longer than the law's. Where it goes by the length of the absence
  (CC-03), that of each period counts, weekends inside included; if it is shorter than the law's, both are said.
- A plan due 7 days before the end of the month before: for December, by the 23rd of November. Hours of a month whose
  plan is late are refused, so the earliest start is the first day of the first month that can still be planned.
- Who has no employer owes no notice: only the application before the first day.
- Without the end of maternity leave, it is taken to last three months after birth: nobody may work before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.knowledge.leave import LeaveRules, Reason
from bot.rules.calendar import month_end, months_later, working_days_later
from bot.rules.leave import italian
from bot.rules.leave.case import Case
from bot.rules.leave.hours import AgreedTerms

Periods = Sequence[tuple[date, date]]
"""First and last days."""


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
    undisputed: date | None = None
    """From here on a longer notice is kept too, of which it is not settled whether it binds."""
    of_periods: tuple[tuple[date, date, date], ...] = ()
    """First and last day of periods of whole days, and where the notice for each ends."""

    def notice_end(self, day: date) -> date:
        """The first day that notice allows to the period in which a day stands."""
        return next((ends for first, last, ends in self.of_periods if first <= day <= last), self.notice_ends)

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


def start(case: Case, terms: AgreedTerms, rules: LeaveRules, day: date, periods: Periods = ()) -> Start | None:
    """When this request can begin, by the rules of `day`; None if the notice is not known for it.

    `periods` are the first and last days of the whole days asked for.
    """
    made_on = case.request.made_on
    if not case.employee:
        return Start(right_from(case, rules), made_on, None, None, None, made_on, (rules.reason("apply_days"),), ())
    hourly = case.request.mode == "hours"
    legal = rules.number("notice_hours" if hourly else "notice_days", day)
    if legal is None:
        return None
    told = _Told(case, terms, rules, int(legal))
    if hourly or not terms.of_absences:
        agreed = terms.notice if hourly or (terms.notice or 0) > legal or not terms.source else None
        one = told.plainly(agreed)
    else:
        one = told.by_absence(periods)
    return Start(
        right_from(case, rules),
        one.ends,
        terms.plan_before if hourly else None,
        terms.source or None,
        terms.source or None if one.by_agreement else None,
        made_on,
        one.reasons,
        (*one.cautions, *_doubts(case, rules)),
        one.undisputed,
        one.of_periods,
    )


@dataclass(frozen=True, slots=True)
class _Notice:
    """The notice of a request, and how it is told."""

    ends: date
    by_agreement: bool
    reasons: tuple[Reason, ...]
    cautions: tuple[str, ...]
    undisputed: date | None = None
    of_periods: tuple[tuple[date, date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class _Told:
    """A request as it was told to the employer, whose notice is to be found."""

    case: Case
    terms: AgreedTerms
    rules: LeaveRules
    legal: int

    def plainly(self, agreed: int | None) -> _Notice:
        """By the law, or by the one term of an agreement."""
        rules, terms = self.rules, self.terms
        hourly = self.case.request.mode == "hours"
        cautions = [rules.caution("notice_days_doubt", name=terms.name)] if not hourly and terms.source else []
        law = rules.reason(
            "notice_hours" if hourly else "notice_days",
            days=italian.days(self.legal),
            made_on=italian.day(self.case.request.made_on),
            earliest=italian.day(self._after(self.legal)),
        )
        if agreed is None:
            return _Notice(self._after(self.legal), False, (law,), (rules.caution("notice_count"), *cautions))
        working = terms.notice_in_working_days
        if terms.urgent:
            cautions.insert(0, rules.caution("notice_urgent", days=terms.urgent))
        cautions.insert(0, rules.caution("notice_working" if working else "notice_count"))
        ends, legal_ends = self._after(agreed, working), self._after(self.legal)
        if hourly and terms.disputed and ends > legal_ends:
            words = {"name": terms.name, "agreed": italian.days(agreed), "days": italian.days(self.legal)}
            doubt = rules.caution("notice_doubt", **words, safe=italian.day(ends))
            both = self._said("notice_both", None, **words, safe=italian.day(ends))
            return _Notice(legal_ends, False, (law, both), (*cautions, doubt), ends)
        days = f"{agreed} giorni lavorativi" if working else italian.days(agreed)
        key = "notice_told" if terms.told else "notice_agreement"
        return _Notice(ends, True, (self._said(key, ends, days=days, name=terms.name),), tuple(cautions))

    def by_absence(self, periods: Periods) -> _Notice:
        """By an agreement whose term depends on how long the absence is."""
        rules, terms = self.rules, self.terms
        of_periods, reasons, undisputed = [], {}, None
        cautions = [rules.caution("notice_count")]
        for first, last in periods:
            length = (last - first).days + 1
            notice = [days for least, days in terms.of_absences if least <= length][-1]
            ends = self._after(notice)
            of_periods.append((first, last, ends))
            reasons[notice] = self._said(
                "notice_absence", ends, length=italian.days(length), days=italian.days(notice), name=terms.name
            )
            if notice < self.legal:
                undisputed = undisputed or self._after(self.legal)
                words = {"name": terms.name, "agreed": italian.days(notice), "days": italian.days(self.legal)}
                cautions.append(rules.caution("notice_short", **words))
        ends = of_periods[0][2] if of_periods else self._after(self.legal)
        return _Notice(ends, True, tuple(reasons.values()), tuple(cautions), undisputed, tuple(of_periods))

    def _after(self, days: int, working: bool = False) -> date:
        made_on = self.case.request.made_on
        return working_days_later(made_on, days) if working else made_on + timedelta(days=days)

    def _said(self, key: str, ends: date | None, /, **words: str) -> Reason:
        if ends is not None:
            words |= {"made_on": italian.day(self.case.request.made_on), "earliest": italian.day(ends)}
        return self.rules.reason(key, source=self.terms.source or None, **words)


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


def _doubts(case: Case, rules: LeaveRules) -> Iterator[str]:
    unknown = case.compulsory_leave.mother_ended is None and not case.child.entered_family
    young = case.today < months_later(case.child.born, 12)
    if case.parent == "mother" and case.employee and unknown and young:
        yield rules.caution("mother_end_unknown")
