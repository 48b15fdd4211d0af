"""Hours, durations, ages, money and dates in an Italian text, as people really type.

Small tables and regular expressions over the text with its numbers in digits. Each rule takes the characters it
understood; what is taken is not read again, so the order of the rules decides: births and ages before dates, dates
before hours, hours before plain durations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.model.entities import (
    Age,
    AgreementMention,
    Amount,
    Birth,
    DayPart,
    Duration,
    Found,
    Hours,
    Impossible,
    Money,
    PartTime,
    Per,
    Unit,
)
from bot.understanding.dates import Calendar, NoSuchDate, months_later
from bot.understanding.numerals import Digits, in_digits

LONGEST_TEXT = 4000
"""Characters that are read."""
LONGEST_YEARS = 12
"""More years are somebody's age."""
OLDEST_CHILD = 25
"""Years: an older "child" is no child of our questions."""
TAKEN = "\x00"

_N = r"(?<![\d.,/:])(?P<n>\d{1,5}(?:[.,]\d{1,2})?)"
_OF = r"\s*(?:d'|di\s+|d\s+|')?\s*"
_HALF = r"mezz[aoe]|1/2|meza"
_HOUR = r"(?:or[ae]tt[ae]|or[ae]|hh?|hrs?|ore)\b"
_PER = re.compile(
    r"\s*(?:(?:al|a|alla|per|ogni|/|nella|in 1|per ogni)\s*(?P<u>giorno|giornata|gg|g|di|settimana|sett|sem|mese|anno)\b|all'(?P<u4>anno|ora)"
    r"|(?P<u2>giornalier[eiao]|quotidian[eiao]|settimanal[ei]|settim|mensil[ei]|annual[ei]|annu[eiao]|orar[ieo])\b"
    r"|(?P<u3>sett|settimana)\b|l'(?P<u5>anno)\b|/\s*(?P<u6>h|ora|settimana|mese|anno)\b)"
)
_PERS: dict[str, Per] = {
    "giorno": "day", "giornata": "day", "gg": "day", "g": "day", "di": "day", "giornalier": "day", "quotidian": "day",
    "settimana": "week", "sett": "week", "sem": "week", "settim": "week", "settimanal": "week", "mese": "month",
    "mensil": "month", "anno": "year", "annual": "year", "annu": "year", "ora": "hour", "h": "hour", "orar": "hour",
}  # fmt: skip
_MINUTES_END = r"(?=\s*(?:$|[.,;:!?)\n]|(?:al|a|per|di|ogni|la|il|in|da|dal|e|prima|dopo|tutti|alla)\b))"
_HOURS = re.compile(
    rf"{_N}{_OF}{_HOUR}"
    rf"(?:\s*e?\s*(?:(?P<half>{_HALF})\b(?!\s*giornat)|(?P<quarters>[13])\s+quart[oi]\b|(?P<m>\d{{1,2}})\s*(?:minut[io]|min|m)\b"
    rf"|e\s*(?P<m2>[1-5][05]|05){_MINUTES_END}|(?P<m3>[0-5]\d){_MINUTES_END}))?"
    r"(?!\s*su\s+24)"
)
_GLUED = re.compile(r"(?<![\d.,])(?P<n>\d{1,2})h(?P<m>[0-5]\d)\b")
_CLOCK_HOURS = re.compile(rf"(?<![\d.,:])(?P<n>\d{{1,2}})[:](?P<m>[0-5]\d)\s*{_HOUR}")
_HALF_HOUR = re.compile(
    rf"\b(?:1/2|mezz'|mezza?)\s?o+retta\b|\bmezz(?:'|a\s|\s|)\s?ora\b|\b(?:1/2|mezza)\s*(?:{_HOUR})"
)
_QUARTER_HOUR = re.compile(r"\b(?P<n>[13])\s+quart[oi]\s+(?:d'|di\s+)ora\b")
_MINUTES = re.compile(r"(?<![\d.,:])(?P<n>\d{1,3})\s*(?:minut[io]|min)\b")
_TWO_HOURS = re.compile(
    rf"(?<![\d.,/:])(?!1/2\s*ora\b)(?P<n>\d{{1,2}}(?:[.,]5)?)(?:\s*(?:-|–|/)\s*|\s+o(?:ppure)?\s+|\s+max\s+)(?P<n2>\d{{1,2}}(?:[.,]5)?)\s*{_HOUR}"
)
_CLOCK_BEFORE = re.compile(r"\b(?:all[ae]|dall[ae]|dopo le|prima delle|verso le|entro le|fino all[ae]|ore|h|e le)\s*$")
_HALF_DAY = re.compile(
    r"(?<![\d.,])(?:(?P<n>\d{1,3})\s+(?:di\s+)?)?(?P<h>mezz[ae]|meza|1/2)\s*(?:giornat[ae]|gg\b|giornatin[ae])"
)
_QUARTER_DAY = re.compile(r"\b(?P<n>\d{1,2})\s+quart[oi]\s+di\s+(?:giornata|giorno)\b")
_DURATION = re.compile(
    rf"{_N}{_OF}(?P<u>giornat[ae]|giorn[oi]|giornni|gg\b|g\b|settiman[ae]|settimne|sett?\b|mes[ei]\b|mesetti|ann[oi]\b)"
    rf"(?P<half>\s+e\s+(?:{_HALF})\b)?(?!\s+e\s+mezz)"
)
_ELDER = re.compile(
    r"\b(?:mamma|madre|padre|papa|nonn[oai]|suocer[oai]|zi[oa]|anzian[oai]|marito|moglie)\s+(?:di|ha)\s*$"
)
_UNITS: dict[str, Unit] = {"g": "day", "s": "week", "m": "month", "a": "year"}

