"""The rule of hours that holds for a case: that of an agreement of our list or of one told in the case, else the law's.

What an agreement of one's own says is laid over it (told.py): company, then territory, then national, then law (F-CO-11).

Interpretations:
- An agreement told in the case that gives no hours for a day or month of leave does not regulate the hours (F-HP-04).
  For an agreement of our own list that lacks the number, a day of leave is one's own average day (EX-08).
- Rules of low confidence, not read or not found count as silence (F-CC-20); what the agreement says of notice holds.
- Hours that make a day are reduced by the share of part-time (F-HP-10), also for vertical part-time, with a caution. In
  a told agreement and horizontal part-time, hours that do not exceed one's own day are taken as already reduced.
- `pro_rated` rows reduce the hours of a day if they give them, else the blocks (CC-02, CC-03 against CC-11, CC-13).
- Where an agreement counts by the month (CC-02, CC-04), the day that a month must reach is one's own day of work.
- A part of a day (Poste) is a part of the hours that make a day of leave.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from bot.knowledge.leave import LeaveRules, Reason
from bot.knowledge.leave_agreements import HourlyRule, Number, value
from bot.rules.leave import italian
from bot.rules.leave.case import Case, Terms
from bot.rules.leave.hours import WEEK_OF_DAYS, AgreedTerms, HourRule, Ruled, average_day, exactly, law, part_time
from bot.rules.leave.shares import full_week, own_share, rule_reason, scaled, weekly
from bot.rules.leave.told import laid_over, told


def hour_rule(case: Case, rules: LeaveRules, day: date) -> Ruled:
    """The rule of hours for this case as it stands on `day`, the first one asked for."""
    ruled = _of_the_contract(case, rules, day)
    return ruled if case.own_agreement is None else laid_over(ruled, case, rules, day, case.own_agreement)


def _of_the_contract(case: Case, rules: LeaveRules, day: date) -> Ruled:
    average = average_day(case)
    if average is None or rules.number("hourly_legal_share", day) is None:
        return Ruled(None, AgreedTerms())
    if isinstance(case.agreement, Terms):
        return told(case, rules, day, average, case.agreement)
    if isinstance(case.agreement, str) and (ids := rules.find(case.agreement)):
        ruled = _listed(case, rules, day, average, ids[0])
        return replace(ruled, cautions=(*_ambiguous(rules, case.agreement, ids), *ruled.cautions))
    return law(case, rules, day, average, AgreedTerms(), (rules.caution("no_agreement"),))


def barred(case: Case, ruled: Ruled, rules: LeaveRules) -> Reason | None:
    """Why this work has no leave by the hour; None if it has, or if the rules of those days are not known (F-HP-30)."""
    if not case.employee:
        return rules.reason("hourly_excluded")
    return ruled.reasons[0] if ruled.rule is None and ruled.reasons else None


def _ambiguous(rules: LeaveRules, asked: str, ids: tuple[str, ...]) -> Iterator[str]:
    if len(ids) > 1:
        names = ", ".join(found.name for id in ids if (found := rules.agreement(id)))
        yield rules.caution("ambiguous", asked=asked, names=names)


def _listed(case: Case, rules: LeaveRules, day: date, average: Fraction, id: str) -> Ruled:
    agreement = rules.agreements.by_id[id]
    said = agreement.rule(day)
    if said is None:
        caution = rules.caution("rule_not_known", name=agreement.short)
        return law(case, rules, day, average, AgreedTerms(), (caution,))
    terms = AgreedTerms(
        name=f"il contratto {agreement.short}",
        notice=_whole(said.notice_days, rules, day),
        notice_in_working_days=said.notice_in_working_days,
        urgent=_urgent(said, rules, day),
        plan_before=_whole(said.plan_days_before, rules, day),
        of_hours=said.hourly_rule == "found",
        disputed=said.notice_disputed or said.hourly_rule != "found",
        of_absences=tuple(_absences(said, rules, day)),
        caution=said.caution,
        pay=said.pay,
        facts=tuple(said.facts),
        source=said.source,
    )
    if said.hourly_rule != "found" or said.confidence == "low":
        key = "rule_not_found" if said.hourly_rule == "not_found" else "rule_not_read"
        return law(case, rules, day, average, terms, (rules.caution(key, name=agreement.short),))
    if any(value(number, rules.figures, day) is None for _, number in said.numbers() if number != "own-day"):
        caution = rules.caution("rule_not_known", name=agreement.short)
        return law(case, rules, day, average, AgreedTerms(), (caution,))
    return _by_agreement(case, rules, day, average, said, terms)


def _by_agreement(
    case: Case, rules: LeaveRules, day: date, average: Fraction, said: HourlyRule, terms: AgreedTerms
) -> Ruled:
    def known(number: Number | None) -> Fraction | None:
        found = None if number is None else value(number, rules.figures, day)
        return None if found is None else exactly(found)

    six_days = (case.days_per_week or WEEK_OF_DAYS) > WEEK_OF_DAYS and said.hours_per_day_of_leave_six_days is not None
    stated = said.hours_per_day_of_leave_six_days if six_days else said.hours_per_day_of_leave
    whole_day = None if stated in (None, "own-day") else known(stated)
    full = full_week(case, rules, day, whole_day, 6 if six_days else WEEK_OF_DAYS)
    kind = part_time(case, full)
    share = own_share(case, full) if kind != "none" else Fraction(1)
    small = kind != "none" and (limit := known(said.part_time_up_to)) is not None and weekly(case) <= limit
    blocks = [known(one) for one in (said.part_time_blocks if small and said.part_time_blocks else said.blocks)]
    sizes = [one for one in blocks if one is not None]
    if said.pro_rated and whole_day is None:
        sizes = [one * share for one in sizes]
    month_hours = known(said.hours_per_month_of_leave)
    month_hours = None if month_hours is None else month_hours * share
    of_day = average if whole_day is None else whole_day * share
    if month_hours is not None:
        of_day = month_hours / exactly(rules.known("days_in_a_month", day))
    if said.parts_of_day:
        sizes = [exactly(part) * of_day for part in said.parts_of_day]
    if six_days and said.blocks_six_days:
        sizes = [one for one in map(known, said.blocks_six_days) if one is not None]
    exact = tuple(sizes) if said.use_of_blocks == "exactly" or said.parts_of_day else ()
    if said.use_of_blocks == "multiples":
        exact = tuple(one * times for one in sizes for times in range(1, 24) if one * times < 24)
    least_days = known(said.min_days_month)
    rule = HourRule(
        "agreement",
        terms.name,
        average,
        of_day,
        exact=exact,
        least=min(sizes) if sizes and not exact else None,
        work_left=known(said.min_hours_worked_in_day),
        month_hours=month_hours,
        month_least=None if least_days is None else least_days * (of_day if month_hours is None else average),
        whole_days=said.whole_days_in_month,
        same_day=said.same_day_permits,
        whole_shift=said.whole_shift,
        facts=tuple(said.facts),
        source=said.source,
    )
    reasons = [rule_reason(rules, rule)]
    cautions = [rules.caution("rule_source", source=said.source)]
    if share != 1 and (whole_day is not None or month_hours is not None or said.pro_rated):
        if whole_day is not None:
            reasons.append(scaled(rules, case, whole_day, full, of_day))
        cautions.append(rules.caution("full_week", hours=italian.hours(full)))
        cautions += [rules.caution("vertical_share")] if kind in ("vertical", "mixed") else []
    if said.place_in_day:
        cautions.append(rules.caution("place_in_day"))
    return Ruled(rule, terms, tuple(reasons), tuple(cautions))


def _whole(number: Number | None, rules: LeaveRules, day: date) -> int | None:
    found = None if number is None else value(number, rules.figures, day)
    return None if found is None else int(found)


def _absences(said: HourlyRule, rules: LeaveRules, day: date) -> Iterator[tuple[int, int]]:
    for one in said.notice_of_absences:
        if (notice := _whole(one.notice, rules, day)) is not None:
            yield one.from_days, notice


def _urgent(said: HourlyRule, rules: LeaveRules, day: date) -> str | None:
    if said.notice_days_urgent is None:
        return None
    unit = rules.figures[said.notice_days_urgent].unit if isinstance(said.notice_days_urgent, str) else "days"
    found = value(said.notice_days_urgent, rules.figures, day)
    if found is None or unit == "hours":
        return None if found is None else italian.hours(found)
    return f"{italian.days(found)} lavorativi" if said.notice_in_working_days else italian.days(found)
