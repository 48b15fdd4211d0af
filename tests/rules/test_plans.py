"""A saved plan keeps its result until a rule that it stands on changes it, and shows a company nothing of the family."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.knowledge.leave import LeaveRules, leave_rules
from bot.knowledge.loader import Knowledge, load
from bot.model.leave import SavedPlan
from bot.rules.leave import InvalidCase, read_case, work_out
from bot.rules.leave.company import Asked, assess
from bot.rules.leave.plans import assess_shared, case_data, figures, is_stale, keep, recheck, shared
from bot.settings import ROOT

TODAY = date(2026, 11, 22)
RULES = leave_rules(load(ROOT))


def saved(rules: LeaveRules, **changes: Any) -> SavedPlan:
    data = {
        "today": TODAY.isoformat(),
        "parent": "mother",
        "category": "private_employee",
        "weekly_hours": 40,
        "days_per_week": 5,
        "child": {"born": "2024-03-03"},
        "compulsory_leave": {"mother_ended": "2024-06-10"},
        "used": {"mother": 30},
        "monthly_gross": 1800,
        "request": {
            "made_on": TODAY.isoformat(),
            "mode": "hours",
            "dates": {"from": "2026-12-01", "to": "2026-12-31", "weekdays": ["Tue", "Thu"]},
        },
    }
    return keep(read_case(data | changes, rules), rules, "Nov 11 off")


def with_figure(rules: LeaveRules, name: str, **changes: object) -> LeaveRules:
    """The rules after the last value of a figure has changed."""
    figure = rules.figures[name]
    periods = [*figure.periods[:-1], figure.periods[-1].model_copy(update=changes)]
    return replace(rules, figures={**rules.figures, name: figure.model_copy(update={"periods": periods})})


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> LeaveRules:
    return leave_rules(knowledge)


def test_a_saved_plan_gives_back_its_case(rules: LeaveRules) -> None:
    plan = saved(rules)
    case = read_case(case_data(plan), rules)
    assert case.today == plan.saved_on == TODAY
    assert keep(case, rules, plan.patron) == plan
    assert plan.ends_on == date(2026, 12, 31)
    assert "today" not in json.loads(plan.case)


def test_the_figures_are_those_of_the_calculator(rules: LeaveRules) -> None:
    plan = saved(rules)
    verdict = work_out(read_case(case_data(plan), rules), rules, plan.patron).as_json()
    result = json.loads(plan.result)
    assert {name: result[name] for name in ("days_used", "pay", "rate", "usable_left_days")} == {
        name: verdict[name] for name in ("days_used", "pay", "rate", "usable_left_days")
    }
    assert dict(figures(plan))["days_used"] == "4,5 giorni"


def test_nothing_changed_means_nothing_to_do(rules: LeaveRules) -> None:
    assert not is_stale(saved(rules), rules)
    assert recheck(saved(rules), rules) is None


def test_a_change_of_a_rule_that_the_plan_does_not_use_is_no_matter(rules: LeaveRules) -> None:
    unused = with_figure(rules, "notice_old_agreements", value=99)
    assert unused.figures != rules.figures
    assert not is_stale(saved(rules), unused)


def test_a_rule_that_was_only_verified_again_changes_the_stamp_and_tells_nobody(rules: LeaveRules) -> None:
    plan = saved(rules)
    verified = with_figure(rules, "notice_hours", verified_on=date(2027, 1, 1))
    checked = recheck(plan, verified)
    assert checked is not None
    assert checked.differences == ()
    assert checked.plan.result == plan.result
    assert checked.plan.stamp != plan.stamp
    assert recheck(checked.plan, verified) is None


def test_a_rule_that_changes_the_result_is_told_once_field_by_field(rules: LeaveRules) -> None:
    longer = with_figure(rules, "notice_hours", value=15)
    checked = recheck(saved(rules), longer)
    assert checked is not None
    told = {one.field: (one.before, one.after) for one in checked.differences}
    assert told["earliest_start"] == ("24/11/2026", "7/12/2026")
    assert told["dates_allowed"] == ("1/12/2026, 3/12/2026", "–")
    assert told["days_used"] == ("4,5 giorni", "3,5 giorni")
    assert checked.sources == ("D.Lgs. 151/2001, art. 32, comma 3",)
    assert recheck(checked.plan, longer) is None


def test_an_agreement_that_changes_changes_the_plan(rules: LeaveRules) -> None:
    plan = saved(rules, agreement="tessile-abbigliamento")
    row = rules.agreements.by_id["tessile-abbigliamento"]
    said = [one.model_copy(update={"notice_days": 20.0}) for one in row.rules]
    by_id = {**rules.agreements.by_id, row.id: row.model_copy(update={"rules": said})}
    changed = replace(rules, agreements=replace(rules.agreements, by_id=by_id))
    checked = recheck(plan, changed)
    assert checked is not None
    assert "earliest_start" in {one.field for one in checked.differences}
    assert saved(rules).stamp == saved(changed).stamp


def test_time_alone_changes_no_plan(rules: LeaveRules) -> None:
    """Years later, after the child's limit of age, only the rules count."""
    verified = with_figure(rules, "child_age_limit", verified_on=date(2045, 1, 1))
    checked = recheck(replace(saved(rules), saved_on=TODAY), verified)
    assert checked is not None
    assert checked.differences == ()


