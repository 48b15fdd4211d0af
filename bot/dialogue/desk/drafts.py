"""An operator pastes or forwards what a citizen wrote, and gets a draft to send, change or copy. Nothing of it is kept.

`Conversation.awaiting` is `which DOING` while the next message may name one of the operator's tickets, and `answer CODE
UNTIL` while it goes to a citizen: only for some minutes, so that a message written for somebody else does not end there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.dialogue import helpdesks, safety
from bot.dialogue.answers import answer
from bot.dialogue.flow import Flow
from bot.dialogue.turn import Turn, choice, row, say, show
from bot.model.conversation import Kind
from bot.model.decision import Decision
from bot.model.reply import Choice, EntryCard, HelpdeskCard, Line, Message
from bot.model.ticket import AnswerTicket, Ticket
from bot.rules.answers import entry_for
from bot.rules.codes import read_code
from bot.rules.drafts import Suggested, other_topics, suggest

VERB = "draft"
WAITS, WHICH = "answer", "which"
WAIT = timedelta(minutes=15)
NO_PLACE = "-"
PASSED_ON = re.compile(r"\W*(?:inoltro|inoltrat[oa]|fwd?)\b", re.IGNORECASE)
"""How a message that was copied by hand begins."""


def hear(turn: Turn) -> Decision | None:
    """What an operator wrote in private, if it is for a citizen or asks for a draft; None if it is anything else."""
    if turn.records.operator is None or not turn.said or turn.utterance is None:
        return None
    if turn.utterance.kind not in (Kind.TEXT, Kind.EDIT):
        return None
    pasted = _is_pasted(turn)
    if turn.utterance.kind is Kind.TEXT and not pasted and _waits_for_words(turn):
        return _own_words(turn)
    if not pasted and (named := _named(turn)) is not None:
        return named
    turn = _no_longer_waiting(turn)
    suggested = suggest(turn.knowledge, turn.understanding, turn.today)
    if pasted:
        decision = _draft_or_why_not(turn, suggested)
    elif suggested and _asks(turn, suggested):
        decision = draft(turn, suggested, _comune(turn))
    else:
        return None
    return safety.with_care(turn, decision) if turn.understanding.worry else decision


def press(turn: Turn, said: str) -> Decision | None:
    """A button below a draft; None if whoever presses it is no operator, or it names what is no longer there."""
    if turn.records.operator is None:
        return None
    turn = _no_longer_waiting(turn)
    match said.split():
        case ["topic", topic, comune] if topic in turn.knowledge.topics:
            return for_topic(turn, topic, None if comune == NO_PLACE else comune)
        case ["use", entry, *codes] if entry in turn.knowledge.entries:
            return _use(turn, entry, *codes)
        case ["edit", *codes]:
            return _edit(turn, *codes)
        case ["stop"]:
            return turn.decide("action", say("draft_stopped"))
    return None


def for_topic(turn: Turn, topic: str, comune: str | None = None) -> Decision | None:
    """The draft of a topic that the operator chose; None if it has no answer."""
    entry = entry_for(turn.knowledge, topic, turn.understanding.audience or "worker", turn.today)
    if entry is None:
        return None
    others = other_topics(turn.knowledge, turn.understanding, topic, turn.today)
    return draft(turn, Suggested(entry.id, topic, None, others), comune or _comune(turn))


def draft(turn: Turn, suggested: Suggested, comune: str | None) -> Decision:
    """What it is about and how sure that is; the text alone, easy to copy; the helpdesk to suggest."""
    desks = helpdesks.desks_for(turn, comune) if comune else ()
    entry = turn.knowledge.entries[suggested.entry]
    about = Message((Line("draft"), about_line(turn, suggested)))
    more = (row(choice("more", entry.id, "more")),) if entry.more else ()
    others = _other_topics(turn, suggested.others, comune)
    text = Message((EntryCard(entry.id),), (*_ways(turn, entry.id), *more, *others))
    place = Message((Line("suggested_desk"), *map(HelpdeskCard, desks))) if desks else say("suggested_desk_where")
    return turn.decide("answer", about, text, place, topic=suggested.topic, entry=entry.id, helpdesks=desks)


def about_line(turn: Turn, suggested: Suggested) -> Line:
    title = turn.knowledge.topics[suggested.topic].title
    if suggested.confidence is None:
        return Line("draft_chosen", {"topic": title})
    return Line("draft_about", {"topic": title, "percent": f"{suggested.confidence:.0%}".rstrip("%")})


# --- what becomes of a draft ---


def _ways(turn: Turn, entry: str) -> tuple[tuple[Choice, ...], ...]:
    """To use it: with one case in hand the button names it, so that nothing goes to a citizen unseen."""
    held = turn.records.held
    if len(held) == 1:
        use = choice(VERB, f"use {entry} {held[0].code}", "draft_use_in", {"code": held[0].code})
        return (row(use), row(choice(VERB, f"edit {held[0].code}", "draft_edit")))
    edit = (row(choice(VERB, "edit", "draft_edit")),) if held else ()
    return (row(choice(VERB, f"use {entry}", "draft_use")), *edit)


def _use(turn: Turn, entry: str, code: str = "") -> Decision:
    if not turn.records.held:
        return turn.decide("action", say("draft_copy"))
    if not code:
        return _which(turn, f"use {entry}")
    if _held(turn, code) is None:
        return turn.decide("action", say("draft_not_yours", code=code))
    sent = turn.decide("action", say("draft_sent", code=code))
    return replace(sent, effects=(AnswerTicket(code, entry=entry),))


def _edit(turn: Turn, code: str = "") -> Decision:
    if not turn.records.held:
        return turn.decide("action", say("draft_copy"))
    if not code:
        return _which(turn, "edit")
    if _held(turn, code) is None:
        return turn.decide("action", say("draft_not_yours", code=code))
    until = (turn.records.now + WAIT).isoformat(timespec="minutes")
    waiting = turn.remembering(awaiting=f"{WAITS} {code} {until}")
    stop = row(choice(VERB, "stop", "draft_stop"))
    return waiting.decide("action", say("draft_write", stop, code=code, minutes=str(WAIT.seconds // 60)))


def _waits_for_words(turn: Turn) -> bool:
    return (turn.conversation.awaiting or "").startswith(f"{WAITS} ")


def _own_words(turn: Turn) -> Decision:
    """The operator's words take the place of the draft and go to the citizen, if it is not too late."""
    _, code, until = (turn.conversation.awaiting or "").split()
    turn = _no_longer_waiting(turn)
    if turn.records.now > datetime.fromisoformat(until):
        return turn.decide("action", say("draft_too_late", code=code))
    if _held(turn, code) is None:
        return turn.decide("action", say("draft_not_yours", code=code))
    sent = turn.decide("action", say("draft_sent", code=code))
    return replace(sent, effects=(AnswerTicket(code, text=turn.said),))


