"""Which place a text names: a municipality of the territory, a place outside, or a name to ask about.

Order of trust: names as they are written, then postcodes, then misspellings. A name counts only where it can be a
place: not after "via" or "piazza", and an ordinary word ("opera") or a misspelling only after a preposition, or
when the text says nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rapidfuzz import fuzz, process

from bot.knowledge.territory import Territory, fold, name_words
from bot.model.understanding import Place

Words = tuple[str, ...]

SIMILAR = 86.0
"""Least similarity (0 to 100) of a misspelling; below it other towns start to answer."""
SURE = 95.0
"""From here on a misspelling needs no yes."""
SIMILAR_OUTSIDE = 90.0
SHORT, SHORT_LOCALITY, SHORT_OUTSIDE = 5, 9, 6
"""Names of so few letters are never guessed: too many Italian words are like them."""
LONGEST_WINDOW = 4
NAMES_AT_MOST = 40
"""Names read in one text: more is no sentence."""
ELSEWHERE = "altrove"

PAUSE = "|"
_BREAK = re.compile(r"[,;:!?\n/()\[\]\"«»…–—]|(?<=\w{4})\.(?=\s|$)|(?<=\d)\.(?=\s|$)|\s-\s")
_TOKEN = re.compile(r"\w+|\|")
_CAP = re.compile(r"\d{5}")

_STREETS = frozenset({"via", "viale", "piazza", "piazzale", "corso", "largo", "vicolo", "strada"})
_BEFORE_A_PLACE = frozenset({"a", "ad", "di", "da", "in", "comune", "en", "at", "from", "near", "zona", "frazione"})
_BEFORE_A_SLIP = _BEFORE_A_PLACE | {
    "abito", "vivo", "sto", "risiedo", "residente", "citta", "paese", "quartiere", "localita", "tra", "fra", "verso",
    "presso", "vicino", "sede", "sedi", "lavoro", "cap",
}  # fmt: skip
_AND = frozenset({"e", "ed", "o", "oppure"})
_OPENING = frozenset({"", PAUSE, "tra", "fra"})
_LITTLE = frozenset(
    {
        PAUSE, "io", "noi", "sono", "siamo", "abito", "abitiamo", "vivo", "viviamo", "sto", "stiamo", "risiedo",
        "residente", "residenti", "vengo", "a", "ad", "di", "da", "in", "nel", "nella", "al", "del", "della", "dal", "il",
        "la", "e", "mi", "mio", "mia", "comune", "citta", "paese", "zona", "frazione", "quartiere", "localita", "cap",
        "provincia", "milano", "vicino", "qui", "ciao", "buongiorno", "buonasera", "salve", "grazie", "si", "ecco",
        "i", "live", "am", "im", "from", "en", "de", "je", "j", "habite", "suis", "soy", "locuiesc", "jetoj", "ne",
    }
)  # fmt: skip
_LEADING_TO_A_PLACE = frozenset(
    {
        "lavoro",
        "lavoriamo",
        "lavora",
        "work",
        "lo",
        "gli",
        "sportello",
        "sportelli",
        "ufficio",
        "uffici",
        "sede",
        "punto",
    }
)
"""As little as those where the place follows: "sportello Opera", and not "Opera, lavoro in ufficio"."""
_COUNTED = frozenset(
    {
        "giorni", "giorno", "gg", "volte", "ore", "h", "anni", "mesi", "settimane", "figli", "bambini", "bimbi", "km",
        "persone", "dipendenti", "fermate", "mattine", "pomeriggi", "sere", "turni", "minuti", "sedi", "uffici",
    }
)  # fmt: skip

Target = Literal["comune", "ambiguous", "outside", "nothing"]


@dataclass(frozen=True, slots=True)
class _Name:
    """A way to write a place, and what it stands for."""

    shown: str
    target: Target
    key: str = ""
    """ISTAT code, name of the ambiguity, or id of the note for places outside."""


@dataclass(frozen=True, slots=True)
class _Hit:
    name: _Name
    start: int
    end: int
    """Words [start, end) of the text."""
    sure: bool = True


class PlaceFinder:
    """Finds places in texts; built once from the territory, then only read."""

    def __init__(self, territory: Territory) -> None:
        self._territory = territory
        self._names = dict(_all_names(territory))
        self._common = {name_words(word) for word in territory.common_words}
        self._longest = max(map(len, self._names), default=0)
        self._starts = {words[0] for words in self._names}
        self._guessable = _guessable(territory, self._common)
        self._caps = _caps(territory)
        self._prefixes = [(prefix, row.id) for row in territory.outside.values() for prefix in row.cap_prefixes]

    def find(self, text: str) -> Place | None:
        """The place that the text is about, or None. Never raises; two places inside are `ambiguous`."""
        words = _words(text)
        if not words:
            return None
        hits = self._hits(words)
        caps = [at for at, word in enumerate(words) if _is_cap(words, at)]
        taken = {at for hit in hits for at in range(hit.start, hit.end)} | set(caps)
        alone = _only_little(words, taken)
        place = self._named(words, hits, [words[at] for at in caps], alone) or self._by_cap(words, caps)
        return replace(place, alone=alone) if place else None

    # --- names in the text ---

    def _hits(self, words: Sequence[str]) -> list[_Hit]:
        hits: list[_Hit] = []
        at = 0
        while at < len(words) and len(hits) < NAMES_AT_MOST:
            hit = self._written(words, at)
            if hit is None or hit.name.target in ("comune", "ambiguous"):
                hit = self._misspelled(words, at, hit) or hit
            if hit and hit.name.target != "nothing" and not _after(words, at, _STREETS):
                hits.append(hit)
            at = hit.end if hit else at + 1
        return hits

    def _written(self, words: Sequence[str], at: int) -> _Hit | None:
        """The longest name that starts here."""
        if words[at] not in self._starts:
            return None
        for end in range(min(len(words), at + self._longest), at, -1):
            window = tuple(words[at:end])
            name = self._names.get(window)
            if name is None or _counts_something(words, end):
                continue
            if window in self._common and not self._can_be_a_place(words, at, end):
                continue
            return _Hit(name, at, end)
        return None

    def _can_be_a_place(self, words: Sequence[str], start: int, end: int) -> bool:
        """After a preposition or a postcode, at the end of an address, beside another name, or all that is said."""
        if _after(words, start, _BEFORE_A_PLACE) or (start and _is_cap(words, start - 1)):
            return True
        if _after(words, start, frozenset({PAUSE})) and end == len(words):
            return True
        return self._beside_a_name(words, start, end) or _only_little(words, set(range(start, end)))

    def _beside_a_name(self, words: Sequence[str], start: int, end: int) -> bool:
        """ "due sedi, Opera e Rozzano", "tra Rozzano e Opera"."""
        before, after = _previous(words, start), words[end] if end < len(words) else PAUSE
        if before in _OPENING and after in _AND:
            return any(self._plain(words, end + 1, last) for last in range(end + 2, end + 2 + self._longest))
        if before in _AND and after == PAUSE:
            return any(self._plain(words, first, start - 1) for first in range(start - 1 - self._longest, start - 1))
        return False

    def _plain(self, words: Sequence[str], start: int, end: int) -> bool:
        """The words are a municipality's name, and no ordinary word."""
        window = tuple(words[max(start, 0) : end])
        name = self._names.get(window)
        return name is not None and name.target == "comune" and window not in self._common

    def _misspelled(self, words: Sequence[str], start: int, written: _Hit | None) -> _Hit | None:
        """The name most like the words from here on; longer than the name `written` here, if any, and of its place."""
        if not written and (words[start] in _LITTLE or words[start].isdigit()):
            return None
        least = written.end + 1 if written else start + 1
        best: tuple[float, _Hit] | None = None
        for end in range(least, min(len(words), start + LONGEST_WINDOW) + 1):
            if words[end - 1] == PAUSE:
                break
            if not written and not _can_be_a_slip(words, start, end):
                continue
            guess = self._most_like(" ".join(words[start:end]))
            if guess is None or (written and not _continues(guess[1], written)):
                continue
            if best is None or guess[0] > best[0]:
                best = guess[0], _Hit(guess[1], start, end, sure=guess[0] >= SURE)
        return best[1] if best else None

    def _most_like(self, window: str) -> tuple[float, _Name] | None:
        if len(window) < SHORT:
            return None
        found = process.extractOne(window, self._guessable.keys(), scorer=fuzz.ratio, score_cutoff=SIMILAR)
        if found is None:
            return None
        name = self._guessable[found[0]]
        if name.target == "outside" and found[1] < SIMILAR_OUTSIDE:
            return None
        return found[1], name

    # --- what the names amount to ---

    def _named(self, words: Sequence[str], hits: list[_Hit], caps: list[str], alone: bool) -> Place | None:
        inside = [self._place(words, hit, alone) for hit in hits if hit.name.target in ("comune", "ambiguous")]
        if inside:
            return self._agreed(inside, caps)
        for hit in hits:
            return Place("outside", hit.name.shown, outside=hit.name.key)
        return None

    def _place(self, words: Sequence[str], hit: _Hit, alone: bool) -> Place:
        name = hit.name
        if name.target == "comune":
            return Place("found" if hit.sure else "confirm", name.shown, comune=name.key)
        row = self._territory.ambiguous[name.key]
        if len(row.candidates) > 1:
            return Place("ambiguous", row.name, candidates=tuple(row.candidates))
        sure = row.sure_alone and (alone or _says_comune(words, hit.start))
        return Place("found" if sure else "confirm", row.name, comune=row.candidates[0])

    def _agreed(self, places: list[Place], caps: list[str]) -> Place:
        """One place out of those inside: equal ones agree, a postcode or a clear name settles a doubtful one."""
        clear = [place for place in places if place.comune]
        comuni = list(dict.fromkeys(place.comune for place in clear if place.comune))
        if len(comuni) > 1:
            return Place("ambiguous", " / ".join(map(self._name_of, comuni)), candidates=tuple(comuni))
        if not comuni:
            return self._settled_by_cap(places[0], caps)
        best = min(clear, key=lambda place: place.status != "found")
        by_cap = {istat for cap in caps for istat in self._caps.get(cap, ())}
        return replace(best, status="found") if comuni[0] in by_cap else best

    def _settled_by_cap(self, place: Place, caps: list[str]) -> Place:
        for cap in caps:
            common = [istat for istat in place.candidates if istat in self._caps.get(cap, ())]
            if len(common) == 1:
                return Place("found", place.name, comune=common[0])
        return place

    def _by_cap(self, words: Sequence[str], caps: list[int]) -> Place | None:
        """Only where no name was found: a postcode alone rarely says one municipality."""
        outside: Place | None = None
        for at in caps:
            cap = words[at]
            candidates = self._caps.get(cap, ())
            if len(candidates) == 1:
                return Place("found", cap, comune=candidates[0])
            if candidates:
                return Place("ambiguous", cap, candidates=candidates)
            note = next((key for prefix, key in self._prefixes if cap.startswith(prefix)), ELSEWHERE)
            said = _after(words, at, frozenset({"cap"})) or _only_little(words, {at})
            if said and note in self._territory.outside:
                outside = outside or Place("outside", cap, outside=note)
        return outside

    def _name_of(self, istat: str) -> str:
        return self._territory.municipalities[istat].name


