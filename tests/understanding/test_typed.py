"""Topics by the beginnings of words, while somebody types; held-out questions find theirs among the first."""

from __future__ import annotations

from pathlib import Path

import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.inline import Cards
from bot.knowledge.loader import Knowledge
from bot.settings import ROOT
from bot.understanding.typed import TypedFinder

FINDER = TypedFinder(
    {
        "nido": [("Il bonus nido", 8), ("quanto costa il nido", 1)],
        "padre": [("Il congedo del papà", 8), ("sono un padre, quanti giorni ho", 1)],
        "orari": [("Il lavoro a orari flessibili", 8), ("posso avere orari flessibili", 1)],
    }
)


def test_a_beginning_an_ending_and_a_slip_find_the_word() -> None:
    assert FINDER.find("nid") == FINDER.find("nidi") == FINDER.find("NIDO!") == FINDER.find("niddo") == ("nido",)


def test_a_word_of_every_topic_tells_nothing() -> None:
    assert FINDER.find("il") == ()
    assert FINDER.find("") == FINDER.find("zzz") == ()


@given(st.text(max_size=400))
def test_only_known_topics_are_found_and_each_once(text: str) -> None:
    found = FINDER.find(text)
    assert set(found) <= {"nido", "padre", "orari"}
    assert len(set(found)) == len(found)


def test_held_out_questions_find_their_topic_among_the_first_five(knowledge: Knowledge) -> None:
    finder = Cards(knowledge).finder
    ranks = [
        finder.find(question)[:5].index(topic) if topic in finder.find(question)[:5] else None
        for topic, question in _held_out(knowledge)
    ]
    assert sum(rank is not None for rank in ranks) / len(ranks) > 0.9
    assert ranks.count(0) / len(ranks) > 0.8


def _held_out(knowledge: Knowledge) -> list[tuple[str, str]]:
    answered = {entry.topic for entry in knowledge.entries.values()}
    files = [yaml.safe_load(Path(file).read_text()) for file in sorted((ROOT / "tests" / "nlu").glob("*.yml"))]
    return [(file["topic"], text) for file in files if file["topic"] in answered for text in file["questions"]["it"]]
