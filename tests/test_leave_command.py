"""`concilia leave --json` as a script runs it: one case in, one answer out, and how it ends."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from bot.commands.leave import run
from bot.settings import ROOT
from tests.rules.test_leave_input import GOOD
from tests.test_cli import concilia

FIELDS = [
    *("allowed", "reasons", "hours_per_day", "hours_options", "hours_used", "days_used", "dates_allowed"),
    *("dates_refused", "usable_left_days", "other_parent_usable_left_days", "couple_days_left_at_80"),
    *("last_possible_day", "earliest_start", "first_working_day", "undisputed_start", "plan_deadline", "rate"),
    *("pay", "other_children", "cautions"),
]


def answer(text: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    code = run(ROOT, io.StringIO(text), out, err)
    return code, out.getvalue(), err.getvalue()


async def test_a_case_on_standard_input_has_its_answer_on_standard_output(tmp_path: Path) -> None:
    ended = await concilia(tmp_path, "leave", "--json", stdin=json.dumps(GOOD))
    assert (ended.code, ended.err) == (0, "")
    found = json.loads(ended.out)
    assert list(found) == FIELDS
    assert found["allowed"] == "yes"
    assert found["dates_allowed"] == ["2026-12-01"]
    assert set(found["reasons"][0]) == {"rule", "text", "source"}
    assert set(found["pay"][0]) == {"from", "to", "rate", "amount"}


async def test_a_case_without_sense_ends_with_two_and_names_the_fields_on_standard_error(tmp_path: Path) -> None:
    ended = await concilia(tmp_path, "leave", "--json", stdin=json.dumps({**GOOD, "weekly_hours": 80, "parent": 1}))
    assert (ended.code, ended.out) == (2, "")
    assert [one["field"] for one in json.loads(ended.err)["problems"]] == ["parent", "weekly_hours"]


async def test_without_json_the_command_says_what_it_wants(tmp_path: Path) -> None:
    ended = await concilia(tmp_path, "leave")
    assert ended.code == 2
    assert "--json" in ended.err


@pytest.mark.parametrize(
    "text", ["", "ciao", "{", "[1]", "[" * 100_000, '{"a": 1} {"b": 2}'], ids=lambda text: text[:9]
)
def test_what_is_no_case_ends_with_two_and_json(text: str) -> None:
    code, out, err = answer(text)
    assert (code, out) == (2, "")
    assert json.loads(err)["problems"]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('{"parent": "mother", "parent": "father"}', "parent"),
        ('{"child": {"born": "2024-08-15", "born": "2023-08-15"}}', "child.born"),
        ('{"other_children": [{"born": "2024-08-15"}, {"born": "2024-08-15", "born": null}]}', "other_children.1.born"),
    ],
)
def test_a_key_that_stands_twice_is_named_and_nothing_is_worked_out(text: str, field: str) -> None:
    code, out, err = answer(text)
    assert (code, out) == (2, "")
    assert [(one["field"], one["problem"]) for one in json.loads(err)["problems"]] == [(field, "c'è due volte")]


def test_a_refused_request_is_an_answer_and_not_an_error() -> None:
    refused: dict[str, Any] = {**GOOD, "category": "domestic_worker"}
    code, out, err = answer(json.dumps(refused))
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert (found["allowed"], found["dates_allowed"], found["days_used"]) == ("no", [], 0)
    assert [found[field] for field in ("hours_per_day", "usable_left_days", "rate", "earliest_start")] == [
        0,
        0,
        0,
        None,
    ]
