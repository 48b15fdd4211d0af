"""What the page to print says, before anything is drawn: the draft notice to the employer, then the reminder for oneself.

It holds no name: the lines for names are empty, and the page never repeats what the person typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from bot.knowledge.leave_papers import NoticeTexts, PaperTexts
from bot.papers.leave import Plan, by_month
from bot.papers.leave_sheet import short_hours
from bot.rules.leave import italian
from bot.rules.leave.sources import for_public

MOST_MONTHS = 20
"""Rows that leave room for the rest of the page; a longer plan is told by the year."""
REASONS = 3
WEEK = 7


@dataclass(frozen=True, slots=True)
class Table:
    """Texts by row; the second column is wide, those after it are numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    title: str
    draft: str
    note: str
    blanks: tuple[str, ...] = ()
    """What an empty line is for; the first two share a line."""
    subject: str = ""
    body: tuple[str, ...] = ()
    table: Table | None = None
    after: tuple[str, ...] = ()
    signature: str = ""
    checklist: str = ""
    checklist_notes: tuple[str, ...] = ()
    """Lines above the steps, where the part above is handed over."""
    steps: tuple[str, ...] = ()
    sources: str = ""


def letter(plan: Plan, papers: PaperTexts, today: date) -> Letter:
    """The page of a plan. Without a day of leave it says why; without an employer it is only the reminder."""
    texts, day = papers.notice, italian.day(today)
    if not plan.dates:
        return _nothing(plan, texts, day)
    week = papers.calendar.week.split()
    steps, sources = tuple(_steps(plan, texts, today)), texts.sources.format(sources=_sources(plan, texts))
    if plan.whom == "own":
        intro: str = getattr(texts.own_intro, plan.case.category)
        return Letter(
            texts.title_own,
            texts.draft,
            texts.draft_note_own.format(day=day),
            body=(intro, *_refused(plan, texts)),
            table=_table(plan, texts, week),
            checklist=texts.checklist,
            steps=steps,
            sources=sources,
        )
    return Letter(
        texts.title,
        texts.draft,
        texts.draft_note.format(day=day),
        blanks=(texts.from_, getattr(texts.to, plan.whom), _child(plan, texts)),
        subject=texts.subject_hours if plan.hourly else texts.subject_days,
        body=(_body(plan, texts),),
        table=_table(plan, texts, week),
        after=tuple(_after(plan, texts)),
        signature=texts.signature,
        checklist=texts.checklist,
        checklist_notes=(texts.checklist_note, *_refused(plan, texts)),
        steps=steps,
        sources=sources,
    )


def _nothing(plan: Plan, texts: NoticeTexts, day: str) -> Letter:
    why = dict.fromkeys(one.reason for one in plan.verdict.dates_refused) or dict.fromkeys(
        reason.text for reason in plan.verdict.reasons[:1]
    )
    body = (texts.nothing, *list(why)[:REASONS], texts.nothing_next)
    of = for_public if plan.whom == "public" else str
    sources = "; ".join(dict.fromkeys(of(one.source) for one in plan.verdict.reasons if one.text in why))
    title, note = texts.title_own, texts.draft_note_own.format(day=day)
    return Letter(title, texts.draft, note, body=body, sources=texts.sources.format(sources=sources))


def _body(plan: Plan, texts: NoticeTexts) -> str:
    if not plan.hourly:
        return texts.body_days
    hours = italian.hours(plan.verdict.hours_per_day or 0)
    if plan.by_agreement is None:
        return texts.body_law.format(hours=hours)
    agreement = plan.by_agreement if plan.terms.source else getattr(texts.agreement_told, plan.whom)
    return texts.body_agreement.format(agreement=agreement, hours=hours)


def _after(plan: Plan, texts: NoticeTexts) -> Iterator[str]:
    if len(by_month(plan.dates)) > MOST_MONTHS:
        yield texts.table.exact
    if plan.hourly:
        yield _times(plan, texts)
    text = texts.notice if plan.hourly else texts.notice_days
    if plan.notice is not None:
        yield text.format(notice=plan.notice, first=italian.day(plan.dates[0]))


def _times(plan: Plan, texts: NoticeTexts) -> str:
    if plan.time is None:
        return texts.times
    return (texts.times_clock if plan.clock else texts.times_about).format(time=plan.time)


def _child(plan: Plan, texts: NoticeTexts) -> str:
    """ "mia figlia", where she was spoken of as a girl."""
    if plan.kid is None:
        return texts.child
    return texts.daughter if plan.kid.endswith("a") else texts.son


