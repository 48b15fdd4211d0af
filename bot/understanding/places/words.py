"""The words of a text, and which of them lead to a place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.knowledge.territory import fold

Words = tuple[str, ...]

PAUSE = "|"
_BREAK = re.compile(r"[,;:!?\n/()\[\]\"«»…–—]|(?<=\w{4})\.(?=\s|$)|(?<=\d)\.(?=\s|$)|\s-\s")
_TOKEN = re.compile(r"\w+|\|")
_CAP = re.compile(r"\d{5}")

STREETS = frozenset({"via", "viale", "piazza", "piazzale", "corso", "largo", "vicolo", "strada"})
BEFORE_A_PLACE = frozenset({"a", "ad", "di", "da", "in", "comune", "en", "at", "from", "near", "zona", "frazione"})
LIVING = frozenset(
    {"abito", "abitiamo", "abitare", "abbito", "abita", "vivo", "viviamo", "vivere", "viver", "sto", "stiamo", "sta"}
    | {"risiedo", "residente", "residenti", "sono", "siamo", "vengo", "lavoro", "lavoriamo", "lavorare", "sede", "casa"}
    | {"live", "work", "habite", "locuiesc", "lucrez", "jetoj", "banoj", "punoj"}
)
BEFORE_A_SLIP = (
    BEFORE_A_PLACE
    | LIVING
    | {"citta", "paese", "quartiere", "localita", "tra", "fra", "verso", "presso", "vicino", "sedi", "cap", "cascina"}
    | {"al", "alla", "all", "allo", "nel", "nella", "del", "della", "dal", "dalla"}
    | {"sportello", "sportelli", "ufficio"}
) - {"sono", "siamo"}
AFTER_A_PLACE = frozenset({"centro", "stazione", "paese", "citta", "vicino", "comune", "mi", "zona", "castello"})
PARTS = frozenset({"centro", "stazione", "alto", "basso", "vecchia", "nuova", "nord", "sud"})
"""What follows the name of a place and says where in it: "Rozzano centro"."""
AND = frozenset({"e", "ed", "o", "oppure"})
ARTICLES = frozenset({"il", "lo", "la", "l", "i", "gli", "le", "un", "uno", "una"})
LITTLE = frozenset(
    {
        PAUSE, "io", "noi", "sono", "siamo", "abito", "abitiamo", "abitare", "abbito", "vivo", "viviamo", "vivere", "viver",
        "sto", "stiamo", "sta", "risiedo", "residente", "residenti", "vengo", "a", "ad", "di", "da", "in", "nel", "nella",
        "al", "del", "della", "dal", "il", "la", "e", "mi", "mio", "mia", "comune", "citta", "paese", "zona", "frazione",
        "quartiere", "localita", "cap", "provincia", "milano", "vicino", "qui", "ciao", "buongiorno", "buonasera", "salve",
        "grazie", "si", "ecco", "ok", "sn", "d", "to", "casa",
        "i", "live", "am", "im", "from", "en", "de", "je", "j", "habite", "suis", "soy", "locuiesc", "jetoj", "ne",
    }
)  # fmt: skip
LEADING_TO_A_PLACE = frozenset(
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
STOPS = (
    LITTLE
    | LEADING_TO_A_PLACE
    | ARTICLES
    | AND
    | {
        "che",
        "non",
        "per",
        "con",
        "su",
        "sul",
        "ho",
        "ha",
        "ma",
        "mio",
        "sua",
        "suo",
        "all",
        "alla",
        "allo",
        "dove",
        "cosa",
    }
    | {"come", "quale", "qual", "mi", "ci", "se", "o", "piu", "sono", "dal", "dalla", "ai", "agli", "nei", "negli"}
) - {"sn", "milano"}
"""Words at which no misspelt name begins or ends, but for an article."""
_COUNTED = frozenset(
    {
        "giorni", "giorno", "gg", "volte", "ore", "h", "anni", "mesi", "settimane", "figli", "bambini", "bimbi", "km",
        "persone", "dipendenti", "fermate", "mattine", "pomeriggi", "sere", "turni", "minuti", "sedi", "uffici",
    }
)  # fmt: skip


def words_of(text: str) -> list[str]:
    """The folded words, with a mark where a pause or a sign of punctuation stands."""
    marked = _BREAK.sub(f" {PAUSE} ", fold(text.replace(PAUSE, " ")))
    words = _TOKEN.findall(marked)
    while words and words[-1] == PAUSE:
        words.pop()
    return words


def previous(words: Sequence[str], at: int) -> str:
    return words[at - 1] if at else ""


def following(words: Sequence[str], end: int) -> str:
    return words[end] if end < len(words) else ""


def after(words: Sequence[str], at: int, before: frozenset[str]) -> bool:
    return previous(words, at) in before


def of_a_street(words: Sequence[str], at: int) -> bool:
    """ "via Rozzano", "piazza San Donato 3"."""
    return after(words, at, STREETS)


def lives_there(words: Sequence[str], at: int) -> bool:
    """ "abito a", "sono di", "residente nel comune di": what follows is a place, whatever word it is."""
    before = list(words[max(0, at - 2) : at])
    if before[-1:] == ["comune"] or before == ["comune", "di"]:
        return True
    return len(before) == 2 and before[0] in LIVING and before[1] in BEFORE_A_PLACE | {"la", "ne"}


def says_comune(words: Sequence[str], at: int) -> bool:
    before = words[max(0, at - 2) : at]
    return list(before[-1:]) == ["comune"] or list(before) == ["comune", "di"]


def only_little(words: Sequence[str], taken: set[int]) -> bool:
    """Nothing but the words at `taken`, postcodes, greetings and "abito a", "sono di" and the like."""
    for at, word in enumerate(words):
        if at in taken or word in LITTLE or _CAP.fullmatch(word) or (word in PARTS and at - 1 in taken):
            continue
        if word not in LEADING_TO_A_PLACE or not _leads_to(taken, words, at):
            return False
    return True


def _leads_to(taken: set[int], words: Sequence[str], at: int) -> bool:
    said = (then for then in range(at + 1, len(words)) if words[then] not in LITTLE | LEADING_TO_A_PLACE)
    return next(said, None) in taken


def by_itself(words: Sequence[str], start: int, end: int) -> bool:
    """Between two pauses, or the ends of the text."""
    return previous(words, start) in ("", PAUSE) and following(words, end) in ("", PAUSE)


def counts_something(words: Sequence[str], end: int) -> bool:
    """ "Milano 3 giorni" counts days; it is not the quarter Milano 3."""
    last = words[end - 1]
    return (last.isdigit() or last in ("due", "tre")) and following(words, end) in _COUNTED


def is_cap(words: Sequence[str], at: int) -> bool:
    if _CAP.fullmatch(words[at]) is None:
        return False
    return following(words, at + 1) not in ("euro", "eur") and previous(words, at) != "euro"
