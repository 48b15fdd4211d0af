"""Births: "nata il 3 marzo", "nato 2 mesi fa", "compie 6 anni a luglio"."""

from __future__ import annotations

import re
from datetime import date

from bot.model.entities import Age, Amount, Birth, Impossible
from bot.understanding.amounts.common import OLDEST_CHILD
from bot.understanding.amounts.reading import Reading, Rules, Span
from bot.understanding.dates import Calendar, NoSuchDate, months_later

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


def _born_ago(reading: Reading, match: re.Match[str]) -> Amount:
    months = {"m": int(match["n"]), "a": 12 * int(match["n"])}.get(match["u"][0], 0)
    return Age(months if match["u"][0] in "ma" else _weeks_in_months(match))


def _birth(reading: Reading, match: re.Match[str]) -> list[Span]:
    calendar = Calendar(reading.text, reading.today)
    read = calendar.coming if _STILL_TO_COME.match(match["w"]) else calendar.birth
    where = _WHERE.match(reading.text, match.end("w") + 1)
    try:
        said = read(match.end()) or (read(where.end()) if where else None)
    except NoSuchDate:
        return _impossible(reading, match.end())
    if said is None:
        return []
    first, last, end = said
    if first.year < reading.today.year - OLDEST_CHILD or first.year > reading.today.year + 1:
        return []
    return [Span(Birth(first, last), match.start(), end)]


def _birthday(reading: Reading, match: re.Match[str]) -> list[Span]:
    """ "compie 6 anni a luglio": born six years before that July."""
    calendar = Calendar(reading.text, reading.today)
    years = int(match["n"])
    if not 1 <= years <= OLDEST_CHILD:
        return []
    try:
        said = calendar.birth(match.end()) if _PAST.search(match["w"]) else calendar.coming(match.end())
    except NoSuchDate:
        return _impossible(reading, match.end())
    if said is None:
        return []
    first, last, end = said
    return [Span(Birth(months_later(first, -12 * years), _years_before(last, first, years)), match.start(), end)]


def _impossible(reading: Reading, at: int) -> list[Span]:
    """The day that no calendar has, where it stands at this place."""
    found = next((match for match in Calendar(reading.text, reading.today).all() if match.end > at), None)
    if found and isinstance(found.meaning, Impossible) and found.start <= at:
        return [Span(found.meaning, found.start, found.end)]
    return []


def _weeks_in_months(match: re.Match[str]) -> int:
    return int(match["n"]) * (7 if match["u"].startswith("s") else 1) // 30


def _years_before(last: date, first: date, years: int) -> date:
    """The end of the same stretch of days, years before."""
    if (first.day, (last.replace(day=28)).month) == (1, first.month) and last != first:
        following = months_later(first, 1 - 12 * years)
        return date.fromordinal(following.toordinal() - 1)
    return months_later(last, -12 * years)


RULES: Rules = ((_BORN_AGO, _born_ago), (_BORN, _birth), (_TURNS, _birthday))
