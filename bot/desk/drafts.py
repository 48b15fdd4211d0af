"""Drafts in a ticket's topic, and replies that may become answers for everybody. A draft is never sent by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.desk.handling import Handling, Proposal
from bot.desk.saying import button, says, tells
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Action
from bot.model.reply import Choice, EntryCard, Line, Message
from bot.model.ticket import Operator, Ticket, TicketKind, TicketMessage
from bot.model.understanding import Understanding
from bot.rules.answers import entry_for
from bot.rules.drafts import Suggested, other_topics, suggest

MOST_PROPOSALS = 5
LONGEST_SHOWN = 250


@dataclass(frozen=True, slots=True)
class Exchange:
    """A citizen's question and an operator's reply to it; one of them may be missing, and is empty."""

    question: str = ""
    reply: str = ""


def last_question(messages: Sequence[TicketMessage], kind: TicketKind) -> str:
    """What the citizen wrote last; the summary of a form is no question."""
    return next((each.text for each in reversed(_written(messages, kind)) if each.author == "citizen"), "")


def exchange(messages: Sequence[TicketMessage], kind: TicketKind, chosen: TicketMessage | None = None) -> Exchange:
    """The chosen reply, else the last one, with the question before it. Notes are left out."""
    written = _written(messages, kind)
    replies = [number for number, each in enumerate(written) if each.author == "operator"]
    if chosen is not None:
        replies = [number for number in replies if written[number] == chosen]
    if not replies:
        return Exchange()
    return Exchange(last_question(written[: replies[-1]], "question"), written[replies[-1]].text)


def offer(
    knowledge: Knowledge, ticket: Ticket, understanding: Understanding | None, topic: str, today: date
) -> Handling:
    """A draft for the operators. `topic`: the one they chose; empty: what the citizen's words are about."""
    if understanding is None:
        return tells("draft_no_question")
    if understanding.danger:
        return tells("draft_danger")
    suggested = _chosen(knowledge, understanding, topic, today) if topic else suggest(knowledge, understanding, today)
    if suggested is None:
        others = other_topics(knowledge, understanding, "", today)
        return Handling(ticket, reply=says("draft_none_here", *_others(knowledge, ticket, others)))
    known = {"topic": knowledge.topics[suggested.topic].title}
    about = Line("draft_chosen", known)
    if suggested.confidence is not None:
        about = Line("draft_about", known | {"percent": f"{suggested.confidence:.0%}".rstrip("%")})
    abroad = (Line("draft_other_language"),) if ticket.language != "it" else ()
    parts = (Line("draft_here", {"code": ticket.code}), about, EntryCard(suggested.entry), *abroad)
    use = (button(f"use {ticket.code} {suggested.entry}", "draft_use"),)
    return Handling(ticket, reply=Message(parts, (use, *_others(knowledge, ticket, suggested.others))))


def propose(ticket: Ticket, operator: Operator, said: Exchange, understanding: Understanding | None) -> Handling:
    """The question and its reply for the curators; nothing that tells of health, of danger or of a union."""
    if not said.reply:
        return tells("draft_no_reply")
    if not said.question or understanding is None:
        return tells("draft_no_question")
    if understanding.danger or understanding.worry or understanding.sensitive:
        return tells("draft_too_personal")
    best = understanding.best
    proposal = Proposal(
        said.question, said.reply, understanding.language or ticket.language, best.topic if best else None
    )
    return Handling(ticket, audit="propose", operator=operator.id, proposes=proposal, reply=says("draft_proposed"))


def proposed(proposals: Sequence[Exchange]) -> Message:
    """What waits for a curator: each question whole, of each reply the beginning."""
    if not proposals:
        return says("draft_no_proposals")
    shown = proposals[:MOST_PROPOSALS]
    lines = (Line("draft_proposal", {"question": each.question, "reply": _beginning(each.reply)}) for each in shown)
    return Message((Line("draft_proposals", {"count": str(len(proposals))}), *lines))


def with_more(answered: Handling, knowledge: Knowledge, entry: str) -> Handling:
    """The citizen can open the details and the other sources of the entry that was sent."""
    if not answered.answers or answered.to_citizen is None or not knowledge.entries[entry].more:
        return answered
    more = (Choice(Action("more", entry), "more"),)
    return replace(answered, to_citizen=replace(answered.to_citizen, choices=(*answered.to_citizen.choices, more)))


def _beginning(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN].rpartition(" ")[0] + " …"


def _written(messages: Sequence[TicketMessage], kind: TicketKind) -> list[TicketMessage]:
    """What citizen and operators told each other, without the form that opened the ticket."""
    told = [each for each in messages if each.author in ("citizen", "operator")]
    opened_by_a_form = kind == "voucher" and told and told[0].author == "citizen"
    return told[1:] if opened_by_a_form else told


def _chosen(knowledge: Knowledge, understanding: Understanding, topic: str, today: date) -> Suggested | None:
    entry = entry_for(knowledge, topic, understanding.audience or "worker", today)
    others = other_topics(knowledge, understanding, topic, today)
    return Suggested(entry.id, topic, None, others) if entry else None


def _others(knowledge: Knowledge, ticket: Ticket, topics: Sequence[str]) -> tuple[tuple[Choice, ...], ...]:
    return tuple(
        (button(f"draft {ticket.code} {topic}", "text", {"text": knowledge.topics[topic].title}),) for topic in topics
    )
