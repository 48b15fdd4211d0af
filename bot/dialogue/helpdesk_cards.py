"""The cards of helpdesks: one at a time, the others behind a button, its point on the map, and "è aperto adesso?"."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

from bot.dialogue.turn import Turn, choice, row
from bot.helpdesk_card import address
from bot.knowledge.loader import Knowledge
from bot.model.decision import Decision
from bot.model.reply import Choice, HelpdeskCard, HelpdeskHours, Line, Message, Paper
from bot.rules.helpdesks import point
from bot.rules.hours import week
from bot.understanding.plain import plain

TOPIC = "trova-sportello"
CHANGE_PLACE = row(choice("ask_place", label="change_place"))
"""The way on below every card."""
SHOW_VISIT = "visit"
"""The verb of what follows from asking, some days later, whether the helpdesk helped."""
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def first_card(desks: tuple[str, ...]) -> tuple[tuple[HelpdeskCard, ...], tuple[Choice, ...]]:
    """The nearest competent one, and a button for the others."""
    return tuple(map(HelpdeskCard, desks[:1])), (choice("desks", " ".join(desks[1:]), "other_desks"),) if desks[
        1:
    ] else ()


def map_button(turn: Turn, desk: str) -> tuple[Choice, ...]:
    """Only where the building or the town hall is known: somewhere in a municipality is no place to go to."""
    territory = turn.knowledge.territory
    return (choice("map", desk, "on_map"),) if point(territory, territory.helpdesks[desk]) else ()


def appointment_button(turn: Turn, desk: str) -> tuple[Choice, ...]:
    """Only where the hours are known at which people are received."""
    known = turn.knowledge.territory.helpdesks[desk]
    receives = any(times.how != "phone" for times in week(known))
    return (choice("handoff", f"slots {desk}", "handoff_appointment"),) if receives else ()


def visit_button(turn: Turn, desk: str) -> tuple[Choice, ...]:
    """ "Ask me how it went": once agreed to, it is not offered again; operators ask for others."""
    kept = turn.records.visit
    offered = not turn.for_operator and (kept is None or kept.helpdesk != desk)
    return (choice(SHOW_VISIT, f"ask {desk}", "visit_button"),) if offered else ()


def others(turn: Turn, ids: str) -> Decision | None:
    """What the button "Altri sportelli" shows: those that it names and that are still there."""
    known = turn.knowledge.territory.helpdesks
    desks = tuple(id for id in ids.split() if id in known and known[id].shown)
    message = Message(tuple(map(HelpdeskCard, desks)), (CHANGE_PLACE,))
    return turn.decide("action", message, topic=TOPIC, helpdesks=desks) if desks else None


def on_map(turn: Turn, id: str) -> Decision | None:
    territory = turn.knowledge.territory
    desk = territory.helpdesks.get(id)
    if desk is None or not desk.shown or not point(territory, desk):
        return None
    told = [Line("map_sent", {"desk": desk.name, "address": address(territory, desk)})]
    if desk.coord_precision == "town_hall":
        told.append(Line("map_town_hall"))
    message = Message(tuple(told), (CHANGE_PLACE,), papers=(Paper("helpdesk_place", json.dumps(id)),))
    return turn.decide("action", message, topic=TOPIC, helpdesks=(id,))


def hear_hours(turn: Turn) -> Decision | None:
    """ "è aperto adesso?", "e domani a che ora apre?": of the helpdesk shown last."""
    desk = turn.knowledge.territory.helpdesks.get(turn.conversation.helpdesk or "")
    if desk is None or not desk.shown or turn.understanding.place or not asks_for_hours(turn.knowledge, turn.said):
        return None
    day = _day(turn)
    message = Message((HelpdeskHours(desk.id, day.isoformat() if day else ""),), _ways(turn, desk.id))
    decision = turn.remembering(misses=0, awaiting=None).decide("action", message, topic=TOPIC, helpdesks=(desk.id,))
    return replace(decision, heard_as="follow_up")


def asks_for_hours(knowledge: Knowledge, words: str) -> bool:
    """Nothing is said but words about opening hours: "quando apre il bando?" is about something else."""
    said, known = set(plain(words).split()), knowledge.opening_hours
    return not said.isdisjoint(known.get("asks", ())) and said.issubset(
        word for some in known.values() for word in some
    )


def _ways(turn: Turn, desk: str) -> tuple[tuple[Choice, ...], ...]:
    shown = (*map_button(turn, desk), *appointment_button(turn, desk))
    return (*map(row, shown), CHANGE_PLACE)


def _day(turn: Turn) -> date | None:
    """The day that is asked about; None for now."""
    said, known = set(plain(turn.said).split()), turn.knowledge.opening_hours
    if not said.isdisjoint(known.get("tomorrow", ())):
        return turn.today + timedelta(days=1)
    named = next((number for number, day in enumerate(WEEK) if not said.isdisjoint(known.get(day, ()))), None)
    return None if named is None else turn.today + timedelta(days=(named - turn.today.weekday()) % 7)


def remembering(decision: Decision) -> Decision:
    """The helpdesk whose card is shown is the one that "è aperto?" asks about."""
    cards = (part for message in decision.messages for part in message.parts if isinstance(part, HelpdeskCard))
    shown = next((card.helpdesk for card in cards), None)
    return replace(decision, conversation=replace(decision.conversation, helpdesk=shown)) if shown else decision
