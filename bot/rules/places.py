"""Which municipalities a point on the earth is near. Where their borders run we do not know: near is all that is said."""

from __future__ import annotations

from bot.knowledge.territory import Territory
from bot.model.understanding import Place
from bot.rules.helpdesks import haversine

Near = tuple[str, float]
"""ISTAT code, and kilometres to its town hall."""
AT_THE_TOWN_HALL = 0.8
"""Kilometres: so near to one town hall, and far from every other, a point is in that municipality."""
FAR_FROM_THE_NEXT = 2.0
"""Kilometres."""
NEAREST = 3
"""Municipalities to choose from."""
OUTSIDE = 5.0
"""Kilometres: no part of the 25 municipalities is farther from its town hall."""


def around(territory: Territory, lat: float, lon: float) -> tuple[Near, ...]:
    """All municipalities, nearest first."""
    towns = territory.municipalities.values()
    return tuple(
        sorted(((town.istat, haversine(lat, lon, town.lat, town.lon)) for town in towns), key=lambda near: near[1])
    )


def certainly_in(near: tuple[Near, ...]) -> str | None:
    """The municipality in which a point is for certain."""
    (first, here), (_, next_one) = near[0], near[1]
    return first if here <= AT_THE_TOWN_HALL and next_one >= FAR_FROM_THE_NEXT else None


def place_at(territory: Territory, lat: float, lon: float) -> Place:
    """The point as if its place had been named: certain, one of the nearest, or outside."""
    near = around(territory, lat, lon)
    name = territory.municipalities[near[0][0]].name
    if here := certainly_in(near):
        return Place("found", name, comune=here, alone=True)
    if near[0][1] > OUTSIDE:
        return Place("outside", name, alone=True)
    return Place("ambiguous", name, candidates=tuple(istat for istat, _ in near[:NEAREST]), alone=True)
