"""What a plan costs in pay, on the example of the facts: 1,800 euros by thirteen, half-days by the law (EX-18)."""

from __future__ import annotations

from typing import Any

import pytest

from bot.knowledge.leave import leave_rules
from bot.knowledge.loader import Knowledge
from bot.rules.leave import read_case, work_out
from bot.rules.leave.cost import Cost, cost_of
from bot.rules.leave.dates import week_of


def cost(knowledge: Knowledge, **facts: Any) -> Cost | None:
    rules = leave_rules(knowledge)
    data = {
        "today": "2026-11-22",
        "parent": "father",
        "category": "private_employee",
        "weekly_hours": 40,
        "days_per_week": 5,
        "child": {"born": "2024-08-15"},
        "used": {"mother": 0, "father": 0, "couple_at_80": 0},
        "other_parent": "employee",
        "compulsory_leave": {"mother_ended": "2024-11-15"},
        "monthly_gross": 1800,
        "monthly_payments": 13,
        **facts,
    }
    case = read_case(data, rules)
    return cost_of(case, work_out(case, rules), week_of(case))


HOURS = {
    "made_on": "2026-11-22",
    "mode": "hours",
    "hours_per_day": 4,
    "dates": {"from": "2027-03-01", "to": "2027-03-31"},
}
DAYS = {"made_on": "2026-11-22", "mode": "days", "dates": {"from": "2027-03-01", "to": "2027-03-31"}}


def test_hours_get_back_less_of_the_pay_than_days(knowledge: Knowledge) -> None:
    hours, days = cost(knowledge, request=HOURS), cost(knowledge, request=DAYS)
    assert hours is not None
    assert days is not None
    assert hours.back / hours.lost == pytest.approx(0.62, abs=0.01)
    assert days.back / days.lost == pytest.approx(0.83, abs=0.05)
    assert hours.net == pytest.approx(hours.lost - hours.back)


def test_without_the_pay_no_cost_is_said(knowledge: Knowledge) -> None:
    assert cost(knowledge, request=HOURS, monthly_gross=None, monthly_payments=None) is None


def test_days_at_full_pay_cost_nothing(knowledge: Knowledge) -> None:
    public = cost(
        knowledge, request={**DAYS, "dates": {"from": "2027-03-01", "to": "2027-03-12"}}, category="public_employee"
    )
    assert public is not None
    assert public.net == 0
