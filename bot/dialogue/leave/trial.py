"""What is shown of a change that is only tried out: what it would be, what it was, and two ways on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.dialogue.leave import known as names
from bot.dialogue.leave.calculator import Calculator
from bot.dialogue.leave.choices import button
from bot.dialogue.leave.known import Known
from bot.dialogue.leave.results import first_screen
from bot.dialogue.leave.spoken import facts as spoken_facts
from bot.dialogue.leave.spoken import text, value_words
from bot.dialogue.leave.state import before_the_change
from bot.dialogue.turn import Turn, row
from bot.model.reply import Choice, Line, Message
from bot.rules.leave import InvalidCase, italian


def screen(turn: Turn, calculator: Calculator, known: Known) -> Message:
    """The plan as it would be; the one before stays until the person says otherwise."""
    shown = first_screen(turn, calculator, known, tried=True)
    told = [one for one in shown.parts if isinstance(one, Line)][:-1]
    before = "\n".join(_before(turn, calculator, known))
    parts = (*lead(turn, known), *told, *([Line("text", {"text": before})] if before else []))
    keep = replace(button("keep", text(turn, "plan_keep_this")), means="yes")
    return Message((*parts, shown.parts[-1]), (row(keep), row(replace(back(turn), means="no"))))


def back(turn: Turn) -> Choice:
    """To the plan that was there before."""
    return button("undo", text(turn, "plan_back_as_before"))


def lead(turn: Turn, known: Known) -> tuple[Line, ...]:
    """That it is a trial, and of what."""
    before = before_the_change(turn) or {}
    changed = [name for name in {**known, **before} if known.get(name) != before.get(name)]
    if names.WHO in changed:
        return (Line("plan_trial_other", {"who": value_words(turn, known, names.WHO) or ""}),)
    words = spoken_facts(turn, known, changed) or [text(turn, "plan_as_before", known)]
    return (Line("plan_trial", {"facts": ", ".join(words)}),)


def _before(turn: Turn, calculator: Calculator, known: Known) -> Iterator[str]:
    """What the plan uses now, beside what the trial would."""
    try:
        now, then = calculator.verdict(known), calculator.verdict(before_the_change(turn) or known)
    except InvalidCase:
        return
    if now.dates_allowed and then.dates_allowed:
        days = {"days": italian.days(then.days_used), "count": italian.days(len(then.dates_allowed))}
        yield text(turn, "plan_trial_before", **days)
