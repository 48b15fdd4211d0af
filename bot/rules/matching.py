"""Which testimone a company may meet, and why: written criteria, shown to who asks; no score that was learned.

It must show what the company needs and have a meeting left this year. Then, in order: the same sector, the nearest size,
the same district, the fewest meetings so far; between equals the one that joined first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.knowledge.territory import Territory
from bot.model.company import Company
from bot.model.practices import FirmProblem
from bot.rules.practices import SIZES

Criterion = Literal["need", "load", "sector", "size", "district"]


@dataclass(frozen=True, slots=True)
class Match:
    """A testimone and the criteria that it meets, in their order."""

    company: Company
    meets: tuple[Criterion, ...]


def candidates(
    guest: Company,
    need: FirmProblem,
    members: Iterable[Company],
    load: Mapping[str, int],
    territory: Territory,
    passed: Collection[str] = (),
) -> tuple[Match, ...]:
    """The testimoni for a company, best first; `passed` said no before. Never raises."""
    fitting = [
        each
        for each in members
        if each.testimone and need in each.shows and each.id not in (guest.id, *passed) and _left(each, load) > 0
    ]
    found = (Match(each, _meets(guest, each, territory)) for each in fitting)
    return tuple(sorted(found, key=lambda match: _order(guest, match, load)))


def _order(guest: Company, match: Match, load: Mapping[str, int]) -> tuple[object, ...]:
    """Smaller comes first: the criteria of the module, one after the other."""
    other = match.company
    return (
        "sector" not in match.meets,
        _sizes_away(guest, other),
        "district" not in match.meets,
        load.get(other.id, 0),
        other.joined_on or date.max,
        other.id,
    )


def _meets(guest: Company, other: Company, territory: Territory) -> tuple[Criterion, ...]:
    told: list[Criterion] = ["need", "load"]
    if guest.sector and guest.sector == other.sector:
        told.append("sector")
    if _sizes_away(guest, other) == 0:
        told.append("size")
    district = district_of(guest, territory)
    if district and district == district_of(other, territory):
        told.append("district")
    return tuple(told)


def district_of(company: Company, territory: Territory) -> str | None:
    town = territory.municipalities.get(company.comune or "")
    return town.district if town else None


def _left(company: Company, load: Mapping[str, int]) -> int:
    """Meetings that it still takes this year."""
    return company.yearly - load.get(company.id, 0)


def _sizes_away(one: Company, other: Company) -> int:
    """0: of the same size; not knowing one counts as far."""
    if one.size is None or other.size is None:
        return len(SIZES)
    return abs(SIZES.index(one.size) - SIZES.index(other.size))
