"""Quantities in Italian words, for the steps of a calculation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from bot.knowledge.figures import italian

MONTH_NAMES = (
    *("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno"),
    *("luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"),
)


def rounded(number: Fraction | float) -> float:
    """Two decimals, as every number leaves the calculator."""
    return round(float(number), 2)


def number(value: Fraction | float) -> str:
    """7.5 -> `7,5`."""
    return italian(rounded(value), "number")


def euro(value: Fraction | float) -> str:
    return italian(rounded(value), "euro")


def hours(value: Fraction | float) -> str:
    """2.5 -> `2 ore e 30 minuti`."""
    whole, minutes = divmod(round(float(value) * 60), 60)
    said = [f"{whole} {'ora' if whole == 1 else 'ore'}"] if whole or not minutes else []
    said += [f"{minutes} {'minuto' if minutes == 1 else 'minuti'}"] if minutes else []
    return " e ".join(said)


def days(value: Fraction | float) -> str:
    """10.5 -> `10,5 giorni`."""
    return f"{number(value)} {'giorno' if rounded(value) == 1 else 'giorni'}"


def months(value: Fraction | float) -> str:
    """1 -> `1 mese`."""
    return f"{number(value)} {'mese' if rounded(value) == 1 else 'mesi'}"


def day(value: date) -> str:
    return f"{value.day}/{value.month}/{value.year}"


def month(value: date) -> str:
    return f"{MONTH_NAMES[value.month - 1]} {value.year}"


def either(values: Iterable[str]) -> str:
    """`2 ore oppure 4 ore`."""
    return " oppure ".join(values)
