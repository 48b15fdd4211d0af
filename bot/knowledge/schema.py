"""The shape of the content in knowledge_base/, checked where it enters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from bot.model.person import Audience
from bot.model.understanding import ActName, StateName

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]


class Content(BaseModel):
    """Unknown fields are mistakes; a loaded entry never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Topic(Content):
    """A line of topics.yaml: something the assistant must be able to answer or do."""

    id: Slug
    kind: Literal["answer", "action", "social"]
    for_: list[Audience] = Field(alias="for", min_length=1)
    title: Annotated[Text, StringConstraints(max_length=38)]
    """What a button says, in Italian."""
    titles: dict[LanguageCode, Annotated[Text, StringConstraints(max_length=38)]] = Field(default_factory=dict)
    """The same in other languages; in those that are missing the button speaks Italian."""
    about: Text
    subject: Slug | None = None
    """What it is about, and which side of it: two topics of a subject differ by their facet, so that a question that
    changes one of the two ("e per le ore?", "e quanto mi pagano?") finds its topic."""
    facet: Slug | None = None


class Translation(Content):
    """A full translation of an entry, verified by itself."""

    answer: Text
    more: Text | None = None
    verified_on: date


Yes = Annotated[Literal["yes"], BeforeValidator(lambda value: "yes" if value is True else value)]
"""YAML reads a bare `yes` as true."""


class Scope(Content):
    """Whom a variant is for: everything that it names must be known of the person."""

    role: Literal["mother", "father"] | None = None
    work: (
        Literal[
            "private_employee",
            "public_employee",
            "domestic_worker",
            "home_worker",
            "gestione_separata",
            "self_employed",
            "security_defence_fire",
            "unemployed",
        ]
        | None
    ) = None
    agreement: Slug | None = None
    """An id of knowledge_base/rules/agreements."""
    part_time: Yes | None = None
    adopted: Yes | None = None
    twins: Yes | None = None
    single: Yes | None = None
    disability: Yes | None = None
    """The child's."""

    @model_validator(mode="after")
    def _names_somebody(self) -> Scope:
        if not self.model_fields_set:
            raise PydanticCustomError("empty_scope", "names nobody")
        return self

    def wanted(self) -> dict[str, str]:
        """What must be known of the person, by its name."""
        return {name: str(getattr(self, name)) for name in self.model_fields_set}


class Variant(Content):
    """Another text for people of whom something is known."""

    scope: Scope
    answer: Annotated[Text, StringConstraints(max_length=900)]
    more: Annotated[Text, StringConstraints(max_length=2500)] | None = None


class Answer(Content):
    """What entries and points share: a text with its sources and its days."""

    id: Slug
    topic: Slug
    for_: list[Audience] = Field(alias="for", min_length=1)
    questions: dict[LanguageCode, list[Text]] = Field(default_factory=dict)
    """Example utterances by language: what Rasa and the lexical matcher learn from."""
    answer: Annotated[Text, StringConstraints(max_length=900)]
    """The first screen. `{name}` stands for a figure of knowledge_base/rules."""
    more: Annotated[Text, StringConstraints(max_length=2500)] | None = None
    variants: list[Variant] = Field(default_factory=list)
    """Other texts, by whom they are for: the most particular one that fits is shown, see bot/rules/answers.py."""
    sources: list[Text] = Field(min_length=1)
    facts: list[Text] = Field(min_length=1)
    valid_from: date
    valid_to: date | None = None
    verified_on: date
    review_by: date
    next: list[Slug] = Field(default_factory=list, max_length=4)
    long_sentences: dict[str, Text] = Field(default_factory=dict)
    """The first words of a sentence of over 30 words -> the reason why it stays so."""
    translations: dict[LanguageCode, Translation] = Field(default_factory=dict)

    def current(self, today: date) -> bool:
        return self.valid_from <= today and (self.valid_to is None or today <= self.valid_to)

    def texts(self) -> Iterator[tuple[str, str, str]]:
        """Every pair of first screen and details with the field it stands in."""
        yield "", self.answer, self.more or ""
        for number, variant in enumerate(self.variants):
            yield f"variants.{number}.", variant.answer, variant.more or ""


