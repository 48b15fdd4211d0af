"""Whether the helpdesk helped: asked of who agreed, and a "no" has a way on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.knowledge.loader import Knowledge
from bot.model.conversation import Action, Conversation
from bot.model.ticket import GiveConsent, WithdrawConsent
from bot.model.visits import ForgetVisit, KeepVisit, Visit
from tests.dialogue.citizen import Citizen, reader_for

SAN_DONATO, HERE = "015192", "san-donato-segretariato-sociale"
ASK = "Chiedimi poi com'è andata"


@pytest.fixture
def citizen(knowledge: Knowledge) -> Citizen:
    citizen = Citizen(knowledge, reader_for(knowledge), conversation=Conversation("test:1", greeted=True))
    citizen.says("abito a San Donato Milanese")
    return citizen


def kept(citizen: Citizen) -> Visit:
    (effect,) = (each for each in citizen.effects if isinstance(each, KeepVisit))
    citizen.records = replace(citizen.records, visit=effect.visit)
    return effect.visit


def test_the_notice_comes_first_and_then_the_day_is_told(citizen: Citizen) -> None:
    assert "Si cancella quando rispondi" in citizen.presses(ASK)
    assert citizen.effects == ()
    assert "il 26/11/2026" in citizen.presses("Acconsento" if "Acconsento" in citizen.labels else citizen.labels[0])
    assert any(isinstance(each, GiveConsent) for each in citizen.effects)
    assert kept(citizen) == Visit("test:1", HERE, SAN_DONATO, "it", date(2026, 11, 26))
    citizen.says("abito a San Donato Milanese")
    assert ASK not in citizen.labels


def test_who_agreed_before_needs_one_tap(citizen: Citizen) -> None:
    citizen.agrees("visit")
    citizen.presses(ASK)
    assert kept(citizen).helpdesk == HERE
    citizen.presses("No, non chiedermelo")
    assert citizen.effects == (ForgetVisit(),)


def test_a_no_names_the_next_helpdesk_and_a_person_and_is_counted(citizen: Citizen) -> None:
    told = citizen.acts(Action("visit", f"no {HERE} {SAN_DONATO}"))
    assert "quest'altro sportello" in told
    assert "Eureka" in told or "A.S.S.E.MI" in told
    assert "Parla con una persona" in " ".join(citizen.labels)
    assert citizen.effects == (ForgetVisit(),)
    assert citizen.decision
    assert [(event.topic, event.district) for event in citizen.decision.events] == [
        ("sportello-non-utile", "san_donato")
    ]


def test_a_yes_is_counted_and_forgotten(citizen: Citizen) -> None:
    assert "grazie" in citizen.acts(Action("visit", f"yes {HERE} {SAN_DONATO}"))
    assert citizen.decision
    assert [event.topic for event in citizen.decision.events] == ["sportello-utile"]
    assert citizen.effects == (ForgetVisit(),)


def test_who_has_not_been_there_gets_the_address_again(citizen: Citizen) -> None:
    assert "Via Cesare Battisti 2" in citizen.acts(Action("visit", f"not_yet {HERE} {SAN_DONATO}"))
    assert citizen.effects == (ForgetVisit(),)


def test_it_stands_in_the_copy_and_goes_with_its_consent(citizen: Citizen) -> None:
    citizen.agrees("visit")
    citizen.presses(ASK)
    kept(citizen)
    assert "com'è andata allo sportello" in citizen.says("/miei_dati")
    citizen.says("/privacy")
    citizen.presses("Ritira: com'è andata")
    citizen.presses("Sì, ritira il consenso")
    assert citizen.effects == (WithdrawConsent("visit"), ForgetVisit())
