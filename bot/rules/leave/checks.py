"""What makes no sense in a case, field by field: a week, a family or days that cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from bot.knowledge.leave import LeaveRules
from bot.knowledge.leave_agreements import Work
from bot.rules.calendar import months_later
from bot.rules.leave.case import EMPLOYEES, WEEKDAYS, Category
from bot.rules.leave.raw import CaseProblem, Raw

LONGEST_PLAN = timedelta(days=5 * 366)
"""Half-days of seven months, twice a week, take four years."""
MOST_WEEKLY_HOURS = {"domestic_worker": 54}
MOST_WEEKLY = 48
MOST_DAILY = 13
"""Hours a day: eleven of rest must remain. Fire service and defence have longer shifts."""
SLACK = 0.1
PARENTS_THERE = {"employee", "self_employed", "on_compulsory_leave"}
"""What the other parent does, which a parent who is alone by law need not ask."""
WORKS: dict[Work, tuple[Category, ...]] = {
    "private_employee": ("private_employee",),
    "public_employee": ("public_employee", "security_defence_fire"),
    "domestic_worker": ("domestic_worker",),
}
"""Whose an agreement of each kind of work is."""
WHOSE: dict[Work, str] = {
    "private_employee": "di chi lavora in un'azienda",
    "public_employee": "di chi lavora nel pubblico",
    "domestic_worker": "del lavoro domestico",
}

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


def the_agreement_is_of_this_work(raw: Raw, rules: LeaveRules) -> Iterator[CaseProblem]:
    name, category = raw.value("agreement"), raw.value("category")
    rows = [row for id in rules.find(name) if (row := rules.agreement(id))] if isinstance(name, str) else []
    if str(category) in EMPLOYEES and rows and not any(category in WORKS[row.work] for row in rows):
        problem = f"{rows[0].short} è un contratto {WHOSE[rows[0].work]}: non va con il lavoro che dici"
        yield CaseProblem("agreement", problem, "correggi il contratto oppure `category`")


def one_parent_alone_or_two(raw: Raw, rules: LeaveRules) -> Iterator[CaseProblem]:
    other = raw.value("other_parent")
    if raw.value("single_parent") is True and other in PARENTS_THERE:
        problem = "un genitore solo nel senso della legge non ha un altro genitore che lavora"
        remedy = "scrivi `other_parent`: \"none\" se l'altro genitore manca o l'affidamento è esclusivo, altrimenti `single_parent`: false"
        yield CaseProblem("other_parent", problem, remedy)


def hours_are_asked_by_the_hour(raw: Raw, rules: LeaveRules) -> Iterator[CaseProblem]:
    if raw.value("request", "mode") == "days" and raw.value("request", "hours_per_day") is not None:
        problem = "a giorni interi non si indicano ore"
        yield CaseProblem("request.hours_per_day", problem, 'toglilo, oppure scrivi `mode`: "hours"')


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
    the_agreement_is_of_this_work,
    one_parent_alone_or_two,
    hours_are_asked_by_the_hour,
    the_days_make_a_plan,
)
