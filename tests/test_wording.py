"""Cards in words: the text for this person, its source, the day it was verified, and a caution where it may be old."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.knowledge.loader import Knowledge
from bot.knowledge.schema import Point
from bot.model.reply import EntryCard, Message, Part, PointCard
from bot.wording import Writer
from tests.knowledge.points import a_point

TODAY = date(2026, 11, 22)
TOPIC = "ore-preavviso"
BANK = {"scope": {"agreement": "credito-abi"}, "answer": "In banca bastano 5 giorni di lavoro."}


def told(knowledge: Knowledge, part: Part, today: date = TODAY, language: str = "it") -> str:
    return Writer(knowledge, "worker", today, language).reply(Message((part,))).text


def with_point(knowledge: Knowledge, **changes: object) -> Knowledge:
    given = {"answer": "Avvisa 2 giorni prima.", "more": "Il testo lungo.", "variants": [BANK], **changes}
    point = Point.model_validate({**a_point(**given), "topic": TOPIC})
    return replace(knowledge, points={TOPIC: {point.id: point}})


CARD = PointCard(f"{TOPIC}/quanti-giorni")


def test_a_point_is_told_with_its_source_and_its_day(knowledge: Knowledge) -> None:
    text = told(with_point(knowledge), CARD)
    assert text.startswith("Avvisa 2 giorni prima.\n\n")
    assert "D.Lgs. 151/2001, art. 32" in text
    assert "15/03/2026" in text
    assert "Da confermare" not in text


def test_the_details_of_a_point_stand_behind_it(knowledge: Knowledge) -> None:
    assert told(with_point(knowledge), replace(CARD, details=True)).startswith("Il testo lungo.\n\n")
    assert told(with_point(knowledge, more=None), replace(CARD, details=True)).startswith("Avvisa 2 giorni prima.")


def test_a_variant_stands_in_for_the_text_and_keeps_its_details_unless_it_has_its_own(knowledge: Knowledge) -> None:
    bank = replace(CARD, variant=0)
    assert told(with_point(knowledge), bank).startswith("In banca bastano 5 giorni di lavoro.\n\n")
    assert told(with_point(knowledge), replace(bank, details=True)).startswith("Il testo lungo.")
    own = with_point(knowledge, variants=[{**BANK, "more": "In banca, per esteso."}])
    assert told(own, replace(bank, details=True)).startswith("In banca, per esteso.")


def test_an_entry_has_variants_by_the_same_rule(knowledge: Knowledge) -> None:
    point = with_point(knowledge).points[TOPIC]["quanti-giorni"]
    entry = knowledge.entries[TOPIC].model_copy(update={"variants": point.variants})
    content = replace(knowledge, entries={**knowledge.entries, TOPIC: entry})
    assert told(content, EntryCard(TOPIC, variant=0)).startswith("In banca bastano 5 giorni di lavoro.")
    assert told(content, EntryCard(TOPIC)) == told(knowledge, EntryCard(TOPIC))


def test_a_point_out_of_its_dates_is_to_be_confirmed(knowledge: Knowledge) -> None:
    caution = knowledge.text("to_confirm", "it").strip()
    ended = with_point(knowledge, valid_to="2026-12-31")
    assert caution not in told(ended, CARD, date(2026, 12, 31))
    assert told(ended, CARD, date(2027, 1, 2)).startswith(caution)
    assert told(with_point(knowledge), CARD, date(2027, 2, 1)).startswith(caution), "its review is overdue"


def test_in_another_language_it_is_said_that_the_text_is_italian(knowledge: Knowledge) -> None:
    assert told(with_point(knowledge), CARD, language="en").startswith(knowledge.text("italian_answer", "en").strip())
    bank = PointCard(CARD.point, variant=0)
    assert "In banca bastano 5 giorni di lavoro." in told(with_point(knowledge), bank, language="en")
