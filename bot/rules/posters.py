"""Posters: what each is about, and the short code by which whoever cannot scan its picture opens the same place.

The code is made from what the poster is about: the same poster always has the same one, and nothing has to be kept.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.knowledge.loader import Knowledge
from bot.rules.codes import DIGITS, LETTERS, LOOK_ALIKES

Kind = Literal["helpdesk", "topic", "company"]
KINDS: tuple[Kind, ...] = ("helpdesk", "topic", "company")
_TYPED = re.compile(r"(?:codice[\s:]+)?([a-z]{3})([\s\-‐-―]?)([0-9a-z]{3})[\s.!]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Poster:
    kind: Kind
    id: str

    @property
    def code(self) -> str:
        """`KRM-482`: three letters and three digits, none of which look alike. No word is one."""
        number = int.from_bytes(hashlib.blake2b(f"{self.kind} {self.id}".encode()).digest(), "big")
        signs = ""
        for place in (LETTERS, LETTERS, LETTERS, DIGITS, DIGITS, DIGITS):
            number, at = divmod(number, len(place))
            signs += place[at]
        return f"{signs[:3]}-{signs[3:]}"


@dataclass(frozen=True, slots=True)
class Unknown:
    """It is written like a code, and no poster has it."""

    code: str


def posters(knowledge: Knowledge, today: date) -> Mapping[str, Poster]:
    """Code -> what its poster is about: helpdesks that are shown, topics, companies that have joined."""
    helpdesks = (Poster("helpdesk", id) for id, desk in knowledge.territory.helpdesks.items() if desk.shown)
    topics = (Poster("topic", id) for id, topic in knowledge.topics.items() if topic.kind != "social")
    companies = (Poster("company", id) for id, company in knowledge.companies.items() if company.member(today))
    return {poster.code: poster for poster in (*helpdesks, *topics, *companies)}


def named(knowledge: Knowledge, id: str, today: date) -> tuple[Poster, ...]:
    """What an id may mean: several only where two kinds of things share it."""
    return tuple(poster for poster in posters(knowledge, today).values() if poster.id == id)


def read(knowledge: Knowledge, text: str, today: date) -> Poster | Unknown | None:
    """The poster whose code is all that the text holds; None if it holds anything else.

    "max 100" is no mistyped code: only what is written in one piece, or with a dash, is told to be unknown.
    """
    found = _TYPED.fullmatch(text.strip())
    if found is None:
        return None
    letters, gap, digits = found.groups()
    code = f"{letters.upper()}-{digits.translate(LOOK_ALIKES)}"
    if poster := posters(knowledge, today).get(code):
        return poster
    signs = set(letters.upper()) <= set(LETTERS) and set(digits) <= set(DIGITS)
    return Unknown(code) if signs and not gap.isspace() else None
