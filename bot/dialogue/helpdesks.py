"""Routing to the nearest competent helpdesk."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import helpdesk_cards
from bot.dialogue.answers.fallback import OFF_TOPIC, sure_topic
from bot.dialogue.flow import Flow
from bot.dialogue.turn import Turn, choice, row, say, show
from bot.model.conversation import Kind
from bot.model.decision import Decision
from bot.model.reply import Line, Message
from bot.model.understanding import Place
from bot.rules.helpdesks import route

TOPIC = "trova-sportello"


def find(turn: Turn) -> Decision:
    """The helpdesk for the place in the message, else for the one remembered, else ask for it.

    "/sportello" with a place that we do not know is no wish for the one remembered.
    """
    if turn.understanding.place:
        return at(turn, turn.understanding.place)
    if turn.utterance and turn.utterance.kind is Kind.COMMAND and turn.said:
        return place_not_found(turn)
    if turn.conversation.comune:
        return in_comune(turn, turn.conversation.comune)
    return ask(turn)


def ask(turn: Turn, key: str = "ask_place") -> Decision:
    return turn.remembering(awaiting="place").decide("action", say(key), topic="trova-sportello")


def at(turn: Turn, place: Place) -> Decision:
    """What follows from a place: the desks, a question, or where to turn outside the network."""
    match place.status:
        case "found" if place.comune:
            return in_comune(turn, place.comune, place.name)
        case "confirm" if place.comune:
            return _confirm(turn, place, place.comune)
        case "ambiguous":
            return _which(turn, place)
        case _:
            return _outside(turn, place)


def in_comune(turn: Turn, comune: str, name: str = "") -> Decision:
    """The desks that serve a municipality, nearest competent first."""
    turn = turn.remembering(comune=comune, awaiting=None, misses=0)
    municipality = turn.knowledge.territory.municipalities[comune]
    locality = name and name.casefold() != municipality.name.casefold() and not name.isdigit()
    line = Line("in_locality" if locality else "in_comune", {"place": name, "comune": municipality.name})
    desks = desks_for(turn, comune)
    cards, others = helpdesk_cards.first_card(desks)
    ways = (*(helpdesk_cards.map_button(turn, desks[0]) if desks else ()), *others)
    asks = helpdesk_cards.appointment_button(turn, desks[0]) if desks else ()
    rows = (*((row(*ways),) if ways else ()), *map(row, asks), helpdesk_cards.CHANGE_PLACE)
    message = Message((line, *cards), rows)
    return turn.decide("action", message, topic="trova-sportello", helpdesks=desks)


def desks_for(turn: Turn, comune: str) -> tuple[str, ...]:
    """Ids of the desks to show for a municipality."""
    desks = route(turn.knowledge.territory, comune, turn.audience, turn.today)
    return tuple(desk.id for desk in desks)


def _confirm(turn: Turn, place: Place, comune: str) -> Decision:
    name = turn.knowledge.territory.municipalities[comune].name
    known = turn.knowledge.territory.ambiguous.get(place.name)
    asked = Line("text", {"text": known.question}) if known else Line("confirm_place", {"comune": name})
    yes = row(choice("place", comune, "is_this", {"comune": name}, means="yes"))
    question = Message((asked,), (yes, row(choice("ask_place", label="another_place", means="no"))))
    return turn.remembering(awaiting="place").decide("action", question, topic="trova-sportello")


def _which(turn: Turn, place: Place) -> Decision:
    municipalities = turn.knowledge.territory.municipalities
    rows = [row(choice("place", istat, "comune", {"comune": municipalities[istat].name})) for istat in place.candidates]
    known = turn.knowledge.territory.ambiguous.get(place.name)
    asked = Line("text", {"text": known.question}) if known else Line("which_place")
    question = Message((asked,), (*rows, row(choice("ask_place", label="another_place"))))
    return turn.remembering(awaiting="place").decide("action", question, topic="trova-sportello")


def _outside(turn: Turn, place: Place) -> Decision:
    note = turn.knowledge.territory.outside.get(place.outside or "")
    parts = (Line("outside", {"place": place.name}), *((Line("text", {"text": note.note}),) if note else ()))
    message = Message((*parts, Line("outside_work")), (row(show("cosa-sai-fare")),))
    return turn.remembering(awaiting="place").decide("action", message, topic="trova-sportello")


def place_not_found(turn: Turn) -> Decision:
    """The place was asked for and the reply names none that we know."""
    misses = turn.conversation.misses + 1
    turn = turn.remembering(misses=misses, awaiting="place" if misses < 2 else None)
    return turn.decide("fallback", say("place_unknown", row(show("cosa-sai-fare"))), topic="trova-sportello")


def hear(turn: Turn) -> Decision | None:
    """A place by itself, or what was asked for as a place."""
    if (hours := helpdesk_cards.hear_hours(turn)) is not None:
        return hours
    place, asked = turn.understanding.place, turn.conversation.awaiting == "place"
    if place and (place.alone or asked):
        return at(turn, place)
    return place_not_found(turn) if asked and sure_topic(turn) in (None, OFF_TOPIC) and _said_something(turn) else None


def _said_something(turn: Turn) -> bool:
    return bool(turn.understanding.ranking) or turn.understanding.place is not None


def _place_in_it(turn: Turn) -> Decision | None:
    return at(turn, turn.understanding.place) if turn.understanding.place else None


def _press_place(turn: Turn, comune: str) -> Decision | None:
    return in_comune(turn, comune) if comune in turn.knowledge.territory.municipalities else None


def with_desks(turn: Turn, decision: Decision) -> Decision:
    """A question that also names a certain place gets its helpdesk too."""
    place = turn.understanding.place
    if decision.outcome != "answer" or place is None or place.status != "found" or place.comune is None:
        return decision
    if turn.for_operator or turn.utterance is None or turn.utterance.kind is Kind.BUTTON:
        return decision
    desks = in_comune(replace(turn, conversation=decision.conversation), place.comune, place.name)
    messages = (*decision.messages, *desks.messages)
    return replace(decision, conversation=desks.conversation, messages=messages, helpdesks=desks.helpdesks)


FLOW = Flow(
    name=TOPIC,
    topics={TOPIC: find},
    commands={"sportello": find},
    verbs={
        "place": _press_place,
        "ask_place": lambda turn, _: ask(turn),
        "desks": helpdesk_cards.others,
        "map": helpdesk_cards.on_map,
    },
    hear=hear,
    open=lambda turn, _: _place_in_it(turn),
    rescue=_place_in_it,
    after=lambda turn, decision: helpdesk_cards.remembering(with_desks(turn, decision)),
)
