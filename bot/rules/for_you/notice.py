"""Notice to the employer: what this agreement asks and what the law does, both said (F-HP-13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.knowledge.leave_agreements import Agreement
from bot.rules.calendar import months_later
from bot.rules.for_you.known import ForYou, Known, said
from bot.rules.leave import italian
from bot.rules.leave.agreed import hour_rule
from bot.rules.leave.hours import AgreedTerms


def of_hours(known: Known) -> ForYou | None:
    """Days before hours of leave. None where no agreement was told: the general answer says the law."""
    law = known.number("notice_hours")
    told = [(each, _terms(known, each)) for each in known.agreements]
    if law is None or not told:
        return None
    ways = [way for each, terms in told if (way := _way(known, terms)) and terms.of_hours]
    if not ways:
        return said("you_notice_silent", ("agreement",), agreement=_named(known), law=italian.days(law))
    if len(known.agreements) > 1:
        every = "; ".join(f"{each.short}: {_way(known, terms) or italian.days(law)}" for each, terms in told)
        return said("you_notice_several", ("agreement",), ways=every, law=italian.days(law))
    terms = told[0][1]
    urgent = f"; se non si può prima, {terms.urgent}" if terms.urgent else ""
    line = said(
        "you_notice_hours",
        ("agreement",),
        opening=f"con {terms.name}",
        way=ways[0] + urgent,
        law=italian.days(law),
        source=terms.source,
    )
    return replace(line, settles=True)


def of_days(known: Known) -> ForYou | None:
    """Days before whole days of leave, where the agreement told has a longer term than the law."""
    law = known.number("notice_days")
    terms = _terms(known, known.agreements[0]) if len(known.agreements) == 1 else None
    if law is None or terms is None or terms.notice is None:
        return None
    return said(
        "you_notice_days",
        ("agreement",),
        opening=f"con {terms.name}",
        way=_way(known, terms) or "",
        law=italian.days(law),
        source=terms.source,
    )


def _way(known: Known, terms: AgreedTerms) -> str | None:
    if terms.plan_before is not None:
        return f"il programma delle ore di un mese va dato {italian.days(terms.plan_before)} prima della fine del mese prima{_next_plan(known, terms.plan_before)}"
    if terms.notice is None:
        return None
    return (
        f"{terms.notice} giorni lavorativi prima"
        if terms.notice_in_working_days
        else f"{italian.days(terms.notice)} prima"
    )


def _next_plan(known: Known, before: int) -> str:
    """ " (per gennaio 2027: entro il 24/12/2026)": the next month that can still be planned."""
    for ahead in (1, 2):
        month = months_later(known.today.replace(day=1), ahead)
        deadline = month - timedelta(days=1 + before)
        if known.today <= deadline:
            return f" (per {italian.month(month)}: entro il {italian.day(deadline)})"
    return ""


def _terms(known: Known, agreement: Agreement) -> AgreedTerms:
    case = known.case(agreement.id)
    return hour_rule(case, known.rules, known.today).terms if case else AgreedTerms()


def _named(known: Known) -> str:
    return " o ".join(each.short for each in known.agreements)
