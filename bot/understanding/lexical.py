"""Recognises topics by their words alone, from the same examples: what answers while Rasa is away."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from bot.model.understanding import Guess

GUESSES = 5
CLOSE_TOPICS = 8
"""Topics whose examples are compared letter by letter; the others share too few words."""
CLOSENESS_WEIGHT = 0.2
SHARPNESS = 16.0
"""How much a better score is worth; chosen with FLOOR so that the thresholds for Rasa's confidences are safe here."""
FLOOR = 0.2
"""The score of "none of them": without it a lone word shared with one topic would look like certainty."""
SAME = 95.0
"""Likeness, of 100, from which a question is taken for the example itself."""
SURE = 0.9
MOST = 0.95
VAGUE = 0.4
"""The most that one or two words can say, unless they are an example."""
READ_CHARACTERS = 500
PIECE = 4
"""Letters of the pieces of words: endings, misspellings and compounds then still share most of them."""
DENSE_PIECE = 2
"""The same for writing without spaces, where one sign is about a word."""

_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_NOT_WORD = re.compile(r"[\W_]+")


class LexicalMatcher:
    """Two views of the same examples: the pieces of words typical of a topic, and the most similar example."""

    def __init__(self, examples: Mapping[str, Iterable[str]]) -> None:
        self._examples = {
            topic: sorted({plain for plain in map(_plain, texts) if plain}) for topic, texts in examples.items()
        }
        self._rarity = _rarity(self._examples)
        self._profiles = self._learn_profiles()

    def rank(self, text: str) -> tuple[Guess, ...]:
        """The most likely topics, best first; empty where nothing is shared with any example."""
        plain = _plain(text[:READ_CHARACTERS])
        resemblance = self._resemblance(plain)
        close = sorted(resemblance, key=lambda topic: (-resemblance[topic], topic))[:CLOSE_TOPICS]
        likeness = {topic: self._likeness(plain, topic) for topic in close}
        scores = {topic: resemblance[topic] + CLOSENESS_WEIGHT * likeness[topic] / 100 for topic in close}
        limit = VAGUE if plain.count(" ") < 2 and not _DENSE.search(plain) else MOST
        guesses = (Guess(topic, _sure(chance, likeness[topic], limit)) for topic, chance in _chances(scores).items())
        return tuple(sorted(guesses, key=lambda guess: (-guess.confidence, guess.topic))[:GUESSES])

    def _likeness(self, plain: str, topic: str) -> float:
        """How like the most similar example of the topic it is, up to 100."""
        found = process.extractOne(plain, self._examples[topic], scorer=fuzz.ratio)
        return found[1] if found else 0.0

    def _resemblance(self, plain: str) -> dict[str, float]:
        """Cosine between the text and each topic's examples together."""
        found: defaultdict[str, float] = defaultdict(float)
        for piece, weight in self._weights(plain).items():
            for topic, share in self._profiles.get(piece, {}).items():
                found[topic] += weight * share
        return found

    def _learn_profiles(self) -> dict[str, dict[str, float]]:
        """Piece -> topic -> weight; the weights of a topic have length one."""
        profiles: defaultdict[str, dict[str, float]] = defaultdict(dict)
        for topic, texts in self._examples.items():
            sums: Counter[str] = Counter()
            for text in texts:
                sums.update(self._weights(text))
            length = _length(sums)
            for piece, weight in sums.items():
                profiles[piece][topic] = weight / length
        return dict(profiles)

    def _weights(self, plain: str) -> dict[str, float]:
        """Rare pieces weigh more; the weights of a text have length one."""
        counts = Counter(_pieces(plain))
        weights = {
            piece: (1 + math.log(n)) * self._rarity[piece] for piece, n in counts.items() if piece in self._rarity
        }
        length = _length(weights)
        return {piece: weight / length for piece, weight in weights.items()}


def _plain(text: str) -> str:
    """Lower case, without accents and punctuation: people write in haste."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return _NOT_WORD.sub(" ", "".join(letter for letter in letters if not unicodedata.combining(letter))).strip()


def _pieces(plain: str) -> Iterable[str]:
    for word in plain.split():
        yield word
        framed = f" {word} "
        length = DENSE_PIECE if _DENSE.search(word) else PIECE
        yield from (framed[start : start + length] for start in range(len(framed) - length + 1))


def _rarity(examples: Mapping[str, Iterable[str]]) -> dict[str, float]:
    texts = [text for texts in examples.values() for text in texts]
    holding = Counter(piece for text in texts for piece in set(_pieces(text)))
    return {piece: math.log(1 + len(texts) / count) for piece, count in holding.items()}


def _length(weights: Mapping[str, float]) -> float:
    return math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0


def _chances(scores: Mapping[str, float]) -> dict[str, float]:
    powers = {topic: math.exp(SHARPNESS * (score - FLOOR)) for topic, score in scores.items()}
    return {topic: power / (1 + sum(powers.values())) for topic, power in powers.items()}


def _sure(chance: float, likeness: float, limit: float) -> float:
    """A question that is an example, but for a letter, needs no further evidence; others never count as certain."""
    return max(chance, SURE + likeness / 1000) if likeness >= SAME else min(chance, limit)