def test_a_plan_that_makes_no_sense_any_more_is_told_and_then_left_alone(rules: LeaveRules) -> None:
    plan = saved(rules, agreement="tessile-abbigliamento")
    by_id = {id: row for id, row in rules.agreements.by_id.items() if id != "tessile-abbigliamento"}
    gone = leave_rules_with(rules, by_id)
    checked = recheck(plan, gone)
    assert checked is not None
    assert ("allowed", "in parte", "–") in {(one.field, one.before, one.after) for one in checked.differences}
    assert recheck(checked.plan, gone) is None


def leave_rules_with(rules: LeaveRules, by_id: dict[str, Any]) -> LeaveRules:
    agreements = replace(rules.agreements, by_id=by_id)
    return replace(rules, agreements=agreements, find=lambda name: (name,) if name in by_id else ())


# --- what a company sees ---

SECRETS = {
    "parent": st.sampled_from(["mother", "father"]),
    "single_parent": st.booleans(),
    "child": st.fixed_dictionaries(
        {
            "born": st.dates(date(2019, 1, 1), date(2025, 6, 1)).map(date.isoformat),
            "disability": st.booleans(),
            "twin": st.booleans(),
        }
    ),
    "used": st.fixed_dictionaries({"mother": st.integers(0, 20), "father": st.integers(0, 20)}),
    "other_parent": st.sampled_from(["not_working", "none", None]),
    "own_income": st.sampled_from([None, 7777.0, 77777.0]),
    "monthly_gross": st.sampled_from([None, 1777.0, 2777.0]),
    "same_day": st.sampled_from([[], ["law_104_hours"]]),
}


@settings(max_examples=60, deadline=None)
@given(family=st.fixed_dictionaries(SECRETS))
def test_nothing_of_the_family_or_the_pay_changes_what_a_company_sees(family: dict[str, Any]) -> None:
    """The view of a company is the same whatever family stands behind the same days: so nothing of it can be in there."""
    plan, plain = saved(RULES, **family, compulsory_leave={"mother_ended": "2025-12-01"}), saved(RULES)
    assume(json.loads(plan.result)["dates_allowed"] == json.loads(plain.result)["dates_allowed"])
    assert assess_shared(plan, RULES) == assess_shared(plain, RULES)


def test_a_shared_plan_holds_only_what_the_employer_knows_or_is_told(rules: LeaveRules) -> None:
    request = shared(saved(rules))
    assert request is not None
    assert set(asdict(request)) == {
        "weekly_hours",
        "days_per_week",
        "told_on",
        "mode",
        "dates",
        "hours_per_day",
        "agreement",
        "own_agreement",
        "part_time",
        "schedule",
        "working_days",
        "public",
    }


