"""A company is found whatever way its name is typed, and never taken for another."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.companies import Company, name_key
from bot.rules.companies import AT_MOST, find

TODAY = date(2026, 11, 22)


def company(id: str, name: str, *names: str, **more: object) -> Company:
    return Company.model_validate(
        {"id": id, "name": name, "names": list(names), "joined_on": date(2026, 1, 15), "source": "Modulo"} | more
    )


COMPANIES = (
    company("rossi-srl", "Officine Rossi S.r.l.", "OffRossi", comune="015192"),
    company("girasole", "Società Cooperativa Sociale Il Girasole", "Girasole"),
    company("ferrari-opera", "Ferrari S.p.A.", comune="015159"),
    company("ferrari-rozzano", "Ferrari S.n.c.", comune="015189"),
    company("perche", "Perché No & Figli"),
    company("gone", "Logistica Prova", left_on=date(2026, 10, 1)),
    company("soon", "Futura Servizi", joined_on=date(2027, 1, 1)),
)
REGISTER = {one.id: one for one in COMPANIES}


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("Officine Rossi S.r.l.", "rossi-srl"),
        ("OFFICINE ROSSI SRL", "rossi-srl"),
        ("officine rossi s.r.l", "rossi-srl"),
        ("Officine Rossi", "rossi-srl"),
        ("offrossi", "rossi-srl"),
        ("coop. sociale il girasole", "girasole"),
        ("Girasole soc. coop. a r.l.", "girasole"),
        ("perche no e figli", "perche"),
    ],
)
def test_capitals_accents_and_legal_form_do_not_matter(typed: str, id: str) -> None:
    match = find(REGISTER, typed, TODAY)
    assert (match.found, [one.id for one in match.companies]) == ("exact", [id])


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("oficine rosi", ["rossi-srl"]),
        ("Officine", ["rossi-srl"]),
        ("lavoro al girasole di rozzano", ["girasole"]),
        ("Ferrari", ["ferrari-opera", "ferrari-rozzano"]),
        ("ferari", ["ferrari-opera", "ferrari-rozzano"]),
    ],
)
def test_what_resembles_a_name_is_asked_not_assumed(typed: str, ids: list[str]) -> None:
    match = find(REGISTER, typed, TODAY)
    assert (match.found, [one.id for one in match.companies]) == ("candidates", ids)


@pytest.mark.parametrize("typed", ["Rossini Legnami", "figli", "Bar", "srl", "", "  ", "'; DROP TABLE--", "a" * 5000])
def test_what_is_not_in_the_register_is_not_found(typed: str) -> None:
    assert find(REGISTER, typed, TODAY).found == "none"


def test_only_members_of_the_day_count() -> None:
    assert find(REGISTER, "Logistica Prova", TODAY).found == "none"
    assert find(REGISTER, "Logistica Prova", date(2026, 9, 30)).found == "exact"
    assert find(REGISTER, "Futura Servizi", TODAY).found == "none"
    assert find(REGISTER, "Futura Servizi", date(2027, 1, 1)).found == "exact"


def test_the_one_that_was_pointed_at_is_found_by_its_id_even_among_namesakes() -> None:
    match = find(REGISTER, "ferrari-rozzano", TODAY)
    assert (match.found, [one.id for one in match.companies]) == ("exact", ["ferrari-rozzano"])
    assert find(REGISTER, "gone", TODAY).found == "none"


def test_an_empty_register_knows_nothing() -> None:
    assert find({}, "Officine Rossi", TODAY).found == "unknown"
    assert find({"gone": REGISTER["gone"]}, "Logistica Prova", TODAY).found == "unknown"


@given(st.text(max_size=200))
def test_any_text_is_answered_and_found_means_the_same_name(typed: str) -> None:
    match = find(REGISTER, typed, TODAY)
    assert len(match.companies) <= AT_MOST
    if match.found == "exact" and typed not in REGISTER:
        assert name_key(typed) in [name_key(name) for name in (match.companies[0].name, *match.companies[0].names)]
    assert (match.found in ("exact", "candidates")) == bool(match.companies)
