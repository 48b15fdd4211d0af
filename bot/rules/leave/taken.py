"""What of a request may be taken, day by day, in hours or in whole days.

Interpretations:
- A date is allowed only as it was asked for: with a wrong number of hours, or an impossible same-day combination, none
  is. `hours` still says what could be taken: the half of the law, or the value asked if the agreement has it.
- Without hours in the request, the law's half, or the smallest measure of the agreement (with a caution).
- Hours of a calendar month that miss the agreement's minimum or whole days are refused as a month. An odd half-day
  under the law, or hours that make no whole day where nothing asks for it, are only a caution (F-HP-17).
- Leave that runs out refuses the later dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bot.knowledge.leave import LeaveRules, Reason
from bot.rules.leave import italian
from bot.rules.leave.case import Case
from bot.rules.leave.dates import Counted, Sieve, Week, count_period, touching
from bot.rules.leave.hours import MINUTE, HourRule, Ruled, exactly
from bot.rules.leave.limits import Limits, cap_key, in_months, past_age
from bot.rules.leave.notice import Start
from bot.rules.leave.same_day import beside


@dataclass(frozen=True, slots=True)
class Setting:
    """All that is settled before the dates are looked at."""

    case: Case
    rules: LeaveRules
    ruled: Ruled
    within: Limits
    start: Start
    week: Week
    left: Fraction
    """Days of leave before the request."""
    last: date | None
    """The last day that the child's age allows."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What of the request may be taken."""

    counted: tuple[Counted, ...]
    """Each calendar day that consumes leave."""
    allowed: tuple[date, ...]
    refused: dict[date, Reason]
    reasons: tuple[Reason, ...] = ()
    cautions: tuple[str, ...] = ()
    hours: Fraction | None = None
    """Of one day, as it may be taken."""
    options: tuple[Fraction, ...] | None = None
    hours_used: Fraction | None = None
    barred: bool = False
    """This work has no leave by the hour."""

    @property
    def leave(self) -> Fraction:
        """Days of leave in all."""
        return _total(self.counted)


def in_hours(setting: Setting, rule: HourRule) -> Taken:
    """The request in hours: the measure, what else there is that day, then the days, the months and what is left."""
    case, rules, options = setting.case, setting.rules, rule.options()
    hours = _measure(case, rule, options)
    together = beside(case, rule, rules)
    against = [] if hours else [_not_as_asked(setting, rule)]
    against += [] if together.possible else together.reasons[:1]
    reasons = (*against, *setting.ruled.reasons, *together.reasons)
    cautions = (*setting.ruled.cautions, *_measure_taken(setting, rule, options), *_whole_shift(setting, rule, hours))
    sieve = Sieve(case, rules, setting.within, setting.start, setting.week)
    refused = {day: why for day in case.dates if (why := sieve.refusal(day, hours or Fraction(0), rule))}
    open_days = [day for day in case.dates if day not in refused]
    if hours is None or against:
        refused |= dict.fromkeys(open_days, against[0])
        possible = rule.nearest(exactly(case.request.hours_per_day or 0)) if hours is None else hours
        return Taken((), (), refused, reasons, cautions, possible, options, Fraction(0))
    fitting = _as_the_months_allow(setting, rule, hours, open_days, refused)
    if fitting:
        reasons += tuple(_count_reason(setting, rule, hours, len(fitting)))
        cautions += tuple(_uneven_months(setting, rule, hours, fitting))
    counted = tuple(Counted(day, rule.uses(hours)) for day in fitting)
    return Taken(counted, fitting, refused, reasons, cautions, hours, options, hours * len(fitting))


def none_by_the_hour(setting: Setting, why: Reason) -> Taken:
    """Nothing by the hour, and what there is by days: `setting` holds the request as one of whole days."""
    case, rules, frame = setting.case, setting.rules, setting.within.frame
    over = setting.last is None or max(case.today, case.request.made_on) > setting.last
    if over:
        instead = past_age(case, frame, rules)
    else:
        left = in_months(setting.left, setting.within.month)
        cap = rules.texts.reasons[cap_key(case, frame)]
        last = italian.day(setting.last or case.today)
        instead = rules.reason("only_days", rule=cap.rule, source=cap.source, left=left, last=last)
    nothing = Fraction(0)
    return Taken((), (), dict.fromkeys(case.dates, why), (instead,), (), nothing, (), nothing, barred=True)


