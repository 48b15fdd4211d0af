"""What is known of a plan: the answers as the conversation keeps them, and the case of the leave calculator they make.

An answer is a short text under one of the names below: an id, a number, an ISO date, or several of them; never free
text. What is not known yet is filled with an ordinary case, so that the calculator can be asked before everything is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from bot.model import own_agreement
from bot.rules.calendar import national
from bot.rules.leave import own_terms
from bot.rules.leave.case import EMPLOYEES, PUBLIC, WEEKDAYS
from bot.rules.leave.rhythm import days_in_rhythm

TOPIC = "pianifica-congedo"
Known = Mapping[str, str]

UNKNOWN = "?"
"""The person does not know."""
MENTIONED = "ask"
"""It was named, not told: to be asked for."""
EVERY = "every"
"""Every day of work."""
YES, NO = "yes", "no"
OVER, UNDER = "over", "under"
"""The income, seen from the threshold."""

JOB = "job"
BORN = "born"
BORN_FIRST, BORN_LAST = "born_first", "born_last"
"""The child was born between these days: "ha 3 anni"."""
ENTERED = "entered"
WHO = "who"
HOURS, DAYS = "weekly_hours", "week_days"
WORKING = "working"
AGREEMENT, SHARED = "agreement", "shared"
"""SHARED: a name of several agreements, of which one is to be chosen."""
OWN = "own"
"""What an agreement of the company or the territory says, packed: see bot/model/own_agreement.py."""
MODE = "mode"
PATTERN, FIRST, LAST, DATES = "pattern", "first", "last", "dates"
EACH = "each"
"""How often the pattern comes back, where not every week: see bot/rules/leave/rhythm.py."""
WISHES = (PATTERN, EACH, FIRST, LAST, DATES)
"""On which days leave is wanted."""
TIME = "time"
"""At what time of the day: see bot/understanding/time_of_day.py. It changes no figure."""
SHIFTS = "shifts"
"""Holidays on which the person works by their shift; HOLIDAYS: all of them."""
HOLIDAYS = "holidays"
KID = "kid"
"""The word by which the child is called, of KIDS."""
KIDS = ("bimba", "bambina", "figlia", "bimbo", "bambino", "figlio")
PICKED = "picked"
"""Weekdays pressed so far."""
PER_DAY = "per_day"
USED, MINE, THEIRS, AT_HIGHER = "used", "mine", "theirs", "at_higher"
ENDED = "ended"
"""The last day of the compulsory maternity leave."""
INCOME = "income"
GROSS, PAYMENTS = "gross", "payments"
OTHER = "other"
SINGLE, TWIN, DISABILITY = "single", "twin", "disability"
TOLD = "told"
"""The day on which the employer is told."""
BESIDE = "beside"
BETWEEN = "between"
"""What fills the days of work between two days of leave: work, or an absence of the calculator."""
WORK = "work"
NAMES = frozenset(
    {
        *(
            JOB,
            BORN,
            BORN_FIRST,
            BORN_LAST,
            ENTERED,
            WHO,
            HOURS,
            DAYS,
            WORKING,
            AGREEMENT,
            SHARED,
            MODE,
            PATTERN,
            FIRST,
        ),
        *(LAST, DATES, PICKED, PER_DAY, USED, MINE, THEIRS, AT_HIGHER, ENDED, INCOME, GROSS, PAYMENTS, OTHER, SINGLE),
        *(TWIN, DISABILITY, TOLD, BESIDE, BETWEEN, EACH, TIME, SHIFTS, KID, OWN),
    }
)

FILLED_WORKDAY, FILLED_DAYS = 8.0, 5.0
LONGEST_AWAY = 30
"""Days between two days of leave: in more of them somebody has gone back to work."""
YEARS_OF_HOLIDAYS = 6
"""As long as a plan may be."""
FILLED_PERIOD = timedelta(days=60)
INCOMES = {UNDER: 0.0, OVER: 10_000_000.0}


def told(known: Known, name: str) -> str | None:
    """The answer; None if there is none yet or the person does not know."""
    value = known.get(name)
    return None if value in (None, UNKNOWN, MENTIONED) else value


def is_employee(known: Known) -> bool:
    """Who has not told the work is taken for an employee."""
    return known.get(JOB, "private_employee") in EMPLOYEES


def is_public(known: Known) -> bool:
    """Whoever applies to an administration: INPS and firms are none of their business."""
    return known.get(JOB) in PUBLIC


def in_days(known: Known) -> bool:
    """Whole days are planned, not hours."""
    return known.get(MODE) == "days"


def weekdays(value: str) -> list[int]:
    """ "1,3" -> Tuesday and Thursday."""
    return [int(day) for day in value.split(",") if day]


def case_data(known: Known, today: date) -> dict[str, Any]:
    """The case as `read_case` takes it; dates as texts. What is not known yet is filled."""
    employee = is_employee(known)
    born = told(known, BORN) or known.get(BORN_LAST) or (today - timedelta(days=400)).isoformat()
    mine, theirs = _number(known, MINE) or 0.0, _number(known, THEIRS) or 0.0
    mother = known.get(WHO, "mother") == "mother"
    days = _number(known, DAYS) or FILLED_DAYS
    return {
        "today": today.isoformat(),
        "parent": known.get(WHO, "mother"),
        "single_parent": known.get(SINGLE) == YES,
        "category": known.get(JOB, "private_employee"),
        "weekly_hours": (_number(known, HOURS) or FILLED_WORKDAY * days) if employee else None,
        "days_per_week": days if employee else None,
        "working_days": [WEEKDAYS[day] for day in weekdays(working)] if (working := told(known, WORKING)) else None,
        "agreement": told(known, AGREEMENT),
        "own_agreement": own_terms.for_case(own_agreement.unpacked(own)) if (own := told(known, OWN)) else None,
        "child": {
            "born": born,
            "entered_family": told(known, ENTERED),
            "disability": known.get(DISABILITY) == YES,
            "twin": known.get(TWIN) == YES,
        },
        "compulsory_leave": {"mother_ended": told(known, ENDED)},
        "used": {
            "mother": mine if mother else theirs,
            "father": theirs if mother else mine,
            "couple_at_80": _number(known, AT_HIGHER),
        },
        "other_parent": told(known, OTHER),
        "own_income": INCOMES.get(known.get(INCOME, "")),
        "monthly_gross": _number(known, GROSS) if employee else None,
        "monthly_payments": int(payments) if (payments := told(known, PAYMENTS)) else None,
        "request": _request(known, today),
        "between": _between(known),
        "same_day": known[BESIDE].split(",") if told(known, BESIDE) else [],
        "shift_days": _shifts(known, today),
    }


def _request(known: Known, today: date) -> dict[str, Any]:
    hourly = not in_days(known)
    return {
        "made_on": told(known, TOLD) or today.isoformat(),
        "mode": "hours" if hourly else "days",
        "hours_per_day": _number(known, PER_DAY) if hourly else None,
        "dates": _dates(known, today),
    }


def _dates(known: Known, today: date) -> object:
    if dates := told(known, DATES):
        return dates.split()
    first = date.fromisoformat(told(known, FIRST) or today.isoformat())
    last = told(known, LAST) or (first + FILLED_PERIOD).isoformat()
    pattern, rhythm = told(known, PATTERN), told(known, EACH)
    if pattern and rhythm:
        wanted = worked_days(known) if pattern == EVERY else weekdays(pattern)
        if days := days_in_rhythm(rhythm, first, date.fromisoformat(last), wanted):
            return [day.isoformat() for day in days]
    chosen = [WEEKDAYS[day] for day in weekdays(pattern)] if pattern and pattern != EVERY else None
    return {"from": first.isoformat(), "to": last, "weekdays": chosen}


def worked_days(known: Known) -> list[int]:
    """The weekdays of work as told; Monday to Friday, or on for weeks of six or seven days."""
    if working := told(known, WORKING):
        return weekdays(working)
    return list(range(max(5, min(7, int(_number(known, DAYS) or FILLED_DAYS)))))


def _shifts(known: Known, today: date) -> list[str]:
    """The holidays that are days of work; of all of them those of the years around."""
    value = told(known, SHIFTS)
    if value != HOLIDAYS:
        return (value or "").split()
    worked = worked_days(known)
    years = range(today.year, today.year + YEARS_OF_HOLIDAYS)
    return [day.isoformat() for year in years for day in sorted(national(year)) if day.weekday() in worked]


def _between(known: Known) -> list[dict[str, Any]]:
    """The absence that fills the days of work between two days of leave, if one was told."""
    kind, dates = told(known, BETWEEN), told(known, DATES)
    if kind in (None, WORK) or dates is None:
        return []
    leave = sorted(map(date.fromisoformat, dates.split()))
    worked = weekdays(told(known, WORKING) or "0,1,2,3,4")
    absences = []
    for before, after in pairwise(leave):
        gap = [before + timedelta(days=ahead) for ahead in range(1, (after - before).days)]
        days = [day for day in gap if day.weekday() in worked]
        if days and len(gap) <= LONGEST_AWAY:
            absences.append({"kind": kind, "days": {"from": days[0].isoformat(), "to": days[-1].isoformat()}})
    return absences


def _number(known: Known, name: str) -> float | None:
    value = told(known, name)
    return None if value is None else float(value)
