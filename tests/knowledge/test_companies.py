"""The register of companies is empty until somebody joins; each mistake in it is named with its remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.knowledge.companies import FILE, Company, companies_are_in_order, name_key, read_companies
from bot.knowledge.examples import with_examples
from bot.knowledge.loader import Knowledge
from bot.knowledge.problems import BrokenContent, Problem
from bot.settings import ROOT

HERE = Path(__file__).parent
BROKEN = sorted((HERE / "broken_companies").glob("*.yaml"))


def read(root: Path, content: str) -> tuple[dict[str, Company], list[Problem]]:
    (root / FILE).parent.mkdir(parents=True, exist_ok=True)
    (root / FILE).write_text(content, encoding="utf-8")
    problems: list[Problem] = []
    return dict(read_companies(root, problems)), problems


def test_nobody_has_joined_yet(knowledge: Knowledge) -> None:
    assert knowledge.companies == {}


def test_the_documented_row_is_a_company_in_order(tmp_path: Path, knowledge: Knowledge) -> None:
    comment = [line[2:] for line in (ROOT / FILE).read_text(encoding="utf-8").splitlines() if line.startswith("# ")]
    documented = "\n".join(comment[comment.index("companies:") :])
    companies, problems = read(tmp_path, documented)
    assert problems == []
    assert companies["officine-esempio"].names == ["OffEs"]
    assert list(companies_are_in_order(companies, knowledge.territory)) == []


def test_the_examples_are_in_order(knowledge: Knowledge) -> None:
    shown = with_examples(knowledge, ROOT)
    assert len(shown.companies) == 3
    assert list(companies_are_in_order(shown.companies, shown.territory)) == []


def test_content_without_a_register_has_an_empty_one(tmp_path: Path) -> None:
    assert read_companies(tmp_path, []) == {}


@pytest.mark.parametrize("case", BROKEN, ids=lambda path: path.stem)
def test_a_mistake_in_the_register_is_named_with_its_remedy(case: Path, tmp_path: Path, knowledge: Knowledge) -> None:
    broken = yaml.safe_load(case.read_text(encoding="utf-8"))
    companies, problems = read(tmp_path, broken["content"])
    problems.extend(companies_are_in_order(companies, knowledge.territory))
    found = [str(problem) for problem in problems]
    assert any(broken["message"] in problem for problem in found), found
    assert all("Remedy: " in problem for problem in found)


def test_one_broken_row_does_not_hide_the_others(tmp_path: Path) -> None:
    rows = "companies: [{id: a, name: Alfa}, {id: b, name: Beta}, {id: c, name: C, joined_on: 2026-01-01, source: x}]"
    companies, problems = read(tmp_path, rows)
    assert set(companies) == {"c"}
    assert len(problems) == 4


def test_namesakes_in_different_places_may_both_stand(tmp_path: Path, knowledge: Knowledge) -> None:
    row = "{{id: {0}, name: Rossi, comune: '{1}', joined_on: 2026-01-01, source: x}}"
    both = f"companies: [{row.format('a', '015192')}, {row.format('b', '015189')}]"
    companies, problems = read(tmp_path, both)
    assert problems == list(companies_are_in_order(companies, knowledge.territory)) == []


def test_broken_examples_are_named(tmp_path: Path, knowledge: Knowledge) -> None:
    with pytest.raises(BrokenContent, match=r"knowledge_base/examples/call\.yaml: cannot be read"):
        with_examples(knowledge, tmp_path)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Rossi S.r.l.", ("rossi",)),
        ("ROSSI  s. r. l.", ("rossi",)),
        ("Società Cooperativa", ("societa", "cooperativa")),
        ("Caffè & Co.", ("caffe", "e", "co")),
        ("***", ()),
    ],
)
def test_names_are_compared_by_their_own_words(name: str, key: tuple[str, ...]) -> None:
    assert name_key(name) == key
