"""The answers of a plan in Italian words: for what was understood, and for the buttons that change them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from bot.dialogue.answers.echo import WEEKDAYS, hours_words
from bot.dialogue.leave.known import (
    AGREEMENT,
    AT_HIGHER,
    BESIDE,
    BETWEEN,
    BORN,
    BORN_FIRST,
    BORN_LAST,
    DATES,
    DAYS,
    DISABILITY,
    ENDED,
    ENTERED,
    EVERY,
    FIRST,
    GROSS,
    HOURS,
    INCOME,
    JOB,
    LAST,
    MINE,
    MODE,
    NO,
    OTHER,
    OWN,
    PATTERN,
    PAYMENTS,
    PER_DAY,
    SHARED,
    SINGLE,
    THEIRS,
    TOLD,
    TWIN,
    UNKNOWN,
    USED,
    WHO,
    WORKING,
    YES,
    Known,
    told,
    weekdays,
)
from bot.dialogue.turn import Turn
from bot.model.own_agreement import unpacked
from bot.rules.leave import italian, own_terms
from bot.rules.leave.same_day import NAMES as PERMITS

SHOWN_DATES = 4
"""Single dates that are named; of more only their number is said."""
FACTS = (
    *(
        JOB,
        BORN,
        BORN_LAST,
        ENTERED,
        WHO,
        HOURS,
        DAYS,
        WORKING,
        AGREEMENT,
        SHARED,
        OWN,
        MODE,
        PER_DAY,
        PATTERN,
        DATES,
        FIRST,
    ),
    *(LAST, USED, MINE, THEIRS, AT_HIGHER, ENDED, INCOME, GROSS, PAYMENTS, OTHER, SINGLE, TWIN, DISABILITY, TOLD),
    BESIDE,
    BETWEEN,
)
"""In the order in which they are said."""


def text(turn: Turn, key: str, **values: str) -> str:
    """A text of the assistant, filled."""
    found = turn.knowledge.text(key, "it").strip()
    for name, value in values.items():
        found = found.replace(f"{{{name}}}", value)
    return found


def facts(turn: Turn, known: Known, names: Iterable[str] = FACTS) -> list[str]:
    """What is known under these names, each as a few words."""
    silent = {MINE, THEIRS} if known.get(USED) in (NO, UNKNOWN) else set()
    said = (fact(turn, known, name) for name in FACTS if name in names and name not in silent)
    return [one for one in said if one]


def fact(turn: Turn, known: Known, name: str) -> str | None:
    """One answer in words; None if it is not known or says nothing by itself."""
    value = known.get(name)
    if value is None:
        return None
    if value == UNKNOWN:
        return text(turn, f"plan_unknown_{name}") if f"plan_unknown_{name}" in turn.knowledge.words["it"] else None
    if (name, value) == (USED, NO):
        return text(turn, "plan_fact_used_no")
    words = value_words(turn, known, name)
    return None if words is None else text(turn, f"plan_fact_{name}", value=words)


def value_words(turn: Turn, known: Known, name: str) -> str | None:
    """The answer by itself; None if it is not known."""
    value = told(known, name)
    return None if value is None else _words(turn, known, name, value)


def _words(turn: Turn, known: Known, name: str, value: str) -> str | None:
    match name:
        case "job" | "who" | "other" | "income" | "mode" | "between":
            said = text(turn, f"plan_{name}_{value}")
            return said[0].lower() + said[1:]
        case "born" | "entered" | "first" | "last" | "ended" | "told":
            return day(date.fromisoformat(value))
        case "born_last":
            return age(date.fromisoformat(known[BORN_FIRST]), date.fromisoformat(value), turn.today)
        case "weekly_hours" | "per_day":
            return hours_words(float(value))
        case "week_days":
            return italian.days(float(value))
        case "payments":
            return number(float(value))
        case "used" if value == NO:
            return text(turn, "plan_none").lower()
        case "working" | "pattern":
            return text(turn, "plan_every") if value == EVERY else named_weekdays(value)
        case "agreement":
            return turn.knowledge.agreements.by_id[value].short
        case "own":
            return own_terms.in_words(unpacked(value))
        case "shared":
            return turn.knowledge.agreements.shared[value].name
        case "dates":
            return dates([date.fromisoformat(one) for one in value.split()])
        case "mine" | "theirs" | "at_higher":
            return italian.days(float(value))
        case "gross":
            return italian.euro(float(value))
        case "beside":
            return ", ".join(PERMITS[one] for one in PERMITS if one in value.split(","))
        case "single" | "twin" | "disability" if value == YES:
            return ""
        case _:
            return None


def named_weekdays(value: str) -> str:
    """ "1,3" -> "martedì e giovedì"."""
    return listed([WEEKDAYS[one] for one in weekdays(value)])


def listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} e {names[-1]}"


def day(value: date) -> str:
    return italian.day(value)


def dates(days: list[date]) -> str:
    """Some dates by name, many by their number and their ends."""
    if len(days) <= SHOWN_DATES:
        return listed([day(one) for one in days])
    return f"{len(days)} giorni dal {day(days[0])} al {day(days[-1])}"


def age(first: date, last: date, today: date) -> str:
    """Completed years, or months of who is younger than two, of the youngest that the days allow."""
    months = today.year * 12 + today.month - last.year * 12 - last.month - (today.day < last.day)
    if months < 24 and (last - first).days < 60:
        return italian.months(months)
    return "1 anno" if months // 12 == 1 else f"{months // 12} anni"


def days_of_leave(value: Fraction, month: Fraction) -> str:
    """ "67 giorni (2 mesi e 7 giorni)"."""
    months, rest = divmod(value, month)
    if not months:
        return italian.days(value)
    rest_words = f" e {italian.days(rest)}" if italian.rounded(rest) else ""
    return f"{italian.days(value)} ({italian.months(months)}{rest_words})"


def number(value: float) -> str:
    return italian.number(value)