# --- words ---


def _words(text: str) -> list[str]:
    """The folded words, with a mark where a pause or a sign of punctuation stands."""
    marked = _BREAK.sub(f" {PAUSE} ", fold(text.replace(PAUSE, " ")))
    words = _TOKEN.findall(marked)
    while words and words[-1] == PAUSE:
        words.pop()
    return words


def _previous(words: Sequence[str], at: int) -> str:
    return words[at - 1] if at else ""


def _after(words: Sequence[str], at: int, before: frozenset[str]) -> bool:
    return _previous(words, at) in before


def _says_comune(words: Sequence[str], at: int) -> bool:
    before = words[max(0, at - 2) : at]
    return list(before[-1:]) == ["comune"] or list(before) == ["comune", "di"]


def _only_little(words: Sequence[str], taken: set[int]) -> bool:
    """Nothing but the words at `taken`, postcodes, greetings and "abito a", "sono di" and the like."""
    for at, word in enumerate(words):
        if at in taken or word in _LITTLE or _CAP.fullmatch(word):
            continue
        if word not in _LEADING_TO_A_PLACE or not _leads_to(taken, words, at):
            return False
    return True


def _leads_to(taken: set[int], words: Sequence[str], at: int) -> bool:
    said = (then for then in range(at + 1, len(words)) if words[then] not in _LITTLE | _LEADING_TO_A_PLACE)
    return next(said, None) in taken


