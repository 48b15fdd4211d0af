"""What is said: texts by their keys, cards, buttons and files. Plain frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.conversation import Action, Means
from bot.model.style import Span

SEND_POSITION = "send_position"
"""What a button does that sends where the phone is, in a channel that has such buttons; elsewhere it is not shown."""


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
    brief: bool = False
    """Only its first sentences: it was asked to be said more simply."""
    variant: int | None = None
    """Which of its variants is for this person, by its number; None: its own text."""
    sources_only: bool = False
    """A line worked out for this person has said all: only where it stands is shown."""


@dataclass(frozen=True, slots=True)
class PointCard:
    """The answer to one particular question, as an EntryCard."""

    point: str
    """Its intent: `legge-104/turno-di-notte`."""
    details: bool = False
    brief: bool = False
    variant: int | None = None


@dataclass(frozen=True, slots=True)
class HelpdeskCard:
    helpdesk: str


@dataclass(frozen=True, slots=True)
class HelpdeskHours:
    """Whether a helpdesk is open now, or on a day, ISO."""

    helpdesk: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class PracticeCard:
    """A good practice: its first screen, or steps and pitfalls behind "Di più"."""

    practice: str
    details: bool = False
    tried: int = 0
    """Companies of the network that tried it."""


Part = Line | EntryCard | PointCard | HelpdeskCard | HelpdeskHours | PracticeCard


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: `label` is the key of a text; without one it shows the title of the action's topic."""

    action: Action
    label: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    means: Means = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file to make and send after a message: which one, and what it is made from, as JSON."""

    kind: str
    """A name of bot/papers: `plan_calendar`, `plan_dates`, `plan_notice`, `my_data`, `case_qr` ..."""
    data: str


PLACE = "application/geo+json"
"""Media type of a file that is a point on the map, with its `name` and `address`: shown as one where the channel can, and
never attached: the text has said the same."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is sent: `media` is its type, such as `image/png`; pictures and places are shown, others attached."""

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
class Button:
    label: str
    action: Action
    means: Means = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the channel sends: plain text and rows of buttons, then files."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    files: tuple[File, ...] = ()
    spans: tuple[Span, ...] = ()
    """What stands in bold or is a link, where the channel can."""
