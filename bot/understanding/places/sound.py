"""How a name sounds: people who heard it, and never read it, write it in many ways.

Foreigners write k for ch and drop doubles, phones swap and drop letters. What is left when spelling is taken away is
compared letter by letter, with as many slips as the length of the name bears.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SPELLINGS = (
    (re.compile("w"), "v"),
    (re.compile("(?<=i)[yj](?=[aeou])"), "li"),
    (re.compile("[yj]"), "i"),
    (re.compile("gl"), "l"),
    (re.compile("gni|gn|ñ"), "ni"),
    (re.compile("[kq]|c[hkq]"), "c"),
    (re.compile("ph"), "f"),
    (re.compile("h"), ""),
    (re.compile("[td]?z|ts|x"), "s"),
    (re.compile("n(?=[bp])"), "m"),
    (re.compile(r"(.)\1+"), r"\1"),
)


@lru_cache(maxsize=8192)  # most words come again
def sound(word: str) -> str:
    """A folded word without what spelling adds: "lakiarella" and "lacchiarella" -> "laciarela"."""
    for pattern, plain in _SPELLINGS:
        word = pattern.sub(plain, word)
    return word


def slips(length: int) -> int:
    """How many letters of a name may be wrong: short names are like too many words."""
    return 0 if length < 5 else 1 if length < 8 else 2 if length < 12 else 3