_CHILD = (
    r"(?:figli[oaie]?|figliol[oaie]|bimb[oaie]|bambin[oaie]|bamb|pup[oa]|piccol[oaie]|piccolin[oaie]|neonat[oaie]"
    r"|gemell[oaie]|gemellin[iea]|ragazz[oaie]|ragazzin[oaie]|nan[aoe]|nipotin[oaie]|creatur[ae]|cucciol[oaie]|bebe|minore)"
)
_AGE_UNIT = r"(?P<u>ann[oi]|mes[ei]|mesetti|settiman[ae]|giorn[oi]|gg)"
_AGE_TAIL = (
    rf"(?:\s+e\s+(?:(?P<half>{_HALF})\b|(?P<m>\d{{1,2}})\s*mes[ei]\b)|\s*,?\s+(?P<m2>\d{{1,2}})\s*mes[ei]\b)?"
    r"(?!\s*(?:\w+\s+)?(?:di|d')\s*(?:contratt|anzianit|servizi|esperienz|lavor|congedo|matern|ferie|permess|aspettativ|tempo|age|malatt|prova|preavvis|naspi|assunzion))"
    r"(?!\s+per\b)(?!\s+fa\b)(?!\s+prima\b)(?!\s+dal)"
)
_LIMIT = re.compile(
    r"\b(?:fino\s+a[ig]?l?i?|entro(?: i| gli)?|prima\s+de[ig]l?i?|oltre(?: i| gli)?|sotto(?: i| gli)?|sopra(?: i| gli)?"
    r"|dopo(?: i| gli)?|meno di|piu di|massimo|almeno|ai|agli|dai|dagli|tra i?|fra i?|da \d+ a|a|under|over|max)\s*$"
)
_HAS = re.compile(
    r"\b(?:(?:ne\s+|che\s+)?(?:ha|hanno|a|avra|avranno|con)|eta:?|eta\s+di|eta\s+del\s+\w+:?)\s+"
    rf"(?:(?:quasi|appena|circa|gia|ora|solo|adesso|ormai|poco piu di|compiuto|piu o meno)\s+)?(?P<n>\d{{1,2}})\s*(?:{_AGE_UNIT}\b)?{_AGE_TAIL}"
)
_CHILD_OF = re.compile(
    rf"\b{_CHILD}\b(?:\s+[a-z]+){{0,3}}?[\s,(:]*(?:di|d|d'|che\s+ha(?:nno)?|ha|e di|anni)?\s*(?:quasi\s+|circa\s+|appena\s+|soli\s+)?"
    rf"(?P<list>\d{{1,2}}(?:\s*(?:,|e|ed|-)\s*(?:di\s+)?\d{{1,2}}){{0,4}})\s*{_AGE_UNIT}\b{_AGE_TAIL}"
)
_NO_AGE = re.compile(
    r"\b(?:fino|entro|prima|congedo|ho|per|ogni|permess\w*|primi|e(?!\s+di)|da|fa|fanno|danno|spettano|non|non ha|casa|prende|prendo|e sono)\b"
)
"""Between a child and a number of years: the years are not the child's."""
_ONE_OF = re.compile(rf"\b1\s+(?:di|ha|ne ha)\s+(?P<n>\d{{1,2}})\s*(?:{_AGE_UNIT}\b)?{_AGE_TAIL}")
_YEARS_OLD = re.compile(r"\b(?P<n>\d{1,2})\s?enne\b")
_BORN_AGO = re.compile(r"\bnat[oaie]\s+(?:1\s+)?(?P<n>\d{1,2})\s+(?P<u>giorni|settiman[ae]|mes[ei]|ann[oi])\s+fa\b")
_BORN = re.compile(
    r"\b(?P<w>nat[oaie]|nascita|nascit[ae]|nascera|nasceranno|nasce|nascere|dpp|data presunta(?:\s+(?:del\s+|di\s+)?parto)?|parto previsto|partorito"
    r"|partoriro|partorisco|termine previsto)\b[\s:]*(?:e\s+|era\s+)?"
    r"(?:(?:(?:il|nel|nella|a|ad|in|di|del|per|verso|lo|previst[ao]|presunt[ao]|mese|giorno|anno)\b|dell'|l')\s*){0,4}"
)
_WHERE = re.compile(r"(?:a|ad|in)\s+[a-z' ]{2,25}?\s+(?:(?:il|nel|in data|a|ad)\b|l')\s*")
"""Between "nata" and the day: "a Milano il"."""
_STILL_TO_COME = re.compile(r"nascera|nasce|nascere|dpp|data presunta|parto previsto|partoriro|partorisco|termine")
_TURNS = re.compile(
    r"\b(?P<w>compie|compiera|compira|compiono|compiranno|compiuto|compiuti|compi|fa|fara|faranno|ha fatto)\s+(?:gli\s+|i\s+|gia\s+|1\s+)?(?P<n>\d{1,2})"
    r"\s*(?:ann[oi])?\s+(?:(?:(?:il|a|ad|in|nel|nella|lo|la|di|del|alla|fra|tra|verso)\b|l')\s*){0,3}"
)
_PAST = re.compile(r"compiut|ha fatto")

