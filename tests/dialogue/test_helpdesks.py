"""A place just written is never replaced by the one remembered."""

from __future__ import annotations

import pytest

from bot.knowledge.loader import Knowledge
from bot.knowledge.territory import read_territory
from bot.model.conversation import Conversation
from bot.model.understanding import Guess
from bot.settings import ROOT
from bot.understanding.reader import Reader
from tests.dialogue.citizen import Citizen, reader_for

TERRITORY = read_territory(ROOT, [])
COMUNI = TERRITORY.municipalities if TERRITORY else {}
ROZZANO, OPERA = (next(id for id, each in COMUNI.items() if each.name == name) for name in ("Rozzano", "Opera"))
AROUND = ("{}", "sportello {}", "ufficio {}", "abito {}", "lavoro {}", "/sportello {}", "/start {}")


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> Reader:
    return reader_for(knowledge)


@pytest.fixture
def citizen(knowledge: Knowledge, reader: Reader) -> Citizen:
    """Somebody whose town is known."""
    return Citizen(knowledge, reader, conversation=Conversation("test:1", greeted=True, comune=ROZZANO))


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("written", [str, str.lower, str.upper])
@pytest.mark.parametrize(
    "guesses",
    [(), (Guess("trova-sportello", 0.9),), (Guess("part-time", 0.9),), (Guess("fuori-tema", 0.9),)],
    ids=["words alone", "helpdesk", "another topic", "off topic"],
)
def test_any_of_the_25_is_answered_although_another_is_remembered(
    citizen: Citizen, around: str, written: type[str], guesses: tuple[Guess, ...]
) -> None:
    assert len(COMUNI) == 25
    for id, comune in COMUNI.items():
        other = OPERA if id == ROZZANO else ROZZANO
        citizen.conversation = Conversation("test:1", greeted=True, comune=other)
        said = citizen.says(around.format(written(comune.name)), *guesses)
        assert f"Per {comune.name}" in said, comune.name
        assert citizen.conversation.comune == id


def test_an_unknown_place_after_the_command_is_no_wish_for_the_one_remembered(citizen: Citizen) -> None:
    assert "Per Rozzano" in citizen.says("/sportello")
    said = citizen.says("/sportello Roccacannuccia")
    assert "non lo trovo" in said
    assert "Rozzano" not in said


def test_a_question_for_a_person_goes_to_the_place_just_written(citizen: Citizen) -> None:
    citizen.agrees("question")
    in_two_comuni = citizen.says("vorrei parlare con una persona, abito a Gnignano", Guess("parla-operatore", 0.9))
    assert "In quale Comune" in in_two_comuni
    assert citizen.conversation.comune is None
