"""Opening hours in the words of operators: what is read is what was meant, and what is not understood is not read at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.helpdesk_card import Card
from bot.knowledge.helpdesk_checks import hours_problems
from bot.knowledge.helpdesks import HOW_TO_COME, WEEK
from bot.knowledge.loader import Knowledge
from bot.rules.hours_words import read_hours
from bot.wording import Writer


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("lunedì e giovedì dalle 9 alle 12", "Mo,Th 09:00-12:00; PH off"),
        ("lun-ven 9-12.30", "Mo-Fr 09:00-12:30; PH off"),
        ("Da lunedì a venerdì: 9:00 - 12:00 e 14:00 - 16:30", "Mo-Fr 09:00-12:00,14:00-16:30; PH off"),
        ("dal lunedì al giovedì dalle ore 9 alle ore 17, il venerdì 9-13", "Mo-Th 09:00-17:00; Fr 09:00-13:00; PH off"),
        ("mar e gio 9.30–12.30 (su appuntamento)", 'Tu,Th 09:30-12:30 "su appuntamento"; PH off'),
        ("lunedì 9-12, 14-16 solo al telefono", 'Mo 09:00-12:00,14:00-16:00 "solo telefono"; PH off'),
        ("lun 9-12 solo telefono; mer 14-16", 'Mo 09:00-12:00 "solo telefono"; We 14:00-16:00; PH off'),
        ("lunedì mattina 9-12 e pomeriggio 14-17", "Mo 09:00-12:00,14:00-17:00; PH off"),
        ("tutti i giorni 8-20", "Mo-Su 08:00-20:00; PH off"),
        ("giorni feriali dalle 9 alle 12, chiuso sabato e domenica", "Mo-Fr 09:00-12:00; PH off"),
        ("lun-ven 9-12, chiuso nei giorni festivi", "Mo-Fr 09:00-12:00; PH off"),
        ("su appuntamento lunedì e mercoledì 9-12", 'Mo,We 09:00-12:00 "su appuntamento"; PH off'),
        ("Mo,Th 09:00-12:00", "Mo,Th 09:00-12:00; PH off"),
        ('Tu 14:00-16:00 "solo telefono"; PH off; Dec 07 off', 'Tu 14:00-16:00 "solo telefono"; PH off; Dec 07 off'),
    ],
)
def test_hours_are_read_as_operators_type_them(words: str, rule: str) -> None:
    assert read_hours(words) == rule


@pytest.mark.parametrize(
    "words",
    [
        "",
        "aperto quando c'è Anna",
        "lunedì",
        "9-12",
        "lunedì 12-9",
        "lunedì 9-25",
        "lunedì 9-12 e 11-14",
        "lunedì dalle 9",
        "venerdì-lunedì 9-12",
        "lunedì 9-12 salvo agosto",
        "primo lunedì del mese 9-12",
        "lunedì 9-12, chiuso lunedì",
        "marmo 9-12",
        "lunedì 9,30-12",
        "lunedì 9-12 " * 60,
    ],
)
def test_what_is_not_understood_is_not_read(words: str) -> None:
    assert read_hours(words) is None


@st.composite
def weeks(draw: st.DrawFn) -> str:
    """A week as the census writes it: each day at most once, times in order."""
    spans = st.lists(st.integers(14, 90), min_size=2, max_size=4, unique=True).map(sorted)
    lines: dict[str, list[str]] = {}
    for day in WEEK:
        if draw(st.booleans()):
            at = draw(spans)
            times = [f"{_time(a)}-{_time(b)}" for a, b in zip(at[::2], at[1::2], strict=False)]
            how = draw(st.sampled_from(("", *HOW_TO_COME)))
            lines[day] = [",".join(times) + (f' "{how}"' if how else "")]
    return "; ".join([f"{day} {line}" for day, (line,) in lines.items()] or ["Mo 09:00-12:00"])


def _time(quarter: int) -> str:
    return f"{quarter // 4:02}:{quarter % 4 * 15:02}"


Said = Callable[[str], str]


@pytest.fixture(scope="module")
def on_card(knowledge: Knowledge) -> Said:
    """The week as a card says it, from the rule of the census."""
    desk = knowledge.territory.helpdesks["rozzano-servizio-sociale"]
    card = Card(knowledge.territory, Writer(knowledge, None, date(2026, 11, 23)).text, date(2026, 11, 23))
    return lambda hours: card.week(desk.model_copy(update={"opening_hours": hours, "appointment": "unknown"}))


@given(week=weeks())
def test_what_a_card_says_of_a_week_is_read_as_the_same_week(on_card: Said, week: str) -> None:
    read = read_hours(on_card(f"{week}; PH off"))
    assert read
    assert _by_day(read) == _by_day(week)


@given(words=st.text(alphabet="lunmargiovedì 0123456789-:.,;chiusotel()", max_size=60))
def test_whatever_is_typed_gives_hours_that_pass_the_checks_or_nothing(words: str) -> None:
    assert not any(hours_problems("", read_hours(words)))


def _by_day(hours: str) -> dict[str, set[str]]:
    """Day -> its times with how to come, however rules share them."""
    found: dict[str, set[str]] = {}
    for rule in hours.replace("; PH off", "").replace(", ", "; ").split("; "):
        days, times, *how = rule.split(" ", 2)
        for run in days.split(","):
            first, _, last = run.partition("-")
            for day in WEEK[WEEK.index(first) : WEEK.index(last or first) + 1]:
                found.setdefault(day, set()).update(f"{time} {' '.join(how)}".strip() for time in times.split(","))
    return found
