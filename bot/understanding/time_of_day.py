"""At what time of the day leave is wanted: morning, afternoon, the start or the end of the shift, or by the clock.

Written `morning`, `14:00-18:00`, or for each weekday `1:morning,3:afternoon` (0 is Monday).
"""

from __future__ import annotations

import re

from bot.understanding.numerals import in_digits

WEEKDAYS = ("lun", "mar", "mer", "gio", "ven", "sab", "dom")
_HOUR = r"(?:le\s+|l')?(?P<{0}>\d{{1,2}})(?:[:.](?P<{0}m>[0-5]\d))?"
_CLOCK = re.compile(rf"\bdal(?:le|l')\s*{_HOUR.format('a')}\s+(?:fino\s+)?al(?:le|l')\s*{_HOUR.format('b')}(?![\d/])")
_TIMES = {
    "start": r"(?:prim[ae]|inizio|iniziali)\s+(?:\d\s+)?(?:or[ae]\b|(?:di\s+|della\s+|del\s+)?(?:giornata|turno|orario)|del(?:la)? \w+ata\b)"
    r"|a inizio (?:turno|giornata)|(?:entr|arriv|inizi|cominci|attacc)\w+\s+(?:al lavoro\s+)?(?:\d+\s+or[ae]\s+)?(?:piu tardi|dopo)\b",
    "end": r"(?:ultim[ae]|final[ei])\s+(?:\d\s+)?or[ae]\b|(?:a\s+)?fine\s+(?:turno|giornata|orario)"
    r"|(?:usc|stacc|fin|and|esc)\w+\s+(?:via\s+)?(?:dal lavoro\s+)?(?:\d+\s+or[ae]\s+)?prima\b(?!\s+(?:di|del|che))",
    "morning": r"(?<!domani )(?<!ieri )(?<!questa )mattin\w*|prima di pranzo",
    "afternoon": r"(?<!domani )(?<!ieri )(?<!questo )pomerig\w*|dopo pranzo",
    "evening": r"(?:di|la|alla) sera(?:ta)?\b",
}
_TIME = re.compile("|".join(rf"(?P<{name}>\b(?:{words}))" for name, words in _TIMES.items()))
_WORKED = re.compile(
    r"\b(?:lavor|turn|faccio|part[\s-]?time)\w*[^.;,!?\n]{0,25}$|\b(?:buon\w*|stamane?|stamattina)\s*$"
)
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})(?:edi|tedi|coledi|vedi|erdi|ato|ati|enica|eniche)?\b")


def time_in(text: str) -> str | None:
    """The time that the text names for leave; None: it names none."""
    words = in_digits(text.casefold()).text
    clock = _CLOCK.search(words)
    if clock is not None and not _WORKED.search(words[: clock.start()]):
        begins, ends = (
            f"{int(clock[one]):02}:{clock[one + 'm'] or '00'}" for one in ("a", "b") if int(clock[one]) < 24
        )
        return f"{begins}-{ends}" if begins < ends else None
    found = [one for one in _TIME.finditer(words) if not _WORKED.search(words[: one.start()])]
    named = list(dict.fromkeys(one.lastgroup or "" for one in found))
    if len(named) < 2:
        return named[0] if named else None
    return _by_weekday(words, found)


def _by_weekday(words: str, found: list[re.Match[str]]) -> str | None:
    """ "martedì mattina e giovedì pomeriggio": each time is of the weekdays before it."""
    told: dict[int, str] = {}
    start = 0
    for one in found:
        for name in _WEEKDAY.findall(words[start : one.start()]):
            told[WEEKDAYS.index(name[:3])] = one.lastgroup or ""
        start = one.end()
    return ",".join(f"{day}:{time}" for day, time in sorted(told.items())) or None
