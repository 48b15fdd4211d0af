"""The answers of a plan in Italian words: for what was understood, and for the buttons that change them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from bot.dialogue.answers.echo import WEEKDAYS, hours_words
from bot.dialogue.leave import known as names
from bot.dialogue.leave.known import Known, is_public, told, weekdays
from bot.dialogue.turn import Turn
from bot.model.own_agreement import unpacked
from bot.model.reply import Line, Message, Part
from bot.rules.calendar import month_end
from bot.rules.leave import italian, own_terms
from bot.rules.leave.day_time import time_words
from bot.rules.leave.same_day import NAMES as PERMITS

SHOWN_DATES = 4
"""Single dates that are named; of more only their number is said."""
FACTS = (
    *(
        names.JOB,
        names.BORN,
        names.BORN_LAST,
        names.ENTERED,
        names.WHO,
        names.HOURS,
        names.DAYS,
        names.WORKING,
        names.SHIFTS,
    ),
    *(
        names.AGREEMENT,
        names.SHARED,
        names.OWN,
        names.MODE,
        names.PER_DAY,
        names.PATTERN,
        names.EACH,
        names.TIME,
        names.DATES,
    ),
    *(
        names.FIRST,
        names.LAST,
        names.USED,
        names.MINE,
        names.THEIRS,
        names.AT_HIGHER,
        names.ENDED,
        names.INCOME,
        names.GROSS,
    ),
    *(names.PAYMENTS, names.OTHER, names.SINGLE, names.TWIN, names.DISABILITY, names.TOLD, names.BESIDE, names.BETWEEN),
)
"""In the order in which they are said."""


PUBLIC = "public"
"""Form of a text for people who work for an administration, under its key and this suffix."""
KID_FORMS = ("your_kid", "of_kid", "this_kid", "born_kid", "kid", "entered_kid")
"""Names that texts are filled with, in the order of `plan_kid_<word>`."""


def text(turn: Turn, key: str, known: Known | None = None, /, **values: str) -> str:
    """A text of the assistant, filled: in the form of whoever works for an administration, and of this child."""
    known = turn.conversation.flow if known is None else known
    found = turn.knowledge.text(key, "it", PUBLIC if is_public(known) else None).strip()
    for name, value in {**kid_forms(turn, known), **values}.items():
        found = found.replace(f"{{{name}}}", value)
    return found


def kid_forms(turn: Turn, known: Known) -> dict[str, str]:
    """ "bimba" stays "bimba": how texts call this child."""
    forms = turn.knowledge.text(f"plan_kid_{known.get(names.KID, 'any')}", "it").split(";")
    return dict(zip(KID_FORMS, map(str.strip, forms), strict=True))


def spoken_to(turn: Turn, message: Message) -> Message:
    """The message with each of its texts in the form of this person."""
    known = turn.conversation.flow
    voice, words, forms = PUBLIC if is_public(known) else "", turn.knowledge.words["it"], kid_forms(turn, known)

    def of_this_person(part: Part) -> Part:
        if not isinstance(part, Line) or not part.key.startswith("plan_"):
            return part
        own = f"{part.key}.{voice}"
        return Line(own if own in words else part.key, {**forms, **part.values})

    return replace(message, parts=tuple(map(of_this_person, message.parts)))


def facts(turn: Turn, known: Known, which: Iterable[str] = FACTS) -> list[str]:
    """What is known under these names, each as a few words."""
    silent = {names.MINE, names.THEIRS} if known.get(names.USED) in (names.NO, names.UNKNOWN) else set()
    said = (fact(turn, known, name) for name in FACTS if name in which and name not in silent)
    return [one for one in said if one]


def fact(turn: Turn, known: Known, name: str) -> str | None:
    """One answer in words; None if it is not known or says nothing by itself."""
    value = known.get(name)
    if value is None:
        return None
    if value == names.UNKNOWN:
        return (
            text(turn, f"plan_unknown_{name}", known) if f"plan_unknown_{name}" in turn.knowledge.words["it"] else None
        )
    if (name, value) == (names.USED, names.NO):
        return text(turn, "plan_fact_used_no", known)
    if name == names.BORN_LAST and (month := month_of_birth(known)):
        return text(turn, "plan_fact_born_month", known, month=month)
    words = value_words(turn, known, name)
    return None if words is None else text(turn, f"plan_fact_{name}", known, value=words)


def month_of_birth(known: Known) -> str | None:
    """ "marzo 2026", where so much of the birth was told."""
    first, last = (told(known, name) for name in (names.BORN_FIRST, names.BORN_LAST))
    if first is None or last is None or told(known, names.BORN):
        return None
    begins, ends = date.fromisoformat(first), date.fromisoformat(last)
    return italian.month(begins) if begins.day == 1 and ends == month_end(begins) else None


def value_words(turn: Turn, known: Known, name: str) -> str | None:
    """The answer by itself; None if it is not known."""
    value = told(known, name)
    return None if value is None else _words(turn, known, name, value)


def _words(turn: Turn, known: Known, name: str, value: str) -> str | None:
    match name:
        case "job" | "who" | "other" | "income" | "mode" | "between":
            said = text(turn, f"plan_{name}_{value}", known)
            return said[0].lower() + said[1:]
        case "born" | "entered" | "first" | "last" | "ended" | "told":
            return day(date.fromisoformat(value))
        case "born_last":
            return age(date.fromisoformat(known[names.BORN_FIRST]), date.fromisoformat(value), turn.today)
        case "weekly_hours" | "per_day":
            return hours_words(float(value))
        case "week_days":
            return italian.days(float(value))
        case "payments":
            return number(float(value))
        case "used" if value == names.NO:
            return text(turn, "plan_none", known).lower()
        case "working" | "pattern":
            return text(turn, "plan_every", known) if value == names.EVERY else named_weekdays(value)
        case "agreement":
            return turn.knowledge.agreements.by_id[value].short
        case "own":
            return own_terms.in_words(unpacked(value))
        case "shared":
            return turn.knowledge.agreements.shared[value].name
        case "each":
            return rhythm_words(turn, value)
        case "time":
            return time_words(value, lambda key: text(turn, key))
        case "shifts" if value == names.HOLIDAYS:
            return text(turn, "plan_all_holidays")
        case "dates" | "shifts":
            return dates([date.fromisoformat(one) for one in value.split()])
        case "mine" | "theirs" | "at_higher":
            return italian.days(float(value))
        case "gross":
            return italian.euro(float(value))
        case "beside":
            return ", ".join(PERMITS[one] for one in PERMITS if one in value.split(","))
        case "single" | "twin" | "disability" if value == names.YES:
            return ""
        case _:
            return None


def rhythm_words(turn: Turn, rhythm: str) -> str:
    """ "a settimane alterne", "il primo e il terzo del mese"."""
    if not rhythm.startswith("m"):
        return text(turn, f"plan_each_{rhythm}")
    which = [text(turn, f"plan_place_{one.replace('-', 'last_')}") for one in rhythm[1:].split(",")]
    return text(turn, "plan_each_month", which=listed(which))


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
