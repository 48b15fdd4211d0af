"""Buttons that are typed: what certainly names one of those shown."""

from __future__ import annotations

import pytest

from bot.dialogue import buttons
from bot.dialogue.turn import Turn
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Conversation, Kind, Shown, Utterance
from tests.conftest import TODAY

DAYS = ("5 giorni", "6 giorni", "4 giorni", "3 giorni", "2 giorni")
PEOPLE = ("La madre", "Il padre")
WEEKS = ("40 ore in 5 giorni", "36 ore in 5 giorni", "30 ore in 5 giorni", "24 ore", "20 ore in 4 giorni")


@pytest.mark.parametrize(
    ("labels", "said", "meant"),
    [
        (DAYS, "5", "5 giorni"),
        (DAYS, "2", "2 giorni"),
        (PEOPLE, "2", "Il padre"),
        (PEOPLE, "la prima", "La madre"),
        (WEEKS, "5", None),
        (WEEKS, "1", "40 ore in 5 giorni"),
    ],
)
def test_a_number_in_a_label_means_that_label(
    knowledge: Knowledge, labels: tuple[str, ...], said: str, meant: str | None
) -> None:
    shown = tuple(Shown(label, "plan", label) for label in labels)
    turn = Turn(knowledge, Conversation("test:1", shown=shown), TODAY, utterance=Utterance("test:1", Kind.TEXT, said))
    named = buttons.typed(turn)
    assert (named.label if named else None) == meant
