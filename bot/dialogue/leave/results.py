"""The plan on one screen of a phone: the verdict first, then hours, days, leave, pay and dates. Every figure is the calculator's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from bot.dialogue.leave.calculator import Calculator
from bot.dialogue.leave.choices import Rows, answer, button, hour_options
from bot.dialogue.leave.known import (
    AGREEMENT,
    ENTERED,
    EVERY,
    GROSS,
    MINE,
    PATTERN,
    PER_DAY,
    THEIRS,
    UNKNOWN,
    USED,
    Known,
    in_days,
    is_employee,
    told,
)
from bot.dialogue.leave.spoken import SHOWN_DATES, dates, day, days_of_leave, named_weekdays, text
from bot.dialogue.turn import Turn, row, show
from bot.knowledge.leave import LeaveRules
from bot.model.reply import Choice, Line, Message
from bot.model.time import italian_day
from bot.rules.leave import Case, Verdict, italian
from bot.rules.leave.pay import FIGURES as PAY_FIGURES
from bot.rules.leave.pay import PaidPeriod

SOURCES_SHOWN = 2
INSTEAD = 2
"""Steps of an answer for work without hours: why not, and what is left instead, if what was used is known."""
ONLY_DAYS = ("gestione_separata", "self_employed", "security_defence_fire")
"""Who has whole days but no hours."""
PERIODS_SHOWN = 3
TWINS = "F-CP-15"
"""The rule by which the months are for each child."""
AGREEMENT_DOUBTS = ("no_agreement", "rule_not_found", "rule_not_read", "rule_not_known")
FIGURES = (
    *PAY_FIGURES,
    *("hourly_legal_share", "notice_hours", "notice_days", "child_age_limit", "days_in_a_month", "mother_months"),
    *("father_months", "father_months_bonus", "father_threshold_months", "couple_months", "couple_months_bonus"),
)
"""What a plan depends on: the oldest day of their verification is shown."""


def first_screen(turn: Turn, calculator: Calculator, known: Known) -> Message:
    """The answer to the plan; what there is no leave for is said with its reason."""
    case, verdict = calculator.case(known), calculator.verdict(known)
    if calculator.settled(known):
        return _no_leave(turn, calculator, known, case, verdict)
    groups = [
        _verdict(turn, known, verdict),
        _hours_and_days(turn, known, case, verdict),
        _leave(turn, calculator, case, verdict),
        _pay(turn, verdict),
        _when(turn, calculator, known, case, verdict),
        _beside(turn, calculator, known),
        _doubts(turn, calculator, known, verdict),
    ]
    lines = [Line("text", {"text": "\n".join(group)}) for group in map(list, groups) if group]
    return Message((*lines, source(turn, calculator, case, verdict)), _buttons(turn, calculator, known, verdict))


def _no_leave(turn: Turn, calculator: Calculator, known: Known, case: Case, verdict: Verdict) -> Message:
    """The work has no such leave, or the child is too old."""
    if not verdict.barred and is_employee(known):
        limit = calculator.rules.number("child_age_limit", calculator.today) or 0
        why = text(turn, "plan_too_old", age=italian.number(limit))
    else:
        why = "\n".join(one.text for one in verdict.reasons[: INSTEAD if verdict.barred and USED in known else 1])
    only_days = not in_days(known) and case.category in ONLY_DAYS
    no = text(turn, "plan_no_hourly" if only_days else "plan_no_leave")
    lines: list[Line] = [Line("text", {"text": f"{no}\n{why}"})]
    rows: list[tuple[Choice, ...]] = []
    if only_days:
        rows.append(row(answer(text(turn, "plan_as_days"), mode="days")))
    if is_employee(known) and told(known, ENTERED) is None and not verdict.barred:
        rows.append(row(button("ask entered", text(turn, "plan_add_entered"))))
    rows += [row(button("change", text(turn, "plan_change")), _helpdesk(turn))]
    return Message((*lines, source(turn, calculator, case, verdict)), tuple(rows))


def source(turn: Turn, calculator: Calculator, case: Case, verdict: Verdict) -> Line:
    """Where it stands and when it was verified, as under every answer."""
    sources = list(dict.fromkeys(one.source for one in verdict.reasons))
    shown = sources[:SOURCES_SHOWN] + ([text(turn, "plan_more_sources")] if len(sources) > SOURCES_SHOWN else [])
    return Line("plan_source", {"sources": "; ".join(shown), "day": italian_day(verified(calculator.rules, case))})


def verified(rules: LeaveRules, case: Case) -> date:
    """The oldest day on which a figure of the plan, or its agreement, was verified."""
    first = (case.dates or (case.request.made_on,))[0]
    days = [
        found.verified_on for name in FIGURES if (found := rules.period(name, first) or rules.period(name, case.today))
    ]
    agreement = rules.agreement(case.agreement) if isinstance(case.agreement, str) else None
    if agreement is not None and (rule := agreement.rule(first)) is not None:
        days.append(rule.verified_on)
    return min(days)


# --- one group of lines each ---


def _verdict(turn: Turn, known: Known, verdict: Verdict) -> Iterator[str]:
    kind = "days" if in_days(known) else "hours"
    yield text(turn, f"plan_{verdict.allowed}_{kind}")
    if verdict.allowed == "no":
        yield main_refusal(verdict)


def main_refusal(verdict: Verdict) -> str:
    """What stands against most of the days."""
    reasons = Counter(one.reason for one in verdict.dates_refused)
    return reasons.most_common(1)[0][0] if reasons else verdict.reasons[0].text


def _hours_and_days(turn: Turn, known: Known, case: Case, verdict: Verdict) -> Iterator[str]:
    if not in_days(known):
        yield from _hours(turn, known, verdict)
    if verdict.dates_allowed:
        days = list(verdict.dates_allowed)
        pattern = told(known, PATTERN)
        which = f" ({named_weekdays(pattern)})" if pattern and pattern != EVERY else ""
        yield text(turn, "plan_days", days=f"{dates(days)}{which}")
    if verdict.dates_allowed and verdict.dates_refused:
        yield from _refused(turn, verdict)


def _refused(turn: Turn, verdict: Verdict) -> Iterator[str]:
    """Which days are left out, and the reason of most of them."""
    refused = [one.day for one in verdict.dates_refused]
    if len(refused) <= SHOWN_DATES:
        yield text(turn, "plan_refused", dates=dates(refused))
    else:
        yield text(turn, "plan_refused_many", count=str(len(refused)), first=day(refused[0]))
    alone = len({one.reason for one in verdict.dates_refused}) == 1
    yield main_refusal(verdict) if alone else text(turn, "plan_mostly", reason=main_refusal(verdict))


def _hours(turn: Turn, known: Known, verdict: Verdict) -> Iterator[str]:
    options = verdict.hours_options or ()
    if not options and verdict.hours_per_day is None:
        yield text(turn, "plan_no_measure")
        return
    if verdict.hours_per_day is not None and verdict.dates_allowed:
        yield text(turn, "plan_hours", hours=italian.hours(verdict.hours_per_day))
    if len(options) > 1:
        yield text(turn, "plan_options", options=listed_or([italian.hours(one) for one in options]))
    elif options and not verdict.dates_allowed:
        yield text(turn, "plan_only_option", hours=italian.hours(options[0]))


def listed_or(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} o {names[-1]}"


def _leave(turn: Turn, calculator: Calculator, case: Case, verdict: Verdict) -> Iterator[str]:
    month = calculator.month()
    if verdict.dates_allowed:
        used = {"before": italian.days(case.own_used), "days": italian.days(verdict.days_used)}
        yield text(turn, "plan_uses_more" if case.own_used else "plan_uses", **used)
    if verdict.usable_left is not None:
        yield text(
            turn,
            "plan_left" if verdict.dates_allowed else "plan_left_now",
            days=days_of_leave(verdict.usable_left, month),
        )
    if verdict.other_usable_left is not None:
        yield text(turn, "plan_other_left", days=days_of_leave(verdict.other_usable_left, month))
    if verdict.usable_left and verdict.other_usable_left:
        yield text(turn, "plan_shared_cap")
    if case.child.twin:
        yield from (one.text for one in verdict.reasons if one.rule == TWINS)


def _pay(turn: Turn, verdict: Verdict) -> Iterator[str]:
    periods = verdict.pay()
    if not periods:
        return
    for period in periods[:PERIODS_SHOWN]:
        yield text(turn, "plan_pay", what=paid(turn, period))
    if len(periods) > PERIODS_SHOWN:
        yield text(turn, "plan_pay_more")
    if any(period.amount is not None for period in periods):
        yield text(turn, "plan_pay_estimate")


def paid(turn: Turn, period: PaidPeriod) -> str:
    """ "12,5 giorni all'80%, 1.040 euro lordi"."""
    days = italian.days(period.leave)
    if period.rate is None:
        return text(turn, "plan_rate_unknown", days=days)
    key = {0: "plan_rate_0", 100: "plan_rate_100", 80: "plan_rate_80"}.get(period.rate, "plan_rate")
    said = text(turn, key, days=days, rate=str(period.rate))
    if period.amount is not None and period.rate:
        said += text(turn, "plan_amount", euro=italian.euro(period.amount))
    return said


def _when(turn: Turn, calculator: Calculator, known: Known, case: Case, verdict: Verdict) -> Iterator[str]:
    if verdict.earliest_start is not None and is_employee(known):
        today = case.request.made_on == calculator.today
        told_on = (
            text(turn, "plan_telling_today") if today else text(turn, "plan_telling", day=day(case.request.made_on))
        )
        yield text(turn, "plan_earliest", telling=told_on, day=day(verdict.earliest_start))
        if verdict.undisputed_start is not None:
            yield text(turn, "plan_earliest_safe", day=day(verdict.undisputed_start))
    if verdict.plan_deadline is not None:
        yield text(turn, "plan_deadline", day=day(verdict.plan_deadline))
    if verdict.last_possible_day is not None:
        yield text(turn, "plan_last_day", day=day(verdict.last_possible_day))


def _beside(turn: Turn, calculator: Calculator, known: Known) -> Iterator[str]:
    if not in_days(known) and (never := calculator.not_beside(known)):
        yield text(turn, "plan_not_beside", what=", ".join(text(turn, f"plan_beside_{one}").lower() for one in never))


def _doubts(turn: Turn, calculator: Calculator, known: Known, verdict: Verdict) -> Iterator[str]:
    """That the contract's rule is not known is said here; other doubts stand behind a button."""
    rules = calculator.rules
    agreement = rules.agreement(told(known, AGREEMENT) or "")
    name = agreement.short if agreement else ""
    said = [rules.caution(key, name=name) for key in AGREEMENT_DOUBTS]
    if not in_days(known):
        yield from (one for one in verdict.cautions if one in said)
    if UNKNOWN in (known.get(USED), known.get(MINE), known.get(THEIRS)):
        yield text(turn, "plan_used_unknown")
    if verdict.cautions:
        yield text(
            turn,
            "plan_doubts_count" if len(verdict.cautions) > 1 else "plan_doubt_count",
            count=str(len(verdict.cautions)),
        )


