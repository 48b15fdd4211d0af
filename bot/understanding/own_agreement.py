"""What a text tells of an agreement of one's own: hours of one use, what a day of leave is worth, notice, monthly plan.

Whose rule it is must be said ("da noi", "il nostro accordo aziendale"): a request of leave has the same words. Weak cues
("da noi") count only where nobody asks for anything ("chiede 4 ore con 3 giorni di preavviso").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.model.own_agreement import AgainstLaw, Level, OwnAgreement, OwnAgreementTold
from bot.understanding.numerals import Digits, in_digits

LONGEST_TEXT = 2000
_STRONG = re.compile(
    r"\baccord[oi]\b|\bintegrativ[oi]\b|\bregolamento\b|\bsecondo livello\b|\brs[ua]\b|\bla nostra regola\b|\bsi e accordat|\bci siamo accordat"
    r"|\b(?:mi sono|sono|siamo) accordat"
)
_WEAK = re.compile(
    r"(?<!lavora )(?<!lavorano )(?<!lavoro )\b(?:qui )?da noi\b|\b(?:nella|in) (?:nostra|mia) (?:azienda|ditta|impresa|cooperativa|fabbrica)\b"
    r"|\bnel (?:nostro|mio) (?:comune|ente|ufficio|negozio|posto di lavoro)\b|\bin azienda\b"
)
_REQUEST = re.compile(
    r"\b(?:chied[eo]\b(?! (?:almeno |minimo )?\d* ?(?:giorni|gg)? ?di preavviso)|chiedono|chiest\w+|vorrebbe|vuole|(?:ci|mi|ha) avvis\w+|preavviso dato|ci ha|mi ha)"
)
_QUESTION = re.compile(r"\?\s*$|^\s*(?:quant[oiae]|che cosa|cosa|qual[ei]?|come)\b")
_TERRITORIAL = re.compile(r"\bterritorial[ei]\b|\bprovincial[ei]\b|\bentee? bilateral[ei]\b")
_PERSONAL = re.compile(
    r"\baccordat[aoie] (?:col|con il|con la|con il mio|con la mia|con mia|con) ?(?:mio |mia )?(?:capo|titolare|datore|principale|responsabile|direttore|direttrice)"
    r"|\baccordo (?:tra me e|personale|individuale|verbale|a voce|col capo|con il capo|con il titolare|con la titolare)"
)
_COMPANY = re.compile(r"\baziendal[ei]\b|\bintegrativ|\bintern[oi]\b|\bsecondo livello\b|\brs[ua]\b|\bsindacat")

_N = r"(\d{1,3}(?:[.,]\d{1,2})?)"
_H = rf"(?:{_N}'?\s*(?:or[ae]|h)\b(\s*e\s*(?:mezz[ao]|30))?|(mezz'?\s?ora))"
"""Hours: "2 ore", "1 ora e mezza", "mezz'ora"."""
_DAYS = r"(?:giorn[oi]|gg|g)\b"
_WORKING = r"(\s*(?:lavorativi|di lavoro|feriali))?"
_IS = r"(?:\s*(?:e|e di|di|da|minimo|almeno|:|=|da noi|chiesto|richiesto|per le ore|invece|sono|ci vogliono|con))*\s*"
_NOTICE = (
    rf"{_N}\s*(?:(settiman[ae])|(or[ae]|h)\b|{_DAYS}{_WORKING})\s*(?:di\s*)?(?:preavviso|anticipo|avviso)",
    rf"(?:preavviso|avviso){_IS}{_N}\s*(?:(settiman[ae])|(or[ae]|h)\b|{_DAYS}{_WORKING})(?:\s*prima)?",
    rf"avvis(?:are|a|o|i)\s*(?:il capo|l'ufficio|l'azienda)?\s*(?:almeno|minimo|con)?\s*{_N}\s*(?:(settiman[ae])|(or[ae]|h)\b|{_DAYS}{_WORKING})\s*prima",
)
_DAY_BEFORE = re.compile(r"\bavvis(?:are|a|o|i)\s+(?:anche )?(?:il|1|un) giorno prima\b")
_MONTH_PLAN = re.compile(
    rf"\b(?:programma|piano|calendario)\b[^.;]{{0,40}}?{_N}\s*{_DAYS}\s*prima\s*(?:della fine )?del mese"
)
_WORTH = (
    rf"(?:(?:1|il|la|ogni)\s*)?(?:giorno|giornata)(?: inter[oa])?(?: di (?:congedo|ferie))?\s*(?:vale|valgono|sono|equivale a|corrisponde a|conta|fa|=|e pari a|e di)\s*{_H}",
    rf"{_H}\s*(?:valgono|fanno|equivalgono a|corrispondono a|=|sono)\s*(?:1|un|una)\s*(?:giorno|giornata)",
)
_HALF_HOUR_MORE = re.compile(r"\s*e\s*(?:mezz[ao]|30)")
_OF_MONTH = re.compile(rf"(?:almeno|minimo|non meno di)\s*{_H}\s*(?:al|nel|per)\s*mese")
_WORK_LEFT = re.compile(
    rf"(?:restare|rimanere|restano|lavorare|lavora[rt]e)\s*(?:almeno|minimo)?\s*{_H}(?:\s*di lavoro)?"
)
_WHOLE = re.compile(r"\b(?:fare|fanno|formare)\s+giorn(?:i|ate) inter[ie]\b")
_LEAST = re.compile(
    rf"(?:minim[oaie]|almeno|non meno di|min\.?)\s*(?:di\s*|da\s*|e\s*)?{_H}|{_H}\s*(?:come )?minim[oaie]|\bda\s*{_H}\s*in su"
)
_BLOCKS = re.compile(
    r"\b(?:blocch[io]|blocco|moduli|modulo|frazioni|fasce|scaglioni|multipli|pacchetti|si va a|si prendono a)\b(?P<least>\s*minim[oaie])?"
    r"\s*(?:di|da|d')?\s*(?P<hours>(?:\d[\d.,]*|mezz'?\s?ora)(?:\s*(?:or[ae]|h)\b)?(?:(?:\s*(?:,|o|e|oppure)\s*(?:da\s*|di\s*)?)\d[\d.,]*(?!\s*(?:giorn|gg|settiman|mes))(?:\s*(?:or[ae]|h)\b)?)*)"
)
_EACH = re.compile(
    r"(?P<hours>\d[\d.,]*(?:\s*(?:or[ae]|h))?(?:\s*(?:,|o|oppure)\s*\d[\d.,]*)*\s*(?:or[ae]|h)\b|mezz'?\s?ora)\s*(?:per|x|alla|a|di)\s*volta"
)
_CHOICE = re.compile(r"\bo\s+(?P<hours>\d[\d.,]*(?:\s*(?:or[ae]|h))?\s*o\s*\d[\d.,]*)\s*(?:or[ae]|h)\b")
_NUMBERS = re.compile(r"\d+(?:[.,]\d{1,2})?|mezz'?\s?ora")
_AGAINST: dict[AgainstLaw, re.Pattern[str]] = {
    "permission": re.compile(
        r"\b(?:serve|occorre|ci vuole|bisogna avere|con|previa|solo con)\s+(?:il permesso|l'?\s?autorizzazione|l'?\s?ok|il consenso|il via libera)"
        r"|\b(?:deve|devono) (?:autorizzar|approvar|dare l'ok)\w*"
    ),
    "placing": re.compile(
        r"\b(?:lo|li|le|la)? ?(?:decide|sceglie|stabilisce|fissa|decidiamo|scegliamo)\s+(?:noi|l'?\s?azienda|il capo|la ditta|il titolare|l'?\s?ente)\b"
        r"|\b(?:l'?\s?azienda|il capo|la ditta|il titolare|l'?\s?ente) (?:decide|sceglie|puo spostar\w*|puo rinviar\w*|puo rimandar\w*)"
        r"|\b(?:possiamo|potete) (?:spostar|rinviar|rimandar)\w*"
    ),
    "no_hours": re.compile(
        r"\bnon (?:ammette|prevede|consente|permette|concede|si (?:ammette|ammettono|concedono|fanno|danno|possono fare))\s*(?:il congedo|il parentale|il congedo parentale|le ore)?\s*(?:a|ad)?\s*(?:ore)?"
        r"(?=.{0,30}\b(?:a ore|ad ore|ore)\b|(?<=ore))|\bsolo a giorn(?:i|ate)(?: inter[ie])?\b|\bniente (?:congedo )?a ore\b"
    ),
    "age": re.compile(r"\bfino (?:a|ai|agli|al compimento (?:di|dei|degli))\s*(?:gli )?(?:[1-9]|1[0-3])\s*anni\b"),
}
"""What is told as a rule and cannot be one."""


def read_own_agreement(text: str) -> OwnAgreementTold | None:
    """The terms that the text tells; None if it tells none. Never raises."""
    digits = in_digits(text[:LONGEST_TEXT])
    words = digits.text
    strong, weak = _STRONG.search(words), _WEAK.search(words) and not _REQUEST.search(words)
    cued = bool(strong and not (_REQUEST.search(words) and "chiede" not in strong[0])) or bool(weak)
    if _QUESTION.search(words):
        return None
    reading = _Terms(words)
    against = tuple(name for name, pattern in _AGAINST.items() if cued and pattern.search(words))
    if not reading.found and not against:
        return None
    if not cued and _REQUEST.search(words):
        return None
    level = _level(words) if cued else None
    terms = OwnAgreement(level, **reading.found)
    return OwnAgreementTold(terms, against, cued, tuple(_spans(digits, reading.spans)))


def without_terms(text: str, told: OwnAgreementTold | None) -> str:
    """The text in which the terms of an own agreement are blanks: their numbers are no hours or days of anybody's leave."""
    for start, end in told.spans if told and told.cued else ():
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _level(words: str) -> Level | None:
    if _PERSONAL.search(words):
        return "personal"
    if _TERRITORIAL.search(words):
        return "territorial"
    return "company" if _COMPANY.search(words) else None


