"""To another helpdesk: the citizen is asked first, and decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.desk import working_hours
from bot.desk.handling import Handling
from bot.desk.saying import button, says, tells
from bot.desk.taking import not_in_hand, queue_reads
from bot.knowledge.territory import Territory
from bot.model.ticket import Operator, Step, Ticket


def ask_to_forward(
    ticket: Ticket, operator: Operator, holder: str, helpdesk: str, territory: Territory, now: datetime
) -> Handling:
    """The citizen is asked: without a yes nothing moves."""
    if refused := not_in_hand(ticket, operator, holder):
        return refused
    if helpdesk == ticket.helpdesk:
        return tells("desk_here_already")
    name = territory.helpdesks[helpdesk].name
    rows = (
        (button(f"agree {ticket.code} {helpdesk}", "desk_button_agree"),),
        (button(f"refuse {ticket.code} {helpdesk}", "desk_button_refuse"),),
    )
    return Handling(
        replace(ticket, changed_at=now),
        audit="ask_forward",
        operator=operator.id,
        step=Step("asked_forward", now, operator.id, {"helpdesk": name}),
        to_citizen=says("desk_ask_forward", *rows, helpdesk=name, code=ticket.code),
        in_room=says("desk_asked_forward", helpdesk=name),
    )


def agreed(ticket: Ticket, helpdesk: str, territory: Territory, now: datetime) -> Handling:
    """The citizen said yes: the ticket waits at the other helpdesk, which sees what the citizen saw."""
    if ticket.status == "closed" or ticket.helpdesk == helpdesk:
        return tells("desk_no_longer")
    name = territory.helpdesks[helpdesk].name
    moved = replace(
        ticket,
        status="open",
        holder=None,
        helpdesk=helpdesk,
        level="helpdesk",
        due_at=working_hours.due(now, working_hours.TO_TAKE),
        changed_at=now,
    )
    step = Step("forwarded", now, None, {"helpdesk": name})
    in_room = says("desk_forwarded", helpdesk=name)
    reads = queue_reads(ticket)
    return Handling(moved, audit="forward", step=step, push=True, in_room=in_room, to_citizen=reads, topic="move")


def refused_to_move(ticket: Ticket, helpdesk: str, territory: Territory, now: datetime) -> Handling:
    if ticket.status == "closed" or ticket.helpdesk == helpdesk:
        return tells("desk_no_longer")
    name = territory.helpdesks[helpdesk].name
    stays = replace(ticket, due_at=ticket.due_at or working_hours.due(now, working_hours.TO_ANSWER), changed_at=now)
    in_room = says("desk_refused_to_move", helpdesk=name)
    return Handling(stays, audit="refuse_forward", in_room=in_room, reply=says("desk_stays"))
