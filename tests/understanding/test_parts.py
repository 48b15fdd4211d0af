"""Several questions are told apart; the citizen's question is found in the operator's words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.parts import citizens_words, questions_in


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("quanto preavviso serve? e cos'è il voucher?", ["quanto preavviso serve?", "e cos'è il voucher?"]),
        (
            "quante ore posso fare al giorno, inoltre vorrei sapere quanto mi pagano",
            ["quante ore posso fare al giorno,", "inoltre vorrei sapere quanto mi pagano"],
        ),
        ("Lavoro in un bar. Quanto preavviso serve?", []),
        ("quanto preavviso serve", []),
        ("e poi quanto mi pagano per le ore?", []),
        ("davvero? sì? no?", []),
        ("storia " * 61 + "quanto dura il congedo? quanto mi pagano poi?", []),
    ],
)
def test_only_separate_questions_of_short_messages_are_told_apart(text: str, questions: list[str]) -> None:
    assert questions_in(text) == questions


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Inoltro: signora chiede se può fare 2 ore", "può fare 2 ore"),
        ("Inoltro: signora di Locate chiede se può fare 2 ore", "può fare 2 ore"),
        ("una signora chiede quanto preavviso serve", "quanto preavviso serve"),
        ("al telefono un utente vuole sapere se ci sono voucher", "ci sono voucher"),
        ("quanto preavviso serve", "quanto preavviso serve"),
        ("Inoltro:", "Inoltro:"),
    ],
)
def test_the_citizens_question_is_found_in_the_operators_words(text: str, asked: str) -> None:
    assert citizens_words(text) == asked


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    assert len(questions_in(text)) != 1
    citizens_words(text)