class Entry(Answer):
    """The general answer to one topic for one audience or more."""


class Point(Answer):
    """The answer to one particular question that people ask under a topic."""

    title: Annotated[Text, StringConstraints(max_length=38)]
    """What a button says, in Italian."""
    held_out: list[Text] = Field(min_length=3)
    """Italian questions that nothing is trained on: tests ask them."""
    must_say: list[Text] = Field(min_length=1)
    """Patterns that the first screen must match, in small letters without accents: what makes it right."""
    facts: list[Annotated[str, StringConstraints(pattern=r"^[A-Z]+(-[A-Z]+)*-\d+[a-z]?$")]] = Field(min_length=1)
    """Ids of what the dossiers say: F-HP-13, CC-01."""

    @property
    def intent(self) -> str:
        """Its name in Rasa and in our tables."""
        return f"{self.topic}/{self.id}"


class Examples(Content):
    """Example utterances of an action or of small talk: a file of nlu/data."""

    topic: Slug
    questions: dict[LanguageCode, list[Text]] = Field(min_length=1)


class ActExamples(Content):
    """Example utterances of one act, or of what is none: a file of nlu/data/acts."""

    name: Literal[ActName, "question"] = Field(alias="act")
    questions: dict[LanguageCode, list[Text]] = Field(min_length=1)


class StateExamples(Content):
    """Example utterances of one state: a file of nlu/data/state."""

    name: StateName = Field(alias="state")
    questions: dict[LanguageCode, list[Text]] = Field(min_length=1)


class Texts(RootModel[dict[str, Text]]):
    """Texts by key: a language's file of knowledge_base/words."""


class Phrases(RootModel[dict[str, list[Text]]]):
    """Phrases by what they tell."""


class ByHeart(Content):
    """Whole messages of one meaning: a line of knowledge_base/words/by_heart.yaml."""

    does: ActName | None = None
    about: Slug | None = None
    words: list[Text] = Field(min_length=1)


class ByHearts(RootModel[list[ByHeart]]):
    """All of them."""


class DangerWords(Content):
    """One language's words of danger: see knowledge_base/words/danger.yaml for how a phrase is written."""

    groups: dict[str, list[Text]] = Field(default_factory=dict)
    danger: list[Text] = Field(min_length=1)
    """Of violence."""
    suicide: list[Text] = Field(min_length=1)
    distress: list[Text] = Field(min_length=1)
    child: list[Text] = Field(min_length=1)
    """That a child may be concerned."""
    harmless: list[Text] = Field(default_factory=list)
    """Figures of speech that hold words of danger and mean none."""
    alone: list[Text] = Field(default_factory=list)
    """Words of danger when a message says nothing else."""

    @property
    def phrases(self) -> list[str]:
        return [*self.danger, *self.suicide, *self.distress, *self.child, *self.harmless]


class DangerFile(RootModel[dict[LanguageCode, DangerWords]]):
    """knowledge_base/words/danger.yaml."""


class Period(Content):
    """A value of a figure while it holds; `valid_to` is the last day, or none if still open."""

    value: float | int | str
    valid_from: date
    valid_to: date | None = None
    source: Text
    verified_on: date


class Figure(Content):
    """A number that the law may change, with all its values so far, oldest first."""

    about: Text
    unit: Literal["days", "working_days", "months", "years", "hours", "percent", "euro", "number"]
    periods: list[Period] = Field(min_length=1)

    def on(self, day: date) -> Period | None:
        """The period that covers the day; None if the figure is not known for it."""
        for period in self.periods:
            if period.valid_from <= day and (period.valid_to is None or day <= period.valid_to):
                return period
        return None
