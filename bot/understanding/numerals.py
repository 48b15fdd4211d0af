"""Italian text with its numbers in digits, each character still knowing where it came from; days, ages and hours of other
languages are put into Italian first."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.understanding.foreign import in_italian

_SMALL = [
    "zero",
    "uno",
    "due",
    "tre",
    "quattro",
    "cinque",
    "sei",
    "sette",
    "otto",
    "nove",
    "dieci",
    "undici",
    "dodici",
    "tredici",
    "quattordici",
    "quindici",
    "sedici",
    "diciassette",
    "diciotto",
    "diciannove",
]
_TENS = {20: "venti", 30: "trenta", 40: "quaranta", 50: "cinquanta", 60: "sessanta", 70: "settanta", 80: "ottanta",
         90: "novanta"}  # fmt: skip
_ALSO = {
    "un": 1, "una": 1, "quatro": 4, "qttro": 4, "cinqe": 5, "sete": 7, "oto": 8, "diecci": 10, "dicotto": 18,
    "centinaio": 100, "migliaio": 1000, "decina": 10, "dozzina": 12, "quindicina": 15, "ventina": 20, "trentina": 30,
    "paio": 2, "coppia": 2,
}  # fmt: skip
_WORD = re.compile(r"[a-z]+")
_QUOTES = dict.fromkeys("’‘ʼ`´′", "'")
_THOUSANDS = re.compile(r"(mille|[a-z]+mila|mila)([a-z]*)")


def _below_thousand() -> dict[str, int]:
    words = dict(zip(_SMALL, range(20), strict=True))
    for ten, name in _TENS.items():
        words[name] = ten
        for unit in range(1, 10):
            stem = name[:-1] if _SMALL[unit][0] in "uo" else name
            words[stem + _SMALL[unit]] = ten + unit
        words[name[:-1] + "un"] = ten + 1
    for hundreds in range(1, 10):
        name = ("" if hundreds == 1 else _SMALL[hundreds]) + "cento"
        for word, value in [*words.items()]:
            if 0 < value < 100:
                words[name + word] = words[name[:-1] + word] = hundreds * 100 + value
        words[name] = hundreds * 100
    return words


_BELOW_THOUSAND = _below_thousand()


def number(word: str) -> int | None:
    """The value of one number word in plain letters, below a million: "milleottocento" -> 1800; None if it is none."""
    if word in _ALSO:
        return _ALSO[word]
    if word in _BELOW_THOUSAND:
        return _BELOW_THOUSAND[word]
    parts = _THOUSANDS.fullmatch(word)
    if parts is None:
        return None
    thousands = 1 if parts[1] == "mille" else _BELOW_THOUSAND.get(parts[1].removesuffix("mila"))
    rest = _BELOW_THOUSAND.get(parts[2].removeprefix("e")) if parts[2] else 0
    if rest is None and parts[2]:
        rest = _BELOW_THOUSAND.get(parts[2])
    return None if not thousands or rest is None else thousands * 1000 + rest


@dataclass(frozen=True, slots=True)
class Digits:
    """A text in small letters without accents, its number words as digits, its blanks single."""

    text: str
    original: str
    starts: tuple[int, ...]
    """For each character of `text`, where it starts in the original ..."""
    ends: tuple[int, ...]
    """... and where it ends."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Characters [start, end) of `text` in the original."""
        return self.starts[start], self.ends[end - 1]


def in_digits(text: str) -> Digits:
    """ "Due ore e mezza" -> "2 ore e mezza"."""
    letters: list[tuple[str, int, int]] = []
    for at, sign in enumerate(text):
        after_digit = bool(letters) and letters[-1][0].isdigit()
        for letter in _plain_letters(sign, after_digit):
            if letter == " " and letters and letters[-1][0] == " ":
                letters[-1] = " ", letters[-1][1], at + 1
            else:
                letters.append((letter, at, at + 1))
        if letters and unicodedata.combining(sign):
            letter, start, _ = letters[-1]
            letters[-1] = letter, start, at + 1
    return _replace_words(in_italian(letters), text)


def _plain_letters(sign: str, after_digit: bool) -> str:
    """The sign without accent and capital; nothing for an accent that stands by itself."""
    if sign == "½":
        return ",5" if after_digit else "mezza"
    if sign in _QUOTES:
        return "'"
    kept = "".join(c for c in unicodedata.normalize("NFKD", sign.casefold()) if not unicodedata.combining(c))
    return " " if kept.isspace() else kept


def _replace_words(letters: list[tuple[str, int, int]], original: str) -> Digits:
    plain = "".join(letter for letter, _, _ in letters)
    out: list[tuple[str, int, int]] = []
    at = 0
    for word in _WORD.finditer(plain):
        value = number(word[0])
        if value is None:
            continue
        out += letters[at : word.start()]
        start, end = letters[word.start()][1], letters[word.end() - 1][2]
        out += [(digit, start, end) for digit in str(value)]
        at = word.end()
    out += letters[at:]
    text, starts, ends = zip(*out, strict=True) if out else ((), (), ())
    return Digits("".join(text), original, starts, ends)
