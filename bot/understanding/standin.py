"""What a text says while Rasa is away: the same rankings, by likeness to the same examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz, process

from bot.model.understanding import QUESTION, Guess, Reading
from bot.understanding.lexical import LexicalMatcher
from bot.understanding.plain import plain

NEAR = 90.0
"""Likeness, of 100, from which a text counts as one of the phrases of an act: a letter wrong in ten."""
STATE, ACT = "state/", "act/"
QUESTIONS = 4000
"""Examples of topics that stand for what tells no state, about."""
TOLD = ("congedo-violenza",)
"""Topics where people tell what happens to them: see `not_questions` in nlu/config.yml."""


class StandIn:
    """`examples`: label -> language -> texts, as `Knowledge.labelled_examples` gives them."""

    def __init__(self, examples: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        texts = {label: [t for of_language in found.values() for t in of_language] for label, found in examples.items()}
        self._acts = {
            _key(text): label.removeprefix(ACT)
            for label, phrases in texts.items()
            if label.startswith(ACT)
            for text in phrases
        }
        rest = {label: phrases for label, phrases in texts.items() if not label.startswith(ACT)}
        self._topics = LexicalMatcher(_topics(rest))
        self._states = LexicalMatcher(_states(texts))
        self._points = LexicalMatcher({label: t for label, t in rest.items() if "/" in label and STATE not in label})

    def read(self, text: str, parts: Sequence[str] = ()) -> Reading:
        likely = self._topics.rank(text)
        topics = tuple(guess for guess in likely if not guess.topic.startswith(STATE))
        named = {guess.topic for guess in topics}
        return Reading(
            topics=topics,
            acts=self._act(text),
            state=self._states.rank(text),
            points=tuple(point for point in self._points.rank(text) if point.topic.partition("/")[0] in named),
            parts=tuple(Reading(acts=self._act(part)) for part in parts),
        )

    def _act(self, text: str) -> tuple[Guess, ...]:
        found = process.extractOne(_key(text), self._acts.keys(), scorer=fuzz.ratio, score_cutoff=NEAR)
        return (Guess(self._acts[found[0]], found[1] / 100),) if found else ()


def _key(text: str) -> str:
    """Its words; a text of signs alone ("👍") is taken as it is."""
    return plain(text) or text.strip()


def _topics(texts: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """A point's examples are its topic's too; a state is told apart from topics, so that neither is taken for the other."""
    topics: dict[str, list[str]] = {}
    for label, phrases in texts.items():
        name = label if label.startswith(STATE) else label.partition("/")[0]
        topics.setdefault(name, []).extend(phrases)
    return topics


def _states(texts: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Told apart from some of the questions alone: among a hundred topics the few classes of danger would seem unlikely."""
    states = {label.removeprefix(STATE): list(found) for label, found in texts.items() if label.startswith(STATE)}
    asked = [text for label, found in texts.items() if "/" not in label and label not in TOLD for text in found]
    return states | {QUESTION: asked[:: max(1, len(asked) // QUESTIONS)]} if states else {}
