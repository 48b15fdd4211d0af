"""What is known when something happens at the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.desk.drafts import Exchange
from bot.knowledge.loader import Knowledge
from bot.model.cards import CardChange
from bot.model.company import Company
from bot.model.conversation import Action, Utterance
from bot.model.ticket import Asked, Operator, Ticket, TicketMessage
from bot.model.understanding import Understanding


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that a decision looks at."""

    knowledge: Knowledge
    utterance: Utterance
    now: datetime
    today: date
    action: Action | None = None
    """Of a button; None: it has expired."""
    operator: Operator | None = None
    """Who did it; None: nobody of the desk."""
    linked: bool = False
    """The chat is a room ..."""
    room_of: str | None = None
    """... of this helpdesk; None: of the lead body."""
    ticket: Ticket | None = None
    """What it is about, locked."""
    names: Mapping[int, str] = field(default_factory=dict)
    """Of operators, by id."""
    staff: Sequence[Operator] = ()
    """Who works at the desk now."""
    queue: Sequence[Ticket] = ()
    messages: Sequence[TicketMessage] = ()
    """Of the ticket; only where they are asked for."""
    targets: Sequence[str] = ()
    """Helpdesks that have a room or an operator."""
    kept: TicketMessage | None = None
    """For an EDIT: what stands at the corrected message."""
    asked: Asked | None = None
    """The question that waits for this operator's words, here."""
    typed: bool = False
    """The words answer that question: nobody wrote the command beside them."""
    sure: bool = False
    """They were shown, and agreed to."""
    understanding: Understanding | None = None
    """Of the citizen's words, where a draft or a proposal is wanted; None: there are none."""
    exchange: Exchange = field(default_factory=Exchange)
    """For a proposal: the reply that is meant, and its question."""
    draft: str = ""
    """What "Usa questa" sends."""
    card_changes: Sequence[CardChange] = ()
    """Of public cards, that wait for a second person; only where cards are talked about."""
    companies: Sequence[Company] = ()
    """Of the network; only where they are asked for."""
    fresh: str = ""
    """Random letters and digits, for a new link."""
    proposals: Sequence[Exchange] = ()
    """What operators propose, masked; only where it is asked for."""

    month: tuple[str, str] | None = None
    """The last month of the Observatory: its name, and its numbers as JSON; only where they are asked for."""

    @property
    def holder(self) -> str:
        return self.names.get(self.ticket.holder or 0, "?") if self.ticket else "?"
