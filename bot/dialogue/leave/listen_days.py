"""What a message tells of days: weekdays and how often, first and last day, single days, holidays that are worked."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.dialogue.leave import known as names
from bot.dialogue.leave.calculator import Calculator
from bot.dialogue.leave.known import Known, told, weekdays
from bot.dialogue.turn import Turn
from bot.model.entities import Day, Duration, Found, Period, Weekdays
from bot.rules.calendar import is_holiday, months_later, nearest_year
from bot.understanding.rhythm import is_uncounted, rhythm_in
from bot.understanding.time_of_day import time_in

DAY_STEPS = {"entered": names.ENTERED, "ended": names.ENDED, "told": names.TOLD}
DATE_STEPS = ("days", "until")
TIME_STEPS = (*DATE_STEPS, "per_day")
FEW_WORDS = 5
"""Of a message that names nothing but a time of the day."""
_WEEKDAY = re.compile(r"(?:luned|marted|mercoled|gioved|venerd)[iìí]'?|sabato|domenica", re.IGNORECASE)
_REST = r"[^.;!?\n]"
DAY_OF = {
    names.ENTERED: re.compile(
        rf"\b(?:entrat[oaie]|ingresso|adottat[oaie]|adozione|affid\w+)(?:(?!\bnat[oaie]\b){_REST}){{0,40}}$"
    ),
    names.ENDED: re.compile(
        rf"\bmaternit[aà]'?{_REST}{{0,25}}\b(?:fin\w+|termin\w+|scad\w+){_REST}{{0,15}}$"
        rf"|\b(?:fin\w+|termin\w+)\s+(?:di\s+)?(?:la\s+)?maternit[aà]'?{_REST}{{0,25}}$|\bmaternit[aà]'?(?:\s+obbligatoria)?[\s,:]*$"
    ),
    names.TOLD: re.compile(rf"\bavvis\w+{_REST}{{0,30}}$"),
}
"""The words before a day that say what happened on it."""
_ASKED = re.compile(
    rf"\b(?:comunicat\w+|richiest\w+|chiest\w+|dett\w+|domanda|lettera|mail|pec|modulo){_REST}{{0,35}}$", re.IGNORECASE
)
"""The same of a notice, where the day is over: "l'ho chiesto il 20 novembre"."""
_WORKED = re.compile(
    rf"(?:(?<!il )(?<!al )\blavor\w*\s+(?:(?:solo|il|di|da|nei giorni di|i giorni)\s+)*|\bvertical\w*{_REST}{{0,25}}?\b)"
    rf"(?P<days>(?:{_WEEKDAY.pattern})(?:[\s,]*(?:e\s+)?(?:il\s+)?(?:{_WEEKDAY.pattern}))*)",
    re.IGNORECASE,
)
"""The days of work: "lavoro lunedì e martedì", "part-time verticale lunedì, mercoledì e venerdì"."""
_ON_SHIFT = re.compile(r"\blavor\w*|\bturn\w*", re.IGNORECASE)
_ALL_HOLIDAYS = re.compile(
    rf"\b(?:lavor\w*|turn\w*){_REST}{{0,20}}\b(?:festiv[ie]|(?:nelle|le|durante le) feste|giorni di festa)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.,;!?\n]")
_ALSO = re.compile(r"\b(?:anche|pure|aggiung\w+|in pi[uù])\b[^.;!?\n]{0,20}$", re.IGNORECASE)
_WITHOUT = re.compile(
    r"\b(?:senza|togl\w+|tolgo|lev\w+|tranne|salt\w+|eccetto|non pi[uù])\b[^.;!?\n]{0,20}$", re.IGNORECASE
)
_BEGINS = re.compile(
    r"\b(?:cominc|inizi|part|attacc)\w*\s+(?:gi[aà]\s+)?(?:solo\s+)?(?:a|ad|in|da|dal|con)?\s*$", re.IGNORECASE
)
""" "comincio a maggio": the month is where it begins, not where it ends."""
_FOR = re.compile(r"\bper\s+(?:i\s+)?$", re.IGNORECASE)
_FIRST_LETTERS = ("lu", "ma", "me", "gi", "ve", "sa", "do")


def when(turn: Turn, calculator: Calculator, known: Known, step: str | None) -> dict[str, str]:
    """Weekdays, first and last day, or single days."""
    entities = turn.understanding.entities
    facts: dict[str, str] = {}
    days: list[date] = []
    bare: dict[int, Found] = {}
    rhythm = rhythm_in(turn.said)
    worked_on = _WORKED.search(turn.said)
    if worked_on:
        named_work = {_FIRST_LETTERS.index(name[:2].lower()) for name in _WEEKDAY.findall(worked_on["days"])}
        facts[names.WORKING] = ",".join(map(str, sorted(named_work)))
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
                facts[names.WORKING if worked else names.PATTERN] = ",".join(map(str, all_days))
                facts |= _limits(first, last)
            case Period(None, date() as last) if about(turn, found) == names.ENDED:
                facts[names.ENDED] = last.isoformat()
            case Day(day, _) if (name := about(turn, found)) is not None:
                facts[name] = _nearest(turn, found, day).isoformat() if name == names.TOLD else day.isoformat()
            case Day(day, _) if _is_shift(turn, calculator, found, day):
                facts[names.SHIFTS] = " ".join(sorted({*facts.get(names.SHIFTS, "").split(), day.isoformat()}))
            case Period(first, last) if step in DATE_STEPS or (step != "child" and _ahead(first, last, calculator)):
                begins = first is not None and bool(_BEGINS.search(turn.said[: found.start]))
                facts |= _limits(first, None if begins else last)
            case Day(day, _) if step in DAY_STEPS:
                facts[DAY_STEPS[step]] = (_nearest(turn, found, day) if step == "told" else day).isoformat()
            case Day() if rhythm is not None and rhythm.startswith("m"):
                continue
            case Day(day, _) if only_a_weekday(turn, found):
                bare[day.weekday()] = found
            case Day(day, roughly) if step in DATE_STEPS or (
                day > calculator.today and step not in ("child", "working") and not roughly
            ):
                days.append(day)
            case Duration(count, unit) if step == "until" and unit in ("week", "month", "year"):
                facts[names.LAST] = _after(calculator, known, count, unit).isoformat()
    named_days = entities.leave.weekdays if step in ("days", "working") else sorted(bare)
    if named_days and not days and names.PATTERN not in facts and not (worked_on and not bare) and step != "child":
        worked = step == "working" or (bool(bare) and _of_work(turn, next(iter(bare.values())), len(bare)))
        facts[names.WORKING if worked else names.PATTERN] = ",".join(map(str, named_days))
    if (
        entities.leave.every_day
        and step != "working"
        and not days
        and not {names.PATTERN, names.WORKING} & facts.keys()
    ):
        facts[names.PATTERN] = names.EVERY
    if uneven(turn):
        facts.pop(names.PATTERN, None)
    elif rhythm is not None and not days:
        kept = names.PATTERN in facts or (names.PATTERN in known and not rhythm.startswith("d"))
        facts |= {names.EACH: rhythm} if kept else {names.EACH: rhythm, names.PATTERN: names.EVERY}
    if names.PATTERN in facts:
        facts[names.PATTERN] = _with_those_before(turn, facts[names.PATTERN], told(known, names.PATTERN))
    if _ALL_HOLIDAYS.search(turn.said):
        facts[names.SHIFTS] = names.HOLIDAYS
    if names.WORKING in facts and step != "working" and entities.leave.days_per_week is None:
        facts[names.DAYS] = str(len(facts[names.WORKING].split(",")))
    if (first_day := facts.get(names.FIRST)) and (lasting := _lasting(turn)) is not None:
        facts[names.LAST] = _after(calculator, {names.FIRST: first_day}, lasting.count, lasting.unit).isoformat()
    if days and step == "until":
        facts[names.LAST] = max(days).isoformat()
    elif days and names.PATTERN not in facts:
        facts[names.DATES] = " ".join(sorted({day.isoformat() for day in days}))
    return facts


def wanted_time(turn: Turn, facts: Known, step: str | None) -> str | None:
    """The time of the day at which leave is wanted, where the message speaks of leave: "domani mattina vi chiamo" does not."""
    wishes = {names.PATTERN, names.DATES, names.PER_DAY, names.FIRST, names.LAST, names.EACH, names.MODE}
    speaks = step in TIME_STEPS or not wishes.isdisjoint(facts) or len(turn.said.split()) <= FEW_WORDS
    return time_in(turn.said) if speaks else None


def uneven(turn: Turn) -> bool:
    """The days wanted come so often a month, and which is not said: "un venerdì al mese"."""
    return is_uncounted(turn.said)


def about(turn: Turn, found: Found) -> str | None:
    """What the words before a day say of it."""
    before = turn.said[: found.start].lower()
    name = next((name for name, pattern in DAY_OF.items() if pattern.search(before)), None)
    if name is None and isinstance(found.amount, Day) and _ASKED.search(before):
        return names.TOLD if _nearest(turn, found, found.amount.date) <= turn.today else None
    return name


def _nearest(turn: Turn, found: Found, day: date) -> date:
    """The day of a notice: without a year, of the year that is nearest."""
    return nearest_year(day, turn.said[found.start : found.end], turn.today)


def _is_shift(turn: Turn, calculator: Calculator, found: Found, day: date) -> bool:
    """ "lavoro anche il 25 aprile", "a Natale sono di turno": a holiday that is a day of work."""
    if not is_holiday(day, calculator.patron):
        return False
    starts = [0, *(one.end() for one in _CLAUSE.finditer(turn.said) if one.end() <= found.start)]
    ends = [*(one.start() for one in _CLAUSE.finditer(turn.said) if one.start() >= found.end), len(turn.said)]
    return bool(_ON_SHIFT.search(turn.said[starts[-1] : ends[0]]))


def _with_those_before(turn: Turn, said: str, before: str | None) -> str:
    """ "anche il lunedì" and "senza il giovedì" change the days that were wanted before."""
    first = _WEEKDAY.search(turn.said)
    if said == names.EVERY or before in (None, names.EVERY) or first is None:
        return said
    ahead, now, then = turn.said[: first.start()], set(weekdays(said)), set(weekdays(before or ""))
    if _WITHOUT.search(ahead):
        return ",".join(map(str, sorted(then - now))) or said
    return ",".join(map(str, sorted(then | now))) if _ALSO.search(ahead) else said


def _of_work(turn: Turn, found: Found, count: int) -> bool:
    """ "lavoro 24 ore in 4 giorni, lunedì, martedì, giovedì e venerdì": as many as are worked, and no wish."""
    before = re.split(r"[.;!?\n]", turn.said[: found.start])[-1]
    return count > 1 and turn.understanding.entities.leave.days_per_week == count and "lavor" in before.lower()


def _joined(turn: Turn, day: Found, others: Found) -> bool:
    """ "lunedì mercoledì e venerdì": the first belongs to the others."""
    return not _WEEKDAY.sub("", turn.said[day.end : others.start]).strip(" ,e")


def only_a_weekday(turn: Turn, found: Found) -> bool:
    """ "lunedì": every one of them, not the next."""
    return bool(_WEEKDAY.fullmatch(turn.said[found.start : found.end].strip()))


def _ahead(first: date | None, last: date | None, calculator: Calculator) -> bool:
    return (last or first or calculator.today) >= calculator.today


def _after(calculator: Calculator, known: Known, count: float, unit: str) -> date:
    first = date.fromisoformat(told(known, names.FIRST) or calculator.soonest(known).isoformat())
    if unit == "week":
        return first + timedelta(days=int(7 * count) - 1)
    return months_later(first, int(count * (12 if unit == "year" else 1))) - timedelta(days=1)


def _lasting(turn: Turn) -> Duration | None:
    """ "per due settimane a marzo": how long, from the first day on."""
    found = [
        one.amount
        for one in turn.understanding.entities.amounts
        if isinstance(one.amount, Duration)
        and (one.amount.unit == "week" or (one.amount.unit == "month" and _FOR.search(turn.said[: one.start])))
    ]
    return found[0] if len(found) == 1 and rhythm_in(turn.said) is None else None


def _limits(first: date | None, last: date | None) -> dict[str, str]:
    named = {names.FIRST: first, names.LAST: last}
    return {name: day.isoformat() for name, day in named.items() if day}
