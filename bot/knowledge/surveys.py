"""The questionnaires of the needs survey: questions, branches, scales and languages, as knowledge_base/surveys defines them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.knowledge.problems import Problem, parse, read_each
from bot.knowledge.schema import Content, LanguageCode, Slug, Text

FOLDER = "knowledge_base/surveys"
LONGEST_LABEL = 38
"""Letters of a button that a phone shows whole."""
MOST_QUESTIONS = 20
SKIPPED = "-"
"""In place of an option: the question was left without an answer."""
Kind = Literal["one", "many", "scale"]
Texts = Mapping[str, str]
"""Key -> text: `title`, `<question>`, `<question>.<option>`, `@<scale>.<option>`."""


class Option(Content):
    id: Slug
    text: Annotated[Text, StringConstraints(max_length=LONGEST_LABEL)]


class Question(Content):
    id: Slug
    kind: Kind
    text: Annotated[Text, StringConstraints(max_length=160)]
    options: list[Option] = Field(default_factory=list)
    scale: Slug | None = None
    """For a scale: which."""
    most: int | None = Field(default=None, ge=2)
    """For `many`: how many may be chosen."""
    only_if: dict[Slug, list[Slug]] = Field(default_factory=dict)
    """Asked where an earlier question has one of these answers; of several, where all have."""


class Questionnaire(Content):
    id: Slug
    version: Text
    title: Annotated[Text, StringConstraints(max_length=LONGEST_LABEL)]
    languages: list[LanguageCode] = Field(min_length=1)
    scales: dict[Slug, list[Option]] = Field(default_factory=dict)
    questions: list[Question] = Field(min_length=1, max_length=MOST_QUESTIONS)
    translations: dict[LanguageCode, dict[str, str]] = Field(default_factory=dict)
    """Read from the files beside it, not written in it."""

    def question(self, id: str | None) -> Question | None:
        return next((question for question in self.questions if question.id == id), None)

    def options(self, question: Question) -> Sequence[Option]:
        return self.scales.get(question.scale or "", []) if question.kind == "scale" else question.options

    def said(self, key: str, italian: str, language: str) -> str:
        """A text in a language; the Italian one where it is not translated."""
        return self.translations.get(language, {}).get(key, italian)

    def asked(self, question: Question, language: str) -> str:
        return self.said(question.id, question.text, language)

    def label(self, question: Question, option: Option, language: str) -> str:
        at = f"@{question.scale}" if question.kind == "scale" else question.id
        return self.said(f"{at}.{option.id}", option.text, language)

    def italian(self) -> Texts:
        """Every text that is translated, by its key."""
        scales = {f"@{id}.{one.id}": one.text for id, options in self.scales.items() for one in options}
        asked: dict[str, str] = {}
        for question in self.questions:
            asked[question.id] = question.text
            asked |= {f"{question.id}.{one.id}": one.text for one in question.options}
        return {"title": self.title, **scales, **asked}


class _Translation(Content):
    of: Text
    """The version of the questionnaire that was translated."""
    texts: dict[str, Text]


def read_questionnaires(root: Path, files: dict[str, str], problems: list[Problem]) -> dict[str, Questionnaire]:
    """By id, with their translations."""
    found: dict[str, Questionnaire] = {}
    for name, data in read_each(root, f"{FOLDER}/*.yaml", problems):
        sheet = parse(Questionnaire, data, name, "", problems)
        if sheet is None:
            continue
        if sheet.id != Path(name).stem:
            problems.append(Problem(name, "id", f"{sheet.id} is not the name of the file", "rename one of the two"))
        files[f"survey {sheet.id}"] = name
        translations = dict(_translations(root, sheet, problems))
        found[sheet.id] = sheet.model_copy(update={"translations": translations})
    return found


def _translations(root: Path, sheet: Questionnaire, problems: list[Problem]) -> Iterator[tuple[str, dict[str, str]]]:
    for name, data in read_each(root, f"{FOLDER}/{sheet.id}/*.yaml", problems):
        told = parse(_Translation, data, name, "", problems)
        if told is None:
            continue
        if told.of != sheet.version:
            problem = f"translates version {told.of}, and {sheet.version} is asked"
            problems.append(Problem(name, "of", problem, "translate what changed, then write the new version"))
        yield Path(name).stem, told.texts


def questionnaires_are_in_order(sheets: Mapping[str, Questionnaire], files: Mapping[str, str]) -> Iterator[Problem]:
    for sheet in sheets.values():
        yield from _questions_make_sense(sheet, files[f"survey {sheet.id}"])
        yield from _languages_are_whole(sheet)


def _questions_make_sense(sheet: Questionnaire, file: str) -> Iterator[Problem]:
    seen: dict[str, set[str]] = {}
    for question in sheet.questions:
        at, options = f"questions.{question.id}", [one.id for one in sheet.options(question)]
        if question.id in seen:
            yield Problem(file, at, "the id stands twice", "rename one of the two")
        if len(options) < 2 or len(set(options)) < len(options):
            yield Problem(file, at, "has fewer than two options, or one twice", "name each option once")
        if (question.kind == "scale") != (question.scale is not None):
            yield Problem(file, f"{at}.scale", "belongs to `kind: scale`, and only there", "name a scale of `scales`")
        if (question.kind == "many") != (question.most is not None):
            yield Problem(file, f"{at}.most", "belongs to `kind: many`, and only there", "write how many at most")
        for other, answers in question.only_if.items():
            if missing := sorted(set(answers) - seen.get(other, set())):
                problem = f"{', '.join(missing)} is no answer of {other} before it"
                yield Problem(
                    file, f"{at}.only_if", problem, "name an earlier question that is no `many`, and its options"
                )
        seen[question.id] = set(options) if question.kind != "many" else set()


def _languages_are_whole(sheet: Questionnaire) -> Iterator[Problem]:
    wanted = sheet.italian()
    for language in sheet.languages:
        if language == "it":
            continue
        file, texts = f"{FOLDER}/{sheet.id}/{language}.yaml", sheet.translations.get(language, {})
        for key in wanted.keys() - texts.keys():
            yield Problem(file, key, "is missing", "translate the Italian text; until then, copy it")
        for key in texts.keys() - wanted.keys():
            yield Problem(file, key, "is no text of the questionnaire", "mend its name, or remove it")
        for key, text in texts.items():
            if ("." in key or key == "title") and len(text) > LONGEST_LABEL:
                yield Problem(file, key, f"has {len(text)} letters, more than {LONGEST_LABEL}", "say it in fewer words")
    for language in sheet.translations.keys() - set(sheet.languages):
        yield Problem(f"{FOLDER}/{sheet.id}/{language}.yaml", "", "its language is not in `languages`", "add it there")
