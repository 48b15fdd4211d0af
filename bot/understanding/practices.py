"""From a text to the four facts of a firm, and to the good practices that its words ask for."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import cast

from rapidfuzz import fuzz, process

from bot.knowledge.practices import LARGEST_OF_SIZE, FirmFact, Practice
from bot.model.practices import Firm, FirmFactName, FirmProblem, FirmSector, FirmSize, WorkTime
from bot.understanding.numerals import number
from bot.understanding.plain import plain

ALIKE = 88.0
"""Likeness, of 100, from which a misspelled word is taken for the word."""
MISSPELLED_FROM = 6
"""Letters; shorter words are too like others."""
SHORTEST_WORD = 4
RARE = 0.25
"""A word that tells a practice stands in no larger share of the cards."""
FOUND_AT_MOST = 5
WORTH = 0.6
"""Share of the best practice's weight from which others are worth showing too."""

_PEOPLE = (
    "dipendent[ei] persone addett[ei] lavorator[ei] lavoratric[ei] operai[eo]? impiegat[eio] collaborator[ei] "
    "collaboratric[ei] educatric[ei] educator[ei] camerier[ei] commess[ei] donne uomini teste soci socie autist[ei] "
    "infermier[ei] dip"
).replace(" ", "|")
_COUNT = re.compile(rf"\b(?:una )?(\w+) (?:di )?(?:{_PEOPLE})\b")
_HOW_MANY = r"(?:solo |circa |quasi |una )*"
_WE_ARE = re.compile(
    rf"\bsiamo {_HOW_MANY}in {_HOW_MANY}(\w+)|\bsiamo {_HOW_MANY}(\w+)(?= in\b| a\b| e\b| tutti\b| con\b| di\b| su\b|$)"
)
_OF_THEM = re.compile(r"\b(?:di|tra|fra) cui\b.*")
_COMMON = frozenset(
    re.findall(
        r"\w+",
        """
    buona buone prassi pratica pratiche scheda schede esempio esempi idea idee azienda aziende aziendale impresa imprese
    ditta ditte altra altre altri altro anche ancora avere avete abbiamo alla alle allo agli dalla dalle dallo dell
    della delle dello degli nella nelle nello sulla sulle come cosa cose cosi dopo dove durante essere fare fanno
    hanno invece nessuno noi ogni oppure perche poco poca pochi poche possono pure prima qualche qualcosa qualcuno quale
    quali quando quanto quelli quella quello questa queste questi questo sempre senza serve siamo sono solo sola subito
    sulla tanto tanti tutte tutti tutto vale vorrei vorremmo volta volte vostra vostre vostri vostro nostra nostre
    nostri nostro mese mesi anno anni giorno giorni lavora lavoro lavorano persona persone parte posto stessa stesso
    meglio dice data date nato nata indicata indicate oggi allora siete sempre misura misure
    conciliazione conciliare welfare famiglia famiglie genitori piccola piccole portare prendere troppo zona
    """,
    )
)
"""Words of any practice, or of any sentence: they tell nothing about which one is meant."""
_ARTICLES = {"un", "uno", "una"}
_QUESTION = re.compile(
    r"(come|cosa|che|chi|quando|quant[oaie]|dove|perche|quali?|qual|posso|possiamo|si|devo|dobbiamo)\b"
)


def asks(text: str) -> bool:
    """True if the text is a question: it ends with a question mark, or begins as questions do."""
    return "?" in text[-3:] or bool(_QUESTION.match(plain(text)))


class FirmReader:
    """Finds the facts of a firm in a text: "siamo 12 in un'officina a turni, troppi permessi"."""

    def __init__(self, facts: Mapping[FirmFactName, FirmFact]) -> None:
        self._cues = {
            name: {plain(cue): value for value, words in fact.values.items() for cue in (words.label, *words.cues)}
            for name, fact in facts.items()
        }
        cues = [cue.split() for told in self._cues.values() for cue in told]
        self._longest = max(map(len, cues), default=0)
        self._known = dict.fromkeys((word for cue in cues for word in cue if len(word) >= MISSPELLED_FROM), 0.0)

    def read(self, text: str) -> Firm:
        """The facts that the text tells; where it tells two values of one, the one told in more words."""
        words = plain(text)
        runs = _runs([_same_word(word, self._known) or word for word in words.split()], self._longest)
        found = {name: _tell(cues, runs) for name, cues in self._cues.items()}
        return Firm(
            size=_size(words) or cast("FirmSize | None", found.get("size")),
            sector=cast("FirmSector | None", found.get("sector")),
            work=cast("WorkTime | None", found.get("work")),
            problem=cast("FirmProblem | None", found.get("problem")),
        )


class PracticeFinder:
    """Finds practices by the words of their cards, misspelled ones too; words of many cards tell nothing."""

    def __init__(self, practices: Iterable[Practice]) -> None:
        self._words = {card.id: _words_of(card) for card in practices}
        holding = Counter(word for words in self._words.values() for word in words)
        cards = len(self._words)
        self._weights = {word: math.log(cards / n) for word, n in holding.items() if n <= max(1, RARE * cards)}

    def find(self, text: str) -> tuple[str, ...]:
        """Ids of the practices that the text asks for, best first; none if it shares no telling word with any."""
        asked = _telling(text)
        known = {_same_word(word, self._weights) for word in asked} - {""}
        weights = {
            id: sum(self._weights[word] for word in known & words) for id, words in self._words.items() if known & words
        }
        best = max(weights.values(), default=0)
        ordered = sorted(weights, key=lambda id: (-weights[id], id))
        return tuple(id for id in ordered if weights[id] >= WORTH * best)[:FOUND_AT_MOST]


def _words_of(card: Practice) -> set[str]:
    text = f"{card.title} {card.problem} {card.measure} {card.example}"
    return _telling(text)


def _telling(text: str) -> set[str]:
    return {word for word in plain(text).split() if len(word) >= SHORTEST_WORD and word not in _COMMON}


def _same_word(word: str, known: Mapping[str, float]) -> str:
    """The known word that this one is, or nearly is; "" if there is none."""
    if word in known or len(word) < MISSPELLED_FROM:
        return word if word in known else ""
    found = process.extractOne(word, known.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
    return found[0] if found else ""


def _runs(words: list[str], longest: int) -> set[str]:
    """All runs of one word up to `longest`."""
    return {
        " ".join(words[start : start + length])
        for length in range(1, longest + 1)
        for start in range(len(words) - length + 1)
    }


def _tell(cues: Mapping[str, str], runs: set[str]) -> str | None:
    """The value whose cue stands in the text; that of the longest cue if there are several."""
    told = cues.keys() & runs
    return cues[max(told, key=lambda cue: (cue.count(" "), len(cue), cue))] if told else None


def _size(words: str) -> FirmSize | None:
    people = _people(words)
    return next(size for size, largest in LARGEST_OF_SIZE.items() if people <= largest) if people else None


def _people(words: str) -> int | None:
    """How many people work there: "12 dipendenti", "siamo in otto", "una ventina di persone", or a number alone."""
    counts = [_count(match[1] or match[2]) for match in _WE_ARE.finditer(words)]
    if words and " " not in words:
        counts.append(_count(words))
    if not any(counts):
        counts = [sum(_count(match[1]) or 0 for match in _COUNT.finditer(_OF_THEM.sub("", words)))]
    return max((count for count in counts if count), default=None)


def _count(word: str) -> int | None:
    if word in _ARTICLES:
        return None
    return int(word) if word.isascii() and word.isdigit() and len(word) < 7 else number(word)
