"""Reads a case, or says everything that is wrong with it at once: the shape of each field, then what makes no sense.

The checks of sense look at the raw input and leave alone what they cannot read, so that one wrong field does not hide
the others.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError

from bot.knowledge.leave import LeaveRules
from bot.rules.calendar import months_later
from bot.rules.leave.case import EMPLOYEES, FIRST_DAY, LAST_DAY, TAGS, WEEKDAYS, Case

LONGEST_PLAN = timedelta(days=5 * 366)
"""Half-days of seven months, twice a week, take four years."""
MOST_WEEKLY_HOURS = {"domestic_worker": 54}
MOST_WEEKLY = 48
MOST_DAILY = 13
"""Hours a day: eleven of rest must remain. Fire service and defence have longer shifts."""
SLACK = 0.1

SHAPES = {
    "missing": ("manca", "aggiungi il campo"),
    "extra_forbidden": ("non è un campo previsto", "cancellalo o correggi il nome"),
    "literal_error": ("non è uno dei valori ammessi", "usa uno di questi: {expected}"),
    "date_type": ("non è una data", "scrivi la data come 2026-11-22"),
    "date_parsing": ("non è una data del calendario", "scrivi la data come 2026-11-22"),
    "date_from_datetime_inexact": ("non è una data", "scrivi la data come 2026-11-22, senza l'ora"),
    "float_type": ("non è un numero", "scrivi un numero, senza virgolette"),
    "int_type": ("non è un numero intero", "scrivi un numero intero, senza virgolette"),
    "int_from_float": ("non è un numero intero", "scrivi un numero intero"),
    "finite_number": ("non è un numero finito", "scrivi un numero"),
    "bool_type": ("non è vero o falso", "scrivi true oppure false"),
    "string_type": ("non è un testo", "scrivi un testo tra virgolette"),
    "string_too_short": ("è vuoto", "scrivi un testo o togli il campo"),
    "string_too_long": ("è troppo lungo", "accorcia il testo"),
    "greater_than": ("deve essere più di {gt}", "correggi il numero"),
    "greater_than_equal": ("non può essere meno di {ge}", "correggi il valore"),
    "less_than_equal": ("non può essere più di {le}", "correggi il valore"),
    "too_short": ("è vuoto", "aggiungi almeno un valore, o togli il campo"),
    "too_long": ("ha troppi valori", "togline: al massimo {max_length}"),
    "list_type": ("non è una lista", "scrivi i valori tra parentesi quadre"),
    "dict_type": ("non è un oggetto", "scrivi i campi tra parentesi graffe"),
    "model_type": ("non è un oggetto", "scrivi i campi tra parentesi graffe"),
    "union_tag_not_found": ("non ha una forma prevista", "scrivi un nome, una lista o un oggetto come nell'esempio"),
}
"""What pydantic found -> problem and remedy."""


@dataclass(frozen=True, slots=True)
class CaseProblem:
    field: str
    problem: str
    remedy: str


class InvalidCase(ValueError):
    """The case cannot be worked out; `problems` names every field at fault."""

    def __init__(self, problems: list[CaseProblem]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{one.field}: {one.problem}" for one in problems))


def read_case(data: object, rules: LeaveRules) -> Case:
    """The case in `data` (what a JSON object holds; null is the same as absent).

    Raises InvalidCase with every problem of every field.
    """
    if not isinstance(data, Mapping):
        raise InvalidCase([CaseProblem("", "non è un oggetto JSON", "scrivi un caso tra parentesi graffe")])
    raw = _without_nulls(data)
    problems: list[CaseProblem] = []
    case = None
    try:
        case = Case.model_validate_json(json.dumps(raw, default=str))
    except ValidationError as error:
        problems.extend(_shape(detail) for detail in error.errors(include_url=False))
    seen = {problem.field for problem in problems}
    problems.extend(one for check in CHECKS for one in check(Raw(raw), rules) if one.field not in seen)
    if problems or case is None:
        raise InvalidCase(problems)
    return case


def _without_nulls(data: Mapping[Any, Any]) -> dict[str, Any]:
    return {_readable(str(key)): _clean(value) for key, value in data.items() if value is not None}


def _clean(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _without_nulls(value)
    if isinstance(value, list):
        return [_clean(one) for one in value]
    return _readable(value) if isinstance(value, str) else value


def _readable(text: str) -> str:
    """Half of a surrogate pair becomes `?`: it would make the whole case unreadable instead of one field."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _shape(detail: Any) -> CaseProblem:
    field = ".".join(str(part) for part in detail["loc"] if part not in TAGS and part != "[key]")
    problem, remedy = SHAPES.get(detail["type"], ("non va bene", "scrivi il valore che il campo chiede"))
    context = {name: _plain(value) for name, value in detail.get("ctx", {}).items()}
    return CaseProblem(field, problem.format(**context), remedy.format(**context))


