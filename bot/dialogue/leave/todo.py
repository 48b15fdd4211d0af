"""What to do now, and by when: the notice, the monthly plan of the agreement, the application."""

from __future__ import annotations

from collections.abc import Iterator

from bot.dialogue.leave.calculator import Calculator
from bot.dialogue.leave.known import Known
from bot.dialogue.leave.spoken import day, text
from bot.dialogue.turn import Turn
from bot.papers.leave import Plan
from bot.rules.leave.dates import week_of


def now(turn: Turn, calculator: Calculator, known: Known) -> Iterator[str]:
    """One line: when it begins, and each thing to do with its last day."""
    case, verdict = calculator.case(known), calculator.verdict(known)
    plan = Plan(case, verdict, week_of(case, calculator.patron), calculator.rules)
    steps = []
    deadline = plan.notice_deadline
    if deadline is not None and deadline >= max(calculator.today, case.request.made_on):
        today = deadline == calculator.today
        steps.append(text(turn, "plan_todo_tell_today") if today else text(turn, "plan_todo_tell", day=day(deadline)))
    due = plan.plan_deadline(plan.dates[0])
    if due is not None and due >= calculator.today:
        steps.append(text(turn, "plan_todo_month", day=day(due)))
    steps.append(text(turn, "plan_todo_apply", day=day(plan.dates[0])))
    yield text(turn, "plan_now", day=day(plan.dates[0]), what="; ".join(steps))
