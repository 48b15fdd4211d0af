"""Postcodes (CAP): one rarely says one municipality, several share it, and people write those of the past."""

from __future__ import annotations

from collections.abc import Sequence

from bot.knowledge.territory import Territory
from bot.model.understanding import Place
from bot.understanding.places.words import after, only_little

ELSEWHERE = "altrove"


class Postcodes:
    """The postcodes of today and of the past, and the beginnings of those around."""

    def __init__(self, territory: Territory) -> None:
        self._outside = territory.outside
        self._prefixes = [(prefix, row.id) for row in territory.outside.values() for prefix in row.cap_prefixes]
        self._comuni: dict[str, list[str]] = {}
        """Postcode -> the municipalities that have it, today's first."""
        towns = territory.municipalities.items()
        for cap, istat in (
            *((town.cap, istat) for istat, town in towns),
            *((cap, istat) for istat, town in towns for cap in town.old_caps),
        ):
            if istat not in (known := self._comuni.setdefault(cap, [])):
                known.append(istat)

    def comuni(self, caps: Sequence[str]) -> set[str]:
        return {istat for cap in caps for istat in self._comuni.get(cap, ())}

    def settle(self, place: Place, caps: Sequence[str]) -> Place:
        """A name of several municipalities, of which a postcode leaves one."""
        for cap in caps:
            common = [istat for istat in place.candidates if istat in self.comuni([cap])]
            if len(common) == 1:
                return Place("found", place.name, comune=common[0])
        return place

    def place(self, words: Sequence[str], at: Sequence[int]) -> Place | None:
        """Where no name was found: what the postcodes at these words say."""
        outside: Place | None = None
        for start in at:
            cap = words[start]
            candidates = tuple(self._comuni.get(cap, ()))
            if len(candidates) == 1:
                return Place("found", cap, comune=candidates[0])
            if candidates:
                return Place("ambiguous", cap, candidates=candidates)
            note = next((key for prefix, key in self._prefixes if cap.startswith(prefix)), ELSEWHERE)
            said = after(words, start, frozenset({"cap"})) or only_little(words, {start})
            if said and note in self._outside:
                outside = outside or Place("outside", cap, outside=note)
        return outside
