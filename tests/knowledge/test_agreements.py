"""The agreements that ship are in order and say what the facts say; each mistake is named with its remedy."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.knowledge.leave_agreements import FILE, Agreements, read_agreements, unknown_figures, value
from bot.knowledge.loader import Knowledge
from bot.knowledge.problems import Problem
from bot.settings import ROOT

TODAY = date(2026, 11, 22)


def test_the_42_agreements_of_the_facts_are_there(knowledge: Knowledge) -> None:
    facts = {fact for row in knowledge.agreements.by_id.values() for rule in row.rules for fact in rule.facts}
    assert facts == {*(f"CC-{number:02}" for number in range(1, 43)), "F-CC-23"}


def test_each_of_the_42_has_its_code(knowledge: Knowledge) -> None:
    agreements = knowledge.agreements
    coded = {id for row in agreements.shared.values() if row.cnel for id in row.candidates}
    assert {id for id, row in agreements.by_id.items() if not row.cnel} == coded == {"scuola-statale", "universita"}


def test_who_works_for_a_public_body_or_a_family_is_known_by_the_agreement(knowledge: Knowledge) -> None:
    other = {id: row.work for id, row in knowledge.agreements.by_id.items() if row.work != "private_employee"}
    assert other == {
        **dict.fromkeys(
            ["funzioni-locali", "sanita-pubblica", "universita", "scuola-statale", "funzioni-centrali"],
            "public_employee",
        ),
        "lavoro-domestico": "domestic_worker",
    }


def test_no_rule_claims_more_than_was_found(knowledge: Knowledge) -> None:
    found = {id for id, row in knowledge.agreements.by_id.items() if row.rules[-1].hourly_rule == "found"}
    assert found == {
        "metalmeccanici-industria", "metalmeccanici-confapi", "tessile-abbigliamento", "studi-professionali", "credito-abi",
        "credito-cooperativo-bcc", "poste-italiane", "funzioni-locali", "universita",
    }  # fmt: skip


def test_a_number_of_a_rule_is_the_figure_of_its_day(knowledge: Knowledge) -> None:
    rule = knowledge.agreements.by_id["metalmeccanici-industria"].rule(TODAY)
    assert rule
    assert [value(block, knowledge.figures, TODAY) for block in rule.blocks] == [2, 4]
    assert [value(block, knowledge.figures, date(2020, 1, 1)) for block in rule.blocks] == [None, None]
    local = knowledge.agreements.by_id["funzioni-locali"].rule(TODAY)
    assert local
    assert local.hours_per_day_of_leave
    assert value(local.hours_per_day_of_leave, knowledge.figures, TODAY) == 6


def test_a_day_before_the_first_rule_has_none(knowledge: Knowledge) -> None:
    bcc = knowledge.agreements.by_id["credito-cooperativo-bcc"]
    assert bcc.rule(date(2025, 12, 31)) is None
    assert bcc.rule(date(2026, 1, 1)) is bcc.rules[0]


def test_figures_that_do_not_exist_are_named(knowledge: Knowledge) -> None:
    assert list(unknown_figures(knowledge.agreements, knowledge.figures)) == []
    found = [str(problem) for problem in unknown_figures(knowledge.agreements, {})]
    assert any(
        "metalmeccanici-industria.rules.blocks: ccnl_metal_block_short is not a figure" in text for text in found
    )


@pytest.fixture
def content() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / FILE).read_text(encoding="utf-8")))


def read(root: Path, content: Any) -> tuple[Agreements, list[str]]:
    (root / FILE).parent.mkdir(parents=True, exist_ok=True)
    (root / FILE).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    problems: list[Problem] = []
    agreements = read_agreements(root, problems)
    return agreements, [str(problem) for problem in problems]


def _rule(content: dict[str, Any], at: int) -> dict[str, Any]:
    rule: dict[str, Any] = content["agreements"][at]["rules"][0]
    return rule


MISTAKES = {
    "unknown field": (lambda c: c["agreements"][0].update(colour="red"), "metalmeccanici-industria.colour"),
    "found without hours": (
        lambda c: (_rule(c, 4).pop("blocks"), _rule(c, 4).pop("use_of_blocks")),
        "a rule that was found says how much",
    ),
    "hours without a rule": (lambda c: _rule(c, 9).update(blocks=[2]), "hours stand only beside"),
    "blocks without their use": (lambda c: _rule(c, 0).pop("use_of_blocks"), "`blocks` need `use_of_blocks`"),
    "no source": (lambda c: _rule(c, 0).pop("source"), "rules.0.source: field required. Remedy: add the field"),
    "id twice": (lambda c: c["agreements"].append(c["agreements"][0]), "the id stands twice"),
    "nickname of two": (lambda c: c["agreements"][1]["nicknames"].append("federmeccanica"), "is a name of"),
    "unknown candidate": (lambda c: c["shared"][0]["candidates"].append("marziani"), "marziani is no agreement"),
    "two rules at once": (
        lambda c: c["agreements"][1]["rules"].append({**_rule(c, 1), "valid_from": date(2027, 1, 1)}),
        "two rules hold on the same day",
    ),
    "ends before it starts": (lambda c: _rule(c, 1).update(valid_to=date(2001, 1, 1)), "valid_to is before valid_from"),
    "no cues": (lambda c: c.pop("cues"), "cues: field required"),
    "not a list": (lambda c: c.update(shared="x"), "shared: is not a list"),
    "code of two": (lambda c: c["agreements"][1].update(cnel=["C011"]), "'c011' is a name of"),
    "lower case code": (lambda c: c["agreements"][0].update(cnel=["c011"]), "metalmeccanici-industria.cnel"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_its_remedy(mistake: str, content: dict[str, Any], tmp_path: Path) -> None:
    spoil, message = MISTAKES[mistake]
    spoil(content)
    _, problems = read(tmp_path, content)
    assert any(message in problem for problem in problems), problems
    assert all("Remedy: " in problem for problem in problems)


def test_all_mistakes_are_told_together_and_the_rest_is_read(content: dict[str, Any], tmp_path: Path) -> None:
    _rule(content, 0).pop("source")
    content["agreements"][3]["colour"] = "red"
    agreements, problems = read(tmp_path, content)
    assert len(problems) >= 2
    assert len(agreements.by_id) == len(content["agreements"]) - 2


def test_a_file_that_is_no_mapping_is_named(tmp_path: Path) -> None:
    assert read(tmp_path, ["a"])[1] == [f"{FILE}: is not a mapping. Remedy: write `agreements:` and the list below it."]


def test_a_company_adds_its_agreement_in_a_file_of_its_own(content: dict[str, Any], tmp_path: Path) -> None:
    own = {
        **content["agreements"][4],
        "id": "ditta-rossi",
        "name": "Accordo Ditta Rossi",
        "cnel": [],
        "nicknames": [],
        "sectors": [],
    }
    folder = (tmp_path / FILE).parent
    folder.mkdir(parents=True)
    (folder / "companies.yaml").write_text(yaml.safe_dump({"agreements": [own]}), encoding="utf-8")
    agreements, problems = read(tmp_path, content)
    assert problems == []
    assert len(agreements.by_id) == len(content["agreements"]) + 1
    assert agreements.by_id["ditta-rossi"].rules[0].blocks


def test_a_mistake_in_a_second_file_names_that_file(content: dict[str, Any], tmp_path: Path) -> None:
    folder = (tmp_path / FILE).parent
    folder.mkdir(parents=True)
    own = {"agreements": [content["agreements"][4]], "cues": ["x"]}
    (folder / "zz.yaml").write_text(yaml.safe_dump(own), encoding="utf-8")
    _, problems = read(tmp_path, content)
    assert "zz.yaml: cues" in "".join(problems)
    assert "the id stands twice" in "".join(problems)


def test_content_without_agreements_has_none(tmp_path: Path) -> None:
    assert read_agreements(tmp_path, []) == Agreements()
