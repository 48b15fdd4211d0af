"""The answers of a request: which are asked, what a message tells of them, how they are said back.

Answers are text by field, as the draft and the ticket keep them: ids of closed lists, ISO dates, the company's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from bot.dialogue.texts import text
from bot.dialogue.turn import Turn
from bot.model.entities import Age, Birth, Day, Hours, Impossible, Period
from bot.model.reply import Line
from bot.model.time import italian_day
from bot.model.understanding import Place
from bot.rules.calendar import in_the_known_year
from bot.rules.voucher.checks import OUTSIDE, Form

Answers = Mapping[str, str]

FIELDS = ("residence", "employment", "work", "company", "children", "service", "period", "contact")
"""The questions, in the order in which they are asked."""
CALL = "call"
"""Among the answers where several calls are open: the id of the one that is asked for."""
HOURS = "hours_a_week"
"""Told with the service, of which it is a part."""
SKIPPED = "-"
NO_CHILDREN = "none"
PLACES = ("residence", "work")
CONTACTS = ("chat", "phone", "helpdesk")
MAY_BE_SKIPPED = frozenset({"work", "company", "children", "period", "contact"})
KEYS = {"period": ("first_day", "last_day")}
"""Questions whose answer has several values."""
NOT_ASKED = {
    "unemployed": {"work", "company"},
    "self_employed": {"company"},
    "domestic_worker": {"company"},
}
"""Kind of work -> questions that make no sense for it."""
CONTACT_WORDS = {"chat": ("chat", "qui", "messaggio", "telegram"), "phone": ("telefono", "telefonata", "chiamata"),
                 "helpdesk": ("sportello", "persona", "ufficio")}  # fmt: skip


def keys(name: str) -> tuple[str, ...]:
    return KEYS.get(name, (name,))


def asked(answers: Answers) -> tuple[str, ...]:
    """The questions for somebody who answered so far like this."""
    without = NOT_ASKED.get(answers.get("employment", ""), set())
    return tuple(name for name in FIELDS if name not in without)


def next_question(answers: Answers) -> str | None:
    """The first one without an answer; None when the form is complete."""
    return next((name for name in asked(answers) if not any(key in answers for key in keys(name))), None)


def fitting(answers: Answers) -> dict[str, str]:
    """The answers without those whose question is no longer asked, and without what no longer is in the lists."""
    kept = {key for name in asked(answers) for key in keys(name)} | {HOURS}
    fits = {key: value for key, value in answers.items() if key in kept and (value == SKIPPED or _value(key, value))}
    return fits | {key: value for key, value in answers.items() if key == CALL}


def form_of(answers: Answers) -> Form:
    """The typed form; what was skipped, or is no longer in a closed list, counts as not answered."""
    values: dict[str, Any] = {}
    for key, value in answers.items():
        if value != SKIPPED:
            values |= _value(key, value)
    return Form(**values)


def _value(key: str, value: str) -> dict[str, Any]:
    """The value for the form by its key; empty if it is not a value."""
    read: Any = value
    try:
        if key == "children":
            read = [date.fromisoformat(day) for day in value.split(",")] if value != NO_CHILDREN else []
        Form.model_validate({key: read})
    except (ValueError, ValidationError):
        return {}
    return {key: read}


# --- what a message tells ---


@dataclass(frozen=True, slots=True)
class Told:
    """What a message tells of the form."""

    answers: Answers = field(default_factory=dict)
    doubt: tuple[str, tuple[str, ...]] | None = None
    """A question and the values between which the person has to choose."""
    trouble: Line | None = None
    """Why what was said for the open question cannot be taken."""


def told(turn: Turn, question: str | None) -> Told:
    """What the message tells, read with the open question in mind; at the company's name hardly anything else is read."""
    facts, answers = turn.understanding.voucher, {}
    doubts: list[tuple[str, tuple[str, ...]]] = []
    for name, place in _places(turn, question):
        if value := _comune(place):
            answers[name] = value
        elif place.comune or place.candidates:
            doubts.append((name, (place.comune,) if place.comune else place.candidates))
    if question != "company":
        if facts.employment:
            answers["employment"] = facts.employment
        if len(facts.services) == 1:
            answers["service"] = facts.services[0]
        elif facts.services:
            doubts.append(("service", facts.services))
        if facts.company:
            answers["company"] = facts.company
    children, trouble = _children(turn, question)
    answers |= children
    if question in ("service", "period") or "service" in answers:
        answers |= dict(_times(turn, question))
    if question == "contact" and (contact := _contact(turn)):
        answers["contact"] = contact
    return Told(answers, doubts[0] if doubts else None, trouble)


def _places(turn: Turn, question: str | None) -> Iterator[tuple[str, Place]]:
    """Places said to be home or work; the only place of an answer to such a question is that one."""
    facts = turn.understanding.voucher
    if facts.residence:
        yield "residence", facts.residence
    if facts.work:
        yield "work", facts.work
    place = turn.understanding.place
    if question in PLACES and place and not (facts.residence or facts.work):
        yield question, place


