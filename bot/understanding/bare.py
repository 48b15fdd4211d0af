"""A word that stands alone asks nothing yet: which topics it may be about."""

from __future__ import annotations

from collections.abc import Mapping

from bot.understanding.plain import plain

AROUND = frozenset(
    [
        "il",
        "lo",
        "la",
        "l",
        "i",
        "gli",
        "le",
        "un",
        "uno",
        "una",
        "di",
        "del",
        "dello",
        "della",
        "dei",
        "degli",
        "delle",
        "su",
        "sul",
        "sullo",
        "sulla",
        "sui",
        "sugli",
        "sulle",
        "per",
        "a",
        "al",
        "alla",
        "con",
        "ciao",
        "salve",
        "buongiorno",
        "buonasera",
        "buon",
        "giorno",
        "buona",
        "sera",
        "grazie",
        "scusi",
        "scusa",
        "riguardo",
        "circa",
    ]
)
"""Words that add nothing to the one they stand with."""
ASKING = frozenset(["informazioni", "informazione", "info", "notizie", "sapere"])
WISHING = ASKING | frozenset(["vorrei", "voglio", "volevo", "avere", "qualcosa", "qualche"])
"""These neither, where it is news that is wished for; "voglio il voucher" asks for the thing."""


class BareWords:
    def __init__(self, offered: Mapping[str, list[str]]) -> None:
        """`offered`: ways to write a word, with commas between -> topics, the likeliest first."""
        self._topics = {_core(word): tuple(topics) for words, topics in offered.items() for word in words.split(",")}

    def topics(self, text: str) -> tuple[str, ...]:
        """The topics to offer; none where the text says more than one such word, or none."""
        return self._topics.get(_core(text), ())


def _core(text: str) -> str:
    words = plain(text).split()
    around = AROUND if ASKING.isdisjoint(words) else AROUND | WISHING
    return " ".join(word for word in words if word not in around)
