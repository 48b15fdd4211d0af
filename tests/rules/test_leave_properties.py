"""What must hold for every case of leave: drawn at random by hypothesis, over ages, agreements, uses and dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.knowledge.leave import LeaveRules, leave_rules
from bot.knowledge.loader import load
from bot.rules.leave import Case, InvalidCase, Verdict, read_case, work_out
from bot.rules.leave.case import WEEKDAYS
from bot.rules.leave.checks import WORKS
from bot.settings import ROOT

TODAY = date(2026, 11, 22)
RULES: LeaveRules = leave_rules(load(ROOT))
MANY = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])

OF_WORK = {
    work: sorted(id for id, row in RULES.agreements.by_id.items() if work in WORKS[row.work])
    for work in ("private_employee", "public_employee", "security_defence_fire")
}
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
HOURS = st.sampled_from([1, 1.5, 2, 2.5, 3, 3.6, 4, 5, 6, 8])
TERMS = st.fixed_dictionaries(
    {"hours_per_day_of_leave": st.sampled_from([6, 7.5, 8])},
    optional={
        "min_hours": st.sampled_from([0.5, 1, 2]),
        "blocks": st.sampled_from([[2, 4], [1], [4]]),
        "hours_per_month_of_leave": st.sampled_from([160, 174]),
        "min_hours_month": st.sampled_from([4, 8]),
        "whole_days_in_month": st.booleans(),
        "min_hours_worked_in_day": st.sampled_from([1, 4]),
        "notice_days": st.integers(0, 20),
        "plan_deadline_days_before_month_end": st.integers(0, 10),
    },
)


@st.composite
def cases(draw: st.DrawFn, mode: str | None = None, **fixed: Any) -> dict[str, Any]:
    per_week = draw(st.integers(2, 6))
    born = draw(st.dates(date(2008, 1, 1), TODAY) | st.dates(date(2014, 1, 1), date(2025, 6, 1)))
    parent = draw(st.sampled_from(["mother", "father"]))
    mother, father = draw(st.integers(0, 180)), draw(st.integers(0, 150))
    first = draw(DAYS)
    weekly = {"from": first, "to": first + timedelta(days=draw(st.integers(0, 300)))}
    weekdays = draw(st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True))
    apart = st.lists(st.integers(0, 200), min_size=1, max_size=30, unique=True)
    dates = st.one_of(
        apart.map(lambda days: [first + timedelta(days=one) for one in days]), st.just({**weekly, "weekdays": weekdays})
    )
    mode = mode or draw(st.sampled_from(["hours", "days"]))
    category = draw(st.sampled_from(["private_employee", "public_employee", "security_defence_fire"]))
    single = fixed["single_parent"] if "single_parent" in fixed else draw(st.booleans())
    others = [None, "not_working", "none"] if single else [None, "employee", "self_employed", "not_working", "none"]
    case: dict[str, Any] = {
        "today": TODAY,
        "parent": parent,
        "single_parent": single,
        "category": category,
        "weekly_hours": draw(st.sampled_from([4, 6, 7.2, 8])) * per_week,
        "days_per_week": per_week,
        "part_time": draw(st.sampled_from([None, "none", "horizontal", "vertical", "mixed"])),
        "agreement": draw(st.one_of(st.none(), st.sampled_from(OF_WORK[category]), TERMS)),
        "child": {"born": born, "disability": draw(st.booleans()), "twin": draw(st.booleans())},
        "used": {"mother": mother, "father": father, "couple_at_80": draw(st.integers(0, min(90, mother + father)))},
        "other_parent": draw(st.sampled_from(others)),
        "own_income": draw(st.sampled_from([None, 12000, 19885.13, 40000])),
        "monthly_gross": draw(st.sampled_from([None, 1800, 2500.5])),
        "request": {
            "made_on": first - timedelta(days=draw(st.integers(-3, 40))),
            "mode": mode,
            "hours_per_day": draw(st.none() | st.none() | HOURS) if mode == "hours" else None,
            "dates": draw(dates),
        },
        "same_day": draw(st.sampled_from([[], [], ["law_104_hours"], ["daily_rests"]])),
    }
    return case | fixed


def answered(data: dict[str, Any]) -> tuple[Case, Verdict]:
    try:
        case = read_case(data, RULES)
    except InvalidCase:
        assume(False)
        raise
    return case, work_out(case, RULES)


@MANY
@given(cases())
def test_allowed_and_refused_dates_are_the_request(data: dict[str, Any]) -> None:
    case, verdict = answered(data)
    refused = [one.day for one in verdict.dates_refused]
    assert sorted([*verdict.dates_allowed, *refused]) == list(case.dates)
    assert all(one.reason for one in verdict.dates_refused)
    assert verdict.allowed == ("no" if not verdict.dates_allowed else "partly" if refused else "yes")


@MANY
@given(cases())
def test_no_limit_is_ever_exceeded_and_nothing_left_is_negative(data: dict[str, Any]) -> None:
    case, verdict = answered(data)
    mother, father = case.used.mother, case.used.father
    own = float(verdict.days_used)
    mother, father = (mother + own, father) if case.parent == "mother" else (mother, father + own)
    if case.child.disability:
        assert mother + father <= 1080
    elif case.single_parent:
        assert mother + father <= 330
    else:
        assert mother <= 180
        assert father <= 210
        assert mother + father <= (330 if father >= 90 else 300)
    for left in (verdict.usable_left, verdict.other_usable_left, verdict.higher_left):
        assert left is None or left >= 0


@MANY
@given(cases(mode="hours", same_day=[], single_parent=True))
def test_a_granted_day_in_hours_never_holds_more_than_the_rule_gives(data: dict[str, Any]) -> None:
    case, verdict = answered(data)
    assume(verdict.dates_allowed)
    assert verdict.hours_per_day is not None
    average = (case.weekly_hours or 0) / (case.days_per_week or 1)
    assert verdict.hours_per_day < average
    assert verdict.hours_used == verdict.hours_per_day * len(verdict.dates_allowed)
    if any(reason.rule == "F-HP-06" for reason in verdict.reasons):
        assert float(verdict.hours_per_day) == pytest.approx(average / 2)
        assert verdict.days_used * 2 == len(verdict.dates_allowed)


@MANY
@given(cases(), st.integers(0, 30))
def test_days_used_grow_with_the_dates_asked_for(data: dict[str, Any], more: int) -> None:
    assume(isinstance(data["request"]["dates"], dict))
    few = data["request"]["dates"]
    many = {**few, "to": few["to"] + timedelta(days=more)}
    _, shorter = answered(data)
    _, longer = answered({**data, "request": {**data["request"], "dates": many}})
    agreed = data["agreement"]
    assume(not (agreed.get("whole_days_in_month") if isinstance(agreed, dict) else agreed in WHOLE))
    assert longer.days_used >= shorter.days_used


WHOLE = {id for id, row in RULES.agreements.by_id.items() if any(rule.whole_days_in_month for rule in row.rules)}
"""With these, more hours in a month may spoil its whole days."""


@MANY
@given(cases(mode="hours"), st.sampled_from([1, 1.5, 2, 3]), st.sampled_from([0, 0.5, 1, 2]))
def test_days_used_grow_with_the_hours_of_a_day(data: dict[str, Any], hours: float, more: float) -> None:
    terms = {"min_hours": 0.5, "hours_per_day_of_leave": 8}
    uses = [
        answered({**data, "agreement": terms, "request": {**data["request"], "hours_per_day": one}})[1]
        for one in (hours, hours + more)
    ]
    assume(uses[0].dates_allowed == uses[1].dates_allowed)
    assert uses[0].days_used <= uses[1].days_used


@MANY
@given(cases())
def test_every_paid_day_has_a_rate_or_a_doubt_and_all_leave_is_accounted_for(data: dict[str, Any]) -> None:
    _, verdict = answered(data)
    assert sum(one.leave for one in verdict.paid) == verdict.days_used
    for monthly in (False, True):
        for period in verdict.pay(monthly):
            assert period.first <= period.last
            assert period.leave > 0
            assert period.rate in (0, 30, 80, 100) or (period.rate is None and verdict.cautions)
            assert (period.amount is None) == (period.rate is None or data["monthly_gross"] is None)
    months = [(one.first.year, one.first.month) for one in verdict.pay(monthly=True)]
    assert months == sorted(months)


@MANY
@given(cases(single_parent=False, other_parent="employee"))
def test_what_is_the_same_for_both_parents_does_not_depend_on_who_asks(data: dict[str, Any]) -> None:
    """Rates, hours, notice and dates: only caps and maternity leave tell mother and father apart."""
    started = data["child"] | {"born": date(2020, 5, 5)}
    used = {"mother": 20, "father": 20, "couple_at_80": 10}
    both = [
        answered({**data, "parent": parent, "child": started, "used": used})[1].as_json()
        for parent in ("mother", "father")
    ]
    for field in ("hours_per_day", "hours_options", "earliest_start", "first_working_day", "plan_deadline", "rate"):
        assert both[0][field] == both[1][field]
    assume(both[0]["days_used"] <= 160 and both[1]["days_used"] <= 160)
    for field in ("dates_allowed", "days_used", "pay", "couple_days_left_at_80"):
        assert both[0][field] == both[1][field]


@MANY
@given(cases())
def test_what_is_left_falls_by_what_is_used(data: dict[str, Any]) -> None:
    """The next request starts where this one ended, except a father whose third month opens the eleventh."""
    case, verdict = answered(data)
    assume(verdict.usable_left is not None and verdict.days_used and not _over(verdict))
    assert verdict.usable_left is not None
    parent = case.parent
    used = {**data["used"], parent: data["used"][parent] + float(verdict.days_used)}
    later = {**data, "used": used}
    _, again = answered({**later, "request": {**data["request"], "mode": "hours", "hours_per_day": 23.5}})
    assume(again.usable_left is not None)
    assert again.usable_left == verdict.usable_left


def _over(verdict: Verdict) -> bool:
    return verdict.last_possible_day is None or verdict.last_possible_day < TODAY + timedelta(days=60)


@MANY
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from([*Case.model_fields, "made_on", "dates", "from", "born"]), inner, max_size=6
            )
        ),
        max_leaves=12,
    )
)
def test_nonsense_is_refused_with_the_field_and_never_breaks(data: Any) -> None:
    with pytest.raises(InvalidCase) as refused:
        read_case(data, RULES)
    assert all(one.problem and one.remedy for one in refused.value.problems)
    fields = [one.field for one in refused.value.problems]
    assert fields
