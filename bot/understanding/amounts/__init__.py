"""Hours, durations, ages, money and dates in an Italian text, as people really type.

Small tables and regular expressions over the text with its numbers in digits. Each rule takes the characters it
understood; what is taken is not read again, so the order of the rules decides: births and ages before dates, dates
before hours, hours before plain durations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.model.entities import AgreementMention, Found
from bot.understanding.amounts import ages, births, hours, money
from bot.understanding.amounts.reading import Reading, Span
from bot.understanding.numerals import in_digits

LONGEST_TEXT = 4000
"""Characters that are read."""
_LITTLE = frozenset(
    {
        "no", "non", "anzi", "ma", "scusa", "scusate", "scusami", "mi", "sono", "sbagliato", "sbagliata", "ho",
        "hai", "capito", "male", "volevo", "dire", "intendevo", "invece", "cioe", "e", "il", "lo", "la", "i", "gli",
        "le", "di", "del", "della", "dei", "da", "a", "al", "in", "per", "un", "una", "1", "ha", "hanno", "figlio",
        "figlia", "bambino", "bambina", "bimbo", "bimba", "mio", "mia", "si", "ciao", "grazie", "lavoro",
        "contratto", "ccnl", "era", "erano", "faccio", "facciamo", "piu", "correggo", "correzione", "solo",
        "soltanto", "part", "time",
    }
)  # fmt: skip

BEFORE_DATES = (*births.RULES, *money.PART_TIME, *ages.RULES, *hours.BEFORE_DATES)
AFTER_DATES = (*hours.CLOCK, *money.RULES, *hours.DURATIONS)


def find_amounts(text: str, today: date) -> tuple[Found, ...]:
    """Every amount in the text, in its order; spans never overlap. Never raises.

    Only the first LONGEST_TEXT characters are read. Dates without a year are seen from `today`.
    """
    digits = in_digits(text[:LONGEST_TEXT])
    if not digits.text:
        return ()
    return _without_denied(Reading(digits, today).read(BEFORE_DATES, AFTER_DATES), digits.text)


def _without_denied(found: list[tuple[Found, Span]], text: str) -> tuple[Found, ...]:
    """ "non 2 ore, 3 ore": what is denied gives way to what is said after it."""
    kept = []
    for at, (one, span) in enumerate(found):
        later = any(type(other.amount) is type(one.amount) for other, _ in found[at + 1 :])
        if not (later and re.search(r"\bnon\s+(?:\w+\s+)?$", text[max(0, span.start - 15) : span.start])):
            kept.append(one)
    return tuple(kept)


def alone(text: str, amounts: Sequence[Found], agreement: AgreementMention | None) -> bool:
    """Whether the text holds nothing but what was found and little words: "no, scusa, 3 ore"."""
    spans = [(found.start, found.end) for found in amounts]
    if agreement:
        spans.append((agreement.start, agreement.end))
    if not spans or len(text) > LONGEST_TEXT:
        return False
    signs = list(text)
    for start, end in spans:
        signs[start:end] = " " * (end - start)
    return all(word in _LITTLE or word.isdigit() for word in re.findall(r"\w+", in_digits("".join(signs)).text))
