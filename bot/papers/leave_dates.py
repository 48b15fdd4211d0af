"""`plan_dates`: the days of a plan, and what must be done before, as an iCalendar file (RFC 5545).

Days without hours of the clock, since the plan knows none. The UIDs are made from what each event is for, so a newer file
of the same plan replaces the older one in the phone, and they tell nothing of the person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from bot.knowledge.leave_papers import PaperTexts
from bot.knowledge.loader import Knowledge
from bot.model.reply import File
from bot.papers.leave import Plan, by_month, read_plan
from bot.rules.leave import italian

if TYPE_CHECKING:
    from icalendar import Event

ONE_DAY = timedelta(days=1)
MAKER = "-//Concilia//Piano di congedo parentale//IT"
OURS = UUID("6f1f6a0e-53a1-4c6e-9a39-0c1f5d3b7a52")
REMINDED = timedelta(hours=-15)
"""At nine in the morning of the day before."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A day of the calendar file."""

    id: str
    """What it is for; two files of one plan agree in it."""
    day: date
    summary: str
    description: str
    task: bool = False
    """Something to do by that day, with an alarm; else a day of leave."""
    busy: bool = False


def plan_dates(knowledge: Knowledge, data: Mapping[str, Any], today: date) -> File:
    """An .ics file; a plan without days has no event. Raises InvalidCase, see `read_plan`."""
    from icalendar import Calendar  # loaded by those who need it

    plan, texts = read_plan(knowledge, data, today), knowledge.papers
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", texts.dates.name)
    for entry in sorted(entries(plan, texts, today), key=lambda one: (one.day, one.id)):
        calendar.add_component(_event(entry, plan, today))
    return File("piano-congedo.ics", "text/calendar", calendar.to_ical())


def entries(plan: Plan, texts: PaperTexts, today: date) -> Iterator[Entry]:
    """A day of leave for each date that is allowed, and what is still to be done."""
    yield from _leave(plan, texts, today)
    yield from (entry for entry in _tasks(plan, texts, today) if entry.day >= today)


def _leave(plan: Plan, texts: PaperTexts, today: date) -> Iterator[Entry]:
    hours = italian.hours(plan.verdict.hours_per_day or 0)
    note = [getattr(texts.calendar.draft, plan.whom), texts.calendar.worked_out.format(day=italian.day(today))]
    note += [texts.dates.times] if plan.hourly and not plan.clock else []
    for day in plan.dates:
        yield Entry(f"leave {day}", day, _summary(plan, texts, day, hours), "\n".join(note), busy=not plan.hourly)


def _summary(plan: Plan, texts: PaperTexts, day: date, hours: str) -> str:
    if not plan.hourly:
        return texts.dates.whole
    time = plan.time_of.get(day.weekday())
    return texts.dates.hours_at.format(hours=hours, time=time) if time else texts.dates.hours.format(hours=hours)


def _tasks(plan: Plan, texts: PaperTexts, today: date) -> Iterator[Entry]:
    if not plan.dates:
        return
    said, first = texts.dates, plan.dates[0]
    deadline, notice = plan.notice_deadline, plan.notice
    if deadline is not None and notice is not None:
        note = said.notice_note.format(notice=notice, first=italian.day(first))
        yield Entry("notice", deadline, getattr(said.notice, plan.whom), note, task=True)
    for month, days in by_month(plan.dates).items():
        due = plan.plan_deadline(days[0])
        if due is not None:
            agreement = plan.terms.name if plan.terms.source else getattr(texts.notice.agreement_told, plan.whom)
            summary = getattr(said.plan, plan.whom).format(month=italian.month(month))
            note = said.plan_note.format(agreement=agreement)
            yield Entry(f"plan {month}", _open(plan, due, today), summary, note, task=True)
    yield from _applications(plan, texts, today)


def _applications(plan: Plan, texts: PaperTexts, today: date) -> Iterator[Entry]:
    """By the hour and from INPS one a month (F-HP-16); else one before the first day."""
    said = texts.dates
    if plan.whom == "private" and plan.hourly:
        for month, days in by_month(plan.dates).items():
            summary = said.apply_month.format(month=italian.month(month))
            note = said.apply_month_note.format(first=italian.day(days[0]))
            yield Entry(f"apply {month}", _before(plan, days[0], today), summary, note, task=True)
        return
    public = plan.whom == "public"
    summary = said.apply_public if public else said.apply_days
    note = said.apply_public_note if public else said.apply_days_note
    first = plan.dates[0]
    yield Entry("apply", _before(plan, first, today), summary, note.format(first=italian.day(first)), task=True)


def _before(plan: Plan, first: date, today: date) -> date:
    """The day of work before the first day of leave; that day itself if the one before is gone."""
    return _open(plan, max(first - ONE_DAY, min(first, today)), today)


def _open(plan: Plan, due: date, today: date) -> date:
    """A thing to do on a Sunday is done on the Friday before, unless that is over."""
    return open_day if (open_day := plan.open_day(due)) >= today else due


def _event(entry: Entry, plan: Plan, today: date) -> Event:
    from icalendar import Alarm, Event

    event = Event()
    event.add("uid", str(uuid5(OURS, f"{plan.case.parent} {entry.id}")))
    event.add("dtstamp", datetime.combine(today, time(), UTC))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + ONE_DAY)
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    event.add("transp", "OPAQUE" if entry.busy else "TRANSPARENT")
    if entry.task:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.summary)
        alarm.add("trigger", REMINDED)
        event.add_component(alarm)
    return event
