"""The grid of follow-ups names only what there is, and its words mean one thing."""

from __future__ import annotations

from dataclasses import replace

from bot.knowledge.grid import Facet, grid_names_what_there_is
from bot.knowledge.loader import Knowledge


def test_every_cell_of_the_grid_is_answered(knowledge: Knowledge) -> None:
    assert not list(grid_names_what_there_is(knowledge.grid, knowledge.topics, knowledge.points))


def test_a_cell_that_names_nothing_is_said(knowledge: Knowledge) -> None:
    wrong = Facet(words={"it": ["paga"]}, answers={"ore": ["ore-quante/nessuno"], "nuvole": ["ore-quante"]})
    grid = replace(knowledge.grid, facets={"pagamento": wrong})
    found = [problem.problem for problem in grid_names_what_there_is(grid, knowledge.topics, knowledge.points)]
    assert found == ["is no subject and no topic", "ore-quante/nessuno is no topic and no point"]


def test_no_words_name_two_facets_in_one_language(knowledge: Knowledge) -> None:
    named: dict[tuple[str, str], str] = {}
    twice = []
    for name, facet in knowledge.grid.facets.items():
        for language, words in facet.words.items():
            twice += [word for word in words if named.setdefault((language, word), name) != name]
    assert twice == []


def test_a_whole_message_means_one_thing(knowledge: Knowledge) -> None:
    assert knowledge.by_heart["dove eravamo"].does == "resume"
    assert knowledge.by_heart["l avete ricevuta"].about == "stato-pratica"
