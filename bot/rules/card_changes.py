"""The census with what operators changed: infopoints.yaml first, then every public change, in order.

A change holds only where the record still says what it said when the change was proposed: what a curator has written since in
the file stays, and a change that was written back into the file changes nothing any more.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from bot.knowledge.helpdesk_checks import helpdesk_problems
from bot.knowledge.helpdesks import Helpdesk
from bot.knowledge.problems import Problem
from bot.knowledge.territory import Territory
from bot.model.cards import CardChange
from bot.rules.census_import import preview

BY_DESK, BY_DESK_CODE = "lo sportello stesso", "OP"
"""The source of what an operator of the helpdesk says."""
CHECKED = ("checked_on", "status", "source", "source_code")
"""Fields that every change brings with it."""


def with_changes(territory: Territory, changes: Iterable[CardChange]) -> Territory:
    """The territory as answers use it. A card that would be broken stays as the file says. Never raises."""
    desks, touched = dict(territory.helpdesks), set()
    for change in changes:
        desk = _applied(desks.get(change.helpdesk), change)
        if desk is not None:
            desks[change.helpdesk] = desk
            touched.add(change.helpdesk)
    for id in sorted(touched):
        if any(helpdesk_problems(desks[id], desks, territory.municipalities, None)):
            desks |= {id: territory.helpdesks[id]} if id in territory.helpdesks else {}
            if id not in territory.helpdesks:
                del desks[id]
    return replace(territory, helpdesks=desks) if touched else territory


def proposed(
    territory: Territory, id: str, fields: Mapping[str, Any], author: int, now: datetime, today: date
) -> CardChange | tuple[Problem, ...]:
    """The change of a card to these values, which somebody at the helpdesk vouches for; or why it cannot be.

    The same checks as of the file. Where nothing would change, the change has no fields.
    """
    desk = territory.helpdesks.get(id)
    before = as_json(desk) if desk else {"id": id}
    record = {**before, **fields, "checked_on": today.isoformat(), "source": BY_DESK, "source_code": BY_DESK_CODE}
    if fields.get("status") is None:
        record["status"] = "active"
    problems: list[Problem] = []
    seen = preview(territory, [(id, record)], today, problems, id)
    if problems:
        return tuple(problems)
    change = CardChange(id, {}, author, now, new=desk is None)
    return replace(change, fields=seen.changes[0].fields) if seen.changes else change


def reconfirmed(territory: Territory, id: str, author: int, now: datetime, today: date) -> CardChange:
    """The card is right as it is. Raises KeyError for a helpdesk that is not known."""
    before = as_json(territory.helpdesks[id])
    after = {
        "checked_on": today.isoformat(),
        "status": "active",
        "source": BY_DESK,
        "source_code": BY_DESK_CODE,
    }
    told = {name: (before[name], value) for name, value in after.items() if before[name] != value}
    return CardChange(id, told, author, now)


def stale(territory: Territory, change: CardChange) -> bool:
    """The card says something else now than when the change was proposed: whoever looks at it would be misled."""
    desk = territory.helpdesks.get(change.helpdesk)
    if desk is None:
        return not change.new
    now = as_json(desk)
    told = ((name, values) for name, values in change.fields.items() if name not in CHECKED)
    return change.new or any(now.get(name) != before for name, (before, _) in told)


def what_changes(change: CardChange) -> tuple[str, ...]:
    """The fields that people read; those that every change brings with it are left out."""
    own = tuple(name for name in change.fields if name not in CHECKED)
    retired = change.fields.get("status", ("", ""))[1] == "historic"
    return (*own, "status") if retired else own


def stamp(change: CardChange) -> str:
    """Eight signs that another change of the card does not have."""
    told = json.dumps({name: list(values) for name, values in change.fields.items()}, sort_keys=True)
    return hashlib.sha256(f"{told} {change.author}".encode()).hexdigest()[:8]


def as_json(desk: Helpdesk) -> dict[str, Any]:
    return desk.model_dump(mode="json")


def after(territory: Territory, change: CardChange) -> Helpdesk | None:
    """The card as it would be; None if it cannot be any more."""
    return _applied(territory.helpdesks.get(change.helpdesk), change)


def _applied(desk: Helpdesk | None, change: CardChange) -> Helpdesk | None:
    if desk is None:
        record = {"id": change.helpdesk, **_values(change)} if change.new else None
    else:
        old = as_json(desk)
        record = old | {name: value for name, value in _values(change, old).items() if not change.new}
    try:
        return Helpdesk.model_validate(record) if record else None
    except ValidationError:
        return None


def _values(change: CardChange, old: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What it brings; into an existing record only where that says what it said then. The later check counts."""
    return {
        name: now
        for name, (then, now) in change.fields.items()
        if old is None or old.get(name) == then or (name == "checked_on" and str(old[name]) < now)
    }
