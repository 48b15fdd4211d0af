"""Who comes from a poster, by its link or its typed code: what it is about is known, used at once, and counted without the person."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import helpdesk_cards
from bot.dialogue.answers import answer
from bot.dialogue.flow import Flow
from bot.dialogue.turn import WAYS_ON, Turn, row, say, show
from bot.model.conversation import Kind
from bot.model.decision import Decision
from bot.model.reply import HelpdeskCard, Line, Message
from bot.rules.posters import Poster, Unknown, read

COUNTED = "poster:{id}"
"""The topic of its event."""
VOUCHER, HELPDESK = "voucher-cosa", "trova-sportello"


def opened(turn: Turn, link: str) -> Decision | None:
    """t.me/<bot>?start=KRM-482"""
    found = read(turn.knowledge, link, turn.today)
    return _from(turn, found) if isinstance(found, Poster) else None


def typed(turn: Turn) -> Decision | None:
    """The code, typed by whoever cannot scan: whatever a recogniser makes of these signs, it is nothing else."""
    if turn.utterance is None or turn.utterance.kind is not Kind.TEXT:
        return None
    found = read(turn.knowledge, turn.said, turn.today)
    return _from(turn, found) if isinstance(found, Poster) else None


def hear(turn: Turn) -> Decision | None:
    """What is written like a code, and no poster has it."""
    found = read(turn.knowledge, turn.said, turn.today)
    if not isinstance(found, Unknown):
        return None
    return turn.decide("fallback", say("poster_unknown", *WAYS_ON, code=found.code))


def _from(turn: Turn, poster: Poster) -> Decision:
    turn = turn.remembering(misses=0, awaiting=None)
    told = {"helpdesk": _helpdesk, "topic": _topic, "company": _company}[poster.kind](turn, poster.id)
    events = tuple(replace(event, topic=COUNTED.format(id=poster.id)) for event in told.events)
    return replace(told, events=events)


def _helpdesk(turn: Turn, id: str) -> Decision:
    """Its card; the next questions are of its municipality, unless another one was told."""
    desk = turn.knowledge.territory.helpdesks[id]
    turn = turn.remembering(comune=turn.conversation.comune or desk.comune, helpdesk=id)
    ways = (*helpdesk_cards.map_button(turn, id), *helpdesk_cards.appointment_button(turn, id))
    rows = (*map(row, ways), row(show(VOUCHER)), row(show("cosa-sai-fare")), helpdesk_cards.CHANGE_PLACE)
    parts = (Line("poster_helpdesk", {"desk": desk.name}), HelpdeskCard(id))
    return turn.decide("action", Message(parts, rows), topic=HELPDESK, helpdesks=(id,))


def _topic(turn: Turn, id: str) -> Decision:
    """The answer itself; what is done in several steps begins with a tap."""
    topic = turn.knowledge.topics[id]
    if topic.kind == "answer":
        return answer.answer(turn, id)
    message = say("poster_topic", row(show(id)), row(show("cosa-sai-fare")), title=topic.title)
    return turn.decide("action", message, topic=id)


def _company(turn: Turn, id: str) -> Decision:
    """Where somebody works is remembered as a guess, with which they are not bound; of the company itself nothing is."""
    company = turn.knowledge.companies[id]
    person = turn.conversation.person
    if person.workplace is None and company.comune:
        person = person.knowing("guessed", turn.today, workplace=company.comune)
    turn = turn.remembering(person=person, audience=turn.conversation.audience or "worker")
    rows = (row(show(VOUCHER)), row(show("ore-cosa")), row(show("pianifica-congedo")), row(show(HELPDESK)))
    return turn.decide("action", say("poster_company", *rows, company=company.name), topic=VOUCHER)


FLOW = Flow(name="posters", first=typed, hear=hear, open=opened)
