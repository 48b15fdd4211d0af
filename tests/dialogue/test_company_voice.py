"""A company is spoken to as "voi", in every text that is written for it."""

from __future__ import annotations

import re

import pytest

from bot.knowledge.loader import Knowledge

TU = re.compile(
    r"\b(?:tu|te|ti|tuo|tua|tuoi|tue|hai|sei|puoi|vuoi|devi|sai|vai|scrivi|scegli|chiedi|premi|leggi|apri|dimmi|scrivimi)\b",
    re.IGNORECASE,
)
PREFIXES = ("plan_company_", "plan_check_")


def of_companies(knowledge: Knowledge) -> dict[str, str]:
    words = knowledge.words["it"]
    papers = {key for key in words if knowledge.files[f"it/{key}"].endswith("company_papers.yaml")}
    ours = {
        key: text
        for key, text in words.items()
        if key.startswith(PREFIXES) or key.endswith(".company") or key in papers
    }
    company = knowledge.leave_texts.company
    return (
        ours
        | {f"reasons {key}": text for key, text in company.reasons.items()}
        | {f"cautions {key}": text for key, text in company.cautions.items()}
    )


def test_no_text_for_a_company_says_tu(knowledge: Knowledge) -> None:
    said = {key: TU.findall(text) for key, text in of_companies(knowledge).items()}
    wrong = {key: found for key, found in said.items() if found}
    assert wrong == {}


@pytest.mark.parametrize("key", [
    "plan_own_understood", "plan_own_worth", "plan_own_personal", "plan_own_wrong", "plan_own_keep", "plan_own_kept",
    "plan_own_against_permission", "plan_own_against_placing", "plan_own_see",
])  # fmt: skip
def test_what_is_said_to_both_sides_has_a_form_for_companies(knowledge: Knowledge, key: str) -> None:
    assert knowledge.text(key, "it", "company") != knowledge.text(key, "it")
