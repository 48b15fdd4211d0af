"""How long a plan of leave takes to work out: 400 dates, by the law, by an agreement, and in whole days.

Run with `python -m bench.leave`. The limit is 50 ms a plan; reading the content once comes on top.
"""

from __future__ import annotations

import statistics
import sys
import time
from datetime import date, timedelta
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.commands.leave import find_in
from bot.knowledge.leave import read_leave_rules
from bot.rules.leave import read_case, work_out
from bot.settings import ROOT

LIMIT_MS = 50.0
DATES = 400
RUNS = 30


def plan(mode: str, agreement: str | None, hours: float | None) -> dict[str, Any]:
    """A case of 400 working days from the seventh of January 2027."""
    first = date(2027, 1, 7)
    days = [day for ahead in range(700) if (day := first + timedelta(days=ahead)).weekday() < 5][:DATES]
    return {
        "today": "2026-11-22",
        "parent": "father",
        "category": "private_employee",
        "weekly_hours": 40,
        "days_per_week": 5,
        "agreement": agreement,
        "child": {"born": "2024-08-15"},
        "used": {"mother": 0, "father": 0},
        "other_parent": "employee",
        "monthly_gross": 1800,
        "request": {"made_on": "2026-11-22", "mode": mode, "hours_per_day": hours, "dates": [str(day) for day in days]},
    }


def measure() -> int:
    started = time.perf_counter()
    rules = read_leave_rules(ROOT, find_in)
    table = Table("a plan of 400 dates", "median ms", "slowest ms", title="Leave calculator")
    console = Console()
    console.print(f"Reading figures, agreements and words: {1000 * (time.perf_counter() - started):.0f} ms")
    worst = 0.0
    kinds = (
        ("half-days by the law", plan("hours", None, 4)),
        ("an hour a day, banks", plan("hours", "credito-abi", 7 / 2)),
        ("two hours, metalworkers", plan("hours", "metalmeccanici-industria", 2)),
        ("whole days", plan("days", None, None)),
    )
    for name, data in kinds:
        times = []
        for _ in range(RUNS):
            started = time.perf_counter()
            work_out(read_case(data, rules), rules).as_json()
            times.append(1000 * (time.perf_counter() - started))
        worst = max(worst, statistics.median(times))
        table.add_row(name, f"{statistics.median(times):.1f}", f"{max(times):.1f}")
    console.print(table)
    return 0 if worst <= LIMIT_MS else 1


if __name__ == "__main__":
    sys.exit(measure())
