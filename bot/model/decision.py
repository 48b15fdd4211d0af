"""What is decided after one message: what to say, remember, count and write. Plain frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal

from bot.model.company import CompanyEffect, Network
from bot.model.conversation import Conversation
from bot.model.deal import DealEffect, Deals
from bot.model.leave import ForgetPlan, SavedPlan, SavePlan
from bot.model.person import Audience
from bot.model.reply import Message
from bot.model.self_check import SelfCheck, SelfCheckEffect
from bot.model.survey import SendAnswers, SurveySeen
from bot.model.ticket import Draft, Operator, Ticket, TicketEffect
from bot.model.understanding import Guess
from bot.model.visits import Visit, VisitEffect

HeardAs = Literal["danger", "open", "button", "act", "follow_up", "question", "fallback"]
"""Which step of the path took the message."""
Outcome = Literal["answer", "suggest", "action", "social", "fallback", "safety"]

Result = Literal["answered", "helpdesk", "person", "not_understood", "no_helpdesk", "no_call", "closed"]
"""What came of a message: the last four are needs that were not met."""


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the statistics: it holds no person and no text."""

    day: date
    topic: str | None
    outcome: Outcome
    audience: Audience | None
    district: str | None
    point: str | None = None
    language: str | None = None
    result: Result | None = None


@dataclass(frozen=True, slots=True)
class Miss:
    """A question that was not understood, for the curators. The words are not in here: they are masked where they are kept."""

    day: date
    language: str
    guesses: tuple[Guess, ...] = ()
    """The best three; empty if "Nessuna di queste" was pressed."""


@dataclass(frozen=True, slots=True)
class Vote:
    """Whether an answer was useful. Who found it so is not in here."""

    day: date
    entry: str
    useful: bool


Effect = SavePlan | ForgetPlan | SelfCheckEffect | DealEffect | TicketEffect | VisitEffect | CompanyEffect | SendAnswers


@dataclass(frozen=True, slots=True)
class Records:
    """What was looked up for a message before the decision: decisions read no database, no clock and draw no lots."""

    now: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    fresh: str = ""
    """Random letters and digits, new for each message: what a new code or link is made from."""
    plan: SavedPlan | None = None
    """The plan that this chat keeps."""
    shared_plan: SavedPlan | None = None
    """The plan whose link was opened with this message."""
    shared_plans: tuple[SavedPlan, ...] = ()
    """Those whose links a company opened before in this chat, and that are still shared."""
    visit: Visit | None = None
    """That this chat agreed to be asked how it went."""
    self_checks: tuple[SelfCheck, ...] = ()
    """The self-checks of the firm that this chat keeps, oldest first."""
    deals: Deals = field(default_factory=Deals)
    """What firms share: what is published, and what this chat has proposed."""
    draft: Draft | None = None
    """The request that this chat is writing."""
    tickets: tuple[Ticket, ...] = ()
    """The requests of this chat, newest first."""
    consents: Mapping[str, str] = field(default_factory=dict)
    """Subject -> version of the notice this chat has agreed to and not withdrawn."""
    agreed_at: Mapping[str, datetime] = field(default_factory=dict)
    """Subject -> when."""
    operator: Operator | None = None
    """Set if an operator wrote."""
    held: tuple[Ticket, ...] = ()
    """The cases that this operator has in hand."""
    network: Network = field(default_factory=Network)
    """The company that this chat speaks for, its meetings, and who is in the network."""
    survey: SurveySeen | None = None
    """The needs survey that the message is about, or that is open to everybody."""
    concerns: str | None = None
    """Code of the case, of this chat, that holds the message which is corrected, or which is answered."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do after one message: what to say, what to remember, what to count."""

    conversation: Conversation
    messages: tuple[Message, ...]
    outcome: Outcome
    topic: str | None = None
    entry: str | None = None
    helpdesks: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    misses: tuple[Miss, ...] = ()
    votes: tuple[Vote, ...] = ()
    effects: tuple[Effect, ...] = ()
    """What to write beside all this, in the same transaction."""
    heard_as: HeardAs = "question"
    point: str | None = None
    """The particular question that was answered, `topic/point`."""
    for_you: bool = False
    """The answer begins with a line worked out for this person."""
    asks: str | None = None
    """The missing fact that the answer asks for."""
