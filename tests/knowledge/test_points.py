"""Points: what stands in their files, and each mistake in one is named with file, field, problem and remedy."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.knowledge.checks import find_problems
from bot.knowledge.loader import load, read
from bot.knowledge.problems import Problem
from tests.knowledge.points import QUESTIONS, a_point

FILE = "knowledge_base/points/notice.yaml"
TODAY = date(2026, 11, 22)


@pytest.fixture
def small(small: Path) -> Path:
    """The small knowledge base, with room for points."""
    (small / "knowledge_base" / "points").mkdir()
    return small


def write(root: Path, *points: dict[str, Any], topic: str = "notice", file: str = FILE) -> None:
    content = {"topic": topic, "points": list(points)}
    (root / file).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def problems_of(root: Path, today: date = TODAY) -> list[Problem]:
    problems: list[Problem] = []
    content = read(root, problems)
    return problems + find_problems(content, today)


def other(**changes: Any) -> dict[str, Any]:
    """A second point that shares nothing with the first."""
    return a_point(
        id="chi-avviso",
        title="A chi lo dico",
        questions={"it": [f"altra domanda numero {number}" for number in range(8)]},
        held_out=["una di prova", "due di prova", "tre di prova"],
        **changes,
    )


def test_without_points_nothing_is_missing(small: Path) -> None:
    assert problems_of(small) == []
    assert load(small).points == {}


def test_points_are_known_by_topic_and_by_their_name_in_rasa(small: Path) -> None:
    write(small, a_point(), other())
    content = load(small)
    assert problems_of(small) == []
    assert list(content.points["notice"]) == ["quanti-giorni", "chi-avviso"]
    point = content.point("notice/quanti-giorni")
    assert point is not None
    assert point.intent == "notice/quanti-giorni"
    assert point.current(TODAY)
    assert content.point("notice/no-such-point") is None
    assert content.files[point.intent] == FILE


def test_their_questions_teach_the_topic_and_what_is_held_out_teaches_nothing(small: Path) -> None:
    write(small, a_point())
    learnt = load(small).examples()["notice"]["it"]
    assert set(QUESTIONS) < set(learnt)
    assert "con che anticipo va detto" not in learnt


MISTAKES = {
    "too few questions": (a_point(questions={"it": QUESTIONS[:7]}), "questions.it: 7 Italian questions are fewer than"),
    "too few held out": (a_point(held_out=["una sola"]), "quanti-giorni.held_out: "),
    "a question twice": (
        a_point(questions={"it": [*QUESTIONS, "Entro quando lo dico, in azienda"]}),
        "stands in quanti",
    ),
    "held out, and trained": (a_point(held_out=[*QUESTIONS[:1], "b", "c"]), "is an example of notice"),
    "held out of an entry": (a_point(held_out=["Quanto preavviso serve?", "b", "c"]), "is an example of notice"),
    "no source": (a_point(sources=[]), "quanti-giorni.sources: "),
    "no fact": (a_point(facts=None), "quanti-giorni.facts: "),
    "a fact without id": (a_point(facts=["the law"]), "quanti-giorni.facts.0: "),
    "an unknown figure": (a_point(more="Sono {no_such_figure} giorni."), "{no_such_figure} is not a figure"),
    "a figure in a variant": (
        a_point(variants=[{"scope": {"role": "father"}, "answer": "Sono {nothing} giorni."}]),
        "variants.0.answer: {nothing} is not a figure",
    ),
    "an unknown next": (a_point(next=["goodbye"]), "goodbye is not in topics.yaml"),
    "a long first screen": (a_point(answer="Avvisa 2 giorni prima. " * 27), "letters with its figures, more than 600"),
    "a long variant": (
        a_point(variants=[{"scope": {"twins": "yes"}, "answer": "Avvisa il capo prima. " * 30}]),
        "variants.0.answer: has ",
    ),
    "what it must say": (a_point(must_say=["cinque giorni"]), "'cinque giorni' is not in the answer"),
    "a broken pattern": (a_point(must_say=["(2 giorni"]), "must_say: holds no regular expression"),
    "an unknown key of a scope": (
        a_point(variants=[{"scope": {"colour": "red"}, "answer": "Avvisa il capo."}]),
        "variants.0.scope.colour: ",
    ),
    "an unknown value of a scope": (
        a_point(variants=[{"scope": {"work": "public"}, "answer": "Avvisa il capo."}]),
        "variants.0.scope.work: ",
    ),
    "an unknown agreement": (
        a_point(variants=[{"scope": {"agreement": "no-such"}, "answer": "Avvisa il capo."}]),
        "variants.0.scope.agreement: no-such is no agreement",
    ),
    "a scope of nobody": (a_point(variants=[{"scope": {}, "answer": "Avvisa il capo."}]), "scope: names nobody"),
    "an empty variant": (a_point(variants=[{"scope": {"role": "mother"}, "answer": " "}]), "variants.0.answer: "),
    "two variants for the same": (
        a_point(variants=[{"scope": {"role": "mother"}, "answer": "Avvisa il capo."}] * 2),
        "variants.1: is for the same people as variant 0",
    ),
    "an overdue review": (a_point(review_by="2026-11-21"), "review_by: was to be reviewed by 2026-11-21"),
    "a hard text": (
        a_point(
            answer="La comunicazione preventiva obbligatoria antecede necessariamente di 2 giorni l'astensione contrattualmente regolamentata."
        ),
        "Gulpease",
    ),
    "an acronym": (a_point(answer="Avvisa il QXR 2 giorni prima."), "QXR is not explained"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_its_remedy(mistake: str, small: Path) -> None:
    broken, message = MISTAKES[mistake]
    write(small, broken)
    found = [str(problem) for problem in problems_of(small)]
    assert any(message in text and text.startswith(FILE) for text in found), found
    assert all("Remedy: " in text for text in found)


def test_two_points_share_no_id_no_question_and_no_title(small: Path) -> None:
    write(small, a_point(), a_point())
    assert any("quanti-giorni: the id stands twice" in str(problem) for problem in problems_of(small))
    write(small, a_point(), other() | {"questions": {"it": QUESTIONS}, "title": "Quanti giorni prima"})
    found = "\n".join(map(str, problems_of(small)))
    assert "'entro quando lo dico in azienda?' stands in quanti-giorni.questions too" in found
    assert "'Quanti giorni prima' stands in quanti-giorni.title for worker too" in found


def test_points_of_an_unknown_topic_or_of_another_file_are_named(small: Path) -> None:
    write(small, a_point(), topic="hello", file="knowledge_base/points/other.yaml")
    found = "\n".join(map(str, problems_of(small)))
    assert "hello is not the name of the file" in found
    assert "hello is no topic to answer" in found


def test_a_point_may_begin_with_yes_or_no_and_a_general_answer_may_not(small: Path) -> None:
    write(small, a_point(answer="No: avvisa {notice_hours} giorni prima."))
    assert problems_of(small) == []
    entry = small / "knowledge_base" / "answers" / "leave" / "notice.yaml"
    entry.write_text(entry.read_text().replace('"Avvisa', '"Sì, avvisa'))
    assert ["begins with 'Sì'" in str(problem) for problem in problems_of(small)] == [True]
    entry.write_text(entry.read_text().replace('"Sì, avvisa', '"Si avvisa'))
    assert problems_of(small) == []


def test_yaml_may_say_yes_without_quotes(small: Path) -> None:
    write(small, a_point(variants=[{"scope": {"part_time": True}, "answer": "Avvisa il capo come gli altri."}]))
    point = load(small).point("notice/quanti-giorni")
    assert point is not None
    assert point.variants[0].scope.wanted() == {"part_time": "yes"}
