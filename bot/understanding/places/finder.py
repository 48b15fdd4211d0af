"""Finds places in texts.

Order of trust: names as they are written, then postcodes, then misspellings. A name counts only where it can be a
place: not after "via" or "piazza", and an ordinary word ("opera") only after "abito a" and the like, or when the text
says nothing else. A misspelling is certain only where it sounds like one place and like no other; else it is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.knowledge.territory import Territory, fold, name_words
from bot.model.understanding import Place
from bot.understanding.places.home import Role, roles
from bot.understanding.places.names import Guess, Likeness, Name, all_names
from bot.understanding.places.postcodes import Postcodes
from bot.understanding.places.words import (
    AFTER_A_PLACE,
    AND,
    ARTICLES,
    BEFORE_A_PLACE,
    BEFORE_A_SLIP,
    PAUSE,
    STOPS,
    Words,
    after,
    by_itself,
    counts_something,
    following,
    is_cap,
    lives_there,
    of_a_street,
    only_little,
    previous,
    says_comune,
    words_of,
)

LONGEST_WINDOW = 5
NAMES_AT_MOST = 40
"""Names read in one text: more is no sentence."""
GUESSED_WORDS = 120
"""Words of a text that are read as misspellings: nobody tells a town at the end of a long letter only."""
SURE_SOUND, SURE_SLIP = 7, 9
"""Letters of a name from which the same sound is certain, and a single wrong letter."""
LONG_WORD = 8
"""Letters below which a misspelt name that is an ordinary word ("opira") counts only alone or after "abito a" and the like."""
WEAK_SOUND, WEAK_SLIP, WEAK_SLIPS = 5, 7, 12
"""The same to be asked about where nothing around the words leads to a place."""
MOST_CANDIDATES = 4


@dataclass(frozen=True, slots=True)
class _Hit:
    name: Name
    start: int
    end: int
    """Words [start, end) of the text."""
    sure: bool = True
    cost: float = 0.0
    """Of a misspelling: how unlike the name it is."""
    ties: tuple[str, ...] = ()
    """Municipalities whose name it may be just as well."""


class PlaceFinder:
    """Finds places in texts; built once from the territory, then only read."""

    def __init__(self, territory: Territory) -> None:
        self._territory = territory
        self._names = dict(all_names(territory))
        self._common = {name_words(word) for word in territory.common_words}
        self._ordinary = frozenset(map(fold, territory.ordinary_words))
        self._longest = max(map(len, self._names), default=0)
        self._starts = {words[0] for words in self._names}
        self._likeness = Likeness(self._names)
        self._postcodes = Postcodes(territory)

    def find(self, text: str) -> Place | None:
        """The place that the text is about, or None. Never raises; where two are meant alike it is `ambiguous`."""
        words = words_of(text)
        if not words:
            return None
        hits = self._hits(words)
        caps = [at for at, _ in enumerate(words) if is_cap(words, at)]
        taken = {at for hit in hits for at in range(hit.start, hit.end)} | set(caps)
        alone = only_little(words, taken)
        place = self._named(words, hits, [words[at] for at in caps], alone) or self._postcodes.place(words, caps)
        lived = bool(roles(words, [(hit.start, hit.end) for hit in hits]))
        return replace(place, alone=alone, lived=lived) if place else None

    def home_and_work(self, text: str) -> tuple[Place | None, Place | None]:
        """The places that the text calls home and work."""
        words = words_of(text)
        hits = self._hits(words)
        found: dict[Role, Place] = {}
        for number, its in roles(words, [(hit.start, hit.end) for hit in hits]).items():
            for role in its:
                found.setdefault(role, self._place(words, hits[number], alone=False))
        return found.get("home"), found.get("work")

    # --- names in the text ---

    def _hits(self, words: Sequence[str]) -> list[_Hit]:
        written = list(self._all_written(words))
        guessed = sorted(self._guesses(words, written), key=lambda hit: (hit.cost, hit.start - hit.end))
        hits = list(written)
        for hit in guessed:
            covered = [other for other in hits if hit.start < other.end and other.start < hit.end]
            if all(_continues(hit, other) for other in covered):
                hits = [other for other in hits if other not in covered] + [hit]
        real = (hit for hit in hits if hit.name.target != "nothing" and not of_a_street(words, hit.start))
        return sorted(real, key=lambda hit: hit.start)[:NAMES_AT_MOST]

    def _all_written(self, words: Sequence[str]) -> Iterator[_Hit]:
        at = 0
        while at < len(words):
            hit = self._written(words, at)
            if hit:
                yield hit
            at = hit.end if hit else at + 1

    def _written(self, words: Sequence[str], at: int) -> _Hit | None:
        """The longest name that starts here."""
        if words[at] not in self._starts:
            return None
        for end in range(min(len(words), at + self._longest), at, -1):
            window = tuple(words[at:end])
            name = self._names.get(window)
            if name is None or counts_something(words, end):
                continue
            if window in self._common and not self._can_be_a_place(words, at, end):
                continue
            return _Hit(name, at, end)
        return None

    def _can_be_a_place(self, words: Sequence[str], start: int, end: int) -> bool:
        """After a preposition or a postcode, at the end of an address, beside another name, or all that is said."""
        if after(words, start, BEFORE_A_PLACE - {"in"}) or (start and is_cap(words, start - 1)):
            return True
        if lives_there(words, start):
            return True
        if after(words, start, ARTICLES):
            return False
        if after(words, start, frozenset({PAUSE})) and end == len(words):
            return True
        return self._beside_a_name(words, start, end) or only_little(words, set(range(start, end)))

    def _beside_a_name(self, words: Sequence[str], start: int, end: int) -> bool:
        """ "due sedi, Opera e Rozzano", "tra Rozzano e Opera"."""
        before, then = previous(words, start), following(words, end) or PAUSE
        if before in ("", PAUSE, "tra", "fra") and then in AND:
            return any(self._plain(words, end + 1, last) for last in range(end + 2, end + 2 + self._longest))
        if before in AND and then == PAUSE:
            return any(self._plain(words, first, start - 1) for first in range(start - 1 - self._longest, start - 1))
        return False

    def _plain(self, words: Sequence[str], start: int, end: int) -> bool:
        """The words are a municipality's name, and no ordinary word."""
        window = tuple(words[max(start, 0) : end])
        name = self._names.get(window)
        return name is not None and name.target == "comune" and window not in self._common

    # --- misspellings ---

    def _guesses(self, words: Sequence[str], written: Sequence[_Hit]) -> Iterator[_Hit]:
        """What may be a misspelt name, or a longer name than the one written there."""
        taken = {at: hit for hit in written for at in range(hit.start, hit.end)}
        for start in range(min(len(words), GUESSED_WORDS)):
            for end in range(start + 1, min(len(words), start + LONGEST_WINDOW) + 1):
                if words[end - 1] == PAUSE:
                    break
                inside = {taken[at] for at in range(start, end) if at in taken}
                if any(hit.start < start or hit.end > end or hit.end - hit.start == end - start for hit in inside):
                    continue
                if guessed := self._guess(words, start, end, longer=bool(inside)):
                    yield guessed

    def _guess(self, words: Sequence[str], start: int, end: int, longer: bool) -> _Hit | None:
        window = tuple(words[start:end])
        if not _may_be_a_name(window) or window in self._names:
            return None
        common = self._is_common(window)
        guess = self._likeness.same(window) if common else self._likeness.guess(window)
        if guess is None or (common and guess.name.target == "outside"):
            return None
        lone = only_little(words, set(range(start, end)))
        told = lone or lives_there(words, start)
        if common:
            return _Hit(guess.name, start, end, sure=False) if told else None
        if guess.length < LONG_WORD and name_words(guess.name.shown) in self._common and not told:
            return None
        led = lone or longer or _led_to(words, start, end)
        if not led and not _clear_by_itself(words, start, guess):
            return None
        same_sound = guess.distance == 0 and guess.length >= SURE_SOUND
        one_slip = guess.distance == 1 and guess.length >= SURE_SLIP
        sure = led and (same_sound or one_slip) and not guess.rivals
        ties = tuple(one.key for one in guess.ties if one.target == "comune")
        return _Hit(guess.name, start, end, sure, guess.cost, ties)

    def _is_common(self, window: Words) -> bool:
        return all(word in self._ordinary or word in STOPS for word in window)

    # --- what the names amount to ---

    def _named(self, words: Sequence[str], hits: list[_Hit], caps: list[str], alone: bool) -> Place | None:
        inside = [hit for hit in hits if hit.name.target in ("comune", "ambiguous")]
        if inside:
            return self._agreed(words, inside, caps, alone)
        for hit in hits:
            return Place("outside", hit.name.shown, outside=hit.name.key)
        return None

    def _place(self, words: Sequence[str], hit: _Hit, alone: bool) -> Place:
        name = hit.name
        if name.target == "outside":
            return Place("outside", name.shown, outside=name.key)
        if name.target == "comune" and hit.ties:
            candidates = tuple(dict.fromkeys((name.key, *hit.ties)))[:MOST_CANDIDATES]
            return Place("ambiguous", self._joined(candidates), candidates=candidates)
        if name.target == "comune":
            return Place("found" if hit.sure else "confirm", name.shown, comune=name.key)
        row = self._territory.ambiguous[name.key]
        if len(row.candidates) > 1:
            return Place("ambiguous", row.name, candidates=tuple(row.candidates))
        sure = hit.sure and row.sure_alone and (alone or says_comune(words, hit.start))
        return Place("found" if sure else "confirm", row.name, comune=row.candidates[0])

    def _agreed(self, words: Sequence[str], hits: list[_Hit], caps: list[str], alone: bool) -> Place:
        """One place out of those inside: equal ones agree, home wins, a postcode or a clear name settles a doubt."""
        places = [self._place(words, hit, alone) for hit in hits]
        clear = [place for place in places if place.comune]
        comuni = list(dict.fromkeys(place.comune for place in clear if place.comune))
        if len(comuni) > 1:
            return self._of_several(words, hits, places, comuni)
        if not comuni:
            return self._postcodes.settle(places[0], caps)
        best = min(clear, key=lambda place: place.status != "found")
        return replace(best, status="found") if comuni[0] in self._postcodes.comuni(caps) else best

    def _of_several(self, words: Sequence[str], hits: list[_Hit], places: list[Place], comuni: list[str]) -> Place:
        """Home, with the others beside it; where none is called home, which one is asked."""
        its = roles(words, [(hit.start, hit.end) for hit in hits])
        home = next((places[number] for number, each in its.items() if "home" in each and places[number].comune), None)
        if home:
            return replace(home, others=tuple(istat for istat in comuni if istat != home.comune))
        return Place("ambiguous", self._joined(comuni), candidates=tuple(comuni))

    def _joined(self, comuni: Sequence[str]) -> str:
        return " / ".join(self._territory.municipalities[istat].name for istat in comuni)


