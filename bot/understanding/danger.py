"""Finds words of danger and of distress, however hastily they are written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.knowledge.schema import DangerWords
from bot.model.understanding import DangerKind
from bot.understanding.plain import plain

GAP = 3
"""Words that `...` skips at most."""
MENDED_LENGTH = 6
"""Letters from which a word that differs by one letter from a word of danger is taken for it."""
_START = 3
"""Letters by which word beginnings are looked up."""
_TEXTING = {"nn": "non", "ke": "che", "x": "per", "sn": "sono", "cn": "con", "xke": "perche", "u": "you", "im": "i m"}
_ARABIC = str.maketrans({"ى": "ي", "ة": "ه", "ـ": None, "ؤ": "و", "ئ": "ي", "ی": "ي", "ک": "ك"})
_CYRILLIC_APOSTROPHE = re.compile(r"(?<=[\u0400-\u04ff])['’ʼ`´](?=[\u0400-\u04ff])")
_CUT = "\0"
"""Stands where a harmless phrase was: no phrase of danger reaches across it."""


@dataclass(frozen=True, slots=True)
class Step:
    """A word of a phrase: whole, or only its beginning; `gap`: words that may stand before it."""

    words: frozenset[str]
    beginnings: tuple[str, ...]
    gap: int = 0

    def fits(self, token: str) -> bool:
        return token in self.words or token.startswith(self.beginnings)


Phrase = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of a text tell by themselves, figures of speech taken out."""

    danger: DangerKind = ""
    distress: bool = False
    child: bool = False
    """A child may be concerned."""
    alone: bool = False
    """Nothing but a word of danger is said: there is nothing else that it could mean."""


class DangerFinder:
    """Looks for the phrases of all languages at once: who is afraid may write in any.

    Accents, capitals, doubled letters, `k` for `ch`, the commonest short forms of texting and one wrong letter
    in a long word do not matter. `known`: words of ordinary questions, which are never taken for misspellings.
    """

    def __init__(self, languages: Mapping[str, DangerWords], known: Iterable[str] = ()) -> None:
        def phrases(texts: Callable[[DangerWords], list[str]]) -> list[Phrase]:
            return [_phrase(text, words) for words in languages.values() for text in texts(words)]

        kinds = {
            "violence": phrases(lambda words: words.danger),
            "suicide": phrases(lambda words: words.suicide),
            "distress": phrases(lambda words: words.distress),
            "child": phrases(lambda words: words.child),
            "harmless": phrases(lambda words: words.harmless),
        }
        self._kinds = {kind: _Index(found) for kind, found in kinds.items()}
        of_danger = (*kinds["violence"], *kinds["suicide"], *kinds["harmless"])
        steps = [step for phrase in of_danger for step in phrase]
        self._ours = {word for step in steps for word in step.words}
        self._beginnings = tuple({start for step in steps for start in step.beginnings})
        self._mendable = [word for word in self._ours if len(word) >= MENDED_LENGTH and word.isalpha()]
        self._alone = {tuple(_tokens(text)) for words in languages.values() for text in words.alone}
        self._known = {token for text in known for token in _tokens(text)}

    def find(self, text: str) -> DangerKind:
        """The danger that a phrase tells."""
        return self.read(text).danger

    def read(self, text: str) -> Words:
        written = _tokens(text)
        tokens = [self._mended(token) for token in written]
        for start, end in self._kinds["harmless"].spans(tokens):
            tokens[start:end] = [_CUT] * (end - start)
        violence, suicide, distress, child = (
            next(self._kinds[kind].spans(tokens), None) is not None
            for kind in ("violence", "suicide", "distress", "child")
        )
        alone = tuple(written) in self._alone
        kind: DangerKind = "violence" if violence else "suicide" if suicide else "violence" if alone else ""
        return Words(kind, distress, child, alone)

    def _mended(self, token: str) -> str:
        """The word of danger that was meant, where one letter is wrong, missing, added or swapped."""
        if len(token) < MENDED_LENGTH or token in self._ours or token in self._known:
            return token
        if token.startswith(self._beginnings):
            return token
        near = process.extractOne(token, self._mendable, scorer=OSA.distance, score_cutoff=1)
        return near[0] if near else token


class _Index:
    """Phrases by their first word, so that a message is compared with few of them."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._by_word: defaultdict[str, list[Phrase]] = defaultdict(list)
        self._by_start: defaultdict[str, list[Phrase]] = defaultdict(list)
        for phrase in phrases:
            for word in phrase[0].words:
                self._by_word[word].append(phrase)
            for start in phrase[0].beginnings:
                self._by_start[start[:_START]].append(phrase)

    def spans(self, tokens: list[str]) -> Iterator[tuple[int, int]]:
        """Start and end of each phrase that stands in the tokens."""
        for start, token in enumerate(tokens):
            for phrase in (*self._by_word.get(token, ()), *self._by_start.get(token[:_START], ())):
                if phrase[0].fits(token) and (end := _end(phrase[1:], tokens, start + 1)) is not None:
                    yield start, end


def _end(steps: Phrase, tokens: list[str], at: int) -> int | None:
    """Where the rest of a phrase ends that goes on at a token; None if it does not."""
    if not steps:
        return at
    for position in range(at, min(at + steps[0].gap + 1, len(tokens))):
        if tokens[position] == _CUT:
            return None
        if steps[0].fits(tokens[position]) and (end := _end(steps[1:], tokens, position + 1)) is not None:
            return end
    return None


def _tokens(text: str) -> list[str]:
    """Words made plain; each Chinese sign by itself, a Cyrillic apostrophe part of its word."""
    words = plain(_CYRILLIC_APOSTROPHE.sub("", text)).translate(_ARABIC)
    spaced = "".join(f" {c} " if "\u3400" <= c <= "\u9fff" else c for c in words)
    written_out = (_TEXTING.get(word, word) for word in spaced.split())
    return [_squeezed(word) for phrase in written_out for word in phrase.split()]


def _squeezed(word: str) -> str:
    """One letter for two of the same, `k` for `ch`: "pikkia" and "picchia" are one word."""
    kept = "".join(c for c, before in zip(word, " " + word, strict=False) if c != before)
    return kept.replace("ch", "k")


def _phrase(text: str, words: DangerWords) -> Phrase:
    """Reads `marito|moglie ... pic*`: alternatives, words skipped, beginnings, and <groups>."""
    steps: list[Step] = []
    gap = 0
    for piece in text.split():
        if piece == "...":
            gap = GAP
            continue
        options = [option for part in piece.split("|") for option in _options(part, words)]
        for number, step in enumerate(_steps(options)):
            steps.append(Step(step.words, step.beginnings, gap if number == 0 else 0))
        gap = 0
    return tuple(steps)


def _options(part: str, words: DangerWords) -> list[str]:
    return words.groups[part[1:-1]] if part.startswith("<") else [part]


def _steps(options: list[str]) -> list[Step]:
    """One step for alternatives; several where a single one is written without spaces (Chinese)."""
    if len(options) == 1 and len(tokens := _tokens(options[0])) > 1:
        return [Step(frozenset({token}), ()) for token in tokens]
    whole = frozenset(_only(option) for option in options if not option.endswith("*"))
    return [Step(whole, tuple(_only(option) for option in options if option.endswith("*")))]


def _only(option: str) -> str:
    """The plain form of one alternative."""
    return "".join(_tokens(option))