def _measure(case: Case, rule: HourRule, options: Sequence[Fraction]) -> Fraction | None:
    """Hours of a day as the rule has them: those asked for, or the smallest; None if it has not."""
    wanted = case.request.hours_per_day
    if wanted is None:
        return options[0] if options else None
    hours = rule.admits(exactly(wanted))
    return hours if hours is not None and rule.fits(hours, max(rule.average, _longest_day(case))) else None


def _longest_day(case: Case) -> Fraction:
    """The longest day of the schedule: hours that do not fit an average day may fit that one."""
    return max((exactly(hours) for hours in (case.schedule or {}).values()), default=Fraction(0))


def _measure_taken(setting: Setting, rule: HourRule, options: Sequence[Fraction]) -> Iterator[str]:
    untold = setting.case.request.hours_per_day is None and rule.by == "agreement"
    if untold and options and (len(options) > 1 or not rule.exact):
        yield setting.rules.caution("option_taken", hours=italian.hours(options[0]))


def _whole_shift(setting: Setting, rule: HourRule, hours: Fraction | None) -> Iterator[str]:
    if rule.whole_shift and hours is not None and hours >= rule.average:
        yield setting.rules.caution("whole_shift")


def _as_the_months_allow(
    setting: Setting, rule: HourRule, hours: Fraction, open_days: Sequence[date], refused: dict[date, Reason]
) -> tuple[date, ...]:
    """The days that remain within what is left and in good months; the others are added to `refused`."""
    most = int(setting.left / rule.uses(hours))
    while bad := _bad_months(setting, rule, hours, open_days[:most]):
        refused |= {day: bad[_month(day)] for day in open_days if _month(day) in bad}
        open_days = [day for day in open_days if day not in refused]
    if open_days[most:]:
        refused |= dict.fromkeys(open_days[most:], _over(setting))
    return tuple(open_days[:most])


def _not_as_asked(setting: Setting, rule: HourRule) -> Reason:
    asked = italian.hours(setting.case.request.hours_per_day or (rule.exact or (rule.least or 1,))[0])
    if rule.by == "law":
        return setting.rules.reason("legal_not_as_asked", asked=asked, half=italian.hours(rule.exact[0]))
    fact = rule.facts[0] if rule.facts else None
    return setting.rules.reason(
        "contract_not_as_asked",
        rule=fact,
        source=rule.source or None,
        asked=asked,
        name=rule.name,
        options=rule.in_words(),
    )


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _by_month(days: Iterable[date]) -> dict[tuple[int, int], list[date]]:
    months: dict[tuple[int, int], list[date]] = {}
    for day in days:
        months.setdefault(_month(day), []).append(day)
    return months


def _bad_months(
    setting: Setting, rule: HourRule, hours: Fraction, days: Sequence[date]
) -> dict[tuple[int, int], Reason]:
    """Months whose hours the agreement does not accept, with why."""
    bad: dict[tuple[int, int], Reason] = {}
    fact, source = (rule.facts[0] if rule.facts else None), rule.source or None
    for month, uses in _by_month(days).items():
        total = hours * len(uses)
        if rule.month_least is not None and total < rule.month_least - MINUTE:
            least = italian.hours(rule.month_least)
            bad[month] = setting.rules.reason("month_minimum", rule=fact, source=source, name=rule.name, least=least)
        elif rule.whole_days and not _whole(total, rule.day_hours):
            near = max(1, round(rule.uses(total)))
            example = " o ".join(italian.hours(rule.day_hours * count) for count in (near, near + 1))
            whole = italian.hours(rule.day_hours)
            bad[month] = setting.rules.reason(
                "whole_days", rule=fact, source=source, name=rule.name, day_hours=whole, example=example
            )
    return bad


def _whole(total: Fraction, of_day: Fraction) -> bool:
    """The hours make whole days, to the minute."""
    return abs(total - round(total / of_day) * of_day) <= MINUTE


