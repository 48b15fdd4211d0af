"""What a request costs an employer: amounts by hand, and nothing of the family."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.knowledge.leave import LeaveRules, leave_rules
from bot.knowledge.loader import Knowledge
from bot.rules.leave.company import Asked, Mode, assess
from bot.rules.leave.company_money import estimate

TODAY = date(2026, 11, 22)
DECEMBER = (date(2026, 12, 1), date(2026, 12, 3), date(2026, 12, 10), date(2026, 12, 15))


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> LeaveRules:
    return leave_rules(knowledge)


def asked(mode: Mode = "hours", dates: Any = DECEMBER, hours: float | None = 4, **other: Any) -> Asked:
    facts = {"weekly_hours": 40.0, "days_per_week": 5.0, "told_on": TODAY, "mode": mode, "dates": dates} | other
    return Asked(hours_per_day=hours, **facts)


@pytest.mark.parametrize(
    ("request_", "gross", "payments", "advanced", "not_worked"),
    [
        # 4 half days are 2 days of leave; a day is 1800/30 + 1800/360 = 65 euro
        (asked(), 1800, 13, {80: 104.0, 30: 39.0}, 166.15),
        # 14 payments: 1800/30 + 2*1800/360 = 70 euro
        (asked(), 1800, 14, {80: 112.0, 30: 42.0}, 166.15),
        (asked(), 2400, None, {80: 138.67, 30: 52.0}, 221.54),
        # whole days Monday to Friday: five days, back on Monday
        (asked("days", {"from": "2026-12-14", "to": "2026-12-18"}, None), 1800, 13, {80: 260.0, 30: 97.5}, None),
        # a town hall pays some of it in full
        (asked(public=True, agreement="funzioni-locali", weekly_hours=36.0, hours=3), 1800, 13,
         {100: 130.0, 80: 104.0, 30: 39.0}, 138.46),
    ],
)  # fmt: skip
def test_the_allowance_that_passes_through_the_employers_hands(
    rules: LeaveRules,
    request_: Asked,
    gross: float,
    payments: int | None,
    advanced: dict[int, float],
    not_worked: float,
) -> None:
    found = estimate(assess(request_, rules, TODAY), gross, payments, rules)
    assert {rate: round(found.total(rate), 2) for rate in found.rates} == advanced
    assert found.not_worked == not_worked


def test_each_month_has_its_own_money(rules: LeaveRules) -> None:
    dates = (date(2026, 12, 1), date(2026, 12, 3), date(2027, 1, 12))
    found = estimate(assess(asked(dates=dates), rules, TODAY), 1800, 13, rules)
    assert [(one.month, float(one.hours or 0), float(one.days)) for one in found.months] == [
        (date(2026, 12, 1), 8, 1), (date(2027, 1, 1), 4, 0.5),
    ]  # fmt: skip


def test_the_rule_by_which_hours_count_is_told_to_payroll(rules: LeaveRules) -> None:
    assert assess(asked(), rules, TODAY).by_law
    assert not assess(asked(agreement="metalmeccanici-industria"), rules, TODAY).by_law
    own = asked(hours=2, own_agreement={"blocks": [2], "hours_per_day_of_leave": 8})
    assert not assess(own, rules, TODAY).by_law
