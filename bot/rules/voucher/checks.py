"""The checks of a voucher request: written rules, each with its trace. They decide nothing: a person does.

Every rule gives one check: `ok`, `no`, or `unknown` where an answer is missing or where only the helpdesk may look. More
answers never turn `ok` or `no` into something else. Sources: the published call; without an open call only what the
project itself asked (Regione Lombardia, DGR X/1081 del 12/12/2013): work or home in the districts, a company that joined.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.knowledge.figures import italian
from bot.knowledge.loader import Knowledge
from bot.knowledge.voucher import (
    BackFromLeave,
    Call,
    ChildAge,
    CompanyJoined,
    Employed,
    Employment,
    IncomeCeiling,
    InTerritory,
    NotPaidTwice,
    Requirement,
    Service,
    ServiceInArea,
    ServicePeriod,
)
from bot.model.reply import Line
from bot.model.time import italian_day
from bot.rules.calendar import birthday
from bot.rules.companies import find

Outcome = Literal["ok", "no", "unknown"]
MARKS: Mapping[Outcome, str] = {"ok": "✔", "no": "✘", "unknown": "?"}
OUTSIDE = "outside"
"""Stands for a municipality that is not one of the 25."""
OLDEST_CHILD = 30
"""Years: an older date is a slip."""
PROJECT = "Regione Lombardia, DGR X/1081 del 12/12/2013 (progetto Complessi Equilibri)"
WITHOUT_CALL: tuple[Requirement, ...] = (
    InTerritory(rule="territory", counts=["residence", "work"], source=PROJECT),
    CompanyJoined(rule="company_joined", source=PROJECT),
)
"""What an expression of interest is checked for. The project's other requirements were never found."""

Comune = Annotated[str, StringConstraints(pattern=rf"^(\d{{6}}|{OUTSIDE})$")]
Contact = Literal["chat", "phone", "helpdesk"]


class Form(BaseModel):
    """What a person answers, and nothing else: no codice fiscale, no health, no income. None: not answered yet."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    residence: Comune | None = None
    """ISTAT code, or OUTSIDE."""
    work: Comune | None = None
    """Where the work is done; as `residence`."""
    company: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)] | None = None
    """As it was typed, or its id in the register once the person said which one is meant."""
    employment: Employment | None = None
    children: Annotated[tuple[date, ...], Field(max_length=12)] | None = None
    """Dates of birth; () if there are none."""
    service: Service | None = None
    hours_a_week: Annotated[float, Field(gt=0, le=168)] | None = None
    first_day: date | None = None
    last_day: date | None = None
    """When the service is used, both included."""
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the trace."""

    rule: str
    outcome: Outcome
    text: Line
    """It names the rule and begins with the mark."""
    source: str


@dataclass(frozen=True, slots=True)
class Slip:
    """An answer that cannot be."""

    field: str
    text: Line


def check(knowledge: Knowledge, form: Form, call: Call | None, today: date) -> tuple[Check, ...]:
    """The trace of a request for a call, or of an expression of interest if there is none. Never raises.

    One check for each rule of the call, in its order, after its window and its services. The window is looked at by
    day; whether a request may still be sent at this hour, `Call.is_open` says.
    """
    checks = [_window(call, today), _service(form, call)] if call else []
    for requirement in call.requirements if call else WITHOUT_CALL:
        outcome, text = _judge(knowledge, requirement, form, call, today)
        source = requirement.source or (call.sources[0] if call else PROJECT)
        checks.append(_check(requirement.rule, outcome, text, source))
    return tuple(checks)


def slips(form: Form, today: date) -> tuple[Slip, ...]:
    """Answers that cannot be, all at once: children not born yet or grown up, days in the wrong order."""
    found = []
    for born in form.children or ():
        if born > today:
            found.append(Slip("children", Line("check_slip_future", {"day": italian_day(born)})))
        elif birthday(born, OLDEST_CHILD) <= today:
            found.append(Slip("children", Line("check_slip_old", {"day": italian_day(born)})))
    if form.first_day and form.last_day and form.last_day < form.first_day:
        found.append(Slip("last_day", Line("check_slip_order")))
    return tuple(found)


Judged = tuple[Outcome, Line]


