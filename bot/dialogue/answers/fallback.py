"""What to do when the meaning is not certain."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.turn import WAYS_ON, Turn, before, choice, row, say, show
from bot.model.decision import Decision, Miss
from bot.model.reply import Line
from bot.model.understanding import Guess

ANSWER_AT = 0.57
"""Confidence from which the best guess is answered outright: on held-out questions under 2 % of these are wrong."""
SUGGEST_AT = 0.2
"""Confidence of the best guess from which guesses are offered as buttons."""
OFFER_AT = 0.04
"""A further guess below this is noise."""
OFF_TOPIC_AT = 0.5
"""Confidence from which a message is taken to be none of our business ..."""
MAYBE_OFF_TOPIC = 0.25
"""... and from which a weak guess of ours is not even offered."""
MOST_SUGGESTIONS = 3
WEAK, MOST_WEAK = 0.1, 2
"""Guesses offered beside a place, whose helpdesk is shown meanwhile; they need less than to be offered alone."""
FEW = 3
"""Words up to which a message with a place asks for the place."""
OFF_TOPIC = "fuori-tema"


def sure_topic(turn: Turn) -> str | None:
    """The topic to answer outright, if there is one."""
    best = turn.understanding.best
    if best is None or best.topic not in turn.knowledge.topics:
        return None
    return best.topic if best.confidence >= (OFF_TOPIC_AT if best.topic == OFF_TOPIC else ANSWER_AT) else None


def likely_topics(turn: Turn) -> tuple[Guess, ...]:
    """Guesses worth a button, none if the message is more likely off topic.

    Small talk is not offered: nobody means it when it is not clear.
    """
    topics = turn.knowledge.topics
    ranking = turn.understanding.ranking
    ours = [guess for guess in ranking if guess.topic in topics and topics[guess.topic].kind != "social"]
    off = max((guess.confidence for guess in ranking if guess.topic == OFF_TOPIC), default=0.0)
    if not ours or ours[0].confidence < max(SUGGEST_AT, ANSWER_AT * off):
        return ()
    if off >= MAYBE_OFF_TOPIC and ours[0].confidence < OFF_TOPIC_AT and off <= ours[0].confidence:
        return ()
    return tuple(guess for guess in ours if guess.confidence >= OFFER_AT)[:MOST_SUGGESTIONS]


def which_of(turn: Turn, topics: tuple[str, ...]) -> Decision:
    """A word alone: what may be asked about it."""
    return turn.decide("suggest", say("which_of_these", *(row(show(topic)) for topic in topics)), topic=topics[0])


def with_other_readings(turn: Turn, rescued: Decision) -> Decision:
    """What was made of a place in a message that is not clear says so, and offers what may have been asked."""
    ours = (each for each in turn.understanding.ranking if each.topic in turn.knowledge.topics)
    weak = tuple(
        each for each in ours if each.confidence >= WEAK and turn.knowledge.topics[each.topic].kind == "answer"
    )
    guesses = tuple(each for each in likely_topics(turn) or weak[:MOST_WEAK] if each.topic != rescued.topic)
    best, place = turn.understanding.best, turn.understanding.place
    by_the_way = place is not None and not (place.alone or place.lived) and len(turn.said.split()) > FEW
    if by_the_way and best is not None and best.topic != rescued.topic:
        first, *others = rescued.messages
        rescued = replace(rescued, messages=(before(first, Line("place_unclear")), *others))
    elif not likely_topics(turn):
        return rescued
    if not guesses:
        *others, last = rescued.messages
        return replace(
            rescued, messages=(*others, replace(last, choices=(*last.choices, row(show("parla-operatore")))))
        )
    return replace(rescued, messages=(*rescued.messages, *suggest(turn, guesses).messages))


def suggest(turn: Turn, guesses: tuple[Guess, ...]) -> Decision:
    rows = [row(show(guess.topic)) for guess in guesses]
    decision = turn.decide(
        "suggest", say("not_sure", *rows, row(choice("none", label="none_of_these"))), topic=guesses[0].topic
    )
    return replace(decision, misses=_for_curators(turn))


def miss(turn: Turn) -> Decision:
    """Not understood: ask for other words; the second time in a row offer the helpdesk."""
    misses = turn.conversation.misses + 1
    turn = turn.remembering(misses=misses)
    best = turn.understanding.best
    topic = best.topic if best else None
    key = "not_understood" if misses < 2 else "not_understood_twice"
    person = () if misses < 2 else (row(show("parla-operatore")),)
    return replace(turn.decide("fallback", say(key, *person, *WAYS_ON), topic=topic), misses=_for_curators(turn))


def _for_curators(turn: Turn) -> tuple[Miss, ...]:
    """What the curators learn from it: nothing about health, nothing of what an operator writes of somebody else."""
    if turn.for_operator or turn.understanding.sensitive:
        return ()
    guesses = turn.understanding.ranking[:MOST_SUGGESTIONS]
    return (Miss(turn.today, turn.conversation.language, guesses),)
