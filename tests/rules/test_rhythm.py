"""Days that come back otherwise than every week."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.leave.rhythm import days_in_rhythm

FIRST, LAST = date(2027, 2, 1), date(2027, 3, 7)


@pytest.mark.parametrize(
    ("rhythm", "weekdays", "days"),
    [
        ("w2", [1], ["02-02", "02-16", "03-02"]),
        ("w2", [0, 4], ["02-01", "02-05", "02-15", "02-19", "03-01", "03-05"]),
        ("w3", [3], ["02-04", "02-25"]),
        ("m1", [0], ["02-01", "03-01"]),
        ("m1,3", [0], ["02-01", "02-15", "03-01"]),
        ("m-1", [4], ["02-26"]),
        ("d3", [0, 1, 2, 3, 4], ["02-01", "02-04", "02-10", "02-16", "02-19", "02-22", "02-25", "03-03"]),
    ],
)
def test_the_dates_of_a_rhythm(rhythm: str, weekdays: list[int], days: list[str]) -> None:
    assert [f"{one:%m-%d}" for one in days_in_rhythm(rhythm, FIRST, LAST, weekdays)] == days


@given(st.integers(2, 4), st.sets(st.integers(0, 6), min_size=1), st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_a_week_of_leave_is_followed_by_weeks_without(every: int, weekdays: set[int], first: date) -> None:
    days = days_in_rhythm(f"w{every}", first, first + timedelta(days=200), weekdays)
    mondays = sorted({day - timedelta(days=day.weekday()) for day in days})
    assert all((later - one).days == 7 * every for one, later in pairwise(mondays))
    assert {day.weekday() for day in days} <= weekdays
