"""The plan on one screen of a phone, which a tired parent reads in ten seconds: what may be taken, when it begins, what it
costs, what to do now, and the three doubts that matter. Every figure is the calculator's; the rest stands behind buttons.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from bot.dialogue.leave import known as names
from bot.dialogue.leave.calculator import Calculator
from bot.dialogue.leave.choices import Rows, answer, button, hour_options
from bot.dialogue.leave.known import Known, in_days, is_employee, told
from bot.dialogue.leave.money import cost, paid
from bot.dialogue.leave.provenance import source
from bot.dialogue.leave.spoken import SHOWN_DATES, dates, day, days_of_leave, text, value_words
from bot.dialogue.leave.todo import now
from bot.dialogue.turn import Turn, row, show
from bot.knowledge.readability import first_sentence
from bot.model.reply import Choice, Line, Message
from bot.rules.leave import Case, Verdict, italian
from bot.rules.leave.doubts import doubts

INSTEAD = 2
"""Steps of an answer for work without hours: why not, and what is left instead, if what was used is known."""
ONLY_DAYS = ("gestione_separata", "self_employed", "security_defence_fire")
"""Who has whole days but no hours."""
PERIODS_SHOWN = 2
DOUBTS_SHOWN = 3
TWINS = "F-CP-15"
"""The rule by which the months are for each child."""


def first_screen(turn: Turn, calculator: Calculator, known: Known, tried: bool = False) -> Message:
    """The answer to the plan; what there is no leave for is said with its reason. `tried`: without what is to be done."""
    turn = turn.remembering(flow={**turn.conversation.flow, **known})
    case, verdict = calculator.case(known), calculator.verdict(known)
    if calculator.settled(known):
        return no_leave(turn, calculator, known)
    groups = [
        _verdict(turn, known, verdict),
        _taken(turn, known, verdict),
        _leave(turn, calculator, case, verdict),
        _money(turn, calculator, known),
        *([] if tried and verdict.dates_allowed else [_when(turn, calculator, known, case, verdict)]),
        *([] if tried else [_doubts(turn, calculator, known, verdict)]),
    ]
    lines = [Line("text", {"text": "\n".join(group)}) for group in map(list, groups) if group]
    return Message((*lines, source(turn, calculator, known)), buttons(turn, calculator, known, verdict))


def recap(turn: Turn, calculator: Calculator, known: Known) -> Message:
    """The plan in a few lines, for whoever has just read it and comes back."""
    turn = turn.remembering(flow={**turn.conversation.flow, **known})
    case, verdict = calculator.case(known), calculator.verdict(known)
    if calculator.settled(known) or not verdict.dates_allowed:
        return first_screen(turn, calculator, known)
    said = [text(turn, "plan_recap"), *_taken(turn, known, verdict), next(_leave(turn, calculator, case, verdict))]
    rows = (*buttons(turn, calculator, known, verdict), row(button("whole", text(turn, "plan_see_whole"))))
    return Message((Line("text", {"text": "\n".join(said)}),), rows)


def no_leave(turn: Turn, calculator: Calculator, known: Known) -> Message:
    """The work has no such leave, or the child is too old."""
    case, verdict = calculator.case(known), calculator.verdict(known)
    if not verdict.barred and is_employee(known):
        limit = calculator.rules.number("child_age_limit", calculator.today) or 0
        why = text(turn, "plan_too_old", age=italian.number(limit))
    else:
        why = "\n".join(one.text for one in verdict.reasons[: INSTEAD if verdict.barred and names.USED in known else 1])
    only_days = not in_days(known) and case.category in ONLY_DAYS
    no = text(turn, "plan_no_hourly" if only_days else "plan_no_leave")
    rows: list[tuple[Choice, ...]] = []
    if only_days:
        rows.append(row(answer(text(turn, "plan_as_days"), mode="days")))
    if is_employee(known) and told(known, names.ENTERED) is None and not verdict.barred:
        rows.append(row(button("ask entered", text(turn, "plan_add_entered"))))
    rows += [row(button("change", text(turn, "plan_change")), show("trova-sportello"))]
    return Message((Line("text", {"text": f"{no}\n{why}"}), source(turn, calculator, known)), tuple(rows))


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


def _taken(turn: Turn, known: Known, verdict: Verdict) -> Iterator[str]:
    """Hours, days, and which of them cannot be."""
    if not in_days(known):
        yield from _hours(turn, known, verdict)
    if verdict.dates_allowed:
        which = ", ".join(pattern_words(turn, known))
        yield text(turn, "plan_days", days=f"{dates(list(verdict.dates_allowed))}{f' ({which})' if which else ''}")
    if verdict.dates_allowed and verdict.dates_refused:
        yield from _refused(turn, verdict)


def pattern_words(turn: Turn, known: Known) -> Iterator[str]:
    """ "martedì e giovedì", "a settimane alterne"."""
    if (pattern := told(known, names.PATTERN)) and pattern != names.EVERY:
        yield value_words(turn, known, names.PATTERN) or ""
    if each := value_words(turn, known, names.EACH):
        yield each


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
        time = value_words(turn, known, names.TIME)
        yield text(
            turn,
            "plan_hours_at" if time else "plan_hours",
            hours=italian.hours(verdict.hours_per_day),
            time=time or "",
        )
    if len(options) > 1 and (verdict.allowed == "no" or not verdict.dates_allowed):
        yield text(turn, "plan_options", options=listed_or([italian.hours(one) for one in options]))
    elif options and not verdict.dates_allowed:
        yield text(turn, "plan_only_option", hours=italian.hours(options[0]))


def listed_or(options: list[str]) -> str:
    return options[0] if len(options) == 1 else f"{', '.join(options[:-1])} o {options[-1]}"


def _leave(turn: Turn, calculator: Calculator, case: Case, verdict: Verdict) -> Iterator[str]:
    month = calculator.month()
    left = None if verdict.usable_left is None else days_of_leave(verdict.usable_left, month)
    if verdict.dates_allowed:
        used = {"before": italian.days(case.own_used), "days": italian.days(verdict.days_used)}
        said = text(turn, "plan_uses_more" if case.own_used else "plan_uses", **used)
        yield f"{said} {text(turn, 'plan_left', days=left)}" if left is not None else said
    elif left is not None:
        yield text(turn, "plan_left_now", days=left)
    if verdict.other_usable_left is not None:
        key = "plan_other_left_shared" if verdict.usable_left and verdict.other_usable_left else "plan_other_left"
        yield text(turn, key, days=days_of_leave(verdict.other_usable_left, month))
    if case.child.twin:
        yield from (one.text for one in verdict.reasons if one.rule == TWINS)


def _money(turn: Turn, calculator: Calculator, known: Known) -> Iterator[str]:
    periods = calculator.verdict(known).pay()
    if not periods:
        return
    for period in periods[:PERIODS_SHOWN]:
        yield text(turn, "plan_pay", what=paid(turn, period))
    if len(periods) > PERIODS_SHOWN:
        yield text(turn, "plan_pay_more")
    yield from cost(turn, calculator, known)


def _when(turn: Turn, calculator: Calculator, known: Known, case: Case, verdict: Verdict) -> Iterator[str]:
    """The first day that the notice allows, where it is not kept or is the very first of the plan; then what to do."""
    first = verdict.dates_allowed[0] if verdict.dates_allowed else None
    earliest, today = verdict.earliest_start, case.request.made_on == calculator.today
    if (
        earliest is not None
        and is_employee(known)
        and (first is None or first <= earliest or _too_early(verdict, earliest))
    ):
        telling = text(turn, "plan_telling_today" if today else "plan_telling", day=day(case.request.made_on))
        yield text(turn, "plan_earliest", telling=telling, day=day(earliest))
        if verdict.undisputed_start is not None:
            yield text(turn, "plan_earliest_safe", day=day(verdict.undisputed_start))
    if first is not None:
        yield from now(turn, calculator, known)
    elif verdict.plan_deadline is not None:
        yield text(turn, "plan_deadline", day=day(verdict.plan_deadline))
    last = verdict.last_possible_day
    if last is not None and (near := _near(calculator.today, last)):
        yield text(turn, "plan_last_day", day=day(last), near=str(near))


def _too_early(verdict: Verdict, earliest: date) -> bool:
    """Some of the days asked for are refused because the notice is not kept."""
    return any(one.day < earliest for one in verdict.dates_refused)


def _near(today: date, last: date) -> bool:
    """Within half a year: later the age of the child hurries nobody."""
    return (last - today).days <= 183


def _doubts(turn: Turn, calculator: Calculator, known: Known, verdict: Verdict) -> Iterator[str]:
    """The three that matter most, in a sentence each; the others stand behind a button."""
    found = doubts(verdict, calculator.rules.texts)
    found = [one for one in found if not (in_days(known) and one.group == "contract")]
    shown: list[str] = []
    if names.UNKNOWN in (known.get(names.USED), known.get(names.MINE), known.get(names.THEIRS)):
        shown.append(text(turn, "plan_used_unknown"))
    agreement = calculator.rules.agreement(told(known, names.AGREEMENT) or "")
    for doubt in found:
        short = f"plan_short_{doubt.key}"
        known_short = short in turn.knowledge.words["it"]
        said = (
            text(turn, short, name=agreement.short if agreement else "") if known_short else first_sentence(doubt.text)
        )
        shown.append(said)
    if not shown:
        return
    yield text(turn, "plan_doubts_lead")
    yield from (f"• {one}" for one in shown[:DOUBTS_SHOWN])
    if (more := len(shown) - DOUBTS_SHOWN) > 0:
        yield text(turn, "plan_doubts_more" if more > 1 else "plan_doubt_more", count=str(more))


# --- buttons ---


def buttons(turn: Turn, calculator: Calculator, known: Known, verdict: Verdict) -> Rows:
    """Five at most where the plan can be done."""
    rows: list[tuple[Choice, ...]] = []
    options = verdict.hours_options or ()
    if not verdict.dates_allowed and told(known, names.PER_DAY) and options and not in_days(known):
        rows += hour_options(turn, calculator, known)
    if verdict.dates_allowed:
        rows.append(row(button("papers", text(turn, "plan_papers"))))
        add_pay = is_employee(known) and names.GROSS not in known
        wanted = ("ask gross", "plan_add_pay") if add_pay else ("pay 1", "plan_pay_months")
        rows.append(row(button(wanted[0], text(turn, wanted[1])), button("compare", text(turn, "plan_compare"))))
    elif verdict.dates_refused:
        rows.append(row(button("refused 1", text(turn, "plan_see_refused"))))
    rows.append(row(button("doubts 1", text(turn, "plan_why_and_doubts"))))
    rows.append(row(button("change", text(turn, "plan_change"))))
    if not verdict.dates_allowed:
        rows.append(row(show("trova-sportello")))
    return tuple(rows)
