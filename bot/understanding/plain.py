"""Text made plain, so that accents, capitals and punctuation do not matter."""

from __future__ import annotations

from collections.abc import Iterable

from bot.model.text import plain

__all__ = ["PhraseFinder", "plain"]


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
