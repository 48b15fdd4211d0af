"""The invented call and companies of knowledge_base/examples: for demonstrations and tests, never for people."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.knowledge.companies import read_register
from bot.knowledge.loader import Knowledge
from bot.knowledge.problems import BrokenContent, Problem
from bot.knowledge.voucher import read_call

CALL_FILE = "knowledge_base/examples/call.yaml"
COMPANIES_FILE = "knowledge_base/examples/companies.yaml"


def with_examples(knowledge: Knowledge, root: Path) -> Knowledge:
    """The content with the example call open and a few companies in the register, beside what is there.

    Raises BrokenContent with every problem of the two files.
    """
    problems: list[Problem] = []
    call = read_call(root / CALL_FILE, CALL_FILE, problems)
    companies = read_register(root / COMPANIES_FILE, COMPANIES_FILE, problems)
    if call is None or problems:
        raise BrokenContent(problems)
    return replace(
        knowledge,
        calls={**knowledge.calls, call.id: call},
        companies={**knowledge.companies, **companies},
        files={**knowledge.files, f"call {call.id}": CALL_FILE},
    )
