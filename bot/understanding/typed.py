"""Topics that fit a few words still being typed: by the beginnings of words, since cards appear at every letter."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from bot.understanding.plain import plain

READ_CHARACTERS = 200
WHOLE, BEGUN, MISSPELT = 1.0, 0.8, 0.6
"""How much a word of the query says that is a known word but for its ending, the beginning of one, or like one."""
LIKE = 80
"""Likeness, of 100, from which an unknown word is taken for a known one that is misspelt."""
SHORTEST_STEM = 4
WEAK = 0.5
"""Topics with less than this share of the best score are left out."""


class TypedFinder:
    """Finds topics by their words; a word counts more the fewer topics have it."""

    def __init__(self, texts: Mapping[str, Iterable[tuple[str, int]]]) -> None:
        """`texts`: topic -> (text, how many examples its words are worth); a title is worth more than one."""
        self._weights: defaultdict[str, dict[str, float]] = defaultdict(dict)
        for topic, weighted in texts.items():
            counts: Counter[str] = Counter()
            for text, weight in weighted:
                for word in set(plain(text).split()):
                    counts[word] += weight
            for word, count in counts.items():
                self._weights[word][topic] = 1 + math.log(count)
        self._stems: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._weights:
            self._stems[_stem(word)].append(word)
        self._topics = len(texts)

    def find(self, text: str) -> tuple[str, ...]:
        """The topics that fit, best first; empty where no word is known."""
        scores: Counter[str] = Counter()
        for typed in plain(text[:READ_CHARACTERS]).split():
            scores.update(self._scores(typed))
        enough = WEAK * max(scores.values(), default=0.0)
        fitting = (topic for topic in scores if scores[topic] >= enough > 0)
        return tuple(sorted(fitting, key=lambda topic: (-scores[topic], topic)))

    def _scores(self, typed: str) -> Counter[str]:
        """How much one word speaks for each topic."""
        scores: Counter[str] = Counter()
        for words, sureness in self._meant(typed):
            topics = Counter[str]()
            for word in words:
                topics |= Counter(self._weights[word])
            rarity = math.log(self._topics / len(topics)) if topics else 0.0
            scores |= Counter({topic: sureness * rarity * weight for topic, weight in topics.items()})
        return scores

    def _meant(self, typed: str) -> list[tuple[list[str], float]]:
        """The known words that may be meant, with how sure that is."""
        whole = self._stems.get(_stem(typed), [])
        begun = [word for word in self._weights if word.startswith(typed)]
        if not whole and not begun:
            like = process.extractOne(typed, self._weights.keys(), scorer=fuzz.ratio, score_cutoff=LIKE)
            return [([like[0]], MISSPELT)] if like else []
        return [(whole, WHOLE), (list({*whole, *begun}), BEGUN)]


def _stem(word: str) -> str:
    """The word without the vowels at its end: Italian says gender and number there."""
    return word.rstrip("aeiou") if len(word) >= SHORTEST_STEM else word
