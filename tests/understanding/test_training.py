from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from bot.settings import ROOT
from bot.understanding.training import Examples, NluProblem, fingerprint, model_file, rasa_environment, train

from .conftest import HOME


def test_a_second_training_trains_nothing(slice_model: Path, slice_of_examples: Examples) -> None:
    said: list[str] = []
    before = slice_model.stat().st_ino
    assert train(ROOT, HOME, said.append, slice_of_examples) == slice_model
    assert slice_model.stat().st_ino == before
    assert said == []


def test_the_model_is_the_one_of_the_content(slice_model: Path, slice_of_examples: Examples) -> None:
    assert slice_model == model_file(ROOT, HOME, slice_of_examples)
    assert fingerprint(ROOT, slice_of_examples)[:12] in slice_model.name


def test_another_example_asks_for_another_model(slice_of_examples: Examples) -> None:
    more = {**slice_of_examples, "saluto": {"it": ["ehilà"]}}
    assert fingerprint(ROOT, more) != fingerprint(ROOT, slice_of_examples)


@pytest.mark.parametrize("file", ["config.yml", "requirements.lock", "components/heads.py"])
def test_a_changed_pipeline_asks_for_another_model(file: str, nlu_copy: Path, slice_of_examples: Examples) -> None:
    before = fingerprint(nlu_copy, slice_of_examples)
    with (nlu_copy / "nlu" / file).open("a") as changed:
        changed.write("\n# changed\n")
    assert fingerprint(nlu_copy, slice_of_examples) != before


def test_a_damaged_model_is_said_and_trained_again(
    slice_model: Path, slice_of_examples: Examples, tmp_path: Path
) -> None:
    shutil.copytree(HOME / "cache", tmp_path / "cache")
    damaged = model_file(ROOT, tmp_path, slice_of_examples)
    damaged.parent.mkdir()
    damaged.write_bytes(slice_model.read_bytes()[:5000])
    said: list[str] = []
    train(ROOT, tmp_path, said.append, slice_of_examples)
    assert "damaged" in said[0]
    assert damaged.stat().st_size > 5000
    assert [path.name for path in tmp_path.glob("training-*")] == []


def test_only_the_last_two_models_are_kept(slice_model: Path, slice_of_examples: Examples, tmp_path: Path) -> None:
    shutil.copytree(HOME / "cache", tmp_path / "cache")
    models = tmp_path / "models"
    models.mkdir()
    for age, name in enumerate(["concilia-last.tar.gz", "concilia-older.tar.gz", "concilia-oldest.tar.gz"], start=1):
        shutil.copy(slice_model, models / name)
        os.utime(models / name, (1e9 - age, 1e9 - age))
    new = train(ROOT, tmp_path, print, slice_of_examples)
    assert {path.name for path in models.iterdir()} == {new.name, "concilia-last.tar.gz"}


def test_the_cache_of_vectors_holds_no_text(slice_model: Path) -> None:
    cache = Path(rasa_environment(HOME)["CONCILIA_VECTOR_CACHE"])
    with sqlite3.connect(cache) as file:
        sizes = set(file.execute("select length(key), length(vector) from vectors"))
    assert sizes == {(32, 384 * 4)}


def test_a_missing_environment_names_the_remedy(nlu_copy: Path, slice_of_examples: Examples, tmp_path: Path) -> None:
    (nlu_copy / "nlu" / ".venv").unlink()
    with pytest.raises(NluProblem, match=r"nlu/\.venv is missing.*make setup"):
        train(nlu_copy, tmp_path, print, slice_of_examples)


def test_a_failed_training_names_its_log(nlu_copy: Path, slice_of_examples: Examples, tmp_path: Path) -> None:
    (nlu_copy / "nlu" / "config.yml").write_text("recipe: default.v1\npipeline:\n- name: components.nowhere.Nothing\n")
    with pytest.raises(NluProblem, match=r"training\.log"):
        train(nlu_copy, tmp_path, print, slice_of_examples)
    assert list((tmp_path / "models").glob("*")) == []


def test_a_home_that_cannot_be_written_names_the_remedy(slice_of_examples: Examples, tmp_path: Path) -> None:
    occupied = tmp_path / "home"
    occupied.write_text("a file, not a folder")
    with pytest.raises(NluProblem, match="CONCILIA_HOME"):
        train(ROOT, occupied, print, slice_of_examples)


def test_no_examples_is_said(tmp_path: Path) -> None:
    with pytest.raises(NluProblem, match="no example questions"):
        train(ROOT, tmp_path, print, {})