def _refused(plan: Plan, texts: NoticeTexts) -> Iterator[str]:
    if plan.refused:
        text = texts.refused_one if len(plan.refused) == 1 else texts.refused
        yield text.format(dates=italian.days(len(plan.refused)))


def _steps(plan: Plan, texts: NoticeTexts, today: date) -> Iterator[str]:
    said = texts.steps
    yield from plan.doubts
    if plan.notice_deadline is not None and plan.notice is not None:
        if plan.notice_deadline >= today:
            yield said.notice_by.format(deadline=italian.day(plan.notice_deadline), notice=plan.notice)
        else:
            yield said.notice_given.format(made_on=italian.day(plan.case.request.made_on))
    due = plan.plan_deadline(plan.dates[0])
    if due is not None:
        yield getattr(said.plan_by, plan.whom).format(month=italian.month(plan.dates[0]), deadline=italian.day(due))
    by_law = plan.by_agreement is None
    for step in _applying(plan, texts):
        yield step.format(rule=texts.rule_law if by_law else texts.rule_agreement)
    if plan.hourly:
        yield said.same_day


def _applying(plan: Plan, texts: NoticeTexts) -> Sequence[str]:
    said = texts.steps
    if plan.whom == "private":
        return said.private_hours if plan.hourly else said.private_days
    return said.public if plan.whom == "public" else said.own


def _sources(plan: Plan, texts: NoticeTexts) -> str:
    if plan.whom == "own":
        found: str = getattr(texts, f"sources_{plan.case.category}")
        return found
    if plan.whom == "public":
        return texts.sources_public
    return texts.sources_hours if plan.hourly else texts.sources_days


def _table(plan: Plan, texts: NoticeTexts, week: Sequence[str]) -> Table:
    """A row for each month with its days, or for each year with its weekdays if there are many months."""
    days = sorted({*plan.dates, *plan.between})
    months = by_month(days)
    said = texts.table
    if len(months) <= MOST_MONTHS:
        first = said.month
        told = [(italian.month(month), days_of_month(found, week), found) for month, found in months.items()]
    else:
        first = said.year
        told = [(str(year), span(found, week), found) for year, found in _by_year(days).items()]
    rows = tuple((name, text, *_numbers(plan, len(found))) for name, text, found in told)
    hours = (said.hours,) if plan.hourly else ()
    return Table((first, said.days, said.count, *hours), rows, (said.total, "", *_numbers(plan, len(days))))


def _numbers(plan: Plan, days: int) -> tuple[str, ...]:
    hours = plan.verdict.hours_per_day
    return (str(days), short_hours(hours * days)) if plan.hourly and hours is not None else (str(days),)


def _by_year(days: Iterable[date]) -> dict[int, list[date]]:
    return {year: list(found) for year, found in groupby(sorted(days), key=lambda day: day.year)}


def days_of_month(days: Sequence[date], week: Sequence[str]) -> str:
    """`mar, gio: 2, 4, 9, 11`; days in a row as `14–18`. `days`: of one month, in order."""
    numbers = ", ".join(f"{one.day}" if one == other else f"{one.day}–{other.day}" for one, other in _runs(days))
    weekdays = _weekdays(days, week)
    return f"{weekdays}: {numbers}" if weekdays else numbers


def span(days: Sequence[date], week: Sequence[str]) -> str:
    """`mar, gio, dal 5/1 al 30/12`. `days`: of one year, in order."""
    first, last = days[0], days[-1]
    period = f"dal {first.day}/{first.month} al {last.day}/{last.month}"
    return ", ".join(filter(None, (_weekdays(days, week), period)))


def _weekdays(days: Iterable[date], week: Sequence[str]) -> str:
    """The names of the weekdays, those in a row as `lun–ven`; nothing for all seven."""
    found = sorted({day.weekday() for day in days})
    if len(found) == WEEK:
        return ""
    monday = date(2024, 1, 1)
    told = _runs([monday + timedelta(days=one) for one in found])
    pairs = ((week[one.weekday()], week[other.weekday()], (other - one).days) for one, other in told)
    return ", ".join(first if gap == 0 else f"{first}{'–' if gap > 1 else ', '}{last}" for first, last, gap in pairs)


def _runs(days: Iterable[date]) -> list[tuple[date, date]]:
    """First and last of each run of days that follow one another."""
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs
