"""The questions of the organisational self-check: knowledge_base/self_check.yaml."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from datetime import date
from itertools import product
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints

from bot.knowledge import readability
from bot.knowledge.figures import names_in
from bot.knowledge.practices import Label, Practice
from bot.knowledge.problems import Problem, parse, read_yaml
from bot.knowledge.schema import Content, Slug, Text
from bot.knowledge.sources import Acts, unknown_acts
from bot.model.practices import FirmProblem, FirmSector, FirmSize, WorkTime
from bot.model.self_check import Answers, Area

FILE = "knowledge_base/self_check.yaml"
FACTS = ("size", "sector", "work")
"""What is asked of every firm first: it decides which questions follow."""
SKIPPED = "-"
FEWEST, MOST = 15, 25
"""Questions that a firm is asked: fewer tell nothing, more are not answered."""
LEAST_OF_AREA = 2


class CheckRule(Content):
    """What the law says about a question."""

    text: Text
    sources: list[Text] = Field(min_length=1)
    facts: list[Text] = Field(min_length=1)
    verified_on: date
    not_sectors: list[FirmSector] = Field(default_factory=list)


class CheckAnswer(Content):
    label: Label
    points: Literal[0, 1, 2] | None = None
    """None: it counts neither for nor against."""
    means: Literal["", "no"] = ""
    """What "no" means; then "sì" means the first answer."""
    words: list[Text] = Field(default_factory=list)


class CheckQuestion(Content):
    id: Slug
    area: Area
    text: Annotated[Text, StringConstraints(max_length=160)]
    why: Annotated[Text, StringConstraints(max_length=200)]
    sizes: list[FirmSize] = Field(default_factory=list)
    sectors: list[FirmSector] = Field(default_factory=list)
    not_sectors: list[FirmSector] = Field(default_factory=list)
    work: list[WorkTime] = Field(default_factory=list)
    only_if: dict[Slug, list[Slug]] = Field(alias="if", default_factory=dict)
    """Earlier question -> the answers to it after which this one is asked."""
    answers: dict[Slug, CheckAnswer] = Field(min_length=2, max_length=4)
    problem: FirmProblem
    rule: CheckRule | None = None

    def means(self, answer: str) -> Literal["", "yes", "no"]:
        """What "sì" and "no" mean, where the question is one that they answer."""
        first, asks = next(iter(self.answers)), any(each.means for each in self.answers.values())
        return "yes" if asks and answer == first else self.answers[answer].means

    def for_firm(self, answers: Answers) -> bool:
        """Whether a firm that answered so far like this is asked; a fact that it did not tell leaves nothing out."""
        size, sector, work = (answers.get(name, SKIPPED) for name in FACTS)
        return (
            (not self.sizes or size in (*self.sizes, SKIPPED))
            and (not self.sectors or sector in self.sectors)
            and sector not in self.not_sectors
            and (not self.work or work in (*self.work, SKIPPED))
            and all(answers.get(other) in wanted for other, wanted in self.only_if.items())
        )


class CheckArea(Content):
    title: Annotated[Text, StringConstraints(max_length=20)]
    goal: Annotated[Text, StringConstraints(max_length=160)]
    indicators: list[Text] = Field(min_length=1, max_length=3)


class Check(Content):
    """The whole self-check."""

    verified_on: date
    review_by: date
    starts: list[Text] = Field(min_length=1)
    areas: dict[Area, CheckArea]
    questions: list[CheckQuestion] = Field(min_length=1)

    def question(self, id: str) -> CheckQuestion | None:
        return next((each for each in self.questions if each.id == id), None)


def read_self_check(root: Path, problems: list[Problem]) -> Check | None:
    """The self-check under `root`; None if there is none, or if it is broken."""
    if not (root / FILE).exists():
        return None
    data = read_yaml(root / FILE, FILE, problems)
    return None if data is None else parse(Check, data, FILE, "", problems)


def self_check_is_in_order(
    check: Check | None, figures: Container[str], acts: Acts, practices: Mapping[str, Practice]
) -> Iterator[Problem]:
    """Questions that can be asked, answered and counted, in plain words; rules with known figures and acts."""
    if check is None:
        return
    for area in get_args(Area):
        if area not in check.areas:
            yield Problem(FILE, f"areas.{area}", "is missing", "write its title, goal and indicators")
    earlier: dict[str, CheckQuestion] = {}
    for question in check.questions:
        yield from _question_problems(question, earlier)
        yield from _rule_problems(question, figures, acts)
        if practices and not any(question.problem in card.solves for card in practices.values()):
            yield Problem(FILE, f"{question.id}.problem", f"no practice solves {question.problem}", "name another one")
        earlier[question.id] = question
    yield from _firms_problems(check)
    if check.review_by <= check.verified_on:
        yield Problem(FILE, "review_by", "is not after verified_on", "name a later day")


def _question_problems(question: CheckQuestion, earlier: Mapping[str, CheckQuestion]) -> Iterator[Problem]:
    at = question.id
    if at in earlier or at in FACTS:
        yield Problem(FILE, at, "the id stands twice", "rename one of the two")
    for other, wanted in question.only_if.items():
        known = earlier[other].answers if other in earlier else {}
        for answer in wanted if known else ():
            if answer not in known:
                yield Problem(FILE, f"{at}.if", f"{answer} is no answer to {other}", f"use one of {', '.join(known)}")
        if not known:
            yield Problem(FILE, f"{at}.if", f"{other} is not asked before it", "name an earlier question")
    points = {answer.points for answer in question.answers.values()}
    if not {0, 2} <= points:
        yield Problem(
            FILE, f"{at}.answers", "no answer has 0, or none has 2 points", "let the answers reach from 0 to 2"
        )
    if sum(answer.means == "no" for answer in question.answers.values()) > 1:
        yield Problem(FILE, f"{at}.answers", "two answers mean no", "keep `means` with one of them")
    for field, text in (("text", question.text), ("why", question.why)):
        for sentence in readability.long_sentences(text):
            yield Problem(FILE, f"{at}.{field}", f"has a long sentence: {sentence[:40]!r}…", "cut the sentence in two")


def _rule_problems(question: CheckQuestion, figures: Container[str], acts: Acts) -> Iterator[Problem]:
    if question.rule is None:
        return
    at = f"{question.id}.rule"
    for name in names_in(question.rule.text):
        if name not in figures:
            yield Problem(FILE, at, f"{name} is no figure", "name a figure of knowledge_base/rules")
    for act in unknown_acts(question.rule.sources, acts):
        yield Problem(FILE, at, f"{act} is not in sources.yaml", "add it there with its day, or mend its number")
    for sentence in readability.long_sentences(question.rule.text):
        yield Problem(FILE, at, f"has a long sentence: {sentence[:40]!r}…", "cut the sentence in two")


def _firms_problems(check: Check) -> Iterator[Problem]:
    """Whatever its size, sector and hours, a firm is asked neither too little nor too much, and something of each area."""
    lists = (get_args(FirmSize), get_args(FirmSector), get_args(WorkTime))
    for firm in product(*lists):
        facts = dict(zip(FACTS, firm, strict=True))
        asked = [each for each in check.questions if each.for_firm(facts)]
        who = " ".join(firm)
        if not FEWEST <= len(asked) <= MOST:
            problem = f"{who} is asked {len(asked)} questions, not {FEWEST} to {MOST}"
            yield Problem(FILE, "questions", problem, "widen or narrow sizes, sectors or work of some")
        for area in check.areas:
            if sum(each.area == area for each in asked) < LEAST_OF_AREA:
                problem = f"{who} is asked fewer than {LEAST_OF_AREA} questions of {area}"
                yield Problem(FILE, "questions", problem, "ask more firms like it")
