"""Which testimone a company may meet: written criteria in their order, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.knowledge.loader import Knowledge
from bot.model.company import Company
from bot.rules.matching import candidates

SAN_DONATO, ROZZANO = "015192", "015189"
DAY = date(2026, 1, 1)
GUEST = Company("guest", "Bottega", "private", "micro", "commercio", SAN_DONATO, state="member")
LIKE = Company(
    "like", "Prima", "private", "micro", "commercio", SAN_DONATO, state="member", shows=("picchi",), yearly=2,
    testimone_since=DAY, joined_on=DAY,
)  # fmt: skip
FAR = replace(LIKE, id="far", comune=ROZZANO)
BIG = replace(LIKE, id="big", size="large")
OTHER = replace(LIKE, id="other", sector="logistica")


def found(
    knowledge: Knowledge, *members: Company, load: dict[str, int] | None = None, passed: tuple[str, ...] = ()
) -> list[str]:
    matches = candidates(GUEST, "picchi", members, load or {}, knowledge.territory, passed)
    return [match.company.id for match in matches]


def test_sector_counts_before_size_and_size_before_district(knowledge: Knowledge) -> None:
    assert found(knowledge, OTHER, BIG, FAR, LIKE) == ["like", "far", "big", "other"]


def test_of_equals_the_one_with_fewer_meetings_comes_first_then_the_one_that_joined_first(knowledge: Knowledge) -> None:
    twin = replace(LIKE, id="twin", joined_on=date(2026, 2, 1))
    assert found(knowledge, twin, LIKE) == ["like", "twin"]
    assert found(knowledge, twin, LIKE, load={"like": 1}) == ["twin", "like"]


@pytest.mark.parametrize(
    "nobody",
    [
        replace(LIKE, shows=("nido",)),
        replace(LIKE, testimone_since=None),
        replace(LIKE, state="left"),
        replace(LIKE, yearly=0),
        replace(LIKE, id="guest"),
    ],
    ids=["shows something else", "no operator agreed", "left", "takes none", "itself"],
)
def test_nobody_is_asked_who_cannot_show_it(knowledge: Knowledge, nobody: Company) -> None:
    assert found(knowledge, nobody) == []


def test_who_said_no_or_has_no_meeting_left_is_not_asked(knowledge: Knowledge) -> None:
    assert found(knowledge, LIKE, FAR, passed=("like",)) == ["far"]
    assert found(knowledge, LIKE, FAR, load={"like": 2}) == ["far"]


def test_the_criteria_that_are_met_are_told(knowledge: Knowledge) -> None:
    matches = candidates(GUEST, "picchi", [LIKE, OTHER], {}, knowledge.territory)
    assert [match.meets for match in matches] == [
        ("need", "load", "sector", "size", "district"),
        ("need", "load", "size", "district"),
    ]
