"""`my_data`: the copy of everything that is kept of a chat, as a JSON file whose names are Italian words.

Data: what bot/store/people.py gathers, table -> rows. A name without a word of its own (`data_<name>`) stays as it is, so
that nothing is left out of the copy for want of a word.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bot.knowledge.loader import Knowledge
from bot.model.reply import File
from bot.model.time import italian_day, italian_moment

FILE_NAME = "i-miei-dati.json"
PLACES = frozenset({"comune", "residence", "work"})
"""Names whose value may be the code of a municipality."""
CLOSED_LISTS = frozenset(
    {
        *("audience", "author", "category", "employment", "kind", "language", "mode", "outcome", "parent"),
        *("company_state", "contact_role", "roles", "service", "status", "subject", "what"),
    }
)
"""Names whose value is one of a closed list, which has words (`data_value_<value>`): what people wrote stays as it is."""


def my_data(knowledge: Knowledge, data: Mapping[str, Any], today: date) -> File:
    data = {table: _in_words(knowledge, rows) if table == "self_checks" else rows for table, rows in data.items()}
    told = {
        knowledge.text("data_made_on", "it"): italian_day(today),
        knowledge.text("data_about", "it"): knowledge.text("data_about_text", "it"),
        **{_name(knowledge, table): _value(knowledge, table, rows) for table, rows in data.items()},
    }
    content = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    return File(FILE_NAME, "application/json", content.encode())


def _in_words(knowledge: Knowledge, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The answers of self-checks as they were asked and given; what no longer is in the lists stays as it is."""
    check, facts = knowledge.self_check, knowledge.firm_facts
    said: dict[tuple[str, str], tuple[str, str]] = {}
    for name, fact in facts.items():
        said |= {(name, id): (fact.question, value.label) for id, value in fact.values.items()}
    for question in check.questions if check else ():
        said |= {(question.id, id): (question.text, answer.label) for id, answer in question.answers.items()}
    return [{**row, "answers": dict(said.get(one, one) for one in row.get("answers", {}).items())} for row in rows]


def _name(knowledge: Knowledge, name: str) -> str:
    words = knowledge.words["it"]
    return words.get(f"data_{name}") or words.get(f"plan_saved_field_{name}") or name


def _value(knowledge: Knowledge, name: str, value: Any) -> Any:
    match value:
        case bool():
            return "sì" if value else "no"
        case str():
            return _text(knowledge, name, value)
        case list():
            return [_value(knowledge, name, each) for each in value]
        case dict():
            return {_name(knowledge, key): _value(knowledge, key, each) for key, each in value.items()}
    return value


def _text(knowledge: Knowledge, name: str, value: str) -> str:
    territory = knowledge.territory
    if name in PLACES and value in territory.municipalities:
        return territory.municipalities[value].name
    if name in ("helpdesk", "helpdesks") and value in territory.helpdesks:
        return territory.helpdesks[value].name
    if name == "call" and value in knowledge.calls:
        return knowledge.calls[value].title
    if name.endswith("_at") or name == "at":
        return _moment(value)
    return knowledge.words["it"].get(f"data_value_{value}", value) if name in CLOSED_LISTS else value


def _moment(value: str) -> str:
    """ISO in UTC -> `22/11/2026 alle 10:30` in Italy."""
    try:
        return italian_moment(datetime.fromisoformat(value))
    except ValueError:
        return value
