"""Links in any letters, several questions in the order asked, and an answer that comes late."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.dialogue.decide import decide
from bot.dialogue.talk import LATE, excused
from bot.dialogue.turn import show
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Conversation, Heard, Kind, Utterance
from bot.model.decision import Decision
from bot.model.understanding import Guess, Understanding
from tests.conftest import TODAY


def heard(knowledge: Knowledge, text: str, **understood: Any) -> Decision:
    """What is decided about a text that means this, in a chat of its own."""
    kind = Kind.COMMAND if text.startswith("/") else Kind.TEXT
    meaning = Understanding(**{"ranking": (), "by": "rasa", **understood})
    conversation = Conversation("test:1", greeted=True)
    return decide(knowledge, conversation, Heard(Utterance("test:1", kind, text), meaning), TODAY)


@pytest.mark.parametrize("link", ["ore-preavviso", "ORE_PREAVVISO", "Ore_Preavviso", "ORE-PREAVVISO"])
def test_a_link_names_its_topic_in_any_letters(knowledge: Knowledge, link: str) -> None:
    assert heard(knowledge, f"/start {link}").topic == "ore-preavviso"


def test_the_link_for_companies_may_be_in_capitals(knowledge: Knowledge) -> None:
    assert heard(knowledge, "/start AZIENDA").conversation.audience == "company"


@pytest.mark.parametrize("sure", [0.5, 0.651, 0.9])
def test_several_questions_are_answered_in_the_order_asked(knowledge: Knowledge, sure: float) -> None:
    """However sure the reader is of the whole, and of which of them."""
    asked = ("ore-preavviso", "voucher-cosa", "congedo-durata")
    decision = heard(knowledge, "tre domande", ranking=(Guess("voucher-cosa", sure),), asked=asked)
    assert decision.topic == "ore-preavviso"
    assert decision.messages[-1].choices == ((show("voucher-cosa"),), (show("congedo-durata"),))


def test_what_is_answered_late_says_so_but_whom_to_call_comes_first(knowledge: Knowledge) -> None:
    help, danger = heard(knowledge, "/aiuto"), heard(knowledge, "aiuto", danger="violence")
    assert excused(help).messages[0].parts == (LATE, *help.messages[0].parts)
    assert excused(danger).messages[0].parts == (*danger.messages[0].parts, LATE)
    silent = replace(help, messages=())
    assert excused(silent) == silent
