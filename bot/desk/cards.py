"""What operators read about tickets: the card, the queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.desk.closing import word_of
from bot.desk.saying import button
from bot.knowledge.loader import Knowledge
from bot.model.company import Company
from bot.model.reply import Choice, Line, Message
from bot.model.ticket import APPOINTMENT, Ticket, TicketKind, TicketMessage
from bot.model.time import italian_moment

MOST_IN_QUEUE = 20
MOST_COMPANIES = 40
MOST_MESSAGES = 12
LONGEST_LABEL = 38
KINDS: Mapping[TicketKind, str] = {
    "question": "domanda",
    "voucher": "voucher",
    "joining": "adesione di un'azienda",
    "meeting": "incontro tra aziende",
    "advice": "consulenza a un'azienda",
    "agreement": "convenzione da pubblicare",
}
QUEUES = {"helpdesk": "in coda", "district": "in coda al distretto", "lead": "in coda all'ente capofila"}


def card(knowledge: Knowledge, ticket: Ticket, words: str) -> Message:
    """The first message of a ticket's topic: what the citizen agreed to send, and what can be done."""
    draft = (button(f"draft {ticket.code}", "draft_button"),) if ticket.kind == "question" else ()
    wished = APPOINTMENT in ticket.form
    rows = (
        *(((button(f"appointment {ticket.code}", "desk_button_appointment"),),) if wished else ()),
        (button(f"take {ticket.code}", "desk_button_take"), *draft),
        (button(f"forward {ticket.code}", "desk_button_forward"), button(f"close {ticket.code}", "desk_button_close")),
    )
    return Message((*_head(knowledge, ticket), Line("text", {"text": words})), rows)


def transcript(messages: Sequence[TicketMessage], names: Mapping[int, str]) -> Message | None:
    """What citizen and operators told each other, for the helpdesk that goes on: no notes. None if there is nothing."""
    told = [message for message in messages if message.author in ("citizen", "operator")]
    return Message((Line("desk_so_far"), *_lines(told, names))) if len(told) > 1 else None


def sheet(
    knowledge: Knowledge, ticket: Ticket, messages: Sequence[TicketMessage], names: Mapping[int, str], now: datetime
) -> Message:
    """Everything about a ticket. Notes older than a change of helpdesk are left out: the citizen agreed to pass on less."""
    moved = max((step.at for step in ticket.steps if step.what == "forwarded"), default=None)
    seen = [each for each in messages if each.author != "note" or moved is None or each.at > moved]
    state = {
        "status": _status(ticket, names),
        "missing": "; ".join(ticket.missing) or "niente",
        "due": italian_moment(ticket.due_at) if ticket.due_at else "nessuna",
    }
    parts = (*_head(knowledge, ticket), Line("desk_state", state))
    return Message((*parts, *_lines(seen[-MOST_MESSAGES:], names)), _ways(ticket))


def queue(knowledge: Knowledge, tickets: Sequence[Ticket], names: Mapping[int, str], now: datetime) -> Message:
    """One line a ticket, oldest first; the first ones with a button."""
    if not tickets:
        return Message((Line("desk_queue_empty"),))
    lines = []
    for ticket in tickets[:MOST_IN_QUEUE]:
        facts = _facts(knowledge, ticket) | {"age": age(ticket.opened_at, now), "status": _status(ticket, names)}
        lines.append(Line("desk_queue_line", facts))
    more = len(tickets) - MOST_IN_QUEUE
    rest = (Line("desk_queue_more", {"count": str(more)}),) if more > 0 else ()
    rows = tuple(
        (button(f"read {ticket.code}", "text", {"text": ticket.code}),) for ticket in tickets[:8] if ticket.code
    )
    return Message((Line("desk_queue", {"count": str(len(tickets))}), *lines, *rest), rows)


def companies(knowledge: Knowledge, found: Sequence[Company]) -> Message:
    """One line a company: where it is, whether it is in the network, what it shows."""
    if not found:
        return Message((Line("desk_no_companies"),))
    problems, lines = knowledge.firm_facts["problem"].values, []
    for each in found[:MOST_COMPANIES]:
        town = knowledge.territory.municipalities.get(each.comune or "")
        shows = "; ".join(problems[one].label for one in each.shows if one in problems) if each.testimone else ""
        told = {
            "name": each.name,
            "comune": town.name if town else "fuori dai 25 Comuni",
            "state": "nella rete" if each.member else "adesione chiesta",
            "shows": f" · testimone: {shows}" if shows else "",
            "code": each.ticket or "-",
        }
        lines.append(Line("desk_company_line", told))
    return Message((Line("desk_companies", {"count": str(len(found))}), *lines))