def _plain(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return str(value).replace(" or ", ", ").replace("'", "") if isinstance(value, str) else str(value)


class Raw:
    """The input as it came, read field by field; what is missing or has a wrong shape is None."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    def value(self, *path: str) -> Any:
        found: Any = self._data
        for part in path:
            found = found.get(part) if isinstance(found, Mapping) else None
        return found

    def number(self, *path: str) -> float | None:
        return _number(self.value(*path))

    def day(self, *path: str) -> date | None:
        return _day(self.value(*path))

    def days(self, *path: str) -> list[date] | None:
        """None if one of them is no date."""
        found = self.value(*path)
        days = [_day(one) for one in found] if isinstance(found, list) else []
        return [day for day in days if day] if days and all(days) else None

    def weekdays(self, *path: str) -> list[str] | None:
        found = self.value(*path)
        return found if isinstance(found, list) and found and all(one in WEEKDAYS for one in found) else None

    def schedule(self) -> dict[str, float] | None:
        found = self.value("schedule")
        read = {day: _number(hours) for day, hours in found.items()} if isinstance(found, Mapping) else {}
        hours = {day: number for day, number in read.items() if number is not None and day in WEEKDAYS}
        return (
            {day: number for day, number in hours.items() if number > 0} if hours and len(hours) == len(read) else None
        )


def _number(found: object) -> float | None:
    try:
        return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else None
    except OverflowError:
        return None


def _day(found: object) -> date | None:
    """None for what is no date, or is too far away to count with."""
    try:
        day = found if isinstance(found, date) else date.fromisoformat(found) if isinstance(found, str) else None
    except ValueError:
        return None
    return day if day is not None and FIRST_DAY <= day <= LAST_DAY else None


Check = Callable[[Raw, LeaveRules], Iterator[CaseProblem]]


def hours_are_those_of_a_contract(raw: Raw, rules: LeaveRules) -> Iterator[CaseProblem]:
    category = raw.value("category")
    weekly, per_week = raw.number("weekly_hours"), raw.number("days_per_week")
    most = MOST_WEEKLY_HOURS.get(str(category), MOST_WEEKLY)
    if str(category) in EMPLOYEES:
        for field in ("weekly_hours", "days_per_week"):
            if raw.value(field) is None:
                yield CaseProblem(field, "manca", "scrivi le ore e i giorni alla settimana del contratto")
    if weekly is not None and weekly > most:
        problem = f"{weekly:g} ore alla settimana sono più di quante un contratto ne può avere ({most})"
        yield CaseProblem("weekly_hours", problem, "scrivi le ore del contratto, senza straordinario")
    elif (
        weekly and per_week and per_week > 0 and category != "security_defence_fire" and weekly / per_week > MOST_DAILY
    ):
        problem = f"{weekly:g} ore in {per_week:g} giorni sono più di {MOST_DAILY} ore al giorno"
        yield CaseProblem("days_per_week", problem, "correggi i giorni o le ore")


def the_week_agrees_with_itself(raw: Raw, rules: LeaveRules) -> Iterator[CaseProblem]:
    weekly, per_week = raw.number("weekly_hours"), raw.number("days_per_week")
    schedule, working = raw.schedule(), raw.weekdays("working_days")
    if schedule is not None:
        total = sum(schedule.values())
        if weekly is not None and abs(total - weekly) > SLACK:
            problem = f"i giorni fanno {total:g} ore, non {weekly:g}"
            yield CaseProblem("schedule", problem, "correggi gli orari o `weekly_hours`")
        elif per_week is not None and abs(len(schedule) - per_week) >= 1:
            problem = f"i giorni di lavoro sono {len(schedule)}, non {per_week:g}"
            yield CaseProblem("schedule", problem, "correggi gli orari o `days_per_week`")
    if working is not None:
        if len(set(working)) < len(working):
            yield CaseProblem("working_days", "un giorno c'è due volte", "scrivi ogni giorno una volta")
        elif per_week is not None and len(working) <= per_week - 1:
            problem = f"i giorni di lavoro sono {len(working)}, non {per_week:g}"
            yield CaseProblem("working_days", problem, "correggi i giorni o `days_per_week`")
        elif schedule is not None and not set(schedule) <= set(working):
            yield CaseProblem("working_days", "sono diversi dai giorni di `schedule`", "correggi uno dei due")


def the_child_is_there(raw: Raw, rules: LeaveRules) -> Iterator[CaseProblem]:
    today, born, entered = raw.day("today"), raw.day("child", "born"), raw.day("child", "entered_family")
    if today and born and born > today:
        yield CaseProblem("child.born", "la data è nel futuro", "il conto si fa dopo la nascita: correggi la data")
    if born and entered and entered < born:
        yield CaseProblem("child.entered_family", "è prima della nascita", "correggi una delle due date")
    elif today and entered and entered > today:
        yield CaseProblem("child.entered_family", "la data è nel futuro", "correggi la data dell'ingresso in famiglia")


def compulsory_leave_follows_the_child(raw: Raw, rules: LeaveRules) -> Iterator[CaseProblem]:
    born, entered = raw.day("child", "born"), raw.day("child", "entered_family")
    mother, father = raw.day("compulsory_leave", "mother_ended"), raw.day("compulsory_leave", "father_ended")
    remedy = "scrivi l'ultimo giorno del congedo obbligatorio di questo figlio"
    if born and mother and mother < born and not entered:
        yield CaseProblem("compulsory_leave.mother_ended", "è prima della nascita", remedy)
    if born and father and father < months_later(born, -3):
        yield CaseProblem("compulsory_leave.father_ended", "è troppo prima della nascita", remedy)


def no_more_leave_is_used_than_exists(raw: Raw, rules: LeaveRules) -> Iterator[CaseProblem]:
    day = raw.day("today")
    mother, father = raw.number("used", "mother") or 0.0, raw.number("used", "father") or 0.0
    at_80 = raw.number("used", "couple_at_80")
    if day is None or not (month := rules.number("days_in_a_month", day)):
        return

    def days(*names: str) -> float | None:
        known = [number for name in names if (number := rules.number(name, day)) is not None]
        return max(known) * month if known else None

    remedy = "scrivi i giorni già usati per questo figlio (30 giorni = 1 mese)"
    limits = {"used.mother": days("mother_months"), "used.father": days("father_months", "father_months_bonus")}
    both = days("couple_months", "couple_months_bonus")
    if raw.value("child", "disability") is True:
        years = rules.number("disabled_child_leave_years", day)
        both = years * 12 * month if years else None
        limits = dict.fromkeys(limits, both)
    elif raw.value("single_parent") is True:
        both = days("single_parent_months")
        limits = dict.fromkeys(limits, both)
    over = False
    for field, used in (("used.mother", mother), ("used.father", father)):
        limit = limits[field]
        if limit is not None and used > limit:
            over = True
            yield CaseProblem(field, f"{used:g} giorni sono più di quelli che ci sono ({limit:g})", remedy)
    if not over and both is not None and mother + father > both:
        problem = f"insieme fanno {mother + father:g} giorni: più di quelli che ci sono per i due genitori ({both:g})"
        yield CaseProblem("used", problem, remedy)
    pool = days("higher_rate_months")
    if at_80 is not None and pool is not None and at_80 > pool:
        problem = f"{at_80:g} giorni sono più di quelli che una coppia può avere ({pool:g})"
        yield CaseProblem("used.couple_at_80", problem, "scrivi i giorni già pagati all'80%")
    elif at_80 is not None and at_80 > mother + father:
        yield CaseProblem("used.couple_at_80", "sono più dei giorni già usati", "correggi `used`")


def the_agreement_is_known(raw: Raw, rules: LeaveRules) -> Iterator[CaseProblem]:
    name = raw.value("agreement")
    if isinstance(name, str) and name.strip() and not rules.find(name):
        remedy = (
            "scrivi l'id, il nome o il codice CNEL di un contratto che conosciamo, oppure le sue regole, oppure null"
        )
        yield CaseProblem("agreement", "non conosciamo questo contratto", remedy)


def the_days_make_a_plan(raw: Raw, rules: LeaveRules) -> Iterator[CaseProblem]:
    field, longest = "request.dates", f"al massimo {LONGEST_PLAN.days // 366} anni"
    days = raw.days("request", "dates")
    first, last = raw.day("request", "dates", "from"), raw.day("request", "dates", "to")
    if days:
        if len(set(days)) < len(days):
            yield CaseProblem(field, "una data c'è due volte", "scrivi ogni data una volta")
        first, last = min(days), max(days)
    if not first or not last:
        return
    if first > last:
        yield CaseProblem(f"{field}.to", "è prima di `from`", "scambia le due date")
    elif last - first > LONGEST_PLAN:
        yield CaseProblem(field, "il piano è troppo lungo", f"chiedi un periodo più corto: {longest}")
    elif not days and (wanted := raw.weekdays("request", "dates", "weekdays")):
        spanned = {
            WEEKDAYS[(first + timedelta(days=ahead)).weekday()] for ahead in range(min(7, (last - first).days + 1))
        }
        if not spanned & set(wanted):
            yield CaseProblem(f"{field}.weekdays", "nel periodo non c'è nessuno di questi giorni", "allarga il periodo")


CHECKS: tuple[Check, ...] = (
    hours_are_those_of_a_contract,
    the_week_agrees_with_itself,
    the_child_is_there,
    compulsory_leave_follows_the_child,
    no_more_leave_is_used_than_exists,
    the_agreement_is_known,
    the_days_make_a_plan,
)
