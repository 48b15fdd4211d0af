"""Leave plans of every kind, as the conversation hands them to the papers."""

from __future__ import annotations

from typing import Any

WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri"]


def case(mode: str = "hours", dates: Any = None, hours: float | None = 4, **facts: Any) -> dict[str, Any]:
    """A mother's case of 2026-11-22; `facts` replace those of the case."""
    request: dict[str, Any] = {"made_on": "2026-11-22", "mode": mode, "dates": dates or ["2026-12-10"]}
    if mode == "hours":
        request["hours_per_day"] = hours
    return {
        "parent": "mother",
        "category": "private_employee",
        "weekly_hours": 40,
        "days_per_week": 5,
        "child": {"born": "2024-08-15"},
        "used": {"mother": 30, "father": 0},
        "request": request,
        **facts,
    }


def weekly(first: str, last: str, *weekdays: str) -> dict[str, Any]:
    return {"from": first, "to": last, "weekdays": list(weekdays or WEEKDAYS)}


ALONE = {"single_parent": True, "used": {"mother": 0, "father": 0}}
CASES: dict[str, dict[str, Any]] = {
    "nothing possible": case(dates=["2026-11-22", "2026-11-23"]),
    "one date": case(),
    "forty dates": case(dates=weekly("2026-12-01", "2027-04-18", "Tue", "Thu"), agreement="metalmeccanici-industria"),
    "four hundred dates": case(dates=weekly("2026-12-01", "2028-07-10"), hours=2.5, **{**ALONE, "weekly_hours": 25}),
    "five years of Fridays": case(dates=weekly("2026-12-01", "2031-11-20", "Fri"), **ALONE),
    "whole days": case("days", dates=weekly("2026-12-14", "2027-01-15")),
    "public employee": case(
        dates=weekly("2026-12-01", "2027-03-31", "Mon", "Wed", "Fri"),
        hours=2,
        category="public_employee",
        weekly_hours=36,
        agreement="funzioni-locali",
    ),
    "gestione separata": case("days", dates=weekly("2026-12-01", "2026-12-31"), category="gestione_separata"),
    "self-employed": case(
        "days",
        dates=weekly("2026-12-01", "2026-12-31"),
        category="self_employed",
        child={"born": "2026-08-15"},
        used={"mother": 0, "father": 0},
    ),
    "domestic worker": case(category="domestic_worker"),
    "told agreement": case(
        dates=weekly("2026-12-01", "2027-06-30", "Mon", "Thu"),
        hours=3,
        agreement={"hours_per_day_of_leave": 6, "notice_days": 10, "plan_deadline_days_before_month_end": 3},
    ),
}


def data(name: str, patron: str | None = None) -> dict[str, Any]:
    return {"case": CASES[name], "patron": patron, "language": "it"}
