"""The papers of a company's check: which there are, and what each is made from."""

from __future__ import annotations

import json

from bot.dialogue.answers.echo import WEEKDAYS
from bot.dialogue.leave import company_state as check
from bot.dialogue.leave.company_screens import fill
from bot.dialogue.leave.company_state import GROSS, PAYMENTS, button
from bot.dialogue.turn import Turn, row, show
from bot.model.decision import Decision
from bot.model.reply import Choice, Line, Message, Paper, Part
from bot.rules.leave.company import Assessment
from bot.rules.leave.company_data import as_data

MADE = {
    "letter": "company_letter",
    "proposal": "company_letter",
    "agreement": "company_agreement",
    "payroll": "company_payroll",
}
"""What a button asks for -> the kind of paper."""


def offered(turn: Turn, told: Assessment) -> tuple[Part, ...]:
    return (Line("plan_check_papers"),) if told.dates else (Line("plan_check_papers_none"),)


def payroll(told: Assessment) -> tuple[tuple[Choice, ...], ...]:
    """Its button, where there are days of leave to tell payroll."""
    return (row(button("paper payroll", "plan_check_paper_payroll")),) if told.dates else ()


def buttons(turn: Turn, told: Assessment) -> tuple[tuple[Choice, ...], ...]:
    kinds = ("letter", "proposal", "agreement", "payroll") if told.dates else ("letter",)
    return tuple(row(button(f"paper {kind}", f"plan_check_paper_{kind}")) for kind in kinds)


def made(turn: Turn, kind: str, about: str = "") -> Decision | None:
    """A paper of the check under way; `about`: what a proposal proposes, `morning`, `afternoon` or `day1`."""
    told = check.finished(turn)
    if told is None or kind not in MADE or (kind != "letter" and not told.dates):
        return None
    plan = turn.records.shared_plan if check.link_of(turn) else None
    day, patron = (plan.saved_on, plan.patron) if plan else (turn.today, check.patron(turn))
    flow = check.state(turn)
    pay = {name: flow[name] for name in (GROSS, PAYMENTS) if name in flow} if kind == "payroll" else {}
    proposal = {"proposal": about or "other"} if kind == "proposal" else {}
    data = {**as_data(told.asked, day, patron), **pay, **proposal}
    parts = (Line(f"plan_check_paper_made_{kind}", {"what": proposed(turn, about)}),)
    rows = (
        row(button("section papers", "plan_company_section_papers")),
        row(button("result", "plan_company_back")),
        row(show("trova-sportello")),
    )
    return check.say(turn, Message(parts, rows, (Paper(MADE[kind], json.dumps(data)),)))


def proposed(turn: Turn, about: str) -> str:
    if about in ("morning", "afternoon"):
        return fill(turn, f"plan_check_move_{about}")
    if about.startswith("day"):
        weekday = int(about.removeprefix("day"))
        return fill(
            turn, "plan_check_move_weekday", weekday=f"{'della' if weekday == 6 else 'del'} {WEEKDAYS[weekday]}"
        )
    return fill(turn, "plan_check_move_what")
