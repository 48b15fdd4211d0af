"""A person takes over: the question to a helpdesk, and the assistant's silence while somebody has it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.knowledge.loader import Knowledge
from bot.model.ticket import GiveConsent, LetBotSpeak, MarkDanger, OpenTicket, TellDesk
from bot.model.understanding import Guess
from bot.understanding.reader import Reader
from tests.dialogue.citizen import Citizen, reader_for

QUESTION = "posso cambiare i giorni già chiesti?"


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> Reader:
    return reader_for(knowledge)


@pytest.fixture
def citizen(knowledge: Knowledge, reader: Reader) -> Citizen:
    return Citizen(knowledge, reader)


@pytest.fixture
def followed(citizen: Citizen) -> Citizen:
    """Somebody whose question a person has taken."""
    citizen.agrees("question")
    citizen.conversation = replace(citizen.conversation, comune="015159")
    citizen.says("/operatore")
    citizen.says(QUESTION)
    citizen.desk_does(status="taken", holder=4)
    return citizen


def opened(citizen: Citizen) -> OpenTicket:
    effect = citizen.effects[-1]
    assert isinstance(effect, OpenTicket)
    return effect


def test_consent_then_the_municipality_then_the_question(citizen: Citizen) -> None:
    assert "Accetto" in (citizen.says("/operatore"), *citizen.labels)
    assert "In quale Comune" in citizen.presses("Accetto")
    assert citizen.effects == (GiveConsent("question", "2026-11"),)
    assert "Scrivi la tua domanda" in citizen.says("Opera")
    heard = citizen.says(QUESTION)
    ticket = opened(citizen).ticket
    assert (ticket.kind, ticket.helpdesk, ticket.comune) == ("question", "opera-servizi-sociali", "015159")
    assert opened(citizen).words == QUESTION
    assert ticket.code in heard
    assert "Servizi sociali di Opera" in heard


def test_who_does_not_agree_gets_the_helpdesk_all_the_same(citizen: Citizen) -> None:
    citizen.conversation = replace(citizen.conversation, comune="015159")
    citizen.says("/operatore")
    assert "Servizi sociali di Opera" in citizen.presses("Non ora")
    assert citizen.effects == ()


def test_the_last_topic_goes_along_only_if_the_person_says_so(citizen: Citizen) -> None:
    citizen.agrees("question")
    citizen.says("quanto preavviso serve per il congedo a ore?", Guess("ore-preavviso", 0.99))
    citizen.says("/operatore Opera")
    citizen.says(QUESTION)
    assert "Preavviso" not in opened(citizen).words
    citizen.says("/operatore")
    citizen.presses("Di' di che cosa parlavamo")
    citizen.says(QUESTION)
    assert "(Argomento: Preavviso per le ore)" in opened(citizen).words


def test_a_question_the_assistant_could_answer_goes_to_the_person_who_was_asked_for(citizen: Citizen) -> None:
    citizen.agrees("question")
    citizen.says("/operatore Opera")
    citizen.says("quanto preavviso serve per il congedo a ore?", Guess("ore-preavviso", 0.99))
    assert opened(citizen).words.startswith("quanto preavviso")


def test_a_question_full_of_facts_of_a_plan_goes_to_the_person_too(citizen: Citizen) -> None:
    citizen.agrees("question")
    citizen.says("/operatore Opera")
    question = "posso fare 2 ore il martedì? bimbo nato 3/3/2024, commercio 40 ore, calcola il piano"
    citizen.says(question, Guess("pianifica-congedo", 0.99))
    assert opened(citizen).words == question


def test_from_outside_the_network_the_question_goes_to_the_lead_body(citizen: Citizen) -> None:
    citizen.agrees("question")
    citizen.says("/operatore")
    citizen.says("Segrate")
    citizen.says(QUESTION)
    assert opened(citizen).ticket.helpdesk is None


def test_health_in_a_question_is_refused_kindly(citizen: Citizen) -> None:
    citizen.agrees("question")
    citizen.says("/operatore Opera")
    assert "riscrivilo senza" in citizen.says("ho il diabete, posso avere permessi?")
    assert citizen.effects == ()
    assert "Non passo file" in citizen.sends("voice")


def test_an_unclear_message_twice_offers_a_person(citizen: Citizen) -> None:
    citizen.says("wrtp lkjh mnbv", Guess("saluto", 0.01))
    assert "Parla con una persona" not in citizen.labels
    citizen.says("wrtp lkjh mnbv", Guess("saluto", 0.01))
    assert "Parla con una persona" in citizen.labels


def test_the_first_message_to_a_person_is_confirmed_and_then_the_assistant_keeps_silent(followed: Citizen) -> None:
    assert "L'ho passato" in followed.says("e per gennaio?")
    assert followed.effects == (TellDesk(followed.ticket.code),)
    followed.desk_does(relayed=True)
    assert followed.says("quanto preavviso serve per il congedo a ore?") == ""
    assert followed.effects == (TellDesk(followed.ticket.code),)


def test_a_corrected_message_is_passed_on_as_a_correction(followed: Citizen) -> None:
    followed.says("e per febbraio?", edits=2)
    assert followed.effects == (TellDesk(followed.ticket.code, correction=True),)


def test_danger_is_answered_at_once_and_told_too(followed: Citizen) -> None:
    followed.desk_does(relayed=True)
    assert "112" in followed.says("mio marito mi picchia e ho paura")
    assert followed.effects == (TellDesk(followed.ticket.code), MarkDanger(followed.ticket.code))


def test_a_question_to_a_person_that_speaks_of_danger_gets_the_numbers_and_goes_marked(citizen: Citizen) -> None:
    citizen.agrees("question")
    citizen.conversation = replace(citizen.conversation, comune="015159")
    citizen.says("/operatore")
    said = citizen.says("mio marito mi picchia e ho paura")
    assert said.index("112") < said.index(citizen.ticket.code)
    assert citizen.effects[-1] == MarkDanger(citizen.ticket.code)
    assert citizen.conversation.flow == {}


def test_commands_and_buttons_are_still_for_the_assistant(followed: Citizen) -> None:
    assert "Richiesta" in followed.says("/pratica")
    assert followed.effects == ()
    assert followed.presses("Scrivi allo sportello")


def test_files_are_not_passed_on_while_a_person_answers(followed: Citizen) -> None:
    assert "Non passo file" in followed.sends("photo")
    assert followed.effects == ()


def test_in_the_middle_of_a_request_it_is_said_where_the_message_went(followed: Citizen) -> None:
    followed.desk_does(relayed=True)
    followed.agrees("voucher")
    followed.says("/voucher")
    assert "L'ho passato" in followed.says("Opera")
    followed.presses("Torna all'assistente")
    assert followed.effects == (LetBotSpeak(followed.ticket.code),)
    assert "In quale Comune abiti" in followed.presses("Riprendi: Chiedi il voucher")
    followed.says("Opera")
    assert followed.answers == {"residence": "015159"}


@pytest.mark.parametrize(
    "changes", [{"status": "open"}, {"status": "closed", "outcome": "answered"}, {"bot_speaks": True}]
)
def test_nothing_is_passed_on_when_nobody_has_the_question(followed: Citizen, changes: dict[str, str]) -> None:
    followed.desk_does(**changes)
    assert followed.says("ciao")
    assert followed.effects == ()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=60))
def test_every_message_in_words_reaches_the_person_exactly_once(
    knowledge: Knowledge, reader: Reader, text: str
) -> None:
    citizen = Citizen(knowledge, reader)
    citizen.agrees("question")
    citizen.says("/operatore Opera")
    citizen.says(QUESTION)
    citizen.desk_does(status="taken", holder=4)
    citizen.says(text)
    command = text.startswith("/")
    expected = () if command or not text.strip() else (TellDesk(citizen.ticket.code),)
    assert citizen.effects == expected


@pytest.mark.parametrize("language", ["en", "ro", "es", "fr", "ar", "uk", "sq", "zh"])
def test_who_reads_another_language_agrees_to_a_notice_they_understand(citizen: Citizen, language: str) -> None:
    citizen.conversation = replace(citizen.conversation, language=language, language_chosen=True)
    heard = citizen.says("/operatore")
    for subject in ("question", "voucher"):
        notice = citizen.knowledge.notices[subject][-1]
        assert notice.said_in(language) != notice.said_in("it")
    assert citizen.knowledge.notices["question"][-1].text[language].strip() in heard
    assert "Accetto" not in citizen.labels
