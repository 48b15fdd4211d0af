"""Calls open and close by their file alone; each mistake in one is named with its remedy."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.knowledge.examples import CALL_FILE, with_examples
from bot.knowledge.loader import Knowledge
from bot.knowledge.problems import Problem
from bot.knowledge.voucher import (
    EMPLOYMENTS,
    FOLDER,
    SERVICES,
    WORDS_FILE,
    Call,
    call_problems,
    open_calls,
    read_calls,
    read_voucher_words,
    runner,
)
from bot.settings import ROOT

HERE = Path(__file__).parent
BROKEN_CALLS = sorted((HERE / "broken_calls").glob("*.yaml"))
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture(scope="session")
def shown(knowledge: Knowledge) -> Knowledge:
    return with_examples(knowledge, ROOT)


@pytest.fixture
def example(shown: Knowledge) -> Call:
    return shown.calls["esempio-servizi-2026"]


def written(root: Path, content: Any, name: str = "esempio-servizi-2026") -> Path:
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    path = root / FOLDER / f"{name}.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def problems_of(root: Path, knowledge: Knowledge) -> list[str]:
    problems: list[Problem] = []
    files: dict[str, str] = {}
    for call in read_calls(root, files, problems).values():
        problems.extend(call_problems(call, files[f"call {call.id}"], knowledge.territory))
    return [str(problem) for problem in problems]


def test_no_call_is_open_by_default_and_no_example_reaches_people(knowledge: Knowledge) -> None:
    assert knowledge.calls == {}
    assert open_calls(knowledge.calls, NOW) == ()


def test_the_example_is_complete_and_open(shown: Knowledge, example: Call) -> None:
    assert open_calls(shown.calls, NOW) == (example,)
    assert list(call_problems(example, CALL_FILE, shown.territory)) == []
    assert all(value is not None for value in example.model_dump().values())
    assert runner(shown.territory, example) == "Segretariato sociale di San Donato Milanese"
    assert "inventato" in example.sources[0]
    assert "esempio" in example.title


def test_opening_a_call_is_adding_its_file(tmp_path: Path, knowledge: Knowledge) -> None:
    (tmp_path / FOLDER).mkdir(parents=True)
    shutil.copy(ROOT / CALL_FILE, tmp_path / FOLDER / "esempio-servizi-2026.yaml")
    assert problems_of(tmp_path, knowledge) == []
    assert set(read_calls(tmp_path, {}, [])) == {"esempio-servizi-2026"}


def test_a_call_is_open_from_its_first_moment_to_just_before_its_last(example: Call) -> None:
    assert example.opens.isoformat() == "2026-01-12T09:00:00+01:00"
    assert example.is_open(datetime(2026, 1, 12, 8, tzinfo=UTC))
    assert not example.is_open(datetime(2026, 1, 12, 8, tzinfo=UTC) - timedelta(seconds=1))
    assert example.is_open(example.closes - timedelta(seconds=1))
    assert not example.is_open(example.closes)


def test_an_hour_in_summer_is_italian_time_too(example: Call) -> None:
    summer = Call.model_validate(example.model_dump() | {"opens": "2026-07-01 09:00"})
    assert summer.opens.isoformat() == "2026-07-01T09:00:00+02:00"
    with_offset = Call.model_validate(example.model_dump() | {"opens": "2026-07-01T09:00:00+00:00"})
    assert with_offset.opens == datetime(2026, 7, 1, 9, tzinfo=UTC)


def test_the_call_that_closes_first_stands_first(shown: Knowledge, example: Call) -> None:
    soon = example.model_copy(update={"id": "presto", "closes": NOW + timedelta(days=1)})
    over = example.model_copy(update={"id": "finito", "closes": NOW})
    calls = {call.id: call for call in (example, soon, over)}
    assert [call.id for call in open_calls(calls, NOW)] == ["presto", "esempio-servizi-2026"]


def test_a_district_may_run_a_call_through_its_lead_body(shown: Knowledge, example: Call) -> None:
    led = example.model_copy(update={"run_by": "san_donato"})
    assert list(call_problems(led, "", shown.territory)) == []
    assert runner(shown.territory, led) == "A.S.S.E.MI. - Azienda Sociale Sud Est Milano"


@pytest.mark.parametrize("case", BROKEN_CALLS, ids=lambda path: path.stem)
def test_a_mistake_in_a_call_is_named_with_its_remedy(case: Path, tmp_path: Path, knowledge: Knowledge) -> None:
    broken = yaml.safe_load(case.read_text(encoding="utf-8"))
    content = yaml.safe_load((ROOT / CALL_FILE).read_text(encoding="utf-8")) | broken["with"]
    written(tmp_path, content)
    found = problems_of(tmp_path, knowledge)
    assert any(f"esempio-servizi-2026.yaml: {broken['message']}" in problem for problem in found), found
    assert all("Remedy: " in problem for problem in found)


def test_all_mistakes_of_all_calls_are_told_together(tmp_path: Path, knowledge: Knowledge) -> None:
    content = yaml.safe_load((ROOT / CALL_FILE).read_text(encoding="utf-8"))
    written(tmp_path, content | {"closes": 5, "sources": [], "title": ""})
    written(tmp_path, ["a", "list"], "second")
    (tmp_path / FOLDER / "third.yaml").write_text("id: [unclosed")
    (tmp_path / FOLDER / "empty.yaml").write_text("")
    found = "\n".join(problems_of(tmp_path, knowledge))
    for name in ("closes: ", "sources: ", "title: ", "second.yaml", "third.yaml: line ", "empty.yaml"):
        assert name in found


def test_a_hidden_helpdesk_runs_no_call(shown: Knowledge, example: Call) -> None:
    hidden = shown.territory.helpdesks[example.run_by].model_copy(update={"status": "suspended"})
    territory = replace(shown.territory, helpdesks={**shown.territory.helpdesks, hidden.id: hidden})
    assert [p.problem for p in call_problems(example, "", territory)] == [f"{hidden.id} is suspended and never shown"]


def test_every_service_and_employment_has_its_words(knowledge: Knowledge) -> None:
    assert set(knowledge.voucher_words.services) == set(SERVICES)
    assert set(knowledge.voucher_words.employments) == set(EMPLOYMENTS)


def test_a_service_without_words_and_words_of_no_service_are_named(tmp_path: Path) -> None:
    words = yaml.safe_load((ROOT / WORDS_FILE).read_text(encoding="utf-8"))
    words["services"]["massaggi"] = words["services"].pop("nido")
    (tmp_path / WORDS_FILE).parent.mkdir(parents=True)
    (tmp_path / WORDS_FILE).write_text(yaml.safe_dump(words))
    problems: list[Problem] = []
    read_voucher_words(tmp_path, problems)
    found = [str(problem) for problem in problems]
    assert f"{WORDS_FILE}: services.nido: has no words. Remedy: add it with label and cues." in found
    assert any("services.massaggi: is not one of nido, " in problem for problem in found)
