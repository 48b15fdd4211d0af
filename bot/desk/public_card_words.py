"""How the desk speaks of public cards: a change in words, and the buttons below a card. Italian, for operators."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from bot.desk.saying import Rows, button
from bot.helpdesk_card import Card
from bot.knowledge.helpdesks import Helpdesk
from bot.knowledge.loader import Knowledge
from bot.model.cards import CardChange
from bot.model.reply import Choice, Line
from bot.model.time import italian_day
from bot.rules.card_changes import after, stamp, what_changes
from bot.rules.card_fields import FIELDS

LONGEST_LABEL = 38
_NAME = re.compile(r"\{([a-z_]+)\}")


def name_of(knowledge: Knowledge, change: CardChange) -> str:
    desk = knowledge.territory.helpdesks.get(change.helpdesk) or after(knowledge.territory, change)
    return desk.name if desk else change.helpdesk


def change_lines(knowledge: Knowledge, change: CardChange, today: date) -> tuple[Line, ...]:
    """A line for each field that people read: what it said, and what it would say."""
    old, new = knowledge.territory.helpdesks.get(change.helpdesk), after(knowledge.territory, change)
    if new is None:
        return (Line("desk_card_cannot_be"),)
    if new.status == "historic":
        return (Line("desk_card_retires"),)
    if old is None:
        return (Line("desk_card_is_new"), Line("text", {"text": _card(knowledge, today).of(new).text}))
    return tuple(_lines(knowledge, old, new, what_changes(change), today))


def field_names(knowledge: Knowledge, change: CardChange) -> str:
    """`orari, telefono`."""
    names = (f"desk_card_field_{name}" for name in what_changes(change))
    known = knowledge.words["it"]
    return ", ".join(known[name].strip() if name in known else "altro" for name in names) or "altro"


def card_rows(desk: Helpdesk, coordinator: bool) -> Rows:
    """What can be done with a card."""
    right = (button(f"sportelli confirm {desk.id}", "desk_card_button_right"),)
    fields = tuple((button(f"sportelli correct {desk.id} {field}", f"desk_card_button_{field}"),) for field in FIELDS)
    retire = ((button(f"sportelli retire {desk.id}", "desk_card_button_retire"),),) if coordinator else ()
    return (right, *fields, *retire)


def look_rows(change: CardChange) -> Rows:
    """Below a change that somebody else proposed. Each button names what it is about: a later change is not meant by it."""
    named = f"{change.helpdesk} {stamp(change)}"
    return (
        (button(f"sportelli approve {named}", "desk_card_button_approve"),),
        (button(f"sportelli refuse {named}", "desk_card_button_refuse"),),
    )


def look_button(change: CardChange, name: str = "") -> Choice:
    """Shows a change; with a name, in a list."""
    object = f"sportelli look {change.helpdesk} {stamp(change)}"
    return button(object, "text", label(f"Da guardare: {name}")) if name else button(object, "desk_card_button_look")


def withdraw_button(knowledge: Knowledge, change: CardChange) -> Choice:
    text = label(f"Ritira: {name_of(knowledge, change)}")
    return button(f"sportelli withdraw {change.helpdesk} {stamp(change)}", "text", text)


def label(text: str) -> dict[str, str]:
    return {"text": text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1].rstrip() + "…"}


def value(knowledge: Knowledge, desk: Helpdesk, field: str, today: date) -> str:
    """What the card says in a field, in words; "niente" where it says nothing."""
    match field:
        case "opening_hours" if desk.opening_hours:
            return _card(knowledge, today).week(desk)
        case "phones" if desk.phones:
            return ", ".join(phone.number for phone in desk.phones)
        case "alert" if desk.alert and desk.alert.until:
            closed = " (chiuso)" if desk.alert.closed else ""
            return f"{desk.alert.text}{closed}, fino al {italian_day(desk.alert.until)}"
        case "alert" if desk.alert:
            return desk.alert.text
        case "opening_hours" | "phones" | "alert":
            return knowledge.words["it"]["desk_card_nothing"].strip()
    return str(getattr(desk, field, ""))


def _lines(knowledge: Knowledge, old: Helpdesk, new: Helpdesk, fields: tuple[str, ...], today: date) -> Iterator[Line]:
    known = knowledge.words["it"]
    for field in fields:
        key = f"desk_card_field_{field}"
        name = known[key].strip() if key in known else field
        told = {"before": value(knowledge, old, field, today), "after": value(knowledge, new, field, today)}
        yield Line("desk_card_changes", {"field": name.capitalize(), **told})


def _card(knowledge: Knowledge, today: date) -> Card:
    def say(key: str, values: Mapping[str, str] | None = None) -> str:
        text = knowledge.text(key, "it").strip()
        return _NAME.sub(lambda name: (values or {}).get(name[1], name[0]), text)

    return Card(knowledge.territory, say, today)
