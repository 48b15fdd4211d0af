"""Every way to write a place, and the name that a misspelling is most like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from bot.knowledge.territory import Territory, name_words
from bot.understanding.places.sound import slips, sound
from bot.understanding.places.words import Words

Target = Literal["comune", "ambiguous", "outside", "nothing"]
SHORTEST = 4
"""Letters, as it sounds, of the shortest name that a misspelling may stand for."""
WITH_INITIALS = 3
"""Words of a name of which one may be an initial."""
FEWEST, SHORT_WORD = 3, 6
"""Letters of a word that is cut short among others, and alone."""
LONG_OUTSIDE = 7
"""Letters from which one of them may be wrong in the name of a place outside."""


@dataclass(frozen=True, slots=True)
class Name:
    """A way to write a place, and what it stands for."""

    shown: str
    target: Target
    key: str = ""
    """ISTAT code, name of the ambiguity, or id of the note for places outside."""
    guessed: bool = True
    """Whether more than its sound may be misspelt."""

    rank: int = 1
    """Of names just as like a slip: the municipality's own comes first, then those inside, then those outside."""

    @property
    def meaning(self) -> tuple[Target, str]:
        return self.target, self.key


@dataclass(frozen=True, slots=True)
class Guess:
    """What a misspelling may stand for."""

    name: Name
    distance: int
    """Letters that are wrong."""
    length: int
    ties: tuple[Name, ...]
    """Other places just as like it."""
    rivals: bool
    """Whether another place is nearly as like it."""

    @property
    def cost(self) -> float:
        return self.distance / self.length


def all_names(territory: Territory) -> Iterator[tuple[Words, Name]]:
    """Every way to write a place. What comes later wins: ambiguous names over all, phrases that are no place last."""
    for row in territory.outside.values():
        for name in row.names:
            yield name_words(name), Name(name, "outside", row.id, row.guessed, rank=2)
    for words, istat in _with_initials(territory).items():
        yield words, Name(territory.municipalities[istat].name, "comune", istat)
    for istat, comune in territory.municipalities.items():
        for alias in comune.aliases:
            yield name_words(alias), Name(comune.name, "comune", istat)
        for name in comune.localities:
            yield name_words(name), Name(name, "comune", istat)
        yield name_words(comune.name), Name(comune.name, "comune", istat, rank=0)
    for key, ambiguous in territory.ambiguous.items():
        for name in (key, *ambiguous.names):
            yield name_words(name), Name(key, "ambiguous", key)
    for phrase in territory.not_places:
        yield name_words(phrase), Name(phrase, "nothing")


def _with_initials(territory: Territory) -> dict[Words, str]:
    """ "S. G. Milanese": a name of three words of which one is its first letter alone, where one municipality is written so."""
    found: defaultdict[Words, set[str]] = defaultdict(set)
    for istat, comune in territory.municipalities.items():
        words = name_words(comune.name)
        for at in range(1, len(words) if len(words) >= WITH_INITIALS else 0):
            if len(words[at]) >= SHORTEST:
                found[(*words[:at], words[at][0], *words[at + 1 :])].add(istat)
    return {words: next(iter(owners)) for words, owners in found.items() if len(owners) == 1}


class Likeness:
    """The names as they sound and as they are written, without spaces: "quintostampi" is "Quinto Stampi"."""

    def __init__(self, names: Mapping[Words, Name]) -> None:
        told = {words: name for words, name in names.items() if name.target != "nothing"}
        self._by_sound = _Table(told, sound)
        self._by_letters = _Table(told, _as_written)
        self._of_word = lru_cache(maxsize=8192)(self._guess_word)  # most words come again
        self._beginning: defaultdict[str, list[tuple[Words, Name]]] = defaultdict(list)
        for words, name in told.items():
            if name.target != "outside":
                self._beginning[words[0][:FEWEST]].append((words, name))

    def same(self, words: Sequence[str]) -> Guess | None:
        """The name that sounds the same."""
        return self._by_sound.same("".join(map(sound, words)), len(words))

    def guess(self, words: Sequence[str]) -> Guess | None:
        """The name most like these words; None if none is like enough.

        A name torn in pieces must sound the same: "ogni anno" is not Rognano.
        """
        if len(words) == 1:
            return self._of_word(words[0])
        heard = "".join(map(sound, words))
        return self.same(words) or self._by_sound.near(heard, len(words)) or self._shortened(words)

    def _guess_word(self, word: str) -> Guess | None:
        if same := self.same((word,)):
            return same
        near = (guess for guess in (self._by_sound.near(sound(word), 1), self._by_letters.near(word, 1)) if guess)
        best = min(near, key=lambda guess: (guess.distance, guess.name.rank), default=None)
        return best or self._shortened((word,))

    def _shortened(self, words: Sequence[str]) -> Guess | None:
        """ "san giu", "pesch borromeo", "lacchia": the name whose words begin so."""
        meant = {
            name.meaning: name
            for full, name in self._beginning.get(words[0][:FEWEST], ())
            if _is_short_for(words, full)
        }
        if not meant:
            return None
        first, *others = meant.values()
        return Guess(first, 1, sum(map(len, words)), tuple(others), rivals=True)


