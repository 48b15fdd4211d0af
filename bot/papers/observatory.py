"""The pages of the Observatory, and the same numbers as CSV and JSON with a dictionary. The same data give the same bytes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from bot.knowledge.indicators import Indicator
from bot.knowledge.loader import Knowledge
from bot.knowledge.surveys import SKIPPED
from bot.model.time import italian_day
from bot.papers.bars import Bar, Figure, figure, page
from bot.rules.observatory import OTHERS, TOTAL, Period

TITLE = "Osservatorio sulla conciliazione"
NOT_TOLD = "-"
SECTIONS = {
    "domanda": "Che cosa chiedono le persone",
    "persone": "Richieste seguite da una persona",
    "censimento": "Gli sportelli",
    "indagini": "I bisogni di chi lavora",
}
RULE = (
    "I numeri sotto 5 non si vedono. Con loro sono nascosti altri numeri, quando servirebbero a calcolarli: stanno insieme nella "
    "voce «altre voci». Un mese si pubblica una volta sola, quando è finito, e poi non cambia."
)
FEW = "Meno di 5 in tutto: il numero non si vede."
ALL_HIDDEN = "Le singole voci sono troppo piccole per mostrarle."
MOST_BARS = 12
"""Of a drawing; the table beside it has all."""
COLUMNS = (
    ("periodo", "Mese (2026-10) o trimestre (2026-T4)."),
    ("dal", "Primo giorno del periodo: un lunedì."),
    ("al", "Ultimo giorno del periodo: una domenica."),
    ("indicatore", "Quale indicatore: vedi sotto."),
    ("dentro", "Per gli indicatori che dividono una voce di un altro: quale voce. Altrimenti vuoto."),
    ("voce", "Codice della voce. «=» è il totale, «*» le voci nascoste tutte insieme, «-» non detto o non rilevato."),
    ("nome", "La voce in parole."),
    ("numero", "Quanti. Vuoto: meno di 5 in tutto."),
)
Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Edition:
    """What is published of one period: indicator -> rows [within, part, number]."""

    period: Period
    rows: Mapping[str, Rows]


def site(knowledge: Knowledge, indicators: Sequence[Indicator], editions: Sequence[Edition]) -> dict[str, bytes]:
    """Every file by its path, the first page last."""
    files: dict[str, bytes] = {}
    for edition in editions:
        id = edition.period.id
        files[f"dati/{id}.csv"] = table(knowledge, indicators, edition).encode("utf-8-sig")
        files[f"dati/{id}.json"] = as_json(knowledge, indicators, edition).encode()
        files[f"{id}.html"] = month(knowledge, indicators, edition).encode()
    files["dati/dizionario.csv"] = dictionary(indicators).encode("utf-8-sig")
    files["dizionario.html"] = page("Dizionario dei dati", _dictionary_page(indicators), BACK).encode()
    files["index.html"] = page(TITLE, _index(knowledge, indicators, editions)).encode()
    return files


BACK = '<nav aria-label="Dove sei"><a href="index.html">Osservatorio: tutti i mesi</a></nav>'


def month(knowledge: Knowledge, indicators: Sequence[Indicator], edition: Edition) -> str:
    return page(f"{TITLE}: {edition.period.name}", _month(knowledge, indicators, edition), BACK)


def _month(knowledge: Knowledge, indicators: Sequence[Indicator], edition: Edition) -> Iterator[str]:
    period = edition.period
    yield f"<p>Da lunedì {italian_day(period.first)} a domenica {italian_day(period.last)}.</p>"
    yield f'<p class="rule">{RULE}</p>'
    yield (
        f'<p class="links"><a href="dati/{period.id}.csv">Dati in CSV</a> <a href="dati/{period.id}.json">Dati in JSON</a> '
        '<a href="dizionario.html">Dizionario dei dati</a></p>'
    )
    section = None
    for indicator in indicators:
        if indicator.id not in edition.rows:
            continue
        if indicator.section != section:
            section = indicator.section
            yield f"<h2>{SECTIONS[section]}</h2>"
        shown = list(figures(knowledge, indicator, edition.rows[indicator.id]))
        if indicator.within or len(shown) != 1:
            yield f'<h3>{escape(indicator.title)}</h3>\n<p class="note">{escape(indicator.definition)}</p>'
            for one in shown:
                yield from figure(one, 4)
            if not shown:
                yield "<p>In questo periodo non c'è niente che si possa mostrare.</p>"
        else:
            yield from figure(shown[0])


def figures(knowledge: Knowledge, indicator: Indicator, rows: Rows) -> Iterator[Figure]:
    """A chart for what stands apart: one, or one for each part of the indicator above of which anything is shown."""
    apart: dict[str, list[Sequence[Any]]] = {}
    for row in rows:
        apart.setdefault(row[0], []).append(row)
    by_total = sorted(apart.items(), key=lambda one: -(_total(one[1]) or 0))
    for number, (within, mine) in enumerate(by_total if indicator.within else apart.items()):
        total = _total(mine)
        parts = [row for row in mine if row[1] != TOTAL]
        all_hidden = bool(parts) and all(row[1] == OTHERS for row in parts)
        if indicator.within and all_hidden:
            continue
        if indicator.names == "days":
            parts.sort(key=lambda row: (row[1] == OTHERS, row[1]))
        bars = tuple(
            Bar(name(knowledge, indicator, within, part), count, total or None)
            for _, part, count in parts
            if not all_hidden
        )
        single = not indicator.within and len(apart) == 1
        title = indicator.title if single else name(knowledge, indicator, "", within, outer=True)
        notes = [indicator.definition if single else "", _how_many(mine, total)]
        if all_hidden:
            notes.append(ALL_HIDDEN)
        if len(bars) > MOST_BARS:
            notes.append(f"Il disegno mostra le prime {MOST_BARS} voci, la tabella tutte.")
        note = " ".join(filter(None, notes))
        yield Figure(f"{indicator.id}-{number}", title, bars, note, indicator.unit, indicator.what, MOST_BARS)


def _total(rows: Rows) -> int | None:
    return next((row[2] for row in rows if row[1] == TOTAL), None)


def _how_many(rows: Rows, total: int | None) -> str:
    if total is None:
        return FEW if any(row[1] == TOTAL for row in rows) else ""
    return f"In tutto {total}."


def name(knowledge: Knowledge, indicator: Indicator, within: str, part: str, outer: bool = False) -> str:
    """A part in words. `outer`: the part of the indicator above, of which this is a division."""
    if part == TOTAL:
        return "Totale"
    if part == OTHERS:
        return "Altre voci, nascoste" if indicator.names != "topics" else "Altri argomenti, nascosti"
    kind = (
        {"punto": "topics", "censimento": "districts", "indagini": "questions"}.get(indicator.id, "requests")
        if outer
        else indicator.names
    )
    if isinstance(kind, dict):
        return str(kind.get(part, part))
    topics, points = knowledge.topics, knowledge.points.get(within, {})
    match kind:
        case "topics":
            return topics[part].title if part in topics else "Nessun argomento preciso" if part == NOT_TOLD else part
        case "points":
            return points[part].title if part in points else "Risposta generale" if part == NOT_TOLD else part
        case "districts":
            districts = knowledge.territory.districts
            return districts[part].name if part in districts else "Non detto" if part == NOT_TOLD else part
        case "days":
            return italian_day(date.fromisoformat(part))
        case "questions":
            return _option(knowledge, part, "")
        case "surveys":
            return _option(knowledge, within, part)
        case "requests":
            return {"question": "Domande a una persona", "voucher": "Richieste di voucher"}.get(part, part)
    return part


def _option(knowledge: Knowledge, question: str, option: str) -> str:
    for sheet in knowledge.questionnaires.values():
        known = sheet.question(question)
        if known and not option:
            return known.text
        found = next((one.text for one in sheet.options(known) if one.id == option), None) if known else None
        if found:
            return found
    return "Non risponde" if option == SKIPPED else option


def _index(knowledge: Knowledge, indicators: Sequence[Indicator], editions: Sequence[Edition]) -> Iterator[str]:
    yield (
        "<p>Che cosa chiedono le persone e le aziende sulla conciliazione tra lavoro e famiglia, in 25 Comuni a sud-est di "
        "Milano: mese per mese, senza persone e senza testi.</p>"
    )
    yield f'<p class="rule">{RULE}</p>'
    yield '<nav aria-labelledby="periodi">\n<h2 id="periodi">I periodi</h2>'
    if editions:
        items = (f'<li><a href="{one.period.id}.html">{escape(one.period.name)}</a></li>' for one in reversed(editions))
        yield f"<ul>{''.join(items)}</ul>"
    else:
        yield "<p>Il primo mese non è ancora finito: qui non c'è ancora niente.</p>"
    yield "</nav>"
    yield "<h2>Che cosa si conta</h2>\n<dl>"
    for indicator in indicators:
        yield f"<dt>{escape(indicator.title)}</dt><dd>{escape(indicator.definition)}</dd>"
    yield '</dl>\n<p class="links"><a href="dizionario.html">Dizionario dei dati</a></p>'


def _dictionary_page(indicators: Sequence[Indicator]) -> Iterator[str]:
    yield "<p>Ogni periodo ha un file CSV (punto e virgola, UTF-8) e uno JSON con gli stessi numeri.</p>"
    for heading, rows in (("Le colonne", COLUMNS), ("Gli indicatori", [(one.id, _defined(one)) for one in indicators])):
        yield f'<h2>{heading}</h2>\n<table class="wide"><thead><tr><th scope="col">Nome</th><th scope="col">Significato</th></tr></thead><tbody>'
        yield "".join(f'<tr><th scope="row">{escape(id)}</th><td>{escape(told)}</td></tr>' for id, told in rows)
        yield "</tbody></table>"


def _defined(indicator: Indicator) -> str:
    every = "trimestre" if indicator.period == "quarter" else "mese"
    return f"{indicator.title}. {indicator.definition} Unità: {indicator.unit.lower()}; ogni {every}."


def dictionary(indicators: Sequence[Indicator]) -> str:
    rows = [("colonna", id, told) for id, told in COLUMNS]
    rows += [("indicatore", one.id, _defined(one)) for one in indicators]
    return _written([("tipo", "nome", "significato"), *rows])


def table(knowledge: Knowledge, indicators: Sequence[Indicator], edition: Edition) -> str:
    when = (edition.period.id, edition.period.first.isoformat(), edition.period.last.isoformat())
    rows: list[tuple[Any, ...]] = [tuple(column for column, _ in COLUMNS)]
    for indicator in indicators:
        for within, part, number in edition.rows.get(indicator.id, ()):
            rows.append(
                (
                    *when,
                    indicator.id,
                    within,
                    part,
                    name(knowledge, indicator, within, part),
                    "" if number is None else number,
                )
            )
    return _written(rows)


def as_json(knowledge: Knowledge, indicators: Sequence[Indicator], edition: Edition) -> str:
    period = edition.period
    told = {
        "period": {"id": period.id, "first": period.first.isoformat(), "last": period.last.isoformat()},
        "indicators": [
            {
                "id": one.id, "title": one.title, "unit": one.unit,
                "rows": [{"within": within, "part": part, "name": name(knowledge, one, within, part), "number": number}
                         for within, part, number in edition.rows[one.id]],
            }
            for one in indicators
            if one.id in edition.rows
        ],
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _written(rows: Sequence[Sequence[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue()
