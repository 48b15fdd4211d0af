"""A small knowledge base for the tests of the content."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.settings import ROOT

HERE = Path(__file__).parent


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small knowledge base in order, to be broken in one place."""
    shutil.copytree(HERE / "small", tmp_path, dirs_exist_ok=True)
    shutil.copytree(ROOT / "knowledge_base" / "words", tmp_path / "knowledge_base" / "words")
    (tmp_path / "knowledge_base" / "words" / "bare.yaml").write_text("{}\n")
    for of_topics in ("by_heart", "facets"):
        (tmp_path / "knowledge_base" / "words" / f"{of_topics}.yaml").unlink()
    shutil.copy(ROOT / "infopoints.yaml", tmp_path)
    shutil.copy(ROOT / "knowledge_base" / "privacy.yaml", tmp_path / "knowledge_base")
    return tmp_path
