"""The meanings that come with the repository: they spare a first training its longest part, and may be missing or older."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from bench.vectors import ship
from bot.settings import ROOT

MOST_MISSING = 0.1
"""Each hundredth costs a first training some five seconds; `make vectors` writes the file anew."""

PROGRAM = """
import json, pathlib, sys, tempfile
import numpy as np
from components.vectors import Shipped, VectorCache, embed, key_of

texts = ["quante ore al giorno?", "e mio marito?", "non \\u00e8 tra gli esempi", "how many hours a day?"]
vectors = embed(texts)
folder = pathlib.Path(tempfile.mkdtemp())
Shipped.of(texts[:2], vectors[:2]).write(folder / "some.npz")
(folder / "damaged.npz").write_bytes(b"PK\\x03\\x04 but no archive")
some = Shipped.read(folder / "some.npz")
cached = VectorCache(folder / "cache.sqlite", some).remembered(texts)
json.dump({
    "cosines": [float(a @ b) for a, b in zip(cached, vectors)],
    "found": len(some.find([key_of(text) for text in texts])),
    "made": len(list(__import__("sqlite3").connect(folder / "cache.sqlite").execute("select key from vectors"))),
    "missing": Shipped.read(folder / "none.npz") is None, "damaged": Shipped.read(folder / "damaged.npz") is None,
}, sys.stdout)
"""


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    command = [str(ROOT / "nlu" / ".venv" / "bin" / "python"), "-W", "ignore", "-c", PROGRAM]
    done = subprocess.run(command, cwd=ROOT / "nlu", capture_output=True, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_a_shipped_vector_stands_for_the_one_it_was_made_of(found: dict[str, Any]) -> None:
    assert min(found["cosines"]) > 0.9998


def test_only_what_is_not_shipped_is_made(found: dict[str, Any]) -> None:
    assert (found["found"], found["made"]) == (2, 2)


def test_without_the_file_or_with_a_damaged_one_all_are_made(found: dict[str, Any]) -> None:
    assert found["missing"]
    assert found["damaged"]


def test_nearly_all_examples_come_with_their_meaning() -> None:
    counted = json.loads(ship("--missing"))
    assert counted["missing"] <= MOST_MISSING * counted["texts"], "Remedy: make vectors"
