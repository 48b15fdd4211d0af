"""What a table of helpdesks would change: rows against the census as it stands, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.knowledge.helpdesks import FILE, Helpdesk
from bot.knowledge.problems import Problem, parse
from bot.knowledge.territory import Territory, sense_problems


@dataclass(frozen=True, slots=True)
class Change:
    """One helpdesk that is new or changes; for each field what it says now and what it would say."""

    desk: Helpdesk
    new: bool
    fields: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Preview:
    changes: tuple[Change, ...]
    untouched: tuple[str, ...]
    """Ids that are not in the table: they stay as they are; a helpdesk is retired with `status: historic`."""


def preview(
    territory: Territory, rows: Sequence[tuple[str, Mapping[str, Any]]], today: date, problems: list[Problem], name: str
) -> Preview:
    """Adds to `problems` what is wrong with a row by itself and with the census that it would make."""
    found: dict[str, Helpdesk] = {}
    for where, record in rows:
        desk = parse(Helpdesk, record, name, where, problems)
        if desk and desk.id in found:
            problems.append(Problem(name, where, f"{desk.id} stands twice", "keep one of the two rows"))
        elif desk:
            found[desk.id] = desk
    then = replace(territory, helpdesks={**territory.helpdesks, **found})
    known = set(sense_problems(territory, today))
    problems += (
        replace(problem, file=_named(problem, name)) for problem in sense_problems(then, today) if problem not in known
    )
    changes = tuple(change for desk in found.values() if (change := _change(territory.helpdesks.get(desk.id), desk)))
    return Preview(changes, tuple(id for id in territory.helpdesks if id not in found))


def _named(problem: Problem, name: str) -> str:
    return name if problem.file == FILE and problem.field.startswith("helpdesks.") else problem.file


def _change(before: Helpdesk | None, after: Helpdesk) -> Change | None:
    if before == after:
        return None
    return Change(after, before is None, dict(_different(before, after)))


def _different(before: Helpdesk | None, after: Helpdesk) -> Iterator[tuple[str, tuple[Any, Any]]]:
    new, old = after.model_dump(mode="json"), before.model_dump(mode="json") if before else {}
    for field, value in new.items():
        if old.get(field) != value and (before or value not in (None, [])):
            yield field, (old.get(field), value)
