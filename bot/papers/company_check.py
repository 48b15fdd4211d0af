"""The papers of a company's check as one page each: the answer, with or without a proposal, the monthly agreement, the memo
for payroll. Made again from what was asked; they hold no name and nothing of the family.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from bot.knowledge.leave import leave_rules
from bot.knowledge.loader import Knowledge
from bot.model.reply import File
from bot.papers.company_words import Words, refused_days, table
from bot.papers.leave_letter import Letter
from bot.rules.leave import italian
from bot.rules.leave.company import Assessment
from bot.rules.leave.company_data import looked_at
from bot.rules.leave.company_money import estimate

WEEKDAYS = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica")
Written = Callable[[Words, Assessment, Mapping[str, Any], date], Letter]


def company_letter(knowledge: Knowledge, data: Mapping[str, Any], today: date) -> File:
    """The answer to the worker; with a proposal where the data name one. Raises InvalidCase, see `looked_at`."""
    return _page("risposta-congedo.pdf", answer, knowledge, data, today)


def company_agreement(knowledge: Knowledge, data: Mapping[str, Any], today: date) -> File:
    """Raises InvalidCase."""
    return _page("accordo-del-mese.pdf", agreement, knowledge, data, today)


def company_payroll(knowledge: Knowledge, data: Mapping[str, Any], today: date) -> File:
    """Raises InvalidCase."""
    return _page("promemoria-paghe.pdf", payroll, knowledge, data, today)


def _page(name: str, written: Written, knowledge: Knowledge, data: Mapping[str, Any], today: date) -> File:
    from bot.papers.page import page  # fpdf2 takes a second to load, and 50 MB

    told = looked_at(data, leave_rules(knowledge))
    return File(name, "application/pdf", page(written(Words(knowledge), told, data, today), today))


def answer(said: Words, told: Assessment, data: Mapping[str, Any], today: date) -> Letter:
    """Confirms what is in order, says what is not and from when it can be; a proposal leaves the choice to the worker."""
    about = data.get("proposal")
    asked = italian.day(told.asked.told_on)
    mode = told.asked.mode
    public = "_public" if told.asked.public else ""
    body = f"letter_yes_{mode}" if told.dates else "letter_no"
    hours = italian.hours(told.hours_per_day or 0)
    return Letter(
        said("proposal_title" if about else "letter_title"),
        said("draft"),
        said("note", day=italian.day(today)),
        blanks=(said("firm"), said("worker")),
        subject=said(f"letter_subject_{mode}", asked=asked),
        body=(said(body, asked=asked, hours=hours), *_not_in_order(said, told, asked)),
        table=table(told) if told.dates else None,
        after=tuple(_after(said, told, about, public)),
        signature=said("signature"),
        checklist=said("letter_steps"),
        checklist_notes=_notes(said, told),
        steps=tuple(_before_handing_over(said, told)),
        sources=said("estimate", sources=said(f"letter_sources{public}")),
    )


def _not_in_order(said: Words, told: Assessment, asked: str) -> Iterator[str]:
    for days, reason in refused_days(told):
        yield said("letter_refused", days=days, reason=reason)
    if told.notice_short and told.earliest:
        yield said("letter_again", asked=asked, earliest=italian.day(told.earliest))
    if told.measure_wrong and told.hours_options:
        yield said("letter_options", options=italian.either(map(italian.hours, told.hours_options)))


def _after(said: Words, told: Assessment, about: str | None, public: str) -> Iterator[str]:
    if told.dates:
        if told.asked.mode == "hours":
            yield said("times")
        yield said(f"letter_receipt{public}", first=italian.day(told.dates[0]))
    if about:
        yield said("proposal", what=proposed(said, about))
        yield said("proposal_free")
        yield said("proposal_answer")


def _before_handing_over(said: Words, told: Assessment) -> Iterator[str]:
    yield from (said("letter_step_check", doubt=doubt) for doubt in told.decisive)
    if told.dates:
        yield said("letter_step_date", first=italian.day(told.dates[0]))
    else:
        yield said("letter_step_now")
    yield said("letter_step_motive")


def _notes(said: Words, told: Assessment) -> tuple[str, ...]:
    return (said("letter_not_given"), *((said.own(told),) if told.asked.own_agreement else ()))


def proposed(said: Words, about: str) -> str:
    """`afternoon`, `day1`: what the proposal proposes."""
    if about.startswith("day"):
        weekday = int(about.removeprefix("day"))
        return said.check("move_weekday", weekday=f"{'della' if weekday == 6 else 'del'} {WEEKDAYS[weekday]}")
    return said.check(f"move_{about}" if about in ("morning", "afternoon") else "move_what")


def agreement(said: Words, told: Assessment, data: Mapping[str, Any], today: date) -> Letter:
    hourly, public = told.asked.mode == "hours", "_public" if told.asked.public else ""
    kind = "" if hourly else "_days"
    rule = said("rule_law" if told.by_law else "rule_agreement")
    month = said(f"agreement_step_month{public}")
    steps = (said("agreement_step_rule", rule=rule), said("agreement_step_whole"), month) if hourly else ()
    return Letter(
        said(f"agreement_title{kind}"),
        said("draft"),
        said("note", day=italian.day(today)),
        blanks=(said("firm"), said("worker_agreement")),
        body=(said(f"agreement_body{kind}", hours=italian.hours(told.hours_per_day or 0)),),
        table=table(told),
        after=(
            *((said("times"),) if hourly else ()),
            *(said(f"agreement_{name}") for name in ("cover", "change", "review", "right")),
        ),
        signature=said("signatures"),
        checklist=said("letter_steps"),
        checklist_notes=_notes(said, told),
        steps=steps or (said("letter_step_motive"),),
        sources=said("estimate", sources=said("agreement_sources")),
    )


def payroll(said: Words, told: Assessment, data: Mapping[str, Any], today: date) -> Letter:
    """What payroll must know and do; codes only as far as they are known. Rate and months are the worker's matter."""
    request = told.asked
    week = f"{italian.hours(request.weekly_hours)} in {italian.days(request.days_per_week)}"
    measure = said("payroll_days")
    if request.mode == "hours" and told.hours_per_day and told.days_of_leave and told.hours:
        worth = told.hours / told.days_of_leave
        measure = said("payroll_hours", hours=italian.hours(told.hours_per_day), day=italian.hours(worth))
    months = ", ".join(
        said("payroll_month", month=italian.month(month), days=italian.days(days)) for month, days in told.leave
    )
    public = "_public" if request.public else ""
    return Letter(
        said("payroll_title"),
        said("payroll_draft"),
        said("note", day=italian.day(today)),
        body=(said("payroll_body", asked=italian.day(request.told_on), week=week, measure=measure),),
        table=table(told),
        after=(said("payroll_months", months=months), *_money(said, told, data)),
        checklist=said("payroll_steps"),
        checklist_notes=(said.own(told),) if request.own_agreement else (),
        steps=tuple(_of_public(said) if request.public else _of_firms(said, told)),
        sources=said("estimate", sources=said(f"payroll_sources{public}")),
    )