def _count_reason(setting: Setting, rule: HourRule, hours: Fraction, uses: int) -> Iterator[Reason]:
    total, rules = hours * uses, setting.rules
    used = italian.days(rule.uses(total))
    if rule.by == "law":
        times = "volta fa" if uses == 1 else "volte fanno"
        yield rules.reason("legal_count", uses=uses, times=times, days=used)
    elif rule.month_hours is not None:
        yield rules.reason(
            "contract_count_month",
            source=rule.source or None,
            hours=italian.hours(total),
            month_hours=italian.hours(rule.month_hours),
            month_days=italian.number(setting.within.month),
            days=used,
        )
    else:
        of_day = italian.hours(rule.day_hours)
        yield rules.reason(
            "contract_count", source=rule.source or None, hours=italian.hours(total), day_hours=of_day, days=used
        )
    yield rules.reason("not_extra")


def _uneven_months(setting: Setting, rule: HourRule, hours: Fraction, days: Sequence[date]) -> Iterator[str]:
    """Months whose hours make no whole days, where nothing forbids it (F-HP-17)."""
    of_day = rule.day_hours if rule.month_hours is None else rule.average
    uneven = [uses for uses in _by_month(days).values() if not _whole(hours * len(uses), of_day)]
    if uneven:
        months = ", ".join(italian.month(uses[0]) for uses in uneven)
        rest = italian.hours(hours * len(uneven[0]) % of_day)
        key = "odd_halves" if rule.by == "law" else "fractions"
        yield setting.rules.caution(key, months=months, left=rest)


def _over(setting: Setting) -> Reason:
    key = "cap_over" if setting.within.frame == "couple" else "cap_over_own"
    return setting.rules.reason(key, left=italian.days(setting.left))


def in_days(setting: Setting) -> Taken:
    """The request in whole days: periods with what lies between, as far as the leave lasts."""
    case, rules, dates = setting.case, setting.rules, setting.case.dates
    sieve = Sieve(case, rules, setting.within, setting.start, setting.week)
    refused = {day: why for day in dates if (why := sieve.refusal(day, None, None))}
    open_days = [day for day in dates if day not in refused]
    spans = list(touching(open_days, setting.week))
    idle = [day for day in open_days if not any(first <= day <= last for first, last in spans)]
    refused |= {day: rules.reason("nothing_to_leave") for day in idle}
    open_days = [day for day in open_days if day not in refused]
    fitting = _as_far_as_it_lasts(setting, open_days)
    counted = tuple(_count(setting, fitting))
    taken = {one.day for one in counted}.intersection(fitting)
    refused |= {day: _over(setting) for day in open_days if day not in taken}
    allowed = tuple(sorted(taken))
    reasons: list[Reason] = []
    if len(counted) > sum(setting.week.works(one.day) for one in counted):
        reasons.append(rules.reason("weekends_count", days=italian.days(_total(counted))))
    if any(one.leave != 1 for one in counted):
        reasons.append(rules.reason("months_are_30", month_days=italian.number(setting.within.month)))
    if fitting and any(fitting[0] < day < fitting[-1] for day in case.absent):
        reasons.append(rules.reason("between"))
    cautions = [rules.caution("weekend_after")] if counted else []
    return Taken(counted, allowed, refused, tuple(reasons), tuple(cautions))


def _count(setting: Setting, days: Sequence[date]) -> Iterator[Counted]:
    for first, last in touching(days, setting.week):
        yield from count_period(first, last, setting.within.month)


def _total(counted: Iterable[Counted]) -> Fraction:
    return sum((one.leave for one in counted), Fraction(0))


def _as_far_as_it_lasts(setting: Setting, days: Sequence[date]) -> Sequence[date]:
    """The first days whose leave does not exceed what is left; it only grows with more days."""
    enough, too_many = 0, len(days) + 1
    while too_many - enough > 1:
        half = (enough + too_many) // 2
        if _total(_count(setting, days[:half])) <= setting.left:
            enough = half
        else:
            too_many = half
    return days[:enough]
