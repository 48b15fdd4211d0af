"""A phone number and an hour told to be called back: "il mio numero è 333 1234567, dopo le cinque"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.understanding.numerals import in_digits
from bot.understanding.plain import plain

_NUMBER = re.compile(r"(?<![\d/.,])\+?\d(?:[\s./(),–-]{0,3}\d){5,}")
"""Six digits at least, however they are set apart; words of digits are digits by then."""
FEWEST, MOST = 6, 15
"""Digits of a phone number."""
_DAYS = r"(?:lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domani|dopodomani|oggi)"
_CLOCK = r"\d{1,2}(?:[:.]\d{2})?"
_HOUR = re.compile(
    rf"(?:(?:il|di|la|ogni|solo(?: il)?) )?{_DAYS}(?: (?:mattina|pomeriggio|sera))?"
    rf"|(?:dopo|prima|verso|fino|entro|da|a partire da)(?: d?a?l?le)? (?:le )?{_CLOCK}(?: (?:di|della|del) (?:mattina|pomeriggio|sera))?"
    rf"|dalle {_CLOCK} (?:alle|fino alle) {_CLOCK}|tra le {_CLOCK} e le {_CLOCK}|alle {_CLOCK}(?: (?:di|della|del) (?:mattina|pomeriggio|sera))?"
    r"|(?:di|la|al|nel|solo di|solo la|solo al|in) (?:mattina|mattino|pomeriggio|sera|serata|pausa pranzo)|quando volete|a qualsiasi ora|a qualunque ora"
)
_AROUND = frozenset(
    [
        "il",
        "mio",
        "numero",
        "e",
        "di",
        "telefono",
        "cellulare",
        "cell",
        "tel",
        "chiamatemi",
        "chiamami",
        "chiamate",
        "chiama",
        "al",
        "allo",
        "sul",
        "ecco",
        "questo",
        "mi",
        "potete",
        "puoi",
        "trovate",
        "trovi",
        "richiamatemi",
        "richiamami",
        "ma",
        "non",
        "solo",
        "per",
        "favore",
        "grazie",
        "sono",
        "a",
        "casa",
        "anche",
        "o",
        "oppure",
        "whatsapp",
        "la",
        "mia",
        "ditta",
        "nostro",
        "chiamateci",
        "telefonatemi",
        "telefonate",
        "si",
        "no",
        "ok",
        "ciao",
        "scusa",
        "scusate",
        "lo",
        "lascio",
        "vi",
        "do",
        "ti",
        "da",
        "my",
        "phone",
        "number",
        "is",
        "call",
        "me",
        "at",
        "on",
    ]
)
"""Words in which a number or an hour may be told and nothing is asked."""


@dataclass(frozen=True, slots=True)
class Contact:
    """What is told to be called back."""

    phone: str = ""
    """Digits, with a plus where one was written."""
    hours: str = ""
    """When, in the words of a closed list."""
    alone: bool = False
    """Nothing else stands in the text."""


def contact_in(text: str) -> Contact | None:
    """The number and the hours in a text; None where neither is told."""
    said = in_digits(text[:400]).text
    number = next((found for found in _NUMBER.finditer(said) if FEWEST <= _digits(found[0]) <= MOST), None)
    rest = said.replace(number[0], " ") if number else said
    rest = re.sub(r"[,;!?()]", " ", rest.replace("'", " "))
    rest = " ".join(rest.split())
    hours = [found[0] for found in _HOUR.finditer(rest)]
    if number is None and not hours:
        return None
    phone = re.sub(r"[^\d+]", "", number[0]) if number else ""
    left = plain(_HOUR.sub(" ", rest)).split()
    return Contact(phone, ", ".join(hours), all(word in _AROUND for word in left))


def _digits(text: str) -> int:
    return sum(sign.isdigit() for sign in text)
