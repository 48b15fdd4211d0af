"""What becomes of a ticket after one thing was done. Plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.model.cards import CardChange
from bot.model.company import InviteContact
from bot.model.reply import Message
from bot.model.ticket import Asked, Step, Ticket, TicketMessage

FundMove = Literal["reserve", "confirm", "withdrawn", "renounced", "expired", "mistake", "refused"]
"""`reserve` and `confirm`, or the reason for which the request gives its place or money back."""


@dataclass(frozen=True, slots=True)
class Later:
    """Something to do at a moment to come: `what` is `release`, or ends a key `reminder_<what>`."""

    what: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """This group is a room from now on: of a helpdesk, or of all that have none."""

    helpdesk: str | None


@dataclass(frozen=True, slots=True)
class Unlink:
    """This group is no room any more."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question and its reply for the curators, as they were written: they are masked before they are kept."""

    question: str
    reply: str
    language: str
    topic: str | None


@dataclass(frozen=True, slots=True)
class CardDeed:
    """What becomes of a change of a public card."""

    do: Literal["confirm", "propose", "publish", "refused", "withdrawn"]
    change: CardChange


@dataclass(frozen=True, slots=True)
class Handling:
    """All that follows from one thing done at the desk or by a citizen; it is written together, or not at all."""

    ticket: Ticket | None = None
    """As it stands afterwards; None: nothing changes in it."""
    audit: str = ""
    """The action, for the trail."""
    operator: int | None = None
    """Who did it; None: the citizen, or the assistant."""
    step: Step | None = None
    push: bool = False
    """The citizen is told the step at once."""
    keeps: TicketMessage | None = None
    """Kept with the ticket, under the number of the message that was just written."""
    reply: Message | None = None
    """To whoever did it, where they did it."""
    in_room: Message | None = None
    """For the ticket's topic."""
    to_citizen: Message | None = None
    """An answer, with a receipt in the room; or, with a step, what stands below it."""
    answers: bool = False
    """`to_citizen` are an operator's words."""
    topic: Literal["open", "move", "close", "reopen"] | None = None
    """open: the room of its helpdesk gets a topic. move: the topic is closed, that helpdesk's room gets a new one."""
    room: str | None = None
    """For `move`: to this room, whatever the helpdesk."""
    alert: Literal["district", "lead"] | None = None
    """Who else is told that nobody has answered."""
    fund: FundMove | None = None
    later: tuple[Later, ...] = ()
    corrects: bool = False
    """`keeps` takes the place of what stood in the same message; what carried it on is corrected."""
    once: bool = False
    """The reply is given to a person once in a room."""
    room_change: Link | Unlink | None = None
    proposes: Proposal | None = None
    card: CardDeed | None = None
    invites: InviteContact | None = None
    """A link by which somebody comes to speak for a company."""
    to_others: tuple[tuple[str, Message], ...] = ()
    """For operators in their own chats."""
    asks: Asked | None = None
    """What whoever did it types next answers this question."""
    settles: bool = False
    """The question that was open is answered, or left."""
    first: Handling | None = None
    """What the same tap does before."""


NOTHING = Handling()
