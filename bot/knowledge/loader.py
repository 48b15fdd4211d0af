"""Joins the whole content; every problem is reported at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.knowledge.answers import read_entries, read_talk, read_topics
from bot.knowledge.companies import Company, read_companies
from bot.knowledge.figures import read_figures
from bot.knowledge.firm_papers import FirmPapers, read_firm_papers
from bot.knowledge.grid import Grid, read_grid
from bot.knowledge.leave_agreements import Agreements, read_agreements
from bot.knowledge.leave_papers import PaperTexts, read_paper_texts
from bot.knowledge.leave_words import LeaveTexts, read_leave_texts
from bot.knowledge.notices import Notices, read_notices
from bot.knowledge.points import Points, read_points
from bot.knowledge.practices import FirmFact, Practice, read_firm_facts, read_practices
from bot.knowledge.problems import BrokenContent, Problem
from bot.knowledge.recognition import read_examples
from bot.knowledge.schema import (
    ActExamples,
    Answer,
    ByHeart,
    DangerWords,
    Entry,
    Examples,
    Figure,
    Point,
    StateExamples,
    Topic,
)
from bot.knowledge.self_check import Check, read_self_check
from bot.knowledge.sources import Acts, read_acts
from bot.knowledge.surveys import Questionnaire, read_questionnaires
from bot.knowledge.territory import Territory, read_territory
from bot.knowledge.voucher import Call, VoucherWords, read_calls, read_voucher_words
from bot.knowledge.words import read_by_heart, read_danger, read_phrases, read_translated, read_words
from bot.model.practices import FirmFactName
from bot.model.responsible import Responsible

EMPTY = Territory(districts={}, municipalities={}, helpdesks={}, ambiguous={}, outside={})
"""Stands in for a territory that cannot be read, so that the rest is checked all the same."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything the assistant knows, by id."""

    topics: Mapping[str, Topic]
    entries: Mapping[str, Entry]
    """The general answers."""
    points: Points
    """The particular questions of each topic: topic -> id -> point."""
    figures: Mapping[str, Figure]
    acts: Acts
    """What sources cite, by every name."""
    talk: Mapping[str, Examples]
    """Example utterances of actions and small talk, by topic."""
    act_examples: Mapping[str, ActExamples]
    """Example utterances of what a message does, by act; and of what does none, by `question`."""
    state_examples: Mapping[str, StateExamples]
    """Example utterances by the state of who writes."""
    words: Mapping[str, Mapping[str, str]]
    """What the assistant says by itself: language -> key -> text."""
    translated: Mapping[str, str]
    """Key -> the fingerprint of the Italian text of which the translations are."""
    follow_ups: Mapping[str, list[str]]
    by_heart: Mapping[str, ByHeart]
    """Plain words of a whole message -> what it does and what it is about."""
    grid: Grid
    """What follow-ups ask of which subject, and where each is answered."""
    go_ahead: Mapping[str, list[str]]
    """Language -> words with which a message goes on from the one before."""
    check_questions: Mapping[str, list[str]]
    """What a company may ask of a request that it checks -> how it is asked."""
    deal_words: Mapping[str, list[str]]
    """Phrases that ask for agreements and conventions on services, or propose one."""
    bare_words: Mapping[str, list[str]]
    """Ways to write a word that may stand alone -> the topics it may be about."""
    opening_hours: Mapping[str, list[str]]
    """Words that ask whether a helpdesk is open: see knowledge_base/words/opening_hours.yaml."""
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
    self_check: Check | None
    """The organisational self-check of firms, if there is one."""
    territory: Territory
    agreements: Agreements
    leave_texts: LeaveTexts
    """The words of the leave calculator."""
    papers: PaperTexts
    """The words of the papers of a leave plan."""
    firm_papers: FirmPapers
    """The words of the drafts for firms."""
    notices: Notices
    """What is agreed to before something is kept."""
    calls: Mapping[str, Call]
    """Calls for vouchers, open and ended."""
    companies: Mapping[str, Company]
    """The companies that have joined."""
    questionnaires: Mapping[str, Questionnaire]
    """Of the needs survey."""
    voucher_words: VoucherWords
    files: Mapping[str, str]
    """Id of an entry or a figure, intent of a point, language and key of a text -> the file it stands in, for messages."""
    responsible: Responsible | None = None
    """Who answers for the data: of the service, not of the content; None where nobody said who."""

    def point(self, intent: str) -> Point | None:
        """The point of a name such as `legge-104/turno-di-notte`."""
        topic, _, id = intent.partition("/")
        return self.points.get(topic, {}).get(id)

    def every_point(self) -> Iterator[Point]:
        return (point for points in self.points.values() for point in points.values())

    def answers(self) -> dict[str, Answer]:
        """Entries by id and points by intent."""
        return {**self.entries, **{point.intent: point for point in self.every_point()}}

    def examples(self) -> dict[str, dict[str, list[str]]]:
        """Example utterances: topic -> language -> texts, of entries, points and talk together."""
        return _by_topic(self._questions())

    def labelled_examples(self) -> dict[str, dict[str, list[str]]]:
        """What Rasa learns from: `topic`, `topic/point`, `act/name` or `state/name` -> language -> texts."""
        found = _by_topic(self._general_questions())
        found |= {point.intent: dict(point.questions) for point in self.every_point()}
        found |= {f"act/{name}": dict(act.questions) for name, act in self.act_examples.items()}
        return found | {f"state/{name}": dict(state.questions) for name, state in self.state_examples.items()}

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
        yield from self._general_questions()
        yield from ((point.topic, point.questions) for point in self.every_point())

    def _general_questions(self) -> Iterator[tuple[str, Mapping[str, list[str]]]]:
        yield from ((entry.topic, entry.questions) for entry in self.entries.values())
        yield from ((talk.topic, talk.questions) for talk in self.talk.values())