def _held(turn: Turn, code: str) -> Ticket | None:
    return next((ticket for ticket in turn.records.held if ticket.code == code), None)


def _which(turn: Turn, doing: str) -> Decision:
    """In which of their tickets: a button, or the code typed, tells."""
    waiting = turn.remembering(awaiting=f"{WHICH} {doing}")
    return waiting.decide("action", say("draft_which_ticket", *_in_hand(turn, doing)))


def _named(turn: Turn) -> Decision | None:
    """The answer to `_which`; None for whatever is no code."""
    waits, _, doing = (turn.conversation.awaiting or "").partition(" ")
    code = read_code(turn.said)
    return press(turn, f"{doing} {code}") if waits == WHICH and isinstance(code, str) else None


def _in_hand(turn: Turn, what: str) -> tuple[tuple[Choice, ...], ...]:
    towns = turn.knowledge.territory.municipalities
    rows = []
    for ticket in turn.records.held:
        town = towns.get(ticket.comune or "")
        name = f"{ticket.code} · {town.name}" if town else ticket.code
        rows.append(row(choice(VERB, f"{what} {ticket.code}", "text", {"text": name})))
    return tuple(rows)


# --- what was written ---


def _is_pasted(turn: Turn) -> bool:
    """Somebody else's words for certain: passed on by the channel, or said to be so."""
    passed_on = turn.utterance is not None and turn.utterance.forwarded
    return passed_on or turn.understanding.audience == "operator" or PASSED_ON.match(turn.said) is not None


def _draft_or_why_not(turn: Turn, suggested: Suggested | None) -> Decision:
    if turn.understanding.danger:
        urgent = safety.help_at_once(turn)
        return replace(urgent, messages=(say("draft_danger"), *urgent.messages))
    if suggested:
        return draft(turn, suggested, _comune(turn))
    others = other_topics(turn.knowledge, turn.understanding, "", turn.today)
    rows = _other_topics(turn, others, _comune(turn))
    return turn.decide("fallback", say("draft_none", *rows, row(show("cosa-sai-fare"))))


def _asks(turn: Turn, suggested: Suggested) -> bool:
    """A plain message is taken for a citizen's question if a question is what it most likely is."""
    understanding, flow = turn.understanding, turn.conversation.flow
    if understanding.danger or flow or turn.conversation.awaiting:
        return False
    if any(ticket.status == "taken" and not ticket.bot_speaks for ticket in turn.records.tickets):
        return False  # somebody of the desk answers the operator, who is a citizen there
    alone = (understanding.place and understanding.place.alone) or understanding.entities.alone
    return not alone and understanding.best is not None and understanding.best.topic == suggested.topic


def _comune(turn: Turn) -> str | None:
    """Where the citizen lives or works, if their words tell it for certain; never what an earlier message told."""
    place = turn.understanding.place
    return place.comune if place and place.status == "found" else None


def _other_topics(turn: Turn, topics: Sequence[str], comune: str | None) -> tuple[tuple[Choice, ...], ...]:
    titles = {topic: turn.knowledge.topics[topic].title for topic in topics}
    return tuple(
        row(choice(VERB, f"topic {topic} {comune or NO_PLACE}", "text", {"text": title}))
        for topic, title in titles.items()
    )


def _no_longer_waiting(turn: Turn) -> Turn:
    asked = (turn.conversation.awaiting or "").startswith(f"{WHICH} ")
    return turn.remembering(awaiting=None) if asked or _waits_for_words(turn) else turn


def _for_operator(turn: Turn, topic: str) -> Decision | None:
    """Operators get a draft of every answer."""
    if turn.records.operator and (chosen := for_topic(turn, topic)) is not None:
        return chosen
    return answer.draft(turn, topic) if turn.for_operator else None


FLOW = Flow(name=VERB, first=hear, verbs={VERB: press}, answer=_for_operator)
