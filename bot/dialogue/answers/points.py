"""The particular question that a message asks under its topic."""

from __future__ import annotations

from collections.abc import Iterator

from bot.dialogue.turn import Turn, choice, row
from bot.knowledge.schema import Point
from bot.model.reply import Choice
from bot.rules.answers import point_for

POINT_AT = 0.5
"""Confidence from which a point is answered, not its topic: a start, to be measured on held-out questions."""
OFFER_AT = 0.15
"""A point below this is noise ..."""
MOST_OFFERED = 2
"""... and no more are offered under a general answer."""


def sure(turn: Turn, topic: str) -> str | None:
    """The whole name of the point that is asked for certain."""
    best = next(_guessed(turn, topic, POINT_AT), None)
    return best.intent if best else None


def buttons(turn: Turn, topic: str) -> tuple[tuple[Choice, ...], ...]:
    """Points that may have been meant, one a row."""
    offered = dict.fromkeys(point.intent for point in _guessed(turn, topic, OFFER_AT))
    titles = {point.intent: point.title for point in turn.knowledge.points.get(topic, {}).values()}
    return tuple(row(choice("point", id, "text", {"text": titles[id]})) for id in list(offered)[:MOST_OFFERED])


def _guessed(turn: Turn, topic: str, least: float) -> Iterator[Point]:
    """Points of the topic, for who asks, likeliest first."""
    for guess in turn.understanding.points:
        of, _, id = guess.topic.partition("/")
        if of == topic and guess.confidence >= least and id in turn.knowledge.points.get(topic, {}):
            point = point_for(turn.knowledge, topic, id, turn.audience, turn.today)
            if point and (turn.audience in point.for_ or turn.audience == "operator"):
                yield point
