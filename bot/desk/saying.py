"""The pieces of what the desk says."""

from __future__ import annotations

from collections.abc import Mapping

from bot.desk.handling import Handling
from bot.knowledge.territory import Territory
from bot.model.conversation import Action
from bot.model.reply import Choice, Line, Message
from bot.model.ticket import Asked, Operator, Ticket

Rows = tuple[tuple[Choice, ...], ...]


def button(object: str, label: str, values: Mapping[str, str] | None = None) -> Choice:
    return Choice(Action("desk", object), label, values or {})


def says(key: str, *rows: tuple[Choice, ...], **values: str) -> Message:
    return Message((Line(key, values),), rows)


def tells(key: str, **values: str) -> Handling:
    """Nothing is done; whoever tried it is told why."""
    return Handling(reply=says(key, **values))


def asks(asked: Asked, key: str, *rows: tuple[Choice, ...], **values: str) -> Handling:
    """Nothing is done yet: what this operator types next answers the question."""
    stop = (button(f"stop {asked.ticket}".strip(), "desk_button_stop"),)
    return Handling(reply=says(key, *rows, stop, **values), asks=asked)


def take_row(ticket: Ticket) -> tuple[Choice, ...]:
    return (button(f"take {ticket.code}", "desk_button_take"),)


def signature(operator: Operator, ticket: Ticket, territory: Territory) -> dict[str, str]:
    """`name` and `helpdesk` as the citizen reads them: the ticket's helpdesk if the operator is there."""
    own = (ticket.helpdesk,) if ticket.helpdesk in operator.helpdesks else operator.helpdesks[:1]
    names = [territory.helpdesks[id].name for id in own if id in territory.helpdesks]
    return {"name": operator.name, "helpdesk": names[0] if names else "rete dei Punti di Informazione"}