def _comune(place: Place) -> str | None:
    if place.status == "outside":
        return OUTSIDE
    return place.comune if place.status == "found" else None


def _children(turn: Turn, question: str | None) -> tuple[dict[str, str], Line | None]:
    """Days of birth; where children are asked for, any day is one. An age or a month alone is not enough."""
    amounts = [found.amount for found in turn.understanding.entities.amounts]
    days = list(_days_of_birth(turn, question))
    if days:
        return {"children": ",".join(sorted({day.isoformat() for day in days}))}, None
    if question != "children":
        return {}, None
    impossible = next((each.text for each in amounts if isinstance(each, Impossible)), None)
    if impossible:
        return {}, Line("no_such_date", {"date": impossible})
    if any(isinstance(each, Age | Birth) for each in amounts):
        return {}, Line("voucher_day_of_birth")
    return {}, None


def _days_of_birth(turn: Turn, question: str | None) -> Iterator[date]:
    """A day without its year corrects the only one that is known, and keeps its year."""
    draft = turn.records.draft
    told = draft.answers.get("children", NO_CHILDREN) if draft else NO_CHILDREN
    known = date.fromisoformat(told) if told not in (NO_CHILDREN, SKIPPED) and "," not in told else None
    for found in turn.understanding.entities.amounts:
        text = turn.said[found.start : found.end]
        match found.amount:
            case Birth(first, last) if first == last:
                yield in_the_known_year(first, text, known)
            case Day(day, about) if question == "children" and not about:
                yield in_the_known_year(day, text, known)


def _times(turn: Turn, question: str | None) -> Iterator[tuple[str, str]]:
    """When the service is needed, and how many hours a week; from when to when may be told before it is asked for."""
    for found in turn.understanding.entities.amounts:
        match found.amount:
            case Period(first, last) if question == "period" or (first and last):
                yield "first_day", first.isoformat() if first else SKIPPED
                yield "last_day", last.isoformat() if last else SKIPPED
            case Day(day) if question == "period":
                yield "first_day", day.isoformat()
            case Hours(hours, "week") if question in ("service", "period"):
                yield HOURS, f"{hours:g}"


def _contact(turn: Turn) -> str | None:
    said = set(turn.said.casefold().replace(",", " ").replace(".", " ").split())
    return next((contact for contact, words in CONTACT_WORDS.items() if said & set(words)), None)


def of_person(turn: Turn) -> dict[str, str]:
    """What the person told before of home, work and children: where a request starts from, once it is agreed to."""
    person = turn.conversation.person.recent(turn.today)
    children = sorted(each.born.isoformat() for each in (person.child, *person.other_children) if each.born)
    known = {
        "residence": person.home,
        "work": person.workplace,
        "employment": person.work if person.work in turn.knowledge.voucher_words.employments else None,
        "children": ",".join(children) or None,
    }
    return fitting({key: value for key, value in known.items() if value})


# --- how the answers are said ---


def spoken(turn: Turn, name: str, answers: Answers) -> str:
    """The answer to a question in words, Italian; "non detto" if it was skipped or is not there."""
    values = [answers[key] for key in keys(name) if answers.get(key, SKIPPED) != SKIPPED]
    if not values:
        return text(turn, Line("voucher_not_said"))
    match name:
        case "residence" | "work":
            return _place_name(turn, values[0])
        case "employment":
            return turn.knowledge.voucher_words.employments[values[0]].label
        case "service":
            hours = answers.get(HOURS)
            label = turn.knowledge.voucher_words.services[values[0]].label
            return (
                text(turn, Line("voucher_hours", {"service": label, "hours": hours.replace(".", ",")}))
                if hours
                else label
            )
        case "children" if values[0] == NO_CHILDREN:
            return text(turn, Line("voucher_no_children"))
        case "children":
            return ", ".join(day(value) for value in values[0].split(","))
        case "period":
            return _period(turn, answers)
        case "contact":
            return text(turn, Line(f"voucher_contact_{values[0]}"))
        case _:
            return values[0]


def _place_name(turn: Turn, value: str) -> str:
    known = turn.knowledge.territory.municipalities.get(value)
    return known.name if known else text(turn, Line("voucher_outside"))


def _period(turn: Turn, answers: Answers) -> str:
    first, last = (answers.get(key, SKIPPED) for key in KEYS["period"])
    values = {"first": day(first), "last": day(last)}
    key = "voucher_until" if first == SKIPPED else "voucher_from" if last == SKIPPED else "voucher_from_to"
    return text(turn, Line(key, values))


def day(iso: str) -> str:
    """31/12/2026; what was skipped stays as it is."""
    return iso if iso == SKIPPED else italian_day(date.fromisoformat(iso))
