"""`concilia report cases`: one row a case without personal data, the movements of the funds, and whether both agree.

The rows and the ledger are kept apart on purpose: the report adds the rows up and compares them with the accounts.
"""

from __future__ import annotations

import asyncio
import csv
import io
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot import bootstrap
from bot.commands.common import (
    app,
    settings_with_log,
    stderr,
    wrong,
)
from bot.desk import working_hours
from bot.desk.closing import OUTCOME_WORDS
from bot.desk.permissions import district_of
from bot.knowledge.loader import Knowledge
from bot.model.fund import Movement
from bot.model.time import ROME
from bot.rules.voucher import ledger as rules
from bot.store import tickets_report as cases
from bot.store import voucher
from bot.store.database import Sessions, open_database
from bot.store.tickets_report import CaseDates

Format = Literal["csv", "xlsx"]
Cell = str | int | float | datetime | None
Table = list[list[Cell]]

HEADINGS = [
    *("Codice", "Tipo", "Sportello", "Distretto", "Bando", "Aperta il", "Presa il", "Chiusa il", "Stato", "Esito"),
    *("Ore lavorative alla prima risposta", "Voto", "Riservato (euro)", "Confermato (euro)", "Liberato (euro)"),
]
MOVEMENTS = [
    *("Bando", "Numero", "Data", "Movimento", "Codice", "Importo (euro)", "Motivo"),
    *("Disponibile (euro)", "Riservato (euro)", "Confermato (euro)", "In lista d'attesa"),
]
KINDS = {"question": "domanda", "voucher": "voucher", "agreement": "convenzione"}
STATES = {"open": "in coda", "taken": "in mano", "closed": "chiusa"}
OUTCOMES: dict[str, str] = {meant: word for word, meant in OUTCOME_WORDS.items()}
GONE = "non più conservata"
"""State of a case that the fund remembers and nothing else."""
MOVED = {
    "fund": "fondo",
    "arrive": "arrivo",
    "amount": "importo",
    "reserve": "riserva",
    "confirm": "conferma",
    "release": "liberazione",
}
REASONS = {
    "refused": "non accolta",
    "withdrawn": "ritirata",
    "renounced": "rinuncia",
    "expired": "scaduta",
    "mistake": "errore",
}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a text begins that a spreadsheet would take for a formula."""


@dataclass(frozen=True, slots=True)
class Money:
    """A case's cents, by where they stand in the fund."""

    reserved: int = 0
    confirmed: int = 0
    released: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    dates: CaseDates | None
    """None: the ticket is no longer kept, the ledger still names it."""
    code: str
    call: str | None
    money: Money


@dataclass(frozen=True, slots=True)
class Report:
    cases: tuple[Case, ...]
    """Those of the period; of all kept ones if there is no period."""
    journals: Mapping[str, tuple[Movement, ...]]
    mismatches: tuple[str, ...]
    """Everything that does not add up, in the whole database whatever the period; empty if all is well."""
    first: date | None = None
    last: date | None = None


async def read(sessions: Sessions, knowledge: Knowledge, first: date | None, last: date | None) -> Report:
    """The report of the cases opened between two days of Italy, both included."""
    async with sessions() as session:
        kept = await cases.all_cases(session)
        journals = {call: await voucher.journal(session, call) for call in await voucher.calls(session)}
    every = tuple(_cases(kept, journals))
    shown = tuple(case for case in every if _opened_between(case, journals, first, last))
    return Report(shown, journals, tuple(_mismatches(every, journals, knowledge)), first, last)


def _cases(kept: Sequence[CaseDates], journals: Mapping[str, tuple[Movement, ...]]) -> Iterator[Case]:
    """The kept tickets with their money, then those that only a ledger names."""
    money = {(call, code): each for call, journal in journals.items() for code, each in money_of(journal).items()}
    for dates in kept:
        yield Case(dates, dates.code, dates.call, money.pop((dates.call or "", dates.code), Money()))
    for (call, code), each in money.items():
        yield Case(None, code, call, each)


def money_of(journal: Sequence[Movement]) -> dict[str, Money]:
    """What each case has of a fund, from its own movements: granted money that came back counts as released."""
    found: dict[str, Money] = {}
    for one in journal:
        if one.ticket is not None:
            before, moved = found.get(one.ticket, Money()), one.entries
            back = one.cents or 0 if one.kind == "release" else 0
            found[one.ticket] = Money(
                before.reserved + moved.reserved, before.confirmed + moved.confirmed, before.released + back
            )
    return found


