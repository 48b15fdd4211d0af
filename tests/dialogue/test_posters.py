"""Who comes from a poster: the helpdesk, topic or company is known, used and counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.knowledge.companies import Company
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Conversation
from bot.rules.posters import Poster, Unknown, named, posters, read
from tests.dialogue.citizen import TODAY, Citizen, reader_for

HERE = Poster("helpdesk", "san-donato-segretariato-sociale")
TOPIC = Poster("topic", "ore-preavviso")
COMPANY = Company(
    id="officine-esempio", name="Officine Esempio", comune="015159", joined_on=date(2026, 1, 1), source="prova"
)


@pytest.fixture
def citizen(knowledge: Knowledge) -> Citizen:
    known = replace(knowledge, companies={COMPANY.id: COMPANY})
    return Citizen(known, reader_for(knowledge), conversation=Conversation("test:1", greeted=True))


def test_every_poster_has_its_own_code(knowledge: Knowledge) -> None:
    known = posters(knowledge, TODAY)
    helpdesks = sum(desk.shown for desk in knowledge.territory.helpdesks.values())
    topics = sum(topic.kind != "social" for topic in knowledge.topics.values())
    assert len(known) == helpdesks + topics
    assert all(len(named(knowledge, poster.id, TODAY)) == 1 for poster in known.values())


@pytest.mark.parametrize("form", ["{0}", " {0} ", "codice {0}", "{1}", "{2}", "{3}"])
def test_a_code_is_read_however_it_is_typed(knowledge: Knowledge, form: str) -> None:
    code = HERE.code
    typed = form.format(code, code.replace("-", ""), code.lower(), code.replace("-", " "))
    assert read(knowledge, typed, TODAY) == HERE


@pytest.mark.parametrize("text", ["max 100", "il mio codice", "GH5-RPP9", "abc", "dal 104", HERE.code + " e poi?"])
def test_what_is_no_code_is_left_alone(knowledge: Knowledge, text: str) -> None:
    assert read(knowledge, text, TODAY) is None


def test_a_mistyped_code_is_said_to_be_unknown(knowledge: Knowledge) -> None:
    assert read(knowledge, "AAA-222", TODAY) == Unknown("AAA-222")


def test_the_helpdesk_of_the_poster_is_shown_counted_and_asked_about_next(citizen: Citizen) -> None:
    told = citizen.says(f"/start {HERE.code}")
    assert "Vieni dal cartello di Segretariato sociale di San Donato Milanese" in told
    assert citizen.decision
    assert [(event.topic, event.district) for event in citizen.decision.events] == [(f"poster:{HERE.id}", "san_donato")]
    assert "Orari" in citizen.says("è aperto adesso?")
    assert "Per San Donato Milanese" in citizen.says("/sportello")


def test_the_topic_of_the_poster_is_answered(citizen: Citizen) -> None:
    citizen.says(TOPIC.code)
    assert citizen.decision
    assert (citizen.decision.topic, citizen.decision.outcome) == ("ore-preavviso", "answer")
    assert [event.topic for event in citizen.decision.events] == ["poster:ore-preavviso"]


def test_a_company_tells_where_one_works_and_nothing_of_itself_is_kept(citizen: Citizen) -> None:
    told = citizen.says(Poster("company", COMPANY.id).code)
    assert "Officine Esempio è nella rete" in told
    assert citizen.conversation.person.workplace == "015159"
    assert citizen.conversation.person.told["workplace"].how == "guessed"
    assert "officine" not in str(citizen.conversation).casefold().replace("poster", "")
    assert "Per Opera" in citizen.says("/sportello")


def test_an_unknown_code_has_a_way_on(citizen: Citizen) -> None:
    assert "non è di un nostro cartello" in citizen.says("AAA-222")
    assert citizen.labels