def _can_be_a_slip(words: Sequence[str], start: int, end: int) -> bool:
    """After a preposition, or between two pauses."""
    if _after(words, start, _BEFORE_A_SLIP):
        return True
    before, after = _previous(words, start), words[end] if end < len(words) else ""
    return before in ("", PAUSE) and after in ("", PAUSE)


def _continues(guess: _Name, written: _Hit) -> bool:
    """The guess is a longer name of the same place: "San Donato Milanse", "Zibbido San Giacomo"."""
    same = written.name.target == "ambiguous" or guess.key == written.name.key
    return same and len(name_words(guess.shown)) > written.end - written.start


def _counts_something(words: Sequence[str], end: int) -> bool:
    """ "Milano 3 giorni" counts days; it is not the quarter Milano 3."""
    last = words[end - 1]
    return (last.isdigit() or last in ("due", "tre")) and end < len(words) and words[end] in _COUNTED


def _is_cap(words: Sequence[str], at: int) -> bool:
    following = words[at + 1] if at + 1 < len(words) else ""
    return _CAP.fullmatch(words[at]) is not None and following not in ("euro", "eur") and _previous(words, at) != "euro"


# --- names of the territory ---


def _all_names(territory: Territory) -> Iterator[tuple[Words, _Name]]:
    """Every way to write a place. What comes later wins: ambiguous names over all, phrases that are no place last."""
    for row in territory.outside.values():
        for name in row.names:
            yield name_words(name), _Name(name, "outside", row.id)
    for istat, comune in territory.municipalities.items():
        for alias in comune.aliases:
            yield name_words(alias), _Name(comune.name, "comune", istat)
        for name in (*comune.localities, comune.name):
            yield name_words(name), _Name(name, "comune", istat)
    for key, ambiguous in territory.ambiguous.items():
        for name in (key, *ambiguous.names):
            yield name_words(name), _Name(key, "ambiguous", key)
    for phrase in territory.not_places:
        yield name_words(phrase), _Name(phrase, "nothing")


