"""`concilia network`: who met whom, as a picture or as data; and the tables of `concilia report network`."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot import bootstrap
from bot.commands.common import app, settings_with_log, stderr, wrong
from bot.knowledge.loader import Knowledge
from bot.model.company import Company, Meeting
from bot.model.time import ROME
from bot.papers import network_picture
from bot.rules.matching import district_of
from bot.rules.network import Graph, graph
from bot.store import companies, meetings
from bot.store.database import Sessions, open_database

Cell = str | int | None
STATES = {"asked": "chiesta", "member": "nella rete", "refused": "non accolta", "left": "uscita"}
MEETINGS = {
    "asking": "chiesto",
    "choosing": "si sceglie la data",
    "set": "fissato",
    "held": "fatto",
    "cancelled": "annullato",
    "unmatched": "senza testimone",
}
TRIED = {"yes": "sì", "partly": "in parte", "no": "no"}
KINDS = {"private": "azienda", "public": "ente pubblico"}


@dataclass(frozen=True, slots=True)
class Network:
    """Everything that the pictures and tables tell."""

    companies: tuple[Company, ...]
    meetings: tuple[Meeting, ...]
    contacts: Mapping[str, int]


async def read(sessions: Sessions) -> Network:
    async with sessions() as session:
        known = await companies.everybody(session)
        counts = {each.id: len(await companies.contacts(session, each.id)) for each in known}
        return Network(known, await meetings.everything(session), counts)


def as_json(found: Graph) -> str:
    return json.dumps(asdict(found), ensure_ascii=False, indent=2, default=str) + "\n"


# --- tables ---


def table_of_companies(network: Network, knowledge: Knowledge, district: str | None = None) -> list[list[Cell]]:
    """A row a company, no person: how many speak for it, what it shows, how many meetings it had."""
    rows: list[list[Cell]] = [
        [*("Nome", "Tipo", "Dimensione", "Settore", "Comune", "Distretto", "Stato", "Nella rete dal", "Uscita il"),
         *("Contatti", "Testimone per", "Incontri all'anno", "Incontri mostrati", "Incontri per imparare", "Pratica")]
    ]  # fmt: skip
    for each in network.companies:
        if district is None or district_of(each, knowledge.territory) == district:
            rows.append(_company(each, network, knowledge))
    return rows


def _company(company: Company, network: Network, knowledge: Knowledge) -> list[Cell]:
    facts, territory = knowledge.firm_facts, knowledge.territory
    town, district = territory.municipalities.get(company.comune or ""), district_of(company, territory)
    held = [meeting for meeting in network.meetings if meeting.state in ("set", "held")]
    return [
        company.name,
        KINDS.get(company.kind or ""),
        facts["size"].values[company.size].label if company.size else None,
        facts["sector"].values[company.sector].label if company.sector else None,
        town.name if town else "fuori dai 25 Comuni",
        territory.districts[district].name if district else None,
        STATES.get(company.state, company.state),
        _day(company.joined_on),
        _day(company.left_on),
        network.contacts.get(company.id, 0),
        "; ".join(facts["problem"].values[each].label for each in company.shows) if company.testimone else None,
        company.yearly or None,
        sum(meeting.host == company.id for meeting in held),
        sum(any(guest.company == company.id for guest in meeting.guests) for meeting in held),
        company.ticket,
    ]


def table_of_meetings(network: Network, knowledge: Knowledge, district: str | None = None) -> list[list[Cell]]:
    """A row a company that came to learn, with what it tried."""
    names = {each.id: each.name for each in network.companies}
    inside = {each.id for each in network.companies if district in (None, district_of(each, knowledge.territory))}
    rows: list[list[Cell]] = [
        [
            "Problema",
            "Stato",
            "Testimone",
            "Impara",
            "Data",
            "Prova",
            "Entro",
            "Provata",
            "Testimoni passati",
            "Pratica",
        ]
    ]
    for meeting in network.meetings:
        for guest in meeting.guests:
            if guest.company in inside or meeting.host in inside:
                practice = knowledge.practices.get(guest.tries or "")
                day = meeting.at.astimezone(ROME).date() if meeting.at else None
                rows.append([
                    knowledge.firm_facts["problem"].values[meeting.need].label,
                    MEETINGS[meeting.state], names.get(meeting.host or ""), names.get(guest.company),
                    _day(day), practice.title if practice else None, _day(guest.by),
                    TRIED.get(guest.tried or ""), len(meeting.passed), guest.ticket,
                ])  # fmt: skip
    return rows


def _day(day: object) -> str | None:
    return f"{day:%d/%m/%Y}" if day else None


def checked_district(knowledge: Knowledge, district: str | None) -> str | None:
    if district is not None and district not in knowledge.territory.districts:
        known = ", ".join(knowledge.territory.districts)
        wrong(f"--district {district}: no such district. Remedy: use one of {known}.")
    return district


def written(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as error:
        wrong(f"--out {out}: cannot be written ({error.strerror}). Remedy: name a file in a folder that can.")
    stderr.print(f"Scritto: {out}", markup=False, highlight=False, soft_wrap=True)


# --- the command ---


class GraphFormat(StrEnum):
    json = "json"
    png = "png"
    svg = "svg"


def drawn(knowledge: Knowledge, found: Graph, format: GraphFormat) -> bytes:
    if format is GraphFormat.json:
        return as_json(found).encode()
    members = sum(node.member for node in found.nodes)
    title = f"La rete delle aziende: {members} aderenti, {len(found.edges)} legami"
    shown = network_picture.picture(knowledge, found, title)
    return network_picture.svg(shown) if format is GraphFormat.svg else network_picture.png(shown)


@app.command("network")
def network(
    format: Annotated[GraphFormat, typer.Option(help="Data, or a picture.")] = GraphFormat.json,
    out: Annotated[Path | None, typer.Option(help="The file; without it the data go to standard output.")] = None,
    district: Annotated[str | None, typer.Option(help="Only what touches a district, by its id.")] = None,
) -> None:
    """Draw which companies met, or print it as data: names of companies, no person (for operators)."""
    settings, content = settings_with_log("network.log"), bootstrap.knowledge()
    if format is not GraphFormat.json and out is None:
        wrong(f"--out is missing: a picture cannot be printed. Remedy: --out rete.{format.value}.")
    checked_district(content, district)

    async def look() -> Network:
        async with open_database(settings.database) as sessions:
            return await read(sessions)

    found = asyncio.run(look())
    made = drawn(content, graph(found.companies, found.meetings, content.territory, district), format)
    if out is None:
        sys.stdout.write(made.decode())
    else:
        written(out, made)


def sheets(found: Network, knowledge: Knowledge, district: str | None) -> Sequence[tuple[str, list[list[Cell]]]]:
    return (
        ("Aziende", table_of_companies(found, knowledge, district)),
        ("Incontri", table_of_meetings(found, knowledge, district)),
    )