_MONEY_NUMBER = r"(?P<n>\d{1,3}(?:[. ]\d{3})+(?:,\d{1,2})?(?!\d)|\d{1,7}(?:[.,]\d{1,2})?(?!\d))"
_CURRENCY = r"(?:euro|euri|eur|eu|€)"
_WORTH = re.compile(
    rf"(?<![\d.,/:]){_MONEY_NUMBER}(?:\s*(?P<k>k|mila)\b(?:\s+e?\s*(?P<rest>\d{{1,3}})(?!\d))?|\s+e\s+(?P<rest2>\d{{2,3}})(?!\d))?"
    rf"\s*(?P<c>{_CURRENCY}(?![a-z]))?(?:\s+e\s+(?P<cents>\d{{1,2}})\b(?!\s*(?:%|ann|mes|or[ae]|giorn|h\b|figli|bamb|bimb)))?"
)
_CURRENCY_FIRST = re.compile(
    rf"(?:€|\beuro|\beur)\s*{_MONEY_NUMBER}(?P<k>\s*k\b)?(?P<c>)(?P<rest>)(?P<rest2>)(?P<cents>)"
)
_MONEY_BEFORE = re.compile(
    r"\b(?:guadagn\w*|prend[oei]\w*|stipendio|reddito|isee|paga|busta paga|ral|retribuzione|cost\w+|spend\w*|lord[oaie]|nett[oaie]|salario|importo|imponibile)"
    r"\b[^\d.;!?\n]{0,22}$"
)
_MONEY_AFTER = re.compile(
    r"\s*(?:lord[oaie]|nett[oaie]|al mese\b|mensili|all'anno|annu[iaoe]|l'anno|di reddito|di isee|di ral|di stipendio|x mese)"
)
_GROSS = re.compile(r"\s*(?:e\s+)?(?:(?P<g>lord[oaie]|ral\b)|(?P<t>nett[oaie]))")

