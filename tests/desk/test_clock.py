"""Working time runs while offices work, and only then."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.working_hours import CLOSES, OPENS, ROME, due, morning_before, works

HOURS = timedelta(hours=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ROME)


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2026-11-23 10:00", 4, "2026-11-23 14:00"),
        ("2026-11-23 10:00", 8, "2026-11-24 10:00"),
        ("2026-11-23 09:00", 8, "2026-11-23 17:00"),
        ("2026-11-23 18:30", 1, "2026-11-24 10:00"),
        ("2026-11-23 06:00", 1, "2026-11-23 10:00"),
        ("2026-11-27 16:00", 2, "2026-11-30 10:00"),  # over a weekend
        ("2026-11-28 12:00", 8, "2026-11-30 17:00"),  # from a Saturday
        ("2026-12-07 16:00", 2, "2026-12-09 10:00"),  # the 8th of December
        ("2026-12-24 16:00", 2, "2026-12-28 10:00"),  # Christmas, then a weekend
        ("2026-10-23 16:00", 2, "2026-10-26 10:00"),  # clocks go back on Sunday the 25th
    ],
)
def test_working_time_goes_by_only_while_offices_are_open(start: str, hours: int, expected: str) -> None:
    assert due(at(start), hours * HOURS) == at(expected)


moments = st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31)).map(lambda moment: moment.replace(tzinfo=ROME))
spans = st.integers(1, 80 * 60).map(lambda minutes: timedelta(minutes=minutes))


@given(moments, spans)
def test_a_term_falls_within_working_hours_and_later(start: datetime, span: timedelta) -> None:
    end = due(start, span)
    assert works(end.date())
    assert OPENS < end.time() <= CLOSES
    assert end.timestamp() - start.timestamp() >= span.total_seconds() - 3600  # less only where clocks go forward


@given(moments, spans, spans)
def test_more_time_is_never_up_earlier(start: datetime, one: timedelta, other: timedelta) -> None:
    assert due(start, min(one, other)) <= due(start, max(one, other))


def test_the_reminder_comes_on_the_last_working_day_before() -> None:
    assert morning_before(at("2026-11-30 00:00").date()) == at("2026-11-27 09:00")
    assert morning_before(at("2026-12-09 00:00").date()) == at("2026-12-07 09:00")
