"""Writes a curator's draft of an entry. It stands outside knowledge_base/answers, so nobody is ever told what it says.

Its sources and facts are empty: moved among the answers before they are filled in, it is refused by `concilia check`.
"""

from __future__ import annotations

import os
import textwrap
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from bot.knowledge.loader import Knowledge
from bot.knowledge.writing import quoted

FOLDER = "knowledge_base/drafts"
REVIEW_AFTER = timedelta(days=180)
HEADER = """\
# A draft: nobody reads it before it is moved to knowledge_base/answers/<group>/.
# First check every sentence, say it in plain words, fill in sources and facts, and remove this note.
# What stood in brackets, such as [nome], was hidden: write the sentence without it.
"""


def write_draft(
    root: Path, knowledge: Knowledge, topic: str, language: str, question: str, answer: str, today: date
) -> str:
    """Writes the draft of an entry and returns the file's name. `root` holds knowledge_base/; the topic may be a new one."""
    id = _free_id(root, knowledge, topic)
    name = f"{FOLDER}/{id}.yaml"
    path = root / name
    path.parent.mkdir(exist_ok=True)
    known = knowledge.topics.get(topic)
    draft = path.with_suffix(".tmp")
    draft.write_text(
        skeleton(id, topic, known.for_ if known else ["worker"], language, question, answer, today), encoding="utf-8"
    )
    os.replace(draft, path)
    return name


def skeleton(
    id: str, topic: str, audiences: Sequence[str], language: str, question: str, answer: str, today: date
) -> str:
    """The entry as YAML, for a person to finish."""
    lines = "\n".join(line.rstrip() for line in answer.strip().splitlines())
    return f"""{HEADER}\
- id: {quoted(id)}
  topic: {quoted(topic)}
  for: [{", ".join(audiences)}]
  questions:
    {language}:
      - {quoted(" ".join(question.split()))}
  answer: |
{textwrap.indent(lines, "    ")}
  sources: []
  facts: []
  valid_from: {today.isoformat()}
  verified_on: {today.isoformat()}
  review_by: {(today + REVIEW_AFTER).isoformat()}
  next: []
"""


def _free_id(root: Path, knowledge: Knowledge, topic: str) -> str:
    """The topic's name, or with the next number where an entry or a draft has it."""
    taken = {*knowledge.entries, *(path.stem for path in root.glob(f"{FOLDER}/*.yaml"))}
    names = (topic, *(f"{topic}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)