_PT = r"(?:part[\s-]?time|par time|partime|pt|p\.t\.|tempo parziale)"
_SHARE_AFTER = re.compile(
    rf"\b{_PT}\b(?:\s+\w+){{0,2}}?\s*(?:al|a|del|di|:|all'|dell')?\s*(?P<n>\d{{1,2}}(?:[.,]\d{{1,2}})?)\s*(?:%|per\s?cento)"
)
_SHARE_BARE = re.compile(
    rf"\b{_PT}\s+(?:al\s+|all')?(?P<n>\d{{2}})\b(?!\s*(?:or[ae]|h\b|[.,]\d|ann|mes|giorn|gg|€|eur))"
)
_SHARE_BEFORE = re.compile(
    rf"(?<![\d.,])(?P<n>\d{{1,2}}(?:[.,]\d{{1,2}})?)\s*(?:%|per\s?cento)\s+(?:di\s+|in\s+)?{_PT}\b"
)
_WEEK_CUE = re.compile(
    r"(?:part[\s-]?time|par time|partime|\bpt\b|full[\s-]?time|tempo (?:pieno|parziale)|contratto)[^.;!?\n]{0,18}$"
)
_WEEK_AFTER = re.compile(rf"\s*(?:di\s+|in\s+)?(?:{_PT}|full[\s-]?time|contrattuali)\b")
_WORKS = re.compile(r"\b(?:lavor[oai]|lavoriamo|lavorano|orario di|giornata di|turni di|turno di)\s+(?:solo\s+)?$")
_WEEKLY = range(8, 49)

_LITTLE = frozenset(
    {
        "no", "non", "anzi", "ma", "scusa", "scusate", "scusami", "mi", "sono", "sbagliato", "sbagliata", "ho",
        "hai", "capito", "male", "volevo", "dire", "intendevo", "invece", "cioe", "e", "il", "lo", "la", "i", "gli",
        "le", "di", "del", "della", "dei", "da", "a", "al", "in", "per", "un", "una", "1", "ha", "hanno", "figlio",
        "figlia", "bambino", "bambina", "bimbo", "bimba", "mio", "mia", "si", "ciao", "grazie", "lavoro",
        "contratto", "ccnl", "era", "erano", "faccio", "facciamo", "piu", "correggo", "correzione", "solo",
        "soltanto", "part", "time",
    }
)  # fmt: skip

Builder = Callable[["_Reading", "re.Match[str]"], "Amount | list[_Span] | None"]


@dataclass(frozen=True, slots=True)
class _Span:
    amount: Amount
    start: int
    end: int


def find_amounts(text: str, today: date) -> tuple[Found, ...]:
    """Every amount in the text, in its order; spans never overlap. Never raises.

    Only the first LONGEST_TEXT characters are read. Dates without a year are seen from `today`.
    """
    digits = in_digits(text[:LONGEST_TEXT])
    if not digits.text:
        return ()
    return _without_denied(_Reading(digits, today).read(), digits.text)