def _judge(knowledge: Knowledge, rule: Requirement, form: Form, call: Call | None, today: date) -> Judged:
    match rule:
        case InTerritory():
            return _territory(knowledge, rule, form, call)
        case Employed():
            return _employment(knowledge, rule, form)
        case CompanyJoined():
            return _company(knowledge, form, today)
        case ChildAge():
            return _child_age(rule, form, today)
        case ServicePeriod():
            return _period(rule, form)
        case IncomeCeiling():
            return "unknown", Line("check_income", {"euro": italian(rule.isee_cents / 100, "euro")})
        case BackFromLeave():
            return "unknown", Line("check_back_from_leave", {"months": _counted(rule.within_months, "mese", "mesi")})
        case ServiceInArea():
            return "unknown", Line("check_service_in_area")
        case NotPaidTwice():
            return "unknown", Line("check_not_paid_twice")


def _window(call: Call, today: date) -> Check:
    values = {"opens": italian_day(call.opens), "closes": italian_day(call.closes)}
    source = call.sources[0]
    if today < call.opens.date():
        return _check("window", "no", Line("check_window_early", values), source)
    if today > call.closes.date():
        return _check("window", "no", Line("check_window_late", values), source)
    return _check("window", "ok", Line("check_window_ok", values), source)


def _service(form: Form, call: Call) -> Check:
    if form.service is None:
        return _check("service", "unknown", Line("check_service_unknown"), call.sources[0])
    if form.service in call.services:
        return _check("service", "ok", Line("check_service_ok"), call.sources[0])
    return _check("service", "no", Line("check_service_no"), call.sources[0])


def _territory(knowledge: Knowledge, rule: InTerritory, form: Form, call: Call | None) -> Judged:
    """One place that counts and lies inside is enough; `no` only if all that count are known to lie outside."""
    municipalities = knowledge.territory.municipalities
    places = {"residence": form.residence, "work": form.work}
    counted = [places[which] for which in rule.counts]
    districts = set(call.districts) if call else set(knowledge.territory.districts)
    for istat in counted:
        municipality = municipalities.get(istat or OUTSIDE)
        if municipality and municipality.district in districts:
            return "ok", Line("check_territory_ok", {"comune": municipality.name})
    if None in counted:
        return "unknown", Line("check_territory_unknown")
    if rule.counts == ["residence"]:
        return "no", Line("check_territory_no_home")
    if rule.counts == ["work"]:
        return "no", Line("check_territory_no_work")
    return "no", Line("check_territory_no")


def _employment(knowledge: Knowledge, rule: Employed, form: Form) -> Judged:
    if form.employment is None:
        return "unknown", Line("check_employment_unknown")
    values = {"employment": knowledge.voucher_words.employments[form.employment].label}
    if form.employment in rule.kinds:
        return "ok", Line("check_employment_ok", values)
    return "no", Line("check_employment_no", values)


def _company(knowledge: Knowledge, form: Form, today: date) -> Judged:
    """A name that only resembles one of the register is not known to be missing."""
    if form.company is None:
        return "unknown", Line("check_company_unknown")
    match = find(knowledge.companies, form.company, today)
    values = {"company": form.company}
    if match.found == "exact":
        return "ok", Line("check_company_ok", {"company": match.companies[0].name})
    if match.found == "none":
        return "no", Line("check_company_no", values)
    if match.found == "unknown":
        return "unknown", Line("check_company_no_register")
    return "unknown", Line("check_company_alike", values)


def _child_age(rule: ChildAge, form: Form, today: date) -> Judged:
    values = {"age": _counted(rule.under, "anno", "anni")}
    if form.children is None:
        return "unknown", Line("check_child_unknown", values)
    if any(born <= today < birthday(born, rule.under) for born in form.children):
        return "ok", Line("check_child_ok", values)
    if any(born > today for born in form.children):
        return "unknown", Line("check_child_not_born", values)
    if rule.or_relative:
        return "unknown", Line("check_child_relative", values)
    return "no", Line("check_child_no" if form.children else "check_child_none", values)


def _period(rule: ServicePeriod, form: Form) -> Judged:
    """`no` as soon as one of the two days lies outside."""
    values = {"starts": italian_day(rule.starts), "ends": italian_day(rule.ends)}
    days = (form.first_day, form.last_day)
    if any(day and not rule.starts <= day <= rule.ends for day in days):
        return "no", Line("check_period_no", values)
    if None in days:
        return "unknown", Line("check_period_unknown", values)
    return "ok", Line("check_period_ok", values)


def _check(rule: str, outcome: Outcome, text: Line, source: str) -> Check:
    return Check(rule, outcome, Line(text.key, {**text.values, "mark": MARKS[outcome]}), source)


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
