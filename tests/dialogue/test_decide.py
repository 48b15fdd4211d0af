"""Actions: what a button may lead to is what works, and every action of the catalogue has an answer."""

from __future__ import annotations

import pytest

from bot.dialogue.decide import ACTIONS, CONSENTS, RESUMES, perform
from bot.dialogue.turn import ACTIVE, Turn
from bot.knowledge.loader import Knowledge
from bot.knowledge.notices import SUBJECTS
from bot.model.conversation import Conversation
from tests.conftest import TODAY


def test_buttons_lead_to_the_actions_that_work_and_to_no_other() -> None:
    assert set(ACTIONS) == ACTIVE


def test_what_works_is_in_the_catalogue(knowledge: Knowledge) -> None:
    assert {knowledge.topics[topic].kind for topic in ACTIVE} == {"action"}


@pytest.mark.parametrize("audience", ["worker", "company"])
def test_every_action_of_the_catalogue_says_something(knowledge: Knowledge, audience: str) -> None:
    for topic in knowledge.topics.values():
        if topic.kind == "action":
            turn = Turn(knowledge, Conversation("test:1"), TODAY).remembering(audience=audience)
            decision = perform(turn, topic.id)
            assert decision.messages, topic.id
            assert decision.topic == topic.id


def test_every_notice_leads_on_and_what_can_wait_is_an_action() -> None:
    assert set(CONSENTS) == set(SUBJECTS)
    assert set(RESUMES) <= ACTIVE
