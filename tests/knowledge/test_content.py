"""The content that ships is in order; each kind of mistake is named with file, field, problem and remedy."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.knowledge import figures, readability
from bot.knowledge.checks import find_problems
from bot.knowledge.loader import load, read
from bot.knowledge.problems import BrokenContent, Problem
from bot.settings import ROOT

HERE = Path(__file__).parent
BROKEN = sorted((HERE / "broken").glob("*.yaml"))


def problems_of(root: Path) -> list[Problem]:
    problems: list[Problem] = []
    content = read(root, problems)
    return problems + find_problems(content)


def test_the_real_content_is_in_order() -> None:
    assert [str(problem) for problem in problems_of(ROOT)] == []


def test_the_small_content_is_in_order(small: Path) -> None:
    assert problems_of(small) == []


@pytest.mark.parametrize("case", BROKEN, ids=lambda path: path.stem)
def test_a_mistake_is_named_with_its_remedy(case: Path, small: Path) -> None:
    broken = yaml.safe_load(case.read_text())
    (small / broken["file"]).parent.mkdir(exist_ok=True)
    (small / broken["file"]).write_text(broken["content"])
    found = [str(problem) for problem in problems_of(small)]
    assert any(broken["message"] in text for text in found), found
    assert all("Remedy: " in text for text in found)


def test_a_missing_file_and_one_that_is_not_text_are_named(small: Path) -> None:
    (small / "knowledge_base" / "topics.yaml").unlink()
    (small / "knowledge_base" / "rules" / "leave.yaml").write_bytes(b"\xff\xfe\x00")
    found = "\n".join(map(str, problems_of(small)))
    assert "knowledge_base/topics.yaml: cannot be read" in found
    assert "knowledge_base/rules/leave.yaml: is not UTF-8" in found


def test_all_mistakes_are_told_together(small: Path) -> None:
    for name in ("missing_field", "figure_without_unit"):
        broken = yaml.safe_load((HERE / "broken" / f"{name}.yaml").read_text())
        (small / broken["file"]).write_text(broken["content"])
    with pytest.raises(BrokenContent) as trouble:
        load(small)
    assert len(trouble.value.problems) == 2


def test_a_figure_has_the_value_of_its_day(small: Path) -> None:
    known = load(small).figures
    assert figures.fill("{notice_hours}", known, date(2014, 1, 1)).text == "15"
    assert figures.fill("{notice_hours}", known, date(2026, 1, 1)).text == "2"
    before = figures.fill("{notice_hours}", known, date(1999, 1, 1))
    assert before.unknown == ("notice_hours",)


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (19885.13, "euro", "19.885,13"),
        (2582, "euro", "2.582"),
        (272.7, "euro", "272,70"),
        (0.5, "hours", "0,5"),
        (6.0, "hours", "6"),
    ],
)
def test_figures_are_written_the_italian_way(value: float, unit: str, shown: str) -> None:
    assert figures.italian(value, unit) == shown


def test_short_plain_sentences_are_easier_than_long_ones() -> None:
    easy = "Avvisa il capo due giorni prima. Poi manda la domanda."
    hard = "La comunicazione preventiva obbligatoria, contrattualmente regolamentata, antecede necessariamente l'astensione."
    assert readability.gulpease(easy) > 80 > readability.gulpease(hard)
    assert readability.sentences("Vedi l'art. 32 del D.Lgs. 151. Poi chiedi.") == (
        "Vedi l'art 32 del DLgs 151.",
        "Poi chiedi.",
    )


def test_every_text_that_the_code_says_exists_and_none_is_left_over() -> None:
    folder = ROOT / "knowledge_base" / "words" / "it"
    written = {key for path in folder.glob("*.yaml") for key in yaml.safe_load(path.read_text())}
    texts = {node.value for path in (ROOT / "bot").rglob("*.py") for node in ast.walk(ast.parse(path.read_text()))
             if isinstance(node, ast.Constant) and isinstance(node.value, str)}  # fmt: skip
    keys = {key.partition(".")[0] for key in written}
    beginnings = _beginnings_of_keys()
    unused = {key for key in keys if key not in texts and not key.startswith(beginnings)}
    assert unused == set()
    said = {node.args[0].value for path in (ROOT / "bot").rglob("*.py") for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"say", "Line"}
            and node.args and isinstance(node.args[0], ast.Constant)}  # fmt: skip
    assert {key for key in said if " " not in key} <= keys, "a sentence is said to an operator, and is no key"


def _beginnings_of_keys() -> tuple[str, ...]:
    """What stands before the first name in strings like f"voucher_ask_{field}": such keys are put together."""
    trees = [ast.parse(path.read_text()) for path in (ROOT / "bot").rglob("*.py")]
    parts = [node.values[0] for tree in trees for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    starts = {part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)}
    return tuple(start for start in starts if start.endswith("_") and len(start) > 3)
