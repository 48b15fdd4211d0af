"""An agreement of one's own as the leave calculator takes it, and in Italian words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.model.own_agreement import OwnAgreement
from bot.rules.leave import italian

FIELDS = {
    "min_hours": "min_hours",
    "day_hours": "hours_per_day_of_leave",
    "min_hours_month": "min_hours_month",
    "whole_days": "whole_days_in_month",
    "work_left": "min_hours_worked_in_day",
    "notice_days": "notice_days",
    "notice_working": "notice_in_working_days",
    "plan_days": "plan_deadline_days_before_month_end",
}
"""Name of a term -> the field of the case's `Terms`."""
LONGEST_USE = 12
"""Hours: a day of work is no longer."""
LEVELS = {"company": "accordo aziendale", "territorial": "accordo territoriale"}


def for_case(own: OwnAgreement) -> dict[str, Any]:
    """`own_agreement` of a case."""
    terms = {field: value for name, field in FIELDS.items() if (value := getattr(own, name)) is not None}
    return {**terms, "blocks": list(_uses(own.blocks))} if own.blocks else terms


def of_case(terms: Mapping[str, Any]) -> OwnAgreement:
    """The terms behind `for_case`."""
    names = {field: name for name, field in FIELDS.items()}
    blocks = tuple(terms.get("blocks", ()))
    one = blocks[:1] if blocks and tuple(_uses(blocks[:1])) == blocks else blocks
    return OwnAgreement(blocks=one, **{names[field]: value for field, value in terms.items() if field in names})


def _uses(blocks: tuple[float, ...]) -> Iterator[float]:
    """Of one block several may be taken together, of several measures each by itself."""
    if len(blocks) != 1:
        yield from blocks
        return
    times = range(1, 1 + int(LONGEST_USE / blocks[0]))
    yield from (blocks[0] * one for one in times)


def in_words(own: OwnAgreement) -> str:
    """ "blocchi da 2 ore, preavviso di 3 giorni lavorativi (accordo aziendale)"."""
    level = f" ({LEVELS[own.level]})" if own.level in LEVELS else ""
    return ", ".join(_terms(own)) + level


def _terms(own: OwnAgreement) -> Iterator[str]:
    if own.blocks:
        several = ", uno o più" if len(own.blocks) == 1 else ""
        yield f"blocchi da {italian.either(map(italian.hours, own.blocks))}{several}"
    if own.min_hours is not None:
        yield f"almeno {italian.hours(own.min_hours)} per volta"
    if own.day_hours is not None:
        yield f"un giorno di congedo vale {italian.hours(own.day_hours)}"
    if own.min_hours_month is not None:
        yield f"almeno {italian.hours(own.min_hours_month)} al mese"
    if own.whole_days:
        yield "le ore del mese fanno giorni interi"
    if own.work_left is not None:
        yield f"restano almeno {italian.hours(own.work_left)} di lavoro nella giornata"
    if own.notice_days is not None:
        working = " lavorativi" if own.notice_working else ""
        yield f"preavviso di {italian.days(own.notice_days)}{working}"
    if own.plan_days is not None:
        yield f"piano del mese {italian.days(own.plan_days)} prima della fine del mese precedente"
