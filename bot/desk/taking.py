"""Into somebody's hands and back into the queue.

Rights are looked at before (`decide.py`); whether the ticket allows it is looked at here, under its lock, so that of two
who act at once the second is told what the first did.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.desk import working_hours
from bot.desk.handling import Handling
from bot.desk.permissions import covers
from bot.desk.saying import Rows, button, says, signature, take_row, tells
from bot.knowledge.territory import Territory
from bot.model.conversation import Action
from bot.model.reply import Choice, Line, Message
from bot.model.ticket import Operator, Step, Ticket

NEXT_LEVEL = {"helpdesk": "district", "district": "lead", "lead": "lead"}


def take(ticket: Ticket, operator: Operator, holder: str, territory: Territory, now: datetime) -> Handling:
    """`holder`: the name of who has it, if anybody has."""
    if ticket.status == "taken":
        key = "desk_yours_already" if ticket.holder == operator.id else "desk_taken_by"
        return tells(key, code=ticket.code, name=holder)
    if refused := _may_not_have(ticket, operator):
        return refused
    told = says("desk_taken", *_ways(ticket), name=operator.name, code=ticket.code)
    return _in_hand(ticket, operator, operator, told, territory, now)


def give_to(ticket: Ticket, by: Operator, to: Operator, previous: Operator | None, territory: Territory,
            now: datetime) -> Handling:  # fmt: skip
    """A coordinator gives it to somebody, who is told where they write; so is whoever had it, in `previous`."""
    if ticket.status == "taken" and ticket.holder == to.id:
        return tells("desk_has_it_already", code=ticket.code, name=to.name)
    if not covers(to, ticket, territory):
        return tells("desk_not_their_helpdesk", code=ticket.code, name=to.name)
    if ticket.chat == to.chat:
        return tells("desk_their_own_ticket", code=ticket.code, name=to.name)
    if refused := _may_not_have(ticket, to):
        return refused
    told = says("desk_assigned", *_ways(ticket), name=by.name, to=to.name, code=ticket.code)
    given = _in_hand(ticket, by, to, told, territory, now)
    heard = [(to, "desk_given_to_you")] + ([(previous, "desk_taken_from_you")] if previous else [])
    others = tuple(
        (each.chat, says(key, name=by.name, to=to.name, code=ticket.code))
        for each, key in heard
        if each.chat and each.id != by.id
    )
    return replace(given, audit="assign", to_others=others)


def give_back(ticket: Ticket, operator: Operator, now: datetime) -> Handling:
    """The holder, or a coordinator for them."""
    if ticket.status != "taken":
        return tells("desk_nobody_has_it", code=ticket.code)
    if ticket.holder != operator.id and "coordinator" not in operator.roles:
        return tells("desk_not_yours", code=ticket.code)
    in_room = says("desk_given_back", take_row(ticket), name=operator.name, code=ticket.code)
    return _back_in_queue(ticket, now, operator.id, in_room)


def holder_left(ticket: Ticket, name: str, now: datetime) -> Handling:
    """Whoever had it is no operator any more."""
    return _back_in_queue(ticket, now, None, says("desk_holder_left", take_row(ticket), name=name, code=ticket.code))


def overdue(ticket: Ticket, now: datetime) -> Handling | None:
    """Nobody has taken it, or nobody has answered: back to the queue, and one step up. None if its time is not up."""
    if ticket.status == "closed" or ticket.due_at is None or ticket.due_at > now:
        return None
    level = NEXT_LEVEL[ticket.level]
    climbed = replace(
        ticket,
        status="open",
        holder=None,
        level=level,  # type: ignore[arg-type]  # NEXT_LEVEL keeps to the levels
        due_at=working_hours.due(now, working_hours.TO_TAKE),
        changed_at=now,
    )
    told = f"desk_climbed_{level}" if level != ticket.level else "desk_still_waiting"
    told_room = says(told, take_row(ticket), code=ticket.code)
    if level == ticket.level and ticket.status == "open":
        return Handling(climbed, audit="remind", in_room=told_room)
    if level == ticket.level:
        step, who_reads = Step("returned", now), queue_reads(ticket)
        return Handling(climbed, audit="remind", step=step, push=True, in_room=told_room, to_citizen=who_reads)
    return Handling(
        climbed,
        audit="climb",
        step=Step(f"climbed_{level}", now),
        push=True,
        in_room=told_room,
        to_citizen=queue_reads(ticket),
        alert="district" if level == "district" else "lead",
    )


def queue_reads(ticket: Ticket) -> Message:
    """For the citizen, when nobody has the ticket any more: who reads what they write now, and how to choose."""
    ways = (
        (Choice(Action("ticket", f"write {ticket.code}"), "ticket_write"),),
        (Choice(Action("ticket", f"bot {ticket.code}"), "ticket_ask_bot"),),
    )
    answers = "desk_queue_reads_answer" if ticket.operator_spoke_last else "desk_queue_reads"
    return Message((Line(answers, {"code": ticket.code}),), ways)


def _in_hand(
    ticket: Ticket, by: Operator, holder: Operator, in_room: Message, territory: Territory, now: datetime
) -> Handling:
    taken = replace(
        ticket,
        status="taken",
        holder=holder.id,
        bot_speaks=False,
        due_at=working_hours.due(now, working_hours.TO_ANSWER),
        changed_at=now,
    )
    back = Choice(Action("ticket", f"bot {ticket.code}"), "desk_button_bot")
    return Handling(
        taken,
        audit="take",
        operator=by.id,
        step=Step("taken", now, holder.id, signature(holder, ticket, territory)),
        push=True,
        to_citizen=says("desk_write_here", (back,)),
        in_room=in_room,
    )


def _may_not_have(ticket: Ticket, operator: Operator) -> Handling | None:
    if ticket.status == "closed":
        return tells("desk_is_closed", code=ticket.code)
    if ticket.second_look == operator.id:
        return tells("desk_needs_other_eyes", code=ticket.code)
    return None


def _ways(ticket: Ticket) -> Rows:
    return (
        (button(f"draft {ticket.code}", "draft_button"), button(f"give_back {ticket.code}", "desk_button_give_back")),
        (button(f"forward {ticket.code}", "desk_button_forward"), button(f"close {ticket.code}", "desk_button_close")),
    )


def _back_in_queue(ticket: Ticket, now: datetime, operator: int | None, in_room: Message) -> Handling:
    waiting = replace(
        ticket, status="open", holder=None, due_at=working_hours.due(now, working_hours.TO_TAKE), changed_at=now
    )
    return Handling(
        waiting,
        audit="give_back",
        operator=operator,
        step=Step("returned", now, operator),
        push=True,
        to_citizen=queue_reads(ticket),
        in_room=in_room,
    )


def not_in_hand(ticket: Ticket, operator: Operator, holder: str) -> Handling | None:
    """Why this operator may not act on it now; None if it is in their hands."""
    if ticket.status == "closed":
        return tells("desk_is_closed", code=ticket.code)
    if ticket.status == "open":
        return Handling(reply=says("desk_take_first", take_row(ticket), code=ticket.code))
    if ticket.holder != operator.id:
        return tells("desk_taken_by", code=ticket.code, name=holder)
    return None
