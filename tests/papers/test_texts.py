"""The words of the papers: a curator's mistake is named with file, field, problem and remedy."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.knowledge.leave_papers import FILE, read_paper_texts
from bot.knowledge.loader import Knowledge
from bot.knowledge.problems import Problem
from bot.settings import ROOT


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / FILE
    place.parent.mkdir(parents=True)
    shutil.copy(ROOT / FILE, place)
    return place


def problems_of(root: Path) -> list[str]:
    problems: list[Problem] = []
    read_paper_texts(root, problems)
    return [str(problem) for problem in problems]


def test_the_texts_that_ship_are_in_order(file: Path, tmp_path: Path, knowledge: Knowledge) -> None:
    assert problems_of(tmp_path) == []
    assert knowledge.papers.notice.from_ == "Nome e cognome"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("calendar.worked_out", "Calcolato il {giorno}", "{giorno} is not filled here; this text may hold {day}"),
        (
            "calendar.title_hours",
            "Congedo {hours}",
            "{hours} is not filled here; this text may hold no names in braces",
        ),
        ("notice.body_law", "Mi assento per {hours", "a brace stands alone; this text may hold {hours}"),
        ("notice.body_law", "Mi assento per {hours:>9}", "{hours} is to be written alone"),
        ("calendar.week", "lun mar mer", "does not name seven days, Monday first"),
        ("calendar.cells.holiday", "festività", "string should have at most 6 characters"),
        ("notice.steps.own", [], "list should have at least 1 item"),
        ("notice.title", None, "input should be a valid string"),
        ("dates.titolo", "Congedo", "extra inputs are not permitted"),
    ],
)
def test_a_mistake_is_named_with_its_remedy(file: Path, tmp_path: Path, field: str, value: Any, said: str) -> None:
    texts = yaml.safe_load(file.read_text())
    *path, last = field.split(".")
    at = texts
    for name in path:
        at = at[name]
    at[last] = value
    file.write_text(yaml.safe_dump(texts, allow_unicode=True))
    found = problems_of(tmp_path)
    assert len(found) == 1
    assert found[0].startswith(f"{FILE}: {field}")
    assert said in found[0]
    assert "Remedy: " in found[0]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert f"{FILE}: cannot be read" in problems_of(tmp_path)[0]