def _led_to(words: Sequence[str], start: int, end: int) -> bool:
    """Something around the words says that they are a place."""
    if after(words, start, BEFORE_A_SLIP) or by_itself(words, start, end):
        return True
    return previous(words, start) in ("", PAUSE) and following(words, end) in AFTER_A_PLACE


def _clear_by_itself(words: Sequence[str], start: int, guess: Guess) -> bool:
    """A slip that is near enough although nothing around it leads to a place."""
    if guess.distance <= 1 and after(words, start, frozenset({"", PAUSE})):
        return True
    least = (WEAK_SOUND, WEAK_SLIP, WEAK_SLIPS)[min(guess.distance, 2)]
    return guess.length >= least


def _may_be_a_name(window: Words) -> bool:
    """It begins and ends as names do."""
    if len(window) == 1:
        return window[0] not in STOPS and not window[0].isdigit()
    begins = window[0] not in STOPS or window[0] in ARTICLES
    return begins and window[-1] not in STOPS and not any(word.isdigit() for word in window)


def _continues(guess: _Hit, written: _Hit) -> bool:
    """The guess is a longer name than the one written in it: "San Donato Milanse", "Peschiera del Grada"."""
    if written.end - written.start >= guess.end - guess.start:
        return False
    return written.name.target in ("ambiguous", "outside") or guess.name.key == written.name.key
