"""The needs survey: its branches, what is counted, when a firm may open one, and what a report tells."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.knowledge.loader import Knowledge
from bot.knowledge.surveys import SKIPPED, Questionnaire
from bot.model.survey import Answers, Survey
from bot.rules import surveys
from bot.rules.surveys import may_open, next_open, one_before, report, together, way

DAY = date(2026, 11, 2)


@pytest.fixture
def sheet(knowledge: Knowledge) -> Questionnaire:
    return knowledge.questionnaires["fabbisogno"]


def of(replies: int, closes_on: date = DAY, counts: dict[str, dict[str, int]] | None = None) -> Survey:
    return Survey("A", "fabbisogno", closes_on - timedelta(13), closes_on, 40, "f", "F", replies, counts=counts or {})


def answered(sheet: Questionnaire, *people: Answers) -> Survey:
    """A survey that these people have answered."""
    counts: dict[str, dict[str, int]] = {}
    for answers in people:
        counts = surveys.added(counts, surveys.clean(sheet, answers))
    return of(len(people), counts=counts)


def test_it_has_fifteen_questions_in_nine_languages(sheet: Questionnaire) -> None:
    assert len(sheet.questions) == 15
    assert len(sheet.languages) == 9
    for language in sheet.languages:
        assert language == "it" or sheet.translations[language].keys() == sheet.italian().keys()


def test_the_children_are_asked_about_only_where_there_are_any(sheet: Questionnaire) -> None:
    with_children = [question.id for question in way(sheet, {"figli": ("si",)})]
    without = [question.id for question in way(sheet, {"figli": ("no",)})]
    assert [id for id in with_children if id not in without] == ["eta", "chi", "scuole"]


def test_questions_come_in_order_and_go_back_in_order(sheet: Questionnaire) -> None:
    answers = {question.id: (SKIPPED,) for question in sheet.questions[:5]}
    open_one = next_open(sheet, answers)
    assert open_one
    assert open_one.id == "figli"
    before = one_before(sheet, answers, "figli")
    assert before
    assert before.id == "mezzo"
    assert one_before(sheet, answers, "turni") is None


def test_answers_of_a_branch_left_behind_are_not_counted(sheet: Questionnaire) -> None:
    kept = surveys.clean(sheet, {"figli": ("no",), "eta": ("e2",), "servizi": ("nido", "dopo", "estate", "spesa")})
    assert "eta" not in kept
    assert kept["servizi"] == (SKIPPED,), "four of three are none"
    assert kept["turni"] == (SKIPPED,)


@pytest.mark.parametrize(
    ("replies", "ago", "people", "expected"),
    [
        (0, None, 9, "tiny"),
        (0, None, 10, None),
        (3, 0, 40, "open_already"),
        (9, 1, 40, DAY + timedelta(29)),  # closed at nine: nobody read them, and the next begins from nought
        (9, 30, 40, None),
        (12, 30, 40, DAY + timedelta(150)),
        (12, 180, 40, None),
    ],
)
def test_when_a_firm_may_open_a_survey(replies: int, ago: int | None, people: int, expected: object) -> None:
    earlier = [] if ago is None else [of(replies, DAY - timedelta(ago))]
    assert may_open(earlier, people, DAY) == expected


def test_below_ten_answers_there_is_no_report(sheet: Questionnaire) -> None:
    person = {"turni": ("giorno",)}
    assert report(sheet, answered(sheet, *[person] * 9)) is None
    assert report(sheet, answered(sheet, *[person] * 10)) is not None


def test_a_report_hides_the_few_and_what_would_tell_them(sheet: Questionnaire) -> None:
    people = [{"turni": ("giorno",)}] * 9 + [{"turni": ("notte",)}] * 6 + [{"turni": ("turni",)}] * 2
    (first, *_) = report(sheet, answered(sheet, *people)) or ()
    assert first.rows["*"].shown == {"giorno": 9}
    assert first.rows["*"].rest == 8


def test_a_branch_whose_beginning_is_hidden_is_left_out(sheet: Questionnaire) -> None:
    few = [{"figli": ("si",), "chi": ("nonni",)}] * 3 + [{"figli": ("no",)}] * 12
    assert "chi" not in {result.question for result in report(sheet, answered(sheet, *few)) or ()}
    many = [{"figli": ("si",), "chi": ("nonni",)}] * 10 + [{"figli": ("no",)}] * 12 + [{"figli": (SKIPPED,)}] * 5
    assert "chi" in {result.question for result in report(sheet, answered(sheet, *many)) or ()}


def test_nobody_is_the_one_who_joined_since_the_last_time(sheet: Questionnaire) -> None:
    """The same people answer the same again, and one more: what changed by one is not told."""
    same = [{"turni": ("giorno",)}] * 12 + [{"turni": ("notte",)}] * 8 + [{"turni": ("turni",)}] * 6
    first = answered(sheet, *same)
    (before, *_) = report(sheet, first) or ()
    (after, *_) = report(sheet, answered(sheet, *same, {"turni": ("notte",)}), first) or ()
    assert after.shown("notte") is None
    assert len(after.rows["*"].hidden) > 1
    for option in ("giorno", "turni"):
        assert after.shown(option) in (None, before.shown(option))


def test_of_two_firms_nothing_is_added_up_and_of_three_only_what_all_show(sheet: Questionnaire) -> None:
    firm = report(sheet, answered(sheet, *[{"turni": ("giorno",)}] * 12 + [{"turni": ("notte",)}] * 9 + [{}] * 5)) or ()
    assert not list(together([firm, firm]))
    assert ("turni", "giorno", 36) in list(together([firm, firm, firm]))
    hides = report(sheet, answered(sheet, *[{"turni": ("notte",)}] * 11)) or ()
    assert "giorno" not in {option for question, option, _ in together([firm, firm, hides]) if question == "turni"}


def test_where_all_chose_as_many_as_they_may_the_one_that_nobody_chose_is_not_told(sheet: Questionnaire) -> None:
    three = [{"orari": ("flessibile", "casa", "periodo")}] * 6 + [{"orari": ("cambio", "banca", "flessibile")}] * 6
    result = next(one for one in report(sheet, answered(sheet, *three)) or () if one.question == "orari")
    shown = [number for option in result.rows if (number := result.shown(option)) is not None]
    assert 36 - sum(shown) >= 5
