"""The directory of helpdesks as one page: to read on a phone, to print, to hear with a screen reader. Nothing from outside.

Helpdesks stand under the district that they serve: first those for all of it, then municipality by municipality. One that
serves several districts stands under the first and is named under the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape

from bot.helpdesk_card import Card, address, stations
from bot.knowledge.helpdesks import Helpdesk, Phone
from bot.knowledge.loader import Knowledge
from bot.knowledge.territory import Municipality, Territory
from bot.model.time import italian_day
from bot.papers.census_map import drawn, numbered
from bot.papers.census_style import STYLE
from bot.papers.census_words import AUDIENCE, KINDS, STATUS, UNCONFIRMED, USES
from bot.rules.helpdesks import certain

TITLE = "Sportelli del sud-est Milano"


def html(knowledge: Knowledge, today: date) -> str:
    page = _Page(knowledge, today)
    return "\n".join(page.lines()) + "\n"


class _Page:
    def __init__(self, knowledge: Knowledge, today: date) -> None:
        self._territory: Territory = knowledge.territory
        self._today = today
        self._card = Card(self._territory, lambda key, values=None: _filled(knowledge.text(key, "it"), values), today)
        self._shown = [desk for desk in self._territory.helpdesks.values() if desk.shown]

    def lines(self) -> Iterator[str]:
        yield '<!DOCTYPE html>\n<html lang="it">\n<head>\n<meta charset="utf-8">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield '<meta name="color-scheme" content="light dark">'
        yield f"<title>{TITLE}</title>\n<style>{STYLE}</style>\n</head>\n<body>"
        yield '<a class="skip" href="#elenco">Vai all\'elenco</a>'
        yield f"<header>\n<h1>{TITLE}</h1>"
        yield (
            f"<p>Conciliare lavoro e famiglia: a chi rivolgersi in {len(self._territory.municipalities)} Comuni. "
            f"Elenco del {italian_day(self._today)}.</p>"
        )
        yield "<p>Accanto a ogni sportello trovi il giorno dell'ultimo controllo. Quello che non sappiamo lo diciamo.</p>"
        yield "</header>"
        yield from self._contents()
        yield '<main id="elenco">'
        for id in self._territory.districts:
            yield from self._district(id)
        yield "</main>"
        yield (
            "<footer>\n<p>Coordinate: dati aperti del 2018; Tribiano da GeoNames (CC BY 4.0). "
            "I punti sulla mappa sono i municipi; a Tribiano è il centro del paese.</p>\n</footer>\n</body>\n</html>"
        )

    def _contents(self) -> Iterator[str]:
        yield '<nav aria-labelledby="comuni">\n<h2 id="comuni">I Comuni, distretto per distretto</h2>'
        yield "<figure>"
        yield drawn(self._territory)
        yield "<figcaption>Ogni numero è un Comune. Il disegno non è una carta stradale.</figcaption>\n</figure>"
        for id, district in self._territory.districts.items():
            yield f'<section class="{id}">\n<h3>{escape(district.name)}</h3>\n<ul class="towns">'
            for town in self._towns(id):
                number = numbered(self._territory)[town.istat]
                yield f'<li><a href="#comune-{town.istat}"><span class="number">{number}</span> {escape(town.name)}</a></li>'
            yield "</ul>\n</section>"
        yield "</nav>"

    def _towns(self, district: str) -> list[Municipality]:
        return sorted(
            (town for town in self._territory.municipalities.values() if town.district == district),
            key=lambda t: t.name,
        )

    def _district(self, id: str) -> Iterator[str]:
        district = self._territory.districts[id]
        yield f'<section class="district {id}" aria-labelledby="distretto-{id}">'
        yield f'<h2 id="distretto-{id}">{escape(district.name)}</h2>'
        yield f"<p>Oggi: {escape(district.ambito)}. Capofila: {escape(district.lead)}.</p>"
        here = [desk for desk in self._shown if id in self._territory.districts_served(desk)]
        wide = [desk for desk in here if len(desk.serves) > 1]
        if wide:
            yield "<h3>Per più Comuni</h3>"
            for desk in wide:
                first = self._territory.districts_served(desk)[0] == id
                yield from self._desk(desk) if first else [f'<p><a href="#{desk.id}">{escape(desk.name)}</a></p>']
        for town in self._towns(id):
            yield f'<h3 id="comune-{town.istat}">{escape(town.name)}</h3>'
            for desk in here:
                if desk.serves == [town.istat]:
                    yield from self._desk(desk)
        yield "</section>"

    def _desk(self, desk: Helpdesk) -> Iterator[str]:
        yield f'<article id="{desk.id}">\n<h4>{escape(desk.name)}</h4>'
        yield f'<p class="kind">{escape(_sentence(KINDS[desk.kind]))} · per {_listed([AUDIENCE[one] for one in desk.audience])}</p>'
        alert = desk.alert_on(self._today)
        if alert:
            yield f'<p class="alert"><strong>Avviso:</strong> {escape(alert.text)}</p>'
        if not certain(desk, self._today):
            yield f'<p class="alert"><strong>{escape(_sentence(STATUS["to_verify"]))}.</strong> {escape(UNCONFIRMED)}</p>'
        yield "<dl>"
        for term, told in self._facts(desk):
            yield f"<dt>{term}</dt><dd>{told}</dd>"
        yield "</dl>"
        yield f'<p class="source">Ultimo controllo: {italian_day(desk.checked_on)}. Fonte: {escape(desk.source)}.</p>\n</article>'

    def _facts(self, desk: Helpdesk) -> Iterator[tuple[str, str]]:
        """Pairs of term and HTML; what people most need and we do not know is said."""
        if desk.services:
            yield "Che cosa fa", escape(", ".join(desk.services))
        if len(desk.serves) > 1:
            yield "Comuni", escape(self._served(desk))
        yield (
            "Indirizzo",
            escape(address(self._territory, desk))
            if desk.address.street
            else f"non lo conosciamo ({escape(address(self._territory, desk))})",
        )
        if stops := stations(self._territory, desk):
            yield "Treno", escape(stops)
        yield "Telefono", "<br>".join(map(_call, desk.phones)) or "non lo conosciamo"
        if desk.emails:
            yield "Email", "<br>".join(f'<a href="mailto:{escape(one)}">{escape(one)}</a>' for one in desk.emails)
        if desk.pec:
            yield "PEC", escape(desk.pec)
        if desk.url:
            yield "Sito", f'<a href="{escape(desk.url)}">{escape(desk.url.removeprefix("https://"))}</a>'
        hours = self._card.week(desk) if desk.opening_hours else "non li conosciamo ancora"
        yield "Orari", escape(". ".join(filter(None, (hours, desk.hours_note))))
        if desk.step_free is not None:
            yield "Ingresso", "senza gradini" if desk.step_free else "ci sono gradini"
        if desk.bring:
            yield "Porta con te", escape(", ".join(desk.bring))

    def _served(self, desk: Helpdesk) -> str:
        if len(desk.serves) == len(self._territory.municipalities):
            return "tutti"
        return ", ".join(sorted(self._territory.municipalities[istat].name for istat in desk.serves))


def _call(phone: Phone) -> str:
    told = ", ".join(filter(None, (USES[phone.use], phone.note)))
    return f'<a href="tel:{phone.number.replace(" ", "")}">{phone.number}</a> ({escape(told)})'


def _filled(text: str, values: object) -> str:
    for name, value in (values or {}).items() if isinstance(values, dict) else ():
        text = text.replace(f"{{{name}}}", value)
    return text.strip()


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _listed(words: list[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} e {last}" if first else last
