"""From what was understood in a message to answers of a plan. What is told later replaces what was told before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from bot.dialogue.echo import SHORTEST_HOURS
from bot.dialogue.plan.calculator import Calculator
from bot.dialogue.plan.known import (
    AGREEMENT,
    AT_HIGHER,
    BESIDE,
    BORN,
    BORN_FIRST,
    BORN_LAST,
    DATES,
    DAYS,
    ENDED,
    ENTERED,
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
    PATTERN,
    PAYMENTS,
    PER_DAY,
    PICKED,
    PUBLIC_AGREEMENTS,
    SHARED,
    SINGLE,
    THEIRS,
    TOLD,
    UNKNOWN,
    USED,
    WHO,
    WORKING,
    YES,
    Known,
    told,
)
from bot.dialogue.turn import Turn
from bot.entities import Age, Birth, Day, Duration, Entities, Found, Hours, Impossible, Money, Period, Weekdays
from bot.model import Kind
from bot.rules.calendar import months_later

SHORTEST_WEEK = 12.0
"""More hours than this, without a word of how often, are those of a week."""
SHORTEST_WORKDAY = 2.5
"""Fewer hours a day of work make us read "8 ore su 5 giorni" as eight hours each day."""
_WEEKDAY = re.compile(r"(?:luned|marted|mercoled|gioved|venerd)[iìí]'?|sabato|domenica", re.IGNORECASE)
_OF_LEAVE = re.compile(r"\s+di\s+(?:congedo|permess)")
DAY_STEPS = {"entered": ENTERED, "ended": ENDED, "told": TOLD}
DATE_STEPS = ("days", "until")
AMOUNT_STEPS = {"used": MINE, "mine": MINE, "theirs": THEIRS, "at_higher": AT_HIGHER}
MAY_NOT_KNOW = {
    "agreement": AGREEMENT,
    "working": WORKING,
    "used": USED,
    "mine": MINE,
    "theirs": THEIRS,
    "at_higher": AT_HIGHER,
    "ended": ENDED,
    "income": INCOME,
    "other": OTHER,
}


def hear_facts(turn: Turn, calculator: Calculator, known: Known, step: str | None) -> dict[str, str]:
    """What the message tells, by name; `step` is the question that is open, if one is."""
    entities = turn.understanding.entities
    facts = dict(_words(turn, known, step))
    facts |= _children(entities, turn.today, step, _corrects(turn))
    facts |= _week_and_hours(turn, {**known, **facts}, step)
    facts |= _when(turn, calculator, {**known, **facts}, step)
    for found in entities.amounts:
        match found.amount:
            case Money(euro, gross, per) if gross is not False and per in (None, "month"):
                facts[GROSS] = f"{euro:g}"
            case Duration(count, unit) if step in AMOUNT_STEPS and unit in ("day", "month") and MINE not in facts:
                days = count * (_month_days(calculator) if unit == "month" else 1)
                facts[AMOUNT_STEPS[step]] = f"{float(facts.get(AMOUNT_STEPS[step], 0)) + days:g}"
    for name, used in ((MINE, entities.leave.own_used), (THEIRS, entities.leave.other_used)):
        if used is not None:
            facts[name] = f"{used[0] * _month_days(calculator) + used[1]:g}"
    if MINE in facts or THEIRS in facts:
        facts[USED] = YES
    return facts


def merge(known: Known, facts: Known) -> dict[str, str]:
    """What is known after the facts; an answer takes away those that it stands in for."""
    merged = {**known, **facts}
    gone: set[str] = set()
    for told_now, replaced in REPLACED.items():
        if told_now in facts:
            gone |= {name for name in replaced if name not in facts}
    if facts.get(USED) in (NO, UNKNOWN):
        merged |= {MINE: "0", THEIRS: "0"}
        gone.add(AT_HIGHER)
    elif facts.get(USED) == YES and known.get(USED) != YES:
        gone |= {MINE, THEIRS} - facts.keys()
    return {name: value for name, value in merged.items() if name not in gone}


REPLACED = {
    BORN: (BORN_FIRST, BORN_LAST, ENDED),
    BORN_LAST: (BORN, ENDED),
    AGREEMENT: (SHARED,),
    SHARED: (AGREEMENT,),
    PATTERN: (DATES, PICKED),
    DATES: (PATTERN, FIRST, LAST, PICKED),
    WORKING: (PICKED,),
    MINE: (AT_HIGHER,),
    THEIRS: (AT_HIGHER,),
}
"""What an answer takes away, if it is not told with it."""


def impossible_dates(turn: Turn) -> list[str]:
    amounts = (found.amount for found in turn.understanding.entities.amounts)
    return [one.text for one in amounts if isinstance(one, Impossible)]


def _words(turn: Turn, known: Known, step: str | None) -> Iterator[tuple[str, str]]:
    entities = turn.understanding.entities
    words = entities.leave
    if words.parent:
        yield WHO, words.parent
    mention = entities.agreement
    if mention is not None and len(mention.candidates) == 1:
        yield AGREEMENT, mention.candidates[0]
    elif mention is not None and mention.id in turn.knowledge.agreements.shared:
        yield SHARED, mention.id
    if words.job and (step == "job" or JOB not in known or words.job != "private_employee"):
        yield JOB, words.job
    elif mention is not None and JOB not in known:
        yield JOB, "public_employee" if mention.id in PUBLIC_AGREEMENTS else "private_employee"
    if words.whole_days or (words.whole_days is False and MODE in known):
        yield MODE, "days" if words.whole_days else "hours"
    yield from _reply(step, words.reply)
    if words.number is not None:
        yield from _number(step, known, words.number)


def _reply(step: str | None, reply: str | None) -> Iterator[tuple[str, str]]:
    if reply == "unknown" and step in MAY_NOT_KNOW:
        yield MAY_NOT_KNOW[step], UNKNOWN
    elif reply == "no" and step in ("mine", "theirs", "at_higher"):
        yield AMOUNT_STEPS[step], "0"
    elif reply in ("yes", "no") and step in ("used", "single"):
        yield (USED if step == "used" else SINGLE), YES if reply == "yes" else NO
    elif reply == "no" and step == "beside":
        yield BESIDE, UNKNOWN


def _number(step: str | None, known: Known, number: float) -> Iterator[tuple[str, str]]:
    said = f"{number:g}"
    if step == "week":
        yield (DAYS if number <= 7 and HOURS in known else HOURS), said
    elif step in AMOUNT_STEPS:
        yield AMOUNT_STEPS[step], said
    elif step == "per_day":
        yield PER_DAY, said
    elif step == "gross":
        yield GROSS, said
    elif step == "payments" and said in ("13", "14"):
        yield PAYMENTS, said


def _corrects(turn: Turn) -> bool:
    """The message was edited, or says that something was wrong."""
    edited = turn.utterance is not None and turn.utterance.kind is Kind.EDIT
    return edited or turn.understanding.entities.leave.correction


def _children(entities: Entities, today: date, step: str | None, correction: bool) -> dict[str, str]:
    """The child's birth; nothing if the message speaks of several children."""
    amounts = [found.amount for found in entities.amounts]
    births = [(one.first, one.last) for one in amounts if isinstance(one, Birth)]
    births += [_born_at_age(one, today) for one in amounts if isinstance(one, Age)] if not births else []
    if step == "child" and not births:
        births = [(one.date, one.date) for one in amounts if isinstance(one, Day)]
        births += [(one.first, one.last) for one in amounts if isinstance(one, Period) and one.first and one.last]
    if not births and step is not None and correction:
        births = [(one.date, one.date) for one in amounts if isinstance(one, Day) and _long_ago(one, today, step)]
    if len(set(births)) != 1:
        return {}
    first, last = births[0]
    if first == last:
        return {BORN: first.isoformat()}
    return {BORN_FIRST: first.isoformat(), BORN_LAST: last.isoformat()}


