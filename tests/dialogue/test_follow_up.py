"""What a message goes on from: the answer before it, what was told before it, or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.dialogue import follow_up
from bot.dialogue.decide import decide
from bot.dialogue.turn import Turn
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Conversation, Heard, Kind, Utterance
from bot.model.decision import Records
from bot.model.understanding import Guess, Reading, Understanding
from bot.rules.calendar import in_the_known_year
from tests.conftest import TODAY
from tests.dialogue.talking import Talk

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ASKED = Conversation(
    "test:1",
    greeted=True,
    last_topic="ore-preavviso",
    context="quanto preavviso per le ore",
    context_at=NOW.isoformat(),
)


def turn(knowledge: Knowledge, said: str, alone: Guess, behind: Guess, now: datetime = NOW) -> Turn:
    read = Understanding((alone,), "rasa", in_context=Reading(topics=(behind,)), vocabulary=said)
    return Turn(knowledge, ASKED, TODAY, read, Records(now=now), Utterance("test:1", Kind.TEXT, said))


@pytest.mark.parametrize(
    "said", ["e per i giorni interi?", "ma se sono part time?", "sicuro?", "e in banca", "quanto mi pagano?"]
)
def test_a_short_message_that_says_little_is_read_behind_what_was_asked(knowledge: Knowledge, said: str) -> None:
    read = follow_up.in_context(turn(knowledge, said, Guess("fuori-tema", 0.3), Guess("congedo-preavviso", 0.6)))
    assert read is not None
    assert read.understanding.best == Guess("congedo-preavviso", 0.6)


@pytest.mark.parametrize(
    ("said", "alone", "behind", "later"),
    [
        ("come chiedo i tre giorni per mia madre invalida", Guess("legge-104", 0.95), Guess("ore-preavviso", 0.6), 0),
        ("e per i giorni interi?", Guess("fuori-tema", 0.3), Guess("congedo-preavviso", 0.2), 0),
        ("e per i giorni interi?", Guess("fuori-tema", 0.3), Guess("congedo-preavviso", 0.6), 31),
        ("e per i giorni interi?", Guess("fuori-tema", 0.3), Guess("saluto", 0.9), 0),
        ("parola " * 11, Guess("fuori-tema", 0.3), Guess("congedo-preavviso", 0.6), 0),
    ],
    ids=["another subject", "unsure behind too", "half an hour later", "small talk behind", "long by itself"],
)
def test_a_message_that_stands_by_itself_is_read_alone(
    knowledge: Knowledge, said: str, alone: Guess, behind: Guess, later: int
) -> None:
    assert follow_up.in_context(turn(knowledge, said, alone, behind, NOW + timedelta(minutes=later))) is None


def test_what_is_remembered_of_a_question_is_its_common_words_and_when(knowledge: Knowledge) -> None:
    asked = turn(knowledge, "quanto pagano", Guess("congedo-indennita", 0.9), Guess("congedo-indennita", 0.9))
    fresh = replace(asked, understanding=replace(asked.understanding, in_context=None))
    kept = follow_up.remembering(fresh, fresh.conversation)
    assert (kept.context, kept.context_at) == ("quanto pagano", NOW.isoformat())
    assert follow_up.remembering(asked, asked.conversation).context == "quanto preavviso per le ore quanto pagano"


@pytest.mark.parametrize("said", ["sono la mamma", "lavoro 30 ore su 5 giorni", "mia figlia è nata il 3/3/2024"])
def test_who_tells_something_after_an_answer_gets_the_same_question_answered_with_it(
    knowledge: Knowledge, said: str
) -> None:
    talk = Talk(knowledge, conversation=replace(ASKED, last_topic="congedo-indennita"))
    talk.says("quanto è pagato il congedo?", Guess("congedo-indennita", 0.9))
    talk.says(said, Guess("saluto", 0.4))
    assert talk.decision
    assert (talk.decision.topic, talk.decision.heard_as) == ("congedo-indennita", "follow_up")


@pytest.mark.parametrize(
    ("day", "text", "known", "meant"),
    [
        (date(2026, 5, 6), "6 maggio", date(2024, 5, 5), date(2024, 5, 6)),
        (date(2026, 5, 6), "6 maggio 2026", date(2024, 5, 5), date(2026, 5, 6)),
        (date(2026, 5, 6), "6/5/26", date(2024, 5, 5), date(2026, 5, 6)),
        (date(2026, 5, 6), "6/5", date(2024, 5, 5), date(2024, 5, 6)),
        (date(2026, 5, 6), "6 maggio", None, date(2026, 5, 6)),
        (date(2024, 2, 29), "29 febbraio", date(2023, 3, 1), date(2024, 2, 29)),
    ],
)
def test_a_day_without_its_year_keeps_the_year_that_was_told(
    day: date, text: str, known: date | None, meant: date
) -> None:
    assert in_the_known_year(day, text, known) == meant


def test_a_corrected_birth_keeps_its_year_in_the_plan(knowledge: Knowledge) -> None:
    talk = Talk(knowledge)
    talk.says("/piano dipendente, mamma, nata il 5 maggio 2024")
    talk.says("no scusa, è nata il 6 maggio")
    assert talk.conversation.flow["born"] == "2024-05-06"


def test_a_message_that_begins_like_a_follow_up_stays_with_the_topic_before(knowledge: Knowledge) -> None:
    alone, behind = Guess("congedo-straordinario", 0.85), Guess("ore-preavviso", 0.99)
    read = follow_up.in_context(turn(knowledge, "e dopo i tre anni?", alone, behind))
    assert read is not None
    assert read.understanding.best == behind
    assert follow_up.in_context(turn(knowledge, "dopo tre anni di lavoro", alone, behind)) is not None
    assert follow_up.in_context(turn(knowledge, "congedo di due anni", alone, behind)) is None


def test_another_question_about_the_same_subject_is_not_the_one_before(knowledge: Knowledge) -> None:
    alone, behind = Guess("ore-domanda", 0.3), Guess("ore-preavviso", 0.8)
    read = follow_up.in_context(turn(knowledge, "e la domanda?", alone, behind))
    assert read is not None
    assert read.understanding.best == alone


def test_a_closed_subject_is_read_no_further(knowledge: Knowledge) -> None:
    asked = turn(knowledge, "e per i giorni interi?", Guess("fuori-tema", 0.3), Guess("congedo-preavviso", 0.6))
    closed = replace(asked, conversation=follow_up.forgetting(asked.conversation))
    assert follow_up.in_context(closed) is None


def test_what_was_only_half_understood_needs_more_to_be_gone_on_with(knowledge: Knowledge) -> None:
    for sure, read in ((0.5, False), (0.7, True)):
        asked = turn(knowledge, "e per i giorni?", Guess("fuori-tema", 0.3), Guess("congedo-preavviso", sure))
        fresh = replace(asked, conversation=replace(asked.conversation, last_topic=None))
        assert (follow_up.in_context(fresh) is not None) is read


@pytest.mark.parametrize("said", ["e quanto preavviso?", "e il preavviso?", "ma quanto prima?"])
def test_what_is_asked_of_no_subject_is_asked_of_the_one_before(knowledge: Knowledge, said: str) -> None:
    asked = replace(ASKED, last_topic="ore-quante")
    other = turn(knowledge, said, Guess("congedo-preavviso", 0.76), Guess("ore-quante", 0.5))
    read = follow_up.in_context(replace(other, conversation=asked))
    assert read is not None
    assert read.understanding.best == Guess("ore-preavviso", 0.76)


def test_a_subject_that_is_named_or_clear_is_kept(knowledge: Knowledge) -> None:
    asked = replace(ASKED, last_topic="ore-quante")
    for said, alone in (("e per i mesi interi quanto preavviso serve?", 0.76), ("e il preavviso?", 0.95)):
        other = turn(knowledge, said, Guess("congedo-preavviso", alone), Guess("ore-quante", 0.5))
        read = follow_up.in_context(replace(other, conversation=asked))
        assert read is None or read.understanding.best != Guess("ore-preavviso", alone)


def test_the_one_question_of_a_story_is_answered_where_the_story_is_not_clear(knowledge: Knowledge) -> None:
    story = Understanding((Guess("rientro", 0.4),), "rasa", story_asks="ore-preavviso", question=True)
    heard = Heard(Utterance("test:1", Kind.TEXT, "Lavoro qui da anni. Quanto prima devo avvisare?"), story)
    assert decide(knowledge, Conversation("test:1", greeted=True), heard, TODAY).topic == "ore-preavviso"
    clear = replace(story, ranking=(Guess("rientro", 0.9),))
    assert (
        decide(knowledge, Conversation("test:1", greeted=True), replace(heard, understanding=clear), TODAY).topic
        == "rientro"
    )


PAY = Guess("congedo-indennita", 0.19)


def answered(knowledge: Knowledge, said: str, topic: str, **changes: object) -> Talk:
    """A conversation in which a topic was just answered, and what is said then; the model makes nothing sure of it."""
    before = replace(ASKED, last_topic=topic, **changes)
    talk = Talk(knowledge, conversation=replace(before, context_at="2000-01-01T00:00:00+00:00"))
    talk.says(said, PAY)
    return talk


@pytest.mark.parametrize(
    ("topic", "said", "point"),
    [
        ("malattia-figlio", "e mi pagano?", "malattia-figlio/pagamento"),
        ("ore-quante", "e mi pagano?", "ore-calcolo/quanto-pagano"),
        ("paternita", "e quanto prima lo dico al capo?", "paternita/come-chiederli"),
        ("congedo-durata", "e la nonna?", "congedo-durata/nonni"),
        ("legge-104", "e la suocera?", "legge-104/suoceri-cognati"),
        ("malattia-figlio", "e se il datore non me li dà?", "malattia-figlio/rifiuto"),
        ("voucher-cosa", "serve l'isee?", "voucher-documenti/serve-isee"),
    ],
)
def test_a_facet_is_asked_of_what_was_talked_about(knowledge: Knowledge, topic: str, said: str, point: str) -> None:
    talk = answered(knowledge, said, topic)
    assert talk.decision
    assert (talk.decision.point, talk.decision.heard_as) == (point, "follow_up")
    assert talk.screen.startswith("Ho capito: ")


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "is it paid?"), ("es", "¿y me los pagan?"), ("fr", "c'est payé ?"), ("ro", "se plătește?"), ("sq", "a paguhet?"),
     ("uk", "це оплачується?"), ("ar", "هل هي مدفوعة؟"), ("zh", "有工资吗？")],
)  # fmt: skip
def test_a_facet_is_asked_in_every_language(knowledge: Knowledge, language: str, said: str) -> None:
    talk = answered(knowledge, said, "malattia-figlio", language=language)
    assert talk.decision
    assert talk.decision.point == "malattia-figlio/pagamento"


def test_another_subject_is_asked_what_was_asked_last(knowledge: Knowledge) -> None:
    talk = answered(knowledge, "e la maternità?", "congedo-durata", last_point="congedo-durata/colf-badanti")
    assert talk.decision
    assert talk.decision.point == "maternita/colf-badante"


def test_the_answer_given_last_is_only_said_again_in_brief_with_a_person(knowledge: Knowledge) -> None:
    talk = answered(knowledge, "sicuro?", "ore-preavviso")
    assert talk.screen.startswith("Quello che so, in breve")
    assert "Parla con una persona" in talk.labels


@pytest.mark.parametrize(
    "said",
    [
        "e il bonus nido quanto è?",
        "chi può chiedere il voucher?",
        "come posso iscrivermi al sindacato dei metalmeccanici",
    ],
)
def test_a_whole_question_is_not_read_by_the_grid(knowledge: Knowledge, said: str) -> None:
    talk = answered(knowledge, said, "congedo-indennita")
    assert talk.decision
    assert talk.decision.heard_as != "follow_up"


def test_the_age_of_another_child_is_supposed_where_the_answer_hangs_on_it(knowledge: Knowledge) -> None:
    talk = Talk(knowledge, conversation=replace(ASKED, last_topic="congedo-eta"))
    talk.says("fino a quando? mia figlia ha 8 anni", Guess("congedo-eta", 0.9))
    assert "14 anni" in talk.screen
    talk.says("e quello di 15?", Guess("congedo-eta", 0.9))
    assert "15 anni" in talk.screen
    assert talk.conversation.person.child.born_first is not None
    assert talk.conversation.person.other_children == ()


def test_a_correction_is_answered_with_what_changed(knowledge: Knowledge) -> None:
    talk = Talk(knowledge, conversation=replace(ASKED, last_topic="ore-quante"))
    talk.says("quante ore? lavoro 40 ore su 5 giorni", Guess("ore-quante", 0.9))
    talk.says("scusa, 36", Guess("fuori-tema", 0.5), acts=["correct"])
    assert talk.screen.startswith("Ho cambiato. Prima: 40 ore a settimana. Adesso: 36 ore a settimana.")
