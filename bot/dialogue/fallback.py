"""What to do when the meaning is not certain."""

from __future__ import annotations

from bot.dialogue.turn import WAYS_ON, Turn, choice, row, say, show
from bot.model import Decision, Guess

ANSWER_AT = 0.6
"""Confidence from which the best guess is answered outright. Chosen on held-out questions, see nlu/README.md."""
SUGGEST_AT = 0.12
"""Confidence from which a guess is worth offering as a button."""
MOST_SUGGESTIONS = 3
OFF_TOPIC = "fuori-tema"


def likely_topics(turn: Turn) -> tuple[Guess, ...]:
    """Guesses worth a button. Small talk is not offered: nobody means it when it is not clear."""
    topics = turn.knowledge.topics
    worth = [
        guess
        for guess in turn.understanding.ranking
        if guess.confidence >= SUGGEST_AT and guess.topic in topics and topics[guess.topic].kind != "social"
    ]
    return tuple(worth[:MOST_SUGGESTIONS])


def suggest(turn: Turn, guesses: tuple[Guess, ...]) -> Decision:
    rows = [row(show(guess.topic)) for guess in guesses]
    return turn.decide(
        "suggest", say("not_sure", *rows, row(choice("none", label="none_of_these"))), topic=guesses[0].topic
    )


def miss(turn: Turn) -> Decision:
    """Not understood: ask for other words; the second time in a row offer the helpdesk."""
    misses = turn.conversation.misses + 1
    turn = turn.remembering(misses=misses)
    best = turn.understanding.best
    topic = best.topic if best else None
    key = "not_understood" if misses < 2 else "not_understood_twice"
    return turn.decide("fallback", say(key, *WAYS_ON), topic=topic)
