"""Helpdesks written back into infopoints.yaml: what changed, where it belongs, and nothing else."""

from __future__ import annotations

import difflib
from datetime import date
from pathlib import Path

import pytest

from bot.knowledge.helpdesk_writing import CannotWriteHelpdesks, block, with_helpdesks
from bot.knowledge.problems import Problem
from bot.knowledge.territory import Territory, read_territory
from bot.settings import ROOT

SOURCE = (ROOT / "infopoints.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def territory() -> Territory:
    return reread(SOURCE, ROOT)


def reread(source: str, root: Path) -> Territory:
    if root != ROOT:
        (root / "infopoints.yaml").write_text(source, encoding="utf-8")
    problems: list[Problem] = []
    territory = read_territory(root, problems)
    assert not problems
    assert territory
    return territory


def lines_changed(new: str) -> list[str]:
    compared = difflib.unified_diff(SOURCE.splitlines(), new.splitlines(), lineterm="", n=0)
    return [line for line in compared if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_writing_what_stands_there_changes_no_byte(territory: Territory) -> None:
    assert with_helpdesks(SOURCE, territory.helpdesks.values()) == SOURCE


def test_a_changed_field_is_the_only_line_that_differs(territory: Territory, tmp_path: Path) -> None:
    desk = territory.helpdesks["assemi"].model_copy(update={"checked_on": date(2026, 11, 27), "status": "active"})
    new = with_helpdesks(SOURCE, [desk])
    assert [line for line in lines_changed(new) if line.startswith("+")] == [
        "+    status: active",
        "+    checked_on: 2026-11-27",
    ]
    assert len(lines_changed(new)) == 4
    assert reread(new, tmp_path).helpdesks["assemi"] == desk


def test_a_new_helpdesk_comes_last_and_is_read_again_as_it_was(territory: Territory, tmp_path: Path) -> None:
    for old in territory.helpdesks.values():
        desk = old.model_copy(update={"id": "nuovo"})
        new = with_helpdesks(SOURCE, [desk])
        assert new.startswith(SOURCE)
        assert new.endswith("\n\n" + block(desk))
    assert reread(new, tmp_path).helpdesks["nuovo"] == desk


def test_words_that_yaml_would_take_for_something_else_are_quoted(territory: Territory, tmp_path: Path) -> None:
    odd = {
        "name": "Sì: lo sportello, #1",
        "hours_note": "no",
        "services": ["a, b", "c: d", "12", "[e]", "è"],
        "address": territory.helpdesks["assemi"].address.model_copy(update={"locality_note": "piano 1, scala {B}"}),
    }
    desk = territory.helpdesks["assemi"].model_copy(update=odd)
    assert reread(with_helpdesks(SOURCE, [desk]), tmp_path).helpdesks["assemi"] == desk


def test_a_list_that_other_records_share_is_not_changed_behind_their_back(territory: Territory) -> None:
    desk = territory.helpdesks["assemi"].model_copy(update={"serves": ["015192"]})
    with pytest.raises(CannotWriteHelpdesks, match="other records would change too"):
        with_helpdesks(SOURCE, [desk])


def test_a_file_without_the_section_is_refused() -> None:
    with pytest.raises(CannotWriteHelpdesks, match="no section"):
        with_helpdesks("districts: []\n", [])
