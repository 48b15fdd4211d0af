"""The network of companies: as data, as a picture and as tables; names of companies, no person, no formula, no markup."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

from openpyxl import load_workbook
from PIL import Image

from bot.commands.network import GraphFormat, Network, drawn, sheets, table_of_companies, table_of_meetings
from bot.commands.report import as_csv, as_xlsx
from bot.knowledge.loader import Knowledge
from bot.model.company import Company, Guest, Meeting
from bot.rules.network import graph

NOW = datetime(2026, 12, 9, 9, tzinfo=UTC)
HOST = Company(
    "host", "Officina <Prova> & figli", "private", "medium", "manifattura", "015192", "", "show", "member", "AAA-1111",
    ("picchi",), 4, date(2026, 1, 1), date(2026, 1, 1),
)  # fmt: skip
GUEST = Company(
    "guest", '=HYPERLINK("x")', "private", "micro", "commercio", "015189", state="member", ticket="BBB-2222"
)
ALONE = replace(GUEST, id="alone", name="Bar Solo", state="asked")
GONE = replace(GUEST, id="gone", name="Uscita srl", state="left")
MET = Meeting(
    "m", "picchi", "held", NOW, NOW, (Guest("guest", "BBB-2222"), Guest("gone", "CCC-3333")), host="host", at=NOW
)
ASKED = replace(MET, id="a", state="asking")
NETWORK = Network((HOST, GUEST, ALONE, GONE), (MET, ASKED), {"host": 2, "guest": 1})


def test_only_what_both_agreed_to_is_a_tie_and_only_members_or_who_met_stand_in_the_graph(knowledge: Knowledge) -> None:
    found = graph(NETWORK.companies, NETWORK.meetings, knowledge.territory)
    assert {node.id for node in found.nodes} == {"host", "guest", "gone"}
    assert [(edge.host, edge.guest, edge.state) for edge in found.edges] == [
        ("host", "guest", "held"),
        ("host", "gone", "held"),
    ]


def test_of_a_district_stands_what_touches_it(knowledge: Knowledge) -> None:
    district = knowledge.territory.municipalities["015189"].district
    found = graph(NETWORK.companies, (), knowledge.territory, district)
    assert {node.id for node in found.nodes} == {"guest"}


def test_the_data_are_json_and_the_pictures_hold_names_without_markup(knowledge: Knowledge) -> None:
    found = graph(NETWORK.companies, NETWORK.meetings, knowledge.territory)
    told = json.loads(drawn(knowledge, found, GraphFormat.json))
    assert told["edges"][0] | {"day": "2026-12-09"} == told["edges"][0]
    svg = drawn(knowledge, found, GraphFormat.svg).decode()
    assert "Officina &lt;Prova&gt; &amp; figli" in svg
    assert "<Prova>" not in svg
    picture = Image.open(BytesIO(drawn(knowledge, found, GraphFormat.png)))
    assert picture.width == 1000


def test_an_empty_network_is_drawn_too(knowledge: Knowledge) -> None:
    assert "Nessun incontro ancora" in drawn(knowledge, graph((), (), knowledge.territory), GraphFormat.svg).decode()


def test_the_tables_tell_each_company_and_meeting_once_and_no_name_is_a_formula(knowledge: Knowledge) -> None:
    rows = table_of_companies(NETWORK, knowledge)
    assert [row[0] for row in rows[1:]] == [HOST.name, GUEST.name, ALONE.name, GONE.name]
    assert rows[1][9:14] == [2, "Picchi di lavoro", 4, 1, 0]
    assert len(table_of_meetings(NETWORK, knowledge)) == 5
    assert "'=HYPERLINK" in as_csv([list(row) for row in rows])
    book = load_workbook(
        BytesIO(as_xlsx([(title, [list(row) for row in table]) for title, table in sheets(NETWORK, knowledge, None)]))
    )
    assert book.sheetnames == ["Aziende", "Incontri"]
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
