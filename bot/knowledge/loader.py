"""Reads the whole content from the files; every problem is reported at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.knowledge.companies import Company, read_companies
from bot.knowledge.leave_agreements import Agreements, read_agreements
from bot.knowledge.leave_papers import PaperTexts, read_paper_texts
from bot.knowledge.leave_words import LeaveTexts, read_leave_texts
from bot.knowledge.notices import Notices, read_notices
from bot.knowledge.practices import FirmFact, Practice, read_firm_facts, read_practices
from bot.knowledge.problems import BrokenContent, Problem, parse, read_yaml
from bot.knowledge.schema import DangerFile, DangerWords, Entry, Examples, Figure, Phrases, Texts, Topic
from bot.knowledge.territory import Territory, read_territory
from bot.knowledge.voucher import Call, VoucherWords, read_calls, read_voucher_words
from bot.model.practices import FirmFactName

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
    danger: Mapping[str, DangerWords]
    """Language -> phrases of danger."""
    sensitive: list[str]
    """Phrases that tell more about a person than a question needs."""
    acronyms: Mapping[str, list[str]]
    """Acronyms that need no explanation: everybody's, and proper names."""
    masking: Mapping[str, list[str]]
    """What helps to hide persons in a text: words by what they tell, see knowledge_base/words/masking.yaml."""
    practices: Mapping[str, Practice]
    firm_facts: Mapping[FirmFactName, FirmFact]
    """The facts of a firm by which practices are recommended."""
    territory: Territory
    agreements: Agreements
    leave_texts: LeaveTexts
    """The words of the leave calculator."""
    papers: PaperTexts
    """The words of the papers of a leave plan."""
    notices: Notices
    """What is agreed to before something is kept."""
    calls: Mapping[str, Call]
    """Calls for vouchers, open and ended."""
    companies: Mapping[str, Company]
    """The companies that have joined."""
    voucher_words: VoucherWords
    files: Mapping[str, str]
    """Entry or figure id -> the file it stands in, for messages."""

    def examples(self) -> dict[str, dict[str, list[str]]]:
        """Example utterances: topic -> language -> texts, entries and talk together."""
        found: dict[str, dict[str, list[str]]] = {}
        for topic, questions in self._questions():
            for language, texts in questions.items():
                found.setdefault(topic, {}).setdefault(language, []).extend(texts)
        return found

    def text(self, key: str, language: str, audience: str | None = None) -> str:
        """What the assistant says: in the company's form if there is one, in Italian if it is not translated."""
        for texts in (self.words.get(language, {}), self.words["it"]):
            if text := texts.get(f"{key}.{audience}") or texts.get(key):
                return text
        raise KeyError(key)

    def examples_by_language(self) -> dict[str, list[str]]:
        """Example utterances: language -> texts of every topic."""
        found: dict[str, list[str]] = {}
        for _, questions in self._questions():
            for language, texts in questions.items():
                found.setdefault(language, []).extend(texts)
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
        words=_words(root, problems),
        audience_cues=_phrases(root, "knowledge_base/words/audience.yaml", problems),
        danger=_danger(root, problems),
        sensitive=_phrases(root, "knowledge_base/words/sensitive.yaml", problems).get("phrases", []),
        acronyms=_phrases(root, "knowledge_base/words/acronyms.yaml", problems),
        masking=_phrases(root, "knowledge_base/words/masking.yaml", problems),
        practices=read_practices(root, files, problems),
        firm_facts=read_firm_facts(root, problems),
        territory=read_territory(root, problems, today) or EMPTY,
        agreements=read_agreements(root, problems),
        leave_texts=read_leave_texts(root, problems),
        papers=read_paper_texts(root, problems),
        notices=read_notices(root, problems),
        calls=read_calls(root, files, problems),
        companies=read_companies(root, problems),
        voucher_words=read_voucher_words(root, problems),
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


def read_figures(root: Path, problems: list[Problem]) -> dict[str, Figure]:
    """The dated figures of knowledge_base/rules alone."""
    return _figures(root, {}, problems)


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


def _words(root: Path, problems: list[Problem]) -> dict[str, dict[str, str]]:
    """The texts of every language that has a file named by its two letters."""
    found = {path.stem for path in root.glob("knowledge_base/words/[a-z][a-z].yaml")} | {"it"}
    return {language: _texts(root, f"knowledge_base/words/{language}.yaml", problems) for language in sorted(found)}


def _danger(root: Path, problems: list[Problem]) -> dict[str, DangerWords]:
    name = "knowledge_base/words/danger.yaml"
    languages = parse(DangerFile, read_yaml(root / name, name, problems), name, "", problems)
    return languages.root if languages else {}


def _texts(root: Path, name: str, problems: list[Problem]) -> dict[str, str]:
    texts = parse(Texts, read_yaml(root / name, name, problems), name, "", problems)
    return texts.root if texts else {}


def _phrases(root: Path, name: str, problems: list[Problem]) -> dict[str, list[str]]:
    phrases = parse(Phrases, read_yaml(root / name, name, problems), name, "", problems)
    return phrases.root if phrases else {}
