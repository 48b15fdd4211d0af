"""Reads the whole content from the files; every problem is reported at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.knowledge.problems import BrokenContent, Problem, parse, read_yaml
from bot.knowledge.schema import Entry, Examples, Figure, Phrases, Texts, Topic
from bot.knowledge.territory import Territory, read_territory

EMPTY = Territory(districts={}, municipalities={}, helpdesks={}, ambiguous={}, outside={})
"""Stands in for a territory that cannot be read, so that the rest is checked all the same."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything the assistant knows, by id."""

    topics: Mapping[str, Topic]
    entries: Mapping[str, Entry]
    figures: Mapping[str, Figure]
    talk: Mapping[str, Examples]
    """Example utterances of actions and small talk, by topic."""
    words: Mapping[str, Mapping[str, str]]
    """What the assistant says by itself: language -> key -> text."""
    audience_cues: Mapping[str, list[str]]
    """Audience -> phrases that tell it."""
    danger: list[str]
    """Phrases of danger."""
    territory: Territory
    files: Mapping[str, str]
    """Entry or figure id -> the file it stands in, for messages."""

    def examples(self) -> dict[str, dict[str, list[str]]]:
        """Example utterances: topic -> language -> texts, entries and talk together."""
        found: dict[str, dict[str, list[str]]] = {}
        for topic, questions in self._questions():
            for language, texts in questions.items():
                found.setdefault(topic, {}).setdefault(language, []).extend(texts)
        return found

    def _questions(self) -> Iterator[tuple[str, Mapping[str, list[str]]]]:
        for entry in self.entries.values():
            yield entry.topic, entry.questions
        for talk in self.talk.values():
            yield talk.topic, talk.questions


def load(root: Path) -> Knowledge:
    """The content under `root` (the folder that holds knowledge_base/ and nlu/).

    Raises BrokenContent with every problem of shape; `checks.find_problems` finds those of sense.
    """
    problems: list[Problem] = []
    knowledge = read(root, problems)
    if problems:
        raise BrokenContent(problems)
    return knowledge


def read(root: Path, problems: list[Problem], today: date | None = None) -> Knowledge:
    """As `load`, but what cannot be read is left out and added to `problems`, as are checks later than `today`."""
    files: dict[str, str] = {}
    return Knowledge(
        topics=_topics(root, problems),
        entries=_entries(root, files, problems),
        figures=_figures(root, files, problems),
        talk=_talk(root, problems),
        words={"it": _texts(root, "knowledge_base/words/it.yaml", problems)},
        audience_cues=_phrases(root, "knowledge_base/words/audience.yaml", problems),
        danger=_phrases(root, "knowledge_base/words/danger.yaml", problems).get("phrases", []),
        territory=read_territory(root, problems, today) or EMPTY,
        files=files,
    )


def _each(root: Path, pattern: str, problems: list[Problem]) -> Iterator[tuple[str, Any]]:
    for path in sorted(root.glob(pattern)):
        name = str(path.relative_to(root))
        data = read_yaml(path, name, problems)
        if data is not None:
            yield name, data


def _topics(root: Path, problems: list[Problem]) -> dict[str, Topic]:
    name = "knowledge_base/topics.yaml"
    groups = read_yaml(root / name, name, problems)
    topics: dict[str, Topic] = {}
    for group, rows in (groups or {}).items():
        for number, row in enumerate(rows):
            topic = parse(Topic, row, name, f"{group}.{number}", problems)
            if topic:
                topics[topic.id] = topic
    return topics


def _entries(root: Path, files: dict[str, str], problems: list[Problem]) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for name, rows in _each(root, "knowledge_base/answers/*/*.yaml", problems):
        if not isinstance(rows, list):
            problems.append(Problem(name, "", "is not a list of entries", "start each entry with `- id:`"))
            continue
        for number, row in enumerate(rows):
            at = row["id"] if isinstance(row, dict) and "id" in row else str(number)
            entry = parse(Entry, row, name, at, problems)
            if entry is None:
                continue
            if entry.id in entries:
                other = files[entry.id]
                problems.append(Problem(name, entry.id, f"the id stands in {other} too", "rename one of the two"))
            entries[entry.id] = entry
            files[entry.id] = name
    return entries


def _figures(root: Path, files: dict[str, str], problems: list[Problem]) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    for name, rows in _each(root, "knowledge_base/rules/*.yaml", problems):
        if not isinstance(rows, dict):
            problems.append(Problem(name, "", "is not a mapping of figures", "write `name:` and its fields below"))
            continue
        for key, row in rows.items():
            figure = parse(Figure, row, name, key, problems)
            if figure is None:
                continue
            if key in figures:
                other = files[key]
                problems.append(Problem(name, key, f"the figure stands in {other} too", "keep one of the two"))
            figures[key] = figure
            files[key] = name
    return figures


def _talk(root: Path, problems: list[Problem]) -> dict[str, Examples]:
    talk: dict[str, Examples] = {}
    for name, row in _each(root, "nlu/data/*.yml", problems):
        examples = parse(Examples, row, name, "", problems)
        if examples:
            talk[examples.topic] = examples
    return talk


def _texts(root: Path, name: str, problems: list[Problem]) -> dict[str, str]:
    texts = parse(Texts, read_yaml(root / name, name, problems), name, "", problems)
    return texts.root if texts else {}


def _phrases(root: Path, name: str, problems: list[Problem]) -> dict[str, list[str]]:
    phrases = parse(Phrases, read_yaml(root / name, name, problems), name, "", problems)
    return phrases.root if phrases else {}
