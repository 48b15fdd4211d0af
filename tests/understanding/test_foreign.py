"""Days, ages, hours and roles told in the other eight languages."""

from __future__ import annotations

from datetime import date

import pytest

from bot.model.entities import Age, Birth, Day, Hours, Period
from bot.understanding.amounts import find_amounts
from bot.understanding.leave_words import read_leave_words
from tests.conftest import TODAY

FIFTH = Day(date(2024, 5, 5))


def told(text: str) -> list[object]:
    return [found.amount for found in find_amounts(text, TODAY)]


@pytest.mark.parametrize(
    "text",
    ["5 May 2024", "May 5th, 2024", "le 5 mai 2024", "5 de mayo de 2024", "5 mai 2024", "5 maj 2024", "5 травня 2024", "5 مايو 2024",
     "2024年5月5日", "五月五日", "٥ مايو 2024"],
)  # fmt: skip
def test_a_day_is_read_in_every_language(text: str) -> None:
    assert told(text)[0] in (FIFTH, Day(date(2027, 5, 5)))


@pytest.mark.parametrize(
    "text",
    ["my son is 3", "my daughter is three years old", "mi hijo tiene tres años", "mon fils a 3 ans", "copilul meu are 3 ani",
     "djali im është 3 vjeç", "моєму сину 3 роки", "ابني عمره 3 سنوات", "孩子三岁", "3 year old"],
)  # fmt: skip
def test_the_age_of_a_child_is_read_in_every_language(text: str) -> None:
    assert told(text) == [Age(36)]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("born on March 12, 2024", Birth(date(2024, 3, 12), date(2024, 3, 12))),
        ("née le 12 mars 2024", Birth(date(2024, 3, 12), date(2024, 3, 12))),
        ("nacido el 12 de marzo de 2024", Birth(date(2024, 3, 12), date(2024, 3, 12))),
        ("I work 30 hours a week", Hours(30.0, "week")),
        ("30 heures par semaine", Hours(30.0, "week")),
        ("30 годин на тиждень", Hours(30.0, "week")),
        ("du 3 avril au 5 juin", Period(date(2027, 4, 3), date(2027, 6, 5))),
        ("from 1 March to 30 June", Period(date(2027, 3, 1), date(2027, 6, 30))),
    ],
)
def test_births_hours_and_periods_are_read(text: str, amount: object) -> None:
    assert told(text) == [amount]


@pytest.mark.parametrize(
    "text", ["I'm the mother", "soy la madre", "je suis la mère", "sunt mama", "я мама", "我是妈妈"]
)
def test_who_writes_is_read(text: str) -> None:
    assert read_leave_words(text).parent == "mother"


@pytest.mark.parametrize(
    "text",
    [
        "son 3 giorni che aspetto",
        "ne ha parlato 5 mai",
        "la legge 104",
        "are you open",
        "permiso de 3 meses",
        "congé de 6 mois",
    ],
)
def test_what_is_no_such_fact_stays_as_it_is(text: str) -> None:
    assert not [amount for amount in told(text) if isinstance(amount, Age | Birth)]
