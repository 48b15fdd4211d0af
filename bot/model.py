"""The nouns of a conversation, shared by every layer. Plain frozen values: nothing here does anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from bot.entities import Entities

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
    """The question that is open: `place`, or none."""
    flow: Mapping[str, str] = field(default_factory=dict)
    """The dialogue of several steps that is under way: `name`, `step`, and the answers so far, never free text."""
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
class Message:
    """One message to send: parts in order, then rows of buttons."""

    parts: tuple[Part, ...]
    choices: tuple[tuple[Choice, ...], ...] = ()


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


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    action: Action


@dataclass(frozen=True, slots=True)
class Reply:
    """What the channel sends: plain text and rows of buttons."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
