"""Texts compared by their letters alone."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_WORD = re.compile(r"\w+")
_ACCENT = re.compile("[\u0300-\u036f]")


def folded(text: str) -> str:
    """Small letters without accents, straight apostrophes, single spaces: "Così:\\n l’8" -> "cosi: l'8"."""
    letters = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return " ".join(_ACCENT.sub("", letters).split())


@cache  # the checks of the content ask for each example several times
def words_of(text: str) -> str:
    """The folded words alone, by which two questions are the same: "Perché, l'8?" -> "perche l 8"."""
    return " ".join(_WORD.findall(folded(text)))


def plain(text: str) -> str:
    """Small letters, no accents, single spaces, no punctuation: "Perché l'8?" -> "perche l 8"."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = (c if c.isalnum() else " " for c in letters if not unicodedata.combining(c))
    return " ".join("".join(kept).split())
