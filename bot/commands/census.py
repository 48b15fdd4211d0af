"""`concilia census`: what the census of helpdesks lacks, its exports, and a table read back into it."""

from __future__ import annotations

import asyncio
import difflib
import json
import os
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from bot.commands.common import app, stderr, wide_console, wrong
from bot.commands.published import public_changes, published, waiting_changes
from bot.knowledge.cache import kept_in
from bot.knowledge.helpdesk_writing import CannotWriteHelpdesks, with_helpdesks
from bot.knowledge.helpdesks import FILE
from bot.knowledge.loader import Knowledge, load
from bot.knowledge.problems import Problem
from bot.knowledge.territory import Territory
from bot.papers.census_csv import NotTheCensus, as_csv, dictionary, read_csv
from bot.papers.census_geojson import geojson
from bot.papers.census_hsds import hsds
from bot.papers.census_html import html
from bot.papers.census_words import ROLES
from bot.rules.card_changes import with_changes
from bot.rules.census import Finding, findings, loop_findings
from bot.rules.census_import import Change, Preview, preview
from bot.settings import ROOT, Clock, content_cache, read_settings

census = typer.Typer(no_args_is_help=True, help="The census of helpdesks: report, export, import.")
app.add_typer(census, name="census")

Format = Literal["hsds", "geojson", "csv", "html"]
SORTS = {"overdue": "Da ricontrollare", "missing": "Che cosa manca", "contradictory": "Che cosa non torna"}
WORDS = {
    "never_confirmed": "mai confermato dall'ufficio; dati del {detail}",
    "check_expired": "controllo scaduto: era del {detail}",
    "not_reconfirmed": "chiesto il {detail} se la scheda è giusta: nessuno ha ancora risposto",
    "change_waits": "una modifica aspetta una seconda persona dal {detail}",
    "no_phone": "senza telefono",
    "number_to_confirm": "numero da confermare: {detail}",
    "no_street": "senza indirizzo",
    "no_house_number": "senza numero civico: {detail}",
    "no_hours": "senza orari",
    "no_access": "non si sa se l'ingresso ha gradini",
    "nobody_for": "nessuno sportello nel territorio per: {detail}",
    "alert_over": "l'avviso è finito il {detail}: va tolto",
    "two_addresses": "stesso ente e stesso municipio, ma un'altra via: {detail}",
    "phone_of_another": "lo stesso numero è di un altro ente: {detail}",
}


def _content() -> tuple[Knowledge, date]:
    """As the file says it."""
    with kept_in(content_cache()):
        return load(ROOT), Clock(read_settings().today).today()


def _published() -> tuple[Knowledge, date]:
    """As answers use it: with what operators changed."""
    content, today = _content()
    return published(read_settings(), content), today


@census.command("report")
def report(json_wanted: Annotated[bool, typer.Option("--json", help="One JSON object a finding.")] = False) -> None:
    """What is overdue, missing or contradictory, by the district that is served."""
    knowledge, today = _published()
    asked, waiting = asyncio.run(waiting_changes(read_settings()))
    found = findings(knowledge.territory, today)
    found += loop_findings(knowledge.territory, asked, waiting, today)
    if json_wanted:
        for one in found:
            line = {"district": one.district, "sort": one.sort, "what": one.what, "helpdesk": one.helpdesk or None}
            print(json.dumps({**line, "detail": one.detail or None}, ensure_ascii=False))
        return
    console = wide_console()
    for id, district in knowledge.territory.districts.items():
        here = [one for one in found if one.district == id]
        console.print(f"\n[bold]{district.name}[/]: {len(here)} cose da fare")
        for sort, heading in SORTS.items():
            some = [one for one in here if one.sort == sort]
            if some:
                console.print(f"  {heading} ({len(some)})")
            for helpdesk in dict.fromkeys(one.helpdesk for one in some):
                told = "; ".join(_told(one) for one in some if one.helpdesk == helpdesk)
                console.print(f"    {_named(helpdesk, knowledge.territory)}{told}", markup=False, highlight=False)


def _named(helpdesk: str, territory: Territory) -> str:
    desk = territory.helpdesks.get(helpdesk)
    return f"{desk.name if desk else 'Sportello nuovo'} [{helpdesk}]: " if helpdesk else ""


def _told(one: Finding) -> str:
    detail = ROLES[one.detail] if one.what == "nobody_for" and one.detail in ROLES else one.detail
    return WORDS[one.what].format(detail=detail)


