"""Papers that are still to bring."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import working_hours
from bot.desk.handling import Handling, Later
from bot.desk.saying import says, tells
from bot.desk.taking import not_in_hand
from bot.model.ticket import Operator, Step, Ticket

REMIND_DOCUMENTS = timedelta(days=7)


def missing(ticket: Ticket, operator: Operator, holder: str, document: str, now: datetime) -> Handling:
    """A paper is still to bring; the citizen is told at once, and again after a week."""
    if refused := not_in_hand(ticket, operator, holder):
        return refused
    if document in ticket.missing:
        return tells("desk_missing_already", document=document)
    waiting = replace(ticket, missing=(*ticket.missing, document), due_at=None, changed_at=now)
    values = {"documents": "; ".join(waiting.missing)}
    return Handling(
        waiting,
        audit="documents",
        operator=operator.id,
        step=Step("missing", now, operator.id, values),
        push=True,
        in_room=says("desk_missing", **values),
        later=(Later("documents", now + REMIND_DOCUMENTS),),
    )


def arrived(ticket: Ticket, operator: Operator, holder: str, document: str, now: datetime) -> Handling:
    if refused := not_in_hand(ticket, operator, holder):
        return refused
    if document not in ticket.missing:
        return tells("desk_not_missing", document=document)
    left = tuple(other for other in ticket.missing if other != document)
    return Handling(
        replace(
            ticket,
            missing=left,
            due_at=None if left else working_hours.due(now, working_hours.TO_ANSWER),
            changed_at=now,
        ),
        audit="documents",
        operator=operator.id,
        step=Step("arrived", now, operator.id, {"documents": document}),
        push=True,
        in_room=says("desk_arrived", document=document, left="; ".join(left) or "niente"),
    )
