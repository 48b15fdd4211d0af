"""Dates as people write them, in Italian text whose numbers are digits (`numerals.in_digits`).

Day before month ("03/04" is the third of April). A date without a year is the next one, in a sentence about birth
the last one. What no calendar has is `Impossible`, never mended. A general date parser was tried and left: it took
"31 febbraio" for another day, missed "dal 7 al 18", and needed half a second to load and up to 0.2 s a sentence.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from bot.model.entities import Day, Impossible, Period, Weekdays

MONTHS = ("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
          "novembre", "dicembre")  # fmt: skip
WEEKDAYS = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica")
FURTHEST_YEAR, EARLIEST_YEAR = 2100, 1900
"""Years outside are slips of the keyboard."""
MOST_LISTED = 12
"""Days before one month."""
ABOUT = {"inizio": 1, "primi": 1, "meta": 15, "fine": 31}

_MONTH_SLIPS = {
    1: "genaio gennaoi gennaio",
    2: "febbario febraio febbrario febbrai feb",
    3: "marzo marso",
    4: "aprille arpile",
    5: "magio maggo",
    6: "guigno giugnio guino giungo",
    7: "lulio lugglio lugio",
    8: "agossto agsto",
    9: "setembre settenbre setenbre settebre",
    10: "otobre ottbre ottobbre",
    11: "novenbre novebre",
    12: "dicenbre dicembe dicemebre",
}
_SHORT_MONTHS = ("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic")
_LONG = {name: number for number, name in enumerate(MONTHS, 1)} | {
    slip: number for number, slips in _MONTH_SLIPS.items() for slip in slips.split()
}
_SHORT = {name: number for number, name in enumerate(_SHORT_MONTHS, 1)} | {"genn": 1, "febb": 2, "sett": 9, "magg": 5}
_M = "|".join(sorted(_LONG, key=len, reverse=True))
_MS = "|".join(sorted(_LONG | _SHORT, key=len, reverse=True))
_WD = r"(?:lunedi|martedi|mercoledi|giovedi|venerdi|sabat[oi]|domenic(?:a|he)|lunedy|martdi|mercoldi|gioved|vener[id]i)"
_WDS = rf"(?:{_WD}|lun|mar|mart|merc?|giov?|ven|sab|dom)"
_INDEX = {"lu": 0, "ma": 1, "me": 2, "gi": 3, "ve": 4, "sa": 5, "do": 6}
_HOLIDAYS = {"natale": (12, 25), "santo stefano": (12, 26), "capodanno": (1, 1), "epifania": (1, 6), "befana": (1, 6),
             "ferragosto": (8, 15), "ognissanti": (11, 1)}  # fmt: skip
_COUNTED = (
    r"(?:%|percento|per cento|ann[io]|mes[ei]|or[ae]\b|orett|h\b|min|giorn|gg\b|settiman|sett\b|euro|eur\b|€|volt"
    r"|dipendent|person|figli|bambin|bimb|k\b|mila|su \d|gradi|euri)"
)
_YEAR = r"(?:\s*(?:del\s+|dell'\s*)?(?P<y>(?:19|20)\d\d|'\d\d)(?!\d))?"
_PARTS = {
    "iso": re.compile(r"(?P<y>(?:19|20)\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)"),
    "full": re.compile(
        r"(?P<d>\d{1,2})\s?(?P<sep>[/.-])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?(?P<y>\d{4}|\d{2})(?![\d%])(?!,\d)"
    ),
    "word": re.compile(rf"(?P<d>\d{{1,2}}|primo)[°º^]?\s*(?:di\s+|-|/)?\s*(?P<m>{_MS})\b\.?{_YEAR}"),
    "short": re.compile(rf"(?P<d>\d{{1,2}})[/.](?P<m>\d{{1,2}})(?![\d/.]\d|\d|%)(?!\s*{_COUNTED})"),
    "about": re.compile(
        rf"(?P<a>fine|inizio|meta|primi)(?:\s+(?:di|d'|del)\s*|\s+)(?:(?P<m>{_M})\b{_YEAR}|(?P<w>(?:questo\s+)?mese|anno)\b"
        r"(?P<n>\s+(?:prossimo|che viene))?)"
    ),
    "month": re.compile(rf"(?:mese\s+di\s+)?(?P<m>{_M})\b{_YEAR}(?:\s+(?P<r>prossimo|scorso))?"),
    "near": re.compile(r"(?P<w>dopodomani|domani|oggi|l'altro\s*ieri|ieri)\b"),
    "feast": re.compile(rf"(?P<w>{'|'.join(_HOLIDAYS)})\b{_YEAR}"),
    "weekday": re.compile(rf"(?:(?P<q>quest[oa]|prossim[oa])\s+)?(?P<w>{_WD})\b(?:\s+(?P<r>prossim[oa]|scors[oa]))?"),
    "relative": re.compile(
        r"(?:(?P<w>settimana|mese|anno)\s+(?P<r>prossim[oa]|scors[oa]|che viene|passat[oa])"
        r"|(?P<r2>prossim[oa]|scors[oa]|quest[oa'])\s*(?P<w2>settimana|mese|anno))\b"
    ),
}
_DAY_ONLY = re.compile(rf"(?P<d>\d{{1,2}})[°º]?(?![\d/.,:]\d|\d)(?!\s*{_COUNTED})")
_WEEKDAY_BEFORE = re.compile(rf"{_WDS}\s+(?=\d|primo)")
_FROM = re.compile(r"\b(?:a partire\s+)?(?:dall'|dal|dalla|da|tra l'|tra il|fra il|tra|fra)\s*")
_TO = re.compile(
    r"\s*(?:,\s*)?(?:fino\s+(?=\d)|(?:fino\s+)?(?:a fine(?= )|all'|al+a?\b|a\b|ad\b|e il\b|e l'|e\b|-|–))\s*"
)
_AND = re.compile(r"\s*(?:,|\be\b)\s*(?:e\s+)?(?:il\s+|l')?(?=\d)")
_UNTIL = re.compile(
    r"\b(?:fino(?:\s+(?:al+'?|a\b))?|sino\s+(?:al+'?|a)|entro(?:\s+(?:il|l'))?|entro\s+la)\s*(?:la\s+)?"
)
_DAY_CUE = re.compile(r"\b(?:il|l'|al|del|dell'|dal|all'|entro il|giorno|lo|dall')\s*$")
_BARE_DAY_CUE = re.compile(r"\b(?:il|l'|al|dal|all'|dall'|giorno)\s*$")
_BEEN = re.compile(
    r"\b(?:(?:rientr|torn|inizi|us|mand|invi|arriv|licenzi|st|pass|lasci|cominci)at[oaie]|fatt[oaie]|pres[oaie]|finit[oaie]"
    r"|partorit[oa]|assunt[oaie]|compiut[oi]|nat[oaie]|avev[aoi]|avevamo|avevano|era|erano|ero)\b[^.!?;\n]{0,25}$"
)
"""What went before is over: a date without a year is the last one."""
_MONTH_CUE = re.compile(r"\b(?:a|ad|in|di|da|per|nel|tra|fra|e|entro|verso|con|mese di|nato|nata|dal|al|del)\s*$")
_TIGHT = re.compile(r"\s*(?:$|[.,;:!?)\n]|del mese|di questo mese|del mese prossimo|prossimo)")

_JOIN = r"\s*(?:,|/|-|\+|&|\be\b|\bed\b|\bo\b)?\s*(?:il\s+|di\s+|al\s+|la\s+)?"
_EVERY = re.compile(
    rf"\b(?:tutti\s+i|tutte\s+le|ogni|il|i|la|le|al|di|ai|nei\s+giorni\s+di)\s+(?:giorni\s+di\s+)?{_WDS}\b(?:{_JOIN}{_WDS}\b){{0,6}}"
)
_SEVERAL = re.compile(rf"\b{_WDS}\b(?:\s*(?:,|/|-|\+|&|\be\b|\bed\b)\s*(?:il\s+|la\s+)?{_WDS}\b){{1,6}}")
_SPAN_OF_WEEK = re.compile(
    rf"\b(?:dal?l?a?\s+)({_WDS})\s*(?:al?l?a?|-)\s+({_WDS})\b|\b(lun|lunedi)\s*-\s*(ven|venerdi|sab|dom)\b"
)
_SHORT_WEEKDAYS = re.compile(r"\b(?:(?:lun|mar|merc?|giov?|ven|sab|dom)\b[\s,/.+-]*){3,7}")
_ONE_WEEKDAY = re.compile(rf"\b{_WDS}\b")

Meaning = Day | Period | Weekdays | Impossible


@dataclass(frozen=True, slots=True)
class _Part:
    """A date as far as it was said; `first` and `last` where it is known already."""

    end: int
    day: int | None = None
    month: int | None = None
    year: int | None = None
    first: date | None = None
    last: date | None = None
    about: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    meaning: Meaning
    start: int
    end: int


class NoSuchDate(Exception):
    """The calendar has no such day."""


class Calendar:
    """Reads dates in one text, as seen from `today`."""

    def __init__(self, text: str, today: date) -> None:
        self._text = text
        self._today = today

    def all(self) -> Iterator[Match]:
        """Every date, period and pattern of weekdays, from left to right; none overlaps another."""
        at = 0
        while at < len(self._text):
            found = self._starting(at)
            if found:
                yield found
            at = max(found.end if found else 0, self._next_word(at))

    def birth(self, at: int) -> tuple[date, date, int] | None:
        """The days between which somebody was born, said from `at` on: the last ones, if without a year; and its end.

        Raises NoSuchDate.
        """
        year = re.compile(r"(?P<y>(?:19|20)\d\d)(?![\d/.-])").match(self._text, at)
        part = self._part(at) or (self._day(at) if _DAY_CUE.search(self._text[max(0, at - 40) : at]) else None)
        if part is None:
            if year is None:
                return None
            return date(int(year["y"]), 1, 1), date(int(year["y"]), 12, 31), year.end()
        first, last = self._resolve(part, latest=self._today)
        return first, last, part.end

    def coming(self, at: int) -> tuple[date, date, int] | None:
        """As `birth`, for a day still to come. Raises NoSuchDate."""
        part = self._part(at)
        if part is None:
            return None
        return (*self._resolve(part), part.end)

    # --- one position ---

    def _next_word(self, at: int) -> int:
        """The start of the next word, number or sign."""
        text = self._text
        if text[at].isalnum():
            kind = str.isdigit if text[at].isdigit() else str.isalpha
            while at < len(text) and kind(text[at]):
                at += 1
            return at
        return at + 1

    def _starting(self, at: int) -> Match | None:
        if at and self._text[at - 1].isalnum() and self._text[at].isalnum():
            same = self._text[at - 1].isdigit() == self._text[at].isdigit()
            if same or self._text[at].isdigit():
                return None
        if (
            self._text[at].isdigit()
            and at
            and self._text[at - 1] in "/.,-'"
            and at > 1
            and self._text[at - 2].isdigit()
        ):
            return None
        return self._weekdays(at) or self._range(at) or self._until(at) or self._single(at)

    def _weekdays(self, at: int) -> Match | None:
        if self._dated_weekday(at):
            return None
        span = _SPAN_OF_WEEK.match(self._text, at)
        if span and not self._dated_weekday(span.end() - len(span[2] or span[4] or "")):
            first, last = (_weekday(name) for name in (span[1] or span[3], span[2] or span[4]))
            days = tuple(sorted((first + step) % 7 for step in range((last - first) % 7 + 1)))
            return self._within(days, at, span.end())
        for pattern in (_EVERY, _SEVERAL, _SHORT_WEEKDAYS):
            found = pattern.match(self._text, at)
            if found is None or re.match(r"\s+(?:prossim|scors|\d)", self._text[found.end() :]):
                continue
            names = _ONE_WEEKDAY.findall(found[0])
            if found[0].split()[0] in ("la", "le") and _weekday(names[0]) < 6:
                continue
            if all(len(name) < 5 for name in names) and len(names) < 2:
                continue
            return self._within(tuple(sorted({_weekday(name) for name in names})), at, found.end())
        return None

    def _dated_weekday(self, at: int) -> bool:
        """ "il martedì 3 marzo" is one day."""
        found = re.compile(rf"(?:(?:il|la|da|dal|dalla|al|alla|di)\s+)?(?={_WDS}\s+\d)").match(self._text, at)
        if found is None:
            return False
        number = _WEEKDAY_BEFORE.match(self._text, found.end())
        return bool(number and (self._part(number.end()) or self._day(number.end())))

    def _within(self, days: tuple[int, ...], start: int, end: int) -> Match:
        """The weekdays, between the days that follow if any do."""
        gap = re.compile(r"(?:\s+(?:mattina|pomeriggio|sera))?[\s,(]{1,3}").match(self._text, end)
        following = gap and (self._range(gap.end()) or self._until(gap.end()))
        if following and isinstance(following.meaning, Period):
            return Match(Weekdays(days, following.meaning.first, following.meaning.last), start, following.end)
        return Match(Weekdays(days), start, end)

    def _range(self, at: int) -> Match | None:
        """ "dal 7 al 18", "da marzo a giugno", "7-18 marzo"; "dal 7 marzo" is open."""
        opening = _FROM.match(self._text, at)
        start = opening.end() if opening else at
        first = self._part(start) or self._day(start)
        if first is None:
            return None
        joint = _TO.match(self._text, first.end)
        last = (self._part(joint.end()) or self._day(joint.end())) if joint else None
        if last is None or joint is None:
            return self._from(at, first) if opening else None
        joined = joint[0].strip()
        only_days = first.month is None and first.first is None
        if joined in ("e", "e il", "e l'") and not (opening and opening[0].startswith(("tra", "fra"))):
            return self._from(at, first) if opening and not only_days else None
        if not opening and (joined not in ("-", "–") or not only_days or last.month is None):
            return None
        if (
            opening
            and opening[0].strip() in ("da", "tra", "fra")
            and only_days
            and last.month is None
            and last.first is None
        ):
            return None
        return self._between(at, first, last)

    def _between(self, at: int, first: _Part, last: _Part) -> Match:
        end = last.end
        try:
            if first.month is None and first.first is None:
                first = _with_month_of(first, last)
            known = first.year is not None or (last.month is None and last.first is None and first.month is not None)
            if known and last.year is None:
                a, _ = self._resolve(first)
                _, b = self._resolve(last, earliest=a)
            else:
                _, b = self._resolve(last)
                a, _ = self._resolve(first, latest=b)
        except NoSuchDate:
            return self._impossible(at, end)
        return Match(Period(a, b), at, end) if a <= b else self._impossible(at, end)

    def _from(self, at: int, part: _Part) -> Match | None:
        """ "dal 7 marzo": open at its end. A month or weekday after a bare "da" may mean anything else."""
        if part.month is None and part.first is None:
            return None
        if re.match(r"(?:tra|fra)\b", self._text[at:]):
            return None
        try:
            first, _ = self._resolve(part, latest=self._over(at, part))
        except NoSuchDate:
            opening = _FROM.match(self._text, at)
            return self._impossible(opening.end() if opening else at, part.end)
        return Match(Period(first, None), at, part.end)

    def _until(self, at: int) -> Match | None:
        opening = _UNTIL.match(self._text, at)
        if opening is None:
            return None
        part = self._part(opening.end())
        if part is None:
            day = self._day(opening.end())
            part = day if day and _TIGHT.match(self._text, day.end) else None
        if part is None:
            return None
        try:
            _, last = self._resolve(part)
        except NoSuchDate:
            return self._impossible(opening.end(), part.end)
        return Match(Period(None, last), at, part.end)

    def _single(self, at: int) -> Match | None:
        before = self._text[max(0, at - 40) : at]
        part = self._part(at)
        if part is None:
            part = self._listed(at)
        if part is None:
            day = self._day(at) if _BARE_DAY_CUE.search(before) else None
            part = day if day and _TIGHT.match(self._text, day.end) else None
        if part is None:
            return self._counted(at)
        if self._unlikely(at, part, before):
            return None
        try:
            first, last = self._resolve(part, latest=self._over(at, part))
        except NoSuchDate:
            return self._impossible(at, part.end)
        meaning = Day(first, part.about) if first == last else Period(first, last)
        return Match(meaning, at, part.end)

    def _listed(self, at: int, most: int = MOST_LISTED) -> _Part | None:
        """ "il 3, il 10 e il 17 febbraio": the month stands after the last day."""
        day = self._day(at)
        joint = _AND.match(self._text, day.end) if day and most else None
        following = (self._part(joint.end()) or self._listed(joint.end(), most - 1)) if joint else None
        if day is None or following is None or following.day is None or following.month is None:
            return None
        return _Part(day.end, day.day, following.month, following.year)

    def _over(self, at: int, part: _Part) -> date | None:
        """Today, if the sentence speaks of the past."""
        past = _BEEN.search(self._text[max(0, at - 60) : at]) or re.match(r"\s+scors", self._text[part.end :])
        return self._today if past else None

    def _unlikely(self, at: int, part: _Part, before: str) -> bool:
        """A bare month needs a preposition; "3/4" needs an article, unless all its digits are written ("03/04")."""
        if part.day is None and part.first is None and part.month is not None:
            return part.year is None and not _MONTH_CUE.search(before)
        short = _PARTS["short"].fullmatch(self._text[at : part.end])
        if short:
            plain = (
                len(short["d"]) == 2 and len(short["m"]) == 2 and 0 < int(short["m"]) < 13 and 0 < int(short["d"]) < 32
            )
            return not (_DAY_CUE.search(before) or plain)
        if _PARTS["feast"].match(self._text, at):
            return not re.search(r"\b(?:a|per|prima di|dopo|entro|di)\s*$", before) or bool(
                re.search(r"bonus", before[-12:])
            )
        return False

    def _counted(self, at: int) -> Match | None:
        """ "tra 2 settimane", "3 mesi fa"."""
        found = re.compile(
            r"(?:(?:tra|fra)\s+(?:1\s+)?(?P<n>\d{1,3})\s+(?:di\s+)?(?P<u>giorn|settiman|mes|ann)[a-z]*\b"
            r"|(?:1\s+)?(?P<n2>\d{1,3})\s+(?:di\s+)?(?P<u2>giorn|settiman|mes|ann)[a-z]*\s+fa\b)"
        ).match(self._text, at)
        if found is None:
            return None
        count = int(found["n"] or -int(found["n2"]))
        unit = found["u"] or found["u2"]
        days = {"giorn": 1, "settiman": 7}.get(unit)
        try:
            day = (
                self._today + timedelta(days=days * count)
                if days
                else months_later(self._today, count * (12 if unit == "ann" else 1))
            )
        except (OverflowError, ValueError):
            return None
        return Match(Day(day, about=unit != "giorn"), at, found.end())

    def _impossible(self, start: int, end: int) -> Match:
        return Match(Impossible(self._text[start:end].strip()), start, end)

    # --- parts ---

    def _day(self, at: int) -> _Part | None:
        """A bare number of a day."""
        weekday = _WEEKDAY_BEFORE.match(self._text, at)
        found = _DAY_ONLY.match(self._text, weekday.end() if weekday else at)
        return _Part(found.end(), day=int(found["d"])) if found and 1 <= int(found["d"]) <= 31 else None

    def _part(self, at: int) -> _Part | None:
        weekday = _WEEKDAY_BEFORE.match(self._text, at)
        start = weekday.end() if weekday else at
        for kind, pattern in _PARTS.items():
            found = pattern.match(self._text, start)
            if found and (part := self._read(kind, found)):
                return part
        return None

    def _read(self, kind: str, found: re.Match[str]) -> _Part | None:
        end = found.end()
        match kind:
            case "iso" | "full":
                return _Part(end, int(found["d"]), int(found["m"]), self._year(found["y"]))
            case "word":
                day = 1 if found["d"] == "primo" else int(found["d"])
                month = _LONG.get(found["m"]) or _SHORT[found["m"]]
                year = self._year(found["y"])
                weeks = found["m"] == "sett" and year is None
                return None if weeks else _Part(end, day, month, year)
            case "short":
                return _Part(end, int(found["d"]), int(found["m"]))
            case "about":
                return self._about(found)
            case "month":
                year = self._year(found["y"])
                month = _LONG[found["m"]]
                if found["r"] == "scorso":
                    year = self._today.year - (month >= self._today.month)
                return _Part(end, None, month, year)
            case "near":
                steps = {"oggi": 0, "domani": 1, "dopodomani": 2, "ieri": -1}
                day_meant = self._today + timedelta(days=steps.get(found["w"], -2))
                return _Part(end, first=day_meant, last=day_meant)
            case "feast":
                month, day = _HOLIDAYS[found["w"]]
                return _Part(end, day, month, self._year(found["y"]))
            case "weekday":
                return self._weekday_part(found)
            case _:
                return self._relative(found)

    def _about(self, found: re.Match[str]) -> _Part:
        year, month = self._year(found["y"]), _LONG.get(found["m"] or "")
        if month is None:
            step = 1 if found["n"] else 0
            if found["w"] == "anno":
                year, month = self._today.year + step, 1 if found["a"] in ("inizio", "primi") else 12
            else:
                later = months_later(self._today.replace(day=1), step)
                year, month = later.year, later.month
        elif year is None:
            year = self._today.year + (month < self._today.month)
        day = min(ABOUT[found["a"]], monthrange(year, month)[1])
        meant = date(year, month, day)
        return _Part(found.end(), first=meant, last=meant, about=True)

    def _weekday_part(self, found: re.Match[str]) -> _Part:
        index = _weekday(found["w"])
        said = (found["q"] or "") + (found["r"] or "")
        ahead = (index - self._today.weekday()) % 7
        if said.startswith("scors"):
            meant = self._today - timedelta(days=(self._today.weekday() - index) % 7 or 7)
        else:
            meant = self._today + timedelta(days=ahead if said.startswith("quest") else ahead or 7)
        return _Part(found.end(), first=meant, last=meant)

    def _relative(self, found: re.Match[str]) -> _Part:
        unit, said = found["w"] or found["w2"], found["r"] or found["r2"]
        step = 0 if said.startswith("quest") else -1 if said.startswith(("scors", "passat")) else 1
        if unit == "settimana":
            first = self._today + timedelta(days=7 * step - self._today.weekday())
            last = first + timedelta(days=6)
        elif unit == "mese":
            first = months_later(self._today.replace(day=1), step)
            last = _month_end(first.year, first.month)
        else:
            first, last = date(self._today.year + step, 1, 1), date(self._today.year + step, 12, 31)
        return _Part(found.end(), first=first, last=last)

    def _year(self, said: str | None) -> int | None:
        """Two digits: up to ten years ahead they are of this century."""
        if not said:
            return None
        year = int(said.lstrip("'"))
        if year < 100:
            year += 2000 if year <= (self._today.year + 10) % 100 else 1900
        return year

    # --- to days ---

    def _resolve(self, part: _Part, earliest: date | None = None, latest: date | None = None) -> tuple[date, date]:
        """First and last day of what was said; without a year the next one from `earliest` (today), or the last one
        up to `latest`. Raises NoSuchDate."""
        if part.first and part.last:
            return part.first, part.last
        if part.month is None:
            return self._in_any_month(part.day or 0, earliest, latest)
        if part.year is not None:
            return _days(part.year, part.month, part.day)
        start = latest or earliest or self._today
        years = (start.year, start.year - 1 if latest else start.year + 1)
        for year in years:
            with suppress(NoSuchDate):
                first, last = _days(year, part.month, part.day)
                if first <= latest if latest else last >= start:
                    return first, last
        raise NoSuchDate

    def _in_any_month(self, day: int, earliest: date | None, latest: date | None) -> tuple[date, date]:
        """The next month that has the day, or the last one."""
        start = latest or earliest or self._today
        for step in range(4):
            month = months_later(start.replace(day=1), -step if latest else step)
            if day > monthrange(month.year, month.month)[1]:
                continue
            meant = month.replace(day=day)
            if meant <= latest if latest else meant >= start:
                return meant, meant
        raise NoSuchDate


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last day of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _weekday(name: str) -> int:
    return _INDEX[name[:2]]


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _with_month_of(first: _Part, last: _Part) -> _Part:
    """ "dal 28 al 5 gennaio" begins in December, "dal 7 al 18 marzo" in March."""
    month, year = (last.month, last.year) if last.first is None else (last.first.month, last.first.year)
    if month is None or first.day is None:
        return first
    end = last.day or (last.last.day if last.last else 31)
    if first.day > end:
        month, year = (12, year and year - 1) if month == 1 else (month - 1, year)
    return _Part(first.end, first.day, month, year)


def _days(year: int, month: int, day: int | None) -> tuple[date, date]:
    """The day, or the whole month. Raises NoSuchDate."""
    if not (1 <= month <= 12 and EARLIEST_YEAR <= year <= FURTHEST_YEAR):
        raise NoSuchDate
    last = monthrange(year, month)[1]
    if day is None:
        return date(year, month, 1), date(year, month, last)
    if not 1 <= day <= last:
        raise NoSuchDate
    return date(year, month, day), date(year, month, day)
