"""What follows from the answers of a self-check: written criteria, as cases and for any answers at all."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.loader import Knowledge, load
from bot.knowledge.self_check import FACTS, SKIPPED, Check
from bot.model.self_check import SelfCheck
from bot.rules.self_check import asked, before, fitting, missing, next_step, practices_for, result, rules_for, weakest
from bot.settings import ROOT

FIRM = {"size": "micro", "sector": "uffici", "work": "ufficio"}
TOWN_HALL = {"size": "medium", "sector": "ente-pubblico", "work": "misto"}
KNOWLEDGE = load(ROOT)


@pytest.fixture(scope="module")
def check(knowledge: Knowledge) -> Check:
    assert knowledge.self_check is not None
    return knowledge.self_check


@pytest.mark.parametrize(
    ("given", "level"),
    [
        ({}, "unknown"),
        ({"fuori-sede": "impossibile"}, "unknown"),
        ({"fuori-sede": "impossibile", "riunioni": "sempre"}, "good"),
        ({"fuori-sede": "no", "riunioni": "volte"}, "start"),
        ({"fuori-sede": "parola", "riunioni": "volte"}, "half"),
        ({"fuori-sede": "accordo", "riunioni": "sempre"}, "good"),
        ({"fuori-sede": SKIPPED, "riunioni": SKIPPED}, "unknown"),
    ],
)
def test_an_area_is_its_points_of_those_it_could_have(check: Check, given: dict[str, str], level: str) -> None:
    found = {each.area: each.level for each in result(check, {**FIRM, **given})}
    assert found["place"] == level


def test_questions_branch_by_size_sector_hours_and_earlier_answers(check: Check) -> None:
    of_firm = {each.id for each in asked(check, FIRM)}
    of_town_hall = {each.id for each in asked(check, TOWN_HALL)}
    assert {"ascolto", "insieme"} <= of_firm
    assert of_firm.isdisjoint({"turni-scambio", "azioni-positive", "accordo-aziendale", "precedenza-agile"})
    assert {"azioni-positive", "comitato", "turni-scambio"} <= of_town_hall
    assert of_town_hall.isdisjoint({"accordo-aziendale", "welfare", "ascolto"})
    assert "precedenza-agile" in {each.id for each in asked(check, {**FIRM, "fuori-sede": "parola"})}


def test_what_is_no_longer_asked_no_longer_counts(check: Check) -> None:
    answers = {**FIRM, "fuori-sede": "parola", "precedenza-agile": "no", "orari-flessibili": "nie"}
    assert fitting(check, {**answers, "fuori-sede": "no"}) == {**FIRM, "fuori-sede": "no"}


def test_the_weakest_area_comes_first_with_its_practices(check: Check, knowledge: Knowledge) -> None:
    answers = {**FIRM, "orari-flessibili": "tutti", "rientro": "no", "consegne": "volte", "numeri": "parte"}
    assert weakest(check, answers) == ("return", "management")
    assert [each.id for each in missing(check, answers)] == ["rientro", "consegne", "numeri"]
    first = practices_for(check, answers, knowledge.practices)[0]
    assert "rientro" in first.solves


def test_a_rule_of_private_firms_is_not_told_to_a_town_hall(check: Check) -> None:
    answers = {"sostituti": "no", "consegne": "no"}
    assert "sostituti" in {each.id for each in rules_for(check, {**FIRM, **answers})}
    assert "sostituti" not in {each.id for each in rules_for(check, {**TOWN_HALL, **answers})}


def test_the_one_of_a_year_ago_stands_beside_todays(check: Check) -> None:
    kept = [SelfCheck(date(year, 11, 22), FIRM, "1") for year in (2025, 2026, 2027)]
    found = before(kept, date(2027, 11, 22))
    assert found is not None
    assert found.done_on == date(2026, 11, 22)
    assert before(kept[:1], date(2025, 11, 22)) is None


def _answers() -> st.SearchStrategy[dict[str, Any]]:
    check = KNOWLEDGE.self_check
    assert check is not None
    values = {question.id: st.sampled_from([*question.answers, SKIPPED, "?"]) for question in check.questions}
    facts = {name: st.sampled_from([*KNOWLEDGE.firm_facts[name].values, SKIPPED]) for name in FACTS}  # type: ignore[index]
    return st.fixed_dictionaries({}, optional={**facts, **values})


@given(_answers())
def test_whatever_was_answered_there_is_a_result(answers: dict[str, str]) -> None:
    check = KNOWLEDGE.self_check
    assert check is not None
    fits = fitting(check, answers)
    assert fitting(check, fits) == fits
    assert all(0 <= each.share <= 1 for each in result(check, fits))
    cards = practices_for(check, fits, KNOWLEDGE.practices)
    assert len({card.id for card in cards}) == len(cards) <= 3
    assert len(rules_for(check, fits)) <= len(missing(check, fits))
    step = next_step(check, fits)
    assert step is None or step not in fits
