"""Greetings, help and what is out of scope."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.turn import WAYS_ON, Turn, choice, menu, row, say, show
from bot.model.decision import Decision
from bot.model.reply import Line, Message

LATE = Line("answered_late")


def talk(turn: Turn, topic: str) -> Decision:
    """The fixed reply to small talk, with a way on."""
    match topic:
        case "saluto":
            return turn.decide("social", say("hello", *menu(turn)), topic=topic)
        case "grazie":
            return turn.decide("social", say("thanks", *WAYS_ON), topic=topic)
        case "fuori-tema":
            return off_topic(turn)
        case _:
            return help_menu(turn, "who_i_am")


def off_topic(turn: Turn) -> Decision:
    """Not for us; the second time in a row a person is offered, for we may have misunderstood."""
    misses = turn.conversation.misses + 1
    key = "off_topic" if misses < 2 else "not_understood_twice"
    person = () if misses < 2 else (row(show("parla-operatore")),)
    return turn.remembering(misses=misses).decide("social", say(key, *person, *WAYS_ON), topic="fuori-tema")


def welcome(turn: Turn) -> Decision:
    """/start: what this is; and, once, who is asking."""
    if turn.conversation.audience:
        return turn.decide("social", say("welcome", *menu(turn)), topic="saluto")
    asked = turn.remembering(asked_audience=True)
    who = (
        row(choice("audience", "worker", "i_am_worker")),
        row(choice("audience", "company", "i_am_company")),
    )
    return asked.decide("social", Message((Line("welcome"), Line("ask_audience")), who), topic="saluto")


def help_menu(turn: Turn, before: str | None = None) -> Decision:
    lines = (Line(before), Line("help")) if before else (Line("help"),)
    rows = tuple(line for line in menu(turn) if line[0] != show("cosa-sai-fare"))
    known = (row(choice("about", "show", "you_button_show")),) if turn.conversation.language == "it" else ()
    return turn.decide("social", Message(lines, (*rows, *known)), topic="cosa-sai-fare")


def excused(decision: Decision) -> Decision:
    """What is answered late says so; below whom to call, where there is danger."""
    if not decision.messages:
        return decision
    first, *others = decision.messages
    parts = (*first.parts, LATE) if decision.outcome == "safety" else (LATE, *first.parts)
    return replace(decision, messages=(replace(first, parts=parts), *others))


def start_again(turn: Turn, key: str) -> Decision:
    """A kind word and a fresh menu: old buttons, unknown commands, messages without words."""
    return turn.decide("fallback", say(key, *menu(turn)))
