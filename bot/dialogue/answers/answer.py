"""Answers from the knowledge base."""

from __future__ import annotations

from bot.dialogue import helpdesks
from bot.dialogue.answers import vote
from bot.dialogue.talk import help_menu
from bot.dialogue.turn import WAYS_ON, Turn, choice, row, say, show
from bot.knowledge.schema import Entry
from bot.model.decision import Decision
from bot.model.reply import Choice, EntryCard, HelpdeskCard, Line, Message


def answer(turn: Turn, topic: str, brief: bool = False) -> Decision:
    """The entry of the topic for whoever asks; the helpdesk if there is none."""
    entry = turn.entry(topic)
    if entry is None:
        return turn.decide(
            "fallback", say("no_answer_yet", row(show("parla-operatore")), row(show("trova-sportello"))), topic=topic
        )
    turn, ask = _ask_audience_once(turn, entry)
    message = Message(
        (EntryCard(entry.id, brief=brief),), (*_buttons(turn, entry, bool(entry.more)), *ask, vote.buttons(entry.id))
    )
    return turn.decide("answer", message, topic=topic, entry=entry.id)


def draft(turn: Turn, topic: str) -> Decision:
    """The same answer as a draft for an operator, with the helpdesk to suggest."""
    entry = turn.entry(topic)
    if entry is None:
        return turn.decide("fallback", say("no_answer_yet", *WAYS_ON), topic=topic)
    place = turn.understanding.place
    comune = place.comune if place else turn.conversation.comune
    desks = helpdesks.desks_for(turn, comune) if comune else ()
    suggested = Message((Line("suggested_desk"), *map(HelpdeskCard, desks))) if desks else say("suggested_desk_where")
    more = (row(choice("more", entry.id, "more")),) if entry.more else ()
    answer = Message((Line("draft"), EntryCard(entry.id)), more)
    return turn.decide("answer", answer, suggested, topic=topic, entry=entry.id, helpdesks=desks)


def details(turn: Turn, entry_id: str) -> Decision | None:
    """What stands behind "Di più"; None if the entry is no longer there."""
    entry = turn.knowledge.entries.get(entry_id)
    if entry is None:
        return None
    message = Message((EntryCard(entry.id, details=True),), _buttons(turn, entry, has_more=False))
    return turn.decide("answer", message, topic=entry.topic, entry=entry.id)


def answer_for(turn: Turn, audience: str, topic: str) -> Decision:
    """The person said who they are under an answer: remember it and answer again for them."""
    turn = turn.remembering(audience=audience, asked_audience=True)
    key = "audience_company" if audience == "company" else "audience_worker"
    if not topic:
        return help_menu(turn, key)
    decision = answer(turn, topic)
    first, *others = decision.messages
    return turn.decide(
        decision.outcome,
        Message((Line(key), *first.parts), first.choices),
        *others,
        topic=decision.topic,
        entry=decision.entry,
    )


def _buttons(turn: Turn, entry: Entry, has_more: bool) -> tuple[tuple[Choice, ...], ...]:
    more = (row(choice("more", entry.id, "more")),) if has_more else ()
    return (*more, *(row(show(topic)) for topic in entry.next))


def _ask_audience_once(turn: Turn, entry: Entry) -> tuple[Turn, tuple[tuple[Choice, ...], ...]]:
    """Where a company would get another answer and nobody said who asks, one button offers it."""
    other = turn.entry(entry.topic, "company")
    if turn.conversation.audience or turn.conversation.asked_audience or other is None or other.id == entry.id:
        return turn, ()
    asked = turn.remembering(asked_audience=True)
    return asked, (row(choice("audience", f"company {entry.topic}", "see_for_company")),)
