"""The dated figures of knowledge_base/rules, and how they stand in texts: `{notice_hours}` becomes the day's value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.knowledge.problems import Problem, parse, read_each
from bot.knowledge.schema import Figure, Period

PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")


@dataclass(frozen=True, slots=True)
class Filled:
    text: str
    periods: tuple[Period, ...]
    """The values used, for their source and day of verification."""
    unknown: tuple[str, ...]
    """Figures that have no value for the day."""


def names_in(text: str) -> list[str]:
    return PLACEHOLDER.findall(text)


def italian(value: float | str, unit: str) -> str:
    """19885.13 euro -> `19.885,13`; 0.5 -> `0,5`; 6.0 -> `6`."""
    if isinstance(value, str):
        return value
    if unit == "euro" and value != int(value):
        shown = f"{value:,.2f}"
    else:
        shown = f"{value:,g}" if value == int(value) else f"{value:,}"
    return shown.translate(str.maketrans(",.", ".,"))


def fill(text: str, figures: Mapping[str, Figure], day: date) -> Filled:
    """The text with its figures as they stand on `day`; an unknown one is shown as `…`."""
    periods: list[Period] = []
    unknown: list[str] = []

    def value(match: re.Match[str]) -> str:
        figure = figures[match[1]]
        period = figure.on(day)
        if period is None:
            unknown.append(match[1])
            return "…"
        periods.append(period)
        return italian(period.value, figure.unit)

    return Filled(PLACEHOLDER.sub(value, text), tuple(periods), tuple(unknown))


def read_figures(root: Path, files: dict[str, str], problems: list[Problem]) -> dict[str, Figure]:
    """The figures under `root` by name; `files` learns where each stands."""
    figures: dict[str, Figure] = {}
    for name, rows in read_each(root, "knowledge_base/rules/*.yaml", problems):
        if not isinstance(rows, dict):
            problems.append(Problem(name, "", "is not a mapping of figures", "write `name:` and its fields below"))
            continue
        for key, row in rows.items():
            figure = parse(Figure, row, name, key, problems)
            if figure is None:
                continue
            if key in figures:
                other = files[key]
                problems.append(Problem(name, key, f"the figure stands in {other} too", "keep one of the two"))
            figures[key] = figure
            files[key] = name
    return figures


def figures_are_in_order(figures: Mapping[str, Figure], files: Mapping[str, str]) -> Iterator[Problem]:
    for name, figure in figures.items():
        for earlier, later in zip(figure.periods, figure.periods[1:], strict=False):
            if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                problem = f"two values hold on {later.valid_from}"
                yield Problem(files[name], name, problem, "end the earlier one with `valid_to`")
