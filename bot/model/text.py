"""Texts compared by their letters alone."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"\w+")


def folded(text: str) -> str:
    """Small letters without accents, straight apostrophes, single spaces: "Così:\\n l’8" -> "cosi: l'8"."""
    letters = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def words_of(text: str) -> str:
    """The folded words alone, by which two questions are the same: "Perché, l'8?" -> "perche l 8"."""
    return " ".join(_WORD.findall(folded(text)))
