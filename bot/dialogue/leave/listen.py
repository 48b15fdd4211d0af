"""From what was understood in a message to answers of a plan. What is told later replaces what was told before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from bot.dialogue.answers.echo import SHORTEST_HOURS
from bot.dialogue.leave.calculator import Calculator
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
    ENDED,
    ENTERED,
    EVERY,
    FIRST,
    GROSS,
    HOURS,
    INCOME,
    JOB,
    LAST,
    MENTIONED,
    MINE,
    MODE,
    NO,
    OTHER,
    PATTERN,
    PAYMENTS,
    PER_DAY,
    PICKED,
    SHARED,
    SINGLE,
    THEIRS,
    TOLD,
    TWIN,
    UNKNOWN,
    USED,
    WHO,
    WORK,
    WORKING,
    YES,
    Known,
    told,
)
from bot.dialogue.turn import Turn
from bot.model.conversation import Kind
from bot.model.entities import Age, Birth, Day, DayPart, Duration, Found, Hours, Impossible, Money, Period, Weekdays
from bot.rules.calendar import in_the_known_year, months_later
from bot.understanding.used_words import both_used

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
    "entered": ENTERED,
    "income": INCOME,
    "other": OTHER,
}
_REST = r"[^.;!?\n]"
DAY_OF = {
    ENTERED: re.compile(
        rf"\b(?:entrat[oaie]|ingresso|adottat[oaie]|adozione|affid\w+)(?:(?!\bnat[oaie]\b){_REST}){{0,40}}$"
    ),
    ENDED: re.compile(
        rf"\bmaternit[aà]'?{_REST}{{0,25}}\b(?:fin\w+|termin\w+|scad\w+){_REST}{{0,15}}$"
        rf"|\b(?:fin\w+|termin\w+)\s+(?:di\s+)?(?:la\s+)?maternit[aà]'?{_REST}{{0,25}}$|\bmaternit[aà]'?(?:\s+obbligatoria)?[\s,:]*$"
    ),
    TOLD: re.compile(rf"\bavvis\w+{_REST}{{0,30}}$"),
}
"""The words before a day that say what happened on it."""
_UNEVEN = re.compile(
    r"\b(?:giorn\w+|settiman\w+)\s+altern\w+|\b(?:un giorno|una settimana)\s+s[iì]\b"
    r"|\bogni\s+(?:due|tre|quattro|[2-4])\s+(?:settimane|giorni)\b|\b(?:volt[ae]|giorn[oi]|[mgv]\w+d[iì]'?)\s+al\s+mese\b"
    r"|\b(?:prim[oi]|second[oi]|terz[oi]|quart[oi]|ultim[oi])\s+(?:due\s+)?(?:luned|marted|mercoled|gioved|venerd|sabat)",
    re.IGNORECASE,
)
_WORKED = re.compile(
    rf"(?:(?<!il )(?<!al )\blavor\w*\s+(?:(?:solo|il|di|da|nei giorni di|i giorni)\s+)*|\bvertical\w*{_REST}{{0,25}}?\b)"
    rf"(?P<days>(?:{_WEEKDAY.pattern})(?:[\s,]*(?:e\s+)?(?:il\s+)?(?:{_WEEKDAY.pattern}))*)",
    re.IGNORECASE,
)
"""The days of work: "lavoro lunedì e martedì", "part-time verticale lunedì, mercoledì e venerdì"."""
_FIRST_LETTERS = ("lu", "ma", "me", "gi", "ve", "sa", "do")


def hear_facts(turn: Turn, calculator: Calculator, known: Known, step: str | None) -> dict[str, str]:
    """What the message tells, by name; `step` is the question that is open, if one is."""
    entities = turn.understanding.entities
    facts = dict(_words(turn, known, step))
    facts |= _children(turn, step, _corrects(turn), known)
    facts |= _week_and_hours(turn, {**known, **facts}, step)
    facts |= _when(turn, calculator, {**known, **facts}, step)
    leave = entities.leave
    told_used: dict[str, tuple[float, float] | None] = {MINE: leave.own_used, THEIRS: leave.other_used}
    both = both_used(turn.said, known.get(WHO))
    if step in AMOUNT_STEPS or (USED in known and _corrects(turn)) or (step and both.own and both.other):
        told_used = {MINE: both.own or told_used[MINE], THEIRS: both.other or told_used[THEIRS]}
    whose = any(used is not None for used in told_used.values())
    for found in entities.amounts:
        match found.amount:
            case Money(euro, gross, per) if gross is not False and per in (None, "month"):
                facts[GROSS] = f"{-euro if _negative(turn, found) else euro:g}"
            case Duration(count, unit) if step in AMOUNT_STEPS and unit in ("day", "month") and not whose:
                days = count * (_month_days(calculator) if unit == "month" else 1)
                facts[AMOUNT_STEPS[step]] = f"{float(facts.get(AMOUNT_STEPS[step], 0)) + days:g}"
    for name, used in told_used.items():
        if used is not None:
            facts[name] = f"{used[0] * _month_days(calculator) + used[1]:g}"
    if MINE in facts or THEIRS in facts:
        facts[USED] = NO if {facts.get(MINE), facts.get(THEIRS)} == {"0"} else YES
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
    PATTERN: (DATES, PICKED, BETWEEN),
    DATES: (PATTERN, FIRST, LAST, PICKED, BETWEEN),
    WORKING: (PICKED,),
    MINE: (AT_HIGHER,),
    THEIRS: (AT_HIGHER,),
}
"""What an answer takes away, if it is not told with it."""


def uneven(turn: Turn) -> bool:
    """The days wanted are no weekdays of every week: "a settimane alterne", "il primo lunedì del mese"."""
    return bool(_UNEVEN.search(turn.said))


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
        works = {turn.knowledge.agreements.by_id[id].work for id in mention.candidates}
        if len(works) == 1:
            yield JOB, works.pop()
    if words.whole_days or (words.whole_days is False and MODE in known):
        yield MODE, "days" if words.whole_days else "hours"
    if words.twins:
        yield TWIN, YES
    if words.single and SINGLE not in known:
        yield SINGLE, MENTIONED
    if words.adopted and ENTERED not in known:
        yield ENTERED, MENTIONED
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
    elif reply in ("yes", "no") and step == "between":
        yield BETWEEN, WORK if reply == "yes" else "other"
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


def _children(turn: Turn, step: str | None, correction: bool, known: Known) -> dict[str, str]:
    """The child's birth; nothing if the message speaks of several children."""
    today = turn.today
    found = turn.understanding.entities.amounts
    amounts = [one.amount for one in found if not isinstance(one.amount, Day) or _may_be_birth(turn, one)]
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
        return {BORN: _with_its_year(turn, first, known).isoformat()}
    return {BORN_FIRST: first.isoformat(), BORN_LAST: last.isoformat()}


