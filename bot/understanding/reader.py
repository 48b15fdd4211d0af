"""From a text to its meaning: topic, place, who asks, danger."""

from __future__ import annotations

from contextlib import suppress
from typing import cast

from bot.knowledge.loader import Knowledge
from bot.model import Audience, Guess, Understanding, UnderstoodBy
from bot.understanding.lexical import LexicalMatcher
from bot.understanding.places import PlaceFinder
from bot.understanding.plain import PhraseFinder, plain
from bot.understanding.rasa import NluAway, Rasa

LONGEST_TEXT = 2000
"""Characters that are read; the rest of a longer message is not."""
SURE = 0.9
"""A lexical match this good is as good as Rasa: no need to wait for it."""


class Reader:
    """Reads texts with Rasa when it is there, by likeness to the same examples when it is away."""

    def __init__(self, knowledge: Knowledge, rasa: Rasa) -> None:
        self._rasa = rasa
        self._lexical = LexicalMatcher(
            {
                topic: [t for texts in languages.values() for t in texts]
                for topic, languages in knowledge.examples().items()
            }
        )
        self._places = PlaceFinder(knowledge.territory)
        self._danger = PhraseFinder(knowledge.danger)
        self._audiences = {audience: PhraseFinder(cues) for audience, cues in knowledge.audience_cues.items()}

    async def read(self, text: str, patience: float = 0) -> Understanding:
        """The meaning of a text. `patience`: seconds to wait for a Rasa that is still starting."""
        text = text[:LONGEST_TEXT]
        words = plain(text)
        ranking, by = await self._rank(text, patience) if words else ((), "lexical")
        return Understanding(
            ranking=ranking,
            by=by,
            place=self._places.find(text),
            audience=self._audience(words),
            danger=self._danger.in_plain(words),
        )

    async def _rank(self, text: str, patience: float) -> tuple[tuple[Guess, ...], UnderstoodBy]:
        with suppress(NluAway):
            return await self._rasa.parse(text), "rasa"
        likely = self._lexical.rank(text)
        sure = bool(likely) and likely[0].confidence >= SURE
        if patience and not sure and await self._rasa.wait_ready(patience):
            with suppress(NluAway):
                return await self._rasa.parse(text), "rasa"
        return likely, "lexical"

    def _audience(self, words: str) -> Audience | None:
        for audience, finder in self._audiences.items():
            if finder.in_plain(words):
                return cast(Audience, audience)
        return None
