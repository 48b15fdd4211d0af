"""The page to print: what it says, and that it is one page whatever the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from bot.knowledge.loader import Knowledge
from bot.papers.leave import read_plan
from bot.papers.leave_letter import Letter, days_of_month, letter, span
from bot.papers.leave_notice import plan_notice
from bot.papers.page import TooLong, page
from tests.conftest import TODAY
from tests.papers.plans import CASES, case, data, weekly

WEEK = ["lun", "mar", "mer", "gio", "ven", "sab", "dom"]


def written(knowledge: Knowledge, name: str, today: date = TODAY) -> Letter:
    return letter(read_plan(knowledge, data(name), today), knowledge.papers, today)


def text_of(content: bytes) -> str:
    return " ".join(PdfReader(BytesIO(content)).pages[0].extract_text().split())


@pytest.mark.parametrize("name", CASES)
def test_every_plan_fits_one_page_that_is_marked_as_a_draft(knowledge: Knowledge, name: str) -> None:
    file = plan_notice(knowledge, data(name), TODAY)
    pdf = PdfReader(BytesIO(file.content))
    assert (file.media, len(pdf.pages)) == ("application/pdf", 1)
    assert "BOZZA – non è una domanda" in text_of(file.content)
    assert [float(side) for side in pdf.pages[0].mediabox[2:]] == pytest.approx([595.3, 841.9], abs=0.1)


def test_the_file_tells_its_title_and_language_and_no_author(knowledge: Knowledge) -> None:
    pdf = PdfReader(BytesIO(plan_notice(knowledge, data("one date"), TODAY).content))
    assert pdf.metadata is not None
    assert "Bozza di avviso" in str(pdf.metadata.title)
    assert pdf.metadata.author is None
    assert pdf.trailer["/Root"]["/Lang"] == "it-IT"


def test_two_pages_of_one_day_are_equal(knowledge: Knowledge) -> None:
    assert plan_notice(knowledge, data("one date"), TODAY) == plan_notice(knowledge, data("one date"), TODAY)


def test_names_are_lines_to_fill_and_birth_and_used_leave_are_not_told(knowledge: Knowledge) -> None:
    said = text_of(plan_notice(knowledge, data("forty dates"), TODAY).content)
    assert "Nome e cognome" in said
    assert not any(word in said for word in ("2024", "15/8", "madre", "30 giorni", "19,5"))


def test_the_draft_names_the_rule_that_it_follows(knowledge: Knowledge) -> None:
    assert "comma 1-ter" in written(knowledge, "one date").body[0]
    assert "comma 1-bis" in written(knowledge, "forty dates").body[0]
    assert "il contratto metalmeccanici industria" in written(knowledge, "forty dates").body[0]
    assert "l'accordo che si applica in azienda" in written(knowledge, "told agreement").body[0]


def test_months_are_told_with_their_days_and_hours(knowledge: Knowledge) -> None:
    table = written(knowledge, "forty dates").table
    assert table is not None
    assert table.rows[0] == ("dicembre 2026", "mar, gio: 1, 3, 10, 15, 17, 22, 24, 29, 31", "9", "36h")
    assert table.total == ("In tutto", "", "39", "156h")


def test_whole_days_are_told_with_the_weekends_that_count(knowledge: Knowledge) -> None:
    table = written(knowledge, "whole days").table
    assert table is not None
    assert table.rows == (("dicembre 2026", "14–31", "18"), ("gennaio 2027", "1–15", "15"))


def test_a_plan_of_many_months_is_told_by_the_year_and_the_calendar_has_each_day(knowledge: Knowledge) -> None:
    found = written(knowledge, "five years of Fridays")
    assert found.table is not None
    assert [row[0] for row in found.table.rows] == ["2026", "2027", "2028", "2029", "2030", "2031"]
    assert found.table.rows[1][1] == "ven, dal 8/1 al 31/12"
    assert "Le date una per una sono nel calendario che allego." in found.after


@given(st.sets(st.integers(1, 31), min_size=1))
def test_the_numbers_of_a_month_are_exactly_its_days(numbers: set[int]) -> None:
    said = days_of_month([date(2026, 12, number) for number in sorted(numbers)], WEEK)
    told: set[int] = set()
    for part in said.rpartition(": ")[2].split(", "):
        first, _, last = part.partition("–")
        told |= set(range(int(first), int(last or first) + 1))
    assert told == numbers


def test_weekdays_in_a_row_are_told_as_a_span() -> None:
    monday = date(2026, 11, 30)
    week = [monday + timedelta(days=ahead) for ahead in range(5)]
    assert span(week, WEEK) == "lun–ven, dal 30/11 al 4/12"
    assert span([week[0], week[1], week[4]], WEEK) == "lun, mar, ven, dal 30/11 al 4/12"


def test_the_reminder_of_private_employees_has_notice_plan_and_application(knowledge: Knowledge) -> None:
    steps = written(knowledge, "forty dates").steps
    assert "entro il 27/11/2026" in steps[0]
    assert "Per dicembre 2026 è il 23/11/2026" in steps[1]
    assert "su base oraria" in steps[2]
    assert any("una domanda per ogni mese" in step for step in steps)
    assert any("contratto o accordo collettivo" in step for step in steps)
    assert any("regola generale di legge" in step for step in written(knowledge, "one date").steps)


def test_when_the_time_for_notice_is_over_the_reminder_says_when_it_was_given(knowledge: Knowledge) -> None:
    assert any("avvisi il 22/11/2026" in step for step in written(knowledge, "one date", date(2026, 12, 9)).steps)


def test_public_employees_apply_to_their_administration(knowledge: Knowledge) -> None:
    found = written(knowledge, "public employee")
    assert "All'amministrazione" in found.blanks
    assert any("la domanda alla tua amministrazione" in step for step in found.steps)
    assert not any("SPID" in step for step in found.steps)


@pytest.mark.parametrize(("name", "law"), [("gestione separata", "L. 81/2017"), ("self-employed", "art. 69")])
def test_who_has_no_employer_gets_a_reminder_and_no_letter(knowledge: Knowledge, name: str, law: str) -> None:
    found = written(knowledge, name)
    assert (found.blanks, found.signature, found.subject) == ((), "", "")
    assert law in found.body[0]
    assert "all'INPS prima dell'inizio" in found.steps[0]


@pytest.mark.parametrize(("name", "why"), [("nothing possible", "preavviso"), ("domestic worker", "lavoro domestico")])
def test_without_a_possible_day_the_page_says_why_and_what_to_do(knowledge: Knowledge, name: str, why: str) -> None:
    found = written(knowledge, name)
    assert found.table is None
    assert found.signature == ""
    assert any(why in text for text in found.body)
    assert "sportello" in found.body[-1]


def test_refused_dates_are_told_in_the_part_that_is_not_handed_over(knowledge: Knowledge) -> None:
    assert (
        "1 giorno che avevi chiesto non è possibile e qui non c'è." in written(knowledge, "forty dates").checklist_notes
    )


def test_longer_texts_are_set_in_smaller_letters_and_too_long_ones_are_named(knowledge: Knowledge) -> None:
    found = written(knowledge, "forty dates")
    longer = replace(found, steps=(*found.steps, *found.steps[2:5]))
    assert len(PdfReader(BytesIO(page(longer, TODAY))).pages) == 1
    with pytest.raises(TooLong, match=r"papers\.yaml"):
        page(replace(found, steps=found.steps * 6), TODAY)


def test_a_doubt_on_the_rule_of_the_hours_is_a_point_to_ask_before_it_is_handed_over(knowledge: Knowledge) -> None:
    plan = {"case": case(agreement="terziario-commercio")}
    steps = letter(read_plan(knowledge, plan, TODAY), knowledge.papers, TODAY).steps
    assert [step for step in steps[:1] if "Nel contratto commercio non abbiamo trovato una regola sulle ore" in step]
    plan = {"case": case(agreement="metalmeccanici-industria", dates=weekly("2027-01-04", "2027-01-31", "Tue", "Thu"))}
    steps = letter(read_plan(knowledge, plan, TODAY), knowledge.papers, TODAY).steps
    assert not [step for step in steps if "non abbiamo trovato" in step]


@pytest.mark.parametrize(
    ("time", "line"),
    [
        ("afternoon", "Orario dell'assenza: di pomeriggio, dalle ore ________ alle ore ________"),
        ("14:00-18:00", "Orario dell'assenza: dalle 14:00 alle 18:00"),
    ],
)
def test_the_time_that_was_told_stands_in_the_letter(knowledge: Knowledge, time: str, line: str) -> None:
    plan = read_plan(knowledge, {**data("one date"), "time": time, "kid": "bimba"}, TODAY)
    found = letter(plan, knowledge.papers, TODAY)
    assert line in found.after
    assert "Per mia figlia" in found.blanks
