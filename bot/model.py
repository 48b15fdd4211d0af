"""The nouns of a conversation, shared by every layer. Plain frozen values: nothing here does anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

Audience = Literal["worker", "company", "operator"]
Outcome = Literal["answer", "suggest", "action", "social", "fallback", "safety"]
UnderstoodBy = Literal["rasa", "lexical"]
PlaceStatus = Literal["found", "confirm", "ambiguous", "outside"]


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
class Understanding:
    """What one text means, best guess first. Empty ranking: nothing was recognised."""

    ranking: tuple[Guess, ...]
    by: UnderstoodBy
    language: str = "it"
    """ISO 639-1."""
    place: Place | None = None
    audience: Audience | None = None
    """Only where the text itself tells who is asking."""
    danger: bool = False
    """The text speaks of violence or of wanting to die."""

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
    comune: str | None = None
    misses: int = 0
    """Messages not understood, in a row."""
    greeted: bool = False
    """The person was told what this assistant is and what it keeps."""
    asked_audience: bool = False
    awaiting: str | None = None
    """The question that is open: `place`, or none."""


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


Part = Line | EntryCard | HelpdeskCard


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
class Decision:
    """What to do after one message: what to say, what to remember, what to count."""

    conversation: Conversation
    messages: tuple[Message, ...]
    outcome: Outcome
    topic: str | None = None
    entry: str | None = None
    helpdesks: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    action: Action


@dataclass(frozen=True, slots=True)
class Reply:
    """What the channel sends: plain text and rows of buttons."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
