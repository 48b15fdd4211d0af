"""The needs survey: which question comes next, what is counted, and what a report may tell."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from bot.knowledge.surveys import SKIPPED, Question, Questionnaire
from bot.model.survey import ASKED, Answers, Counts, Survey
from bot.rules.anonymity import LEAST, Row, protect

ENOUGH = 10
"""Answers from which there is a report; a question that fewer were asked is left out of it."""
SHORTEST, LONGEST, USUAL = timedelta(days=7), timedelta(days=60), timedelta(days=14)
"""How long a survey is open."""
REST = timedelta(days=180)
"""After a survey with a report the same firm waits so long: two of almost the same people would tell about the few others."""
REST_UNREAD = timedelta(days=30)
"""After one without a report, whose answers were deleted unread."""
FIRMS = 3
"""Firms whose reports are added up at least: of two, each would know the other's."""

Refused = Literal["tiny", "open_already"]


def may_open(earlier: Sequence[Survey], people: int, opens_on: date) -> Refused | date | None:
    """Why a firm may not open a survey; the day from which it may; None: it may. `earlier`: the firm's own surveys."""
    if people < ENOUGH:
        return "tiny"
    for survey in earlier:
        if survey.closes_on >= opens_on:
            return "open_already"
        free = survey.closes_on + (REST if survey.replies >= ENOUGH else REST_UNREAD)
        if free > opens_on:
            return free
    return None


# --- the questions ---


def is_asked(question: Question, answers: Answers) -> bool:
    """Whether the branch of the question is taken."""
    return all(set(answers.get(other, ())) & set(wanted) for other, wanted in question.only_if.items())


def way(sheet: Questionnaire, answers: Answers) -> list[Question]:
    """The questions of somebody who answers so, in order."""
    return [question for question in sheet.questions if is_asked(question, answers)]


def next_open(sheet: Questionnaire, answers: Answers) -> Question | None:
    return next((question for question in way(sheet, answers) if question.id not in answers), None)


def one_before(sheet: Questionnaire, answers: Answers, id: str | None) -> Question | None:
    """The question before this one; before none of them, the last."""
    asked = way(sheet, answers)
    place = next((place for place, question in enumerate(asked) if question.id == id), len(asked))
    return asked[place - 1] if place else None


def valid(sheet: Questionnaire, question: Question, options: Sequence[str]) -> bool:
    known = {option.id for option in sheet.options(question)}
    if tuple(options) == (SKIPPED,):
        return True
    return bool(options) and set(options) <= known and len(set(options)) == len(options) <= (question.most or 1)


def clean(sheet: Questionnaire, answers: Answers) -> dict[str, tuple[str, ...]]:
    """What is counted: answers to questions that are asked of somebody who answers so; what is missing counts as skipped."""
    kept: dict[str, tuple[str, ...]] = {}
    for question in sheet.questions:
        if is_asked(question, kept):
            options = tuple(answers.get(question.id, ()))
            kept[question.id] = options if valid(sheet, question, options) else (SKIPPED,)
    return kept


def added(counts: Counts, answers: Answers) -> dict[str, dict[str, int]]:
    """The counts with one person's answers in them."""
    total = {question: Counter(options) for question, options in counts.items()}
    for question, options in answers.items():
        total.setdefault(question, Counter()).update((ASKED, *options))
    return {question: dict(options) for question, options in total.items()}


# --- the report ---


@dataclass(frozen=True, slots=True)
class Result:
    """What a report tells of one question: a row, or for `many` one for each option (chosen or not)."""

    question: str
    asked: int
    rows: Mapping[str, Row]
    """`*` for a question with one answer; option -> row of `yes` and `no` for `many`."""

    def shown(self, option: str) -> int | None:
        """How many chose the option; None: hidden."""
        return self.rows[ASKED].shown.get(option) if ASKED in self.rows else self.rows[option].shown.get("yes")


def report(sheet: Questionnaire, survey: Survey, before: Survey | None = None) -> tuple[Result, ...] | None:
    """What may be told of a survey that is over; None: too few answered. Questions that too few were asked, and branches
    whose beginning is hidden, are left out."""
    if survey.replies < ENOUGH:
        return None
    earlier = {result.question: result for result in report(sheet, before) or ()} if before else {}
    found: dict[str, Result] = {}
    for question in sheet.questions:
        counts = survey.counts.get(question.id, {})
        if counts.get(ASKED, 0) >= ENOUGH and _branch_is_shown(question, found):
            found[question.id] = _result(sheet, question, counts, earlier.get(question.id))
    return tuple(found.values())


def _branch_is_shown(question: Question, found: Mapping[str, Result]) -> bool:
    """How many were asked is the sum of options that are shown."""
    return all(
        other in found and all(found[other].shown(option) is not None for option in wanted)
        for other, wanted in question.only_if.items()
    )


def _result(sheet: Questionnaire, question: Question, counts: Mapping[str, int], before: Result | None) -> Result:
    asked, options = counts[ASKED], [option.id for option in sheet.options(question)]
    earlier = before.rows if before else {}
    rows: dict[str, Row] = {}
    if question.kind == "many":
        for option in options:
            chosen = counts.get(option, 0)
            rows[option] = protect({"yes": chosen, "no": asked - chosen}, ENOUGH, earlier.get(option))
        rows = _with_room(rows, asked * (question.most or 1))
    else:
        parts = {option: counts.get(option, 0) for option in (*options, SKIPPED)}
        rows[ASKED] = protect(parts, ENOUGH, earlier.get(ASKED))
    return Result(question.id, asked, rows)


def _with_room(rows: Mapping[str, Row], most: int) -> dict[str, Row]:
    """Everybody may choose so many and no more: what is hidden must have room beside what is shown."""
    shown = {option: row.shown["yes"] for option, row in rows.items() if "yes" in row.shown}
    hidden = set(rows) - set(shown)
    while hidden and shown and most - sum(shown.values()) < LEAST:
        smallest = min(shown, key=lambda option: (shown[option], option))
        del shown[smallest]
        hidden.add(smallest)
    return {option: Row(row.total, {}, ("yes", "no")) if option in hidden else row for option, row in rows.items()}


def as_data(survey: Survey, results: Sequence[Result]) -> dict[str, Any]:
    """What the papers of a report are made from: no secret word, no number that is not shown."""
    told = replace(survey, counts={}, link="", key="")
    data = {"survey": asdict(told), "results": [asdict(result) for result in results]}
    plain: dict[str, Any] = json.loads(json.dumps(data, default=str))
    return plain


def together(reports: Sequence[Sequence[Result]]) -> Iterator[tuple[str, str, int]]:
    """What several firms answered, added up from what their own reports show and from nothing else: question, option, how
    many. Only what at least FIRMS reports show: so whoever holds all of them learns nothing new, and no firm another's."""
    shown: dict[tuple[str, str], list[int]] = {}
    for results in reports:
        for result in results:
            options = result.rows[ASKED].shown if ASKED in result.rows else result.rows
            for option in options:
                if (number := result.shown(option)) is not None:
                    shown.setdefault((result.question, option), []).append(number)
    for (question, option), numbers in shown.items():
        if len(numbers) >= FIRMS:
            yield question, option, sum(numbers)
