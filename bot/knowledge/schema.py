"""The shape of the content in knowledge_base/, checked where it enters."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel, StringConstraints

from bot.model.person import Audience

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


class Entry(Content):
    """One answer to one topic for one audience or more."""

    id: Slug
    topic: Slug
    for_: list[Audience] = Field(alias="for", min_length=1)
    questions: dict[LanguageCode, list[Text]] = Field(default_factory=dict)
    """Example utterances by language: what Rasa and the lexical matcher learn from."""
    answer: Annotated[Text, StringConstraints(max_length=900)]
    """The first screen. `{name}` stands for a figure of knowledge_base/rules."""
    more: Annotated[Text, StringConstraints(max_length=2500)] | None = None
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


class Examples(Content):
    """Example utterances of an action or of small talk: a file of nlu/data."""

    topic: Slug
    questions: dict[LanguageCode, list[Text]] = Field(min_length=1)


class Texts(RootModel[dict[str, Text]]):
    """Texts by key: a language's file of knowledge_base/words."""


class Phrases(RootModel[dict[str, list[Text]]]):
    """Phrases by what they tell."""


class DangerWords(Content):
    """One language's words of danger: see knowledge_base/words/danger.yaml for how a phrase is written."""

    groups: dict[str, list[Text]] = Field(default_factory=dict)
    danger: list[Text] = Field(min_length=1)
    harmless: list[Text] = Field(default_factory=list)
    """Figures of speech that hold words of danger and mean none."""
    alone: list[Text] = Field(default_factory=list)
    """Words of danger when a message says nothing else."""


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
