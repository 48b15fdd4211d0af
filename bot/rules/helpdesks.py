"""Which helpdesks a person is sent to.

The municipality comes first, then its district, then distance: the nearest office is often the wrong one, because
offices serve their own municipalities. Source: the records of infopoints.yaml, each with its own source and day.
"""

from __future__ import annotations

from datetime import date, timedelta
from math import asin, cos, inf, radians, sin, sqrt

from bot.knowledge.helpdesks import Helpdesk, Role
from bot.knowledge.territory import Municipality, Territory
from bot.model.person import Audience

CHECK_HOLDS = timedelta(days=180)
AT_MOST = 3
EARTH_KM = 6371.0
CLOSER = 0.5
"""Kilometres: less is no reason to ask why another helpdesk was named."""

PREFERRED: dict[Audience, tuple[Role, ...]] = {
    "worker": ("welfare", "rete"),
    "company": ("imprese", "lavoro", "rete", "welfare"),
    "operator": ("rete", "welfare"),
}
"""Who asks -> the roles that help, best first. Health and job centres come only if the need is theirs."""


def certain(helpdesk: Helpdesk, today: date) -> bool:
    """True if somebody checked the record by phone, at most 180 days ago; otherwise say "phone first"."""
    return helpdesk.status == "active" and today - helpdesk.checked_on <= CHECK_HOLDS


def route(
    territory: Territory, istat: str, audience: Audience, today: date, need: Role | None = None
) -> tuple[Helpdesk, ...]:
    """The helpdesks for a municipality (ISTAT code), best first, three at most.

    Only those that serve it and may be shown; `need` puts the helpdesks of that role first. A helpdesk that may not
    be shown gives way to its fallback. A code that is not of the territory gives none. Never raises.
    """
    home = territory.municipalities.get(istat)
    if home is None:
        return ()
    roles = _roles(audience, need)
    fitting = [desk for desk in _serving(territory, istat) if not roles.keys().isdisjoint(desk.roles)]

    def order(desk: Helpdesk) -> tuple[bool, bool, int, bool, int, bool, float, str]:
        return (
            need is not None and need not in desk.roles,
            audience == "company" and "imprese" not in desk.audience,
            _remoteness(territory, home, desk),
            not desk.phones,
            roles.get(desk.roles[0], len(roles)),
            not certain(desk, today),
            distance(territory, home, desk),
            desk.id,
        )

    return tuple(sorted(fitting, key=order)[:AT_MOST])


def passed_over(territory: Territory, istat: str, desk: Helpdesk) -> Helpdesk | None:
    """The nearest helpdesk of the same kind that is closer to a municipality than `desk` and serves others."""
    home = territory.municipalities[istat]
    limit = distance(territory, home, desk) - CLOSER
    alike = (
        (distance(territory, home, other), other.id, other)
        for other in territory.helpdesks.values()
        if other.shown and other.roles[0] == desk.roles[0] and istat not in other.serves
    )
    nearest = min(alike, default=None)
    return nearest[2] if nearest and nearest[0] < limit else None


def distance(territory: Territory, home: Municipality, helpdesk: Helpdesk) -> float:
    """Kilometres in a straight line from the town hall of `home`; infinite if nobody knows where the desk is."""
    lat, lon = helpdesk.lat, helpdesk.lon
    if lat is None or lon is None:
        town = territory.municipalities.get(helpdesk.comune or "")
        if town is None:
            return inf
        lat, lon = town.lat, town.lon
    return haversine(home.lat, home.lon, lat, lon)


def point(territory: Territory, desk: Helpdesk) -> tuple[float, float] | None:
    """Latitude and longitude of its building or its town hall; None if it only stands somewhere in a municipality."""
    if desk.lat is not None and desk.lon is not None:
        return desk.lat, desk.lon
    town = territory.municipalities.get(desk.comune or "")
    return (town.lat, town.lon) if town and desk.coord_precision == "town_hall" else None


def haversine(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Kilometres between two points in degrees, on a sphere: good to 0.5 %."""
    height, width = radians(other_lat - lat), radians(other_lon - lon)
    chord = sin(height / 2) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(width / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(chord)))


def _roles(audience: Audience, need: Role | None) -> dict[Role, int]:
    """Role -> its rank, from 0."""
    preferred = PREFERRED[audience]
    wanted = preferred if need is None else (need, *(role for role in preferred if role != need))
    return {role: rank for rank, role in enumerate(wanted)}


def _serving(territory: Territory, istat: str) -> list[Helpdesk]:
    """The helpdesks for the municipality that may be shown, and those that stand in for the hidden ones."""
    found: dict[str, Helpdesk] = {}
    for desk in territory.helpdesks.values():
        if istat not in desk.serves:
            continue
        stand_in = desk if desk.shown else territory.helpdesks.get(desk.fallback or "")
        if stand_in and stand_in.shown:
            found[stand_in.id] = stand_in
    return list(found.values())


def _remoteness(territory: Territory, home: Municipality, desk: Helpdesk) -> int:
    """0: in the municipality; 1: in its district; 2: in its ambito of today; 3: elsewhere."""
    town = territory.municipalities.get(desk.comune or "")
    if town is None:
        return 3
    if town.istat == home.istat:
        return 0
    if town.district == home.district:
        return 1
    here, there = territory.districts.get(home.district), territory.districts.get(town.district)
    return 2 if here and there and here.ambito == there.ambito else 3
