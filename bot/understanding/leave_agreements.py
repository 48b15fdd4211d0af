"""Which collective agreement a text names: by name, nickname or CNEL code, or misspelled after a cue.

Nicknames ("metalmeccanici") count anywhere. Words of every day ("commercio", "banca") and misspellings count only a few
words after a cue such as "contratto" or "lavoro in", or when the text says nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.knowledge.leave_agreements import Agreement, Agreements, SharedName
from bot.model.entities import AgreementMention
from bot.understanding.plain import plain

SIMILAR = 88.0
"""Least similarity (0 to 100) of a misspelling."""
SHORTEST_GUESS = 7
"""Names of fewer letters are never guessed."""
CUE_REACH = 4
"""Words between the start of a cue and the name, at most."""
_WORD = re.compile(r"\w+")
_PART = re.compile(r"[^,;.!?\n]+")
_NUMBERS = re.compile(r"\b(?:(?:in|su|per|x)\s+)?\d+(?:[.,]\d+)?\s*(?:or[ae]|h|giorni|gg)?\b", re.IGNORECASE)
_LITTLE = frozenset(
    {
        "il", "lo", "la", "i", "gli", "le", "l", "un", "una", "del", "della", "dei", "delle", "di", "da", "d", "e",
        "per", "no", "anzi", "scusa", "sono", "siamo", "ccnl", "contratto", "contratti", "collettivo", "nazionale",
        "lavoro", "quello", "settore", "mio", "nostro", "ho", "abbiamo", "io", "noi", "si", "con", "al", "alle",
        "ciao", "ma", "invece", "in", "nel", "nella", "se",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


class AgreementFinder:
    """Finds agreements in texts; built once, then only read."""

    def __init__(self, agreements: Agreements) -> None:
        self._agreements = agreements
        rows: list[Agreement | SharedName] = [*agreements.by_id.values(), *agreements.shared.values()]
        self._sure = {_key(name): row.id for row in rows for name in (*row.nicknames, row.name)}
        self._sectors = {_key(name): row.id for row in rows for name in row.sectors}
        codes = {code.casefold(): row.id for row in rows for code in row.cnel}
        self._codes = frozenset(codes)
        self._sure |= {(code,): id for code, id in codes.items()}
        self._known = self._sectors | self._sure
        self._longest = max(map(len, self._known), default=0)
        self._starts = {name[0] for name in self._known}
        self._not_names = [_key(name) for name in agreements.not_names]
        self._cues = [_key(cue) for cue in agreements.cues]
        self._guessable = {
            " ".join(name): id for name, id in self._known.items() if len("".join(name)) >= SHORTEST_GUESS
        }

    def find(self, text: str) -> AgreementMention | None:
        """The agreement named in the text; a code wins, then the clearest name, then the first. Never raises."""
        words = _words(text)
        masked = self._masked(words)
        mentions = list(self._written(words, masked))
        if not mentions:
            mentions = list(self._misspelled(words, masked))
        codes = {word.start for word in words if word.text in self._codes}
        return max(mentions, key=lambda one: (one.start in codes, len(one.candidates) == 1, -one.start), default=None)

    def find_in_parts(self, text: str) -> AgreementMention | None:
        """The agreement that a part between commas names beside numbers alone: "bimbo di 3 anni, commercio 40 ore"."""
        for part in _PART.finditer(text):
            if (found := self.find(_NUMBERS.sub(lambda said: " " * len(said[0]), part[0]))) is not None:
                return replace(found, start=found.start + part.start(), end=found.end + part.start())
        return None

    def _masked(self, words: list[_Word]) -> set[int]:
        """Places of words in sayings that are no names."""
        texts = tuple(word.text for word in words)
        return {
            at + step
            for name in self._not_names
            for at in range(len(words))
            if texts[at : at + len(name)] == name
            for step in range(len(name))
        }

    def _written(self, words: list[_Word], masked: set[int]) -> Iterator[AgreementMention]:
        at = 0
        while at < len(words):
            end = self._longest_name(words, at) if at not in masked and words[at].text in self._starts else None
            if end:
                yield self._mention(self._known[tuple(word.text for word in words[at:end])], words, at, end)
            at = end or at + 1

    def _longest_name(self, words: list[_Word], at: int) -> int | None:
        """The end of the longest name that starts here and counts here."""
        for end in range(min(len(words), at + self._longest), at, -1):
            name = tuple(word.text for word in words[at:end])
            if name in self._sure or (name in self._sectors and self._expected(words, at, end)):
                return end
        return None

    def _misspelled(self, words: list[_Word], masked: set[int]) -> Iterator[AgreementMention]:
        from rapidfuzz import fuzz, process  # slow to import, and `concilia leave` goes by exact names

        for at in range(len(words)):
            for length in (3, 2, 1):
                end = at + length
                if end > len(words) or masked & set(range(at, end)) or words[at].text in _LITTLE:
                    continue
                window = " ".join(word.text for word in words[at:end])
                if len(window) < SHORTEST_GUESS or not self._expected(words, at, end):
                    continue
                guess = process.extractOne(window, self._guessable.keys(), scorer=fuzz.ratio, score_cutoff=SIMILAR)
                if guess:
                    yield self._mention(self._guessable[guess[0]], words, at, end, exact=False)
                    break

    def _expected(self, words: list[_Word], at: int, end: int) -> bool:
        """A cue stands shortly before, or the rest says nothing."""
        before = tuple(word.text for word in words[max(0, at - CUE_REACH) : at])
        if any(cue == before[i : i + len(cue)] for cue in self._cues for i in range(len(before))):
            return True
        others = [word.text for i, word in enumerate(words) if not at <= i < end]
        return all(other in _LITTLE for other in others)

    def _mention(self, id: str, words: list[_Word], at: int, end: int, exact: bool = True) -> AgreementMention:
        candidates = self._agreements.candidates(id)
        return AgreementMention(id, candidates, words[at].start, words[end - 1].end, exact)


def _words(text: str) -> list[_Word]:
    return [
        _Word(piece, found.start(), found.end())
        for found in _WORD.finditer(text)
        for piece in map(_with_zeros, plain(found[0].replace("_", " ")).split())
    ]


def _with_zeros(word: str) -> str:
    """A code is often typed with the letter O: "ho11" is H011. No code holds that letter."""
    return word.replace("o", "0") if any(letter.isdigit() for letter in word) else word


def _key(name: str) -> tuple[str, ...]:
    return tuple(plain(name).split())
