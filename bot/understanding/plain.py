"""Text made plain, so that accents, capitals and punctuation do not matter."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def plain(text: str) -> str:
    """Small letters, no accents, single spaces, no punctuation: "Perché l'8?" -> "perche l 8"."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = (c if c.isalnum() else " " for c in letters if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


class PhraseFinder:
    """Tells whether a text holds one of some phrases, as whole words.

    Scripts written without spaces (Chinese) are matched anywhere.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        phrases = [plain(phrase) for phrase in phrases]
        self._unspaced = [p for p in phrases if any("\u4e00" <= c <= "\u9fff" for c in p)]
        self._spaced = [f" {p} " for p in phrases if p not in self._unspaced]

    def in_plain(self, text: str) -> bool:
        """`text` has gone through `plain`."""
        padded = f" {text} "
        return any(p in padded for p in self._spaced) or any(p in text for p in self._unspaced)
