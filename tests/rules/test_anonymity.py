"""What is hidden cannot be worked out: of one row, of rows below it, and from one time to the next."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.rules.anonymity import LEAST, Row, at_least, below, protect

PARTS = some.dictionaries(some.sampled_from("abcdefgh"), some.integers(0, 30), min_size=2)


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ({"a": 20, "b": 9, "c": 7}, {"a": 20, "b": 9, "c": 7}),
        ({"a": 20, "b": 9, "c": 4}, {"a": 20}),  # the next smallest joins it
        ({"a": 20, "b": 9, "c": 2, "d": 3}, {"a": 20, "b": 9}),  # two hide each other
        ({"a": 20, "b": 9, "c": 1, "d": 2}, {"a": 20}),  # together they would still be few
        ({"a": 12, "b": 0}, {}),  # "all of them" tells about everybody
        ({"a": 12}, {"a": 12}),
        ({"a": 1, "b": 2}, {}),
    ],
)
def test_a_small_part_takes_others_with_it(parts: dict[str, int], shown: dict[str, int]) -> None:
    assert protect(parts).shown == shown


def test_a_total_of_few_is_not_told() -> None:
    assert protect({"a": 3, "b": 1}) == Row(None, {}, ("a", "b"))
    assert protect({"a": 9}, least_total=10).rest is None


@given(PARTS)
def test_each_hidden_part_may_be_anything_from_nought_to_the_sum_of_them(parts: dict[str, int]) -> None:
    row = protect(parts)
    assert all(number >= LEAST for number in row.shown.values())
    if row.hidden and row.total is not None:
        assert len(row.hidden) > 1
        assert (row.rest or 0) >= LEAST
    assert row == protect(dict(reversed(parts.items()))) or sorted(row.hidden) == sorted(
        protect(dict(reversed(parts.items()))).hidden
    )


@given(PARTS, PARTS)
def test_what_changed_by_a_few_since_the_last_time_is_hidden(first: dict[str, int], second: dict[str, int]) -> None:
    before = protect(first)
    after = protect(second, before=before)
    for part in before.shown.keys() & after.shown.keys():
        assert not 0 < abs(after.shown[part] - before.shown[part]) < LEAST


def test_of_a_hidden_part_nothing_more_is_told() -> None:
    row = protect({"a": 20, "b": 9, "c": 4})
    assert below(row, {"a": {"x": 12, "y": 8}, "b": {"x": 9}}) == {"a": Row(20, {"x": 12, "y": 8})}


def test_a_number_that_grows_is_told_in_steps() -> None:
    assert [at_least(number) for number in (0, 4, 5, 9, 10)] == [0, 0, 5, 5, 10]
