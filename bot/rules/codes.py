"""The code of a case, short enough for paper: `GH5-RPP9`.

Six signs at random and one that checks them. The alphabet has 23 signs and no two that look alike: no 0 O Q D, no
1 I L, no U V, no 6; Z, S and B are read as the digits 2, 5 and 8, which they look like. 23 is a prime and the weights
of the seven places differ, so the check finds every single wrong sign and every pair of signs that changed places. The
first sign is a letter and the third a digit: no word and no telephone number is a code. There are 31 million codes; the
database keeps them apart, and a code is no password.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

ALPHABET = "2345789ACEFGHJKMNPRTWXY"
DIGITS = ALPHABET[:7]
LETTERS = ALPHABET[7:]
LOOK_ALIKES = str.maketrans("ZSBzsb", "258258")
"""Letters that stand for the digit that looks like them."""
WEIGHTS = (1, 2, 3, 4, 5, 6, 7)
"""Of the seven places: none is 0 and no two are equal, modulo 23."""
LEAST_RANDOM = 10
"""Letters and digits that a new code needs: 36^10 is far more than all codes."""

MOST_MISFITS = 2
"""Wrong signs up to which something is still taken for a code: two that changed places are two."""
_PLACES = (LETTERS, ALPHABET, DIGITS, ALPHABET, ALPHABET, ALPHABET)
_GAP = r"[\s\-‐-―−._/]{0,3}"
_DIGIT = re.compile(r"[0-9]")
_LOOKED_FOR = re.compile(rf"(?<![^\W_])([^\W_]{{3}})({_GAP})([^\W_]{{4}})(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Mistyped:
    """It is written like a code and is none: a sign is wrong."""

    seen: str
    """As it was understood, `GH5-RPP9`."""


def new_code(fresh: str) -> str:
    """A code from random letters and digits: the same ones give the same code.

    Raises ValueError for fewer than LEAST_RANDOM of them: their codes would be easy to meet twice.
    """
    if len(fresh) < LEAST_RANDOM:
        raise ValueError(f"a new code needs {LEAST_RANDOM} random letters, not {len(fresh)}")
    number = int.from_bytes(hashlib.blake2b(fresh.encode()).digest(), "big")
    signs = ""
    for place in _PLACES:
        number, at = divmod(number, len(place))
        signs += place[at]
    return _written(signs + _check_sign(signs))


def read_code(text: str) -> str | Mistyped | None:
    """The code in a text, whatever its capitals, spaces and dashes; None if the text holds nothing like one.

    The first that is right wins, then the first that is nearly so. Never raises.
    """
    mistyped = None
    for found in _LOOKED_FOR.finditer(text[:4000]):
        typed, gap = found[1] + found[3], found[2]
        signs = typed.translate(LOOK_ALIKES).upper()
        if is_code(signs) and (_DIGIT.search(typed) or gap.strip()):  # "passare" would be PA5-5ARE
            return _written(signs)
        if mistyped is None and _looks_like_a_code(typed, gap):
            mistyped = Mistyped(_written(signs))
    return mistyped


def is_code(signs: str) -> bool:
    """Whether seven signs, without dash, are a code."""
    fitting = len(signs) == len(WEIGHTS) and all(sign in place for sign, place in zip(signs, _PLACES, strict=False))
    return fitting and signs[-1] == _check_sign(signs[:-1])


def _check_sign(signs: str) -> str:
    """The sign with which the weighted sum of all seven is a multiple of 23."""
    total = sum(weight * ALPHABET.index(sign) for weight, sign in zip(WEIGHTS, signs, strict=False))
    return ALPHABET[-total * pow(WEIGHTS[-1], -1, len(ALPHABET)) % len(ALPHABET)]


def _looks_like_a_code(typed: str, gap: str) -> bool:
    """Letters and digits, in one piece or with a dash, and at most two signs that cannot stand where they stand."""
    mixed = _DIGIT.search(typed) and not typed.isdecimal()
    signs = typed.translate(LOOK_ALIKES).upper()
    misfits = sum(sign not in place for sign, place in zip(signs, (*_PLACES, ALPHABET), strict=False))
    return bool(mixed) and typed.isascii() and not gap.isspace() and misfits <= MOST_MISFITS


def _written(signs: str) -> str:
    return f"{signs[:3]}-{signs[3:]}"
