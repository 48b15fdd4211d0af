"""The census as a table that operators open, change and give back: a row a helpdesk, and a dictionary of its columns.

Reading takes what spreadsheets make of it: semicolons or commas, Italian dates, ISTAT codes without their first zero.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.knowledge.helpdesks import HOW_TO_COME, Helpdesk, Phone
from bot.knowledge.problems import Problem
from bot.knowledge.territory import Territory

BETWEEN = " | "
"""What stands between the items of a cell."""
YES, NO = "sì", "no"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would run: it is written with an apostrophe before it."""

LISTS = ("roles", "audience", "serves", "emails", "languages", "bring", "services")
COLUMNS: Mapping[str, str] = {
    "id": "Nome unico della riga: lettere minuscole, cifre e trattini. Non si cambia.",
    "name": "Nome dello sportello, come lo leggono le persone.",
    "organization": "Ente a cui appartiene.",
    "kind": "Tipo: segretariato_sociale, ufficio_di_piano, centro_impiego, suap, patronato, consultorio, casa_comunita, terzo_settore, rete.",
    "roles": "Di che cosa si occupa, prima la cosa principale: welfare, lavoro, imprese, salute, rete.",
    "audience": "A chi è rivolto: lavoratori, famiglie, imprese, enti_pubblici.",
    "comune": "Codice ISTAT del Comune in cui si trova. Vuoto se è fuori dai 25 Comuni.",
    "serves": "Codici ISTAT dei Comuni che serve.",
    "address.street": "Via e numero civico. Vuoto se non si conosce.",
    "address.cap": "CAP.",
    "address.locality_note": "Che cosa sapere del luogo: piano, angolo, frazione.",
    "coord_precision": "Punto sulla mappa: building (edificio, con lat e lon), town_hall (municipio), locality (non noto).",
    "lat": "Latitudine dell'edificio, in gradi. Vuoto se non si conosce.",
    "lon": "Longitudine dell'edificio, in gradi. Vuoto se non si conosce.",
    "phones": "Telefoni: uso (info, appointment, switchboard), numero e, tra parentesi, una nota. Mai cellulari.",
    "emails": "Caselle dell'ufficio, mai di una persona.",
    "pec": "Posta certificata.",
    "url": "Pagina, che comincia con https://.",
    "opening_hours": f"Orari nella sintassi di OpenStreetMap; tra virgolette {' o '.join(HOW_TO_COME)}. Vuoto se non si conoscono.",
    "hours_note": "Che cosa dire degli orari, in parole.",
    "appointment": "Appuntamento: required (serve), preferred (meglio), no, unknown (non si sa).",
    "step_free": "Si entra senza gradini: sì o no. Vuoto se non si sa.",
    "languages": "Lingue che si parlano oltre all'italiano. Vuoto se non si conoscono.",
    "bring": "Che cosa portare, come lo dice l'ufficio.",
    "services": "Che cosa fa.",
    "alert.text": "Avviso da mostrare.",
    "alert.since": "Primo giorno dell'avviso.",
    "alert.until": "Ultimo giorno dell'avviso.",
    "alert.closed": "In quei giorni è chiuso: sì o vuoto.",
    "fallback": "Id dello sportello da mostrare quando questo non si può mostrare.",
    "status": "active (confermato per telefono), to_verify (da confermare), suspended (sospeso), historic (non c'è più).",
    "checked_on": "Giorno dell'ultimo controllo, come 2026-03-15.",
    "source": "Da dove viene il dato.",
    "source_code": "Sigla della fonte.",
    "confidence": "H: due fonti concordi o un atto ufficiale. M: una fonte.",
}
"""The columns, in order, and what each says. Items of a cell are divided by a bar."""


