"""The words of the leave calculator: knowledge_base/words/leave.yaml, and leave_company.yaml for a company that asks.

Each step stands with the rule it follows (a fact of the dossier), its source and the day since when it holds. Python
decides which step applies; the file says it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.knowledge.problems import Problem, parse, read_yaml
from bot.knowledge.schema import Content, Text

FILE = "knowledge_base/words/leave.yaml"
COMPANY_FILE = "knowledge_base/words/leave_company.yaml"


Voice = Literal["private", "public"]


class ReasonText(Content):
    rule: Annotated[str, StringConstraints(pattern=r"^F-[A-Z]{2}-\d+[a-z]?$")]
    text: Text
    """`{name}` is filled by bot/rules/leave."""
    source: Text
    valid_from: date | None = None
    """None: always so far, or the day was not found."""


class CompanyTexts(Content):
    """The same steps and doubts as a company is told them, by their keys; a key that is missing is not told."""

    reasons: dict[str, Text] = Field(default_factory=dict)
    cautions: dict[str, Text] = Field(default_factory=dict)


class LeaveTexts(Content):
    reasons: dict[str, ReasonText] = Field(default_factory=dict)
    cautions: dict[str, Text] = Field(default_factory=dict)
    voices: dict[Voice, dict[str, Text]] = Field(default_factory=dict)
    """What some names of the texts are filled with, by who asks."""
    company: CompanyTexts = CompanyTexts()

    def for_company(self) -> LeaveTexts:
        """The words as a company is told them; what it is not told is empty."""
        told = self.company
        reasons = {
            key: step.model_copy(update={"text": told.reasons.get(key, "")}) for key, step in self.reasons.items()
        }
        return self.model_copy(
            update={"reasons": reasons, "cautions": {key: told.cautions.get(key, "") for key in self.cautions}}
        )


def read_leave_texts(root: Path, problems: list[Problem]) -> LeaveTexts:
    """The words under `root`; every problem of the files goes to `problems`. A missing file: no words."""
    if not (root / FILE).exists():
        return LeaveTexts()
    texts = parse(LeaveTexts, read_yaml(root / FILE, FILE, problems) or {}, FILE, "", problems) or LeaveTexts()
    if not (root / COMPANY_FILE).exists():
        return texts
    data = read_yaml(root / COMPANY_FILE, COMPANY_FILE, problems) or {}
    company = parse(CompanyTexts, data, COMPANY_FILE, "", problems) or CompanyTexts()
    problems.extend(_unfounded(company, texts))
    return texts.model_copy(update={"company": company})


def _unfounded(company: CompanyTexts, texts: LeaveTexts) -> Iterator[Problem]:
    """Words for a company that stand on no step, or that fill names the step does not give."""
    steps = {key: step.text for key, step in texts.reasons.items()}
    for section, told, known in (("reasons", company.reasons, steps), ("cautions", company.cautions, texts.cautions)):
        for key, text in told.items():
            if key not in known:
                yield Problem(COMPANY_FILE, f"{section}.{key}", f"is not in {FILE}", "mend its name, or remove it")
            elif unknown := _names(text) - _names(known[key]):
                names = ", ".join(sorted(unknown))
                problem, remedy = f"fills other names than {FILE}: {names}", "use the names of that text"
                yield Problem(COMPANY_FILE, f"{section}.{key}", problem, remedy)


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}
