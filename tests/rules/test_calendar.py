"""The holidays, against those that the `holidays` library knows."""

from __future__ import annotations

from datetime import date

import holidays
import pytest

from bot.rules.calendar import is_holiday, national, nearest_year


@pytest.mark.parametrize("year", range(2012, 2101))
def test_the_holidays_of_a_year_are_those_of_the_library(year: int) -> None:
    known = set(holidays.country_holidays("IT", years=year))
    only_there, only_here = known - national(year), national(year) - known
    assert only_here == set()
    assert all(day.month == 11 and day.weekday() == 6 for day in only_there), "the day of the Armed Forces is a Sunday"


def test_easter_monday_and_the_new_feast_of_october_are_holidays() -> None:
    assert is_holiday(date(2026, 4, 6))
    assert is_holiday(date(2026, 10, 4))
    assert not is_holiday(date(2025, 10, 4))
    assert is_holiday(date(2026, 12, 7), "Dec 07 off")
    assert not is_holiday(date(2026, 12, 7))


@pytest.mark.parametrize(
    ("read", "text", "meant"),
    [
        (date(2027, 11, 20), "il 20 novembre", date(2026, 11, 20)),
        (date(2027, 1, 10), "10 gennaio", date(2027, 1, 10)),
        (date(2027, 11, 20), "20 novembre 2027", date(2027, 11, 20)),
        (date(2027, 11, 20), "20/11/27", date(2027, 11, 20)),
        (date(2026, 12, 1), "1 dicembre", date(2026, 12, 1)),
    ],
)
def test_a_notice_without_a_year_is_of_the_nearest_one(read: date, text: str, meant: date) -> None:
    assert nearest_year(read, text, date(2026, 11, 29)) == meant
