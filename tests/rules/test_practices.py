"""The right practices come first, and the reasons given are true."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.loader import Knowledge, load
from bot.knowledge.practices import Practice
from bot.model.practices import Firm, FirmProblem, FirmSector, FirmSize, WorkTime
from bot.rules.practices import AT_MOST, COSTS, judge, recommend, solving
from bot.settings import ROOT

CARDS = tuple(load(ROOT).practices.values())


def maybe(values: object) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(get_args(values))


firms = st.builds(
    Firm, size=maybe(FirmSize), sector=maybe(FirmSector), work=maybe(WorkTime), problem=maybe(FirmProblem)
)


def ids(firm: Firm) -> list[str]:
    return [advice.practice.id for advice in recommend(CARDS, firm)]


@given(firms)
def test_every_firm_gets_one_to_three_different_practices(firm: Firm) -> None:
    advised = ids(firm)
    assert 1 <= len(advised) <= AT_MOST
    assert len(set(advised)) == len(advised)


@given(firms)
def test_each_known_fact_is_a_reason_or_a_gap_and_never_both(firm: Firm) -> None:
    for advice in recommend(CARDS, firm):
        card = advice.practice
        assert not set(advice.suits) & set(advice.gaps)
        assert ("size" in advice.suits) == (firm.size in card.sizes)
        assert ("problem" in advice.suits) == (firm.problem in card.solves)
        assert ("problem" in advice.gaps) == (firm.problem is not None and firm.problem not in card.solves)
        assert ("size" in advice.gaps) == (firm.size is not None and firm.size not in card.sizes)


@given(firms)
def test_every_problem_gets_practices_that_solve_it(firm: Firm) -> None:
    assert all("problem" not in advice.gaps for advice in recommend(CARDS, firm))


@given(firms)
def test_a_practice_without_gaps_never_stands_below_one_with_gaps(firm: Firm) -> None:
    gaps = [bool(advice.gaps) for advice in recommend(CARDS, firm)]
    assert gaps == sorted(gaps)


@given(firms)
def test_what_fits_every_fact_is_not_passed_over_for_what_does_not(firm: Firm) -> None:
    fitting = [card for card in CARDS if not judge(card, firm).gaps]
    shown = recommend(CARDS, firm)
    assert sum(not advice.gaps for advice in shown) == min(len(fitting), AT_MOST)


@given(firms, st.randoms())
def test_the_order_of_the_files_does_not_matter(firm: Firm, random: object) -> None:
    shuffled = list(CARDS)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert recommend(shuffled, firm) == recommend(CARDS, firm)


@given(firms, st.sampled_from(CARDS))
def test_a_practice_that_gets_cheaper_never_loses_its_place(firm: Firm, card: Practice) -> None:
    cheaper = card.model_copy(update={"cost_band": COSTS[0]})
    after = [cheaper if other.id == card.id else other for other in CARDS]
    before = ids(firm)
    place = [advice.practice.id for advice in recommend(after, firm)]
    if card.id in before:
        assert place.index(card.id) <= before.index(card.id)


def test_without_any_fact_the_cheapest_and_easiest_come_first() -> None:
    assert [advice.practice.cost_band for advice in recommend(CARDS, Firm())] == ["basso"] * 3
    assert recommend(CARDS, Firm())[0].practice.effort == "basso"


def test_without_cards_there_is_no_advice() -> None:
    assert recommend((), Firm(size="micro")) == ()


@pytest.mark.parametrize(
    ("firm", "expected"),
    [
        (Firm("micro", problem="picchi"), "ore-picchi-famiglia"),
        (Firm("micro", work="ufficio", problem="permessi"), "orari-scelti"),
        (Firm("small", "manifattura", "turni", "permessi"), "finestra-entrata"),
        (Firm("small", work="turni", problem="cura-anziani"), "fondo-solidale"),
        (Firm("small", problem="nido"), "convenzioni-nidi"),
        (Firm("small", problem="estate"), "centri-estivi"),
        (Firm("micro", problem="congedo-a-ore"), "congedo-a-ore-accordo"),
        (Firm("large", problem="padri"), "integrazione-congedo"),
        (Firm("micro", problem="pochi-sostituti", work="turni"), "ore-picchi-famiglia"),
        (Firm("small", "ente-pubblico", "ufficio", "congedo-a-ore"), "congedo-a-ore-accordo"),
        (Firm("micro", problem="cura-anziani"), "sportello-caregiver"),
        (Firm("medium", problem="rientro"), "part-time-reversibile"),
    ],
)
def test_the_first_practice_is_the_one_an_expert_would_name(firm: Firm, expected: str) -> None:
    assert expected in ids(firm)


def test_a_practice_for_large_firms_is_not_shown_to_a_very_small_one_while_others_solve_its_problem() -> None:
    assert "nido-aziendale" not in ids(Firm("micro", problem="nido"))
    assert all(advice.gaps == ("size",) for advice in recommend(CARDS, Firm("micro", problem="nido")))


def test_browsing_a_problem_puts_first_the_cards_for_which_it_is_the_main_one(knowledge: Knowledge) -> None:
    for problem in get_args(FirmProblem):
        main = [card.solves[0] == problem for card in solving(knowledge.practices.values(), problem)]
        assert main
        assert main == sorted(main, reverse=True)
