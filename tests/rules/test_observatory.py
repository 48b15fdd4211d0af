"""The months of the Observatory: whole weeks, one after the other, each published when it is over."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from bot.rules.observatory import OTHERS, TOTAL, month, months, quarters, rows_of


@given(some.dates(date(2020, 1, 1), date(2060, 1, 1)))
def test_every_day_is_in_one_month(day: date) -> None:
    thursday = day + timedelta(days=3 - day.weekday())
    period = month(thursday.year, thursday.month)
    assert period.first <= day <= period.last
    assert period.first.weekday() == 0
    assert period.last.weekday() == 6


def test_a_month_is_published_when_its_last_sunday_is_over() -> None:
    assert [one.id for one in months(date(2026, 9, 1), date(2026, 11, 1))] == ["2026-09"]
    assert [one.id for one in months(date(2026, 9, 1), date(2026, 11, 2))] == ["2026-09", "2026-10"]


def test_a_quarter_is_published_with_its_third_month() -> None:
    found = quarters(months(date(2026, 9, 1), date(2027, 1, 10)))
    assert [(one.id, one.name) for one in found] == [
        ("2026-T3", "luglio-settembre 2026"),
        ("2026-T4", "ottobre-dicembre 2026"),
    ]
    assert found[0].last + timedelta(days=1) == found[1].first


def test_rows_are_told_by_size_with_the_hidden_ones_together() -> None:
    assert rows_of({"": {"a": 6, "b": 20, "c": 3, "d": 4}}) == [
        ["", TOTAL, 33],
        ["", "b", 20],
        ["", "a", 6],
        ["", OTHERS, 7],
    ]
    assert rows_of({"": {"a": 2}}) == [["", TOTAL, None]]
    assert rows_of({}) == [["", TOTAL, 0]]


def test_of_a_hidden_part_no_division_is_told() -> None:
    above = rows_of({"": {"a": 20, "b": 3, "c": 4}})
    assert rows_of({"a": {"x": 20}, "b": {"x": 3}}, above) == [["a", TOTAL, 20], ["a", "x", 20]]
