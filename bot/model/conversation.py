"""What a person did, and what is remembered of a chat between two messages. Plain frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from bot.model.person import Audience, Person
from bot.model.understanding import Understanding

Position = tuple[float, float]
"""Degrees of latitude and longitude."""
LOCATION = "location"
"""The attachment that is a position: its text is the two degrees, wiped with every text once it is answered."""
ANONYMOUS = "anonymous"
"""In place of the number of somebody who writes in the name of a group or a channel."""


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
    album: str | None = None
    """What photos that were sent together share."""
    unsettled: bool = False
    """More of it may follow in a moment: another photo of the album, another correction."""
    written_at: datetime | None = field(default=None, compare=False)
    """As the channel tells: it may have kept the message while nobody fetched it."""

    @property
    def argument(self) -> str:
        """What follows the name of a command, on its line or on the next."""
        _, *rest = self.text.split(maxsplit=1) or [""]
        return rest[0].strip() if rest else ""

    @property
    def opened(self) -> str:
        """The word of the link, t.me/<bot>?start=<word>, that was opened; empty where none was."""
        name, _, word = self.text.strip().partition(" ")
        return word.strip() if self.kind is Kind.COMMAND and name.partition("@")[0] == "/start" else ""

    @property
    def position(self) -> Position | None:
        """Where the person is, if that is what was sent."""
        degrees = self.text.split() if self.attachment == LOCATION else []
        try:
            lat, lon = map(float, degrees)
        except ValueError:
            return None
        return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None

    @property
    def anonymous(self) -> bool:
        """Written in the name of a group or a channel: nobody can tell who it was."""
        return self.sender.endswith(f":{ANONYMOUS}")

    @property
    def in_terminal(self) -> bool:
        return self.chat.startswith("terminal:")

    @property
    def in_group(self) -> bool:
        """Several people read this chat: only operators are served there."""
        return bool(self.sender) and self.sender != self.chat


@dataclass(frozen=True, slots=True)
class Action:
    """What a button does when it is pressed: a verb and its object, e.g. `show` `ore-cosa`."""

    verb: str
    object: str = ""


Means = Literal["", "yes", "no"]
"""What a button says to the question above it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A button as the person saw it last: its label may be typed instead."""

    label: str
    verb: str
    object: str = ""
    means: Means = ""

    @property
    def action(self) -> Action:
        return Action(self.verb, self.object)


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
    helpdesk: str | None = None
    """The helpdesk shown last."""
    need: str | None = None
    """The word by which a kind of helpdesk was asked for before the place was told: of a closed list, `patronato`."""
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
    waiting: tuple[Mapping[str, str], ...] = ()
    """Flows that another one interrupted, the last one first; forgotten with `flow_on`."""
    last_topic: str | None = None
    """The topic answered last: a person who takes over is told it, if the citizen wants so."""
    last_point: str | None = None
    """The point of it, `topic/point`, where one was: what goes on from it says something else."""
    danger_at: str | None = None
    """When danger was told last, ISO: for a day what follows is heard gently. Never what was told."""
    slowed_at: str | None = None
    """When it was told last, ISO, that many messages are answered a few at a time."""
    heard: Mapping[str, float | str] = field(default_factory=dict)
    """What was understood last beside the questions, by name: numbers and ids only, see dialogue/answers/echo.py."""
    person: Person = field(default_factory=Person)
    """What was told that lasts: see model/person.py."""
    asked: tuple[str, ...] = ()
    """Missing facts that answers have asked for: each once."""
    shown: tuple[Shown, ...] = ()
    """The buttons under the last reply."""
    other_readings: tuple[str, ...] = ()
    """Topics that the last question may have meant too, likeliest first."""
    context: str = ""
    """The words of the last question, of a closed vocabulary without numbers and names: see understanding/context.py."""
    context_at: str | None = None
    """When it was asked, ISO: what is old tells nothing about the next question."""
    asides: int = 0
    """Side questions since the last step of the flow."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What reached us: what the person did and, for words, what they mean; for a button, its action."""

    utterance: Utterance
    understanding: Understanding | None = None
    action: Action | None = None
