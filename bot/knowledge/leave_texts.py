"""The words of the leave calculator: knowledge_base/words/leave.yaml.

Each step stands with the rule it follows (a fact of the dossier), its source and the day since when it holds. Python
decides which step applies; the file says it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from bot.knowledge.problems import Problem, parse, read_yaml
from bot.knowledge.schema import Content, Text

FILE = "knowledge_base/words/leave.yaml"


class ReasonText(Content):
    rule: Annotated[str, StringConstraints(pattern=r"^F-[A-Z]{2}-\d+[a-z]?$")]
    text: Text
    """`{name}` is filled by bot/rules/leave."""
    source: Text
    valid_from: date | None = None
    """None: always so far, or the day was not found."""


class LeaveTexts(Content):
    reasons: dict[str, ReasonText] = Field(default_factory=dict)
    cautions: dict[str, Text] = Field(default_factory=dict)


def read_leave_texts(root: Path, problems: list[Problem]) -> LeaveTexts:
    """The words under `root`; every problem of the file goes to `problems`. A missing file: no words."""
    if not (root / FILE).exists():
        return LeaveTexts()
    return parse(LeaveTexts, read_yaml(root / FILE, FILE, problems) or {}, FILE, "", problems) or LeaveTexts()
