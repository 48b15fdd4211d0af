"""The nouns of the desk: requests that wait for a person, and the people who take them. Plain frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Role = Literal["operator", "curator", "coordinator"]
TicketKind = Literal["question", "voucher", "joining", "meeting", "advice", "agreement"]
OF_MEMBERS: frozenset[TicketKind] = frozenset({"joining", "meeting", "advice"})
"""Kinds that a company asks for under its consent to join."""
OF_COMPANIES: frozenset[TicketKind] = OF_MEMBERS | {"agreement"}
"""Kinds by which a company asks for something: who asks is spoken to as a company."""
Status = Literal["open", "taken", "closed"]
"""open: in the queue. taken: `holder` has it. closed: with an `outcome`."""
Level = Literal["helpdesk", "district", "lead"]
"""How far up a ticket has climbed without an answer."""
TicketOutcome = Literal["answered", "granted", "refused", "withdrawn", "no_reply", "elsewhere", "duplicate"]
Author = Literal["citizen", "operator", "note", "bot"]
"""A note is among operators: it never reaches the citizen."""

APPOINTMENT = "appointment"
"""In the form of a question: the moment that the citizen asked for and nobody has confirmed, ISO."""


@dataclass(frozen=True, slots=True)
class Operator:
    id: int
    name: str
    """As colleagues and citizens read it; chosen at the invitation."""
    chat: str | None
    """Where the operator writes from, e.g. `telegram:123`; None: in the terminal only."""
    helpdesks: tuple[str, ...]
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class TicketMessage:
    author: Author
    text: str
    at: datetime
    operator: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that the desk asked an operator: what they type next is read as if it followed `command`."""

    ticket: str
    """Its code; empty where the question is which ticket, or about none."""
    command: str
    """With the words that were said already: `chiudi respinta`."""
    kept: str = ""
    """What they typed, while it waits: for a yes, or to be sent to the citizen after all."""
    wants_yes: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One dated step of a ticket that its citizen may read: `what` is the key of a text, `step_<what>`."""

    what: str
    at: datetime
    operator: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ticket:
    code: str
    """The case code, see rules/codes.py."""
    kind: TicketKind
    chat: str
    """The citizen's."""
    language: str
    helpdesk: str | None
    """Who is competent; None: the lead body."""
    opened_at: datetime
    changed_at: datetime
    status: Status = "open"
    comune: str | None = None
    holder: int | None = None
    level: Level = "helpdesk"
    call: str | None = None
    """The voucher call; None: an expression of interest, or a question."""
    form: Mapping[str, str] = field(default_factory=dict)
    """The answers of the request, by field; of a question at most the `APPOINTMENT` that it asks for."""
    consent: str = ""
    """Version of the notice that was agreed to."""
    due_at: datetime | None = None
    """When it goes back to the queue, or up, if nobody has answered."""
    closed_at: datetime | None = None
    outcome: TicketOutcome | None = None
    reason: str = ""
    """Why it was closed so, in words for the citizen."""
    term: date | None = None
    """Until when a refusal may be contested."""
    missing: tuple[str, ...] = ()
    """Documents still to bring."""
    second_look: int | None = None
    """Set when another look was asked for: the operator who may not take it."""
    room: str | None = None
    """The group where operators work on it."""
    thread: int | None = None
    """Its topic there; None in a plain group, or before it is opened."""
    bot_speaks: bool = False
    """The citizen went back to the assistant while the ticket is open: nothing is passed on."""
    relayed: bool = False
    """The citizen wrote since it was taken, and so knows that a person reads."""
    operator_spoke_last: bool = False
    """The last words in it are an operator's: what the citizen writes next may answer them."""
    follows: str | None = None
    """The closed ticket after which the citizen wrote again."""
    waiting: int | None = None
    """Its place in the waiting list of the call's fund; None: it is not in one."""
    stars: int | None = None
    """How the citizen found the help, once they said so."""
    steps: tuple[Step, ...] = ()

    @property
    def waits_for(self) -> Literal["desk", "operator", "citizen"] | None:
        """Who has the ball; None when closed."""
        if self.status == "closed":
            return None
        if self.missing:
            return "citizen"
        return "operator" if self.status == "taken" else "desk"


@dataclass(frozen=True, slots=True)
class Draft:
    """A request that is being written: what was answered so far. Goes after 30 days without a change."""

    kind: TicketKind
    answers: Mapping[str, str]
    consent: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class KeepDraft:
    draft: Draft


@dataclass(frozen=True, slots=True)
class DropDraft:
    pass


@dataclass(frozen=True, slots=True)
class GiveConsent:
    subject: str
    version: str


@dataclass(frozen=True, slots=True)
class WithdrawConsent:
    subject: str


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """Puts a new request into the queue; `words` are the citizen's first message, or the summary of the form."""

    ticket: Ticket
    words: str


@dataclass(frozen=True, slots=True)
class TellDesk:
    """Carries the words of this very message to the desk, into the ticket."""

    ticket: str
    correction: bool = False
    """The message is an edit of an earlier one."""


@dataclass(frozen=True, slots=True)
class MarkDanger:
    """The desk is told that the citizen's last words may speak of danger."""

    ticket: str


@dataclass(frozen=True, slots=True)
class AskSecondLook:
    """A refused ticket opens again for another operator."""

    ticket: str
    why: str = ""
    """What the citizen finds wrong, in their words."""


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The citizen takes the request back."""

    ticket: str


@dataclass(frozen=True, slots=True)
class Rate:
    """How the citizen found the help, 1 to 5."""

    ticket: str
    stars: int


@dataclass(frozen=True, slots=True)
class LetBotSpeak:
    """The citizen goes back to the assistant while a ticket is open."""

    ticket: str


@dataclass(frozen=True, slots=True)
class AnswerTicket:
    """An operator answers a citizen from the private chat: with the text of an entry, or in their own words."""

    ticket: str
    entry: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class SendMyData:
    """Sends a file with all that is kept of this chat."""


@dataclass(frozen=True, slots=True)
class EraseEverything:
    """Deletes what this chat left behind, but for what must stay."""


TicketEffect = (
    KeepDraft
    | DropDraft
    | GiveConsent
    | WithdrawConsent
    | OpenTicket
    | TellDesk
    | MarkDanger
    | AskSecondLook
    | Withdraw
    | Rate
    | LetBotSpeak
    | AnswerTicket
    | SendMyData
    | EraseEverything
)
