"""One date as far as it is said at a place in a text: its day, its month, "domani", "fine marzo", "martedì prossimo"."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from bot.understanding.dates.days import Part, month_end, months_later
from bot.understanding.dates.words import (
    ABOUT,
    AND,
    DAY_ONLY,
    HOLIDAYS,
    INDEX,
    LONG,
    MOST_LISTED,
    PARTS,
    SHORT,
    WEEKDAY_BEFORE,
)


def weekday(name: str) -> int:
    """0 is Monday."""
    return INDEX[name[:2]]


class Parts:
    """The parts of dates in one text, as seen from `today`."""

    def __init__(self, text: str, today: date) -> None:
        self._text = text
        self._today = today

    def listed(self, at: int, most: int = MOST_LISTED) -> Part | None:
        """ "il 3, il 10 e il 17 febbraio": the month stands after the last day."""
        day = self.day(at)
        joint = AND.match(self._text, day.end) if day and most else None
        following = (self.part(joint.end()) or self.listed(joint.end(), most - 1)) if joint else None
        if day is None or following is None or following.day is None or following.month is None:
            return None
        return Part(day.end, day.day, following.month, following.year)

    def day(self, at: int) -> Part | None:
        """A bare number of a day."""
        weekday = WEEKDAY_BEFORE.match(self._text, at)
        found = DAY_ONLY.match(self._text, weekday.end() if weekday else at)
        return Part(found.end(), day=int(found["d"])) if found and 1 <= int(found["d"]) <= 31 else None

    def part(self, at: int) -> Part | None:
        weekday = WEEKDAY_BEFORE.match(self._text, at)
        start = weekday.end() if weekday else at
        for kind, pattern in PARTS.items():
            found = pattern.match(self._text, start)
            if found and (part := self._read(kind, found)):
                return part
        return None

    def _read(self, kind: str, found: re.Match[str]) -> Part | None:
        end = found.end()
        match kind:
            case "iso" | "full":
                return Part(end, int(found["d"]), int(found["m"]), self._year(found["y"]))
            case "word":
                day = 1 if found["d"] == "primo" else int(found["d"])
                month = LONG.get(found["m"]) or SHORT[found["m"]]
                year = self._year(found["y"])
                weeks = found["m"] == "sett" and year is None
                return None if weeks else Part(end, day, month, year)
            case "short":
                return Part(end, int(found["d"]), int(found["m"]))
            case "about":
                return self._about(found)
            case "month":
                year = self._year(found["y"])
                month = LONG[found["m"]]
                if found["r"] == "scorso":
                    year = self._today.year - (month >= self._today.month)
                return Part(end, None, month, year)
            case "near":
                steps = {"oggi": 0, "domani": 1, "dopodomani": 2, "ieri": -1}
                day_meant = self._today + timedelta(days=steps.get(found["w"], -2))
                return Part(end, first=day_meant, last=day_meant)
            case "feast":
                month, day = HOLIDAYS[found["w"]]
                return Part(end, day, month, self._year(found["y"]))
            case "weekday":
                return self._weekday_part(found)
            case _:
                return self._relative(found)

    def _about(self, found: re.Match[str]) -> Part:
        year, month = self._year(found["y"]), LONG.get(found["m"] or "")
        if month is None:
            step = 1 if found["n"] else 0
            if found["w"] == "anno":
                year, month = self._today.year + step, 1 if found["a"] in ("inizio", "primi") else 12
            else:
                later = months_later(self._today.replace(day=1), step)
                year, month = later.year, later.month
        elif year is None:
            year = self._today.year + (month < self._today.month)
        day = min(ABOUT[found["a"]], monthrange(year, month)[1])
        meant = date(year, month, day)
        return Part(found.end(), first=meant, last=meant, about=True)

    def _weekday_part(self, found: re.Match[str]) -> Part:
        index = weekday(found["w"])
        said = (found["q"] or "") + (found["r"] or "")
        ahead = (index - self._today.weekday()) % 7
        if said.startswith("scors"):
            meant = self._today - timedelta(days=(self._today.weekday() - index) % 7 or 7)
        else:
            meant = self._today + timedelta(days=ahead if said.startswith("quest") else ahead or 7)
        return Part(found.end(), first=meant, last=meant)

    def _relative(self, found: re.Match[str]) -> Part:
        unit, said = found["w"] or found["w2"], found["r"] or found["r2"]
        step = 0 if said.startswith("quest") else -1 if said.startswith(("scors", "passat")) else 1
        if unit == "settimana":
            first = self._today + timedelta(days=7 * step - self._today.weekday())
            last = first + timedelta(days=6)
        elif unit == "mese":
            first = months_later(self._today.replace(day=1), step)
            last = month_end(first.year, first.month)
        else:
            first, last = date(self._today.year + step, 1, 1), date(self._today.year + step, 12, 31)
        return Part(found.end(), first=first, last=last)

    def _year(self, said: str | None) -> int | None:
        """Two digits: up to ten years ahead they are of this century."""
        if not said:
            return None
        year = int(said.lstrip("'"))
        if year < 100:
            year += 2000 if year <= (self._today.year + 10) % 100 else 1900
        return year
