"""From what was understood in a message to answers of a plan. What is told later replaces what was told before.

Days are heard in listen_days.py, the week and the hours in listen_week.py, the child in listen_child.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bot.dialogue.leave import known as names
from bot.dialogue.leave.calculator import Calculator
from bot.dialogue.leave.known import Known, in_days, told
from bot.dialogue.leave.listen_child import children, kid
from bot.dialogue.leave.listen_days import uneven, wanted_time, when
from bot.dialogue.leave.listen_week import week_and_hours
from bot.dialogue.turn import Turn
from bot.model.conversation import Kind
from bot.model.entities import Duration, Found, Impossible, Money
from bot.understanding.used_words import both_used

__all__ = ["MAY_NOT_KNOW", "hear_facts", "impossible_dates", "merge", "uneven"]

AMOUNT_STEPS = {"used": names.MINE, "mine": names.MINE, "theirs": names.THEIRS, "at_higher": names.AT_HIGHER}
MAY_NOT_KNOW = {
    "agreement": names.AGREEMENT,
    "working": names.WORKING,
    "used": names.USED,
    "mine": names.MINE,
    "theirs": names.THEIRS,
    "at_higher": names.AT_HIGHER,
    "ended": names.ENDED,
    "entered": names.ENTERED,
    "income": names.INCOME,
    "other": names.OTHER,
}


def hear_facts(turn: Turn, calculator: Calculator, known: Known, step: str | None) -> dict[str, str]:
    """What the message tells, by name; `step` is the question that is open, if one is."""
    entities = turn.understanding.entities
    facts = dict(_words(turn, known, step))
    facts |= children(turn, step, _corrects(turn), known)
    facts |= week_and_hours(turn, {**known, **facts}, step)
    facts |= when(turn, calculator, {**known, **facts}, step)
    leave = entities.leave
    told_used: dict[str, tuple[float, float] | None] = {names.MINE: leave.own_used, names.THEIRS: leave.other_used}
    both = both_used(turn.said, known.get(names.WHO))
    if step in AMOUNT_STEPS or (names.USED in known and _corrects(turn)) or (step and both.own and both.other):
        told_used = {names.MINE: both.own or told_used[names.MINE], names.THEIRS: both.other or told_used[names.THEIRS]}
    whose = any(used is not None for used in told_used.values())
    for found in entities.amounts:
        match found.amount:
            case Money(euro, gross, per) if gross is not False and per in (None, "month"):
                facts[names.GROSS] = f"{-euro if _negative(turn, found) else euro:g}"
            case Duration(count, unit) if step in AMOUNT_STEPS and unit in ("day", "month") and not whose:
                days = count * (_month_days(calculator) if unit == "month" else 1)
                facts[AMOUNT_STEPS[step]] = f"{float(facts.get(AMOUNT_STEPS[step], 0)) + days:g}"
    if time := wanted_time(turn, facts, step):
        facts[names.TIME] = time
    for name, used in told_used.items():
        if used is not None:
            facts[name] = f"{used[0] * _month_days(calculator) + used[1]:g}"
    if names.MINE in facts or names.THEIRS in facts:
        facts[names.USED] = names.NO if {facts.get(names.MINE), facts.get(names.THEIRS)} == {"0"} else names.YES
    called = kid(turn) if facts else None
    return facts | ({names.KID: called} if called else {})


def merge(known: Known, facts: Known) -> dict[str, str]:
    """What is known after the facts; an answer takes away those that it stands in for."""
    merged = {**known, **facts}
    gone: set[str] = set()
    for told_now, replaced in REPLACED.items():
        if told_now in facts:
            gone |= {name for name in replaced if name not in facts}
    if facts.get(names.USED) in (names.NO, names.UNKNOWN):
        merged |= {names.MINE: "0", names.THEIRS: "0"}
        gone.add(names.AT_HIGHER)
    elif facts.get(names.USED) == names.YES and known.get(names.USED) != names.YES:
        gone |= {names.MINE, names.THEIRS} - facts.keys()
    if names.DAYS in facts and names.WORKING not in facts and (working := told(known, names.WORKING)):
        gone |= {names.WORKING} if len(working.split(",")) != float(facts[names.DAYS]) else set()
    first, last = (told(merged, name) for name in (names.FIRST, names.LAST))
    if names.FIRST in facts and names.LAST not in facts and first and last and first > last:
        merged[names.LAST] = _as_long(known, first, last)
    if (
        in_days(merged)
        and {names.FIRST, names.LAST} <= facts.keys()
        and not {names.PATTERN, names.DATES} & merged.keys()
    ):
        merged[names.PATTERN] = names.EVERY  # whole days "dal 7 al 20 gennaio" are all of them
    return {name: value for name, value in merged.items() if name not in gone}


def _as_long(known: Known, first: str, last: str) -> str:
    """ "e da aprile?" for a plan that ends in March: it is as long as it was."""
    began = date.fromisoformat(told(known, names.FIRST) or last)
    return (date.fromisoformat(first) + (date.fromisoformat(last) - began)).isoformat()


REPLACED = {
    names.BORN: (names.BORN_FIRST, names.BORN_LAST, names.ENDED),
    names.BORN_LAST: (names.BORN, names.ENDED),
    names.AGREEMENT: (names.SHARED,),
    names.SHARED: (names.AGREEMENT,),
    names.PATTERN: (names.DATES, names.PICKED, names.BETWEEN, names.EACH),
    names.EACH: (names.DATES, names.PICKED, names.BETWEEN),
    names.DATES: (names.PATTERN, names.EACH, names.FIRST, names.LAST, names.PICKED, names.BETWEEN),
    names.WORKING: (names.PICKED,),
    names.MINE: (names.AT_HIGHER,),
    names.THEIRS: (names.AT_HIGHER,),
}
"""What an answer takes away, if it is not told with it."""


def impossible_dates(turn: Turn) -> list[str]:
    amounts = (found.amount for found in turn.understanding.entities.amounts)
    return [one.text for one in amounts if isinstance(one, Impossible)]


def _words(turn: Turn, known: Known, step: str | None) -> Iterator[tuple[str, str]]:
    entities = turn.understanding.entities
    words = entities.leave
    if words.parent:
        yield names.WHO, words.parent
    mention = entities.agreement
    if mention is not None and len(mention.candidates) == 1:
        yield names.AGREEMENT, mention.candidates[0]
    elif mention is not None and mention.id in turn.knowledge.agreements.shared:
        yield names.SHARED, mention.id
    if words.job and (step == "job" or names.JOB not in known or words.job != "private_employee"):
        yield names.JOB, words.job
    elif mention is not None and names.JOB not in known:
        works = {turn.knowledge.agreements.by_id[id].work for id in mention.candidates}
        if len(works) == 1:
            yield names.JOB, works.pop()
    if words.whole_days or (words.whole_days is False and names.MODE in known):
        yield names.MODE, "days" if words.whole_days else "hours"
    if words.twins:
        yield names.TWIN, names.YES
    if words.single and names.SINGLE not in known:
        yield names.SINGLE, names.MENTIONED
    if words.adopted and names.ENTERED not in known:
        yield names.ENTERED, names.MENTIONED
    yield from _reply(step, words.reply)
    if words.number is not None:
        yield from _number(step, known, words.number)


def _reply(step: str | None, reply: str | None) -> Iterator[tuple[str, str]]:
    if reply == "unknown" and step in MAY_NOT_KNOW:
        yield MAY_NOT_KNOW[step], names.UNKNOWN
    elif reply == "no" and step in ("mine", "theirs", "at_higher"):
        yield AMOUNT_STEPS[step], "0"
    elif reply in ("yes", "no") and step in ("used", "single"):
        yield (names.USED if step == "used" else names.SINGLE), names.YES if reply == "yes" else names.NO
    elif reply in ("yes", "no") and step == "between":
        yield names.BETWEEN, names.WORK if reply == "yes" else "other"
    elif reply == "no" and step == "beside":
        yield names.BESIDE, names.UNKNOWN


def _number(step: str | None, known: Known, number: float) -> Iterator[tuple[str, str]]:
    said = f"{number:g}"
    if step == "week":
        yield (names.DAYS if number <= 7 and names.HOURS in known else names.HOURS), said
    elif step in AMOUNT_STEPS:
        yield AMOUNT_STEPS[step], said
    elif step == "per_day":
        yield names.PER_DAY, said
    elif step == "gross":
        yield names.GROSS, said
    elif step == "payments" and said in ("13", "14"):
        yield names.PAYMENTS, said


def _corrects(turn: Turn) -> bool:
    """The message was edited, or says that something was wrong."""
    edited = turn.utterance is not None and turn.utterance.kind is Kind.EDIT
    return edited or turn.understanding.entities.leave.correction


def _negative(turn: Turn, found: Found) -> bool:
    """ "-1800 euro": a dash before a space only opens a line."""
    return bool(re.search(r"(?:^|\s)-$", turn.said[: found.start])) or turn.said[found.start : found.end].startswith(
        "-"
    )


def _month_days(calculator: Calculator) -> float:
    return calculator.rules.known("days_in_a_month", calculator.today)