def _with_its_year(turn: Turn, born: date, known: Known) -> date:
    """ "il 6 maggio" corrects a birth of 5 May 2024 to 6 May 2024."""
    before = told(known, BORN)
    amounts = turn.understanding.entities.amounts
    words = " ".join(turn.said[one.start : one.end] for one in amounts if isinstance(one.amount, Birth | Day))
    return in_the_known_year(born, words, date.fromisoformat(before) if before else None)


def _may_be_birth(turn: Turn, day: Found) -> bool:
    return _about(turn, day) is None and not _only_a_weekday(turn, day)


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
    week = float(facts.get(HOURS) or told(known, HOURS) or 0)
    for one in amounts:
        if isinstance(one, DayPart) and one.count == 1 and week and days:
            facts[PER_DAY] = f"{week / days * one.part:.6g}"
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
    bare: dict[int, Found] = {}
    worked_on = _WORKED.search(turn.said)
    if worked_on:
        named_work = {_FIRST_LETTERS.index(name[:2].lower()) for name in _WEEKDAY.findall(worked_on["days"])}
        facts[WORKING] = ",".join(map(str, sorted(named_work)))
    for found in entities.amounts:
        if worked_on and worked_on.start("days") <= found.start < worked_on.end("days"):
            continue
        match found.amount:
            case Weekdays(named, first, last) if (
                first or last or not (entities.leave.days_per_week and len(named) >= 5)
            ):
                before = {day: one for day, one in bare.items() if _joined(turn, one, found)}
                bare = {day: one for day, one in bare.items() if day not in before}
                all_days = sorted({*named, *before})
                worked = step == "working" or _of_work(turn, next(iter(before.values()), found), len(all_days))
                facts[WORKING if worked else PATTERN] = ",".join(map(str, all_days))
                facts |= _limits(first, last)
            case Period(None, date() as last) if _about(turn, found) == ENDED:
                facts[ENDED] = last.isoformat()
            case Day(day, _) if (name := _about(turn, found)) is not None:
                facts[name] = day.isoformat()
            case Period(first, last) if step in DATE_STEPS or (step != "child" and _ahead(first, last, calculator)):
                facts |= _limits(first, last)
            case Day(day, _) if step in DAY_STEPS:
                facts[DAY_STEPS[step]] = day.isoformat()
            case Day(day, _) if _only_a_weekday(turn, found):
                bare[day.weekday()] = found
            case Day(day, about) if step in DATE_STEPS or (
                day > calculator.today and step not in ("child", "working") and not about
            ):
                days.append(day)
            case Duration(count, unit) if step == "until" and unit in ("week", "month", "year"):
                facts[LAST] = _after(calculator, known, count, unit).isoformat()
    named_days = entities.leave.weekdays if step in ("days", "working") else sorted(bare)
    if named_days and not days and PATTERN not in facts and not (worked_on and not bare) and step != "child":
        worked = step == "working" or (bool(bare) and _of_work(turn, next(iter(bare.values())), len(bare)))
        facts[WORKING if worked else PATTERN] = ",".join(map(str, named_days))
    if entities.leave.every_day and step != "working" and not days and not {PATTERN, WORKING} & facts.keys():
        facts[PATTERN] = EVERY
    if uneven(turn):
        facts.pop(PATTERN, None)
    if WORKING in facts and step != "working" and entities.leave.days_per_week is None:
        facts[DAYS] = str(len(facts[WORKING].split(",")))
    if days and step == "until":
        facts[LAST] = max(days).isoformat()
    elif days and PATTERN not in facts:
        facts[DATES] = " ".join(sorted({day.isoformat() for day in days}))
    return facts


def _about(turn: Turn, found: Found) -> str | None:
    """What the words before a day say of it."""
    before = turn.said[: found.start].lower()
    return next((name for name, pattern in DAY_OF.items() if pattern.search(before)), None)


def _of_work(turn: Turn, found: Found, count: int) -> bool:
    """ "lavoro 24 ore in 4 giorni, lunedì, martedì, giovedì e venerdì": as many as are worked, and no wish."""
    before = re.split(r"[.;!?\n]", turn.said[: found.start])[-1]
    return count > 1 and turn.understanding.entities.leave.days_per_week == count and "lavor" in before.lower()


def _joined(turn: Turn, day: Found, others: Found) -> bool:
    """ "lunedì mercoledì e venerdì": the first belongs to the others."""
    return not _WEEKDAY.sub("", turn.said[day.end : others.start]).strip(" ,e")


def _negative(turn: Turn, found: Found) -> bool:
    """ "-1800 euro": a dash before a space only opens a line."""
    return bool(re.search(r"(?:^|\s)-$", turn.said[: found.start])) or turn.said[found.start : found.end].startswith(
        "-"
    )


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
