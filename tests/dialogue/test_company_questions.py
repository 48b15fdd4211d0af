"""What a company asks of its check is told apart by words alone, without the trained model."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.dialogue.leave.company_questions import asked
from bot.dialogue.turn import Turn
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Conversation, Kind, Utterance
from bot.model.understanding import Guess, Understanding

CASES = yaml.safe_load((Path(__file__).parent / "company_questions.yaml").read_text())


def turn(knowledge: Knowledge, text: str, understanding: Understanding | None = None) -> Turn:
    understood = understanding or Understanding((), "rasa")
    conversation = Conversation("chat", audience="company")
    return Turn(knowledge, conversation, date(2026, 11, 22), understood, utterance=Utterance("chat", Kind.TEXT, text))


@pytest.mark.parametrize(("text", "name"), [(text, name) for name, texts in CASES.items() for text in texts])
def test_a_question_about_the_request_is_told_apart(knowledge: Knowledge, text: str, name: str) -> None:
    assert (asked(turn(knowledge, text)) or "-") == name


def test_a_clear_question_about_another_subject_is_left_to_others(knowledge: Knowledge) -> None:
    sure = Understanding((Guess("voucher-importo", 0.95),), "rasa")
    assert asked(turn(knowledge, "quanto mi costa?", sure)) is None