# --- buttons ---


def _buttons(turn: Turn, calculator: Calculator, known: Known, verdict: Verdict) -> Rows:
    rows: list[tuple[Choice, ...]] = []
    options = verdict.hours_options or ()
    if not verdict.dates_allowed and told(known, PER_DAY) and options and not in_days(known):
        rows += hour_options(turn, calculator, known)
    rows.append(row(button("why 1", text(turn, "plan_why")), button("doubts 1", text(turn, "plan_doubts"))))
    if verdict.dates_allowed:
        add_pay = is_employee(known) and GROSS not in known
        pay = (
            button("ask gross", text(turn, "plan_add_pay"))
            if add_pay
            else button("pay 1", text(turn, "plan_pay_months"))
        )
        rows.append(row(pay, button("compare", text(turn, "plan_compare"))))
    if verdict.dates_refused:
        rows.append(row(button("refused 1", text(turn, "plan_see_refused"))))
    if verdict.dates_allowed:
        rows.append(
            row(
                button("paper plan_calendar", text(turn, "plan_calendar")),
                button("paper plan_dates", text(turn, "plan_ics")),
            )
        )
        rows.append(
            row(button("paper plan_notice", text(turn, "plan_notice")), button("save", text(turn, "plan_save")))
        )
    rows.append(row(button("change", text(turn, "plan_change")), button("more", text(turn, "plan_add"))))
    rows.append(row(_helpdesk(turn)))
    return tuple(rows)


def _helpdesk(turn: Turn) -> Choice:
    return show("trova-sportello")