def _mismatches(
    every: Sequence[Case], journals: Mapping[str, tuple[Movement, ...]], knowledge: Knowledge
) -> Iterator[str]:
    for call, journal in journals.items():
        published = knowledge.calls[call].fund_cents if call in knowledge.calls else None
        for mismatch in rules.reconcile(journal, published):
            at = f"movement {mismatch.number}" if mismatch.number else "the whole journal"
            yield f"ledger of {call}, {at}: {mismatch.what}"
        accounts = rules.overview(journal)
        for account in ("reserved", "confirmed"):
            added = sum(getattr(case.money, account) for case in every if case.call == call)
            stands = getattr(accounts, account)
            if added != stands:
                yield f"ledger of {call}, {account}: the cases give {added} cents, the account {stands}"


def _opened_between(
    case: Case, journals: Mapping[str, tuple[Movement, ...]], first: date | None, last: date | None
) -> bool:
    if case.dates is None:
        moments = [one.at for one in journals[case.call or ""] if one.ticket == case.code]
        opened = min(moments)
    else:
        opened = case.dates.opened_at
    return _within(opened, first, last)


def _within(moment: datetime, first: date | None, last: date | None) -> bool:
    day = moment.astimezone(ROME).date()
    return (first is None or first <= day) and (last is None or day <= last)


# --- tables ---


def table_of_cases(report: Report, knowledge: Knowledge) -> Table:
    """Headings, a row a case, and the totals."""
    rows = [_row(case, knowledge) for case in report.cases]
    stars = [case.dates.stars for case in report.cases if case.dates and case.dates.stars is not None]
    totals: list[Cell] = [f"Totale: {len(rows)}", *[None] * (len(HEADINGS) - 5)]
    totals += [round(sum(stars) / len(stars), 2) if stars else None]
    for account in ("reserved", "confirmed", "released"):
        totals.append(_euro(sum(getattr(case.money, account) for case in report.cases)))
    return [list(HEADINGS), *rows, totals]


def _row(case: Case, knowledge: Knowledge) -> list[Cell]:
    dates, money = case.dates, case.money
    amounts = [_euro(money.reserved), _euro(money.confirmed), _euro(money.released)]
    call = knowledge.calls.get(case.call or "")
    title = call.title if call else case.call
    if dates is None:
        return [case.code, KINDS["voucher"], None, None, title, None, None, None, GONE, None, None, None, *amounts]
    territory = knowledge.territory
    desk = territory.helpdesks.get(dates.helpdesk or "")
    return [
        case.code,
        KINDS.get(dates.kind, dates.kind),
        desk.name if desk else dates.helpdesk or "ente capofila",
        _district(dates, knowledge),
        title,
        _local(dates.opened_at),
        _local(dates.taken_at),
        _local(dates.closed_at),
        STATES.get(dates.status, dates.status),
        OUTCOMES.get(dates.outcome, dates.outcome) if dates.outcome else None,
        round(working_hours.worked(dates.opened_at, dates.answered_at).total_seconds() / 3600, 1)
        if dates.answered_at
        else None,
        dates.stars,
        *amounts,
    ]


def _district(dates: CaseDates, knowledge: Knowledge) -> str | None:
    """The one that the helpdesk serves; where it serves several, or nobody has the ticket, the citizen's."""
    territory = knowledge.territory
    town = territory.municipalities.get(dates.comune or "")
    desk = territory.helpdesks.get(dates.helpdesk or "")
    with_town = town and (desk is None or town.district in territory.districts_served(desk))
    id = town.district if town and with_town else district_of(dates.helpdesk or "", territory)
    return territory.districts[id].name if id else None


def table_of_movements(report: Report, knowledge: Knowledge) -> Table:
    """Headings and a row a movement of the period, with the balances after it."""
    rows: Table = []
    for call, journal in report.journals.items():
        title = knowledge.calls[call].title if call in knowledge.calls else call
        for line in rules.statement(journal):
            if _within(line.at, report.first, report.last):
                cents = None if line.cents is None else _euro(line.cents)
                reason = REASONS.get(line.reason, line.reason) if line.reason else None
                balances = [_euro(line.available), _euro(line.reserved), _euro(line.confirmed), line.waiting]
                told: list[Cell] = [title, line.number, _local(line.at), MOVED.get(line.kind, line.kind), line.ticket]
                rows.append([*told, cents, reason, *balances])
    return [list(MOVEMENTS), *rows]


