"""Which text answers this person: the point asked for, the text for who asks, the most particular variant that fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.knowledge.loader import Knowledge
from bot.knowledge.schema import Point, Scope, Variant
from bot.model.person import Child, Person
from bot.rules.answers import Chosen, choose, facts_of, variant_for
from tests.knowledge.points import a_point

TODAY = date(2026, 11, 22)
TOPIC = "ore-preavviso"


def variants(*scopes: dict[str, str]) -> list[Variant]:
    return [Variant.model_validate({"scope": scope, "answer": "Un testo."}) for scope in scopes]


def point(**changes: object) -> Point:
    return Point.model_validate({**a_point(**changes), "topic": TOPIC})


def with_points(knowledge: Knowledge, *points: Point) -> Knowledge:
    return replace(knowledge, points={TOPIC: {point.id: point for point in points}})


BANK, STUDIO = {"agreement": "credito-abi"}, {"agreement": "studi-professionali"}


@pytest.mark.parametrize(
    ("scopes", "known", "chosen"),
    [
        ([BANK, STUDIO], STUDIO, 1),
        ([BANK, STUDIO], {}, None),
        ([BANK], {"role": "mother"}, None),
        ([{"role": "father"}, {"role": "father", "work": "public_employee"}], {"role": "father", "work": "public_employee"}, 1),
        ([{"role": "father", "work": "public_employee"}, {"role": "father"}], {"role": "father"}, 1),
        ([{"work": "private_employee"}, BANK], {"work": "private_employee", **BANK}, 1),
        ([BANK, {"work": "private_employee"}], {"work": "private_employee", **BANK}, 0),
        ([{"twins": "yes"}, {"single": "yes"}], {"twins": "yes", "single": "yes"}, 0),
        ([{"part_time": "yes"}], {"part_time": "no"}, None),
    ],
)  # fmt: skip
def test_the_most_particular_variant_that_fits_is_shown(
    scopes: list[dict[str, str]], known: dict[str, str], chosen: int | None
) -> None:
    assert variant_for(variants(*scopes), known) == chosen


def test_what_a_person_told_is_known_by_the_names_of_scopes() -> None:
    assert facts_of(Person()) == {}
    told = Person(role="father", agreement="credito-abi", part_time=60, single=False, child=Child(twin=True))
    assert facts_of(told) == {"role": "father", "agreement": "credito-abi", "part_time": "yes", "twins": "yes"}
    assert facts_of(Person(work="public_employee", part_time=100, single=True)) == {
        "work": "public_employee",
        "single": "yes",
    }
    assert set(Scope.model_fields) >= set(facts_of(told))


def test_without_a_point_the_general_answer_is_given_to_each_audience(knowledge: Knowledge) -> None:
    for audience in ("worker", "company"):
        found = choose(knowledge, TOPIC, audience, {}, TODAY)
        assert found is not None
        assert found.answer.topic == TOPIC
        assert audience in found.answer.for_
    assert choose(knowledge, "no-such-topic", "worker", {}, TODAY) is None


def test_a_point_is_given_by_its_id_or_its_whole_name(knowledge: Knowledge) -> None:
    asked = point(id="quanti", variants=[{"scope": BANK, "answer": "Cinque giorni di lavoro."}])
    content = with_points(knowledge, asked)
    assert choose(content, TOPIC, "worker", {}, TODAY, "quanti") == Chosen(asked)
    assert choose(content, TOPIC, "worker", {}, TODAY, f"{TOPIC}/quanti") == Chosen(asked)
    assert choose(content, TOPIC, "worker", BANK, TODAY, "quanti") == Chosen(asked, variant=0)


def test_a_company_gets_the_twin_that_is_for_companies(knowledge: Knowledge) -> None:
    worker, company = point(id="quanti"), point(id="quanti-azienda", **{"for": ["company"]})
    content = with_points(knowledge, worker, company)
    assert choose(content, TOPIC, "company", {}, TODAY, "quanti") == Chosen(company)
    assert choose(content, TOPIC, "worker", {}, TODAY, "quanti-azienda") == Chosen(worker)
    assert choose(content, TOPIC, "operator", {}, TODAY, "quanti") == Chosen(worker)
    alone = with_points(knowledge, worker)
    assert choose(alone, TOPIC, "company", {}, TODAY, "quanti") == Chosen(worker), "better than the general answer"


def test_a_point_that_is_not_there_any_more_leaves_the_general_answer(knowledge: Knowledge) -> None:
    found = choose(knowledge, TOPIC, "worker", {}, TODAY, "no-such-point")
    assert found == choose(knowledge, TOPIC, "worker", {}, TODAY)
