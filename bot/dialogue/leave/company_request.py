"""What a company told of a request of leave: the answers as the conversation keeps them, and in words.

An answer is a short text under one of five names: an id, numbers or ISO dates, never free text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.dialogue.answers.echo import WEEKDAYS, agreement_words, hours_words
from bot.dialogue.leave.known import OWN
from bot.dialogue.turn import Turn
from bot.knowledge.leave import LeaveRules
from bot.model.entities import Amount, Day, DayPart, Duration, Found, Hours, Impossible, Period, Weekdays
from bot.model.own_agreement import unpacked
from bot.rules.calendar import months_later
from bot.rules.leave import InvalidCase, italian, own_terms
from bot.rules.leave.case import WEEKDAYS as CODES
from bot.rules.leave.company import Asked, Mode, assess, is_public

AGREEMENT, WEEK, HOURS, DATES, ASKED = "agreement", "week", "hours", "dates", "asked"
FACTS = (AGREEMENT, WEEK, HOURS, DATES, ASKED)
"""In the order in which they are asked for."""
WHICH, WEEKLY = "which", "weekdays"
"""Half an answer: a name of several agreements; weekdays without a last day."""
NOT_TOLD, WHOLE_DAYS, HALF_DAY = "-", "days", "half"
USUAL_DAYS = 5.0
LONGEST_SHIFT = 12.0
"""Hours over which a number without more means those of a week."""
NEAR = timedelta(days=60)
"""A day so little ahead is no slip of the year."""
LONGEST_WAIT = timedelta(days=366)
"""Nobody answers an older notice."""
_BARE_WEEKDAY = re.compile(r"(?:luned|marted|mercoled|gioved|venerd)[iìí]'?|sabato|domenica", re.IGNORECASE)
_TOLD_ON = re.compile(
    r"\b(?:chiest\w*|avvis\w*|comunicat\w*|ricevut\w*|arrivat\w*|dett[oa]|scritt[oa])\b[^,.;:!?\n\d]{0,15}$",
    re.IGNORECASE,
)
"""Before a day: when the employer was told."""
_MUNICIPALITY = re.compile(
    r"\b(?:siamo|sono) (?:un|il|del|al) comune\b|\bin municipio\b|\bpolizia locale\b", re.IGNORECASE
)
LOCAL_BODIES = "funzioni-locali"
"""The agreement of the municipalities."""
SUPPOSED = {WEEK: "40/5", HOURS: NOT_TOLD}
"""Stand in for what is not told yet, so that an answer can be tried at once."""
FIELDS = {
    "weekly_hours": WEEK,
    "days_per_week": WEEK,
    "schedule": WEEK,
    "agreement": AGREEMENT,
    "request.hours_per_day": HOURS,
    "request.made_on": ASKED,
}
"""Field of a case -> the answer that is at fault; the dates for every other."""

Answers = Mapping[str, str]


def asked(answers: Answers, rules: LeaveRules, today: date) -> Asked:
    """The request that the answers make; what is missing is supposed. A period without a first day starts when it may."""
    known = {**SUPPOSED, **answers}
    weekly, _, days = known[WEEK].partition("/")
    agreement = None if known.get(AGREEMENT, NOT_TOLD) == NOT_TOLD else known[AGREEMENT]
    hours = known[HOURS]
    mode: Mode = "days" if hours == WHOLE_DAYS else "hours"
    told_on = date.fromisoformat(known[ASKED]) if ASKED in known else today
    request = Asked(
        weekly_hours=float(weekly),
        days_per_week=float(days),
        told_on=told_on,
        mode=mode,
        dates=(max(today, told_on) + timedelta(days=90),),
        hours_per_day=_per_day(hours, float(weekly), float(days)),
        agreement=agreement,
        own_agreement=own_terms.for_case(unpacked(known[OWN])) if OWN in known else None,
        public=is_public(agreement, rules),
    )
    if DATES not in known:
        return request
    return replace(request, dates=_dates(known[DATES], lambda: _soonest(request, rules, today)))


def _per_day(hours: str, weekly: float, days: float) -> float | None:
    """None: not told, or nothing to tell. A week without days is named as such, not here."""
    if hours in (NOT_TOLD, WHOLE_DAYS):
        return None
    if hours == HALF_DAY:
        return weekly / days / 2 if days else None
    return float(hours)


def _soonest(request: Asked, rules: LeaveRules, today: date) -> date:
    """The first day that the notice allows: hours that do not fit must not hide it."""
    try:
        return assess(replace(request, hours_per_day=None), rules, today).earliest or today
    except InvalidCase:
        return today


def _dates(said: str, soonest: Any) -> tuple[date, ...] | dict[str, Any]:
    """`2026-12-03 2026-12-10`, or `1,3:2026-12-01:2026-12-31` where weekdays and first day may be empty."""
    if ":" not in said:
        return tuple(map(date.fromisoformat, said.split()))
    weekdays, first, last = said.split(":")
    dates: dict[str, Any] = {"from": first or min(soonest(), date.fromisoformat(last)).isoformat(), "to": last}
    return {**dates, "weekdays": [CODES[int(day)] for day in weekdays.split(",")]} if weekdays else dates


def fault(problem_field: str) -> str:
    """The answer to ask again for a problem of a case."""
    return next((fact for field, fact in FIELDS.items() if problem_field.startswith(field)), DATES)


# --- what a message tells ---


def told(turn: Turn, step: str) -> dict[str, str]:
    """The answers in a message; what a bare number or day means depends on what was asked."""
    entities = turn.understanding.entities
    amounts = [found.amount for found in entities.amounts]
    found = {**_unknown(turn, step), **_agreement(turn), **_hours(amounts, step), **_plain(turn, step)}
    days = [one for one in entities.amounts if isinstance(one.amount, Day)]
    notices = days[:1] if step == ASKED else [day for day in days if _is_of_notice(turn, day)][:1]
    for notice in notices:
        told_on = _past(turn, notice)
        if timedelta() <= turn.today - told_on <= LONGEST_WAIT:
            found[ASKED] = told_on.isoformat()
    if step == ASKED and days:
        return found
    return {**found, **_days(turn, [day for day in days if day not in notices], step)}


def no_notice_day(turn: Turn, step: str) -> bool:
    """A day was told for the notice that cannot be that of one: still to come, or long gone."""
    days = any(isinstance(one.amount, Day) for one in turn.understanding.entities.amounts)
    return step == ASKED and days and ASKED not in told(turn, step)


def impossible(turn: Turn) -> str | None:
    """A date that no calendar has, as it was written."""
    amounts = turn.understanding.entities.amounts
    return next((one.amount.text for one in amounts if isinstance(one.amount, Impossible)), None)


def _agreement(turn: Turn) -> dict[str, str]:
    mention = turn.understanding.entities.agreement
    if mention is None:
        municipality = _MUNICIPALITY.search(turn.said) and LOCAL_BODIES in turn.knowledge.agreements.by_id
        return {AGREEMENT: LOCAL_BODIES} if municipality and AGREEMENT not in turn.conversation.flow else {}
    return {AGREEMENT: mention.candidates[0]} if len(mention.candidates) == 1 else {WHICH: mention.id}


def _unknown(turn: Turn, step: str) -> dict[str, str]:
    """ "Non lo so", where one may not know."""
    unknown = turn.understanding.entities.leave.reply == "unknown"
    return {step: NOT_TOLD} if unknown and step in (AGREEMENT, HOURS) else {}


def _plain(turn: Turn, step: str) -> dict[str, str]:
    """A number by itself, or whole days."""
    words = turn.understanding.entities.leave
    if words.whole_days:
        return {HOURS: WHOLE_DAYS}
    if words.number is None or step not in (WEEK, HOURS):
        return {}
    return {step: f"{words.number:g}" if step == HOURS else f"{words.number:g}/{USUAL_DAYS:g}"}


def _hours(amounts: list[Amount], step: str) -> dict[str, str]:
    found: dict[str, str] = {}
    days = next((one.count for one in amounts if isinstance(one, Duration) and one.unit == "day"), USUAL_DAYS)
    for one in amounts:
        match one:
            case Hours(hours, per) if per == "week" or (per is None and (step == WEEK or hours > LONGEST_SHIFT)):
                found[WEEK] = f"{hours:g}/{days:g}"
            case Hours(hours, None | "day"):
                found[HOURS] = f"{hours:g}"
            case DayPart(0.5, _):
                found[HOURS] = HALF_DAY
    return found


def _days(turn: Turn, found: list[Found], step: str) -> dict[str, str]:
    """Weekdays, a period or days: `dates` where the last day is known, else what is known of the week."""
    amounts = [one.amount for one in turn.understanding.entities.amounts]
    bare = [one for one in found if _is_bare_weekday(turn, one)]
    days = [_date(one) for one in found if one not in bare]
    weekdays_before = turn.conversation.flow.get(WEEKLY) if step == DATES else None
    weekly = next((one for one in amounts if isinstance(one, Weekdays)), None)
    if weekly is None and bare:
        weekly = Weekdays(tuple(sorted({_date(one).weekday() for one in bare})))
    period = next((one for one in amounts if isinstance(one, Period)), None)
    if weekly is None and period is None and not (weekdays_before and days):
        return {DATES: " ".join(sorted({day.isoformat() for day in days}))} if days else {}
    wanted = ",".join(map(str, weekly.days)) if weekly else weekdays_before or ""
    firsts = [one.first for one in (weekly, period) if one and one.first]
    lasts = [one.last for one in (weekly, period) if one and one.last] or days
    if not lasts:
        return {WEEKLY: wanted} if wanted else {}
    return {DATES: f"{wanted}:{firsts[0].isoformat() if firsts else ''}:{lasts[0].isoformat()}"}


def _date(found: Found) -> date:
    assert isinstance(found.amount, Day)
    return found.amount.date


def _is_bare_weekday(turn: Turn, found: Found) -> bool:
    """ "martedì": every one, not the next."""
    return bool(_BARE_WEEKDAY.fullmatch(turn.said[found.start : found.end].strip()))


def _is_of_notice(turn: Turn, found: Found) -> bool:
    """ "ce l'ha chiesto ieri": not a day of leave; one to come is, "ha chiesto il 10 dicembre"."""
    return bool(_TOLD_ON.search(turn.said[: found.start])) and _past(turn, found) <= turn.today


def _past(turn: Turn, found: Found) -> date:
    """A request was made before today: "il 18", "martedì" and a day that is read as months ahead are the last ones."""
    day, today = _date(found), turn.today
    if day > today and _is_bare_weekday(turn, found):
        return day - timedelta(days=7)
    if day > today and turn.said[found.start : found.end].strip().isdigit():
        return months_later(day, -1)
    if day - today <= NEAR or (day.month, day.day) == (2, 29):
        return day
    return day.replace(year=day.year - 1)


# --- in words ---


def in_words(fact: str, answer: str | None, turn: Turn) -> str:
    """An answer in Italian; a question mark for none."""
    if answer is None:
        return "?"
    match fact:
        case "agreement":
            unknown = turn.knowledge.text("plan_company_unknown_agreement", "it")
            return unknown if answer == NOT_TOLD else agreement_words(answer, turn.knowledge.agreements)
        case "week":
            weekly, _, days = answer.partition("/")
            return f"{hours_words(float(weekly))} in {italian.days(float(days))}"
        case "hours" if answer in (NOT_TOLD, WHOLE_DAYS):
            key = "plan_company_whole_days" if answer == WHOLE_DAYS else "plan_company_hours_not_told"
            return turn.knowledge.text(key, "it")
        case "hours" if answer == HALF_DAY:
            return turn.knowledge.text("plan_company_half_day", "it")
        case "hours":
            return f"{hours_words(float(answer))} al giorno"
        case "asked":
            return italian.day(date.fromisoformat(answer))
        case _:
            return "; ".join(_dates_in_words(answer))


def summary(answers: Answers, turn: Turn) -> str:
    """What was told, in one sentence; what was not is left out."""
    said = [_in_sentence(fact, answers, turn) for fact in (AGREEMENT, WEEK, HOURS, DATES) if _is_told(fact, answers)]
    if OWN in answers:
        said.append(own_terms.in_words(unpacked(answers[OWN])))
    if ASKED in answers:
        said.append(f"avviso del {in_words(ASKED, answers[ASKED], turn)}")
    return ", ".join(said)


def _in_sentence(fact: str, answers: Answers, turn: Turn) -> str:
    """The words of a button without its capital; names keep theirs."""
    words = in_words(fact, answers[fact], turn)
    return words[:1].lower() + words[1:] if fact == HOURS else words


def _is_told(fact: str, answers: Answers) -> bool:
    return answers.get(fact, NOT_TOLD) != NOT_TOLD


def _dates_in_words(said: str) -> Iterator[str]:
    if ":" not in said:
        yield ", ".join(italian.day(date.fromisoformat(day)) for day in said.split())
        return
    weekdays, first, last = said.split(":")
    names = " e ".join(WEEKDAYS[int(day)] for day in weekdays.split(",")) if weekdays else ""
    until = italian.day(date.fromisoformat(last))
    span = f"dal {italian.day(date.fromisoformat(first))} al {until}" if first else f"fino al {until}"
    yield f"{names} {span}".strip()