@census.command("export")
def export(
    format: Annotated[Format | None, typer.Option("--format", help="What to write.")] = None,
    changes: Annotated[bool, typer.Option("--changes", help="What operators changed, as a diff of the file.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="A file; without it, standard output.")] = None,
    dictionary_wanted: Annotated[bool, typer.Option("--dictionary", help="With csv: what each column means.")] = False,
) -> None:
    """The census for other systems, for a spreadsheet or to print. With csv and --out the dictionary is written beside it."""
    if changes:
        _export_changes(out)
        return
    if format is None:
        wrong("write --format, or --changes for what operators changed")
    knowledge, today = _published()
    makers: dict[Format, Callable[[], str]] = {
        "hsds": lambda: hsds(knowledge.territory, today),
        "geojson": lambda: geojson(knowledge.territory, today),
        "csv": lambda: as_csv(knowledge.territory),
        "html": lambda: html(knowledge, today),
    }
    if dictionary_wanted and format != "csv":
        wrong("--dictionary belongs to --format csv")
    text = dictionary() if dictionary_wanted else makers[format]()
    if out is None:
        print(text, end="")
        return
    _write(out, text, spreadsheet=format == "csv")
    if format == "csv" and not dictionary_wanted:
        _write(out.with_name(f"{out.stem}_dizionario{out.suffix}"), dictionary(), spreadsheet=True)


def _export_changes(out: Path | None) -> None:
    """A patch that `git apply` takes: only what answers say and the file does not yet. Applied, it passes the check."""
    content, _ = _content()
    changes = asyncio.run(public_changes(read_settings()))
    told, file = with_changes(content.territory, changes).helpdesks, content.territory.helpdesks
    changed = [desk for id, desk in told.items() if file.get(id) != desk]
    old = (ROOT / FILE).read_bytes().decode("utf-8")
    try:
        new = with_helpdesks(old, changed)
    except CannotWriteHelpdesks as error:
        wrong(f"{FILE}: {error}")
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    text = "".join(difflib.unified_diff(before, after, f"a/{FILE}", f"b/{FILE}"))
    if not text:
        stderr.print(f"{FILE} says already what answers say: nothing to write back.")
    elif out is None:
        print(text, end="")
    else:
        _write(out, text)


def _write(path: Path, text: str, spreadsheet: bool = False) -> None:
    """Spreadsheets know UTF-8 only by its mark."""
    try:
        path.write_text(text, encoding="utf-8-sig" if spreadsheet else "utf-8", newline="")
    except OSError as error:
        wrong(f"{path} cannot be written ({error.strerror}). Remedy: name a file in a folder that exists")
    print(f"Written: {path}")


@census.command("import")
def import_(
    table: Annotated[Path, typer.Argument(help="A table as `export --format csv` writes it.")],
    write: Annotated[bool, typer.Option("--write", help="Change infopoints.yaml; without it, only show.")] = False,
) -> None:
    """What a table would change, and with --write the change itself. Rows that are not in it stay as they are."""
    knowledge, today = _content()
    problems: list[Problem] = []
    try:
        rows = read_csv(table.read_bytes(), problems, table.name)
    except OSError as error:
        wrong(f"{table} cannot be read ({error.strerror}). Remedy: name a file that exists")
    except NotTheCensus as error:
        wrong(f"{table}: {error}")
    records = [(f"row {row.number}", row.record) for row in rows]
    seen = preview(knowledge.territory, records, today, problems, table.name)
    for problem in sorted(problems):
        print(problem)
    if problems:
        print(f"{len(problems)} problems; nothing was changed.")
        raise typer.Exit(1)
    _show(seen)
    if write and seen.changes:
        _write_back(seen.changes)


def _show(seen: Preview) -> None:
    for change in seen.changes:
        print(f"{'New' if change.new else 'Changed'}: {change.desk.name} [{change.desk.id}]")
        for field, (before, after) in change.fields.items():
            print(f"  {field}: {_cell(after)}" if change.new else f"  {field}: {_cell(before)} -> {_cell(after)}")
    print(f"{len(seen.changes)} to change, {len(seen.untouched)} not in the table and left as they are.")


def _cell(value: Any) -> str:
    return "-" if value in (None, []) else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _write_back(changes: Sequence[Change]) -> None:
    path = ROOT / FILE
    try:
        text = with_helpdesks(path.read_bytes().decode("utf-8"), [change.desk for change in changes])
    except CannotWriteHelpdesks as error:
        wrong(f"{FILE}: {error}")
    draft = path.with_suffix(".tmp")
    draft.write_bytes(text.encode("utf-8"))
    os.replace(draft, path)
    print(f"{FILE} is changed. Look at the difference before you publish it.")