def test_a_plan_without_a_day_or_without_an_employer_cannot_be_shared(rules: LeaveRules) -> None:
    too_old = saved(rules, child={"born": "2010-01-01"})
    assert shared(too_old) is None
    alone = saved(
        rules,
        category="self_employed",
        request={"made_on": "2026-11-22", "mode": "days", "dates": ["2026-12-01", "2026-12-02"]},
    )
    assert shared(alone) is None


# --- the company's own question ---


def asked(**changes: Any) -> Asked:
    request = Asked(40, 5, TODAY, "hours", (date(2026, 12, 1), date(2026, 12, 3)), 4.0)
    return replace(request, **changes)


def test_a_request_in_time_and_measure_is_lawful(rules: LeaveRules) -> None:
    told = assess(asked(), rules, TODAY)
    assert (told.allowed, told.earliest, told.age_limit) == ("yes", date(2026, 11, 24), 14)
    assert [(one.weekday, [day.day for day in one.days], one.hours) for one in told.cover()] == [
        (1, [1], 4),
        (3, [3], 4),
    ]
    assert told.verified_on == date(2026, 3, 15)


def test_short_notice_is_named_with_the_first_possible_day(rules: LeaveRules) -> None:
    told = assess(asked(dates=(date(2026, 11, 23),)), rules, TODAY)
    assert (told.allowed, told.notice_short, told.measure_wrong) == ("no", True, False)
    assert [one.rule for one in told.against] == ["F-HP-13"]


def test_hours_that_the_rule_does_not_have_are_named_with_those_it_has(rules: LeaveRules) -> None:
    told = assess(asked(hours_per_day=3.0), rules, TODAY)
    assert (told.allowed, told.measure_wrong, told.hours_options) == ("no", True, (4,))


def test_a_holiday_in_a_weekly_pattern_does_not_spoil_the_request(rules: LeaveRules) -> None:
    weekly = {"from": "2026-12-01", "to": "2026-12-31", "weekdays": ["Tue"]}
    told = assess(asked(dates=weekly), rules, TODAY)
    assert told.allowed == "yes"
    assert [one.day for one in told.refused] == [date(2026, 12, 8)]
    assert assess(asked(dates=(date(2026, 12, 1), date(2026, 12, 8))), rules, TODAY).allowed == "partly"


FAMILY_RULES = (
    "F-CP-0",
    "F-CP-1",
    "F-CP-2",
    "F-CP-30",
    "F-CP-6",
    "F-HP-26",
    "F-HP-32",
    "F-HP-20",
    "F-HP-21",
    "F-HP-23",
)


@settings(max_examples=60, deadline=None)
@given(
    weekly=st.integers(8, 40),
    days=st.integers(2, 6),
    hours=st.one_of(st.none(), st.integers(1, 8)),
    start=st.integers(0, 400),
    length=st.integers(0, 200),
    agreement=st.sampled_from([None, *RULES.agreements.by_id]),
)
def test_whatever_is_asked_a_company_reads_of_no_age_months_rate_or_pay(
    weekly: int, days: int, hours: int | None, start: int, length: int, agreement: str | None
) -> None:
    first = TODAY + timedelta(days=start)
    period = {"from": first.isoformat(), "to": (first + timedelta(days=length)).isoformat()}
    request = asked(weekly_hours=weekly, days_per_week=days, hours_per_day=hours, dates=period, agreement=agreement)
    try:
        told = assess(request, RULES, TODAY)
    except InvalidCase:
        return
    assert [step.rule for step in (*told.against, *told.steps) if step.rule.startswith(FAMILY_RULES)] == []
    words = " ".join([*(step.text for step in (*told.against, *told.steps)), *told.cautions])
    assert not [word for word in ("%", "euro", "madre", "padre", "compi", "genitore solo") if word in words]
    assert all(step.text for step in told.against)
    assert all(one.reason for one in told.refused)
