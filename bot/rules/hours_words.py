"""Opening hours as an operator types them, in words or in the syntax of the census: "lun-ven 9-12, martedì 14-16 su appuntamento".

Nothing is guessed: one word that is not of opening hours, and nothing is read. What was read is said back before it counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from bot.knowledge.helpdesk_checks import hours_problems
from bot.knowledge.helpdesks import HOW_TO_COME, WEEK

Span = tuple[str, str, str]
"""Start, end, and how to come: `09:00`, `12:00`, "" or one of HOW_TO_COME."""
Token = tuple[str, str]
"""What a piece of the text is, and what it says: `("day", "Mo")`, `("span", "09:00-12:00")`."""
CLOSED_ON_HOLIDAYS = "PH off"
PHONE, APPOINTMENT = HOW_TO_COME
LONGEST = 400
RUN_FROM = 3
"""Days in a row that are written as a run: `Mo-We`."""
NAMES = (
    "lun(?:edi)?",
    "mar(?:tedi)?",
    "mer(?:coledi)?",
    "gio(?:vedi)?",
    "ven(?:erdi)?",
    "sab(?:ato)?",
    "dom(?:enica)?",
)
_CLOCK = r"(?:ore |h ?)?(\d{1,2})(?:[:.](\d{2}))?"
_SPAN = re.compile(
    rf"(?:dalle |dall'|tra le )?{_CLOCK} ?(?:-|–|—|fino alle |alle |all'|e le )(?: ?){_CLOCK}(?![\d:.]*\d)"
)
_WORDS = (
    ("holidays", r"chius\w nei (?:giorni )?festivi|chiuso nelle feste|festivi chiuso"),
    (PHONE, r"\(?(?:solo )?(?:al |per )?telefon(?:o|ico|ica|icamente)\)?"),
    (APPOINTMENT, r"\(?(?:solo )?(?:su|con|per|previo) appuntamento\)?"),
    ("closed", r"chius[oi]"),
    ("every", r"tutti i giorni|ogni giorno"),
    ("weekdays", r"(?:nei )?(?:giorni )?feriali"),
    *((day, rf"{name}\.?") for day, name in zip(WEEK, NAMES, strict=True)),
    ("to", r"-|–|—|al?\b(?! telefono)"),
    ("", r"(?:da|dal|dalla|il|la|i|di|nei|e|ed|aperto|apertura|orari|orario|continuato|mattin[oa]|pomeriggio|poi)|[,;:.]+"),
)  # fmt: skip
_PIECES = tuple((kind, re.compile(rf"(?:{pattern})(?:(?<![a-z])|(?![a-z]))")) for kind, pattern in _WORDS)


def read_hours(text: str) -> str | None:
    """The rule of opening hours, `Mo-Fr 09:00-12:00; PH off`; None if any of it is not understood."""
    written = text.strip().rstrip(".;")
    if not 0 < len(written) <= LONGEST:
        return None
    if not any(hours_problems("", written)):
        return written if CLOSED_ON_HOLIDAYS in written else f"{written}; {CLOSED_ON_HOLIDAYS}"
    tokens = list(_tokens(_plain(written)))
    week = None if None in tokens else _week([token for token in tokens if token])
    return _rules(week) if week else None


def _plain(text: str) -> str:
    """Small letters without accents, one space between words: "Lunedì" -> "lunedi"."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def _tokens(text: str) -> Iterator[Token | None]:
    """Each piece in turn; None for one that is not of opening hours, or for a time that is none."""
    at = 0
    while at < len(text):
        if text[at] == " ":
            at += 1
        elif span := _SPAN.match(text, at):
            yield _span(*span.groups(default="00"))
            at = span.end()
        elif found := next(((kind, piece) for kind, one in _PIECES if (piece := one.match(text, at))), None):
            kind, piece = found
            if kind not in ("", "holidays"):
                yield ("day", kind) if kind in WEEK else (kind, kind)
            at = piece.end()
        else:
            yield None
            return


