"""What a text tells for a voucher request: the service, the kind of work, where one lives and works, the company."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.knowledge.voucher import VoucherWord, VoucherWords
from bot.model.understanding import VoucherFacts
from bot.understanding.places import PlaceFinder
from bot.understanding.plain import plain

LONGEST_COMPANY = 80
"""Letters: a longer name is a sentence."""
_FORM = r"(?:s\.?\s?r\.?\s?l\.?s?|s\.?\s?p\.?\s?a|s\.?\s?n\.?\s?c|s\.?\s?a\.?\s?s|soc\.?\s?coop|scarl)\b\.?"
_LEGAL_FORM = re.compile(rf"(?<= )\b{_FORM}", re.IGNORECASE)
_BEFORE_A_NAME = frozenset(
    {"alla", "alle", "agli", "allo", "all", "al", "presso", "per", "da", "dalla", "dal", "in", "nella", "nel", "con"}
    | {"lavoro", "lavoriamo", "dipendente", "impiegato", "impiegata", "operaio", "operaia", "assunto", "assunta"}
    | {"azienda", "ditta", "sono", "la", "il", "è", "chiama", "della"}
)
WORDS_OF_A_NAME = 5
NO_COMPANY = frozenset({"comune", "privata", "pubblica", "italia", "milano"})
"""Words that stand where a name could and are none."""
_AT_WORK = r"(?:lavor\w+|dipendente|impiegat[oa]|operai[oa]|assunt[oa]|(?:mia|la) (?:azienda|ditta|cooperativa)(?: è| si chiama)?)"
_NAMED = re.compile(
    rf"\b{_AT_WORK}\s+(?:(?:[Pp]resso|[Pp]er|[Dd]a|[Ii]n|[Dd]i|[Cc]on|alla|alle|allo|all|nella|nello|dalla|della|la|il)\b['’ ]*){{0,2}}"
    r"(?:(?:ditta|azienda|cooperativa|fabbrica)\s+)?(?P<name>[A-Z0-9][\w'’&.\-]*(?:\s+(?:[A-Z0-9&][\w'’&.\-]*|di|e|d['’]))*)"
)
_LEADING = re.compile(
    r"^(?:(?:no|scusa|scusi|ho sbagliato|volevo dire|io|sono|lavoro|lavoriamo|dipendente|impiegat[oa]|operai[oa]|assunt[oa]|"
    r"si chiama|mi[ao]|azienda|ditta|la|il|lo|l|un|una|è|e'|alla|alle|agli|allo|all|al|presso|per|da|dalla|dal|in|nella|nel|"
    r"della|del|di|con)\b['’,: ]*)+",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"(?:\s+(?:di|a|ad|in|e|che|con|da|per|dove|del|della))+$", re.IGNORECASE)


class VoucherReader:
    """Reads one text; built once from the content."""

    def __init__(self, words: VoucherWords, places: PlaceFinder) -> None:
        self._places = places
        self._cues = sorted(
            (*_cues("service", words.services), *_cues("employment", words.employments)),
            key=lambda cue: -len(cue[0]),
        )

    def find(self, text: str) -> VoucherFacts:
        """Never raises; what is told twice in different ways counts as not told."""
        services, employments = self._told(text)
        home, work = self._places.home_and_work(text)
        return VoucherFacts(
            services=services,
            employment=employments[0] if len(employments) == 1 else None,
            residence=home,
            work=work,
            company=self._company(text),
        )

    def _told(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Services and kinds of work; a longer phrase hides the shorter one inside it."""
        words = f" {plain(text)} "
        found: dict[str, list[str]] = {"service": [], "employment": []}
        for cue, kind, value in self._cues:
            if f" {cue} " in words:
                words = words.replace(f" {cue} ", " · ")
                if value not in found[kind]:
                    found[kind].append(value)
        return tuple(found["service"]), tuple(found["employment"])

    def _company(self, text: str) -> str:
        """A name with its legal form, or one written with a capital after "lavoro alla"; empty if there is none."""
        if form := _LEGAL_FORM.search(text):
            return company_name(f"{_last_name(text[: form.start()])} {form[0]}")
        named = _NAMED.search(text)
        name = company_name(named["name"]) if named else ""
        if not any(letter.isalpha() for letter in name):
            return ""  # "lavoro 30 ore", "lavoro da 3 anni"
        return "" if named is None or self._places.find(f"a {named['name']}") or plain(name) in NO_COMPANY else name


def _last_name(text: str) -> str:
    """The name that ends a text: its last words up to one that stands before names."""
    name: list[str] = []
    for word in reversed(re.split(r"[,;:!?()]", text)[-1].replace("'", "' ").split()):
        if word.casefold().rstrip("'") in _BEFORE_A_NAME or len(name) == WORDS_OF_A_NAME:
            break
        name.insert(0, word)
    return " ".join(name)


def company_name(text: str) -> str:
    """The name in an answer: "lavoro alla Rossi srl." -> "Rossi srl"; empty if it is too long for a name."""
    name = _LEADING.sub("", " ".join(text.split())).strip(' ,;:!?"«»')
    name = _TRAILING.sub("", name)
    return name if len(name) <= LONGEST_COMPANY and any(letter.isalnum() for letter in name) else ""


def _cues(kind: str, words: Mapping[str, VoucherWord]) -> Iterator[tuple[str, str, str]]:
    for value, word in words.items():
        for cue in word.cues:
            yield plain(cue), kind, value