def _long_ago(day: Day, today: date, step: str) -> bool:
    """A day that is over, told while something else was asked: a correction of the birth."""
    return day.date < today and step not in DAY_STEPS and not day.about


def _born_at_age(age: Age, today: date) -> tuple[date, date]:
    """Whole years leave a year open, months a month."""
    last = months_later(today, -age.months)
    return months_later(last, -12 if age.months % 12 == 0 and age.months else -1) + timedelta(days=1), last


def _week_and_hours(turn: Turn, known: Known, step: str | None) -> dict[str, str]:
    """Hours of the week, days of the week, and hours of leave in a day."""
    facts: dict[str, str] = {}
    entities = turn.understanding.entities
    amounts = [found.amount for found in entities.amounts if not _of_leave_in_all(turn, found)]
    days = entities.leave.days_per_week
    if days is None and step == "week":
        days = next(
            (one.count for one in amounts if isinstance(one, Duration) and one.unit == "day" and one.count <= 7), None
        )
    if days is not None:
        facts[DAYS] = f"{days:g}"
    days = days or float(told(known, DAYS) or 0)
    for one in amounts:
        match one:
            case Hours(hours, per) if _is_workday(hours, per, days, entities.leave.workday, step):
                facts[HOURS] = f"{hours * days:g}" if days else facts.get(HOURS, "")
            case Hours(hours, per) if per == "week" or (per is None and (hours > SHORTEST_WEEK or step == "week")):
                facts[HOURS] = f"{hours:g}"
            case Hours(hours, per) if per in (None, "day") and hours >= SHORTEST_HOURS:
                facts[PER_DAY] = f"{hours:.6g}"
    return {name: value for name, value in facts.items() if value}


