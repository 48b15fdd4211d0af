"""Content kept ready to read: the same as in the files, whatever happens to what was kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge import cache, problems
from bot.knowledge.cache import kept_in, recalled
from bot.knowledge.loader import load
from bot.settings import ROOT

CONTENT = b"some bytes"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "home" / "cache"
    with kept_in(folder):
        yield folder


class Reader:
    """Reads by counting: what is read anew can be told from what was kept."""

    def __init__(self, data: Any = "text") -> None:
        self.data = data
        self.times = 0

    def __call__(self, content: bytes) -> Any:
        self.times += 1
        return self.data


def test_what_was_kept_is_the_content_itself_and_no_yaml_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = load(ROOT)
    with kept_in(tmp_path):
        assert load(ROOT) == fresh
        monkeypatch.setattr(problems, "parsed", lambda content: pytest.fail("YAML was read"))
        assert load(ROOT) == fresh


def test_without_a_folder_nothing_is_kept() -> None:
    read = Reader()
    assert [recalled(CONTENT, read), recalled(CONTENT, read)] == ["text", "text"]
    assert read.times == 2


def test_a_changed_file_is_read_anew(folder: Path, small: Path) -> None:
    assert load(small).figures["notice_hours"].periods[1].value == 2
    file = small / "knowledge_base" / "rules" / "leave.yaml"
    file.write_text(file.read_text().replace("value: 2\n", "value: 3\n"))
    assert load(small).figures["notice_hours"].periods[1].value == 3
    file.write_text(file.read_text().replace("value: 3\n", "value: 2\n"))
    assert load(small).figures["notice_hours"].periods[1].value == 2


def test_days_and_moments_stay_days_and_moments(folder: Path) -> None:
    data = {"day": date(2026, 11, 22), "moment": datetime(2026, 11, 22, 9, 30), "text": "2026-11-22", "none": None}
    read = Reader(data)
    assert recalled(CONTENT, read) == recalled(CONTENT, read) == data
    assert type(recalled(CONTENT, read)["day"]) is date
    assert read.times == 1


@pytest.mark.parametrize("data", [{1: "a"}, {"a": {1, 2}}, float("nan"), {"date of YAML": "not a day"}])
def test_what_json_cannot_hold_exactly_is_read_every_time(folder: Path, data: Any) -> None:
    read = Reader(data)
    assert recalled(CONTENT, read) is data
    assert recalled(CONTENT, read) is data
    assert read.times == 2


@pytest.mark.parametrize(
    "damage",
    [
        b"", b"{", b"[]", b"null", b"\xff\xfe", b"\x80\x04\x95", b'{"data": "other"}', b'{"format": "concilia content 0", "data": 1}',
        b'{"format": "concilia content 1"}', b"[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_damaged_or_of_another_format_is_read_anew_and_replaced(folder: Path, damage: bytes) -> None:
    read = Reader()
    recalled(CONTENT, read)
    (kept,) = folder.iterdir()
    kept.write_bytes(damage)
    assert recalled(CONTENT, read) == "text"
    assert read.times == 2
    assert json.loads(kept.read_bytes())["data"] == "text"


def test_a_home_that_cannot_hold_anything_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with kept_in(tmp_path / "file" / "cache"):
        assert recalled(CONTENT, Reader()) == "text"
    (tmp_path / "cache").mkdir()
    with kept_in(tmp_path / "cache"):
        recalled(CONTENT, Reader())
        (kept,) = (tmp_path / "cache").iterdir()
        kept.unlink()
        kept.mkdir()  # neither readable nor replaceable
        assert recalled(CONTENT, Reader()) == "text"


def test_the_folder_may_be_deleted_at_any_time(folder: Path) -> None:
    read = Reader()
    recalled(CONTENT, read)
    for kept in folder.iterdir():
        kept.unlink()
    folder.rmdir()
    assert recalled(CONTENT, read) == recalled(CONTENT, read) == "text"
    assert read.times == 2


def test_old_files_make_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_KEPT", 3)
    for number in range(10):
        recalled(bytes([number]), Reader(number))
        assert len(list(folder.iterdir())) <= 3
    read = Reader(9)
    assert recalled(bytes([9]), read) == 9
    assert read.times == 0


def _topics(folder: Path) -> list[str]:
    with kept_in(folder):
        return list(load(ROOT).topics)


def test_two_processes_at_once_read_the_same(tmp_path: Path) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as both:
        first, second = both.map(_topics, [tmp_path / "cache"] * 2)
    assert first == second == list(load(ROOT).topics)
    kept = list((tmp_path / "cache").iterdir())
    assert kept
    assert all(json.loads(path.read_bytes())["format"] == cache.FORMAT for path in kept)
