"""What citizen and operators write in a ticket."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.desk import working_hours
from bot.desk.handling import Handling
from bot.desk.saying import button, says, signature
from bot.desk.taking import not_in_hand
from bot.knowledge.territory import Territory
from bot.model.ticket import Operator, Step, Ticket, TicketMessage

DANGER = "Le parole del cittadino qui sopra possono parlare di pericolo."


def answer(ticket: Ticket, operator: Operator, holder: str, text: str, territory: Territory, now: datetime) -> Handling:
    """The holder's words go to the citizen, signed; anybody else's go nowhere."""
    if refused := not_in_hand(ticket, operator, holder):
        return refused
    answered = replace(ticket, due_at=None, bot_speaks=False, changed_at=now)
    return Handling(
        answered,
        audit="answer",
        operator=operator.id,
        keeps=TicketMessage("operator", text, now, operator.id),
        to_citizen=says("desk_answer", text=text, code=ticket.code, **signature(operator, ticket, territory)),
        answers=True,
    )


def note(ticket: Ticket, operator: Operator, text: str, now: datetime) -> Handling:
    """Kept among operators: nothing of it goes to the citizen."""
    kept = TicketMessage("note", text, now, operator.id)
    return Handling(ticket, audit="note", operator=operator.id, keeps=kept, reply=says("desk_noted"))


def opened(ticket: Ticket, words: str, now: datetime) -> Handling:
    """A meeting that companies agree upon by themselves waits for no operator, until one is needed."""
    runs_itself = ticket.kind == "meeting" and "need" in ticket.form
    due_at = None if runs_itself else working_hours.due(now, working_hours.TO_TAKE)
    return Handling(
        replace(ticket, status="open", holder=None, due_at=due_at, changed_at=now),
        audit="open",
        step=Step("opened", now),
        keeps=TicketMessage("citizen", words, now),
        topic="open",
        fund="reserve",
    )


def marked(ticket: Ticket, now: datetime) -> Handling:
    """The citizen's last words may speak of danger: it stands in the ticket, for whoever reads it later too."""
    return Handling(ticket, keeps=TicketMessage("bot", DANGER, now), in_room=says("desk_danger", code=ticket.code))


def told(ticket: Ticket, text: str, now: datetime) -> Handling:
    """The citizen's words for the desk. From the first that is not answered the clock runs."""
    due_at = ticket.due_at or working_hours.due(now, working_hours.TO_ANSWER)
    draft = (button(f"draft {ticket.code}", "draft_button"),)
    return Handling(
        replace(ticket, due_at=due_at, changed_at=now),
        keeps=TicketMessage("citizen", text, now),
        in_room=says("desk_citizen_says", draft, text=text, code=ticket.code),
    )
