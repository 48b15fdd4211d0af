"""How a message is tidied before its letters are counted or its meaning is measured."""

from __future__ import annotations

import re
import unicodedata

PARTS = "\x1f"
"""Between a message and its parts, and between one part and the next, where they are read in one call."""
_SPACES = re.compile(r"[\s\x00-\x1f\x7f]+")
_LONG_RUN = re.compile(r"(\D)\1{2,}")
_APOSTROPHES = str.maketrans("’‘`´ʼ", "'''''")


def parts(text: str) -> list[str]:
    """The whole message first, then those of its parts that are to be read by themselves."""
    return text.split(PARTS)


def tidy(text: str) -> str:
    """One line without control characters; letters and accents as they are."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip()


def plain(text: str) -> str:
    """Lower case, no accents, one kind of apostrophe, no "ciaooooo": people write in haste, in any language."""
    text = unicodedata.normalize("NFKD", tidy(text).casefold().translate(_APOSTROPHES))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return _LONG_RUN.sub(r"\1\1", text)
