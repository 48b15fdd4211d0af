"""What must hold of the readings that the calculator chose, for every case drawn at random."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.rules.calendar import birthday, national
from bot.rules.leave import read_case, work_out
from tests.rules.test_leave_properties import MANY, RULES, answered, cases

EMPLOYEE = {"category": "private_employee", "agreement": None, "same_day": [], "single_parent": False}
BIRTHS = st.dates(date(2012, 1, 1), date(2025, 6, 1))
LITTLE = 0.02
"""Hours: a minute, as two decimals round it."""


@MANY
@given(cases(mode="days", **EMPLOYEE), BIRTHS)
def test_the_birthday_is_the_last_usable_day_and_the_day_after_is_out(data: dict[str, Any], born: date) -> None:
    last = birthday(born, 14)
    assume(last not in national(last.year))
    always = {"parent": "father", "days_per_week": 7, "weekly_hours": 35, "used": {}}
    request = {"made_on": last - timedelta(days=60), "mode": "days", "dates": [last, last + timedelta(days=1)]}
    _, verdict = answered({**data, **always, "today": born, "child": {"born": born}, "request": request})
    assert verdict.last_possible_day == last
    assert verdict.dates_allowed == (last,)
    assert any("quello del compleanno" in one for one in verdict.cautions)


@MANY
@given(cases(mode="hours", category="security_defence_fire", agreement=None, same_day=[]))
def test_a_no_by_the_hour_tells_what_the_same_request_by_days_finds(data: dict[str, Any]) -> None:
    case, hourly = answered({**data, "request": {**data["request"], "hours_per_day": None}})
    by_days = {**data["request"], "mode": "days", "hours_per_day": None, "dates": list(case.dates)}
    _, daily = answered({**data, "request": by_days})
    assert hourly.allowed == "no"
    assert (hourly.last_possible_day, hourly.earliest_start) == (daily.last_possible_day, daily.earliest_start)
    assert not hourly.usable_left or hourly.usable_left == (daily.usable_left or 0) + daily.days_used
    assert None not in (hourly.hours_per_day, hourly.hours_options, hourly.hours_used, hourly.usable_left)


@MANY
@given(cases(mode="hours", same_day=[]), st.sampled_from([0.5, 1, 3, 5, 7.5, 9, 12]))
def test_hours_that_are_not_allowed_are_answered_with_the_most_that_are_and_fit(
    data: dict[str, Any], hours: float
) -> None:
    _, verdict = answered({**data, "request": {**data["request"], "hours_per_day": hours}})
    assume(not verdict.barred and verdict.hours_options)
    answer, options = float(verdict.hours_per_day or 0), [float(one) for one in verdict.hours_options or ()]
    assume(abs(answer - hours) > LITTLE)
    assert answer == max((one for one in options if one <= hours), default=min(options))


@MANY
@given(cases(category="private_employee", single_parent=False))
def test_a_rate_that_is_said_without_the_days_at_80_holds_whatever_they_were(data: dict[str, Any]) -> None:
    used = {"mother": data["used"]["mother"], "father": data["used"]["father"]}
    _, unknown = answered({**data, "used": used})
    told = [answered({**data, "used": {**used, "couple_at_80": days}})[1] for days in (0, min(90, sum(used.values())))]
    assert unknown.rate is None or {one.rate for one in told} == {unknown.rate}
    assert unknown.higher_left is None or {one.higher_left for one in told} == {unknown.higher_left}


@MANY
@given(cases(mode="hours", category="public_employee", same_day=[]))
def test_a_disputed_notice_refuses_no_day_that_the_law_allows(data: dict[str, Any]) -> None:
    case, disputed = answered(
        {**data, "agreement": "funzioni-locali", "request": {**data["request"], "hours_per_day": 1}}
    )
    _, law = answered({**data, "agreement": None, "request": {**data["request"], "hours_per_day": None}})
    assert disputed.earliest_start == law.earliest_start
    assert disputed.undisputed_start in (None, case.request.made_on + timedelta(days=5))


@MANY
@given(cases(mode="days", **EMPLOYEE), st.integers(1, 40), st.integers(1, 20))
def test_days_of_holidays_between_take_no_leave(data: dict[str, Any], after: int, length: int) -> None:
    case, _ = answered(data)
    begins = case.dates[0] + timedelta(days=after)
    away = {begins + timedelta(days=ahead) for ahead in range(length)} - set(case.dates)
    assume(away)
    request = {**data["request"], "dates": list(case.dates)}
    _, verdict = answered({**data, "request": request, "between": {"kind": "holidays", "days": sorted(away)}})
    assert away.isdisjoint(one.day for one in verdict.paid)
    assert set(verdict.dates_allowed) <= {one.day for one in verdict.paid}


WEEK_LETTERS = st.lists(st.sampled_from("LLAW"), min_size=3, max_size=18).map("".join)
"""What each working day of some weeks is: leave, absence (holidays), work."""


@MANY
@given(WEEK_LETTERS)
def test_whole_days_count_as_inps_counts_them(letters: str) -> None:
    """F-CP-40, F-CP-41: free days count between two days of leave, if nobody worked and no absence lies on both sides."""
    assume("L" in letters)
    monday = date(2027, 1, 11)
    days = [monday + timedelta(days=ahead) for ahead in range(len(letters) // 5 * 7 + 7)]
    working = iter(letters)
    kinds = {day: "F" if day.weekday() > 4 else next(working, "W") for day in days}
    leave = [day for day, kind in kinds.items() if kind == "L"]
    counted = len(leave)
    for before, after in pairwise(leave):
        between = [kinds[before + timedelta(days=ahead)] for ahead in range(1, (after - before).days)]
        if "W" not in between:
            away = [at for at, kind in enumerate(between) if kind == "A"]
            counted += sum(kind == "F" and not (away and away[0] < at < away[-1]) for at, kind in enumerate(between))
    absences = [{"kind": "holidays", "days": [day for day, kind in kinds.items() if kind == "A"]}]
    _, verdict = answered(
        {
            "today": date(2026, 12, 1),
            "parent": "mother",
            "category": "private_employee",
            "child": {"born": "2020-01-01"},
            "weekly_hours": 40,
            "days_per_week": 5,
            "between": absences if "A" in letters else [],
            "request": {"made_on": date(2026, 12, 1), "mode": "days", "dates": leave},
        }
    )
    assert verdict.days_used == counted


@MANY
@given(cases(), BIRTHS, st.integers(0, 180))
def test_the_leave_of_one_child_takes_nothing_from_another(data: dict[str, Any], born: date, used: int) -> None:
    other = {"other_children": [{"born": born, "used": {"mother": used}}]}
    _, alone = answered(data)
    both = work_out(read_case({**data, **other}, RULES), RULES)
    figures = alone.as_json().keys() - {"reasons", "other_children"}
    assert {name: both.as_json()[name] for name in figures} == {name: alone.as_json()[name] for name in figures}
    assert work_out(read_case({**data, **other, "used": {}}, RULES), RULES).other_children == both.other_children


@MANY
@given(cases(category="public_employee"))
def test_public_staff_read_of_no_company_and_apply_to_no_inps(data: dict[str, Any]) -> None:
    _, verdict = answered({**data, "agreement": None})
    said = [*(one.text for one in verdict.reasons), *verdict.cautions, *(one.reason for one in verdict.dates_refused)]
    assert [one for one in said if "azienda" in one or "INPS" in one] == []