class NotTheCensus(Exception):
    """The table cannot be read at all; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    """As a spreadsheet counts: the headings are row 1."""
    record: Mapping[str, Any]
    """As it would stand in infopoints.yaml."""


def as_csv(territory: Territory) -> str:
    return _table([list(COLUMNS), *([_safe(cell) for cell in _cells(desk)] for desk in territory.helpdesks.values())])


def dictionary() -> str:
    return _table([["colonna", "significato"], *([name, meaning] for name, meaning in COLUMNS.items())])


def _table(rows: list[list[str]]) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerows(rows)
    return written.getvalue()


def _cells(desk: Helpdesk) -> list[str]:
    return [_cell(desk, column) for column in COLUMNS]


def _cell(desk: Helpdesk, column: str) -> str:
    value: Any = desk
    for name in column.split("."):
        value = getattr(value, name) if value is not None else None
    match value:
        case None | [] | ():
            return ""
        case bool():
            return YES if value else NO if column == "step_free" else ""
        case list() if column == "phones":
            return BETWEEN.join(_phone(phone) for phone in value)
        case list():
            return BETWEEN.join(value)
        case _:
            return str(value)


def _phone(phone: Phone) -> str:
    return f"{phone.use}: {phone.number}" + (f" ({phone.note})" if phone.note else "")


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def read_csv(content: bytes, problems: list[Problem], name: str) -> list[Row]:
    """The rows as records. Raises NotTheCensus; a cell that cannot be read is a problem, and its row is left out."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotTheCensus("the file is not UTF-8. Remedy: save it as `CSV UTF-8`") from None
    heading = text.partition("\n")[0]
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if heading.count(";") >= heading.count(",") else ","))
    if not rows:
        raise NotTheCensus("the file is empty. Remedy: begin with `concilia census export --format csv`")
    columns = [column.strip() for column in rows[0]]
    wrong = [f"no column is called {column!r}" for column in columns if column not in COLUMNS]
    wrong += [f"the column {column!r} is missing" for column in COLUMNS if column not in columns]
    wrong += [f"the column {column!r} stands twice" for column in COLUMNS if columns.count(column) > 1]
    if wrong:
        raise NotTheCensus(f"{'; '.join(wrong)}. Remedy: keep the headings of `concilia census export --format csv`")
    found = []
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            told = f"has {len(cells)} cells, and there are {len(columns)} columns"
            problems.append(Problem(name, f"row {number}", told, "put texts that hold the separator between quotes"))
            continue
        row = _record(dict(zip(columns, cells, strict=True)), problems, name, number)
        found += [row] if row else []
    return found


def _record(cells: Mapping[str, str], problems: list[Problem], name: str, number: int) -> Row | None:
    record: dict[str, Any] = {}
    before = len(problems)
    for column in COLUMNS:
        cell = cells[column].strip()
        cell = cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
        if not cell:
            continue
        try:
            value = _value(column, cell)
        except ValueError as error:
            problems.append(Problem(name, f"row {number}.{column}", str(error), COLUMNS[column].rstrip(".")))
            continue
        outer, _, inner = column.rpartition(".")
        (record.setdefault(outer, {}) if outer else record)[inner] = value
    return Row(number, record) if len(problems) == before else None


def _value(column: str, cell: str) -> Any:
    if column in LISTS or column == "phones":
        items = [item.strip() for item in cell.split("|") if item.strip()]
        if column == "phones":
            return [_read_phone(item) for item in items]
        return [_istat(item) for item in items] if column == "serves" else items
    match column:
        case "comune":
            return _istat(cell)
        case "lat" | "lon":
            return float(cell.replace(",", "."))
        case "step_free" | "alert.closed":
            return _yes_or_no(cell)
        case "checked_on" | "alert.since" | "alert.until":
            return re.sub(r"^(\d{1,2})/(\d{1,2})/(\d{4})$", lambda d: f"{d[3]}-{d[2]:0>2}-{d[1]:0>2}", cell)
        case _:
            return cell


def _istat(cell: str) -> str:
    """Spreadsheets drop the first zero."""
    return cell.zfill(6) if cell.isdigit() and len(cell) == 5 else cell


def _yes_or_no(cell: str) -> bool:
    said = cell.casefold()
    if said not in ("sì", "si", "no"):
        raise ValueError(f"{cell!r} is neither `sì` nor `no`")
    return said != "no"


def _read_phone(item: str) -> dict[str, str]:
    found = re.fullmatch(r"(\w+):\s*([+\d ]+?)\s*(?:\((.+)\))?", item)
    if found is None:
        raise ValueError(f"{item!r} is no phone such as `info: +39 02 1234567 (nota)`")
    use, number, note = found.groups()
    return {"use": use, "number": number, **({"note": note} if note else {})}
