"""A small map of the municipalities, drawn from our own coordinates: no streets, no tiles, no borders."""

from __future__ import annotations

from functools import cache
from html import escape
from itertools import combinations
from math import cos, hypot, radians

from bot.knowledge.territory import Territory

WIDTH, MARGIN, RADIUS = 340, 14, 9
APART = 2.1 * RADIUS
"""Between two points, so that both can be read and pressed: the nearest town halls are pushed apart a little."""
SHAPES = ("circle", "square", "diamond", "hexagon")
"""A district is told by its shape as well as by its colour."""


def numbered(territory: Territory) -> dict[str, int]:
    """The number of each municipality (by ISTAT code): district by district, then by name."""
    order = list(territory.districts)
    towns = sorted(territory.municipalities.values(), key=lambda town: (order.index(town.district), town.name))
    return {town.istat: number for number, town in enumerate(towns, start=1)}


def drawn(territory: Territory) -> str:
    """An SVG whose points lead to the municipalities of the page."""
    towns = territory.municipalities.values()
    south, north = min(t.lat for t in towns), max(t.lat for t in towns)
    west, east = min(t.lon for t in towns), max(t.lon for t in towns)
    across = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * across)
    height = (north - south) * scale + 2 * MARGIN
    numbers, points = numbered(territory), []
    places = {
        town.istat: (MARGIN + (town.lon - west) * across * scale, MARGIN + (north - town.lat) * scale) for town in towns
    }
    _push_apart(places)
    for town in sorted(towns, key=lambda town: numbers[town.istat]):
        x, y = places[town.istat]
        points.append(
            f'<a href="#comune-{town.istat}" class="{town.district}" aria-label="{escape(town.name)}">'
            f"<title>{escape(town.name)}</title>{_shape(territory, town.district, x, y)}"
            f'<text x="{x:.1f}" y="{y + 3:.1f}">{numbers[town.istat]}</text></a>'
        )
    told = "Mappa dei Comuni: la posizione dei municipi, uno per numero."
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="group" aria-label="{told}" xmlns="http://www.w3.org/2000/svg">\n'
        + "\n".join(points)
        + "\n</svg>"
    )


def _push_apart(places: dict[str, tuple[float, float]]) -> None:
    for _ in range(20):
        for one, other in combinations(places, 2):
            (x, y), (u, v) = places[one], places[other]
            far = hypot(u - x, v - y)
            if 0 < far < APART:
                dx, dy = ((APART - far) / 2 * step / far for step in (u - x, v - y))
                places[one], places[other] = (x - dx, y - dy), (u + dx, v + dy)


def _shape(territory: Territory, district: str, x: float, y: float) -> str:
    sort = _sort(tuple(territory.districts), district)
    r = RADIUS
    if sort == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r}"/>'
    corners = {
        "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
        "diamond": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
        "hexagon": ((-0.6, -1), (0.6, -1), (1.15, 0), (0.6, 1), (-0.6, 1), (-1.15, 0)),
    }[sort]
    return '<polygon points="' + " ".join(f"{x + dx * r:.1f},{y + dy * r:.1f}" for dx, dy in corners) + '"/>'


@cache
def _sort(districts: tuple[str, ...], district: str) -> str:
    return SHAPES[districts.index(district) % len(SHAPES)]
