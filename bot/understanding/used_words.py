"""How much leave each parent has used, as an answer to that question tells it: "io 2 mesi, lui 20 giorni", "60 io e 30 lui"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.understanding.numerals import in_digits

Used = tuple[float, float]
"""Months and days."""
NOTHING: Used = (0, 0)

_BOTH = (
    r"(?:nessuno (?:dei|di) (?:2|noi(?: 2)?)|a testa|ciascun[oa]|ognun[oa]|(?:tutti|tutt') ?e ?2|entrambi|(?:per|x) uno|cadauno"
    r"|ne io ne (?:lui|lei|(?:il |la )?mi[ao] (?:marito|moglie|compagn[oa]))|ne (?:lui|lei) ne io)"
)
_OTHER = (
    r"(?:(?:il |la |l')?mi[ao] (?:ex )?(?:marito|moglie|compagn[oa]|ex|ragazz[oa]|partner|spos[oa])(?: ex)?|(?:il|la) compagn[oa]"
    r"|(?:il )?suo (?:papa|padre)|sua (?:madre|mamma)|l'altr[oa](?: genitore)?|altr[oa] genitore|marito(?: mio)?|moglie(?: mia)?"
    r"|lui|lei)"
)
_PERSONS: dict[str, str] = {
    "both": _BOTH,
    "other": _OTHER,
    "mother": r"(?:la )?(?:mamma|madre)",
    "father": r"(?:il )?(?:papa|padre|babbo)",
    "own": r"(?:io|a me|per me|da parte mia|sottoscritt[oa])",
}
_PERSON = re.compile(
    r"(?<!con )(?<!per )\b(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _PERSONS.items()) + r")\b"
)
_AMOUNT = re.compile(
    r"(?<![\d/.,])(?:(?P<n>\d{1,3}(?:[.,]\d)?)\s*(?:di\s+)?|(?<!\w )(?=mese e mez))(?P<u>mess?[ei]|mesett[oi]|settiman[ae]|sett|giorn[oi]|giornat[ae]|gg|g)\b"
    r"(?P<half>\s+e\s+mezz?[oa]\b)?"
    r"|(?<![\d/.,])(?P<bare>\d{1,3})(?![\d/.,]*\d)(?!\s*(?:%|ann|or[ae]\b|figli|genitor))"
    r"|\b(?P<half_month>mezzo mese)\b"
)
_NOTHING = re.compile(
    r"\b(?:niente|nulla|zero|nessuno|nessun giorno|mai|nemmeno|neanche|neppure|ancora n\w+|non (?:ne )?(?:ho|ha)(?! idea))\b"
)
_NEVER = re.compile(r"\b(?:non|mai)\b[^\d]*\b1 giorno\b")
_AGAIN = re.compile(r"\b(?:anzi|scusa|scusate|no)\b")
_REFUSED = re.compile(r"\bno\b")
""" "lui no": nothing, beside a person; alone it begins a correction."""
_BREAK = re.compile(
    r"(?<!\d)[,;:.!?\n]|[,;:.!?\n](?!\d)"
    r"|\b(?:ed|e)\b(?!\s+mez)(?!\s+\d{1,2}\s*(?:giorn\w+|gg|g|settiman\w+)\b(?!\s*(?:io|lui|lei|il|la|mi[ao])\b))|\b(?:ma|mentre|invece|pero)\b"
)
_ALONE = re.compile(r"\b(?:solo|soltanto|solamente)\b")
MOST_MONTHS = 11
DAYS = {"m": 0, "s": 7, "g": 1}


@dataclass(frozen=True, slots=True)
class BothUsed:
    own: Used | None = None
    other: Used | None = None


def both_used(text: str, writer: str | None) -> BothUsed:
    """What each parent used; None of whom nothing is said. `writer`: mother or father, where that is known.

    Nothing is read where nobody is named: what is asked tells then whose it is.
    """
    words = in_digits(text.casefold()).text
    if not _PERSON.search(words):
        return BothUsed()
    told: dict[str, Used] = {}
    waiting: str | None = None
    last: str | None = None
    unit, again = "", False
    for clause in _clauses(words):
        person = _PERSON.search(clause)
        whose = _whose(person, writer) if person else None
        said = clause if person is None else _without(clause, person)
        amount = _amount(said, of_person=whose is not None, unit=unit)
        again = again or bool(told and _AGAIN.search(clause))
        unit = next((one["u"][0] for one in _AMOUNT.finditer(said) if one["u"]), unit)
        if person and whose == "both" and amount is None and person[0].startswith("ne"):
            amount = NOTHING
        if whose is None and amount is not None:
            whose, waiting = waiting or (last if again and last else "own"), None
        if whose is None or amount is None:
            waiting = whose or waiting
            continue
        last = whose
        for parent in ("own", "other") if whose == "both" else (whose,):
            told[parent] = amount if parent not in told or again else told[parent]
    if len(told) == 1 and _ALONE.search(words):
        told.setdefault("other" if "own" in told else "own", NOTHING)
    return BothUsed(told.get("own"), told.get("other"))


def _clauses(words: str) -> list[str]:
    """Parts that name one person at most."""
    parts, start = [], 0
    for found in _BREAK.finditer(words):
        if not _inside_a_name(words, found):
            parts.append(words[start : found.start()])
            start = found.end()
    return [piece for part in (*parts, words[start:]) for piece in _one_person_each(part)]


def _inside_a_name(words: str, found: re.Match[str]) -> bool:
    """ "tutti e 2": no break."""
    return any(name.start() < found.start() < name.end() for name in _PERSON.finditer(words))


def _one_person_each(part: str) -> list[str]:
    """ "io 2 mesi lui 1": each with what stands on the side where the first has something."""
    names = list(_PERSON.finditer(part))
    if len(names) < 2:
        return [part]
    before = _amount(part[: names[0].start()], of_person=False) is not None
    cuts = [name.end() for name in names[:-1]] if before else [name.start() for name in names[1:]]
    return [part[start:end] for start, end in zip((0, *cuts), (*cuts, len(part)), strict=True)]


def _without(clause: str, person: re.Match[str]) -> str:
    return f"{clause[: person.start()]} {clause[person.end() :]}"


def _whose(person: re.Match[str], writer: str | None) -> str | None:
    said = person.lastgroup
    if said in ("mother", "father"):
        return "own" if said == writer else "other"
    return said


def _amount(clause: str, *, of_person: bool, unit: str = "") -> Used | None:
    """`unit`: the first letter of the one named last, which a number by itself goes on with ("io 2 mesi, lui 1")."""
    months = days = 0.0
    found = list(_AMOUNT.finditer(clause))
    named = [one for one in found if not one["bare"]]
    for one in named or found[:1]:
        if one["half_month"]:
            days += 15
        elif one["bare"] and unit == "m" and int(one["bare"]) <= MOST_MONTHS:
            months += int(one["bare"])
        elif one["bare"]:
            days += int(one["bare"])
        else:
            number = float((one["n"] or "1").replace(",", ".")) + (0.5 if one["half"] else 0)
            months, days = months + number * (one["u"][0] == "m"), days + number * DAYS[one["u"][0]]
    if found and not _NEVER.search(clause):
        return months, days
    if _NOTHING.search(clause) or (of_person and _REFUSED.search(clause)):
        return NOTHING
    return None
