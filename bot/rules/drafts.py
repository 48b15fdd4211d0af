"""Which answer of the knowledge base fits somebody else's message, for an operator who will check it before it is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.knowledge.loader import Knowledge
from bot.model.person import Audience
from bot.model.understanding import Guess, Understanding
from bot.rules.answers import entry_for

WORTH_A_DRAFT = 0.2
"""Confidence, 0 to 1, from which a topic gets a draft: lower than for citizens, because a person reads it first."""
WORTH_A_BUTTON = 0.04
"""A further topic below this is noise."""
MOST_OTHERS = 3
OFF_TOPIC = "fuori-tema"
OFF_TOPIC_AT = 0.5
"""Confidence from which a message is none of our business, and gets no draft."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A draft: the entry that answers the likeliest topic, and what else the message may be about."""

    entry: str
    """Id of the entry whose text is the draft."""
    topic: str
    confidence: float | None
    """0 to 1; None if the operator chose the topic."""
    others: tuple[str, ...] = ()
    """Further topics with an answer, likeliest first."""


def suggest(knowledge: Knowledge, understanding: Understanding, today: date) -> Suggested | None:
    """The draft for a message that was understood so; None if it is about danger, or nothing fits."""
    off = max((guess.confidence for guess in understanding.ranking if guess.topic == OFF_TOPIC), default=0.0)
    if understanding.danger or off >= OFF_TOPIC_AT:
        return None
    audience = understanding.audience if understanding.audience == "company" else "worker"
    best, *_ = (*_answerable(knowledge, understanding.ranking, audience, today), None)
    if best is None or best.confidence < WORTH_A_DRAFT:
        return None
    entry = entry_for(knowledge, best.topic, audience, today)
    others = other_topics(knowledge, understanding, best.topic, today)
    return Suggested(entry.id, best.topic, best.confidence, others) if entry else None


def other_topics(knowledge: Knowledge, understanding: Understanding, but: str, today: date) -> tuple[str, ...]:
    """What else it may be about: its other questions first, then the next guesses."""
    likely = [guess for guess in understanding.ranking if guess.confidence >= WORTH_A_BUTTON]
    guesses = (*(Guess(topic, 1.0) for topic in understanding.asked), *likely)
    found = dict.fromkeys(guess.topic for guess in _answerable(knowledge, guesses, "worker", today))
    return tuple(topic for topic in found if topic != but)[:MOST_OTHERS]


def _answerable(knowledge: Knowledge, guesses: Iterable[Guess], audience: Audience, today: date) -> tuple[Guess, ...]:
    """Those that are questions with an answer: actions and small talk are nothing to draft."""
    return tuple(
        guess
        for guess in guesses
        if guess.topic in knowledge.topics
        and knowledge.topics[guess.topic].kind == "answer"
        and entry_for(knowledge, guess.topic, audience, today)
    )
