"""A mistake in a questionnaire is named with file, field and remedy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.knowledge.problems import Problem
from bot.knowledge.surveys import FOLDER, questionnaires_are_in_order, read_questionnaires
from bot.settings import ROOT

SHEET, ENGLISH = f"{FOLDER}/fabbisogno.yaml", f"{FOLDER}/fabbisogno/en.yaml"


def problems_after(root: Path, file: str, old: str, new: str) -> list[str]:
    shutil.copytree(ROOT / FOLDER, root / FOLDER)
    path = root / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    problems: list[Problem] = []
    files: dict[str, str] = {}
    sheets = read_questionnaires(root, files, problems)
    return [str(problem) for problem in (*problems, *questionnaires_are_in_order(sheets, files))]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (SHEET, "only_if: {figli: [si]}", "only_if: {figli: [forse]}", "questions.eta.only_if: forse is no answer of figli before it"),
        (SHEET, "only_if: {figli: [si]}", "only_if: {cura: [giorno]}", "giorno is no answer of cura before it"),
        (SHEET, "    most: 4\n", "", "questions.eta.most: belongs to `kind: many`, and only there"),
        (SHEET, "    scale: fatica\n", "", "questions.scuole.scale: belongs to `kind: scale`, and only there"),
        (SHEET, "- id: tempo", "- id: turni", "questions.turni: the id stands twice"),
        (SHEET, "A tempo pieno", "A tempo pieno, cioè quaranta ore ogni settimana", "string should have at most 38 characters"),
        (SHEET, "id: fabbisogno", "id: bisogni", "bisogni is not the name of the file"),
        (SHEET, "    kind: one\n", "    kind: free\n", "Remedy: use one of the values named"),
        (ENGLISH, '  "turni": ', '  "turno": ', "turni: is missing. Remedy: translate the Italian text"),
        (ENGLISH, '  "turni": ', '  "turno": ', "turno: is no text of the questionnaire"),
        (ENGLISH, 'of: "2026-11"', 'of: "2025-01"', "of: translates version 2025-01, and 2026-11 is asked"),
        (ENGLISH, "Full-time", "Full-time, that is forty hours every week", "tempo.pieno: has 41 letters, more than 38"),
    ],
)  # fmt: skip
def test_a_mistake_is_named(tmp_path: Path, file: str, old: str, new: str, expected: str) -> None:
    assert any(expected in problem for problem in problems_after(tmp_path, file, old, new))


def test_the_questionnaire_that_ships_is_in_order(tmp_path: Path) -> None:
    assert problems_after(tmp_path, SHEET, "id: fabbisogno", "id: fabbisogno") == []
