"""What comes in wrong: each field is named with its problem, all of them at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from bot.commands.leave import find_in
from bot.knowledge.leave import LeaveRules, leave_rules
from bot.knowledge.loader import Knowledge
from bot.rules.leave import InvalidCase, read_case, work_out
from tests.rules.leave import over

GOOD: dict[str, Any] = {
    "today": "2026-11-22",
    "parent": "mother",
    "category": "private_employee",
    "weekly_hours": 40,
    "days_per_week": 5,
    "agreement": None,
    "child": {"born": "2024-08-15"},
    "used": {"mother": 0, "father": 0},
    "request": {"made_on": "2026-11-22", "mode": "hours", "hours_per_day": 4, "dates": ["2026-12-01"]},
}


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> LeaveRules:
    return leave_rules(knowledge, find_in(knowledge.agreements))


def problems(rules: LeaveRules, change: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(InvalidCase) as refused:
        read_case(over(GOOD, change), rules)
    assert all(one.remedy for one in refused.value.problems)
    return {one.field: one.problem for one in refused.value.problems}


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"today": "2026-02-30"}, "today", "non è una data del calendario"),
        ({"today": 20261122}, "today", "non è una data"),
        ({"child": {"born": "2026-11-23"}}, "child.born", "nel futuro"),
        ({"child": {"born": "2024-08-15", "entered_family": "2023-01-01"}}, "child.entered_family", "prima della nascita"),
        ({"child": {"entered_family": "2027-01-01"}}, "child.entered_family", "nel futuro"),
        ({"child": {"born": None}}, "child.born", "manca"),
        ({"child": {"name": "Anna"}}, "child.name", "non è un campo previsto"),
        ({"compulsory_leave": {"mother_ended": "2024-08-01"}}, "compulsory_leave.mother_ended", "prima della nascita"),
        ({"compulsory_leave": {"father_ended": "2023-08-01"}}, "compulsory_leave.father_ended", "troppo prima"),
        ({"weekly_hours": 80}, "weekly_hours", "80 ore"),
        ({"weekly_hours": 0}, "weekly_hours", "più di 0"),
        ({"weekly_hours": "40"}, "weekly_hours", "non è un numero"),
        ({"weekly_hours": True}, "weekly_hours", "non è un numero"),
        ({"weekly_hours": float("nan")}, "weekly_hours", "non è un numero"),
        ({"weekly_hours": 10**400}, "weekly_hours", "non è un numero"),
        ({"weekly_hours": None}, "weekly_hours", "manca"),
        ({"days_per_week": None}, "days_per_week", "manca"),
        ({"days_per_week": 8}, "days_per_week", "più di 7"),
        ({"days_per_week": 2}, "days_per_week", "13 ore al giorno"),
        ({"working_days": ["Mon", "Tue"]}, "working_days", "sono 2, non 5"),
        ({"working_days": ["Mon", "Mon", "Tue", "Wed", "Thu"]}, "working_days", "due volte"),
        ({"working_days": ["lunedì"]}, "working_days.0", "valori ammessi"),
        ({"schedule": {"Mon": 8, "Tue": 8}}, "schedule", "16 ore, non 40"),
        ({"schedule": {"Mon": 10, "Tue": 10, "Wed": 10, "Thu": 10}}, "schedule", "sono 4, non 5"),
        ({"parent": "zio"}, "parent", "valori ammessi"),
        ({"category": ["private_employee"]}, "category", "valori ammessi"),
        ({"agreement": "CCNL dei pirati"}, "agreement", "non conosciamo"),
        ({"agreement": {"blocks": []}}, "agreement.blocks", "vuoto"),
        ({"agreement": {"blocks": [30]}}, "agreement.blocks.0", "più di 24"),
        ({"agreement": {"hours": 3}}, "agreement.hours", "non è un campo previsto"),
        ({"agreement": 7}, "agreement", "non ha una forma prevista"),
        ({"used": {"mother": 181}}, "used.mother", "181 giorni sono più"),
        ({"used": {"father": 211}}, "used.father", "211 giorni sono più"),
        ({"used": {"mother": 180, "father": 160}}, "used", "insieme fanno 340"),
        ({"used": {"mother": -1}}, "used.mother", "meno di 0"),
        ({"used": {"mother": 180, "couple_at_80": 100}}, "used.couple_at_80", "100 giorni sono più"),
        ({"used": {"mother": 10, "couple_at_80": 20}}, "used.couple_at_80", "più dei giorni già usati"),
        ({"weekly_hours": None, "weekly_hour": 40}, "weekly_hour", "non è un campo previsto"),
        ({"between": {"kind": "holidays", "days": ["2026-12-01"]}}, "between", "chiesto anche come congedo"),
        ({"between": {"kind": "ferie", "days": ["2026-12-02"]}}, "between.0.kind", "valori ammessi"),
        ({"between": {"days": ["2026-12-02"]}}, "between.0.kind", "manca"),
        ({"between": {"kind": "other", "days": {"from": "2026-11-01", "to": "2027-01-31"}}, "request": {"dates": {"from": "2026-12-01", "to": "2026-12-04"}}}, "between", "nessun giorno"),
        ({"other_children": [{"born": "2030-02-30"}]}, "other_children.0.born", "data del calendario"),
        ({"other_children": [{"birth": "2020-02-20", "born": "2020-02-20"}]}, "other_children.0.birth", "non è un campo previsto"),
        ({"shift_days": ["domenica"]}, "shift_days.0", "data"),
        ({"single_parent": True, "other_parent": "employee"}, "other_parent", "genitore solo"),
        ({"single_parent": True, "other_parent": "self_employed"}, "other_parent", "genitore solo"),
        ({"category": "public_employee", "agreement": "commercio"}, "agreement", "commercio è un contratto di chi lavora in un'azienda"),
        ({"category": "private_employee", "agreement": "funzioni-locali"}, "agreement", "funzioni locali è un contratto di chi lavora nel pubblico"),
        ({"category": "security_defence_fire", "agreement": "commercio"}, "agreement", "non va con il lavoro"),
        ({"request": {"mode": "days"}}, "request.hours_per_day", "a giorni interi non si indicano ore"),
        ({"own_income": -1}, "own_income", "meno di 0"),
        ({"monthly_gross": -1800}, "monthly_gross", "meno di 0"),
        ({"monthly_payments": 15}, "monthly_payments", "valori ammessi"),
        ({"request": {"mode": "weeks"}}, "request.mode", "valori ammessi"),
        ({"request": {"hours_per_day": 25}}, "request.hours_per_day", "più di 24"),
        ({"request": {"hours_per_day": 0}}, "request.hours_per_day", "più di 0"),
        ({"request": {"dates": []}}, "request.dates", "vuoto"),
        ({"request": {"dates": ["2026-12-01", "2026-12-01"]}}, "request.dates", "due volte"),
        ({"request": {"dates": ["2026-13-01"]}}, "request.dates.0", "data del calendario"),
        ({"request": {"dates": {"from": "2026-12-05", "to": "2026-12-01", "weekdays": ["Mon"]}}}, "request.dates.to", "prima di"),
        ({"request": {"dates": {"from": "2026-12-01", "to": "2036-12-01", "weekdays": ["Mon"]}}}, "request.dates", "troppo lungo"),
        ({"request": {"dates": ["2026-12-01", "2036-12-01"]}}, "request.dates", "troppo lungo"),
        ({"request": {"dates": {"from": "2026-12-01", "to": "2026-12-02", "weekdays": ["Mon"]}}}, "request.dates.weekdays", "nessuno"),
        ({"request": {"dates": {"from": "2026-12-01", "weekdays": ["Mon"]}}}, "request.dates.to", "manca"),
        ({"same_day": ["holiday"]}, "same_day.0", "valori ammessi"),
        ({"colour": "red"}, "colour", "non è un campo previsto"),
    ],
    ids=str,
)  # fmt: skip
def test_a_wrong_field_is_named(rules: LeaveRules, change: dict[str, Any], field: str, says: str) -> None:
    found = problems(rules, change)
    assert list(found) == [field]
    assert says in found[field]


@pytest.mark.parametrize(
    ("change", "field", "meant"),
    [
        ({"weekly_hour": 40}, "weekly_hour", "`weekly_hours`"),
        ({"hours_per_day": 4}, "hours_per_day", "`request.hours_per_day`"),
        ({"made_on": "2026-11-22"}, "made_on", "`request.made_on`"),
        ({"request": {"dates": {"from": "2026-12-01", "until": "2026-12-04"}}}, "request.dates.until", "il nome"),
    ],
)
def test_a_wrong_name_is_told_beside_the_field_it_may_mean(
    rules: LeaveRules, change: dict[str, Any], field: str, meant: str
) -> None:
    with pytest.raises(InvalidCase) as refused:
        read_case(over(GOOD, change), rules)
    assert meant in next(one.remedy for one in refused.value.problems if one.field == field)


def test_every_problem_is_said_at_once(rules: LeaveRules) -> None:
    change = {
        "weekly_hours": 80,
        "child": {"born": "2030-01-01", "colour": "blue"},
        "used": {"mother": 400},
        "agreement": "nessuno",
        "monthly_gross": -5,
        "request": {"mode": "x", "dates": {"from": "2026-01-01", "to": "2036-01-01", "weekdays": ["Mon"]}},
    }
    wanted = {"weekly_hours", "child.born", "child.colour", "used.mother", "agreement", "monthly_gross", "request.mode"}
    assert set(problems(rules, change)) == wanted | {"request.dates"}


@pytest.mark.parametrize("data", [[], "ciao", 3, None, True])
def test_what_is_no_object_is_refused(rules: LeaveRules, data: object) -> None:
    with pytest.raises(InvalidCase, match="non è un oggetto"):
        read_case(data, rules)


def test_absent_and_null_are_the_same(rules: LeaveRules) -> None:
    without = {key: value for key, value in GOOD.items() if key != "agreement"}
    nulls = over(GOOD, {"own_income": None, "same_day": None, "compulsory_leave": None, "working_days": None})
    assert read_case(without, rules) == read_case(nulls, rules) == read_case(GOOD, rules)


def test_a_parent_who_has_no_leave_need_not_tell_the_hours(rules: LeaveRules) -> None:
    case = read_case(over(GOOD, {"category": "domestic_worker", "weekly_hours": None, "days_per_week": None}), rules)
    assert work_out(case, rules).allowed == "no"


def test_live_in_domestic_workers_may_have_fifty_four_hours(rules: LeaveRules) -> None:
    read_case(over(GOOD, {"category": "domestic_worker", "weekly_hours": 54, "days_per_week": 6}), rules)


def test_a_plan_of_four_hundred_dates_is_not_too_long(rules: LeaveRules) -> None:
    dates = [str(date(2027, 1, 4) + timedelta(days=4 * step)) for step in range(400)]
    case = read_case(over(GOOD, {"request": {"dates": dates}}), rules)
    assert len(case.dates) == 400


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Metalmeccanici industria (Federmeccanica-Assistal)", "metalmeccanici-industria"),
        ("metalmeccanici-industria", "metalmeccanici-industria"),
        ("CC-11", "funzioni-locali"),
        ("CCNL Funzioni locali", "funzioni-locali"),
        ("Banche di credito cooperativo (BCC)", "credito-cooperativo-bcc"),
        ("Turismo / Pubblici esercizi", "turismo-pubblici-esercizi"),
        ("Istruzione e ricerca — Università", "universita"),
        ("Artigianato", "artigianato"),
        ("Sanità pubblica", "sanita-pubblica"),
        ("  Confcommercio ", "terziario-commercio"),
    ],
)
def test_an_agreement_is_found_by_the_names_people_give_it(rules: LeaveRules, name: str, id: str) -> None:
    assert rules.find(name) == (id,)
