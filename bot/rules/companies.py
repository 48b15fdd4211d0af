"""Which company of the register somebody means. Nothing is kept of who asks, and the company is told nothing.

A name counts as found only if it is the same but for capitals, accents and legal form. What merely resembles it is
offered as a question, never taken for granted. Source: the register of knowledge_base/companies.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rapidfuzz import fuzz

from bot.knowledge.companies import Company, name_key

SIMILAR = 82.0
"""Least likeness (0 to 100) of a misspelled name."""
SHORTEST_GUESS = 4
"""Names of fewer letters are never guessed."""
AT_MOST = 3
"""Candidates: more would be reading out the register."""
LONGEST = 120
"""Letters of a name that are looked at."""


@dataclass(frozen=True, slots=True)
class Match:
    """`exact`: the one company. `candidates`: ask which. `none`: it is not in the register. `unknown`: no register yet."""

    found: Literal["exact", "candidates", "none", "unknown"]
    companies: tuple[Company, ...] = ()


def find(register: Mapping[str, Company], name: str, today: date) -> Match:
    """The members on that day that a typed name, or an id of the register, can mean, best first. Never raises."""
    members = [company for company in register.values() if company.member(today)]
    if register.get(name) in members:
        return Match("exact", (register[name],))
    if not members:
        return Match("unknown")
    wanted = name_key(name[:LONGEST])
    same = [company for company in members if wanted in _keys(company)]
    if len(same) == 1:
        return Match("exact", (same[0],))
    likely = same or _alike(members, wanted)
    return Match("candidates", tuple(likely[:AT_MOST])) if likely else Match("none")


def _alike(members: list[Company], wanted: tuple[str, ...]) -> list[Company]:
    scores = {company.id: max(_likeness(key, wanted) for key in _keys(company)) for company in members}
    alike = [company for company in members if scores[company.id] >= SIMILAR]
    return sorted(alike, key=lambda company: (-scores[company.id], company.id))


def _likeness(key: tuple[str, ...], wanted: tuple[str, ...]) -> float:
    """0 to 100. A part of a name counts if it holds the first word, which tells companies apart."""
    shorter, longer = sorted((key, wanted), key=len)
    if len("".join(shorter)) < SHORTEST_GUESS:
        return 0.0
    likeness = fuzz.ratio(" ".join(sorted(key)), " ".join(sorted(wanted)))
    if key[0] in wanted and set(shorter) <= set(longer):
        likeness = max(likeness, 90.0)
    return likeness


def _keys(company: Company) -> list[tuple[str, ...]]:
    return [name_key(name) for name in (company.name, *company.names)]
