"""The particular question that a message asks under its topic."""

from __future__ import annotations

from collections.abc import Iterator

from bot.dialogue.turn import Turn, choice, row
from bot.knowledge.schema import Point
from bot.model.reply import Choice
from bot.rules.answers import OF_COMPANIES, point_for

POINT_AT = 0.12
"""Confidence from which a point of a sure topic may be answered, if it is far likelier than the next ..."""
FAR = 2.0
"""... by so many times: of the held-out questions under a right topic seven in ten are then right, at whatever level."""
CERTAIN = 0.5
"""Below, the answer begins by saying which question was understood."""
OFFER_AT = 0.15
"""A point below this is noise ..."""
MOST_OFFERED = 2
"""... and no more are offered under a general answer."""


def sure(turn: Turn, topic: str) -> str | None:
    """The whole name of the point that is asked under a sure topic: far likelier than every other of it."""
    return _leading(turn, POINT_AT, topic)


def certain(turn: Turn, intent: str) -> bool:
    """Whether nothing need be said of how the question was understood."""
    return any(guess.topic == intent and guess.confidence >= CERTAIN for guess in turn.understanding.points)


def likely(turn: Turn, topic: str) -> Iterator[str]:
    """The whole names of points that may have been meant, likeliest first."""
    yield from (point.intent for point in _guessed(turn, topic, OFFER_AT))


def _leading(turn: Turn, least: float, topic: str) -> str | None:
    """The best point of a topic; what a point tells workers and its twin companies counts as one."""
    together: dict[str, float] = {}
    for guess in turn.understanding.points:
        of, _, id = guess.topic.partition("/")
        if of == topic and id in turn.knowledge.points.get(of, {}):
            name = f"{of}/{id.removesuffix(OF_COMPANIES)}"
            together[name] = together.get(name, 0.0) + guess.confidence
    (best, likely), (_, second) = (*sorted(together.items(), key=lambda one: -one[1]), ("", 0.0), ("", 0.0))[:2]
    of, _, id = best.partition("/")
    if likely < least or likely < FAR * second:
        return None
    return next((one for name in (id, f"{id}{OF_COMPANIES}") if (one := _for_who_asks(turn, of, name))), None)


def _for_who_asks(turn: Turn, topic: str, id: str) -> str | None:
    point = point_for(turn.knowledge, topic, id, turn.audience, turn.today)
    return point.intent if point and (turn.audience in point.for_ or turn.audience == "operator") else None


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
