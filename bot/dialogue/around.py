"""What is put around a decision, whoever made it: an introduction, notes, other questions, and what is remembered of it."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import follow_up
from bot.dialogue.acts import MOST_READINGS
from bot.dialogue.flow import Flow
from bot.dialogue.turn import Turn, before, row, say, show
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Heard, Kind
from bot.model.decision import Decision
from bot.model.reply import Choice, Line, Message

Row = tuple[Choice, ...]

LONG = 1000
"""Characters from which we say that a message is long."""


def without_dead_ends(knowledge: Knowledge, flows: tuple[Flow, ...], decision: Decision) -> Decision:
    """No button leads to an action that no flow starts; it is answered if it is asked for."""
    active = {topic for flow in flows for topic in flow.topics}
    dead = {topic.id for topic in knowledge.topics.values() if topic.kind == "action"} - active

    def alive(choices: Row) -> Row:
        return tuple(one for one in choices if not (one.action.verb == "show" and one.action.object in dead))

    messages = tuple(
        replace(message, choices=tuple(kept for choices in message.choices if (kept := alive(choices))))
        for message in decision.messages
    )
    return replace(decision, messages=messages)


def with_others(decision: Decision, topics: list[str]) -> Decision:
    """A message with several questions: the others are offered."""
    others = say("asked_too", *(row(show(topic)) for topic in topics))
    return replace(decision, messages=(*decision.messages, others))


def with_notes(decision: Decision, heard: Heard) -> Decision:
    """Says that a correction was seen, or that a long message was searched for its question."""
    notes = []
    if heard.utterance.kind is Kind.EDIT:
        notes.append(Line("edited"))
    if len(heard.utterance.text) > LONG and decision.outcome != "safety" and not decision.effects:
        notes.append(Line("long_message"))
    if heard.understanding and heard.understanding.sensitive and decision.outcome != "safety":
        notes.append(Line("no_sensitive_data"))
    first, *others = decision.messages
    return replace(decision, messages=(before(first, *notes), *others)) if notes else decision


def with_last_topic(turn: Turn, decision: Decision) -> Decision:
    """The topic of the last answer is remembered: a person who takes over may be told it. Of a question that was not
    clear only what helps to understand the next."""
    if decision.outcome == "suggest" and decision.heard_as == "fallback":
        return replace(decision, conversation=follow_up.remembering(turn, decision.conversation))
    if decision.outcome != "answer" or decision.topic is None:
        return decision
    ranked = (guess.topic for guess in turn.understanding.ranking if guess.topic != decision.topic)
    others = tuple(topic for topic in ranked if turn.knowledge.topics[topic].kind != "social")[:MOST_READINGS]
    answered = replace(
        decision.conversation, last_topic=decision.topic, last_point=decision.point, other_readings=others
    )
    return replace(decision, conversation=follow_up.remembering(turn, answered))


def introduced(knowledge: Knowledge, decision: Decision) -> Decision:
    """The first reply of a chat says what this assistant is and who is responsible; danger is answered before that."""
    told = replace(decision.conversation, greeted=True)
    responsible = knowledge.responsible
    named = (Line("responsible_first", {"name": responsible.name}),) if responsible else ()
    notice = Message((Line("first_contact"), *named))
    messages = (*decision.messages, notice) if decision.outcome == "safety" else (notice, *decision.messages)
    return replace(decision, conversation=told, messages=messages)
