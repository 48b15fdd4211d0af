"""A position sent in the middle of a form: the place it asks for, or an answer beside it; never a refused file."""

from __future__ import annotations

import pytest

from bot.knowledge.loader import Knowledge
from bot.model.conversation import LOCATION, Conversation
from tests.dialogue.citizen import Citizen, reader_for, with_open_call

ROZZANO, BETWEEN, MILAN = "45.3810 9.1529", "45.36 9.25", "45.4642 9.1900"


@pytest.fixture
def citizen(knowledge: Knowledge) -> Citizen:
    citizen = Citizen(
        with_open_call(knowledge), reader_for(knowledge), conversation=Conversation("test:1", greeted=True)
    )
    citizen.agrees("voucher")
    citizen.agrees("question")
    return citizen


def test_where_the_request_asks_for_home_the_position_is_home(citizen: Citizen) -> None:
    citizen.says("/voucher")
    citizen.sends(LOCATION, ROZZANO)
    assert citizen.answers["residence"] == "015189"


def test_between_several_towns_the_request_asks_which(citizen: Citizen) -> None:
    citizen.says("/voucher")
    citizen.sends(LOCATION, BETWEEN)
    assert "residence" not in citizen.answers
    assert {"Carpiano", "Locate di Triulzi"} & set(citizen.labels)


def test_where_the_question_to_a_person_asks_for_a_place_it_is_taken(citizen: Citizen) -> None:
    citizen.says("/operatore")
    citizen.sends(LOCATION, ROZZANO)
    assert citizen.conversation.comune == "015189"
    assert citizen.conversation.flow["step"] == "question"


def test_where_no_place_is_asked_for_it_is_answered_and_the_form_stays_open(citizen: Citizen) -> None:
    citizen.says("/operatore")
    citizen.sends(LOCATION, ROZZANO)
    told = citizen.sends(LOCATION, ROZZANO)
    assert "Per Rozzano" in told
    assert "file" not in told
    assert citizen.conversation.flow["step"] == "question"
