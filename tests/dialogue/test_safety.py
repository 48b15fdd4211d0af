"""What is said to danger and to grief, wherever they are told, and how what follows is heard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.dialogue.decide import decide
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Action, Conversation, Heard, Kind, Utterance
from bot.model.decision import Decision, Records
from bot.model.understanding import DangerKind, Guess, Understanding
from bot.wording import word
from tests.dialogue.citizen import NOW

TODAY = date(2026, 11, 22)
GREETED = Conversation("test:1", greeted=True)
RECORDS = Records(now=NOW)
OFF = Understanding((Guess("fuori-tema", 0.9),), by="rasa")
UNKNOWN = Understanding((Guess("ore-cosa", 0.05),), by="rasa")
ASKED = Understanding((Guess("ore-preavviso", 0.95),), by="rasa")
REFUSED = ("non mi occupo", "Non riesco a capire", "parole più semplici", "non l'ho capita", "Intendi")


def hear(
    knowledge: Knowledge,
    meaning: Understanding,
    before: Conversation = GREETED,
    kind: Kind = Kind.TEXT,
    text: str = "...",
    after: timedelta = timedelta(),
) -> Decision:
    utterance = Utterance("test:1", kind, text, "photo" if kind is Kind.ATTACHMENT else None)
    return decide(knowledge, before, Heard(utterance, meaning), TODAY, replace(RECORDS, now=NOW + after))


def danger(kind: DangerKind = "violence", child: bool = False) -> Understanding:
    return replace(OFF, danger=kind, worry=kind, child=child)


def text(knowledge: Knowledge, decision: Decision) -> str:
    return "\n\n".join(reply.text for reply in word(knowledge, decision, TODAY))


def labels(knowledge: Knowledge, decision: Decision) -> list[str]:
    return [b.label for reply in word(knowledge, decision, TODAY) for row in reply.buttons for b in row]


def test_violence_gets_the_numbers_a_person_and_no_menu(knowledge: Knowledge) -> None:
    decision = hear(knowledge, danger())
    said = text(knowledge, decision)
    assert said.index("112") < said.index("1522")
    assert "Non è colpa" in said
    assert labels(knowledge, decision) == ["Parla con una persona", "Proteggere questa chat"]
    assert decision.outcome == "safety"


def test_thoughts_of_dying_get_somebody_to_talk_to_and_nothing_else(knowledge: Knowledge) -> None:
    decision = hear(knowledge, danger("suicide"))
    said = text(knowledge, decision)
    assert all(number in said for number in ("112", "02 2327 2327", "324 011 7252"))
    assert "congedo" not in said
    assert labels(knowledge, decision) == ["Parla con una persona"]


def test_a_child_in_danger_has_numbers_of_its_own(knowledge: Knowledge) -> None:
    assert "114" not in text(knowledge, hear(knowledge, danger()))
    said = text(knowledge, hear(knowledge, danger(child=True)))
    assert "114" in said
    assert "19696" in said


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.EDIT, Kind.ATTACHMENT, Kind.COMMAND])
def test_danger_is_heard_in_words_of_every_kind(knowledge: Knowledge, kind: Kind) -> None:
    words = "/sportello mio marito mi picchia" if kind is Kind.COMMAND else "mio marito mi picchia"
    decision = hear(knowledge, danger(), kind=kind, text=words)
    assert decision.outcome == "safety"
    assert decision.heard_as == "danger"


def test_a_form_stays_open_behind_danger_and_the_way_back_comes_with_the_next_answer(knowledge: Knowledge) -> None:
    flow = {"name": "pianifica-congedo", "step": "job"}
    before = replace(GREETED, flow=flow, flow_on=TODAY.isoformat())
    decision = hear(knowledge, danger(), before)
    assert decision.conversation.flow == flow
    assert not any("Riprendi" in label for label in labels(knowledge, decision))
    later = hear(knowledge, ASKED, decision.conversation)
    assert any("Riprendi" in label for label in labels(knowledge, later))


def test_danger_twice_in_a_row_gets_the_numbers_twice(knowledge: Knowledge) -> None:
    first = hear(knowledge, danger())
    assert hear(knowledge, danger(), first.conversation).outcome == "safety"


@pytest.mark.parametrize("meaning", [OFF, UNKNOWN])
def test_for_a_day_after_danger_nothing_is_refused(knowledge: Knowledge, meaning: Understanding) -> None:
    before = hear(knowledge, danger()).conversation
    for _ in range(3):
        decision = hear(knowledge, meaning, before, after=timedelta(hours=23))
        said = text(knowledge, decision)
        assert "112" in said
        assert not any(words in said for words in REFUSED)
        assert labels(knowledge, decision) == ["Parla con una persona"]
        assert decision.misses == ()
        before = decision.conversation
    later = text(knowledge, hear(knowledge, meaning, before, after=timedelta(hours=25)))
    assert "112" not in later


def test_a_clear_question_after_danger_is_answered(knowledge: Knowledge) -> None:
    before = hear(knowledge, danger()).conversation
    assert hear(knowledge, ASKED, before).topic == "ore-preavviso"


@pytest.mark.parametrize(("kind", "number"), [("violence", "1522"), ("suicide", "02 2327 2327")])
def test_where_there_may_be_danger_the_numbers_stand_before_the_answer(
    knowledge: Knowledge, kind: DangerKind, number: str
) -> None:
    decision = hear(knowledge, replace(ASKED, worry=kind))
    first, *others = word(knowledge, decision, TODAY)
    assert "112" in first.text
    assert number in first.text
    assert others
    assert decision.topic == "ore-preavviso"


@pytest.mark.parametrize("meaning", [OFF, UNKNOWN])
def test_what_may_be_danger_and_is_not_understood_is_no_refusal(knowledge: Knowledge, meaning: Understanding) -> None:
    decision = hear(knowledge, replace(meaning, worry="violence"))
    said = text(knowledge, decision)
    assert "1522" in said
    assert not any(words in said for words in REFUSED)
    assert labels(knowledge, decision) == ["Parla con una persona"]
    assert decision.misses == ()


def test_what_is_in_doubt_and_not_understood_is_met_without_an_alarm(knowledge: Knowledge) -> None:
    said = text(knowledge, hear(knowledge, replace(UNKNOWN, doubt=True)))
    assert "Ti leggo" in said
    assert "112" not in said
    assert not any(words in said for words in REFUSED)
    assert hear(knowledge, replace(ASKED, doubt=True)) == hear(knowledge, ASKED)


def test_grief_is_met_and_its_question_answered(knowledge: Knowledge) -> None:
    decision = hear(knowledge, replace(ASKED, distress=True))
    first, *_ = word(knowledge, decision, TODAY)
    assert "Mi dispiace" in first.text
    assert "112" not in text(knowledge, decision)
    assert decision.topic == "ore-preavviso"
    assert "Parla con una persona" in labels(knowledge, decision)


@pytest.mark.parametrize("meaning", [OFF, UNKNOWN])
def test_grief_that_asks_nothing_is_met_with_a_person_and_the_aid_that_exists(
    knowledge: Knowledge, meaning: Understanding
) -> None:
    decision = hear(knowledge, replace(meaning, distress=True))
    said = text(knowledge, decision)
    assert "Mi dispiace" in said
    assert not any(words in said for words in REFUSED)
    assert labels(knowledge, decision) == ["Parla con una persona"]


def test_grief_in_a_form_keeps_the_way_back(knowledge: Knowledge) -> None:
    before = replace(GREETED, flow={"name": "pianifica-congedo", "step": "job"}, flow_on=TODAY.isoformat())
    decision = hear(knowledge, replace(OFF, distress=True), before)
    assert "Mi dispiace" in text(knowledge, decision)
    person, back = labels(knowledge, decision)
    assert (person, "Riprendi" in back) == ("Parla con una persona", True)
    assert decision.conversation.flow == before.flow


def test_what_is_kept_here_and_how_a_chat_is_deleted_stand_behind_a_button(knowledge: Knowledge) -> None:
    before = hear(knowledge, danger()).conversation
    pressed = Heard(Utterance("test:1", Kind.BUTTON, "b"), None, Action("safety", "chat"))
    decision = decide(knowledge, before, pressed, TODAY, RECORDS)
    said = text(knowledge, decision)
    assert all(words in said for words in ("/cancella", "/miei_dati", "1522", "Telegram"))


@pytest.mark.parametrize("language", ["it", "en", "ro", "es", "fr", "ar", "uk", "sq", "zh"])
def test_every_language_has_the_same_numbers(knowledge: Knowledge, language: str) -> None:
    texts = knowledge.words[language]
    assert all(number in texts["danger"] for number in ("112", "1522"))
    assert all(number in texts["danger_suicide"] for number in ("112", "02 2327 2327", "324 011 7252"))
    assert all(number in texts["danger_again"] for number in ("112", "1522", "02 2327 2327"))
    assert all(number in texts["danger_child"] for number in ("114", "19696"))
