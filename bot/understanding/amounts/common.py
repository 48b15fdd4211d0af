"""What the rules share: numbers, "per day", and the characters that were taken."""

from __future__ import annotations

import re

from bot.model.entities import Per

OLDEST_CHILD = 25
"""Years: an older "child" is no child of our questions."""
TAKEN = "\x00"

N = r"(?<![\d.,/:])(?P<n>\d{1,5}(?:[.,]\d{1,2})?)"
OF = r"\s*(?:d'|di\s+|d\s+|')?\s*"
HALF = r"mezz[aoe]|1/2|meza"
PER = re.compile(
    r"\s*(?:(?:al|a|alla|per|ogni|/|nella|in 1|per ogni)\s*(?P<u>giorno|giornata|gg|g|di|settimana|sett|sem|mese|anno)\b|all'(?P<u4>anno|ora)"
    r"|(?P<u2>giornalier[eiao]|quotidian[eiao]|settimanal[ei]|settim|mensil[ei]|annual[ei]|annu[eiao]|orar[ieo])\b"
    r"|(?P<u3>sett|settimana)\b|l'(?P<u5>anno)\b|/\s*(?P<u6>h|ora|settimana|mese|anno)\b)"
)
_PERS: dict[str, Per] = {
    "giorno": "day", "giornata": "day", "gg": "day", "g": "day", "di": "day", "giornalier": "day", "quotidian": "day",
    "settimana": "week", "sett": "week", "sem": "week", "settim": "week", "settimanal": "week", "mese": "month",
    "mensil": "month", "anno": "year", "annual": "year", "annu": "year", "ora": "hour", "h": "hour", "orar": "hour",
}  # fmt: skip


def per_of(match: re.Match[str]) -> Per | None:
    said = next((value for value in match.groupdict().values() if value), "")
    return _PERS.get(said) or _PERS.get(said[:-1])


def number(said: str) -> float:
    return float(said.replace(",", "."))
