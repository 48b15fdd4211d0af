"""The lead body's report: a row a case, no person in it, and sums that agree with the ledger to the cent."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import delete, insert

from bot.commands.demo import CALL
from bot.commands.report import (
    HEADINGS,
    Case,
    Money,
    Report,
    as_csv,
    money_of,
    read,
    safe,
    table_of_cases,
    table_of_movements,
    write,
)
from bot.desk import working_hours
from bot.knowledge.examples import with_examples
from bot.knowledge.loader import Knowledge
from bot.model.ticket import Rate
from bot.rules.voucher import ledger as rules
from bot.rules.voucher.ledger import confirm, release, reserve, set_fund
from bot.settings import ROOT
from bot.store import people
from bot.store.tables import LedgerRow, TicketRow
from bot.store.tickets_report import CaseDates
from tests.desk.conftest import ANNA, CITIZEN, HERE, ROOM, Desk
from tests.desk.conftest import desk as desk  # noqa: PLC0414  # pytest looks for fixtures under their names here
from tests.desk.conftest import lexical_reader as lexical_reader  # noqa: PLC0414

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CEILING = 400.0
"""Euros that each request of the example call puts aside."""


@pytest.fixture
def content(knowledge: Knowledge) -> Knowledge:
    return with_examples(knowledge, ROOT)


@pytest.fixture
async def busy(desk: Desk, content: Knowledge) -> Desk:
    """One request granted, one taken back, one that waits; and a question, answered after an hour and rated."""
    desk.assistant = replace(desk.assistant, knowledge=content)
    await desk.operator("=Anna", ANNA, [HERE])
    await desk.link(ROOM, HERE)
    codes = []
    for number in (1, 2, 3):
        codes.append(await desk.open("voucher", f"telegram:{number}", kind="voucher", call=CALL))
        desk.wait(timedelta(minutes=1))
    granted, withdrawn, _ = codes
    question = await desk.open("=domanda", "telegram:4")
    for code in (granted, question):
        await desk.write(ANNA, "/prendi", ROOM, about=code)
    desk.wait(timedelta(hours=1))
    await desk.write(ANNA, "Sì.", ROOM, about=question)
    await desk.write(ANNA, "/chiudi risolta Detto tutto", ROOM, about=question)
    await desk.effect("telegram:4", Rate(question, 5))
    await desk.write(ANNA, "/chiudi accolta Tutto in ordine", ROOM, about=granted)
    await desk.write("telegram:2", "/pratica")
    await desk.press("telegram:2", f"withdraw {withdrawn}", verb="ticket")
    desk.wait(timedelta(minutes=1))
    await desk.press("telegram:2", f"withdraw {withdrawn} yes", verb="ticket")
    return desk


async def report(desk: Desk, first: date | None = None, last: date | None = None) -> Report:
    return await read(desk.sessions, desk.assistant.knowledge, first, last)


def rows(table: list[list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


async def test_every_case_has_a_row_with_its_dates_its_outcome_and_its_money(busy: Desk) -> None:
    found = await report(busy)
    granted, withdrawn, waiting, question, totals = rows(table_of_cases(found, busy.assistant.knowledge))
    assert found.mismatches == ()
    assert (granted["Esito"], granted["Confermato (euro)"], granted["Riservato (euro)"]) == ("accolta", CEILING, 0)
    assert (withdrawn["Esito"], withdrawn["Liberato (euro)"]) == ("ritirata", CEILING)
    assert (waiting["Stato"], waiting["Riservato (euro)"], waiting["Presa il"]) == ("in coda", CEILING, None)
    assert (question["Tipo"], question["Esito"], question["Voto"]) == ("domanda", "risolta", 5)
    assert question["Ore lavorative alla prima risposta"] == 1.0
    assert question["Distretto"] == "Distretto di San Donato Milanese"
    assert question["Aperta il"] == datetime(2026, 11, 23, 10, 3)
    assert totals["Codice"] == "Totale: 4"
    sums = [totals[f"{account} (euro)"] for account in ("Riservato", "Confermato", "Liberato")]
    assert sums == [CEILING, CEILING, CEILING]


async def test_no_person_is_in_the_report(busy: Desk) -> None:
    found, content = await report(busy), busy.assistant.knowledge
    text = as_csv(table_of_cases(found, content)) + as_csv(table_of_movements(found, content))
    for secret in ("telegram:", "domanda telegram", "=domanda", "Anna", "Sì.", "Tutto in ordine"):
        assert secret not in text, secret


async def test_a_case_that_was_emptied_or_has_gone_still_counts_so_that_the_sums_agree(busy: Desk) -> None:
    async with busy.sessions.begin() as session:
        await people.erase(session, CITIZEN, busy.now)
        await session.execute(delete(TicketRow).where(TicketRow.chat == "telegram:2"))
    found = await report(busy)
    told = rows(table_of_cases(found, busy.assistant.knowledge))
    assert found.mismatches == ()
    assert told[0]["Confermato (euro)"] == CEILING
    assert [row["Stato"] for row in told[:-1]] == ["chiusa", "in coda", "chiusa", "non più conservata"]
    assert told[-1]["Liberato (euro)"] == CEILING


async def test_a_ledger_that_does_not_add_up_is_said_with_its_movement(busy: Desk) -> None:
    async with busy.sessions.begin() as session:
        wrong = {"call": CALL, "number": 99, "at": NOW, "kind": "reserve", "ticket": "GH5-RPP9", "cents": 1,
                 "external": 0, "available": -1, "reserved": 1, "confirmed": 0, "left": 7}  # fmt: skip
        await session.execute(insert(LedgerRow).values(wrong))
    mismatches = (await report(busy)).mismatches
    assert any("movement 99" in mismatch for mismatch in mismatches)


async def test_a_period_shows_what_was_opened_in_it_and_still_checks_everything(busy: Desk) -> None:
    day = busy.now.date()
    assert len((await report(busy, day, day)).cases) == 4
    later = await report(busy, day + timedelta(days=1))
    assert later.cases == ()
    assert table_of_movements(later, busy.assistant.knowledge)[1:] == []
    assert (await report(busy, last=day - timedelta(days=1))).cases == ()


async def test_both_formats_say_the_same_and_hold_no_formula(busy: Desk, tmp_path: Path) -> None:
    found, content = await report(busy), busy.assistant.knowledge
    (book,) = write(found, content, "xlsx", tmp_path / "r.xlsx")
    texts, movements = write(found, content, "csv", tmp_path / "r.csv")
    assert (texts.name, movements.name) == ("r.csv", "r-fondi.csv")
    assert texts.read_bytes().startswith(b"\xef\xbb\xbf")
    sheets = load_workbook(book)
    assert sheets.sheetnames == ["Pratiche", "Fondi"]
    for sheet, path in zip(sheets, (texts, movements), strict=True):
        read_back = list(csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";"))
        cells = list(sheet.iter_rows())
        assert len(cells) == len(read_back)
        assert [cell.value for cell in cells[0]] == read_back[0]
        assert {cell.data_type for row in cells for cell in row} <= {"s", "n", "d"}
    amounts = rows(list(csv.reader(io.StringIO(texts.read_text("utf-8-sig")), delimiter=";")))
    assert amounts[0]["Confermato (euro)"] == "400,00"
    assert amounts[0]["Aperta il"] == "23/11/2026 10:00"


async def test_an_empty_desk_has_an_empty_report(desk: Desk) -> None:
    found = await report(desk)
    assert (found.cases, found.mismatches) == ((), ())
    assert len(table_of_cases(found, desk.assistant.knowledge)) == 2


@given(st.text(max_size=8))
def test_no_text_begins_like_a_formula(text: str) -> None:
    shown = safe(text)
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert not shown.lstrip(" ").startswith(("=", "+", "-", "@"))
    assert shown.removeprefix("'") == text.removeprefix("'") or shown == text


@given(st.lists(st.tuples(st.sampled_from(["reserve", "confirm", "release"]), st.integers(1, 4)), max_size=25))
def test_the_cases_add_up_to_the_accounts_whatever_happens(steps: list[tuple[str, int]]) -> None:
    journal = set_fund((), 1000, NOW).movements
    for what, number in steps:
        ticket = f"T{number}"
        done = {
            "reserve": lambda: reserve(journal, ticket, 300, NOW),  # noqa: B023  # called at once
            "confirm": lambda: confirm(journal, ticket, NOW),  # noqa: B023
            "release": lambda: release(journal, ticket, "withdrawn", NOW),  # noqa: B023
        }[what]()
        journal = (*journal, *done.movements)
    accounts, money = rules.overview(journal), money_of(journal).values()
    assert sum(each.reserved for each in money) == accounts.reserved
    assert sum(each.confirmed for each in money) == accounts.confirmed
    assert min((min(each.reserved, each.confirmed) for each in money), default=0) >= 0


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (datetime(2026, 11, 23, 10), datetime(2026, 11, 23, 11, 30), 1.5),
        (datetime(2026, 11, 20, 16), datetime(2026, 11, 23, 10), 2),
        (datetime(2026, 11, 21, 10), datetime(2026, 11, 22, 12), 0),
        (datetime(2026, 12, 24, 16), datetime(2026, 12, 28, 10), 2),
        (datetime(2026, 11, 23, 12), datetime(2026, 11, 23, 12), 0),
    ],
)
def test_hours_to_the_answer_are_working_hours(start: datetime, end: datetime, hours: float) -> None:
    rome = working_hours.ROME
    assert working_hours.worked(start.replace(tzinfo=rome), end.replace(tzinfo=rome)) == timedelta(hours=hours)


def test_the_headings_are_apart() -> None:
    assert len(set(HEADINGS)) == len(HEADINGS)


@pytest.mark.parametrize(
    ("helpdesk", "expected"),
    [
        ("rozzano-servizio-sociale", "Distretto di Rozzano"),
        ("san-donato-segretariato-sociale", "Distretto di San Donato Milanese"),
        ("afol-metropolitana", "Distretto di San Donato Milanese"),
        (None, "Distretto di San Donato Milanese"),
    ],
)
def test_the_district_of_a_case_is_one_that_its_helpdesk_serves(
    knowledge: Knowledge, helpdesk: str | None, expected: str
) -> None:
    """Of a citizen of San Donato, whoever has the ticket."""
    at = datetime(2026, 11, 23, tzinfo=UTC)
    dates = CaseDates("A-1", "question", helpdesk, "015192", None, "waiting", None, None, at, None, None, None)
    found = Report((Case(dates, "A-1", None, Money()),), {}, ())
    case, _ = rows(table_of_cases(found, knowledge))
    assert case["Distretto"] == expected
