"""What was understood is said back once, replaced by a correction, and remembered as numbers and ids only."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.answers import echo
from bot.dialogue.decide import decide
from bot.knowledge.leave_agreements import read_agreements
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Conversation, Heard, Kind, Utterance
from bot.model.decision import Decision
from bot.model.entities import Entities
from bot.model.reply import Line
from bot.model.understanding import Guess, Understanding
from bot.settings import ROOT
from bot.understanding.amounts import alone, find_amounts
from bot.understanding.leave_agreements import AgreementFinder

TODAY = date(2026, 11, 22)
AGREEMENTS = read_agreements(ROOT, [])
FINDER = AgreementFinder(AGREEMENTS)
NO_LINE = "ore-rifiuto"
"""A topic before whose answer nothing is worked out."""
STORY = "sono metalmeccanica, posso prendere 2 ore al giorno per mio figlio che ha 3 anni?"

WORDS = [*STORY.split(), "no", "Mario", "31", "febbraio", "dal", "al", "1.800", "euro"]


def entities(text: str) -> Entities:
    amounts, agreement = find_amounts(text, TODAY), FINDER.find(text)
    return Entities(amounts, agreement, alone(text, amounts, agreement))


def say(knowledge: Knowledge, text: str, topic: str | None, before: Conversation | None = None) -> Decision:
    ranking = (Guess(topic, 0.99),) if topic else (Guess("fuori-tema", 0.2),)
    understanding = Understanding(ranking, "rasa", entities=entities(text))
    conversation = before or Conversation("test", greeted=True, asked_audience=True)
    return decide(knowledge, conversation, Heard(Utterance("test", Kind.TEXT, text), understanding), TODAY)


def lines(decision: Decision, key: str = "understood") -> list[str]:
    parts = (part for message in decision.messages for part in message.parts)
    return [next(iter(part.values.values())) for part in parts if isinstance(part, Line) and part.key == key]


def test_a_story_is_said_back_before_its_answer(knowledge: Knowledge) -> None:
    decision = say(knowledge, STORY, NO_LINE)
    contract = "contratto metalmeccanici (quale: metalmeccanici industria, Unionmeccanica-Confapi o artigianato?)"
    assert lines(decision) == [f"{contract}, 2 ore al giorno, bambino di 3 anni"]
    assert decision.messages[0].parts[0] == Line("understood", {"what": lines(decision)[0]})


def test_a_correction_replaces_its_value_and_answers_the_same_question(knowledge: Knowledge) -> None:
    first = say(knowledge, STORY, NO_LINE)
    corrected = say(knowledge, "no, 3 ore", None, first.conversation)
    assert corrected.entry == first.entry
    assert lines(corrected)[0].endswith("3 ore al giorno, bambino di 3 anni")
    named = say(knowledge, "confapi", None, corrected.conversation)
    assert lines(named) == ["contratto Unionmeccanica-Confapi, 3 ore al giorno, bambino di 3 anni"]
    again = say(knowledge, "anzi ha 4 anni e mezzo", None, named.conversation)
    assert lines(again) == ["contratto Unionmeccanica-Confapi, 3 ore al giorno, bambino di 4 anni e 6 mesi"]


def test_what_a_line_for_the_person_names_is_not_said_twice(knowledge: Knowledge) -> None:
    decision = say(knowledge, STORY, "ore-quante")
    assert decision.for_you
    assert lines(decision) == []


def test_what_did_not_change_is_not_said_twice(knowledge: Knowledge) -> None:
    first = say(knowledge, STORY, "ore-quante")
    assert lines(say(knowledge, STORY, "ore-quante", first.conversation)) == []
    assert lines(say(knowledge, "e quanto preavviso?", "ore-preavviso", first.conversation)) == []


def test_a_new_question_begins_anew_and_the_record_keeps_contract_and_child(knowledge: Knowledge) -> None:
    first = say(knowledge, STORY, "ore-quante")
    other = say(knowledge, "quanto preavviso?", "ore-preavviso", first.conversation)
    assert set(other.conversation.heard) == {"topic"}
    assert other.conversation.person.agreement == "metalmeccanici"
    assert other.conversation.person.child.born_last is not None


def test_where_it_does_not_matter_nothing_is_said_back(knowledge: Knowledge) -> None:
    for topic in ("voucher-cosa", "congedo-violenza", "privacy"):
        decision = say(knowledge, STORY, topic)
        assert decision.outcome == "answer"
        assert lines(decision) == []


def test_income_is_said_back_only_where_it_counts(knowledge: Knowledge) -> None:
    text = "guadagno 1.800 euro netti al mese, quanto prendo?"
    assert lines(say(knowledge, text, "congedo-indennita")) == ["1.800 euro netti al mese"]
    assert lines(say(knowledge, text, "congedo-durata")) == []
    assert "euro" not in say(knowledge, text, "congedo-durata").conversation.heard


def test_a_day_that_does_not_exist_is_told_and_not_mended(knowledge: Knowledge) -> None:
    decision = say(knowledge, "posso prendere le ore il 31 febbraio?", "ore-quante")
    assert lines(decision, "no_such_date") == ["31 febbraio"]
    assert lines(decision) == []


def test_amounts_alone_without_a_question_before_are_no_correction(knowledge: Knowledge) -> None:
    assert say(knowledge, "3 ore", None).outcome != "answer"


def test_nothing_is_said_back_in_another_language(knowledge: Knowledge) -> None:
    before = Conversation("test", greeted=True, asked_audience=True, language="en", language_chosen=True)
    assert lines(say(knowledge, STORY, "ore-quante", before)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("part-time al 50%", ["part-time al 50%"]),
        ("part time 30 ore", ["30 ore a settimana"]),
        ("2 o 3 ore", ["2 ore", "3 ore"]),
        ("46 mezze giornate", ["46 mezze giornate"]),
        ("due bimbi di 3 e 5 anni", ["bambino di 3 anni", "bambino di 5 anni"]),
        ("nata a marzo 2024", ["bambino di 2 anni e 8 mesi"]),
        ("nascerà il 10 giugno", ["nascita prevista: 10/06/2027"]),
        ("nascerà a giugno", ["nascita prevista: giugno 2027"]),
        ("dal 7 al 18 marzo", ["dal 07/03/2027 al 18/03/2027"]),
        ("tutti i martedì e giovedì fino a giugno", ["ogni martedì e giovedì fino al 30/06/2027"]),
        ("per 3 mesi", ["3 mesi"]),
        ("domani", ["il 23/11/2026"]),
        ("l'anno scorso", []),
        ("tra 5 minuti", []),
    ],
)
def test_each_kind_is_said_in_plain_italian(text: str, said: list[str]) -> None:
    assert echo.spoken(echo.values(entities(text), TODAY), AGREEMENTS, TODAY) == said


@given(st.lists(st.sampled_from(WORDS), max_size=20))
def test_what_is_remembered_holds_numbers_and_ids_only(words: list[str]) -> None:
    for name, value in echo.values(entities(" ".join(words)), TODAY).items():
        assert isinstance(value, float | int) or _is_coded(value), (name, value)


def _is_coded(value: Any) -> bool:
    known = {*AGREEMENTS.by_id, *AGREEMENTS.shared, "gross", "net", "hour", "day", "week", "month", "year"}
    return value in known or all(sign in "0123456789-," for sign in value)
