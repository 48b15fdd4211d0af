"""What is not understood is offered as guesses, then in other words, then a person; whatever the model makes of words."""

from __future__ import annotations

import pytest

from bot.dialogue.answers.fallback import ANSWER_AT, SUGGEST_AT
from bot.knowledge.loader import Knowledge
from bot.model.understanding import Guess
from tests.dialogue.citizen import Citizen, reader_for

UNSURE = (Guess("ore-cosa", (ANSWER_AT + SUGGEST_AT) / 2), Guess("congedo-durata", SUGGEST_AT))


@pytest.fixture
def citizen(knowledge: Knowledge) -> Citizen:
    return Citizen(knowledge, reader_for(knowledge))


def test_after_two_misses_a_person_and_the_helpdesk_are_offered(citizen: Citizen) -> None:
    assert "Non sono sicuro" in citizen.says("una cosa sul congedo", *UNSURE)
    assert "Prova con parole più semplici" in citizen.presses("Nessuna di queste")
    assert "Non sono sicuro" in citizen.says("una cosa sul congedo", *UNSURE)
    assert "Una persona dello sportello" in citizen.presses("Nessuna di queste")
    assert {"Parla con una persona", "Trova lo sportello"} <= set(citizen.labels)


@pytest.mark.parametrize("word", ["congedo", "Permessi", "il bonus?", "vorrei informazioni sulla malattia"])
def test_a_word_alone_is_asked_about_however_sure_the_guess(citizen: Citizen, word: str) -> None:
    assert "Che cosa vuoi sapere?" in citizen.says(word, Guess("legge-104", 0.99))
    assert citizen.decision.outcome == "suggest"
