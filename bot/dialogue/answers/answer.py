"""Answers from the knowledge base."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import about_me, helpdesks
from bot.dialogue.answers import for_you, points, vote
from bot.dialogue.talk import help_menu
from bot.dialogue.turn import WAYS_ON, Turn, choice, row, say, show
from bot.knowledge.schema import Answer, Entry, Point
from bot.model.decision import Decision
from bot.model.reply import Choice, EntryCard, HelpdeskCard, Line, Message, PointCard
from bot.rules.answers import Chosen, choose, facts_of, opposite, text_of, variant_for
from bot.rules.for_you import ForYou


def answer(turn: Turn, topic: str, brief: bool = False, point: str | None = None, doubtful: bool = False) -> Decision:
    """What this person asked: their number first, then the particular answer or the general one; a helpdesk if there is none.

    `point`: the one that is wanted; `doubtful`: it was only guessed, and its answer says so.
    """
    if turn.entry(topic) is None:
        return turn.decide(
            "fallback", say("no_answer_yet", row(show("parla-operatore")), row(show("trova-sportello"))), topic=topic
        )
    asked_for = point is not None and not doubtful
    point = point or points.sure(turn, topic)
    yours = for_you.line(turn, topic, point)
    told = _chosen(turn, topic, point, yours)
    sure = told.answer.intent if isinstance(told.answer, Point) else None
    missing = for_you.missing(turn, topic, sure, yours)
    turn, ask = _ask_audience_once(turn, turn.entry(topic))
    if missing:
        turn = turn.remembering(asked=(*turn.conversation.asked, missing))
    lines = (yours.line,) if yours else ()
    if isinstance(told.answer, Point) and not asked_for and (doubtful or not points.certain(turn, told.answer.intent)):
        lines = (Line("understood_point", {"title": told.answer.title}), *lines)
    doubt, ways = about_me.doubt(turn) if turn.conversation.language == "it" else ((), ())
    asked = (*doubt, *((Line(f"you_ask_{missing}"),) if missing else ()))
    facts = (for_you.buttons(missing, topic, sure),) if missing else ()
    others = points.buttons(turn, topic) if sure is None else ()
    settled = bool(yours and yours.settles) and isinstance(told.answer, Entry) and told.variant is None
    card = EntryCard(told.answer.id, sources_only=True) if settled else _card(told, brief=brief)
    more = (row(choice("general", told.answer.id, "you_button_general")),) if settled else ()
    rows = (*ways, *facts, *others, *more, *_buttons(told, not settled), *ask, vote.buttons(sure or told.answer.id))
    message = Message((*lines, card, *asked), rows)
    decided = turn.decide(
        "answer", message, topic=topic, entry=told.answer.id if sure is None else _general(turn, topic)
    )
    return replace(decided, point=sure, for_you=yours is not None, asks=missing)


def _chosen(turn: Turn, topic: str, point: str | None, yours: ForYou | None) -> Chosen:
    """The text for this person; never one that begins with the opposite of the line before it."""
    facts = facts_of(turn.person)
    for particular in (point, None):
        told = choose(turn.knowledge, topic, turn.audience, facts, turn.today, particular)
        if told and not (yours and yours.says and opposite(yours.says, text_of(told))):
            return told
    general = turn.entry(topic)
    assert general is not None
    return Chosen(general)


def _general(turn: Turn, topic: str) -> str | None:
    entry = turn.entry(topic)
    return entry.id if entry else None


def _card(told: Chosen, details: bool = False, brief: bool = False) -> EntryCard | PointCard:
    if isinstance(told.answer, Point):
        return PointCard(told.answer.intent, details, brief, told.variant)
    return EntryCard(told.answer.id, details, brief, told.variant)


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


def details(turn: Turn, id: str) -> Decision | None:
    """What stands behind "Di più" of an entry or of a point; None if it is no longer there."""
    topic, _, point = id.partition("/")
    answer: Answer | None = turn.knowledge.points.get(topic, {}).get(point) if point else turn.knowledge.entries.get(id)
    if not isinstance(answer, Entry | Point):
        return None
    told = Chosen(answer, variant_for(answer.variants, facts_of(turn.person)))
    message = Message((_card(told, details=True),), _buttons(told, has_more=False))
    entry = _general(turn, answer.topic) if point else answer.id
    return replace(turn.decide("answer", message, topic=answer.topic, entry=entry), point=id if point else None)


def general(turn: Turn, id: str) -> Decision | None:
    """The rule for everybody, where a line for this person was all that was shown; None if it is no longer there."""
    entry = turn.knowledge.entries.get(id)
    if entry is None:
        return None
    told = Chosen(entry)
    message = Message((_card(told),), (*_buttons(told), vote.buttons(entry.id)))
    return turn.decide("answer", message, topic=entry.topic, entry=entry.id)


def show_point(turn: Turn, intent: str) -> Decision | None:
    """A button of a particular question; None if it is no longer there."""
    topic, _, point = intent.partition("/")
    known = turn.knowledge.points.get(topic, {}).get(point)
    return answer(turn.remembering(misses=0), topic, point=intent) if known else None


def after_fact(turn: Turn, said: str) -> Decision | None:
    """A missing fact was told with a button: the same question is answered again with it."""
    fact, _, asked = said.partition(" ")
    topic, _, point = asked.partition("/")
    known = for_you.with_answer(turn, fact)
    if known is None or topic not in turn.knowledge.topics:
        return None
    return answer(known.remembering(misses=0), topic, point=asked if point else None)


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


def _buttons(told: Chosen, has_more: bool = True) -> tuple[tuple[Choice, ...], ...]:
    answer = told.answer
    id = answer.intent if isinstance(answer, Point) else answer.id
    detailed = answer.more or (told.variant is not None and answer.variants[told.variant].more)
    more = (row(choice("more", id, "more")),) if has_more and detailed else ()
    return (*more, *(row(show(topic)) for topic in answer.next))


def _ask_audience_once(turn: Turn, entry: Entry | None) -> tuple[Turn, tuple[tuple[Choice, ...], ...]]:
    """Where a company would get another answer and nobody said who asks, one button offers it."""
    other = turn.entry(entry.topic, "company") if entry else None
    if (
        entry is None
        or turn.conversation.audience
        or turn.conversation.asked_audience
        or other is None
        or other.id == entry.id
    ):
        return turn, ()
    asked = turn.remembering(asked_audience=True)
    return asked, (row(choice("audience", f"company {entry.topic}", "see_for_company")),)
