"""The grid of follow-ups: knowledge_base/words/facets.yaml, words that name a facet or a subject, and where each cell is answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import Field

from bot.knowledge.points import Points
from bot.knowledge.problems import Problem, parse, read_yaml
from bot.knowledge.schema import Content, LanguageCode, Slug, Text, Topic
from bot.model.text import plain

FILE = "knowledge_base/words/facets.yaml"
Words = dict[LanguageCode, list[Text]]


class Facet(Content):
    """Something that is asked of many subjects."""

    words: Words = Field(min_length=1)
    answers: dict[Slug, list[Text]] = Field(default_factory=dict)
    """Subject, or topic answered last -> topics, or points of them, that tell it; the first that fits who asks. Without any it asks for the answer
    given last once more: "sicuro?"."""


class GridFile(Content):
    facets: dict[Slug, Facet]
    subjects: dict[Slug, Words]
    little: Words = Field(default_factory=dict)


Finders = Mapping[str, Mapping[str, re.Pattern[str]]]
"""Facet or subject -> language -> its words."""


@dataclass(frozen=True, slots=True)
class Grid:
    facets: Mapping[str, Facet] = field(default_factory=dict)
    facet_words: Finders = field(default_factory=dict)
    subject_words: Finders = field(default_factory=dict)
    little: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Language -> words that tell nothing beside a facet or a subject."""

    def cell(self, facet: str, subject: str | None, topic: str | None) -> tuple[str, ...]:
        """The topics and points that answer a facet of a subject, where `topic` was answered last."""
        answers = self.facets[facet].answers
        return tuple(answers.get(topic or "", answers.get(subject or "", ())))

    def facet_of(self, answer: str, subject: str | None) -> str | None:
        """What an answer tells of its subject; None where that is everything, or nothing of the grid."""
        return next(
            (name for name, facet in self.facets.items() if answer in facet.answers.get(subject or "", ())), None
        )


def read_grid(root: Path, problems: list[Problem]) -> Grid:
    """Empty where there is no such file: then follow-ups are read by likeness alone."""
    known = (root / FILE).exists()
    file = parse(GridFile, read_yaml(root / FILE, FILE, problems), FILE, "", problems) if known else None
    if file is None:
        return Grid()
    return Grid(
        facets=file.facets,
        facet_words={name: _patterns(facet.words) for name, facet in file.facets.items()},
        subject_words={name: _patterns(words) for name, words in file.subjects.items()},
        little={language: frozenset(map(plain, words)) for language, words in file.little.items()},
    )


def _patterns(words: Words) -> dict[str, re.Pattern[str]]:
    """Whole words, the longest first; a star stands for any ending, and Chinese is written without spaces."""
    return {
        language: re.compile("|".join(map(_pattern, sorted(each, key=len, reverse=True))))
        for language, each in words.items()
    }


def _pattern(phrase: str) -> str:
    said = " ".join(re.escape(plain(word)) + (r"\w*" if word.endswith("*") else "") for word in phrase.split())
    return said if any("\u4e00" <= sign <= "\u9fff" for sign in phrase) else rf"\b{said}\b"


def grid_names_what_there_is(grid: Grid, topics: Mapping[str, Topic], points: Points) -> Iterator[Problem]:
    """Every cell belongs to a subject and holds topics and points that exist."""
    subjects = {topic.subject for topic in topics.values() if topic.subject}
    for name, facet in grid.facets.items():
        yield from _unknown(facet.answers, subjects.union(topics), f"facets.{name}.answers")
        for subject, answers in facet.answers.items():
            for answer in answers:
                topic, _, point = answer.partition("/")
                if topic not in topics or (point and point not in points.get(topic, {})):
                    where = f"facets.{name}.answers.{subject}"
                    yield Problem(FILE, where, f"{answer} is no topic and no point", "mend its name")
    yield from _unknown(grid.subject_words, subjects, "subjects")


def _unknown(named: Iterable[str], subjects: set[str], where: str) -> Iterator[Problem]:
    for subject in named:
        if subject not in subjects:
            yield Problem(FILE, f"{where}.{subject}", "is no subject and no topic", "name one of topics.yaml")
