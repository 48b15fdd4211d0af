"""What a message tells of the child: the birth, told at once or bit by bit, and the word by which the child is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from bot.dialogue.leave import known as names
from bot.dialogue.leave.known import KIDS, Known, told
from bot.dialogue.leave.listen_days import DAY_STEPS, about, only_a_weekday
from bot.dialogue.turn import Turn
from bot.model.entities import Age, Birth, Day, Found, Period
from bot.rules.calendar import in_the_known_year, month_end, months_later
from bot.rules.leave.italian import MONTH_NAMES
from bot.understanding.numerals import in_digits

LONGEST_BARE_DAY = 5
"""Words of an answer that only names the day of a month told before: "è nata il 14"."""
_BARE_DAY = re.compile(r"(?<![\d/.,-])(?P<day>\d{1,2}|primo)(?![\d/.,-])")
_KID = re.compile(rf"\b(?:{'|'.join(KIDS)})\b")


def children(turn: Turn, step: str | None, correction: bool, known: Known) -> dict[str, str]:
    """The child's birth; nothing if the message speaks of several children."""
    today = turn.today
    found = turn.understanding.entities.amounts
    amounts = [one.amount for one in found if not isinstance(one.amount, Day) or _may_be_birth(turn, one)]
    births = [(one.first, one.last) for one in amounts if isinstance(one, Birth)]
    births += [_born_at_age(one, today) for one in amounts if isinstance(one, Age)] if not births else []
    span = _told_span(known)
    if step == "child" and span is not None:
        narrowed = _within(turn, span, births)
        births = [narrowed] if narrowed else births
    elif step == "child" and not births and not amounts:
        births = _year_alone(turn)
    if step == "child" and not births:
        births = [(one.date, one.date) for one in amounts if isinstance(one, Day)]
        births += [(one.first, one.last) for one in amounts if isinstance(one, Period) and one.first and one.last]
    if not births and step is not None and correction:
        births = [(one.date, one.date) for one in amounts if isinstance(one, Day) and _long_ago(one, today, step)]
    if len(set(births)) != 1:
        return {}
    first, last = births[0]
    if first == last:
        return {names.BORN: _with_its_year(turn, first, known).isoformat()}
    return {names.BORN_FIRST: first.isoformat(), names.BORN_LAST: last.isoformat()}


def kid(turn: Turn) -> str | None:
    """The word by which the child is called, if it is one."""
    called = set(_KID.findall(turn.said.casefold()))
    return called.pop() if len(called) == 1 else None


def _told_span(known: Known) -> tuple[date, date] | None:
    """The days between which the child was born, where the day is still to be told."""
    if told(known, names.BORN) or names.BORN_FIRST not in known or names.BORN_LAST not in known:
        return None
    return date.fromisoformat(known[names.BORN_FIRST]), date.fromisoformat(known[names.BORN_LAST])


def _within(turn: Turn, span: tuple[date, date], births: list[tuple[date, date]]) -> tuple[date, date] | None:
    """ "il 14" after "marzo 2026", "maggio" or "il 3 maggio" after "nel 2024": what was told goes on."""
    said = births or list(_spans(turn))
    if (same_month := span[0].month == span[1].month and span[0].year == span[1].year) and _names_no_month(turn):
        return _on_the_day(turn, span)
    if not said and (month := _month_alone(turn)):
        said = [(date(span[0].year, month, 1), month_end(date(span[0].year, month, 1)))]
    for first, last in said:
        for year in range(span[0].year, span[1].year + 1):
            try:
                meant = first.replace(year=year), last.replace(year=year)
            except ValueError:
                continue
            if meant != (first, last) and same_month and _has_year(turn):
                continue
            if span[0] <= meant[0] and meant[1] <= span[1]:
                return meant
    return None


def _spans(turn: Turn) -> Iterator[tuple[date, date]]:
    """Days and periods as they were read."""
    for found in turn.understanding.entities.amounts:
        match found.amount:
            case Day(day, _):
                yield day, day
            case Period(date() as first, date() as last):
                yield first, last


def _year_alone(turn: Turn) -> list[tuple[date, date]]:
    """ "nel 2024": months and days are asked for."""
    found = _YEAR.findall(turn.said) if len(turn.said.split()) <= LONGEST_BARE_DAY else []
    return [(date(int(found[0]), 1, 1), date(int(found[0]), 12, 31))] if len(found) == 1 else []


def _month_alone(turn: Turn) -> int | None:
    """ "maggio", which without a preposition is read as a date nowhere else."""
    named = [number for number, name in enumerate(MONTH_NAMES, 1) if re.search(rf"\b{name}\b", turn.said.casefold())]
    return named[0] if len(named) == 1 else None


_MONTH_NAMED = re.compile(
    r"\b(?:gen|feb|mar[sz]|apr|mag|giu|lug|ago|set|ott|nov|dic)[a-z]*\b|\d\s?[/.-]\s?\d", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def _names_no_month(turn: Turn) -> bool:
    return _MONTH_NAMED.search(turn.said) is None


def _has_year(turn: Turn) -> bool:
    return _YEAR.search(turn.said) is not None


def _on_the_day(turn: Turn, span: tuple[date, date]) -> tuple[date, date] | None:
    words = in_digits(turn.said.casefold()).text
    found = _BARE_DAY.findall(words)
    if len(found) != 1 or len(words.split()) > LONGEST_BARE_DAY:
        return None
    day = span[0] + timedelta(days=(1 if found[0] == "primo" else int(found[0])) - span[0].day)
    return (day, day) if span[0] <= day <= span[1] else None


def _with_its_year(turn: Turn, born: date, known: Known) -> date:
    """ "il 6 maggio" corrects a birth of 5 May 2024 to 6 May 2024."""
    before = told(known, names.BORN)
    amounts = turn.understanding.entities.amounts
    words = " ".join(turn.said[one.start : one.end] for one in amounts if isinstance(one.amount, Birth | Day))
    return in_the_known_year(born, words, date.fromisoformat(before) if before else None)


def _may_be_birth(turn: Turn, day: Found) -> bool:
    return about(turn, day) is None and not only_a_weekday(turn, day)


def _long_ago(day: Day, today: date, step: str) -> bool:
    """A day that is over, told while something else was asked: a correction of the birth."""
    return day.date < today and step not in DAY_STEPS and not day.about


def _born_at_age(age: Age, today: date) -> tuple[date, date]:
    """Whole years leave a year open, months a month."""
    last = months_later(today, -age.months)
    return months_later(last, -12 if age.months % 12 == 0 and age.months else -1) + timedelta(days=1), last
