"""The leave engine: the cases of tests/rules/leave, and what must hold for every case whatever."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from bot.commands.leave import find_in
from bot.knowledge.leave import LeaveRules, leave_rules
from bot.knowledge.loader import Knowledge
from bot.rules.calendar import MONTHS, patron_day
from bot.rules.leave import read_case, work_out
from bot.settings import ROOT
from tests.rules.leave import HERE, cases, sources

ALL = [(file.name, *case) for file in sorted(HERE.glob("*.yaml")) for case in cases(file.name)]


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> LeaveRules:
    return leave_rules(knowledge, find_in(knowledge.agreements))


@pytest.mark.parametrize(
    ("file", "name", "given", "expected"), ALL, ids=[f"{file}: {name}" for file, name, _, _ in ALL]
)
def test_a_case_has_the_answer_of_the_rules(
    rules: LeaveRules, file: str, name: str, given: dict[str, Any], expected: dict[str, Any]
) -> None:
    answer = work_out(read_case(given, rules), rules).as_json()
    checks = {
        "rules": lambda wanted: set(wanted) <= {one["rule"] for one in answer["reasons"]},
        "not_rules": lambda wanted: set(wanted).isdisjoint(one["rule"] for one in answer["reasons"]),
        "says": lambda wanted: all(any(text in one["text"] for one in answer["reasons"]) for text in wanted),
        "cautions": lambda wanted: all(any(text in one for one in answer["cautions"]) for text in wanted),
        "silent": lambda wanted: not any(text in one for text in wanted for one in answer["cautions"]),
        "refused": lambda wanted: [str(day) for day in wanted] == [one["date"] for one in answer["dates_refused"]],
        "refused_because": lambda wanted: all(wanted in one["reason"] for one in answer["dates_refused"]),
        "pay": lambda wanted: (
            [{key: one[key] for key in want} for one, want in zip(answer["pay"], wanted, strict=True)]
            == [_plain(want) for want in wanted]
        ),
    }
    for field, wanted in expected.items():
        if field in checks:
            assert checks[field](wanted), (field, wanted, answer)
        else:
            assert answer[field] == _plain(wanted), (field, answer)


def test_every_case_has_a_name_of_its_own_and_a_source() -> None:
    told = [one for file in sorted(HERE.glob("*.yaml")) for one in sources(file.name)]
    names = [name for name, _ in told]
    assert [name for name in names if names.count(name) > 1] == []
    assert [name for name, source in told if not SOURCE.search(source)] == []


SOURCE = re.compile(r"\b(?:F-[A-Z]{2}-\d+|EX-\d+|CC-\d+|INPS messaggi|dossier)")
"""A fact, an example or an agreement of the dossier, or an act of INPS."""


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


MADE_OF_PARTS = {
    *("cap_mother", "cap_father", "cap_single", "cap_gestione_separata", "cap_self_employed"),
    *("age_limit_gestione_separata", "age_limit_self_employed", "rate_gestione_separata", "rate_self_employed"),
    *("apply_hours", "plan_late"),
}
"""Keys that the code puts together, so that they stand nowhere in it as they are."""


def test_every_text_of_the_calculator_is_said_somewhere_and_every_text_it_asks_for_exists(rules: LeaveRules) -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "bot/rules/leave").glob("*.py")))
    reasons, cautions = rules.texts.reasons, rules.texts.cautions
    assert {key for key in (*reasons, *cautions) if f'"{key}"' not in code} == MADE_OF_PARTS
    assert set(re.findall(r'(?:reason|_say)\(\s*"([a-z_0-9]+)"', code)) <= set(reasons)
    assert set(re.findall(r'caution\(\s*"([a-z_0-9]+)"', code)) <= set(cautions)


def test_pay_can_be_read_month_by_month(rules: LeaveRules) -> None:
    _, given, _ = next(case for case in cases("examples.yaml") if "1560" in case[0])
    given["request"]["dates"]["to"] = date(2027, 5, 31)
    verdict = work_out(read_case(given, rules), rules)
    months = [(one.first, one.last, one.rate, one.leave, one.amount) for one in verdict.pay(monthly=True)]
    assert months == [
        (date(2027, 4, 1), date(2027, 4, 30), 80, 30, 1560.0),
        (date(2027, 5, 1), date(2027, 5, 31), 80, 30, 1560.0),
    ]


def test_a_patron_day_is_no_day_of_leave(rules: LeaveRules) -> None:
    _, given, _ = next(cases("dates.yaml"))
    given["request"]["dates"] = [date(2026, 12, 7), date(2026, 12, 9)]
    case = read_case(given, rules)
    assert work_out(case, rules).allowed == "yes"
    verdict = work_out(case, rules, patron="Dec 07 off")
    assert [one.day for one in verdict.dates_refused] == [date(2026, 12, 7)]
    assert not any("patrono" in one for one in verdict.cautions)


def test_every_patron_day_of_the_territory_is_understood(knowledge: Knowledge) -> None:
    rules = [town.patron_day for town in knowledge.territory.municipalities.values() if town.patron_day]
    assert rules
    for rule in rules:
        day = patron_day(rule, 2026)
        assert day is not None
        assert (day.month == MONTHS[rule[:3]]) or "day off" in rule