def _by_topic(found: Iterable[tuple[str, Mapping[str, list[str]]]]) -> dict[str, dict[str, list[str]]]:
    together: dict[str, dict[str, list[str]]] = {}
    for topic, questions in found:
        for language, texts in questions.items():
            together.setdefault(topic, {}).setdefault(language, []).extend(texts)
    return together


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
        topics=read_topics(root, problems),
        entries=read_entries(root, files, problems),
        points=read_points(root, files, problems),
        figures=read_figures(root, files, problems),
        acts=read_acts(root, problems),
        talk=read_talk(root, problems),
        act_examples=read_examples(root, "acts", ActExamples, problems),
        state_examples=read_examples(root, "state", StateExamples, problems),
        words=read_words(root, files, problems),
        translated=read_translated(root, problems),
        follow_ups=read_phrases(root, "follow_up", problems),
        by_heart=read_by_heart(root, problems),
        grid=read_grid(root, problems),
        opening_hours=read_phrases(root, "opening_hours", problems),
        go_ahead=read_phrases(root, "go_ahead", problems),
        check_questions=read_phrases(root, "check_questions", problems),
        deal_words=read_phrases(root, "deals", problems),
        bare_words=read_phrases(root, "bare", problems),
        audience_cues=read_phrases(root, "audience", problems),
        danger=read_danger(root, problems),
        sensitive=read_phrases(root, "sensitive", problems).get("phrases", []),
        acronyms=read_phrases(root, "acronyms", problems),
        masking=read_phrases(root, "masking", problems),
        practices=read_practices(root, files, problems),
        firm_facts=read_firm_facts(root, problems),
        self_check=read_self_check(root, problems),
        territory=read_territory(root, problems, today) or EMPTY,
        agreements=read_agreements(root, problems),
        leave_texts=read_leave_texts(root, problems),
        papers=read_paper_texts(root, problems),
        firm_papers=read_firm_papers(root, problems),
        notices=read_notices(root, problems),
        calls=read_calls(root, files, problems),
        companies=read_companies(root, problems),
        questionnaires=read_questionnaires(root, files, problems),
        voucher_words=read_voucher_words(root, problems),
        files=files,
    )
