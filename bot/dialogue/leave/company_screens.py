"""What a company reads of a request of leave: the result, and what stands behind its buttons.

Every figure comes from the assessment (bot/rules/leave/company.py); what the law asks of a company stands in the entries of the
knowledge base, which are shown whole with their sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from bot.dialogue.answers.echo import WEEKDAYS
from bot.dialogue.turn import Turn
from bot.knowledge.leave import Reason
from bot.model.reply import EntryCard, Line, Part
from bot.model.time import italian_day
from bot.rules.leave import italian
from bot.rules.leave.company import Assessment, MissingDays
from bot.rules.leave.verdict import Refused

ENTRIES = {
    "reply": ("ore-azienda", False),
    "agree": ("piano-personalizzato-azienda", False),
    "payroll": ("ore-azienda", True),
    "refusal": ("ore-rifiuto-azienda", False),
}
"""Section -> the entry that it shows, and whether its details."""
NOTICE_ENTRY = "ore-preavviso-azienda"
WHOLE_DAYS_ENTRY = "congedo-preavviso-azienda"
"""What to do and by when, for days that are not taken by the hour."""
PUBLIC_ENTRY = "ore-pubblico-azienda"
"""Public bodies get the application themselves; codes and recovery of the INPS are not theirs."""
SECTIONS = ("reply", "papers", "money", "cover", "agree", "payroll", "refusal", "why")
SECTIONS_OF_WHOLE_DAYS = ("reply", "papers", "money", "cover", "refusal", "why")
"""The entries on monthly agreements and payroll codes speak of hours."""
THE_RIGHT = ("F-HP-29", "F-HP-13", "F-CP-31")
"""The rules of the right itself and of its notice."""
SOURCES = 2
MOST_DAYS = 6
"""Days that a line lists."""
LINES = 8
"""Lines of one page of absences."""


def sections(told: Assessment) -> tuple[str, ...]:
    shown = SECTIONS if told.asked.mode == "hours" else SECTIONS_OF_WHOLE_DAYS
    return tuple(name for name in shown if not (name == "payroll" and told.asked.public))


def result(turn: Turn, told: Assessment, what: str) -> tuple[Part, ...]:
    """The first screen of a request that the company described."""
    parts = [Line(f"plan_company_{told.allowed}"), Line("plan_company_case", {"what": what})]
    age = "…" if told.age_limit is None else str(told.age_limit)
    supposed = Line("plan_company_supposed", {"age": age})
    return (*parts, *_figures(turn, told), *doubts(told), supposed, _provenance(turn, told))


def shared(turn: Turn, told: Assessment, what: str) -> tuple[Part, ...]:
    """The first screen of a plan that was shared by a link."""
    parts: list[Part] = [Line("plan_shared_view", {"what": what}), _cover(turn, told.cover(), 1)]
    if cover_pages(told) > 1:
        parts.append(Line("plan_company_cover_rest"))
    if told.allowed == "yes" and told.earliest:
        values = {"asked": italian.day(told.asked.told_on), "day": italian.day(told.earliest)}
        parts += [Line("plan_shared_in_order", values)]
    else:
        parts += _figures(turn, told)
    return (*parts, *doubts(told), _provenance(turn, told))


def section(turn: Turn, name: str, told: Assessment, page: int = 1) -> tuple[Part, ...]:
    """What stands behind a button of the result."""
    match name:
        case "cover":
            return (_cover(turn, told.cover(), page),)
        case "why":
            return tuple(_why(turn, told))
        case "reply":
            return (_reply(turn, told), *doubts(told), *_options(told), EntryCard(_reply_entry(told)))
        case _:
            entry, details = ENTRIES[name]
            return (EntryCard(entry, details),)


def cover_pages(told: Assessment) -> int:
    return max(1, -(-len(told.cover()) // LINES))


def _figures(turn: Turn, told: Assessment) -> Iterator[Part]:
    if told.allowed != "no" and told.hours_per_day and told.asked.mode == "hours":
        yield Line("plan_company_day_hours", {"hours": italian.hours(told.hours_per_day)})
    if told.refused:
        lines = [_refused_line(turn, told, reason, days) for reason, days in _by_reason(told.refused)]
        key = "plan_company_not_counted" if told.allowed == "yes" else "plan_company_refused"
        yield Line(key, {"lines": "\n".join(lines)})
    yield from _options(told)
    if told.earliest and (told.notice_short or told.allowed == "yes"):
        yield Line("plan_company_earliest", {"day": italian.day(told.earliest)})
    if told.plan_deadline:
        yield Line("plan_company_deadline", {"day": italian.day(told.plan_deadline)})


def doubts(told: Assessment) -> Iterator[Line]:
    """What may turn the answer round stands beside it, not behind a button."""
    if told.decisive:
        yield Line("plan_company_check", {"doubts": " ".join(told.decisive)})


def _provenance(turn: Turn, told: Assessment) -> Line:
    """Where the verdict stands and when it was verified: what is against it, or the right and its notice."""
    steps = told.against if told.allowed != "yes" else sorted(told.steps, key=lambda step: step.rule not in THE_RIGHT)
    sources = "; ".join(list(dict.fromkeys(step.source for step in steps))[:SOURCES])
    verified = fill(turn, "verified", day=italian_day(told.verified_on))
    source = fill(turn, "source", sources=sources) + "\n" if sources else ""
    return Line("text", {"text": source + verified})


def _refused_line(turn: Turn, told: Assessment, reason: str, days: Sequence[date]) -> str:
    source = next((one.source for one in told.against if one.text == reason), "")
    return fill(turn, "plan_company_refused_line", days=listed(days), reason=reason, source=source)


def _by_reason(refused: Iterable[Refused]) -> Iterator[tuple[str, list[date]]]:
    reasons: dict[str, list[date]] = {}
    for one in refused:
        reasons.setdefault(one.reason, []).append(one.day)
    yield from reasons.items()


def _options(told: Assessment) -> Iterator[Line]:
    """The hours that the rule has, where those asked for are not among them and no refusal says it already."""
    options = italian.either(map(italian.hours, told.hours_options or ()))
    if told.measure_wrong and options and not any(options in one.reason for one in told.refused):
        yield Line("plan_company_options", {"options": options})


def _reply_entry(told: Assessment) -> str:
    if told.asked.mode == "days":
        return WHOLE_DAYS_ENTRY
    if told.allowed == "no" and told.notice_short:
        return NOTICE_ENTRY
    return PUBLIC_ENTRY if told.asked.public else ENTRIES["reply"][0]


def _reply(turn: Turn, told: Assessment) -> Line:
    """What to write to the worker, and by when."""
    asked = italian.day(told.asked.told_on)
    why = " ".join(dict.fromkeys(one.reason for one in told.refused))
    if told.dates:
        hours = told.hours_per_day if told.asked.mode == "hours" else None
        of_day = fill(turn, "plan_company_cover_whole") if hours is None else f"{italian.hours(hours)} al giorno"
        confirmed = {"asked": asked, "hours": of_day, "days": listed(told.dates)}
        if told.allowed == "yes":
            receipt = fill(turn, "plan_company_receipt_public" if told.asked.public else "plan_company_receipt")
            return Line(
                "plan_company_reply_yes", {**confirmed, "first": italian.day(told.dates[0]), "receipt": receipt}
            )
        return Line("plan_company_reply_partly", {**confirmed, "why": why})
    if told.notice_short and told.earliest:
        return Line("plan_company_reply_notice", {"asked": asked, "earliest": italian.day(told.earliest)})
    return Line("plan_company_reply_no", {"asked": asked, "why": why})


def _why(turn: Turn, told: Assessment) -> Iterator[Part]:
    steps: tuple[Reason, ...] = (*told.against, *told.steps)
    lines = [fill(turn, "plan_company_why_line", text=step.text, source=step.source) for step in steps]
    yield Line("plan_company_why", {"lines": "\n".join(lines)})
    if told.cautions:
        doubts = [fill(turn, "plan_company_doubt_line", text=caution) for caution in told.cautions]
        yield Line("plan_company_doubts", {"lines": "\n".join(doubts)})
    yield _provenance(turn, told)


def _cover(turn: Turn, missing: Sequence[MissingDays], page: int) -> Line:
    shown = missing[(page - 1) * LINES : page * LINES]
    if not shown:
        return Line("plan_company_cover_none")
    return Line("plan_company_cover", {"lines": "\n".join(_cover_line(turn, one) for one in shown)})


def _cover_line(turn: Turn, one: MissingDays) -> str:
    hours = fill(turn, "plan_company_cover_whole") if one.hours is None else italian.hours(one.hours)
    month = f"{italian.MONTH_NAMES[one.month - 1]} {one.year}"
    days = ", ".join(str(day.day) for day in one.days)
    return fill(turn, "plan_company_cover_line", weekday=WEEKDAYS[one.weekday], month=month, hours=hours, days=days)


def listed(days: Sequence[date]) -> str:
    """ "1/12/2026, 3/12/2026 …": the first few, by month where there are many."""
    if len(days) <= MOST_DAYS:
        return ", ".join(map(italian.day, days))
    months = groupby(days, key=lambda day: (day.year, day.month))
    return "; ".join(
        f"{', '.join(str(day.day) for day in group)} {italian.MONTH_NAMES[month - 1]} {year}"
        for (year, month), group in ((key, list(group)) for key, group in months)
    )


def fill(turn: Turn, key: str, **values: str) -> str:
    """A text of the words, filled, to stand inside another."""
    return turn.knowledge.text(key, turn.conversation.language, "company").strip().format(**values)
