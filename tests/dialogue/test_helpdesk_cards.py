"""One helpdesk at a time, the others behind a button, a point on the map, and its hours as a follow-up."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.dialogue.helpdesk_cards import asks_for_hours
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Action, Conversation
from bot.model.understanding import Guess
from bot.understanding.reader import Reader
from tests.dialogue.citizen import Citizen, reader_for

SAN_DONATO = "Segretariato sociale di San Donato Milanese"
SUNDAY = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> Reader:
    return reader_for(knowledge)


@pytest.fixture
def citizen(knowledge: Knowledge, reader: Reader) -> Citizen:
    return Citizen(knowledge, reader, conversation=Conversation("test:1", greeted=True), now=SUNDAY)


def test_one_card_is_shown_and_the_others_stand_behind_a_button(citizen: Citizen) -> None:
    said = citizen.says("abito a San Donato Milanese")
    assert SAN_DONATO in said
    assert "A.S.S.E.MI." not in said
    others = citizen.presses("Altri sportelli")
    assert "A.S.S.E.MI." in others
    assert SAN_DONATO not in others


def test_the_point_on_the_map_is_said_in_words_too(citizen: Citizen) -> None:
    citizen.says("abito a Melegnano")
    said = citizen.presses("Sulla mappa")
    assert "Ecco dove si trova Servizi sociali di Melegnano: Piazza Risorgimento, 20077 Melegnano." in said
    assert "Il punto è quello del municipio." in said
    (place,) = citizen.replies[-1].files
    assert b'"coordinates": [9.3243, 45.3575]' in place.content


def test_a_helpdesk_that_stands_only_somewhere_in_a_municipality_has_no_point(citizen: Citizen) -> None:
    citizen.says("abito a Rozzano")
    assert "Sulla mappa" in citizen.labels
    nowhere = [desk.id for desk in citizen.knowledge.territory.helpdesks.values() if desk.coord_precision == "locality"]
    assert nowhere
    for id in nowhere:
        assert citizen.acts(Action("map", id)).startswith("Questo pulsante non vale più.")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("è aperto adesso?", "Adesso è chiuso. Riceve domani dalle 9."),
        ("e adesso è aperto?", "Adesso è chiuso. Riceve domani dalle 9."),
        ("che orari fanno?", "Adesso è chiuso. Riceve domani dalle 9."),
        ("a che ora apre domani?", "Domani: dalle 9 alle 12."),
        ("sono aperti martedì?", "Martedì: dalle 9 alle 12 (solo al telefono)."),
        ("E sabato è chiuso?", "Sabato: chiuso."),
    ],
)
def test_after_a_card_one_may_ask_whether_it_is_open(citizen: Citizen, asked: str, expected: str) -> None:
    citizen.says("abito a San Donato Milanese")
    said = citizen.says(asked, Guess("fuori-tema", 0.9))
    assert said.startswith(SAN_DONATO)
    assert expected in said
    assert "Telefono: +39 02 52772250" in said
    assert "Telefona prima" in said


def test_it_is_asked_and_answered_in_english_too(citizen: Citizen) -> None:
    citizen.conversation = Conversation("test:1", greeted=True, language="en", language_chosen=True)
    citizen.says("San Donato Milanese")
    assert "Tue: 9:00–12:00 (by phone only)." in citizen.says("is it open on Tuesday?", Guess("fuori-tema", 0.9))
    assert "It is closed now. It opens tomorrow at 9:00." in citizen.says("is it open now?", Guess("fuori-tema", 0.9))


def test_the_question_goes_on_from_the_card_shown_last(citizen: Citizen) -> None:
    citizen.says("abito a San Donato Milanese")
    citizen.says("e a Mediglia?")
    assert citizen.says("è aperto adesso?", Guess("fuori-tema", 0.9)).startswith("Segretariato sociale di Mediglia")
    citizen.says("abito a Opera")
    unknown = citizen.says("è aperto adesso?", Guess("fuori-tema", 0.9))
    assert "Orari: non li conosciamo ancora" in unknown


def test_without_a_card_nothing_is_guessed(citizen: Citizen) -> None:
    assert "Adesso è" not in citizen.says("è aperto adesso?", Guess("fuori-tema", 0.9))


@pytest.mark.parametrize("words", ["quando apre il bando voucher?", "è aperto l'asilo nido?", "che orario di lavoro ho?", "adesso?", ""])  # fmt: skip
def test_opening_hours_of_something_else_are_no_question_for_a_helpdesk(knowledge: Knowledge, words: str) -> None:
    assert not asks_for_hours(knowledge, words)
