"""How easy an Italian text is to read: the Gulpease index and the length of sentences."""

from __future__ import annotations

import re
from functools import cache

EASY_ENOUGH = 55
EASY_MEDIAN = 65
LONGEST_SENTENCE = 30
"""Words."""

_ACRONYM = re.compile(r"\b[A-Z]{2,6}\b")
_WORD = re.compile(r"\w+(?:[.,]\d+)*", re.UNICODE)
_ABBREVIATIONS = "art|artt|n|c|cc|lett|es|circ|msg|D|Lgs|L|dott|sig|ecc|tel"
_ABBREVIATION = re.compile(rf"\b({_ABBREVIATIONS})\.(?=\s?\S)", re.IGNORECASE)
_ABBREVIATED = re.compile(rf"\b(?:{_ABBREVIATIONS})\.$", re.IGNORECASE)
_FIRST_END = re.compile(r"[.!?…؟]+(?=\s|$)|。|\n|$")
_END = re.compile(r"(?<=[.!?:;])\s+|\n+")


@cache  # a check asks for the same text several times
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text; a line of a list is a sentence of its own."""
    marked = _ABBREVIATION.sub(lambda m: m[0][:-1], text)
    return tuple(part.strip(" -•–") for part in _END.split(marked) if _WORD.search(part))


def first_sentence(text: str) -> str:
    """The text until its first sentence or its first line ends."""
    for end in _FIRST_END.finditer(text):
        if not _ABBREVIATED.search(text[: end.end()]):
            return text[: end.end()].rstrip()
    return text


def gulpease(text: str) -> float:
    """Gulpease index, 0 (hard) to 100 (easy): 89 + (300 sentences - 10 letters) / words.

    Source: Lucisano and Piemontese, 1988. A text without words counts as easy.
    """
    words = _WORD.findall(text)
    if not words:
        return 100.0
    letters = sum(len(word) for word in words)
    return min(100.0, 89 + (300 * len(sentences(text)) - 10 * letters) / len(words))


def long_sentences(text: str) -> list[str]:
    """Sentences of more than LONGEST_SENTENCE words."""
    return [s for s in sentences(text) if len(_WORD.findall(s)) > LONGEST_SENTENCE]


def unexplained_acronyms(text: str) -> list[str]:
    """Acronyms without their meaning: neither in brackets nor followed by them, by "cioè" or by an apposition."""
    found = dict.fromkeys(_ACRONYM.findall(text))
    return [acronym for acronym in found if not re.search(_EXPLAINED.format(acronym), text)]


_EXPLAINED = r"\([^)]*\b{0}\b[^)]*\)|\b{0} \(|\b{0}(?:,? cioè|, (?:il|la|lo|l')| misura)"
