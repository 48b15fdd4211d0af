"""How often days of leave come back, where that is not every week: "a settimane alterne", "un giorno sì e uno no"."""

from __future__ import annotations

import re

from bot.understanding.numerals import in_digits

_WEEKDAY = r"(?:lunedi|martedi|mercoledi|giovedi|venerdi|sabat[oi]|domenic(?:a|he)|lun|mar|mer|gio|ven|sab|dom)"
_ONE_NOT = r"\s*,?\s*(?:e\s+|ed\s+)?(?P<no>1|2|3|l'altr[oa]|1 altr[oa])\s+(?:giorno\s+|settimana\s+|volta\s+)?no\b"
_WEEKS = re.compile(
    rf"\b(?P<alternate>settiman\w*\s+altern\w*|altern\w+\s+(?:le\s+|di\s+)?settiman\w*)|\b(?:1|(?P<named>{_WEEKDAY}))?\s*(?:settimana|volta|(?P<day>{_WEEKDAY}))\s+si\b{_ONE_NOT}"
    r"|\bogni\s+(?P<n>[2-4])\s+settiman\w*|\bogni\s+(?P<fortnight>1[45])\s+giorni|\b(?:1\s+)?(?:settimana|volta)\s+(?:su|ogni)\s+(?P<of>[2-4])(?:\s+settiman\w*)?\b(?!\s*(?:giorn|mes))"
    rf"|\b(?:1|il)?\s*{_WEEKDAY}\s+(?:su|ogni)\s+(?P<day_of>[2-4])\b(?!\s*(?:giorn|mes))|\bquindicinal\w+"
)
_DAYS = re.compile(
    rf"\bgiorni?\s+altern\w+|\b1?\s*giorno\s+si\b{_ONE_NOT}|\bogni\s+(?P<n>[2-4])\s+giorni\b|\b1?\s*giorno\s+(?:su|ogni)\s+(?P<of>[2-4])\b(?!\s*settiman)"
)
_PLACE = {"prim": 1, "1": 1, "second": 2, "2": 2, "terz": 3, "3": 3, "quart": 4, "4": 4, "ultim": -1}
_PLACES = re.compile(
    rf"\b(?P<places>(?:(?:il|l'|ogni|e|,|ed)?\s*(?:prim|second|terz|quart|ultim)[oai]\s*(?:,|e|ed)?\s*(?:il\s+|l')?)+)\s*{_WEEKDAY}\b(?!\s+di\s+(?!ogni))"
)
_MONTHLY = re.compile(rf"\b(?:volt[ae]|giorn[oi]|settiman[ae]|{_WEEKDAY})\s+(?:al|a|ogni)\s+mese\b|\bogni\s+mese\b")


def rhythm_in(text: str) -> str | None:
    """The rhythm, as bot/rules/leave/rhythm.py writes it; None: every week, or nothing is said of it."""
    words = in_digits(text.casefold()).text
    if (places := _PLACES.search(words)) is not None:
        which = dict.fromkeys(_PLACE[one] for one in re.findall(r"prim|second|terz|quart|ultim", places["places"]))
        return f"m{','.join(map(str, which))}"
    if (weeks := _WEEKS.search(words)) is not None:
        every = weeks["n"] or weeks["of"] or weeks["day_of"]
        return f"w{every or 1 + int(weeks['no'] if (weeks['no'] or '').isdigit() else 1)}"
    if (days := _DAYS.search(words)) is not None:
        every = days["n"] or days["of"]
        return f"d{every or 1 + int(days['no'] if (days['no'] or '').isdigit() else 1)}"
    return None


def is_uncounted(text: str) -> bool:
    """Days that come so often a month, without saying which: no calendar can count them."""
    return rhythm_in(text) is None and bool(_MONTHLY.search(in_digits(text.casefold()).text))
