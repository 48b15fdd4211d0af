"""`company_cover`: who is missing on which weekday, for several plans that workers share, in one picture for a phone.

A month is a table: a row a weekday, a column a plan, and what they have in common at the end. Words in every cell, so that
nobody needs the colours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from bot.knowledge.leave import leave_rules
from bot.knowledge.loader import Knowledge
from bot.model.reply import File
from bot.papers.company_words import Words
from bot.papers.leave_sheet import short_hours
from bot.rules.leave import italian
from bot.rules.leave.company import Assessment
from bot.rules.leave.company_data import looked_at

MOST_MONTHS = 4
MOST_DAYS = 8
WEEK = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica")


class Sort(StrEnum):
    AWAY = "away"
    BOTH = "both"
    """More than one is away."""
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Cell:
    lines: tuple[str, ...] = ()
    sort: Sort = Sort.EMPTY


@dataclass(frozen=True, slots=True)
class Month:
    name: str
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    """Weekday, and a cell for each plan and for what they share."""


@dataclass(frozen=True, slots=True)
class Cover:
    title: str
    labels: tuple[str, ...]
    months: tuple[Month, ...]
    lines: tuple[str, ...]
    foot: str


def company_cover(knowledge: Knowledge, data: Mapping[str, Any], today: date) -> File:
    """Raises InvalidCase, see `looked_at`."""
    from bot.papers.company_cover_picture import draw  # Pillow is loaded by those who draw

    rules = leave_rules(knowledge)
    plans = [(one["label"], looked_at(one, rules)) for one in data["plans"]]
    return File("chi-manca.png", "image/png", draw(cover(Words(knowledge), plans, today)))


def cover(said: Words, plans: Sequence[tuple[str, Assessment]], today: date) -> Cover:
    """The picture in words."""
    away = [frozenset(told.absences) for _, told in plans]
    firsts = sorted({day.replace(day=1) for days in away for day in days})
    shared = sorted(day for day, times in Counter(day for days in away for day in days).items() if times > 1)
    months = tuple(_month(said, plans, away, first) for first in firsts[:MOST_MONTHS])
    lines = [said("cover_days", days=_listed(shared)) if shared else said("cover_none")] if len(plans) > 1 else []
    if hidden := firsts[MOST_MONTHS:]:
        lines.append(said("cover_more", months=", ".join(map(italian.month, hidden))))
    labels = tuple(label for label, _ in plans)
    if len(plans) > 1:
        labels = (*labels, said("cover_together"))
    return Cover(said("cover_title"), labels, months, tuple(lines), said("cover_foot", day=italian.day(today)))


def _month(said: Words, plans: Sequence[tuple[str, Assessment]], away: Sequence[frozenset[date]], first: date) -> Month:
    rows = []
    for weekday, name in enumerate(WEEK):
        days = [sorted(day for day in one if day.replace(day=1) == first and day.weekday() == weekday) for one in away]
        if not any(days):
            continue
        cells = [_cell(said, told, found) for (_, told), found in zip(plans, days, strict=True)]
        if len(plans) > 1:
            times = Counter(day for found in days for day in found)
            both = sorted(day for day, many in times.items() if many > 1)
            cells.append(Cell((_numbers(both),), Sort.BOTH) if both else Cell())
        rows.append((name, tuple(cells)))
    return Month(italian.month(first), tuple(rows))


def _cell(said: Words, told: Assessment, days: Sequence[date]) -> Cell:
    if not days:
        return Cell()
    hourly = told.asked.mode == "hours" and told.hours_per_day is not None
    measure = short_hours(told.hours_per_day) if hourly and told.hours_per_day else said("cover_whole")
    return Cell((measure, _numbers(days)), Sort.AWAY)


def _numbers(days: Sequence[date]) -> str:
    return ", ".join(str(day.day) for day in days)


def _listed(days: Sequence[date]) -> str:
    more = f" e altri {len(days) - MOST_DAYS}" if len(days) > MOST_DAYS else ""
    return ", ".join(map(italian.day, days[:MOST_DAYS])) + more
