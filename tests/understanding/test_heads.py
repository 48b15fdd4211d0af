"""The mathematics of the recogniser, without Rasa: in its own environment, because the bot has no scikit-learn."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from bot.settings import ROOT

PROGRAM = """
import json, sys, tempfile, pathlib
import numpy as np
from components.heads import temperature
from components.recogniser import Example, Recogniser, learn_all

words = {
    ("ore", None): ["quante ore", "le ore del congedo", "congedo a ore", "ore al giorno", "prendere le ore", "ore"],
    ("ore", "notte"): ["ore di notte", "turno di notte", "la notte", "lavoro di notte", "notte", "di notte posso"],
    ("ore", "sabato"): ["ore di sabato", "il sabato", "sabato lavoro", "sabato", "di sabato posso", "sabato mattina"],
    ("voucher", None): ["il voucher", "voucher nido", "chiedere il voucher", "quanto vale il voucher", "voucher", "nido"],
    ("act", "affirm"): ["si", "certo", "va bene", "ok", "esatto", "d'accordo"],
    ("act", "deny"): ["no", "non voglio", "rifiuto", "no grazie", "neanche", "mai"],
}
examples = [Example(text, *label) for label, texts in words.items() for text in texts]
meanings = np.random.default_rng(0).normal(size=(len(examples), 8)).astype(np.float32)
meanings /= np.linalg.norm(meanings, axis=1, keepdims=True)
model = learn_all(examples, meanings, c=30.0, meaning_weight=0.1, meaning_weight_of_few=0.2, questions=5, not_questions={})
texts = ["lavoro di notte", "certo", "il sabato mattina", "quanto vale il voucher", ""]
flat = np.zeros((len(texts), 8), np.float32)


def rounded(read):
    return json.loads(json.dumps(read), parse_float=lambda number: round(float(number), 4))


before = model.read(texts, flat, 10)
with tempfile.TemporaryDirectory() as folder:
    model.save(pathlib.Path(folder))
    after = Recogniser.load(pathlib.Path(folder)).read(texts, flat, 10)
topic = model.heads["topic"]
boasting = (np.array([[9.0, 0.0]] * 6 + [[0.0, 9.0]] * 4), np.zeros(10, int))
json.dump({
    "before": before, "same": rounded(before) == rounded(after), "heads": {name: head.labels for name, head in model.heads.items()},
    "columns": {name: len(head.columns) for name, head in model.heads.items()},
    "cooled": temperature([boasting]), "untold": temperature([]),
}, sys.stdout)
"""


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    command = [str(ROOT / "nlu" / ".venv" / "bin" / "python"), "-W", "ignore", "-c", PROGRAM]
    done = subprocess.run(command, cwd=ROOT / "nlu", capture_output=True, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def first(found: dict[str, Any], text: int, kind: str) -> Any:
    return found["before"][text][kind][0]


def test_each_question_has_its_own_classes(found: dict[str, Any]) -> None:
    assert found["heads"] == {
        "topic": ["ore", "voucher"],
        "act": ["affirm", "deny", "question"],
        "points/ore": ["general", "notte", "sabato"],
    }


def test_confidences_of_a_question_sum_to_one_even_for_an_empty_text(found: dict[str, Any]) -> None:
    for reading in found["before"]:
        for kind in ("intent_ranking", "acts"):
            assert sum(guess["confidence"] for guess in reading[kind]) == pytest.approx(1, abs=1e-4)


def test_the_right_class_comes_first(found: dict[str, Any]) -> None:
    assert first(found, 0, "points")["name"] == "ore/notte"
    assert first(found, 1, "acts")["name"] == "affirm"
    assert first(found, 2, "points")["name"] == "ore/sabato"
    assert first(found, 3, "intent_ranking")["name"] == "voucher"


def test_a_point_is_never_surer_than_its_topic_and_the_general_class_is_no_point(found: dict[str, Any]) -> None:
    for reading in found["before"]:
        topics = {guess["name"]: guess["confidence"] for guess in reading["intent_ranking"]}
        of_ore = [guess for guess in reading["points"] if guess["name"].startswith("ore/")]
        assert sum(guess["confidence"] for guess in of_ore) <= topics["ore"] + 1e-6
        assert {guess["name"] for guess in of_ore} == {"ore/notte", "ore/sabato"}


def test_a_head_keeps_only_the_features_of_its_examples(found: dict[str, Any]) -> None:
    assert found["columns"]["points/ore"] < found["columns"]["topic"]


def test_a_saved_model_says_the_same(found: dict[str, Any]) -> None:
    assert found["same"]


def test_scores_that_boast_are_cooled(found: dict[str, Any]) -> None:
    """Sure at 9 to 0, and right six times in ten: the temperature makes 0.6 of it."""
    assert found["cooled"] > 9
    assert found["untold"] == 1.0