def alert(knowledge: Knowledge, ticket: Ticket, now: datetime) -> Message:
    """For the rooms of others: that somebody waits, where and how long; nothing of what they wrote."""
    facts = _facts(knowledge, ticket) | {"age": age(ticket.opened_at, now)}
    return Message((Line("desk_alert", facts),), ((button(f"take {ticket.code}", "desk_button_take"),),))


def helpdesk_choices(knowledge: Knowledge, ticket: Ticket, helpdesks: Sequence[str]) -> tuple[tuple[Choice, ...], ...]:
    """One button a helpdesk that the ticket could go to."""
    known = knowledge.territory.helpdesks
    others = [id for id in helpdesks if id in known and id != ticket.helpdesk]
    return tuple((button(f"forward {ticket.code} {id}", "text", _label(known[id].name)),) for id in others)


def document_choices(ticket: Ticket, verb: str, documents: Sequence[str]) -> tuple[tuple[Choice, ...], ...]:
    """One button a paper, by its number in the list."""
    return tuple(
        (button(f"{verb} {ticket.code} {number}", "text", _label(document)),)
        for number, document in enumerate(documents, start=1)
    )


def age(since: datetime, now: datetime) -> str:
    hours = int((now - since).total_seconds() // 3600)
    if hours < 1:
        return "meno di un'ora"
    return f"{hours} h" if hours < 48 else f"{hours // 24} giorni"


def _head(knowledge: Knowledge, ticket: Ticket) -> tuple[Line, ...]:
    follows = (Line("desk_follows", {"code": ticket.follows}),) if ticket.follows else ()
    return (Line("desk_card", _facts(knowledge, ticket)), *follows)


def _facts(knowledge: Knowledge, ticket: Ticket) -> dict[str, str]:
    territory = knowledge.territory
    desk = territory.helpdesks.get(ticket.helpdesk or "")
    town = territory.municipalities.get(ticket.comune or "")
    call = knowledge.calls.get(ticket.call or "")
    kind = KINDS[ticket.kind]
    return {
        "code": ticket.code,
        "kind": f"{kind} ({call.title})" if call else kind,
        "helpdesk": desk.name if desk else "ente capofila",
        "comune": town.name if town else "Comune non detto",
        "opened": italian_moment(ticket.opened_at),
    }


def _status(ticket: Ticket, names: Mapping[int, str]) -> str:
    if ticket.status == "closed":
        return f"chiusa ({word_of(ticket.outcome)})" if ticket.outcome else "chiusa"
    if ticket.status == "taken":
        return f"in mano a {names.get(ticket.holder or 0, '?')}"
    return QUEUES[ticket.level]


def _lines(messages: Sequence[TicketMessage], names: Mapping[int, str]) -> tuple[Line, ...]:
    told = []
    for message in messages:
        who = names.get(message.operator or 0, "") or {"citizen": "Cittadino", "bot": "Assistente"}.get(
            message.author, "?"
        )
        key = "desk_line_note" if message.author == "note" else "desk_line"
        told.append(Line(key, {"who": who, "when": italian_moment(message.at), "text": message.text}))
    return tuple(told)


def _ways(ticket: Ticket) -> tuple[tuple[Choice, ...], ...]:
    if ticket.status == "closed":
        return ()
    first = button(f"take {ticket.code}", "desk_button_take")
    if ticket.status == "taken":
        first = button(f"give_back {ticket.code}", "desk_button_give_back")
    last = button(f"close {ticket.code}", "desk_button_close")
    if APPOINTMENT in ticket.form:
        first_row = (button(f"appointment {ticket.code}", "desk_button_appointment"), first)
        return (first_row, (button(f"forward {ticket.code}", "desk_button_forward"), last))
    return ((first,), (button(f"forward {ticket.code}", "desk_button_forward"), last))


def _label(text: str) -> dict[str, str]:
    return {"text": text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1].rstrip() + "…"}
