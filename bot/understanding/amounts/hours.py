"""Hours, parts of days and plain durations."""

from __future__ import annotations

import re

from bot.model.entities import Amount, DayPart, Duration, Hours, Unit
from bot.understanding.amounts.ages import LIMIT
from bot.understanding.amounts.common import HALF, OF, PER, N, number, per_of
from bot.understanding.amounts.money import PT
from bot.understanding.amounts.reading import Reading, Rules, Span

LONGEST_YEARS = 12
"""More years are somebody's age."""
_HOUR = r"(?:or[ae]tt[ae]|or[ae]|hh?|hrs?|ore)\b"
_MINUTES_END = r"(?=\s*(?:$|[.,;:!?)\n]|(?:al|a|per|di|ogni|la|il|in|da|dal|e|prima|dopo|tutti|alla)\b))"
_HOURS = re.compile(
    rf"{N}{OF}{_HOUR}"
    rf"(?:\s*e?\s*(?:(?P<half>{HALF})\b(?!\s*giornat)|(?P<quarters>[13])\s+quart[oi]\b|(?P<m>\d{{1,2}})\s*(?:minut[io]|min|m)\b"
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
    rf"{N}{OF}(?P<u>giornat[ae]|giorn[oi]|giornni|gg\b|g\b|settiman[ae]|settimne|sett?\b|mes[ei]\b|mesetti|ann[oi]\b)"
    rf"(?P<half>\s+e\s+(?:{HALF})\b)?(?!\s+e\s+mezz)"
)
_ELDER = re.compile(
    r"\b(?:mamma|madre|padre|papa|nonn[oai]|suocer[oai]|zi[oa]|anzian[oai]|marito|moglie)\s+(?:di|ha)\s*$"
)
_UNITS: dict[str, Unit] = {"g": "day", "s": "week", "m": "month", "a": "year"}
_WEEK_CUE = re.compile(
    r"(?:part[\s-]?time|par time|partime|\bpt\b|full[\s-]?time|tempo (?:pieno|parziale)|contratto)[^.;!?\n]{0,18}$"
)
_WEEK_AFTER = re.compile(rf"\s*(?:di\s+|in\s+)?(?:{PT}|full[\s-]?time|contrattuali)\b")
_WORKS = re.compile(r"\b(?:lavor[oai]|lavoriamo|lavorano|orario di|giornata di|turni di|turno di)\s+(?:solo\s+)?$")
_WEEKLY = range(8, 49)


def _hours(reading: Reading, match: re.Match[str]) -> list[Span] | None:
    if _CLOCK_BEFORE.search(reading.before(match.start())) and not match["n"].startswith("0"):
        return None
    named = match.groupdict()
    minutes = next((int(named[name]) for name in ("m", "m2", "m3") if named.get(name)), 0)
    if minutes >= 60:
        return None
    parts = 0.5 if named.get("half") else int(named.get("quarters") or 0) / 4
    return [_with_per(reading, number(match["n"]) + minutes / 60 + parts, match.start(), match.end())]


def _with_per(reading: Reading, hours: float, start: int, end: int) -> Span:
    per = PER.match(reading.text, end)
    unit = per_of(per) if per else None
    if per and unit and unit != "hour":
        return Span(Hours(hours, unit), start, per.end())
    works = _WORKS.search(reading.before(start))
    if works and 3 <= hours <= 12:
        return Span(Hours(hours, "day"), start, end)
    weekly = hours in _WEEKLY and (
        works or _WEEK_CUE.search(reading.before(start)) or _WEEK_AFTER.match(reading.text, end)
    )
    return Span(Hours(hours, "week" if weekly else None), start, end)


def _two_hours(reading: Reading, match: re.Match[str]) -> list[Span] | None:
    """ "2 o 3 ore": both."""
    if _CLOCK_BEFORE.search(reading.before(match.start())):
        return None
    second = _with_per(reading, number(match["n2"]), match.start("n2"), match.end())
    assert isinstance(second.amount, Hours)
    return [Span(Hours(number(match["n"]), second.amount.per), match.start("n"), match.end("n")), second]


def _half_hour(reading: Reading, match: re.Match[str]) -> list[Span]:
    return [_with_per(reading, 0.5, match.start(), match.end())]


def _quarter_hours(reading: Reading, match: re.Match[str]) -> list[Span]:
    return [_with_per(reading, int(match["n"]) / 4, match.start(), match.end())]


def _minutes(reading: Reading, match: re.Match[str]) -> list[Span]:
    return [_with_per(reading, int(match["n"]) / 60, match.start(), match.end())]


def _half_days(reading: Reading, match: re.Match[str]) -> Amount | None:
    if re.search(r"\d\s*[a-z]*\s+e\s*$", reading.before(match.start())):
        return None
    return DayPart(0.5, int(match["n"] or 1))


def _quarter_day(reading: Reading, match: re.Match[str]) -> Amount:
    return DayPart(0.25, int(match["n"]))


def _duration(reading: Reading, match: re.Match[str]) -> Amount | None:
    unit = _UNITS[match["u"][0]]
    before = reading.before(match.start())
    if unit == "year" and (
        LIMIT.search(before) or re.search(r"\b(?:ho|abbiamo|compi\w+|compleanno)\s+(?:gli\s+|i\s+|dei\s+)?$", before)
    ):
        return None
    if match["u"] in ("g", "se") and "." in match["n"]:
        return None
    count = number(match["n"]) + (0.5 if match["half"] else 0)
    if unit == "year" and (count > LONGEST_YEARS or _ELDER.search(before)):
        return None
    return Duration(count, unit) if count else None


BEFORE_DATES: Rules = (
    (_TWO_HOURS, _two_hours),
    (_QUARTER_HOUR, _quarter_hours),
    (_QUARTER_DAY, _quarter_day),
    (_HALF_DAY, _half_days),
)
CLOCK: Rules = (
    (_GLUED, _hours),
    (_CLOCK_HOURS, _hours),
    (_HOURS, _hours),
    (_HALF_HOUR, _half_hour),
    (_MINUTES, _minutes),
)
DURATIONS: Rules = ((_DURATION, _duration),)
