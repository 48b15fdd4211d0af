"""The notices that a person agrees to before anything is kept: knowledge_base/privacy.yaml.

A notice that somebody agreed to is never changed: a new text is a new version, which is asked for again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import StringConstraints

from bot.knowledge import readability
from bot.knowledge.problems import Problem, parse, read_yaml
from bot.knowledge.schema import Content, LanguageCode, Text

FILE = "knowledge_base/privacy.yaml"
LONGEST_NOTICE = 900
"""Letters: a notice that does not fit a phone screen is not read."""
Subject = Literal["voucher", "question", "plan", "visit", "joining", "self_check", "agreement", "workplace"]
SUBJECTS: tuple[Subject, ...] = get_args(Subject)


class Notice(Content):
    version: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}(-\d{2})?$")]
    """The month or day of the text, as calls name it."""
    valid_from: date
    """The first day on which it is shown."""
    text: dict[LanguageCode, Text]
    """What is agreed to, by language; Italian always."""

    def said_in(self, language: str) -> str:
        return self.text.get(language) or self.text["it"]


Notices = Mapping[str, tuple[Notice, ...]]
"""Subject -> its notices, oldest first."""


def notice(notices: Notices, subject: Subject, today: date) -> Notice:
    """The notice that is shown today. Raises KeyError if there is none: the checks of the content find that."""
    current = [each for each in notices.get(subject, ()) if each.valid_from <= today]
    if not current:
        raise KeyError(f"{FILE}: no notice about {subject} holds on {today}")
    return current[-1]


def read_notices(root: Path, problems: list[Problem]) -> dict[str, tuple[Notice, ...]]:
    """The notices under `root`; every problem of shape goes to `problems`. A missing file: no notices."""
    data = read_yaml(root / FILE, FILE, problems) if (root / FILE).exists() else {}
    if not isinstance(data, dict):
        problems.append(Problem(FILE, "", "is not a mapping of notices", f"write one of {', '.join(SUBJECTS)} a line"))
        return {}
    found: dict[str, tuple[Notice, ...]] = {}
    for subject, rows in data.items():
        if subject not in SUBJECTS or not isinstance(rows, list):
            known = ", ".join(SUBJECTS)
            problems.append(Problem(FILE, str(subject), "is not a subject with a list below", f"use one of {known}"))
            continue
        read = (parse(Notice, row, FILE, f"{subject}.{number}", problems) for number, row in enumerate(rows))
        found[subject] = tuple(each for each in read if each)
    return found


def notices_are_in_order(notices: Notices) -> Iterator[Problem]:
    """Every subject has its notice in Italian, each version once, and the newest at the end."""
    for subject in SUBJECTS:
        of_subject = notices.get(subject, ())
        if not of_subject:
            yield Problem(FILE, subject, "has no notice", "write one: nothing may be kept without it")
        for number, each in enumerate(of_subject):
            yield from _notice_problems(f"{subject}.{each.version}", each)
            if number and each.valid_from <= of_subject[number - 1].valid_from:
                yield Problem(FILE, f"{subject}.{each.version}", "is not later than the one before", "mend valid_from")
        versions = [each.version for each in of_subject]
        for version in sorted({each for each in versions if versions.count(each) > 1}):
            yield Problem(FILE, f"{subject}.{version}", "stands twice", "give the new text a new version")


def _notice_problems(at: str, each: Notice) -> Iterator[Problem]:
    if "it" not in each.text:
        yield Problem(FILE, at, "is not there in Italian", "write `it:` with the official text")
    for language, text in each.text.items():
        if len(text) > LONGEST_NOTICE:
            problem = f"has {len(text)} letters in {language}, more than {LONGEST_NOTICE}"
            yield Problem(FILE, at, problem, "say it in fewer words")
    for sentence in readability.long_sentences(each.text.get("it", "")):
        yield Problem(FILE, at, f"more than {readability.LONGEST_SENTENCE} words: {sentence[:40]!r}…", "cut it in two")
