"""Which periods the Observatory publishes, and what of their numbers.

A month is made of whole weeks, those whose Thursday falls in it, and is published when it is over: it never overlaps with
another, and no later edition can be subtracted from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.knowledge.territory import Territory
from bot.rules.anonymity import Row, protect
from bot.rules.helpdesks import certain

TOTAL, OTHERS = "=", "*"
"""In place of a part: the total of a row, and its hidden parts together."""
Rows = list[list[str | int | None]]
"""[within, part, number]; of a total that is too small the number is None."""
Counted = Mapping[str, Mapping[str, int]]
MONTHS = ("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
          "novembre", "dicembre")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    id: str
    """`2026-10` or `2026-T4`."""
    name: str
    first: date
    last: date


def month(year: int, number: int) -> Period:
    first, following = _start(year, number), _start(*_next(year, number))
    return Period(f"{year}-{number:02}", f"{MONTHS[number - 1]} {year}", first, following - timedelta(days=1))


def months(since: date, today: date) -> list[Period]:
    """The months from that of a day on, as far as they are over."""
    thursday = since + timedelta(days=3 - since.weekday())
    year, number, found = thursday.year, thursday.month, []
    while (one := month(year, number)).last < today:
        found.append(one)
        year, number = _next(year, number)
    return found


def quarters(periods: Sequence[Period]) -> list[Period]:
    """The quarters whose three months are all there."""
    found = []
    for third in periods:
        year, number = map(int, third.id.split("-"))
        if number % 3 == 0:
            name = f"{MONTHS[number - 3]}-{MONTHS[number - 1]} {year}"
            found.append(Period(f"{year}-T{number // 3}", name, _start(year, number - 2), third.last))
    return found


def _start(year: int, number: int) -> date:
    """The Monday of the first week whose Thursday is in the month."""
    first = date(year, number, 1)
    thursday = first + timedelta(days=(3 - first.weekday()) % 7)
    return thursday - timedelta(days=3)


def _next(year: int, number: int) -> tuple[int, int]:
    return (year + 1, 1) if number == 12 else (year, number + 1)


def rows_of(counted: Counted, above: Rows | None = None) -> Rows:
    """What may be shown of an indicator. `above`: the rows of the one whose parts it divides; of hidden parts nothing is told."""
    shown = None if above is None else {part for within, part, _ in above if within == ""} - {TOTAL, OTHERS}
    rows: Rows = []
    for within, parts in sorted(counted.items()):
        if shown is None or within in shown:
            rows += _rows(within, protect(parts))
    return rows or ([["", TOTAL, 0]] if above is None else [])


def _rows(within: str, row: Row) -> Iterator[list[str | int | None]]:
    yield [within, TOTAL, row.total]
    for part, number in sorted(row.shown.items(), key=lambda item: (-item[1], item[0])):
        yield [within, part, number]
    if row.hidden and row.total is not None:
        yield [within, OTHERS, row.rest]


def freshness(territory: Territory, day: date) -> Rows:
    """Of the helpdesks that each district is served by, how many records somebody confirmed lately."""
    rows: Rows = []
    for district in territory.districts:
        here = [
            desk for desk in territory.helpdesks.values() if desk.shown and district in territory.districts_served(desk)
        ]
        sure = sum(certain(desk, day) for desk in here)
        rows += [[district, TOTAL, len(here)], [district, "certain", sure], [district, "to_check", len(here) - sure]]
    return rows
