"""What a text means. Plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from bot.model.entities import Entities
from bot.model.person import Audience
from bot.model.practices import Firm

UnderstoodBy = Literal["rasa", "lexical"]


DangerKind = Literal["", "violence", "suicide"]
"""Violence, done or threatened, to whomever; thoughts of dying; or none."""
PlaceStatus = Literal["found", "confirm", "ambiguous", "outside"]
ActName = Literal[
    "affirm",
    "deny",
    "confirm_send",
    "cancel",
    "pause",
    "resume",
    "correct",
    "repeat",
    "simpler",
    "why_do_you_ask",
    "not_what_i_asked",
    "dont_know",
    "want_person",
    "thanks",
    "greet",
    "bye",
    "acknowledge",
    "small_talk",
]
"""What people do beside asking and answering; nlu/data/acts holds the examples of each."""
ACTS: tuple[str, ...] = get_args(ActName)
StateName = Literal[
    "danger",
    "suicide",
    "distress",
    "interruption",
    "refusal",
    "weariness",
    "job_loss",
    "idiom",
    "everyday",
]
"""In what state somebody writes. All but the first three are harmless, and have names so that they are not taken for those."""
QUESTION = "question"
"""What does none of the acts and tells none of the states: a question, or the answer to one."""


@dataclass(frozen=True, slots=True)
class Guess:
    topic: str
    """Or a point (`topic/point`), an act, a state."""
    confidence: float
    """0 to 1."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a message does beside asking."""

    name: ActName
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What a recogniser makes of one text: rankings, best first."""

    topics: tuple[Guess, ...] = ()
    acts: tuple[Guess, ...] = ()
    state: tuple[Guess, ...] = ()
    points: tuple[Guess, ...] = ()
    """`topic/point` of the likely topics; the confidence is that the text asks just this, topic included."""
    near: tuple[Guess, ...] = ()
    """States and `question`, by how like the text is to their most similar example: the cosine, up to 1."""
    parts: tuple[Reading, ...] = ()
    """The same of the parts that were read with it, in their order."""


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
    lived: bool = False
    """The text says of it that somebody lives or works there."""
    others: tuple[str, ...] = ()
    """ISTAT codes of the municipalities named beside home, which wins."""


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
    acts: tuple[Act, ...] = ()
    """What the text does, in the order in which it does it; a question is none."""
    only_acts: bool = False
    """Nothing but its acts stands in the text: no question, and no answer to one."""
    bare: tuple[str, ...] = ()
    """The topics that the text may be about, where it is one word that asks nothing yet."""
    points: tuple[Guess, ...] = ()
    """`topic/point` of the likely topics, best first."""
    state: tuple[Guess, ...] = ()
    """States and `question`, best first."""
    in_context: Reading | None = None
    """The text read behind the words of what was asked before; None where nothing was, or Rasa is away."""
    vocabulary: str = ""
    """Its words that stand in many of our examples: what may be remembered of it for the next question."""
    language: str | None = None
    """ISO 639-1; None where the text is too short or too doubtful to tell."""
    place: Place | None = None
    need: str | None = None
    """The role of the helpdesk that the text asks for: `lavoro`, `salute` ...; None where it asks for any."""
    audience: Audience | None = None
    """Only where the text itself tells who is asking."""
    asked: tuple[str, ...] = ()
    """Topics of the separate questions, in order, where a message holds several."""
    story_asks: str | None = None
    """Topic of the one question in a message of several sentences, where that sentence is clear by itself."""
    danger: DangerKind = ""
    """The text speaks of violence or of wanting to die."""
    worry: DangerKind = ""
    """The text may speak of it: whom to call stands before its answer. Set as well where there is danger."""
    distress: bool = False
    """The text speaks of grief, exhaustion or want, not of danger."""
    child: bool = False
    """Where there is danger: a child may be concerned."""
    doubt: bool = False
    """Nothing of these is told, but it is near enough to be no reason for a refusal."""
    sensitive: bool = False
    """The text tells a health diagnosis, a union membership or a codice fiscale."""
    firm: Firm = field(default_factory=Firm)
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
