"""Saved plans: what is kept of one, whether a change of the rules changes its result, and what a company may see of it.

A plan is stamped with the rules that its calculation read, each with a mark of its content. When a mark changes the plan is
worked out again as of the day of saving, so that nothing but the rules can make a difference.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.knowledge.leave import LeaveRules
from bot.knowledge.schema import Figure
from bot.model.leave import SavedPlan
from bot.rules.leave import Case, InvalidCase, italian, read_case, work_out
from bot.rules.leave.case import EMPLOYEES
from bot.rules.leave.company import Asked, Assessment, assess
from bot.rules.leave.reading import reading, rule, versions

NOT_KEPT = ("reasons", "cautions", "undisputed_start", "other_children")
"""Words, doubts and what a plan does not ask: they may change without any change for the person."""
SHOWN = (
    "allowed",
    "hours_per_day",
    "dates_allowed",
    "dates_refused",
    "days_used",
    "usable_left_days",
    "other_parent_usable_left_days",
    "pay",
    "earliest_start",
    "plan_deadline",
)
"""What is said of a saved plan, in this order."""
NOT_COMPUTED = "–"
MOST_DAYS = 6
"""Days that a message lists."""
DECISIONS = {"yes": "sì", "no": "no", "partly": "in parte"}


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of the result that changed: its name, and both values in Italian."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Recheck:
    """A plan worked out again because a rule changed."""

    plan: SavedPlan
    """With the new result and stamp."""
    differences: tuple[Difference, ...]
    """Empty: the result is the same and nobody need be told."""
    sources: tuple[str, ...]
    """Of the rules that changed."""


def keep(case: Case, rules: LeaveRules, patron: str | None = None, link: str | None = None) -> SavedPlan:
    """The plan of a case, to be saved: the case says what day it is. `patron` as given to `work_out`."""
    result, stamp, last = _worked_out(case, rules, patron)
    data = case.model_dump(mode="json", by_alias=True, exclude={"today"}, exclude_none=True, exclude_defaults=True)
    return SavedPlan(_json(data), result, stamp, case.today, link, patron, max(last or case.today, case.today))


def case_data(plan: SavedPlan, today: date | None = None) -> dict[str, Any]:
    """The case as `read_case` wants it; as of the day of saving without `today`."""
    data: dict[str, Any] = json.loads(plan.case)
    return {"today": (today or plan.saved_on).isoformat(), **data}


def is_stale(plan: SavedPlan, rules: LeaveRules) -> bool:
    """Some rule that the plan stands on has changed since."""
    return bool(_changed_rules(plan, rules))


def recheck(plan: SavedPlan, rules: LeaveRules) -> Recheck | None:
    """The plan by today's rules; None if none of those it stands on has changed."""
    changed = _changed_rules(plan, rules)
    if not changed:
        return None
    try:
        result, stamp, _ = _worked_out(read_case(case_data(plan), rules), rules, plan.patron)
    except InvalidCase:
        old: dict[str, str] = json.loads(plan.stamp)
        result, stamp = _json({"allowed": None}), _json(versions(list(old), rules))
    differences = tuple(_differences(json.loads(plan.result), json.loads(result)))
    sources = dict.fromkeys(source for name in changed if (source := _source(name, plan.saved_on, rules)))
    return Recheck(replace(plan, result=result, stamp=stamp), differences, tuple(sources))


def figures(plan: SavedPlan) -> Iterator[tuple[str, str]]:
    """The figures of a saved plan by name, in Italian; those that were not computed are left out."""
    result: dict[str, Any] = json.loads(plan.result)
    for field in SHOWN:
        value = result.get(field)
        if value not in (None, []):
            yield field, _days(set(value)) if field.startswith("dates_") else _value(field, value)


