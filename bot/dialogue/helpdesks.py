"""Routing to the nearest competent helpdesk."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import helpdesk_cards, where
from bot.dialogue.answers.fallback import OFF_TOPIC, sure_topic
from bot.dialogue.flow import Flow
from bot.dialogue.turn import Turn, choice, row, say, show
from bot.knowledge.helpdesks import Role
from bot.model.conversation import Kind
from bot.model.decision import Decision
from bot.model.reply import SEND_POSITION, Line, Message
from bot.model.understanding import Place
from bot.rules.helpdesks import passed_over, route
from bot.rules.places import around, certainly_in
from bot.understanding.plain import plain

TOPIC = where.TOPIC
SURELY_ELSE = 0.9
"""Confidence from which a message is about something else, whatever place it names."""


def find(turn: Turn) -> Decision:
    """The helpdesk for the place in the message, else for those told before, else ask for it.

    "/sportello" with a place that we do not know is no wish for the one remembered.
    """
    turn = turn.remembering(need=_need_word(turn)[1] if turn.understanding.need else None)
    if turn.understanding.place:
        return at(turn, turn.understanding.place)
    if turn.utterance and turn.utterance.kind is Kind.COMMAND and turn.said:
        return place_not_found(turn)
    home, work = turn.conversation.person.home, turn.conversation.person.workplace
    if home and work and home != work and turn.audience != "company":
        return where.home_or_work(turn, home, work)
    comune = turn.conversation.comune or home or work
    return in_comune(turn, comune) if comune else where.ask(turn)


def at(turn: Turn, place: Place) -> Decision:
    """What follows from a place: the desks, a question, or where to turn outside the network."""
    match place.status:
        case "found" if place.comune:
            return _with_what_else(turn, place, in_comune(turn, place.comune, place.name))
        case "confirm" if place.comune:
            return where.confirm(turn, place, place.comune)
        case "ambiguous":
            return where.which(turn, place)
        case _:
            return where.outside(turn, place)


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
    asks += helpdesk_cards.visit_button(turn, desks[0]) if desks else ()
    rows = (*((row(*ways),) if ways else ()), *map(row, asks), helpdesk_cards.CHANGE_PLACE)
    message = Message((*_not_in_census(turn), line, *cards, *_why(turn, comune, desks)), rows)
    return turn.decide("action", message, topic=TOPIC, helpdesks=desks)


def _why(turn: Turn, comune: str, desks: tuple[str, ...]) -> tuple[Line, ...]:
    """In one line, why the first of them, and why a closer one was passed over."""
    territory = turn.knowledge.territory
    first = territory.helpdesks[desks[0]] if desks else None
    if first is None:
        return ()
    town = {"comune": territory.municipalities[comune].name}
    if first.comune == comune:
        return (Line("why_own", town),)
    closer = passed_over(territory, comune, first)
    return (Line("why_not_closer", town | {"closer": closer.name}),) if closer else (Line("why_serves", town),)


def _with_what_else(turn: Turn, place: Place, decision: Decision) -> Decision:
    """The other places that were named, one tap away; and that a town where one only works has no duties for who works there."""
    towns, told = turn.knowledge.territory.municipalities, turn.understanding.voucher
    *before, last = decision.messages
    lines: list[Line] = []
    if place.others:
        lines.append(Line("named_too", {"places": ", ".join(towns[istat].name for istat in place.others)}))
    elif told.work and told.work.comune == place.comune and (told.residence is None or told.residence.comune is None):
        lines.append(Line("work_only"))
    others = tuple(row(choice("place", istat, "comune", {"comune": towns[istat].name})) for istat in place.others)
    message = replace(last, parts=(*last.parts, *lines), choices=(*others, *last.choices))
    return replace(decision, messages=(*before, message))


def desks_for(turn: Turn, comune: str) -> tuple[str, ...]:
    """Ids of the desks to show for a municipality: the one that bears the name of what is asked for ("il consultorio") first."""
    need, word = _need_word(turn)
    desks = route(turn.knowledge.territory, comune, turn.audience, turn.today, need)
    by_name = sorted(desks, key=lambda desk: not (word and plain(word) in plain(desk.name)))
    return tuple(desk.id for desk in by_name)


def _need_word(turn: Turn) -> tuple[Role | None, str | None]:
    """What kind of helpdesk is asked for, and by which word: told now, or before the question which place."""
    needs, said = turn.knowledge.territory.needs, f" {plain(turn.said)} "
    now, before = turn.understanding.need, turn.conversation.need
    for need in needs.values():
        words = (*need.words, *need.absent)
        told = next((word for word in words if f" {plain(word)} " in said), None)
        if now == need.role:
            return need.role, told or words[0]
        if now is None and before in words:
            return need.role, before
    return None, None


def _not_in_census(turn: Turn) -> tuple[Line, ...]:
    """An office that was asked for and that the census does not hold yet is said to be missing."""
    role, word = _need_word(turn)
    absent = turn.knowledge.territory.needs[role].absent if role else []
    return (Line("need_absent", {"what": word or ""}),) if word in absent else ()


def place_not_found(turn: Turn) -> Decision:
    """The place was asked for and the reply names none that we know."""
    misses = turn.conversation.misses + 1
    turn = turn.remembering(misses=misses, awaiting="place" if misses < 2 else None)
    return turn.decide("fallback", say("place_unknown", row(show("cosa-sai-fare"))), topic=TOPIC)


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


def rescue(turn: Turn) -> Decision | None:
    """Whoever names a place and asks nothing clear wants its helpdesk; a town outside counts if one lives or works there."""
    place = turn.understanding.place
    if place is None:
        return None
    by_the_way = not (place.alone or place.lived)
    if by_the_way and (place.status == "outside" or (place.status == "found" and _about_something_else(turn))):
        return None
    return at(turn, place)


def _about_something_else(turn: Turn) -> bool:
    """The weather, a pizzeria, a bus: a place in it does not make it ours."""
    best = turn.understanding.best
    return best is not None and best.topic == OFF_TOPIC and best.confidence >= SURELY_ELSE


def positioned(turn: Turn) -> Decision:
    """The helpdesks where a phone is; the position itself is forgotten."""
    position = turn.utterance.position if turn.utterance else None
    if position is None:
        return where.ask(turn, "position_unread")
    here = certainly_in(around(turn.knowledge.territory, *position))
    return in_comune(turn, here) if here else where.near(turn, position)


def _press_place(turn: Turn, said: str) -> Decision | None:
    """A municipality; with `home` or `workplace` behind it, that is remembered of the person too."""
    comune, _, its = said.partition(" ")
    if comune not in turn.knowledge.territory.municipalities:
        return None
    if its in ("home", "workplace"):
        person = turn.conversation.person.knowing("button", turn.today, **{its: comune})
        turn = turn.remembering(person=person)
    return in_comune(turn, comune)


def with_desks(turn: Turn, decision: Decision) -> Decision:
    """A question that also names a certain place gets its helpdesk too; what is not ours is said to be so, and who is near."""
    place = turn.understanding.place
    answered = decision.outcome == "answer" or (decision.topic == OFF_TOPIC and not turn.conversation.flow)
    if not answered or place is None or place.status != "found" or place.comune is None:
        return decision
    if turn.for_operator or turn.utterance is None or turn.utterance.kind is Kind.BUTTON:
        return decision
    desks = in_comune(replace(turn, conversation=decision.conversation), place.comune, place.name)
    messages = (*decision.messages, *desks.messages)
    return replace(decision, conversation=desks.conversation, messages=messages, helpdesks=desks.helpdesks)


def _need_kept(turn: Turn, decision: Decision) -> Decision:
    """What kind of helpdesk was asked for holds while one speaks of helpdesks: "mi serve un consultorio", then the town."""
    need = _need_word(turn)[1] if turn.understanding.need else turn.conversation.need
    if decision.topic != TOPIC and not turn.understanding.need:
        need = None
    return replace(decision, conversation=replace(decision.conversation, need=need))


FLOW = Flow(
    name=TOPIC,
    topics={TOPIC: find},
    commands={"sportello": find},
    verbs={
        "place": _press_place,
        "ask_place": lambda turn, _: where.ask(turn),
        SEND_POSITION: lambda turn, _: where.ask(turn),
        "desks": helpdesk_cards.others,
        "map": helpdesk_cards.on_map,
    },
    hear=hear,
    open=lambda turn, _: _place_in_it(turn),
    rescue=rescue,
    after=lambda turn, decision: _need_kept(turn, helpdesk_cards.remembering(with_desks(turn, decision))),
)