def _spans(digits: Digits, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    yield from (digits.span(start, end) for start, end in spans if end > start)


class _Terms:
    """Reads one term after another; what is read is not read again: "minimo 16 ore al mese" is no minimum of one use."""

    def __init__(self, words: str) -> None:
        self._words = words
        self.found: dict[str, Any] = {}
        self.spans: list[tuple[int, int]] = []
        self._plan()
        self._notice()
        for pattern in _WORTH:
            self._hours("day_hours", re.compile(pattern))
        self._hours("min_hours_month", _OF_MONTH)
        self._hours("work_left", _WORK_LEFT)
        if (whole := _WHOLE.search(self._words)) is not None:
            self._take("whole_days", True, whole)
        self._blocks()
        self._hours("min_hours", _LEAST)
        if "min_hours" in self.found and "blocks" in self.found and self.found["min_hours"] == self.found["blocks"][0]:
            del self.found["min_hours"]

    def _take(self, name: str, value: object, found: re.Match[str]) -> None:
        self.found.setdefault(name, value)
        self.spans.append(found.span())
        start, end = found.span()
        self._words = self._words[:start] + " " * (end - start) + self._words[end:]

    def _plan(self) -> None:
        if (found := _MONTH_PLAN.search(self._words)) is not None:
            self._take("plan_days", int(float(found[1])), found)

    def _notice(self) -> None:
        for pattern in _NOTICE:
            if (found := re.search(rf"\b{pattern}", self._words)) is None:
                continue
            number, weeks, hours, working = found.groups()
            days = float(number.replace(",", ".")) * (7 if weeks else 1 / 24 if hours else 1)
            self._take("notice_days", max(1, round(days)), found)
            if working:
                self.found["notice_working"] = True
            return
        if (found := _DAY_BEFORE.search(self._words)) is not None:
            self._take("notice_days", 1, found)

    def _hours(self, name: str, pattern: re.Pattern[str]) -> None:
        if (found := pattern.search(self._words)) is None:
            return
        groups = found.groups()
        number, half, only_half = next(
            groups[at : at + 3] for at in range(0, len(groups), 3) if any(groups[at : at + 3])
        )
        hours = 0.5 if only_half else float(number.replace(",", ".")) + (0.5 if half else 0)
        if 0 < hours <= 400:
            self._take(name, hours, found)

    def _blocks(self) -> None:
        for pattern in (_BLOCKS, _EACH, _CHOICE):
            if (found := pattern.search(self._words)) is None:
                continue
            before = self._words[max(0, found.start() - 14) : found.start()]
            least = ("least" in pattern.groupindex and found["least"]) or re.search(
                r"\b(?:minimo|almeno|meno di)\s*$", before
            )
            hours = [
                0.5 if one.startswith("m") else float(one.replace(",", ".")) for one in _NUMBERS.findall(found["hours"])
            ]
            if not hours or max(hours) > 12:
                continue
            name = "min_hours" if least else "blocks"
            self._take(name, hours[0] if least else tuple(sorted(set(hours))), found)
            return