def _money(said: Words, told: Assessment, data: Mapping[str, Any]) -> Iterator[str]:
    if "gross" not in data:
        return
    gross, payments = float(data["gross"]), int(data.get("payments", 13))
    found = estimate(told, gross, payments, leave_rules(said.knowledge))
    lines = [said.month(month, told.asked.public) for month in found.months]
    yield said.check("money_estimate", gross=italian.euro(gross), payments=str(payments), lines="\n".join(lines))


def _of_firms(said: Words, told: Assessment) -> Iterator[str]:
    hourly = told.asked.mode == "hours"
    higher, age = said.figure("higher_rate", told), said.figure("child_age_limit", told)
    yield said("payroll_papers")
    yield said("payroll_lul")
    yield said(f"payroll_codes_{told.asked.mode}", higher=higher)
    if hourly:
        yield said("payroll_element_law" if told.by_law else "payroll_element_agreement")
    yield said("payroll_back", higher=higher)
    yield said("payroll_older", age=age)
    for name in ("base", "effects", "cnel", "direct"):
        yield said(f"payroll_{name}")


def _of_public(said: Words) -> Iterator[str]:
    yield said("payroll_public")
    yield said("payroll_public_full", full=said.figure("public_full_pay_days"))
    yield said("payroll_public_papers")
    yield said("payroll_lul")
    yield said("payroll_effects")
