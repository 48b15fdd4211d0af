"""A real Rasa trained on a few topics, acts and states, and a point: the same parts as the real one, in seconds."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.knowledge.loader import Knowledge
from bot.settings import ROOT
from bot.understanding.rasa import Rasa, RasaChild
from bot.understanding.training import Examples, train

TOPICS = ("ore-preavviso", "trova-sportello", "saluto", "fuori-tema")
SIDES = ("act/thanks", "act/deny", "act/question", "state/danger", "state/everyday")
POINT = "ore-preavviso/studi-professionali"
OF_POINT = [
    *(
        "preavviso negli studi professionali",
        "studio di commercialisti, quanto preavviso?",
        "lavoro in uno studio legale",
    ),
    *("studio dentistico: quanti giorni prima avviso?", "contratto studi professionali, preavviso delle ore"),
    *("sono segretaria in uno studio", "negli studi professionali sono 15 giorni?", "il notaio vuole più preavviso"),
]
HOME = ROOT / ".test-home" / "slice"
"""Keeps the trained model and the vectors between runs."""


@pytest.fixture(scope="session")
def slice_of_examples(knowledge: Knowledge) -> Examples:
    examples = knowledge.labelled_examples()
    return {label: {"it": examples[label]["it"][:20]} for label in (*TOPICS, *SIDES)} | {POINT: {"it": OF_POINT}}


@pytest.fixture(scope="session")
def slice_model(slice_of_examples: Examples) -> Path:
    return train(ROOT, HOME, print, slice_of_examples)


@pytest.fixture
def nlu_copy(tmp_path: Path) -> Path:
    """A root of its own whose files a test may change; the environment is the real one."""
    nlu = tmp_path / "root" / "nlu"
    nlu.mkdir(parents=True)
    for name in ("config.yml", "requirements.lock", "launch.py", "standins.py"):
        shutil.copy(ROOT / "nlu" / name, nlu / name)
    shutil.copytree(ROOT / "nlu" / "components", nlu / "components", ignore=shutil.ignore_patterns("__pycache__"))
    (nlu / ".venv").symlink_to(ROOT / "nlu" / ".venv")
    return nlu.parent


@pytest.fixture(scope="session")
async def slice_rasa(slice_model: Path) -> AsyncIterator[Rasa]:
    """One small Rasa for these tests; who kills it waits until it is back."""
    async with Rasa(child=RasaChild(ROOT, HOME, slice_model)) as running:
        assert await running.wait_ready(120)
        yield running
