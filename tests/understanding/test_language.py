"""The language of each message, words of danger and of what should not be written, on real sentences."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.loader import Knowledge
from bot.understanding.danger import DangerFinder
from bot.understanding.language import LANGUAGES, LanguageFinder
from bot.understanding.sensitive import SensitiveFinder

TESTS = Path(__file__).parents[1]
SENTENCES = [
    (language, text)
    for file in sorted((TESTS / "nlu").glob("*.yml"))
    for language, texts in yaml.safe_load(file.read_text())["questions"].items()
    for text in texts
]
TYPED = yaml.safe_load((TESTS / "danger.yaml").read_text())
SOME_DANGER = [texts[0] for texts in TYPED["danger"].values()]


@pytest.fixture(scope="module")
def languages(knowledge: Knowledge) -> LanguageFinder:
    return LanguageFinder(knowledge.examples_by_language())


@pytest.fixture(scope="module")
def danger(knowledge: Knowledge) -> DangerFinder:
    examples = knowledge.examples_by_language().values()
    return DangerFinder(knowledge.danger, (text for texts in examples for text in texts))


@pytest.fixture(scope="module")
def sensitive(knowledge: Knowledge) -> SensitiveFinder:
    return SensitiveFinder(knowledge.sensitive)


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_nobody_trained_on_are_told_apart(language: str, languages: LanguageFinder) -> None:
    found = [languages.find(text) for known, text in SENTENCES if known == language]
    assert len(found) >= 50
    assert sum(guess not in (language, None) for guess in found) <= 0.005 * len(found)
    assert sum(guess == language for guess in found) >= 0.95 * len(found)


@pytest.mark.parametrize(
    "text",
    ["ok", "ok ok", "2", "20097", "???", "😀", "", "voucher", "part time", "smart working", "bonus isee"],
)
def test_what_every_language_writes_tells_none(text: str, languages: LanguageFinder) -> None:
    assert languages.find(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [("gracias", "es"), ("thank you", "en"), ("mulțumesc", "ro"), ("дякую", "uk"), ("شكرا", "ar"), ("谢谢", "zh")],
)
def test_one_word_is_enough_where_only_one_language_has_it(text: str, language: str, languages: LanguageFinder) -> None:
    assert languages.find(text) == language


@settings(deadline=None)
@given(st.text(max_size=300))
def test_signs_of_no_writing_at_all_change_nothing(languages: LanguageFinder, danger: DangerFinder, text: str) -> None:
    noise = "".join(c for c in text if not c.isalpha())
    assert languages.find(noise) is None
    assert not danger.find(noise)
    assert languages.find(text) in (*LANGUAGES, None)


@settings(deadline=None)
@given(
    st.sampled_from(SOME_DANGER), st.text("0123456789 .,!?😀", max_size=40), st.text("0123456789 .,!?😀", max_size=40)
)
def test_danger_is_found_amid_signs_and_capitals(danger: DangerFinder, text: str, before: str, after: str) -> None:
    assert danger.find(f"{before} {text.upper()} {after}")


@pytest.mark.parametrize(
    ("language", "text"), [(lang, text) for lang, texts in TYPED["danger"].items() for text in texts]
)
def test_danger_is_recognised(language: str, text: str, danger: DangerFinder) -> None:
    assert danger.find(text)


@pytest.mark.parametrize("text", TYPED["harmless"])
def test_figures_of_speech_are_no_danger(text: str, danger: DangerFinder) -> None:
    assert not danger.find(text)


def test_fewer_than_one_ordinary_question_in_a_thousand_holds_a_phrase_of_danger(
    knowledge: Knowledge, danger: DangerFinder
) -> None:
    """Manners of speaking are examples of what is off topic: there Rasa has the last word."""
    texts = [
        text
        for topic, languages in knowledge.examples().items()
        if topic not in ("congedo-violenza", "fuori-tema")
        for texts in languages.values()
        for text in texts
    ]
    alarms = [text for text in texts if danger.find(text)]
    assert len(alarms) < len(texts) / 1000, alarms


@pytest.mark.parametrize(
    "text",
    [
        "MIO MARITO MI PICCHIA!!!",
        "mio marito mi pichia",
        "mio marito mi pikkia",
        "mio marito... mi picchiaaaa",
        "mì picchìa",
    ],
)
def test_haste_does_not_hide_danger(text: str, danger: DangerFinder) -> None:
    assert danger.find(text)


def test_danger_at_the_end_of_a_long_story_is_found(danger: DangerFinder) -> None:
    assert danger.find("vorrei sapere quanti giorni di congedo mi restano. " * 70 + "mio marito mi picchia")


@pytest.mark.parametrize(
    "text",
    [
        "mi chiamo Anna, RSSMRA80A41H501U, quanti mesi ho?",
        "il mio codice è rssmra80a41h501u",
        "RSSMRA 80A41 H501U",
        "con le lettere al posto delle cifre: RSSMRAULA4MHRLMU",
        "sono iscritta alla CGIL, posso chiedere il congedo?",
        "soffro di depressione, ho dei permessi?",
        "mio figlio è autistico, ho la 104",
        "è celiaca e va al nido",
        "mio marito è invalido al 100%",
        "il codice è RSS MRA 80A41 H501U",
        "I was diagnosed with something, can I get leave?",
        "у мене депресія, чи є відпустка",
    ],
)
def test_what_need_not_be_written_is_noticed(text: str, sensitive: SensitiveFinder) -> None:
    assert sensitive.find(text)


@pytest.mark.parametrize(
    "text",
    [
        "mio figlio è malato",
        "permessi legge 104 per mia madre",
        "il sindacato può aiutarmi?",
        "serve il codice fiscale per la domanda?",
        "congedo per figlio con disabilità",
        "la CGIL ha uno sportello a Rozzano?",
    ],
)
def test_a_question_about_such_things_is_only_a_question(text: str, sensitive: SensitiveFinder) -> None:
    assert not sensitive.find(text)
