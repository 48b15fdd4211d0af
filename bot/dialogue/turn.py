"""What every part of the dialogue looks at, and the pieces they all use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.knowledge.loader import Knowledge
from bot.knowledge.schema import Entry
from bot.model.conversation import LOCATION, Action, Conversation, Kind, Means, Utterance
from bot.model.decision import Decision, Event, Outcome, Records
from bot.model.person import Audience, Child, Person
from bot.model.reply import Choice, Line, Message, Part
from bot.model.understanding import Understanding
from bot.rules.answers import entry_for

NOTHING = Understanding(ranking=(), by="lexical")
NO_RECORDS = Records()


@dataclass(frozen=True, slots=True)
class Turn:
    """One message to answer: what is known, what was heard, and which day it is."""

    knowledge: Knowledge
    conversation: Conversation
    today: date
    understanding: Understanding = NOTHING
    records: Records = NO_RECORDS
    utterance: Utterance | None = None
    """What the person did; None where a decision is made without a message."""
    about: Person | None = None
    """Whom the message asks about, where that is not the writer as remembered: the other parent, or a case supposed."""

    told: frozenset[str] = frozenset()
    """What the message tells anew of the writer: fields of the person."""
    doubt: Child | None = None
    """The child told before, where the message tells an age that cannot be theirs."""

    @property
    def said(self) -> str:
        """The words as they were written; of a command only what follows its name, of a button none."""
        if self.utterance is None or self.utterance.kind is Kind.BUTTON or self.utterance.attachment == LOCATION:
            return ""
        return self.utterance.argument if self.utterance.kind is Kind.COMMAND else self.utterance.text.strip()

    @property
    def person(self) -> Person:
        """Whom the answer is for."""
        return self.about or self.conversation.person

    @property
    def audience(self) -> Audience:
        """Who is asking; a person who works until they say otherwise."""
        return self.conversation.audience or "worker"

    @property
    def for_operator(self) -> bool:
        """An operator asks for somebody else: the answer is a draft to check and send."""
        if self.records.operator is not None:
            return True
        return "operator" in (self.conversation.audience, self.understanding.audience)

    def remembering(self, **changes: object) -> Turn:
        return replace(self, conversation=replace(self.conversation, **changes))  # type: ignore[arg-type]  # replace checks names

    def entry(self, topic: str, audience: Audience | None = None) -> Entry | None:
        """The entry that answers the topic: one in force if there is one, for this audience if there is one."""
        return entry_for(self.knowledge, topic, audience or self.audience, self.today)

    def decide(
        self,
        outcome: Outcome,
        *messages: Message,
        topic: str | None = None,
        entry: str | None = None,
        helpdesks: tuple[str, ...] = (),
    ) -> Decision:
        """The decision, with the event that counts it."""
        comune = self.conversation.comune
        district = self.knowledge.territory.district_of(comune).id if comune else None
        event = Event(self.today, topic, outcome, self.conversation.audience, district)
        return Decision(self.conversation, messages, outcome, topic, entry, helpdesks, (event,))


def say(key: str, *rows: tuple[Choice, ...], **values: str) -> Message:
    return Message((Line(key, values),), rows)


def row(*choices: Choice) -> tuple[Choice, ...]:
    return choices


def choice(
    verb: str, object: str = "", label: str = "", values: Mapping[str, str] | None = None, means: Means = ""
) -> Choice:
    return Choice(Action(verb, object), label, values or {}, means)


def show(topic: str) -> Choice:
    """A button with the topic's title, which answers it."""
    return choice("show", topic)


def before(message: Message, *parts: Part) -> Message:
    return replace(message, parts=(*parts, *message.parts))


MENU: tuple[tuple[Choice, ...], ...] = (
    (show("ore-cosa"),),
    (show("pianifica-congedo"),),
    (show("congedo-durata"),),
    (show("voucher-cosa"),),
    (show("trova-sportello"),),
    (show("cosa-sai-fare"),),
)
"""Where anyone can start again."""

COMPANY_MENU: tuple[tuple[Choice, ...], ...] = (
    (show("ore-azienda"),),
    (show("pianifica-congedo"),),
    (show("flessibilita"),),
    (show("welfare-fiscale"),),
    (show("buone-prassi"),),
    (show("trova-sportello"),),
    (show("cosa-sai-fare"),),
)


WAYS_ON: tuple[tuple[Choice, ...], ...] = ((show("trova-sportello"),), (show("cosa-sai-fare"),))
"""For every dead end."""


def menu(turn: Turn) -> tuple[tuple[Choice, ...], ...]:
    return COMPANY_MENU if turn.audience == "company" else MENU
