"""What if: a change that is tried out on the finished plan, and a change that is taken back. Nothing is lost by either."""

from __future__ import annotations

from bot.dialogue.leave import known as names
from bot.dialogue.leave.calculator import Calculator
from bot.dialogue.leave.known import Known, told
from bot.dialogue.leave.state import RESULT, before_the_change, is_supposed
from bot.dialogue.turn import Turn
from bot.understanding.what_if import by_the_other, supposes

OTHERS_JOB = {"self_employed": "self_employed", "not_working": "unemployed"}
"""What the other parent does, as the work of a plan; of an employee nothing else is known."""
OWN = (names.GROSS, names.PAYMENTS, names.INCOME, names.OTHER, names.TOLD)
"""Answers that are of one parent alone."""
NOT_TRIED = frozenset(
    {names.BORN, names.BORN_FIRST, names.BORN_LAST, names.ENTERED, names.ENDED, names.KID, names.SINGLE}
)
"""What has happened: nobody supposes it of an open plan."""


def supposed(turn: Turn, known: Known, facts: Known) -> dict[str, str] | None:
    """The answers that the message tries out; None if it supposes nothing of this plan."""
    writer = (before_the_change(turn) or known if is_supposed(turn) else known).get(names.WHO, "mother")
    if by_the_other(turn.said, writer):
        return by_the_other_parent(known) if known.get(names.WHO, "mother") == writer else None
    tried = {name: value for name, value in facts.items() if name not in NOT_TRIED and known.get(name) != value}
    return tried if tried and supposes(turn.said) else None


def tries_out(turn: Turn) -> bool:
    """A finished plan is open, and the message only tries something out on it: it tells nothing of the person."""
    flow = turn.conversation.flow
    return flow.get("name") == names.TOPIC and flow.get("step") == RESULT and supposes(turn.said)


def by_the_other_parent(known: Known) -> dict[str, str]:
    """The same plan for the other parent: what each has used changes sides, the pay of the one is not that of the other."""
    swapped = {
        names.WHO: "father" if known.get(names.WHO, "mother") == "mother" else "mother",
        names.MINE: known.get(names.THEIRS, "0"),
        names.THEIRS: known.get(names.MINE, "0"),
        names.USED: known.get(names.USED, names.NO),
    }
    if names.AT_HIGHER in known:
        swapped[names.AT_HIGHER] = known[names.AT_HIGHER]
    job = OTHERS_JOB.get(told(known, names.OTHER) or "")
    return {**swapped, names.JOB: job} if job else swapped


def without_own(known: Known, merged: dict[str, str]) -> dict[str, str]:
    """Another parent's plan knows nothing of the pay, the income and the notice of the first."""
    if known.get(names.WHO) == merged.get(names.WHO):
        return merged
    return {name: value for name, value in merged.items() if name not in OWN}


def ways(calculator: Calculator, known: Known) -> dict[str, dict[str, str]]:
    """The same need by the hour, by the day on the same dates, and without a break from the first to the last."""
    verdict = calculator.verdict(known)
    if not verdict.dates_allowed:
        return {}
    first, last = verdict.dates_allowed[0], verdict.dates_allowed[-1]
    plain = {name: one for name, one in known.items() if name not in (*names.WISHES, names.MODE, names.BETWEEN)}
    same = {name: one for name, one in known.items() if name in names.WISHES}
    if told(known, names.PATTERN) == names.EVERY or names.in_days(known):
        same = {names.DATES: " ".join(one.isoformat() for one in verdict.dates_allowed)}
    days = {name: one for name, one in plain.items() if name not in (names.PER_DAY, names.BESIDE, names.TIME)}
    whole = {names.FIRST: first.isoformat(), names.LAST: last.isoformat(), names.PATTERN: names.EVERY}
    return {
        "hours": {**plain, **same, names.MODE: "hours"},
        "days": {**days, **same, names.MODE: "days"},
        "whole": {**days, **whole, names.MODE: "days"},
    }
