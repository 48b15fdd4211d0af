"""The firms and public bodies of the network: who they are, who speaks for them, what they do together. Plain frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from bot.model.practices import FirmProblem, FirmSector, FirmSize
from bot.model.reply import Message

CompanyKind = Literal["private", "public"]
CompanyState = Literal["draft", "asked", "member", "refused", "left"]
"""draft: being written. asked: an operator has it. Only a member is in the network."""
ContactRole = Literal["owner", "personnel", "management", "equality", "adviser"]
Interest = Literal["learn", "show", "both", "none"]
DayTime = Literal["morning", "midday", "afternoon", "evening"]
MeetingState = Literal["asking", "choosing", "set", "held", "cancelled", "unmatched"]
"""asking: a testimone has not answered yet. choosing: somebody picks one of three dates. unmatched: nobody is left to ask."""
Side = Literal["host", "guest"]
Tried = Literal["yes", "partly", "no"]

ELSEWHERE = "outside"
"""In place of a municipality: none of the 25."""


@dataclass(frozen=True, slots=True)
class Company:
    """A firm or a public body. What was not answered is None; an agreement that nobody knows is empty."""

    id: str
    name: str = ""
    kind: CompanyKind | None = None
    size: FirmSize | None = None
    sector: FirmSector | None = None
    comune: str | None = None
    """ISTAT code, or `ELSEWHERE`."""
    agreement: str | None = None
    """Id of a collective agreement, or of the name that several share."""
    interest: Interest | None = None
    state: CompanyState = "draft"
    ticket: str | None = None
    """Code of the request to join."""
    shows: tuple[FirmProblem, ...] = ()
    """What it can show to others, as a testimone."""
    yearly: int = 0
    """Meetings a year that it takes."""
    testimone_since: date | None = None
    """Set where an operator has agreed that it tells others."""
    joined_on: date | None = None
    left_on: date | None = None
    changed_at: datetime | None = None

    @property
    def member(self) -> bool:
        return self.state == "member"

    @property
    def public(self) -> bool:
        return self.kind == "public"

    @property
    def testimone(self) -> bool:
        return self.member and self.testimone_since is not None and bool(self.shows)


@dataclass(frozen=True, slots=True)
class Contact:
    """Who speaks for a company: a role and a chat, nothing else of the person."""

    chat: str
    company: str
    role: ContactRole | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Guest:
    """A company that comes to a meeting to learn; what it took away from it."""

    company: str
    ticket: str
    """The request by which it asked."""
    shared: bool = True
    """Others may sit beside it."""
    tries: str | None = None
    """Id of the practice that it will try; empty: none."""
    by: date | None = None
    tried: Tried | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """One testimone and one or more companies that want to learn. The first guest is the one that picks dates."""

    id: str
    need: FirmProblem
    state: MeetingState
    opened_at: datetime
    changed_at: datetime
    guests: tuple[Guest, ...]
    times: tuple[DayTime, ...] = ()
    """When the first guest can."""
    host: str | None = None
    """The testimone that is asked, or has agreed."""
    passed: tuple[str, ...] = ()
    """Testimoni that said no, or nothing."""
    joining: Guest | None = None
    """Who would sit beside the others, while the testimone has not answered."""
    proposed: tuple[datetime, ...] = ()
    chooser: Side = "guest"
    at: datetime | None = None
    sequence: int = 0
    """How often the date was changed: calendars tell a newer invitation by it."""
    due_at: datetime | None = None
    """When something is to be done although nobody has answered."""
    reminded: int = 0
    """How often whoever is waited for was reminded; after the meeting, how often its outcome was asked for."""


@dataclass(frozen=True, slots=True)
class Network:
    """What decisions about companies look at; of others nothing is shown before both have agreed."""

    company: Company | None = None
    """The one this chat speaks for."""
    contacts: tuple[Contact, ...] = ()
    """Of that company, oldest first."""
    members: tuple[Company, ...] = ()
    pending: tuple[Company, ...] = ()
    """Those that have asked to join and wait: for the operator's card, never shown to others."""
    meetings: tuple[Meeting, ...] = ()
    """Of that company, as testimone or guest, newest first; nobody else changes them meanwhile."""
    open_tables: tuple[Meeting, ...] = ()
    """Meetings of others with a date to come, where one more may sit."""
    roles: Mapping[str, ContactRole | None] = field(default_factory=dict)
    """Of companies that meet this one: the role of their first contact, shown once both have agreed."""
    load: Mapping[str, int] = field(default_factory=dict)
    """Testimone -> meetings that it has or takes this year."""
    invitation: Literal["unknown", "used", "expired"] | Company | None = None
    """What the link leads to that was opened with this message."""
    tried: Mapping[str, int] = field(default_factory=dict)
    """Practice -> companies that tried it, as two operators have confirmed."""

    def contact(self, chat: str) -> Contact | None:
        return next((each for each in self.contacts if each.chat == chat), None)

    def known(self, company: str | None) -> Company | None:
        return next((each for each in self.members if each.id == company), None)

    def meeting(self, id: str) -> Meeting | None:
        return next((each for each in self.meetings if each.id == id), None)


# --- what decisions want written ---


@dataclass(frozen=True, slots=True)
class KeepCompany:
    company: Company


@dataclass(frozen=True, slots=True)
class KeepContact:
    """This chat speaks for the company."""

    company: str
    role: ContactRole | None = None


@dataclass(frozen=True, slots=True)
class DropContact:
    """A chat speaks for its company no more; it is told so, unless it is the one that writes."""

    chat: str
    told: Message | None = None


@dataclass(frozen=True, slots=True)
class ForgetCompany:
    """A company that was only a draft."""

    company: str


@dataclass(frozen=True, slots=True)
class InviteContact:
    """A link by which one more person becomes a contact: used once, for seven days."""

    company: str
    code: str


@dataclass(frozen=True, slots=True)
class UseInvitation:
    code: str


@dataclass(frozen=True, slots=True)
class KeepMeeting:
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class TellCompany:
    """Says something to every contact of a company."""

    company: str
    message: Message


@dataclass(frozen=True, slots=True)
class AskSeat:
    """Somebody would join a meeting of others; nothing if its last seat was taken meanwhile."""

    meeting: str
    guest: Guest


@dataclass(frozen=True, slots=True)
class TellRoom:
    """Says something to the operators of a ticket; `wakes`: somebody has to take it; `form`: what the ticket holds more."""

    ticket: str
    message: Message
    wakes: bool = False
    form: Mapping[str, str] = field(default_factory=dict)


CompanyEffect = (
    KeepCompany
    | KeepContact
    | DropContact
    | ForgetCompany
    | InviteContact
    | UseInvitation
    | KeepMeeting
    | AskSeat
    | TellCompany
    | TellRoom
)