def _is_short_for(words: Sequence[str], full: Words) -> bool:
    """Something is left out within a word: the first word alone of a name ("cascina") is no short form of it."""
    if len(words) == 1 and len(words[0]) >= SHORT_WORD:
        joined = "".join(full)
        cuts = {len("".join(full[:count])) for count in range(1, len(full) + 1)}
        return joined.startswith(words[0]) and len(words[0]) not in cuts
    if not 1 < len(words) <= len(full) or tuple(words) == full[: len(words)]:
        return False
    return all(
        whole == word or (len(word) >= FEWEST and whole.startswith(word))
        for word, whole in zip(words, full, strict=False)
    )


def _as_written(word: str) -> str:
    return word


class _Table:
    """The names in one spelling."""

    def __init__(self, names: Mapping[Words, Name], spelled: Callable[[str], str]) -> None:
        self._names: defaultdict[str, list[tuple[Name, int]]] = defaultdict(list)
        """With how many words the name has."""
        for words, name in names.items():
            heard = "".join(map(spelled, words))
            if len(heard) >= SHORTEST and heard.isalpha():
                self._names[heard].append((name, len(words)))
        self._close: dict[tuple[int, str], list[str]] = {}

    def same(self, heard: str, count: int) -> Guess | None:
        named = self._names.get(heard, ())
        return _best(heard, [(0, heard, name) for name, size in named if count <= size or name.target != "outside"])

    def near(self, heard: str, count: int) -> Guess | None:
        """The nearest name, of as many words at least; several words must begin as the name does."""
        keys = self._of_length(len(heard), heard[:1] if count > 1 else "")
        found = extract(heard, keys, scorer=OSA.distance, score_cutoff=slips(len(heard) + 2) + 1, limit=None)
        return _best(
            heard,
            [
                (int(distance), key, name)
                for key, distance, _ in found
                for name, size in self._names[key]
                if count <= size
            ],
        )

    def _of_length(self, length: int, first: str) -> list[str]:
        """Names that so many letters may stand for; with a first letter, those of several words. Kept: they are few."""
        if (length, first) not in self._close:
            self._close[length, first] = [
                key
                for key, named in self._names.items()
                if abs(len(key) - length) <= slips(len(key)) + 1
                and key.startswith(first)
                and any(name.guessed and (size > 1 or not first) for name, size in named)
            ]
        return self._close[length, first]


def _best(heard: str, found: list[tuple[int, str, Name]]) -> Guess | None:
    near = sorted(found, key=lambda one: (one[0], one[2].rank))
    fitting = [one for one in near if _may_stand_for(heard, *one)]
    if not fitting:
        return None
    distance, key, name = fitting[0]
    ties = tuple(
        other
        for far, _, other in fitting
        if (far, other.rank) == (distance, name.rank) and other.meaning != name.meaning
    )
    reach = distance + 1 if distance else 0
    rivals = any(far <= reach and other.meaning != name.meaning for far, _, other in near)
    return Guess(name, distance, len(key), ties, rivals)


def _may_stand_for(heard: str, distance: int, key: str, name: Name) -> bool:
    allowed = slips(len(key))
    if name.target == "outside":
        allowed = 1 if name.guessed and len(key) >= LONG_OUTSIDE else 0
    return distance <= allowed and (distance < 2 or heard[0] == key[0])