def shared(plan: SavedPlan) -> Asked | None:
    """The request of a saved plan as its employer may see it; None if nothing may be taken or there is no employer.

    Only what the employer knows (contract, hours of work) or is to be told anyhow (days, hours, day of the notice).
    """
    case, result = json.loads(plan.case), json.loads(plan.result)
    dates = tuple(map(date.fromisoformat, result.get("dates_allowed", ())))
    if not dates or "weekly_hours" not in case or case["category"] not in EMPLOYEES:
        return None
    request = case["request"]
    working_days = case.get("working_days")
    return Asked(
        weekly_hours=case["weekly_hours"],
        days_per_week=case.get("days_per_week", 5),
        told_on=date.fromisoformat(request["made_on"]),
        mode=request["mode"],
        dates=dates,
        hours_per_day=result["hours_per_day"] if request["mode"] == "hours" else None,
        agreement=case.get("agreement"),
        own_agreement=case.get("own_agreement"),
        part_time=case.get("part_time"),
        schedule=case.get("schedule"),
        working_days=None if working_days is None else tuple(working_days),
        public=case["category"] == "public_employee",
    )


def assess_shared(plan: SavedPlan, rules: LeaveRules) -> Assessment | None:
    """What a company is told of a shared plan; None if there is nothing to tell.

    As of the day of saving: what the person saw then, and nothing that only a later day knows.
    """
    asked = shared(plan)
    try:
        return None if asked is None else assess(asked, rules, plan.saved_on, plan.patron)
    except InvalidCase:
        return None


def _worked_out(case: Case, rules: LeaveRules, patron: str | None) -> tuple[str, str, date | None]:
    """Result, stamp and last day."""
    noting = reading(rules)
    verdict = work_out(case, noting.rules, patron)
    figures = {name: value for name, value in verdict.as_json().items() if name not in NOT_KEPT}
    figures["dates_refused"] = [one["date"] for one in figures["dates_refused"]]
    return _json(figures), _json(noting.versions()), max(case.dates, default=None)


def _changed_rules(plan: SavedPlan, rules: LeaveRules) -> list[str]:
    old: dict[str, str] = json.loads(plan.stamp)
    new = versions(list(old), rules)
    return [name for name, mark in old.items() if new[name] != mark]


def _source(name: str, day: date, rules: LeaveRules) -> str | None:
    found = rule(name, rules)
    if found is None:
        return None
    if isinstance(found, Figure):
        return (found.on(day) or found.periods[-1]).source
    return (found.rule(day) or found.rules[-1]).source


def _differences(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Difference]:
    for field, (before, after) in _pairs(old, new).items():
        if before != after:
            yield Difference(field, *_told(field, before, after))


def _pairs(old: dict[str, Any], new: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {field: (old.get(field), new.get(field)) for field in (*old, *(name for name in new if name not in old))}


def _told(field: str, before: Any, after: Any) -> tuple[str, str]:
    """Both values in Italian; of two lists of days, only those that the other has not."""
    if field in ("dates_allowed", "dates_refused"):
        days, others = set(before or ()), set(after or ())
        return _days(days - others), _days(others - days)
    return _value(field, before), _value(field, after)


def _value(field: str, value: Any) -> str:
    match field, value:
        case _, None | []:
            return NOT_COMPUTED
        case "allowed", decision:
            return DECISIONS[decision]
        case "hours_per_day" | "hours_used", hours:
            return italian.hours(hours)
        case "hours_options", options:
            return italian.either(map(italian.hours, options))
        case (("days_used" | "usable_left_days" | "other_parent_usable_left_days" | "couple_days_left_at_80"), days):
            return italian.days(days)
        case "rate", rate:
            return f"{rate}%"
        case "pay", periods:
            return ", ".join(map(_period, periods))
        case _, day:
            return italian.day(date.fromisoformat(day))


def _period(period: dict[str, Any]) -> str:
    dates = " – ".join(dict.fromkeys(italian.day(date.fromisoformat(period[end])) for end in ("from", "to")))
    rate = NOT_COMPUTED if period["rate"] is None else f"{period['rate']}%"
    amount = "" if period["amount"] is None else f", {italian.euro(period['amount'])} euro"
    return f"{dates}: {rate}{amount}"


def _days(days: set[str]) -> str:
    told = [italian.day(date.fromisoformat(day)) for day in sorted(days)[:MOST_DAYS]]
    return ", ".join(told) + (" …" if len(days) > MOST_DAYS else "") or NOT_COMPUTED


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
