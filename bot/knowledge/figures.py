"""Dated figures inside texts: `{notice_hours}` becomes the value that holds on the day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

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
