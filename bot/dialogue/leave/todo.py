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
    deadline, due, first = plan.notice_deadline, plan.plan_deadline(plan.dates[0]), plan.dates[0]
    steps = [(first, text(turn, "plan_todo_apply", day=day(first)))]
    if due is not None and due >= calculator.today:
        steps.append((due, text(turn, "plan_todo_month", day=day(due))))
    if deadline is not None and deadline >= max(calculator.today, case.request.made_on):
        today = deadline == calculator.today
        told = text(turn, "plan_todo_tell_today") if today else text(turn, "plan_todo_tell", day=day(deadline))
        steps.append((deadline, told))
    in_order = [said for _, said in sorted(steps)]
    yield text(turn, "plan_now", day=day(plan.dates[0]), what="; ".join(in_order))
