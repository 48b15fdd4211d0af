"""Who may do what at the desk: one table, looked at before anything is done.

Nobody without a role may do anything. A curator looks after the content and needs no ticket. Which tickets an operator
may touch is a second question: `covers`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from bot.knowledge.territory import Territory
from bot.model.ticket import Operator, Role, Ticket

DeskAction = Literal[
    "queue",
    "read",
    "take",
    "give_back",
    "assign",
    "answer",
    "note",
    "forward",
    "close",
    "documents",
    "appointment",
    "propose",
    "cards",
    "curate",
    "link_room",
    "help",
]
ACTIONS: tuple[DeskAction, ...] = get_args(DeskAction)
ROLES: tuple[Role, ...] = get_args(Role)
ON_TICKETS: frozenset[DeskAction] = frozenset(ACTIONS) - {"link_room", "curate", "assign"}

MAY: Mapping[Role, frozenset[DeskAction]] = {
    "operator": ON_TICKETS,
    "curator": frozenset({"curate", "help"}),
    "coordinator": frozenset(ACTIONS),
}


def may(operator: Operator | None, action: DeskAction) -> bool:
    """Whether a role of theirs allows it; never for a stranger or somebody who was removed: they are no operator."""
    return operator is not None and any(action in MAY[role] for role in operator.roles)


def covers(operator: Operator, ticket: Ticket, territory: Territory) -> bool:
    """Whether the ticket is theirs to see and take: their helpdesk's; once it has climbed, their district's.

    What waits for the lead body is the coordinators', and everybody's who could see it on the way up. Who holds a ticket
    keeps it.
    """
    if "coordinator" in operator.roles or ticket.holder == operator.id:
        return True
    return any(_competent(helpdesk, ticket, territory) for helpdesk in operator.helpdesks)


def may_move_to(room: str | None, ticket: Ticket, territory: Territory) -> bool:
    """Whether everybody in the room of a helpdesk may read the ticket; `room` None is the room of the lead body."""
    if room is None:
        return ticket.helpdesk is None or ticket.level == "lead"
    return _competent(room, ticket, territory)


def _competent(helpdesk: str, ticket: Ticket, territory: Territory) -> bool:
    """It is the helpdesk's; or the ticket has climbed, and the helpdesk is of its district."""
    if helpdesk == ticket.helpdesk:
        return True
    district = district_of_ticket(ticket, territory)
    return ticket.level != "helpdesk" and district is not None and district_of(helpdesk, territory) == district


def district_of_ticket(ticket: Ticket, territory: Territory) -> str | None:
    """The district of the citizen's municipality, else that of the helpdesk."""
    town = territory.municipalities.get(ticket.comune or "")
    return town.district if town else district_of(ticket.helpdesk or "", territory)


def district_of(helpdesk: str, territory: Territory) -> str | None:
    """Which district a helpdesk serves: its own, if it serves several. None if nobody knows the helpdesk."""
    desk = territory.helpdesks.get(helpdesk)
    if desk is None:
        return None
    served = territory.districts_served(desk)
    home = territory.municipalities.get(desk.comune or "")
    return home.district if home and home.district in served else served[0]