def _euro(cents: int) -> float:
    return cents / 100


def _local(moment: datetime | None) -> datetime | None:
    """Italian time without its zone, which spreadsheets do not know."""
    return moment and moment.astimezone(ROME).replace(tzinfo=None, microsecond=0)


# --- files ---


def as_csv(table: Table) -> str:
    """For an Italian spreadsheet: semicolons, decimal commas, days first; no cell is a formula."""
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerows([_shown(cell) for cell in row] for row in table)
    return written.getvalue()


def _shown(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case float():
            return f"{cell:.2f}".replace(".", ",")
        case datetime():
            return cell.strftime("%d/%m/%Y %H:%M")
        case str():
            return safe(cell)
    return str(cell)


def safe(text: str) -> str:
    """The text, never a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) or text.startswith(FORMULA_STARTS) else text


def as_xlsx(tables: Iterable[tuple[str, Table]]) -> bytes:
    """A workbook with a sheet a table; numbers stay numbers and moments moments."""
    from openpyxl import Workbook  # here: no other command needs it
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    for title, table in tables:
        sheet = book.create_sheet(title)
        for row in table:
            sheet.append([safe(cell) if isinstance(cell, str) else cell for cell in row])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
        for number, column in enumerate(zip(*table, strict=True), start=1):
            widest = max(len(_shown(cell)) for cell in column)
            sheet.column_dimensions[get_column_letter(number)].width = min(widest + 2, 50)
            for cell in sheet[get_column_letter(number)][1:]:
                if isinstance(cell.value, float):
                    cell.number_format = "#,##0.00"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def write(report: Report, knowledge: Knowledge, format: Format, out: Path) -> list[Path]:
    """Writes the files: one workbook, or two texts side by side. Raises OSError if they cannot be written."""
    tables = (("Pratiche", table_of_cases(report, knowledge)), ("Fondi", table_of_movements(report, knowledge)))
    if format == "xlsx":
        out.write_bytes(as_xlsx(tables))
        return [out]
    paths = [out, out.with_name(f"{out.stem}-fondi{out.suffix or '.csv'}")]
    for path, (_, table) in zip(paths, tables, strict=True):
        path.write_text(as_csv(table), encoding="utf-8-sig", newline="")  # the mark tells Excel that it is UTF-8
    return paths


report_app = typer.Typer(help="Reports for the lead body.", no_args_is_help=True)
app.add_typer(report_app, name="report")


class ReportFormat(StrEnum):
    csv = "csv"
    xlsx = "xlsx"


@report_app.command("cases")
def report_cases(
    first: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day, included.")] = None,
    format: Annotated[ReportFormat, typer.Option(help="A text for spreadsheets, or a workbook.")] = ReportFormat.csv,
    out: Annotated[Path | None, typer.Option(help="The file; without it the cases go to standard output.")] = None,
) -> None:
    """One row a case without personal data, the movements of the funds; exit 1 if the two disagree."""
    if first and last and last < first:
        wrong(f"--to {last:%Y-%m-%d} is before --from {first:%Y-%m-%d}. Remedy: exchange the two.")
    if format is ReportFormat.xlsx and out is None:
        wrong("--out is missing: a workbook cannot be printed. Remedy: --out pratiche.xlsx.")
    settings, content = settings_with_log("report.log"), bootstrap.knowledge()

    async def look() -> Report:
        async with open_database(settings.database) as sessions:
            days = first.date() if first else None, last.date() if last else None
            return await read(sessions, content, *days)

    report = asyncio.run(look())
    if out is None:
        sys.stdout.write(as_csv(table_of_cases(report, content)))
    else:
        try:
            written = write(report, content, format.value, out)
        except OSError as error:
            wrong(f"--out {out}: cannot be written ({error.strerror}). Remedy: name a file in a folder that can.")
        stderr.print(f"Scritto: {', '.join(map(str, written))}", markup=False, highlight=False, soft_wrap=True)
    for mismatch in report.mismatches:
        stderr.print(f"Non torna: {mismatch}", markup=False, highlight=False, soft_wrap=True)
    if report.mismatches:
        raise typer.Exit(1)
    funds = f"I conti dei fondi ({len(report.journals)}) tornano" if report.journals else "Nessun fondo ha movimenti"
    stderr.print(f"Pratiche: {len(report.cases)}. {funds}.", highlight=False)