def _guessable(territory: Territory, common: set[Words]) -> Mapping[str, _Name]:
    """Proper names that a misspelling may stand for: long enough, and no ordinary words."""
    proper: list[tuple[str, int, _Name]] = []
    for row in territory.outside.values():
        proper += [(name, SHORT_OUTSIDE, _Name(name, "outside", row.id)) for name in row.names if row.guessed]
    for istat, comune in territory.municipalities.items():
        proper.append((comune.name, SHORT, _Name(comune.name, "comune", istat)))
        proper += [(name, SHORT_LOCALITY, _Name(name, "comune", istat)) for name in comune.localities]
    declared = {name_words(name) for row in territory.ambiguous.values() for name in (row.name, *row.names)}
    found: dict[str, _Name] = {}
    for name, short, meaning in proper:
        words = name_words(name)
        joined = " ".join(words)
        if len(joined) > short and words not in common and words not in declared:
            found[joined] = meaning
    return found


def _caps(territory: Territory) -> Mapping[str, tuple[str, ...]]:
    """Postcode, of today or of the past -> the municipalities that have it, today's first."""
    found: dict[str, list[str]] = {}
    for istat, comune in territory.municipalities.items():
        found.setdefault(comune.cap, []).append(istat)
    for istat, comune in territory.municipalities.items():
        for cap in comune.old_caps:
            found.setdefault(cap, []).append(istat)
    return {cap: tuple(dict.fromkeys(istats)) for cap, istats in found.items()}
