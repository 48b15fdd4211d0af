from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.loader import Knowledge
from bot.understanding.lexical import LexicalMatcher

EXAMPLES = {
    "ore-preavviso": ["quanti giorni di preavviso servono per le ore?", "how much notice for hourly leave"],
    "trova-sportello": ["dove si trova lo sportello di Rozzano", "indirizzo dello sportello", "服务点在哪里"],
    "saluto": ["ciao", "buongiorno"],
}
MATCHER = LexicalMatcher(EXAMPLES)


@pytest.fixture(scope="module")
def matcher(knowledge: Knowledge) -> LexicalMatcher:
    return LexicalMatcher(
        {topic: [t for texts in languages.values() for t in texts] for topic, languages in knowledge.examples().items()}
    )


@given(st.text(alphabet=st.characters()) | st.sampled_from([t for texts in EXAMPLES.values() for t in texts]))
def test_any_text_gets_sorted_confidences(text: str) -> None:
    confidences = [guess.confidence for guess in MATCHER.rank(text)]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in confidences)


@given(st.dictionaries(st.text(), st.lists(st.text())), st.text())
def test_any_examples_will_do(examples: dict[str, list[str]], text: str) -> None:
    topics = [guess.topic for guess in LexicalMatcher(examples).rank(text)]
    assert set(topics) <= set(examples)
    assert len(topics) == len(set(topics))


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Quanti giorni di preavviso servono per le ore", "ore-preavviso"),
        ("DOVE SI TROVA LO SPORTELLO DI ROZZANO???", "trova-sportello"),
        ("Dove si trova lo sportelo di Rozzano", "trova-sportello"),
        ("buongiorno!", "saluto"),
    ],
)
def test_a_known_question_is_certain(text: str, topic: str) -> None:
    best = MATCHER.rank(text)[0]
    assert best.topic == topic
    assert best.confidence >= 0.9


@pytest.mark.parametrize("text", ["per", "giorni", "io", "la mia", "quanto", "mi serve aiuto"])
def test_a_vague_word_is_never_certain(text: str, matcher: LexicalMatcher) -> None:
    assert all(guess.confidence < 0.5 for guess in matcher.rank(text))


@pytest.mark.parametrize("text", ["", "   ", "!!!", "🍕", "zzzzqqq"])
def test_nothing_in_common_is_no_guess(text: str) -> None:
    assert MATCHER.rank(text) == ()


def test_equal_questions_get_equal_answers(matcher: LexicalMatcher) -> None:
    assert matcher.rank("quante ore al giorno") == matcher.rank("quante ore al giorno")


def test_a_question_takes_milliseconds(matcher: LexicalMatcher) -> None:
    start = time.perf_counter()
    for number in range(100):
        matcher.rank(f"posso prendere il congedo a ore se lavoro part-time {number} ore la settimana?")
    assert (time.perf_counter() - start) / 100 < 0.02
