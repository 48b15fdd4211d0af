"""What kind of helpdesk was asked for is not lost by the question which place."""

from __future__ import annotations

import pytest

from bot.knowledge.loader import Knowledge
from bot.model.conversation import Conversation
from bot.model.understanding import Guess
from tests.dialogue.citizen import Citizen, reader_for

FIND = Guess("trova-sportello", 0.95)


@pytest.fixture
def citizen(knowledge: Knowledge) -> Citizen:
    return Citizen(knowledge, reader_for(knowledge), conversation=Conversation("test:1", greeted=True))


def test_the_need_told_before_the_place_chooses_the_helpdesk(citizen: Citizen) -> None:
    assert "In quale Comune" in citizen.says("mi serve un consultorio", FIND)
    assert citizen.says("Melegnano").index("Consultorio") >= 0
    citizen.presses("Cambia Comune")
    assert "Casa di Comunità" in citizen.says("Rozzano")


def test_it_survives_the_tap_on_one_of_several_places(citizen: Citizen) -> None:
    citizen.says("dov'è il consultorio?", FIND)
    citizen.says("20067")
    citizen.presses("Tribiano")
    assert citizen.conversation.need == "consultorio"


def test_an_office_that_the_census_lacks_is_said_to_be_missing(citizen: Citizen) -> None:
    citizen.says("mi serve un patronato", FIND)
    told = citizen.says("Melegnano")
    assert "Di patronato qui vicino non ne conosciamo ancora" in told
    assert "Servizi sociali" in told


def test_the_next_subject_ends_it(citizen: Citizen) -> None:
    citizen.says("mi serve un consultorio", FIND)
    citizen.says("Melegnano")
    citizen.says("quanto preavviso devo dare?", Guess("ore-preavviso", 0.95))
    assert citizen.conversation.need is None
    assert "Servizi sociali" in citizen.says("abito a Melegnano")