def _of_leave_in_all(turn: Turn, found: Found) -> bool:
    """ "20 ore di congedo": neither those of the week nor those of a day."""
    many = isinstance(found.amount, Hours) and found.amount.per is None and found.amount.hours > SHORTEST_WEEK
    return many and bool(_OF_LEAVE.match(turn.said[found.end :]))


def _is_workday(hours: float, per: str | None, days: float, workday: float | None, step: str | None) -> bool:
    """ "lavoro 8 ore al giorno", "8 ore su 5 giorni"."""
    if step == "per_day" or hours > SHORTEST_WEEK:
        return False
    if hours == workday and per in (None, "day"):
        return True
    if per == "day":
        return step == "week"
    return per is None and step == "week" and days > 0 and hours / days < SHORTEST_WORKDAY


def _when(turn: Turn, calculator: Calculator, known: Known, step: str | None) -> dict[str, str]:
    """Weekdays, first and last day, or single days."""
    entities = turn.understanding.entities
    facts: dict[str, str] = {}
    days: list[date] = []
    bare: set[int] = set()
    for found in entities.amounts:
        match found.amount:
            case Weekdays(named, first, last) if not (entities.leave.days_per_week and len(named) >= 5):
                facts[WORKING if step == "working" else PATTERN] = ",".join(map(str, named))
                facts |= _limits(first, last)
            case Period(first, last) if step in DATE_STEPS or (step != "child" and _ahead(first, last, calculator)):
                facts |= _limits(first, last)
            case Day(day, _) if step in DAY_STEPS:
                facts[DAY_STEPS[step]] = day.isoformat()
            case Day(day, _) if _only_a_weekday(turn, found):
                bare.add(day.weekday())
            case Day(day, about) if step in DATE_STEPS or (
                day > calculator.today and step not in ("child", "working") and not about
            ):
                days.append(day)
            case Duration(count, unit) if step == "until" and unit in ("week", "month", "year"):
                facts[LAST] = _after(calculator, known, count, unit).isoformat()
    named_days = entities.leave.weekdays if step in ("days", "working") else sorted(bare)
    if named_days and not days and not {PATTERN, WORKING} & facts.keys() and step != "child":
        facts[WORKING if step == "working" else PATTERN] = ",".join(map(str, named_days))
    if days and step == "until":
        facts[LAST] = max(days).isoformat()
    elif days and PATTERN not in facts:
        facts[DATES] = " ".join(sorted({day.isoformat() for day in days}))
    return facts


def _only_a_weekday(turn: Turn, found: Found) -> bool:
    """ "lunedì": every one of them, not the next."""
    return bool(_WEEKDAY.fullmatch(turn.said[found.start : found.end].strip()))


def _ahead(first: date | None, last: date | None, calculator: Calculator) -> bool:
    return (last or first or calculator.today) >= calculator.today


def _after(calculator: Calculator, known: Known, count: float, unit: str) -> date:
    first = date.fromisoformat(told(known, FIRST) or calculator.soonest(known).isoformat())
    if unit == "week":
        return first + timedelta(days=int(7 * count) - 1)
    return months_later(first, int(count * (12 if unit == "year" else 1))) - timedelta(days=1)


def _limits(first: date | None, last: date | None) -> dict[str, str]:
    named = {FIRST: first, LAST: last}
    return {name: day.isoformat() for name, day in named.items() if day}


def _month_days(calculator: Calculator) -> float:
    return calculator.rules.known("days_in_a_month", calculator.today)
