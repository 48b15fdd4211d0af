"""The points of each topic: knowledge_base/points/<topic>.yaml, the particular questions that people ask under it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.knowledge.answers import Files, filled
from bot.knowledge.problems import Problem, parse, read_each
from bot.knowledge.schema import Content, Figure, Point, Slug
from bot.model.text import folded, words_of

FEWEST_QUESTIONS = 8
"""In Italian: fewer do not teach it."""
LONGEST_SCREEN = 600
"""Letters of a first screen with its figures: what a phone shows without scrolling."""
Points = Mapping[str, Mapping[str, Point]]
"""Topic -> id -> point."""


class _PointsFile(Content):
    topic: Slug
    points: list[dict[str, Any]]


def read_points(root: Path, files: dict[str, str], problems: list[Problem]) -> dict[str, dict[str, Point]]:
    """The points under `root`; `files` learns where each stands, by its intent. No folder: no points."""
    found: dict[str, dict[str, Point]] = {}
    for name, data in read_each(root, "knowledge_base/points/*.yaml", problems):
        file = parse(_PointsFile, data, name, "", problems)
        if file is None:
            continue
        if name != f"knowledge_base/points/{file.topic}.yaml":
            problems.append(
                Problem(name, "topic", f"{file.topic} is not the name of the file", "rename one of the two")
            )
        points = found.setdefault(file.topic, {})
        for number, row in enumerate(file.points):
            point = parse(Point, {**row, "topic": file.topic}, name, str(row.get("id", number)), problems)
            if point is None:
                continue
            if point.id in points:
                problems.append(Problem(name, point.id, "the id stands twice", "rename one of the two"))
            points[point.id] = point
            files[point.intent] = name
    return found


def points_are_learnt(points: Iterable[Point], files: Files) -> Iterator[Problem]:
    for point in points:
        count = len(point.questions.get("it", []))
        if count < FEWEST_QUESTIONS:
            problem = f"{count} Italian questions are fewer than {FEWEST_QUESTIONS}"
            remedy = "write more, as different people would ask it"
            yield Problem(files[point.intent], f"{point.id}.questions.it", problem, remedy)


def points_are_told_apart(
    points: Iterable[Point], files: Files, trained_on: Iterable[tuple[str, str]]
) -> Iterator[Problem]:
    """In a topic each question and each title stands once; nothing held out is trained on, in pairs of topic and text."""
    trained = {words_of(text): topic for topic, text in trained_on}
    seen: dict[tuple[str, str, str], str] = {}
    for point in points:
        file = files[point.intent]
        for field, text in _told_once(point):
            first = seen.setdefault((point.topic, field, words_of(text)), at := f"{point.id}.{field}")
            if first is not at:
                yield Problem(file, at, f"{text!r} stands in {first} too", "keep one of the two")
        for text in point.held_out:
            if topic := trained.get(words_of(text)):
                problem = f"{text!r} is an example of {topic}"
                yield Problem(file, f"{point.id}.held_out", problem, "ask it in other words: tests must not know it")


def _told_once(point: Point) -> Iterator[tuple[str, str]]:
    yield from (("questions", text) for texts in point.questions.values() for text in texts)
    yield from (("held_out", text) for text in point.held_out)
    yield from ((f"title for {audience}", point.title) for audience in point.for_)


def points_answer_at_once(points: Iterable[Point], files: Files, figures: Mapping[str, Figure]) -> Iterator[Problem]:
    """First screens are short, and the point's own says what makes it right."""
    for point in points:
        for field, answer, _ in point.texts():
            length = len(filled(answer, figures, point.verified_on))
            if length > LONGEST_SCREEN:
                problem = f"has {length} letters with its figures, more than {LONGEST_SCREEN}"
                remedy = "say it in fewer words; what does not fit goes into `more`"
                yield Problem(files[point.intent], f"{point.id}.{field}answer", problem, remedy)
        try:
            missing = unsaid(point, filled(point.answer, figures, point.verified_on))
        except re.error as error:
            problem, remedy = f"holds no regular expression ({error})", "mend it: brackets, backslashes"
            yield Problem(files[point.intent], f"{point.id}.must_say", problem, remedy)
            continue
        for pattern in missing:
            remedy = "say it on the first screen, or mend the pattern: small letters, no accents"
            yield Problem(files[point.intent], f"{point.id}.must_say", f"{pattern!r} is not in the answer", remedy)


def unsaid(point: Point, text: str) -> list[str]:
    """What the point must say and the text does not. Raises re.error for a pattern that is none."""
    told = folded(text)
    return [pattern for pattern in point.must_say if not re.search(pattern, told)]


def points_are_reviewed(points: Iterable[Point], files: Files, today: date) -> Iterator[Problem]:
    for point in points:
        if point.review_by < today:
            problem = f"was to be reviewed by {point.review_by}"
            remedy = "read it against its sources, then move verified_on and review_by"
            yield Problem(files[point.intent], f"{point.id}.review_by", problem, remedy)
