"""Flows are values of one list: every action of the catalogue has an answer, and a new subject is a module and one entry."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import pytest

from bot.dialogue import FLOWS
from bot.dialogue.decide import commands, decide, perform
from bot.dialogue.turn import NO_RECORDS, Turn
from bot.knowledge.loader import Knowledge
from bot.knowledge.notices import SUBJECTS
from bot.knowledge.schema import Topic
from bot.model.conversation import Action, Conversation, Heard, Kind, Utterance
from bot.model.decision import Decision
from bot.model.understanding import Guess, Understanding
from tests.conftest import TODAY
from tests.dialogue import toy_flow


def test_no_two_flows_claim_the_same_topic_command_verb_or_notice() -> None:
    for field in ("topics", "commands", "verbs", "consents"):
        claimed = list(chain.from_iterable(getattr(flow, field) for flow in FLOWS))
        assert len(claimed) == len(set(claimed)), field


def test_what_starts_a_flow_is_an_action_of_the_catalogue(knowledge: Knowledge) -> None:
    assert {knowledge.topics[topic].kind for flow in FLOWS for topic in flow.topics} == {"action"}


@pytest.mark.parametrize("audience", ["worker", "company"])
def test_every_action_of_the_catalogue_says_something(knowledge: Knowledge, audience: str) -> None:
    for topic in knowledge.topics.values():
        if topic.kind == "action":
            turn = Turn(knowledge, Conversation("test:1"), TODAY).remembering(audience=audience)
            decision = perform(turn, topic.id, FLOWS)
            assert decision.messages, topic.id
            assert decision.topic == topic.id


def test_every_notice_leads_on_and_what_can_wait_is_an_action(knowledge: Knowledge) -> None:
    assert {subject for flow in FLOWS for subject in flow.consents} == set(SUBJECTS)
    assert all(knowledge.topics[flow.name].kind == "action" for flow in FLOWS if flow.resume and flow.topics)


TOY = Topic(id="gioco", kind="action", **{"for": ["worker"]}, title="Un gioco", about="a toy")


class Child:
    """A chat with the toy flow in the list."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = replace(knowledge, topics={**knowledge.topics, TOY.id: TOY})
        self.conversation = Conversation("test:1", greeted=True)

    def hears(self, heard: Heard) -> Decision:
        flows = (*FLOWS, toy_flow.FLOW)
        decision = decide(self.knowledge, self.conversation, heard, TODAY, NO_RECORDS, flows)
        self.conversation = decision.conversation
        return decision

    def says(self, text: str, *guesses: Guess) -> Decision:
        kind = Kind.COMMAND if text.startswith("/") else Kind.TEXT
        return self.hears(Heard(Utterance("test:1", kind, text), Understanding(guesses, "rasa")))

    def presses(self, verb: str, object: str = "") -> Decision:
        return self.hears(Heard(Utterance("test:1", Kind.BUTTON, "b"), None, Action(verb, object)))


def test_a_subject_is_added_with_its_own_module_and_one_entry_of_the_list(knowledge: Knowledge) -> None:
    child = Child(knowledge)
    assert toy_flow.asked(child.says("giochiamo", Guess("gioco", 0.9)))
    assert toy_flow.answered(child.says("sette"))
    assert toy_flow.asked(child.says("/gioco"))
    aside = child.says("quanto preavviso serve?", Guess("ore-preavviso", 0.9))
    assert aside.topic == "ore-preavviso"
    assert Action("resume", "gioco") in [one.action for row in aside.messages[-1].choices for one in row]
    assert toy_flow.asked(child.presses("resume", "gioco"))
    assert toy_flow.answered(child.presses("gioco", "8"))
    assert "gioco" in commands((*FLOWS, toy_flow.FLOW))
    assert "gioco" not in commands()


def test_a_button_to_an_action_that_no_flow_starts_is_not_shown(knowledge: Knowledge) -> None:
    child = Child(knowledge)
    heard = Heard(
        Utterance("test:1", Kind.TEXT, "gioco"), Understanding((Guess("gioco", 0.4), Guess("ore-cosa", 0.3)), "rasa")
    )
    without = decide(child.knowledge, child.conversation, heard, TODAY)
    offered = {one.action.object for message in without.messages for row in message.choices for one in row}
    assert "ore-cosa" in offered
    assert "gioco" not in offered
