"""Good practices of other companies as cards, and the four facts of a firm by which they are recommended."""

from __future__ import annotations

import statistics
from collections.abc import Container, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints

from bot.knowledge import readability
from bot.knowledge.problems import Problem, parse, read_yaml
from bot.knowledge.schema import Content, Slug, Text
from bot.model.practices import FirmFactName, FirmProblem, FirmSector, FirmSize, WorkTime

FACTS_FILE = "knowledge_base/words/firm.yaml"
EVERY_SECTOR = "tutti"
LARGEST_OF_SIZE: Mapping[FirmSize, float] = {"micro": 9, "small": 49, "medium": 249, "large": float("inf")}
"""The largest number of people of each size, smallest size first."""
CostBand = Literal["basso", "basso-medio", "medio", "alto"]
Effort = Literal["basso", "medio", "alto"]
Transferability = Literal["bassa", "media", "alta"]
CLOSED_LISTS: Mapping[FirmFactName, tuple[str, ...]] = {
    "size": get_args(FirmSize),
    "sector": get_args(FirmSector),
    "work": get_args(WorkTime),
    "problem": get_args(FirmProblem),
}

Label = Annotated[Text, StringConstraints(max_length=38)]
"""What fits a button."""


class Practice(Content):
    """One good practice, told with its source; the bands of cost, effort and transferability are our estimate."""

    id: Slug
    title: Label
    problem: Annotated[Text, StringConstraints(max_length=160)]
    measure: Annotated[Text, StringConstraints(max_length=240)]
    example: Annotated[Text, StringConstraints(max_length=200)]
    """Who did it, where and when, as far as the source tells; never one of our aziende testimoni."""
    caution: Annotated[Text, StringConstraints(max_length=200)] | None = None
    """What is not certain about the example, or about who offers it today."""
    sizes: list[FirmSize] = Field(min_length=1)
    sectors: list[FirmSector | Literal["tutti"]] = Field(min_length=1)
    """Where it was seen; with `tutti` it fits everywhere else too."""
    shifts_or_office: list[Literal["turni", "ufficio"]] = Field(min_length=1)
    solves: list[FirmProblem] = Field(min_length=1)
    """The main one first."""
    cost_band: CostBand
    effort: Effort
    transferability: Transferability
    first_month: list[Text] = Field(min_length=3, max_length=5)
    """Steps, in order."""
    pitfalls: list[Text] = Field(min_length=1, max_length=4)
    topics: list[Slug] = Field(min_length=1, max_length=3)
    sources: list[Text] = Field(min_length=1)
    facts: list[Text] = Field(min_length=1)
    verified_on: date | None = None
    """None while a source has to be found again: nothing that stands on it is told as verified."""
    review_by: date


class FirmValue(Content):
    """One possible value of a fact: its button, why a practice suits it, and the words that tell it."""

    label: Label
    short: Text | None = None
    """In a list, where the label is too long."""
    reason: Text
    cues: list[Text] = Field(min_length=1)

    @property
    def in_lists(self) -> str:
        return self.short or self.label


class FirmFact(Content):
    """One of the four facts: how it is asked for and named."""

    question: Text
    name: Annotated[Text, StringConstraints(max_length=12)]
    gap: Text
    """What is said of a practice that does not suit the fact."""
    values: dict[str, FirmValue]


class _FirmFacts(Content):
    size: FirmFact
    sector: FirmFact
    work: FirmFact
    problem: FirmFact


def read_practices(root: Path, files: dict[str, str], problems: list[Problem]) -> dict[str, Practice]:
    """The cards of knowledge_base/practices by id, in the order of their files."""
    practices: dict[str, Practice] = {}
    for path in sorted(root.glob("knowledge_base/practices/*.yaml")):
        name = str(path.relative_to(root))
        data = read_yaml(path, name, problems)
        practice = None if data is None else parse(Practice, data, name, "", problems)
        if practice is None:
            continue
        if practice.id != path.stem:
            problems.append(Problem(name, "id", f"{practice.id} is not the name of the file", "rename one of the two"))
        practices[practice.id] = practice
        files[f"practice {practice.id}"] = name
    return practices


def read_firm_facts(root: Path, problems: list[Problem]) -> dict[FirmFactName, FirmFact]:
    """The four facts with the words of every value of their closed lists; empty if the file is broken."""
    data = read_yaml(root / FACTS_FILE, FACTS_FILE, problems)
    facts = None if data is None else parse(_FirmFacts, data, FACTS_FILE, "", problems)
    if facts is None:
        return {}
    named: dict[FirmFactName, FirmFact] = {
        "size": facts.size,
        "sector": facts.sector,
        "work": facts.work,
        "problem": facts.problem,
    }
    for name, fact in named.items():
        for value in sorted(set(CLOSED_LISTS[name]) ^ set(fact.values)):
            known = value in CLOSED_LISTS[name]
            problem = "has no words" if known else f"is not one of {', '.join(CLOSED_LISTS[name])}"
            remedy = "add it with label, reason and cues" if known else "delete it, or mend its name"
            problems.append(Problem(FACTS_FILE, f"{name}.values.{value}", problem, remedy))
    return named


def practices_are_in_order(
    practices: Mapping[str, Practice], topics: Container[str], files: Mapping[str, str]
) -> Iterator[Problem]:
    """Linked topics exist, days are in order, and every problem has at least one card."""
    for practice in practices.values():
        file = files[f"practice {practice.id}"]
        for topic in practice.topics:
            if topic not in topics:
                yield Problem(file, "topics", f"{topic} is not in topics.yaml", "use an id of topics.yaml")
        if practice.verified_on and practice.review_by <= practice.verified_on:
            yield Problem(file, "review_by", "is not after verified_on", "name a later day")
    solved = {problem for practice in practices.values() for problem in practice.solves}
    for problem in CLOSED_LISTS["problem"]:
        if practices and problem not in solved:
            yield Problem("knowledge_base/practices", "solves", f"no card solves {problem}", "add it to a card")


def practices_are_easy_to_read(practices: Mapping[str, Practice], files: Mapping[str, str]) -> Iterator[Problem]:
    """The same bounds as for answers, on what the first screen tells; no long sentence in the details either."""
    ease = {}
    for practice in practices.values():
        file = files[f"practice {practice.id}"]
        told = "\n".join(filter(None, (practice.problem, practice.measure, practice.example, practice.caution)))
        ease[practice.id] = readability.gulpease(told)
        if ease[practice.id] < readability.EASY_ENOUGH:
            problem = f"Gulpease {ease[practice.id]:.0f} is below {readability.EASY_ENOUGH}"
            yield Problem(file, "problem, measure, example", problem, "shorter sentences, shorter words")
        for sentence in readability.long_sentences("\n".join((told, *practice.first_month, *practice.pitfalls))):
            problem = f"more than {readability.LONGEST_SENTENCE} words: {sentence[:40]!r}…"
            yield Problem(file, "", problem, "cut the sentence in two")
    if ease and statistics.median(ease.values()) < readability.EASY_MEDIAN:
        problem = f"the median Gulpease {statistics.median(ease.values()):.0f} is below {readability.EASY_MEDIAN}"
        yield Problem("knowledge_base/practices", "", problem, "rewrite the hardest cards")
