"""The picture of a plan: what each day says, and that it is drawn with room for everything."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image

from bot.knowledge.loader import Knowledge
from bot.model.reply import Paper
from bot.papers import make
from bot.papers.leave import read_plan
from bot.papers.leave_picture import LARGE, LOOKS, MEDIUM, SMALL, WIDTH, fitting, font, wrapped
from bot.papers.leave_sheet import Sheet, Sort, sheet, short_hours
from bot.rules.leave.hours import exactly
from tests.conftest import TODAY
from tests.papers.plans import CASES, data


def shown(knowledge: Knowledge, name: str, patron: str | None = None) -> Sheet:
    return sheet(read_plan(knowledge, data(name, patron), TODAY), knowledge.papers.calendar, TODAY)


def sorts(found: Sheet) -> dict[date, Sort]:
    return {cell.day: cell.sort for month in found.months for cell in month.cells}


@pytest.mark.parametrize("name", CASES)
def test_the_picture_is_a_png_for_a_phone_held_upright(knowledge: Knowledge, name: str) -> None:
    file = make(knowledge, Paper("plan_calendar", json.dumps(data(name))), TODAY)
    picture = Image.open(BytesIO(file.content))
    assert (file.media, picture.format, picture.width) == ("image/png", "PNG", WIDTH)
    assert picture.width < picture.height < 2.6 * picture.width


@pytest.mark.parametrize("name", CASES)
def test_the_picture_shows_every_day_of_each_month_and_marks_those_of_leave(knowledge: Knowledge, name: str) -> None:
    plan, found = read_plan(knowledge, data(name), TODAY), shown(knowledge, name)
    days = sorts(found)
    for month in found.months:
        first = month.cells[0].day
        assert [cell.day for cell in month.cells] == [
            first + timedelta(days=ahead) for ahead in range(len(month.cells))
        ]
        assert (month.cells[-1].day + timedelta(days=1)).day == 1
    leave = {day for day, sort in days.items() if sort in (Sort.HOURS, Sort.WHOLE)}
    assert leave == {day for day in plan.dates if day in days}
    assert {day for day, sort in days.items() if sort is Sort.REFUSED} == {day for day in plan.refused if day in days}


def test_each_sort_of_day_says_in_a_word_what_it_is(knowledge: Knowledge) -> None:
    hourly = shown(knowledge, "forty dates", patron="Dec 07 off")
    said = {cell.day: (cell.sort, cell.word) for month in hourly.months for cell in month.cells}
    assert said[date(2026, 12, 1)] == (Sort.HOURS, "4h")
    assert said[date(2026, 12, 2)] == (Sort.WORK, "")
    assert said[date(2026, 12, 5)] == (Sort.REST, "")
    assert said[date(2026, 12, 7)] == (Sort.HOLIDAY, "festa")
    assert said[date(2026, 12, 8)] == (Sort.REFUSED, "no")
    whole = {cell.day: cell.word for month in shown(knowledge, "whole days").months for cell in month.cells}
    assert (whole[date(2026, 12, 18)], whole[date(2026, 12, 19)]) == ("tutto", "conta")


def test_whoever_works_on_saturdays_has_no_day_of_rest_there(knowledge: Knowledge) -> None:
    case = {**CASES["one date"], "days_per_week": 6}
    found = sheet(read_plan(knowledge, {"case": case}, TODAY), knowledge.papers.calendar, TODAY)
    assert sorts(found)[date(2026, 12, 12)] is Sort.WORK


def test_the_sheet_tells_totals_the_day_of_the_sum_and_that_it_is_a_draft(knowledge: Knowledge) -> None:
    found = shown(knowledge, "forty dates")
    assert found.title == "Congedo parentale a ore"
    assert found.lines == ("156 ore in tutto, in 39 giorni", "Usa 19,5 giorni di congedo", "1 giorno non possibile")
    assert found.foot == ("Bozza · verifica con il datore di lavoro e con l'INPS", "Calcolato il 22/11/2026")
    assert "amministrazione" in shown(knowledge, "public employee").foot[0]


def test_the_legend_explains_every_look_that_is_shown_and_no_other(knowledge: Knowledge) -> None:
    for name in CASES:
        found = shown(knowledge, name)
        assert {line.sort for line in found.legend} == set(sorts(found).values()) - {Sort.WORK}
        assert all(line.meaning for line in found.legend)


def test_after_twelve_months_it_is_said_how_much_is_left_out(knowledge: Knowledge) -> None:
    plan, found = read_plan(knowledge, data("four hundred dates"), TODAY), shown(knowledge, "four hundred dates")
    last = found.months[-1].cells[-1].day
    left = sum(day > last for day in plan.dates)
    assert len(found.months) == 12
    assert any(f"Altri 8 mesi, con {left} giorni" in line for line in found.lines)


def test_a_plan_without_a_possible_day_says_so(knowledge: Knowledge) -> None:
    assert shown(knowledge, "nothing possible").lines == ("Nessun giorno possibile con questi dati",)


def test_the_words_of_a_day_have_room_in_it_at_every_size(knowledge: Knowledge) -> None:
    for size in (LARGE, MEDIUM, SMALL):
        assert fitting("4h", size.word, size.room).size == size.word
        for word in (*knowledge.papers.calendar.cells.model_dump().values(), "2h30"):
            letters = fitting(word, size.word, size.room)
            assert letters.getlength(word) <= size.room
            assert letters.size >= 13
        assert size.number + size.word < size.cell


def test_looks_differ_in_lightness_and_not_only_in_colour() -> None:
    def lightness(colour: str) -> float:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255

    leave, between = LOOKS[Sort.WHOLE], LOOKS[Sort.BETWEEN]
    assert lightness(between.fill) - lightness(leave.fill) > 0.5
    for look in LOOKS.values():
        assert abs(lightness(look.fill) - lightness(look.ink)) > 0.5


def test_long_texts_are_wrapped_between_words() -> None:
    letters = font(30)
    text = "Conta come congedo, perché in mezzo non torni al lavoro"
    lines = list(wrapped(text, letters, 300))
    assert " ".join(lines) == text
    assert all(letters.getlength(line) <= 300 for line in lines)


@pytest.mark.parametrize(("hours", "said"), [(4, "4h"), (2.5, "2h30"), (3.8, "3h48"), (0.5, "0h30"), (7.999, "8h")])
def test_hours_are_short_enough_for_a_day(hours: float, said: str) -> None:
    assert short_hours(exactly(hours)) == said
