"""Whoever names a place is sent to its helpdesk or asked one question, never turned away; home and work; positions."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.dialogue.decide import decide
from bot.knowledge.loader import Knowledge
from bot.model.conversation import LOCATION, Conversation, Heard, Kind, Utterance
from bot.model.person import Person
from bot.model.understanding import Act, ActName, Guess
from bot.understanding.reader import Reader
from tests.dialogue.citizen import TODAY, Citizen, reader_for
from tests.understanding.test_places import CODES, FINDER
from tests.understanding.test_places_heard import lines

OFF_TOPIC = Guess("fuori-tema", 0.95)
NAMING = [line for line in lines("dev") if line["expect"] in ("comune", "question") and FINDER.find(line["q"])]
NAMING_NONE = [line for line in lines("dev") if line["expect"] == "none"]


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> Reader:
    return reader_for(knowledge)


@pytest.fixture
def citizen(knowledge: Knowledge, reader: Reader) -> Citizen:
    return Citizen(knowledge, reader)


def test_who_names_a_place_is_not_turned_away_although_the_message_seems_off_topic(citizen: Citizen) -> None:
    turned_away = []
    for line in NAMING:
        citizen.conversation = Conversation("test:1", greeted=True)
        citizen.says(line["q"], OFF_TOPIC)
        assert citizen.decision
        if citizen.decision.outcome != "action" and not citizen.decision.helpdesks:
            turned_away.append(line["q"])
    assert not turned_away


def test_words_that_are_no_place_stay_what_they_are(citizen: Citizen) -> None:
    for line in NAMING_NONE:
        citizen.conversation = Conversation("test:1", greeted=True)
        citizen.says(line["q"], OFF_TOPIC)
        assert citizen.decision
        taken = citizen.decision.topic == "trova-sportello"
        assert not taken or "Carpina" in line["q"], line["q"]  # which is known to be asked about


def test_a_bare_word_near_one_place_is_confirmed_with_one_tap(citizen: Citizen) -> None:
    assert "Intendi Rozzano?" in citizen.says("roziano", OFF_TOPIC)
    assert "Per Rozzano" in citizen.presses("Sì, Rozzano")


def test_a_town_confirmed_as_home_is_remembered_as_home(citizen: Citizen) -> None:
    assert "Intendi Rozzano?" in citizen.says("abito a roziano", OFF_TOPIC)
    citizen.presses("Sì, Rozzano")
    assert citizen.conversation.person.home == CODES["Rozzano"]


@pytest.mark.parametrize("act", ["affirm", "deny", "cancel", "acknowledge", "small_talk"])
def test_a_name_that_is_read_as_an_act_is_a_name(knowledge: Knowledge, reader: Reader, act: ActName) -> None:
    read = asyncio.run(reader.read("lacchiarela"))
    meant = replace(read, ranking=(OFF_TOPIC,), by="rasa", acts=(Act(act, 0.9),), only_acts=True)
    heard = Heard(Utterance("test:1", Kind.TEXT, "lacchiarela"), meant)
    decision = decide(knowledge, Conversation("test:1", greeted=True), heard, TODAY)
    assert decision.topic == "trova-sportello"


def test_a_greeting_with_a_place_is_more_than_a_greeting(citizen: Citizen) -> None:
    assert "Per Binasco" in citizen.says("buongiorno, io essere di Binasco con mia moglie", Guess("saluto", 0.9))


def test_an_unsure_question_with_a_place_gets_the_desk_and_what_may_have_been_meant(citizen: Citizen) -> None:
    said = citizen.says("a Melegnano ci sono cose per chi ha bimbi", Guess("voucher-cosa", 0.4))
    assert "Per Melegnano" in said
    assert any("voucher" in label.lower() for label in citizen.labels)


def test_a_clear_question_is_answered_although_a_place_is_named(citizen: Citizen) -> None:
    citizen.says("il congedo a ore come funziona? abito a Paullo", Guess("ore-cosa", 0.95))
    assert citizen.decision
    assert citizen.decision.topic == "ore-cosa"
    assert citizen.decision.helpdesks


def test_a_town_outside_is_said_where_one_lives_and_ignored_where_one_only_speaks_of_it(citizen: Citizen) -> None:
    said = citizen.says("vivo a Bucarest con i miei figli", OFF_TOPIC)
    assert "fuori dalla nostra rete" in said
    assert "scrivimi quale" in said
    citizen.conversation = Conversation("test:1", greeted=True)
    citizen.says("che tempo fa a Milano domani", OFF_TOPIC)
    assert citizen.decision
    assert citizen.decision.topic == "fuori-tema"


def test_home_wins_over_work_and_both_are_told(citizen: Citizen) -> None:
    said = citizen.says("abito a fizzonasco ma lavoro a rozzano")
    assert "Pieve Emanuele" in said
    assert "Hai nominato anche Rozzano" in said
    assert "Per Rozzano" in citizen.presses("Rozzano")
    person = citizen.conversation.person
    assert (person.home, person.workplace) == (CODES["Pieve Emanuele"], CODES["Rozzano"])


def test_who_only_works_there_is_told_that_social_services_are_those_of_home(citizen: Citizen) -> None:
    said = citizen.says("lavoro a Rozzano")
    assert "Per Rozzano" in said
    assert "Se abiti altrove" in said


def test_one_line_says_why_this_one(citizen: Citizen) -> None:
    assert "È lo sportello di Basiglio" in citizen.says("Basiglio")


def test_a_desk_in_another_town_says_whom_it_serves(citizen: Citizen) -> None:
    said = citizen.says("cerco il consultorio, abito a Carpiano", OFF_TOPIC)
    assert "Consultorio familiare di Melegnano" in said
    assert "Segue anche chi abita a Carpiano" in said


def test_what_somebody_needs_comes_before_what_is_near(citizen: Citizen) -> None:
    citizen.says("sono disoccupata, abito a Binasco", OFF_TOPIC)
    assert citizen.decision
    assert citizen.decision.helpdesks[0] == "rozzano-centro-impiego"


def _told(**towns: str) -> Conversation:
    person = Person().knowing("said", TODAY, **{field: CODES[name] for field, name in towns.items()})
    return Conversation("test:1", greeted=True, person=person)


def test_home_or_work_is_asked_where_the_record_holds_two_towns(citizen: Citizen) -> None:
    citizen.conversation = _told(home="Tribiano", workplace="San Donato Milanese")
    assert "dove abiti o dove lavori" in citizen.says("/sportello")
    assert "Per San Donato Milanese" in citizen.presses("Dove lavoro: San Donato Milanese")


@pytest.mark.parametrize(
    "towns", [{"home": "Tribiano"}, {"workplace": "Tribiano"}, {"home": "Tribiano", "workplace": "Tribiano"}]
)
def test_where_it_does_not_matter_nothing_is_asked(citizen: Citizen, towns: dict[str, str]) -> None:
    citizen.conversation = _told(**towns)
    assert "Per Tribiano" in citizen.says("/sportello")


@pytest.mark.parametrize(
    ("position", "words", "labels"),
    [
        ("45.3810 9.1529", "Per Rozzano", ["Cambia Comune"]),
        ("45.3700 9.2000", "In quale abiti o lavori?", ["Pieve Emanuele", "Opera", "Locate di Triulzi"]),
        ("45.4642 9.1900", "fuori dalla nostra rete", []),
        ("44.4268 26.1025", "a circa 1", []),
        ("-33.4 -70.6", "fuori dalla nostra rete", []),
        ("nan 9.2", "non si legge", []),
        ("200 9.2", "non si legge", []),
        ("", "non si legge", []),
    ],
    ids=["town hall", "between three", "Milan", "Bucharest", "Santiago", "no number", "no degree", "nothing"],
)
def test_a_position_finds_its_municipalities_and_is_not_kept(
    citizen: Citizen, position: str, words: str, labels: list[str]
) -> None:
    said = citizen.sends(LOCATION, position)
    assert words in said
    assert set(labels) <= set(citizen.labels)
    assert not position or position.split()[0] not in repr(citizen.conversation)


def test_a_place_in_the_middle_of_a_plan_leaves_the_plan_open_with_the_way_back(citizen: Citizen) -> None:
    citizen.says("/piano")
    under_way = citizen.conversation.flow["name"]
    assert "Intendi Rozzano?" in citizen.says("roziano", OFF_TOPIC)
    assert citizen.conversation.flow["name"] == under_way
    assert any(label.startswith("Riprendi") for label in citizen.labels)


@pytest.mark.parametrize("said", ["mi consigli una pizzeria a Melegnano?", "che tempo fa a Melegnano sabato"])
def test_what_is_surely_not_ours_is_said_so_and_the_helpdesk_of_its_town_is_shown(citizen: Citizen, said: str) -> None:
    heard = citizen.says(said, Guess("fuori-tema", 0.99))
    assert "Di questo non mi occupo" in heard
    assert "Per Melegnano" in heard
    assert "Di questo non mi occupo" not in citizen.says("abito a Melegnano, boh", Guess("fuori-tema", 0.99))