def _without_denied(found: list[tuple[Found, _Span]], text: str) -> tuple[Found, ...]:
    """ "non 2 ore, 3 ore": what is denied gives way to what is said after it."""
    kept = []
    for at, (one, span) in enumerate(found):
        later = any(type(other.amount) is type(one.amount) for other, _ in found[at + 1 :])
        if not (later and re.search(r"\bnon\s+(?:\w+\s+)?$", text[max(0, span.start - 15) : span.start])):
            kept.append(one)
    return tuple(kept)


class _Reading:
    """One text while it is read."""

    def __init__(self, digits: Digits, today: date) -> None:
        self._digits = digits
        self.text = digits.text
        self.today = today
        self._spans: list[_Span] = []

    def read(self) -> list[tuple[Found, _Span]]:
        self._births()
        for pattern, build in RULES_BEFORE_DATES:
            self._apply(pattern, build)
        self._dates()
        for pattern, build in RULES_AFTER_DATES:
            self._apply(pattern, build)
        return [(self._found(span), span) for span in sorted(self._spans, key=lambda span: span.start)]

    def before(self, at: int, characters: int = 40) -> str:
        return self.text[max(0, at - characters) : at]

    def _found(self, span: _Span) -> Found:
        start, end = self._digits.span(span.start, span.end)
        amount = span.amount
        if isinstance(amount, Impossible):
            amount = Impossible(self._digits.original[start:end].strip())
        return Found(amount, start, end)

    def _take(self, amount: Amount, start: int, end: int) -> None:
        """Keeps the amount, without blanks at its sides."""
        said = self.text[start:end]
        first = start + len(said) - len(said.lstrip())
        last = start + len(said.rstrip())
        self._spans.append(_Span(amount, first, last))
        self.text = self.text[:start] + TAKEN * (end - start) + self.text[end:]

    def _apply(self, pattern: re.Pattern[str], build: Builder) -> None:
        for match in list(pattern.finditer(self.text)):
            built = build(self, match)
            if isinstance(built, list):
                for span in built:
                    self._take(span.amount, span.start, span.end)
            elif built is not None:
                self._take(built, match.start(), match.end())

    def _dates(self) -> None:
        for match in list(Calendar(self.text, self.today).all()):
            self._take(match.meaning, match.start, match.end)

    def _births(self) -> None:
        for match in list(_BORN_AGO.finditer(self.text)):
            months = {"m": int(match["n"]), "a": 12 * int(match["n"])}.get(match["u"][0], int(match["n"]) // 4)
            self._take(Age(months if match["u"][0] in "ma" else _weeks_in_months(match)), match.start(), match.end())
        for match in list(_BORN.finditer(self.text)):
            self._birth(match)
        for match in list(_TURNS.finditer(self.text)):
            self._birthday(match)

    def _birth(self, match: re.Match[str]) -> None:
        calendar = Calendar(self.text, self.today)
        read = calendar.coming if _STILL_TO_COME.match(match["w"]) else calendar.birth
        where = _WHERE.match(self.text, match.end("w") + 1)
        try:
            said = read(match.end()) or (read(where.end()) if where else None)
        except NoSuchDate:
            self._take_impossible(match.end())
            return
        if said is None:
            return
        first, last, end = said
        if first.year < self.today.year - OLDEST_CHILD or first.year > self.today.year + 1:
            return
        self._take(Birth(first, last), match.start(), end)

    def _birthday(self, match: re.Match[str]) -> None:
        """ "compie 6 anni a luglio": born six years before that July."""
        calendar = Calendar(self.text, self.today)
        past = _PAST.search(match["w"])
        years = int(match["n"])
        if not 1 <= years <= OLDEST_CHILD:
            return
        try:
            said = calendar.birth(match.end()) if past else calendar.coming(match.end())
        except NoSuchDate:
            self._take_impossible(match.end())
            return
        if said is None:
            return
        first, last, end = said
        self._take(Birth(months_later(first, -12 * years), _years_before(last, first, years)), match.start(), end)

    def _take_impossible(self, at: int) -> None:
        found = next((match for match in Calendar(self.text, self.today).all() if match.end > at), None)
        if found and isinstance(found.meaning, Impossible) and found.start <= at:
            self._take(found.meaning, found.start, found.end)


def _weeks_in_months(match: re.Match[str]) -> int:
    return int(match["n"]) * (7 if match["u"].startswith("s") else 1) // 30


def _years_before(last: date, first: date, years: int) -> date:
    """The end of the same stretch of days, years before."""
    if (first.day, (last.replace(day=28)).month) == (1, first.month) and last != first:
        following = months_later(first, 1 - 12 * years)
        return date.fromordinal(following.toordinal() - 1)
    return months_later(last, -12 * years)


# --- hours and parts of days ---


def _hours(reading: _Reading, match: re.Match[str]) -> list[_Span] | None:
    if _CLOCK_BEFORE.search(reading.before(match.start())) and not match["n"].startswith("0"):
        return None
    named = match.groupdict()
    minutes = next((int(named[name]) for name in ("m", "m2", "m3") if named.get(name)), 0)
    if minutes >= 60:
        return None
    parts = 0.5 if named.get("half") else int(named.get("quarters") or 0) / 4
    return [_with_per(reading, _number(match["n"]) + minutes / 60 + parts, match.start(), match.end())]


def _with_per(reading: _Reading, hours: float, start: int, end: int) -> _Span:
    per = _PER.match(reading.text, end)
    unit = _per(per) if per else None
    if per and unit and unit != "hour":
        return _Span(Hours(hours, unit), start, per.end())
    works = _WORKS.search(reading.before(start))
    if works and 3 <= hours <= 12:
        return _Span(Hours(hours, "day"), start, end)
    weekly = hours in _WEEKLY and (
        works or _WEEK_CUE.search(reading.before(start)) or _WEEK_AFTER.match(reading.text, end)
    )
    return _Span(Hours(hours, "week" if weekly else None), start, end)


def _per(match: re.Match[str]) -> Per | None:
    said = next((value for value in match.groupdict().values() if value), "")
    return _PERS.get(said) or _PERS.get(said[:-1])


def _two_hours(reading: _Reading, match: re.Match[str]) -> list[_Span] | None:
    """ "2 o 3 ore": both."""
    if _CLOCK_BEFORE.search(reading.before(match.start())):
        return None
    second = _with_per(reading, _number(match["n2"]), match.start("n2"), match.end())
    assert isinstance(second.amount, Hours)
    return [_Span(Hours(_number(match["n"]), second.amount.per), match.start("n"), match.end("n")), second]


def _half_hour(reading: _Reading, match: re.Match[str]) -> list[_Span]:
    return [_with_per(reading, 0.5, match.start(), match.end())]


def _quarter_hours(reading: _Reading, match: re.Match[str]) -> list[_Span]:
    return [_with_per(reading, int(match["n"]) / 4, match.start(), match.end())]


def _minutes(reading: _Reading, match: re.Match[str]) -> list[_Span]:
    return [_with_per(reading, int(match["n"]) / 60, match.start(), match.end())]


def _half_days(reading: _Reading, match: re.Match[str]) -> Amount | None:
    if re.search(r"\d\s*[a-z]*\s+e\s*$", reading.before(match.start())):
        return None
    return DayPart(0.5, int(match["n"] or 1))


def _quarter_day(reading: _Reading, match: re.Match[str]) -> Amount:
    return DayPart(0.25, int(match["n"]))


def _duration(reading: _Reading, match: re.Match[str]) -> Amount | None:
    unit = _UNITS[match["u"][0]]
    before = reading.before(match.start())
    if unit == "year" and (
        _LIMIT.search(before) or re.search(r"\b(?:ho|abbiamo|compi\w+|compleanno)\s+(?:gli\s+|i\s+|dei\s+)?$", before)
    ):
        return None
    if match["u"] in ("g", "se") and "." in match["n"]:
        return None
    count = _number(match["n"]) + (0.5 if match["half"] else 0)
    if unit == "year" and (count > LONGEST_YEARS or _ELDER.search(before)):
        return None
    return Duration(count, unit) if count else None


# --- ages ---


def _age_months(count: int, unit: str, match: re.Match[str]) -> int | None:
    named = match.groupdict()
    extra = 6 if named.get("half") else int(named.get("m") or named.get("m2") or 0)
    match unit[:1]:
        case "a":
            return count * 12 + extra if count <= OLDEST_CHILD and extra < 12 else None
        case "m":
            return count if count <= 36 else None
        case "s":
            return count * 7 // 30
        case _:
            return count // 30


def _has_age(reading: _Reading, match: re.Match[str]) -> Amount | None:
    """ "ha 3 anni"; without a unit only "ne ha 3"."""
    said, unit, before = match[0], match["u"], reading.before(match.start())
    if unit is None or re.search(r"\b(?:non|fino)\s*$", before):
        return None
    if "hanno" in said and not re.search(_CHILD, before):
        return None
    if unit[0] in "gs" and not re.search(_CHILD, reading.before(match.start())):
        return None
    if re.match(r"(?:a|con)\b", said) and not re.search(rf"{_CHILD}\b[\s\w]{{0,12}}$", reading.before(match.start())):
        return None
    months = _age_months(int(match["n"]), unit, match)
    return None if months is None or _of_a_parent(reading, match) else Age(months)


def _of_a_parent(reading: _Reading, match: re.Match[str]) -> bool:
    before = reading.before(match.start(), 25)
    return bool(
        re.search(
            r"\b(?:io|mamma|madre|padre|papa|suocer[ao]|nonn[oai]|marito|moglie|azienda|ditta|contratto|lei)\s*$",
            before,
        )
    )


def _children(reading: _Reading, match: re.Match[str]) -> list[_Span] | None:
    """ "due bimbi di 3 e 5 anni": one age each."""
    between = reading.text[match.start() : match.start("list")]
    if _LIMIT.search(between) or _NO_AGE.search(between):
        return None
    if match["u"][0] in "gs" and not re.search(r"\b(?:di|ha|d')\s*(?:[a-z]+\s+)?$", between):
        return None
    counts = list(re.finditer(r"\d{1,2}", match["list"]))
    spans = []
    for at, count in enumerate(counts):
        last = at == len(counts) - 1
        months = _age_months(int(count[0]), match["u"], match) if last else _age_of_list(int(count[0]), match["u"])
        if months is None:
            return None
        start = match.start("list") + count.start()
        spans.append(_Span(Age(months), start, match.end() if last else match.start("list") + count.end()))
    return spans


def _age_of_list(count: int, unit: str) -> int | None:
    return count * 12 if unit[0] == "a" and count <= OLDEST_CHILD else count if unit[0] == "m" else None


def _one_of(reading: _Reading, match: re.Match[str]) -> Amount | None:
    """ "uno di 3 e una di 6 anni"."""
    if match["u"] is None and not re.search(r"\bann[oi]\b", reading.text[match.end() : match.end() + 25]):
        return None
    pair = re.match(r"\s*(?:e|,|ed)\s*1 (?:di|ha) \d", reading.text[match.end() :])
    if match["u"] is None and not pair and not re.search(_CHILD, reading.before(match.start(), 60)):
        return None
    months = _age_months(int(match["n"]), match["u"] or "anni", match)
    return None if months is None else Age(months)


def _enne(reading: _Reading, match: re.Match[str]) -> Amount | None:
    return Age(int(match["n"]) * 12) if int(match["n"]) <= OLDEST_CHILD else None


# --- money and part-time ---


def _money(reading: _Reading, match: re.Match[str]) -> list[_Span] | None:
    before = reading.before(match.start())
    value = _euro(match)
    named = bool(match["c"]) or match.re is _CURRENCY_FIRST
    if not named and not _is_worth(reading, match, before, value):
        return None
    end = match.end()
    gross, per = None, None
    for _ in range(2):
        if (kind := _GROSS.match(reading.text, end)) and gross is None:
            gross, end = bool(kind["g"]), kind.end()
        if (rate := _PER.match(reading.text, end)) and per is None and _per(rate):
            per, end = _per(rate), rate.end()
    if gross is None and re.search(r"\b(?:lord[oaie]|ral)\b[^\d]{0,12}$", before):
        gross = True
    if gross is None and re.search(r"\bnett[oaie]\b[^\d]{0,12}$", before):
        gross = False
    return [_Span(Money(value, gross, per), match.start(), end)]


def _is_worth(reading: _Reading, match: re.Match[str], before: str, value: float) -> bool:
    """A number without a currency: thousands, or after "stipendio", before "lordi", or all that is written."""
    if _MONEY_AFTER.match(reading.text, match.end()) and value >= 300:
        return True
    if match["k"] or match["rest2"]:
        return value >= 1000 and not re.match(
            r"\s*(?:person|abitant|dipendent|km|volt|or[ae]\b)", reading.text[match.end() :]
        )
    if value < 300 or re.match(r"\s*(?:or[ae]\b|h\b|giorn|ann|mes|settiman|%|gg)", reading.text[match.end() :]):
        return False
    if 1990 <= value <= 2035 and "." not in match["n"]:
        return False
    alone = not reading.text.replace(TAKEN, " ").replace(match[0], " ").strip(" .,!?")
    return bool(_MONEY_BEFORE.search(before)) or (alone and value < 200_000 and len(match["n"]) != 5)


def _euro(match: re.Match[str]) -> float:
    said = match["n"].replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?", said):
        said = said.replace(".", "")
    value = float(said.replace(",", "."))
    if match["k"]:
        value = value * 1000 + int(match["rest"] or 0)
    return round(value + int(match["rest2"] or 0) + int(match["cents"] or 0) / 100, 2)


def _part_time(reading: _Reading, match: re.Match[str]) -> Amount | None:
    percent = _number(match["n"])
    return PartTime(percent) if 5 <= percent < 100 else None


def _number(said: str) -> float:
    return float(said.replace(",", "."))


RULES_BEFORE_DATES: tuple[tuple[re.Pattern[str], Builder], ...] = (
    (_SHARE_AFTER, _part_time),
    (_SHARE_BEFORE, _part_time),
    (_SHARE_BARE, _part_time),
    (_CHILD_OF, _children),
    (_HAS, _has_age),
    (_ONE_OF, _one_of),
    (_YEARS_OLD, _enne),
    (_TWO_HOURS, _two_hours),
    (_QUARTER_HOUR, _quarter_hours),
    (_QUARTER_DAY, _quarter_day),
    (_HALF_DAY, _half_days),
)
RULES_AFTER_DATES: tuple[tuple[re.Pattern[str], Builder], ...] = (
    (_GLUED, _hours),
    (_CLOCK_HOURS, _hours),
    (_HOURS, _hours),
    (_HALF_HOUR, _half_hour),
    (_MINUTES, _minutes),
    (_CURRENCY_FIRST, _money),
    (_WORTH, _money),
    (_DURATION, _duration),
)


def alone(text: str, amounts: Sequence[Found], agreement: AgreementMention | None) -> bool:
    """Whether the text holds nothing but what was found and little words: "no, scusa, 3 ore"."""
    spans = [(found.start, found.end) for found in amounts]
    if agreement:
        spans.append((agreement.start, agreement.end))
    if not spans or len(text) > LONGEST_TEXT:
        return False
    signs = list(text)
    for start, end in spans:
        signs[start:end] = " " * (end - start)
    return all(word in _LITTLE or word.isdigit() for word in re.findall(r"\w+", in_digits("".join(signs)).text))
