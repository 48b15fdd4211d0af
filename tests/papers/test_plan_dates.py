"""The calendar file of a plan, read back as a phone reads it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from bot.knowledge.loader import Knowledge, load
from bot.papers.leave import read_plan
from bot.papers.leave_dates import plan_dates
from bot.rules.calendar import is_holiday
from bot.rules.leave.case import WEEKDAYS
from bot.settings import ROOT
from tests.conftest import TODAY
from tests.papers.plans import CASES, case, data

CONTENT = load(ROOT)


def events(knowledge: Knowledge, paper: dict[str, Any], today: date = TODAY) -> list[Event]:
    return list(Calendar.from_ical(plan_dates(knowledge, paper, today).content).walk("VEVENT"))


def leave_days(found: list[Event]) -> list[date]:
    return [event["dtstart"].dt for event in found if not event.walk("VALARM")]


def tasks(found: list[Event]) -> dict[date, list[str]]:
    told: dict[date, list[str]] = {}
    for event in found:
        if event.walk("VALARM"):
            told.setdefault(event["dtstart"].dt, []).append(str(event["summary"]))
    return told


@pytest.mark.parametrize("name", CASES)
def test_the_file_has_one_event_a_date_that_is_allowed(knowledge: Knowledge, name: str) -> None:
    assert leave_days(events(knowledge, data(name))) == list(read_plan(knowledge, data(name), TODAY).dates)


@given(
    first=st.dates(date(2026, 11, 1), date(2028, 12, 31)),
    length=st.integers(6, 200),
    weekdays=st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True),
    mode=st.sampled_from(["hours", "days"]),
    work=st.sampled_from(
        [
            *((None, job) for job in ("private_employee", "public_employee", "gestione_separata")),
            *((id, row.work) for id, row in sorted(CONTENT.agreements.by_id.items()) if row.work != "domestic_worker"),
        ]
    ),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_for_every_plan_the_events_are_the_dates_that_may_be_taken(
    first: date, length: int, weekdays: list[str], mode: str, work: tuple[str | None, str]
) -> None:
    dates = {"from": first.isoformat(), "to": (first + timedelta(days=length)).isoformat(), "weekdays": weekdays}
    facts = dict(zip(("agreement", "category"), work, strict=True))
    paper = {"case": case(mode, dates=dates, hours=None, **facts)}
    plan = read_plan(CONTENT, paper, TODAY)
    found = events(CONTENT, paper)
    assert leave_days(found) == list(plan.dates)
    assert len({str(event["uid"]) for event in found}) == len(found)
    assert all(day >= TODAY for day in tasks(found))
    if plan.notice_deadline is not None:
        assert plan.notice_deadline >= plan.case.request.made_on


def test_each_event_says_the_hours_and_takes_the_whole_day_line(knowledge: Knowledge) -> None:
    for event in events(knowledge, data("one date")):
        assert event["dtend"].dt - event["dtstart"].dt == timedelta(days=1)
    said = [str(event["summary"]) for event in events(knowledge, data("one date"))]
    assert "Congedo parentale: 4 ore" in said
    assert "Congedo parentale: giorno intero" in [str(one["summary"]) for one in events(knowledge, data("whole days"))]


def test_lines_end_as_the_standard_wants_and_are_folded(knowledge: Knowledge) -> None:
    content = plan_dates(knowledge, data("forty dates"), TODAY).content
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_a_newer_file_of_the_same_plan_replaces_the_events_of_the_older(knowledge: Knowledge) -> None:
    later = TODAY + timedelta(days=3)
    before, after = events(knowledge, data("told agreement")), events(knowledge, data("told agreement"), later)
    ids = {event["uid"]: event["dtstart"].dt for event in before}
    assert all(ids[event["uid"]] == event["dtstart"].dt for event in after)
    assert all(new["dtstamp"].dt > old["dtstamp"].dt for new, old in zip(after, before, strict=False))


def test_two_files_of_one_day_are_equal(knowledge: Knowledge) -> None:
    assert plan_dates(knowledge, data("forty dates"), TODAY) == plan_dates(knowledge, data("forty dates"), TODAY)


def test_mother_and_father_can_keep_both_plans_in_one_calendar(knowledge: Knowledge) -> None:
    fathers = {"case": {**CASES["one date"], "parent": "father"}}
    ids = [{event["uid"] for event in events(knowledge, paper)} for paper in (data("one date"), fathers)]
    assert not ids[0] & ids[1]


def test_by_the_hour_there_is_a_reminder_of_the_application_for_each_month(knowledge: Knowledge) -> None:
    told = tasks(events(knowledge, data("forty dates")))
    applications = {day: one for day, said in told.items() for one in said if "INPS" in one}
    assert list(applications) == [
        date(2026, 11, 30), date(2027, 1, 4), date(2027, 2, 1), date(2027, 3, 1), date(2027, 3, 31)
    ]  # fmt: skip
    assert applications[date(2027, 1, 4)] == "Domanda all'INPS per il congedo a ore di gennaio 2027"


def test_the_last_day_to_tell_the_employer_is_in_the_calendar(knowledge: Knowledge) -> None:
    notice = "Entro oggi: avvisa il datore di lavoro del congedo"
    assert notice in tasks(events(knowledge, data("five years of Fridays")))[date(2026, 12, 2)]
    assert notice in tasks(events(knowledge, data("whole days")))[date(2026, 12, 9)]


def test_the_employer_is_told_on_a_day_of_work_before_the_holiday(knowledge: Knowledge) -> None:
    assert read_plan(knowledge, data("one date"), TODAY).notice_deadline == date(2026, 12, 7)


def test_whoever_tells_on_the_last_day_is_in_time_though_it_is_a_sunday(knowledge: Knowledge) -> None:
    paper = {"case": case(dates=["2026-11-24"])}
    assert read_plan(knowledge, paper, TODAY).notice_deadline == TODAY == date(2026, 11, 22)


def test_notice_in_working_days_leaves_out_weekends(knowledge: Knowledge) -> None:
    facts = {"agreement": "credito-abi", "weekly_hours": 37.5}
    dates = ["2026-12-14", "2026-12-15"]
    plan = read_plan(knowledge, {"case": case(dates=dates, hours=3.75, **facts)}, TODAY)
    assert plan.notice == "5 giorni lavorativi"
    assert plan.notice_deadline == date(2026, 12, 4)


def test_an_agreement_with_a_monthly_plan_has_its_deadline_for_each_month(knowledge: Knowledge) -> None:
    told = tasks(events(knowledge, data("forty dates")))
    plans = [day for day, said in told.items() if any("piano" in one for one in said)]
    assert plans[:2] == [date(2026, 11, 23), date(2026, 12, 24)]
    assert len(plans) == 5


def test_public_employees_are_sent_to_their_administration_and_never_to_inps(knowledge: Knowledge) -> None:
    told = [one for said in tasks(events(knowledge, data("public employee"))).values() for one in said]
    assert "Domanda di congedo alla tua amministrazione" in told
    assert not any("INPS" in one for one in told)


def test_who_has_no_employer_is_told_only_of_the_application(knowledge: Knowledge) -> None:
    told = tasks(events(knowledge, data("gestione separata")))
    assert told == {date(2026, 11, 30): ["Domanda all'INPS per il congedo"]}


def test_what_is_past_is_no_reminder(knowledge: Knowledge) -> None:
    later = date(2027, 1, 10)
    found = events(knowledge, data("forty dates"), later)
    assert leave_days(found)[0] == date(2026, 12, 1)
    assert min(tasks(found)) >= later


def test_an_application_that_is_due_today_is_a_reminder_of_today(knowledge: Knowledge) -> None:
    assert date(2026, 12, 10) in tasks(events(knowledge, data("one date"), date(2026, 12, 10)))


@pytest.mark.parametrize(
    ("first", "done_on"),
    [("2026-12-09", date(2026, 12, 7)), ("2026-12-14", date(2026, 12, 11)), ("2027-01-07", date(2027, 1, 5))],
)
def test_what_is_to_be_done_stands_on_a_day_of_work(knowledge: Knowledge, first: str, done_on: date) -> None:
    told = tasks(events(knowledge, {"case": case(dates=[first])}))
    assert done_on in told
    assert all(day.weekday() < 5 and not is_holiday(day) for day in told)


def test_the_time_of_the_day_stands_beside_the_hours(knowledge: Knowledge) -> None:
    paper = {"case": case(dates=["2026-12-15", "2026-12-17"]), "time": "1:morning,3:afternoon"}
    told = [str(event["summary"]) for event in events(knowledge, paper) if not event.walk("VALARM")]
    assert told == ["Congedo parentale: 4 ore, di mattina", "Congedo parentale: 4 ore, di pomeriggio"]
