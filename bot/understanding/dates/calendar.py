"""Every date, period and pattern of weekdays in a text, from left to right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.model.entities import Day, Impossible, Period, Weekdays
from bot.understanding.dates.days import NoSuchDate, Part, months_later, resolve, with_month_of
from bot.understanding.dates.parts import Parts, weekday
from bot.understanding.dates.words import (
    BARE_DAY_CUE,
    BEEN,
    DAY_CUE,
    EVERY,
    FROM,
    MONTH_CUE,
    ONE_WEEKDAY,
    PARTS,
    SEVERAL,
    SHORT_WEEKDAYS,
    SPAN_OF_WEEK,
    TIGHT,
    TO,
    UNTIL,
    WDS,
    WEEKDAY_BEFORE,
)

Meaning = Day | Period | Weekdays | Impossible


@dataclass(frozen=True, slots=True)
class Match:
    meaning: Meaning
    start: int
    end: int


class Calendar:
    """Reads dates in one text, as seen from `today`."""

    def __init__(self, text: str, today: date) -> None:
        self._text = text
        self._today = today
        self._parts = Parts(text, today)

    def all(self) -> Iterator[Match]:
        """Every date, period and pattern of weekdays, from left to right; none overlaps another."""
        at = 0
        while at < len(self._text):
            found = self._starting(at)
            if found:
                yield found
            at = max(found.end if found else 0, self._next_word(at))

    def birth(self, at: int) -> tuple[date, date, int] | None:
        """The days between which somebody was born, said from `at` on: the last ones, if without a year; and its end.

        Raises NoSuchDate.
        """
        year = re.compile(r"(?P<y>(?:19|20)\d\d)(?![\d/.-])").match(self._text, at)
        part = self._parts.part(at) or (
            self._parts.day(at) if DAY_CUE.search(self._text[max(0, at - 40) : at]) else None
        )
        if part is None:
            if year is None:
                return None
            return date(int(year["y"]), 1, 1), date(int(year["y"]), 12, 31), year.end()
        first, last = resolve(part, self._today, latest=self._today)
        return first, last, part.end

    def coming(self, at: int) -> tuple[date, date, int] | None:
        """As `birth`, for a day still to come. Raises NoSuchDate."""
        part = self._parts.part(at)
        if part is None:
            return None
        return (*resolve(part, self._today), part.end)

    # --- one position ---

    def _next_word(self, at: int) -> int:
        """The start of the next word, number or sign."""
        text = self._text
        if text[at].isalnum():
            kind = str.isdigit if text[at].isdigit() else str.isalpha
            while at < len(text) and kind(text[at]):
                at += 1
            return at
        return at + 1

    def _starting(self, at: int) -> Match | None:
        if at and self._text[at - 1].isalnum() and self._text[at].isalnum():
            same = self._text[at - 1].isdigit() == self._text[at].isdigit()
            if same or self._text[at].isdigit():
                return None
        if (
            self._text[at].isdigit()
            and at
            and self._text[at - 1] in "/.,-'"
            and at > 1
            and self._text[at - 2].isdigit()
        ):
            return None
        return self._weekdays(at) or self._range(at) or self._until(at) or self._single(at)

    def _weekdays(self, at: int) -> Match | None:
        if self._dated_weekday(at):
            return None
        span = SPAN_OF_WEEK.match(self._text, at)
        if span and not self._dated_weekday(span.end() - len(span[2] or span[4] or "")):
            first, last = (weekday(name) for name in (span[1] or span[3], span[2] or span[4]))
            days = tuple(sorted((first + step) % 7 for step in range((last - first) % 7 + 1)))
            return self._within(days, at, span.end())
        for pattern in (EVERY, SEVERAL, SHORT_WEEKDAYS):
            found = pattern.match(self._text, at)
            if found is None or re.match(r"\s+(?:prossim|scors|\d)", self._text[found.end() :]):
                continue
            names = ONE_WEEKDAY.findall(found[0])
            if found[0].split()[0] in ("la", "le") and weekday(names[0]) < 6:
                continue
            if all(len(name) < 5 for name in names) and len(names) < 2:
                continue
            return self._within(tuple(sorted({weekday(name) for name in names})), at, found.end())
        return None

    def _dated_weekday(self, at: int) -> bool:
        """ "il martedì 3 marzo" is one day."""
        found = re.compile(rf"(?:(?:il|la|da|dal|dalla|al|alla|di)\s+)?(?={WDS}\s+\d)").match(self._text, at)
        if found is None:
            return False
        number = WEEKDAY_BEFORE.match(self._text, found.end())
        return bool(number and (self._parts.part(number.end()) or self._parts.day(number.end())))

    def _within(self, days: tuple[int, ...], start: int, end: int) -> Match:
        """The weekdays, between the days that follow if any do."""
        gap = re.compile(r"(?:\s+(?:mattina|pomeriggio|sera))?[\s,(]{1,3}").match(self._text, end)
        following = gap and (self._range(gap.end()) or self._until(gap.end()))
        if following and isinstance(following.meaning, Period):
            return Match(Weekdays(days, following.meaning.first, following.meaning.last), start, following.end)
        return Match(Weekdays(days), start, end)

    def _range(self, at: int) -> Match | None:
        """ "dal 7 al 18", "da marzo a giugno", "7-18 marzo"; "dal 7 marzo" is open."""
        opening = FROM.match(self._text, at)
        start = opening.end() if opening else at
        first = self._parts.part(start) or self._parts.day(start)
        if first is None:
            return None
        joint = TO.match(self._text, first.end)
        last = (self._parts.part(joint.end()) or self._parts.day(joint.end())) if joint else None
        if last is None or joint is None:
            return self._from(at, first) if opening else None
        joined = joint[0].strip()
        only_days = first.month is None and first.first is None
        if joined in ("e", "e il", "e l'") and not (opening and opening[0].startswith(("tra", "fra"))):
            return self._from(at, first) if opening and not only_days else None
        if not opening and (joined not in ("-", "–") or not only_days or last.month is None):
            return None
        if (
            opening
            and opening[0].strip() in ("da", "tra", "fra")
            and only_days
            and last.month is None
            and last.first is None
        ):
            return None
        return self._between(at, first, last)

    def _between(self, at: int, first: Part, last: Part) -> Match:
        end = last.end
        try:
            if first.month is None and first.first is None:
                first = with_month_of(first, last)
            known = first.year is not None or (last.month is None and last.first is None and first.month is not None)
            if known and last.year is None:
                a, _ = resolve(first, self._today)
                _, b = resolve(last, self._today, earliest=a)
            else:
                _, b = resolve(last, self._today)
                a, _ = resolve(first, self._today, latest=b)
        except NoSuchDate:
            return self._impossible(at, end)
        return Match(Period(a, b), at, end) if a <= b else self._impossible(at, end)

    def _from(self, at: int, part: Part) -> Match | None:
        """ "dal 7 marzo": open at its end. A month or weekday after a bare "da" may mean anything else."""
        if part.month is None and part.first is None:
            return None
        if re.match(r"(?:tra|fra)\b", self._text[at:]):
            return None
        try:
            first, _ = resolve(part, self._today, latest=self._over(at, part))
        except NoSuchDate:
            opening = FROM.match(self._text, at)
            return self._impossible(opening.end() if opening else at, part.end)
        return Match(Period(first, None), at, part.end)

    def _until(self, at: int) -> Match | None:
        opening = UNTIL.match(self._text, at)
        if opening is None:
            return None
        part = self._parts.part(opening.end())
        if part is None:
            day = self._parts.day(opening.end())
            part = day if day and TIGHT.match(self._text, day.end) else None
        if part is None:
            return None
        try:
            _, last = resolve(part, self._today)
        except NoSuchDate:
            return self._impossible(opening.end(), part.end)
        return Match(Period(None, last), at, part.end)

    def _single(self, at: int) -> Match | None:
        before = self._text[max(0, at - 40) : at]
        part = self._parts.part(at)
        if part is None:
            part = self._parts.listed(at)
        if part is None:
            day = self._parts.day(at) if BARE_DAY_CUE.search(before) else None
            part = day if day and TIGHT.match(self._text, day.end) else None
        if part is None:
            return self._counted(at)
        if self._unlikely(at, part, before):
            return None
        try:
            first, last = resolve(part, self._today, latest=self._over(at, part))
        except NoSuchDate:
            return self._impossible(at, part.end)
        meaning = Day(first, part.about) if first == last else Period(first, last)
        return Match(meaning, at, part.end)

    def _over(self, at: int, part: Part) -> date | None:
        """Today, if the sentence speaks of the past."""
        past = BEEN.search(self._text[max(0, at - 60) : at]) or re.match(r"\s+scors", self._text[part.end :])
        return self._today if past else None

    def _unlikely(self, at: int, part: Part, before: str) -> bool:
        """A bare month needs a preposition; "3/4" needs an article, unless all its digits are written ("03/04")."""
        if part.day is None and part.first is None and part.month is not None:
            return part.year is None and not MONTH_CUE.search(before)
        short = PARTS["short"].fullmatch(self._text[at : part.end])
        if short:
            plain = (
                len(short["d"]) == 2 and len(short["m"]) == 2 and 0 < int(short["m"]) < 13 and 0 < int(short["d"]) < 32
            )
            return not (DAY_CUE.search(before) or plain)
        if PARTS["feast"].match(self._text, at):
            return not re.search(r"\b(?:a|per|prima di|dopo|entro|di)\s*$", before) or bool(
                re.search(r"bonus", before[-12:])
            )
        return False

    def _counted(self, at: int) -> Match | None:
        """ "tra 2 settimane", "3 mesi fa"."""
        found = re.compile(
            r"(?:(?:tra|fra)\s+(?:1\s+)?(?P<n>\d{1,3})\s+(?:di\s+)?(?P<u>giorn|settiman|mes|ann)[a-z]*\b"
            r"|(?:1\s+)?(?P<n2>\d{1,3})\s+(?:di\s+)?(?P<u2>giorn|settiman|mes|ann)[a-z]*\s+fa\b)"
        ).match(self._text, at)
        if found is None:
            return None
        count = int(found["n"] or -int(found["n2"]))
        unit = found["u"] or found["u2"]
        days = {"giorn": 1, "settiman": 7}.get(unit)
        try:
            day = (
                self._today + timedelta(days=days * count)
                if days
                else months_later(self._today, count * (12 if unit == "ann" else 1))
            )
        except (OverflowError, ValueError):
            return None
        return Match(Day(day, about=unit != "giorn"), at, found.end())

    def _impossible(self, start: int, end: int) -> Match:
        return Match(Impossible(self._text[start:end].strip()), start, end)
