"""The nouns of a conversation, shared by every layer. Plain frozen values: nothing here does anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Literal

from bot.entities import Entities
from bot.tickets import Draft, Operator, Ticket, TicketEffect

Audience = Literal["worker", "company", "operator"]
Outcome = Literal["answer", "suggest", "action", "social", "fallback", "safety"]
UnderstoodBy = Literal["rasa", "lexical"]
PlaceStatus = Literal["found", "confirm", "ambiguous", "outside"]
FirmSize = Literal["micro", "small", "medium", "large"]
FirmSector = Literal[
    "manifattura",
    "commercio",
    "ristorazione",
    "logistica",
    "edilizia",
    "sociale-sanita",
    "uffici",
    "agricoltura",
    "ente-pubblico",
]
WorkTime = Literal["turni", "ufficio", "misto"]
FirmProblem = Literal[
    "picchi",
    "rientro",
    "cura-anziani",
    "congedo-a-ore",
    "pochi-sostituti",
    "permessi",
    "nido",
    "estate",
    "tempo",
    "stress",
    "padri",
    "primo-passo",
]
FirmFactName = Literal["size", "sector", "work", "problem"]


class Kind(StrEnum):
    """What the person did."""

    TEXT = "text"
    COMMAND = "command"
    BUTTON = "button"
    EDIT = "edit"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class Utterance:
    """What the person wrote, pressed or sent; `text` is the button's id for a BUTTON."""

    chat: str
    kind: Kind
    text: str = ""
    attachment: str | None = None
    """For an ATTACHMENT: photo, voice, document, sticker, location ..."""
    sender: str = ""
    """Who did it, written like a chat; in a private chat the same as `chat`."""
    message: int | None = None
    """The channel's number of the message; of the corrected one for an EDIT."""
    thread: int | None = None
    """The topic of a forum group."""
    reply_to: int | None = None
    """The channel's number of the message it answers."""
    forwarded: bool = False
    """Somebody else's words, passed on."""

    @property
    def argument(self) -> str:
        """What follows the name of a command, on its line or on the next."""
        _, *rest = self.text.split(maxsplit=1) or [""]
        return rest[0].strip() if rest else ""

    @property
    def in_group(self) -> bool:
        """Several people read this chat: only operators are served there."""
        return bool(self.sender) and self.sender != self.chat


@dataclass(frozen=True, slots=True)
class Guess:
    topic: str
    confidence: float
    """0 to 1."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place found in a text.

    `found`: `comune` is certain. `confirm`: `comune` is likely, ask first. `ambiguous`: one of
    `candidates`, ask which. `outside`: not one of the 25 municipalities.
    """

    status: PlaceStatus
    name: str
    """The proper name of what was recognised: "Fizzonasco", "Segrate", "20070"."""
    comune: str | None = None
    """ISTAT code."""
    candidates: tuple[str, ...] = ()
    """ISTAT codes."""
    outside: str | None = None
    """Id of the note of infopoints.yaml that tells where to turn."""
    alone: bool = False
    """True if the text holds nothing but the place."""


@dataclass(frozen=True, slots=True)
class Firm:
    """What a text tells of a firm that looks for good practices; None where it tells nothing."""

    size: FirmSize | None = None
    sector: FirmSector | None = None
    work: WorkTime | None = None
    problem: FirmProblem | None = None


@dataclass(frozen=True, slots=True)
class VoucherFacts:
    """What a text tells for a voucher request; ids of the closed lists of knowledge/calls.py."""

    services: tuple[str, ...] = ()
    """Several: ask which."""
    employment: str | None = None
    residence: Place | None = None
    work: Place | None = None
    company: str = ""
    """As it was written."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What one text means, best guess first. Empty ranking: nothing was recognised."""

    ranking: tuple[Guess, ...]
    by: UnderstoodBy
    language: str | None = None
    """ISO 639-1; None where the text is too short or too doubtful to tell."""
    place: Place | None = None
    audience: Audience | None = None
    """Only where the text itself tells who is asking."""
    asked: tuple[str, ...] = ()
    """Topics of the separate questions, in order, where a message holds several."""
    danger: bool = False
    """The text speaks of violence or of wanting to die."""
    worry: bool = False
    """The text may speak of it: whom to call stands before its answer."""
    sensitive: bool = False
    """The text tells a health diagnosis, a union membership or a codice fiscale."""
    firm: Firm = Firm()
    practices: tuple[str, ...] = ()
    """Ids of the good practices whose words the text shares, best first."""
    question: bool = False
    """The text is written as a question."""
    entities: Entities = field(default_factory=Entities)
    """Hours, dates, ages, money and the collective agreement in the text."""
    voucher: VoucherFacts = VoucherFacts()

    @property
    def best(self) -> Guess | None:
        return self.ranking[0] if self.ranking else None


