"""Finds what a question does not need: a codice fiscale, a diagnosis, a union card."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.understanding.plain import PhraseFinder, plain

CODICE_FISCALE = re.compile(
    r"(?<![a-z0-9])[a-z]{3}\s?[a-z]{3}\s?[0-9lmnpqrstuv]{2}\s?[abcdehlmprst][0-9lmnpqrstuv]{2}\s?[a-z][0-9lmnpqrstuv]{3}\s?[a-z](?![a-z0-9])",
    re.IGNORECASE,
)
"""With the letters that stand for digits when two people would have the same code (D.M. 12 March 1974, art. 6)."""


class SensitiveFinder:
    """Tells whether a text holds a codice fiscale or one of some phrases, as whole words."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = PhraseFinder(phrases)

    def find(self, text: str) -> bool:
        return CODICE_FISCALE.search(text) is not None or self._phrases.in_plain(plain(text))
