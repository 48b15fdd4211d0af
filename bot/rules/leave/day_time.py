"""The time of the day at which leave is wanted, in words; its shapes stand in bot/understanding/time_of_day.py."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

WEEKDAYS = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica")

Text = Callable[[str], str]
"""A text of knowledge_base/words by its key."""


def time_words(value: str, text: Text) -> str:
    """ "di pomeriggio", "dalle 14:00 alle 18:00", "martedì di mattina, giovedì di pomeriggio"."""
    if value[0].isdigit() and value[1:2] == ":":
        by_day = [one.partition(":")[::2] for one in value.split(",")]
        groups = groupby(by_day, key=lambda one: one[1])
        return ", ".join(
            f"{_listed([WEEKDAYS[int(day)] for day, _ in days])} {_one(time, text)}" for time, days in groups
        )
    return _one(value, text)


def time_on(value: str, weekday: int, text: Text) -> str:
    """The time of one weekday: "di mattina"; nothing where none was told for it."""
    if not (value[0].isdigit() and value[1:2] == ":"):
        return _one(value, text)
    by_day = dict(one.split(":") for one in value.split(","))
    return _one(by_day[str(weekday)], text) if str(weekday) in by_day else ""


def _one(value: str, text: Text) -> str:
    begins, dash, ends = value.partition("-")
    if dash:
        return text("plan_time_clock").replace("{begins}", begins).replace("{ends}", ends)
    return text(f"plan_time_{value}")


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} e {names[-1]}"