@dataclass(frozen=True, slots=True)
class Action:
    """What a button does when it is pressed: a verb and its object, e.g. `show` `ore-cosa`."""

    verb: str
    object: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """What is remembered of one chat between two messages."""

    chat: str
    audience: Audience | None = None
    language: str = "it"
    """ISO 639-1."""
    language_chosen: bool = False
    """Chosen with /lingua: what is written no longer changes it."""
    comune: str | None = None
    misses: int = 0
    """Messages not understood, in a row."""
    greeted: bool = False
    """The person was told what this assistant is and what it keeps."""
    asked_audience: bool = False
    awaiting: str | None = None
    """The question that is open: `place`, or none; `answer CODE UNTIL` while an operator writes to a citizen."""
    flow: Mapping[str, str] = field(default_factory=dict)
    """The dialogue of several steps that is under way: `name`, `step`, and the answers so far, never free text."""
    flow_on: str | None = None
    """The day of the flow's last step, ISO: an abandoned one is forgotten."""
    waiting: Mapping[str, str] = field(default_factory=dict)
    """A worker's plan, kept like a flow while another dialogue took its place; forgotten with `flow_on`."""
    last_topic: str | None = None
    """The topic answered last: a person who takes over is told it, if the citizen wants so."""
    heard: Mapping[str, float | str] = field(default_factory=dict)
    """What was understood last beside the questions, by name: numbers and ids only, see dialogue/echo.py."""


@dataclass(frozen=True, slots=True)
class Line:
    """A text of knowledge_base/words, by its key, with the names that fill it."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EntryCard:
    """An answer of the knowledge base: its first screen, or the details behind "Di più"."""

    entry: str
    details: bool = False


@dataclass(frozen=True, slots=True)
class HelpdeskCard:
    helpdesk: str


@dataclass(frozen=True, slots=True)
class PracticeCard:
    """A good practice: its first screen, or steps and pitfalls behind "Di più"."""

    practice: str
    details: bool = False


Part = Line | EntryCard | HelpdeskCard | PracticeCard


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: `label` is the key of a text; without one it shows the title of the action's topic."""

    action: Action
    label: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Heard:
    """What reached us: what the person did and, for words, what they mean; for a button, its action."""

    utterance: Utterance
    understanding: Understanding | None = None
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A file to make and send after a message: which one, and what it is made from, as JSON."""

    kind: str
    """A name of bot/papers: `plan_calendar`, `plan_dates`, `plan_notice`, `my_data`, `case_qr` ..."""
    data: str


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is sent: `media` is its type, such as `image/png`; pictures are shown, others are attached."""

    name: str
    media: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """One message to send: parts in order, then rows of buttons; its papers follow as files."""

    parts: tuple[Part, ...]
    choices: tuple[tuple[Choice, ...], ...] = ()
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the statistics: it holds no person and no text."""

    day: date
    topic: str | None
    outcome: Outcome
    audience: Audience | None
    district: str | None


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


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """A leave plan that its owner asked to keep: one a chat."""

    case: str
    """The case of bot/rules/leave as JSON, without its `today`."""
    result: str
    """The figures of its answer, as JSON, to compare after a change of the rules."""
    stamp: str
    """Which versions of the rules gave the result."""
    saved_on: date
    link: str | None = None
    """The secret word of the link by which it is shared; None: not shared."""
    patron: str | None = None
    """The patron's day that counted as a holiday: a rule of infopoints.yaml."""
    ends_on: date | None = None
    """Its last day; None: the day of saving."""


@dataclass(frozen=True, slots=True)
class SavePlan:
    """Keeps this plan of the chat in place of the one before."""

    plan: SavedPlan


@dataclass(frozen=True, slots=True)
class ForgetPlan:
    """Deletes the plan of the chat, and its link with it."""


Effect = SavePlan | ForgetPlan | TicketEffect


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


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    action: Action


@dataclass(frozen=True, slots=True)
class Reply:
    """What the channel sends: plain text and rows of buttons, then files."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    files: tuple[File, ...] = ()