def _span(hour: str, minute: str, to_hour: str, to_minute: str) -> Token | None:
    start, end = f"{hour:0>2}:{minute}", f"{to_hour:0>2}:{to_minute}"
    real = int(hour) < 24 and int(to_hour) < 24 and int(minute) < 60 and int(to_minute) < 60
    return ("span", f"{start}-{end}") if real and start < end else None


@dataclass
class _Pieces:
    """The tokens that are still to be read."""

    left: list[Token]
    week: dict[str, list[Span]] = field(default_factory=dict)

    def next_is(self, *kinds: str) -> bool:
        return bool(self.left) and self.left[0][0] in kinds

    def take(self) -> str:
        return self.left.pop(0)[1]


def _week(tokens: list[Token]) -> dict[str, tuple[Span, ...]] | None:
    """The times of each day; None where something stands where it makes no sense."""
    pieces = _Pieces(tokens)
    while pieces.left:
        if not _takes_days(pieces):
            return None
    found = {day: tuple(sorted(pieces.week[day])) for day in WEEK if day in pieces.week}
    overlap = any(one[1] > two[0] for spans in found.values() for one, two in pairwise(spans))
    return None if overlap else found


def _takes_days(pieces: _Pieces) -> bool:
    """Days, then their times, then how to come then; or days that are closed."""
    how = pieces.take() if pieces.next_is(PHONE, APPOINTMENT) else ""
    closed = bool(pieces.next_is("closed") and pieces.take())
    days = _days(pieces)
    how = pieces.take() if pieces.next_is(PHONE, APPOINTMENT) and not how else how
    closed = closed or bool(pieces.next_is("closed") and pieces.take())
    if not days or closed:
        return bool(days) and not how and pieces.week.keys().isdisjoint(days)
    if not pieces.next_is("span"):
        return False
    while pieces.next_is("span"):
        spans = []
        while pieces.next_is("span"):
            spans.append(pieces.take().split("-"))
        behind = pieces.take() if pieces.next_is(PHONE, APPOINTMENT) else how
        for day in days:
            pieces.week.setdefault(day, []).extend((start, end, behind) for start, end in spans)
    return True


def _days(pieces: _Pieces) -> list[str]:
    """The days that are named next, each once; none where they make no sense: "da venerdì a lunedì"."""
    days: list[str] = []
    while pieces.next_is("day", "every", "weekdays"):
        kind = pieces.left[0][0]
        first = pieces.take()
        if kind != "day":
            days += WEEK if kind == "every" else WEEK[:5]
            continue
        last = first
        if pieces.next_is("to"):
            pieces.take()
            last = pieces.take() if pieces.next_is("day") else ""
        if last not in WEEK[WEEK.index(first) :]:
            return []
        days += WEEK[WEEK.index(first) : WEEK.index(last) + 1]
    return list(dict.fromkeys(days))


def _rules(week: Mapping[str, tuple[Span, ...]]) -> str:
    """Days that are alike share a rule: `Mo,Th 09:00-12:00; Tu 14:00-16:00 "solo telefono"; PH off`."""
    alike: dict[tuple[Span, ...], list[str]] = {}
    for day, spans in week.items():
        alike.setdefault(spans, []).append(day)
    lines = (", ".join(_rule(_runs(days), spans)) for spans, days in alike.items())
    return "; ".join((*lines, CLOSED_ON_HOLIDAYS))


def _rule(days: str, spans: tuple[Span, ...]) -> Iterator[str]:
    """Times at which one comes in the same way stand together."""
    for how in dict.fromkeys(span[2] for span in spans):
        times = ",".join(f"{start}-{end}" for start, end, said in spans if said == how)
        yield f'{days} {times} "{how}"' if how else f"{days} {times}"


def _runs(days: list[str]) -> str:
    """`Mo-Fr`, `Mo,Th`."""
    runs: list[list[str]] = []
    for day in days:
        if runs and WEEK.index(day) == WEEK.index(runs[-1][-1]) + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(f"{run[0]}-{run[-1]}" if len(run) >= RUN_FROM else ",".join(run) for run in runs)
