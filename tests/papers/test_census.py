"""The census in other people's formats: valid by their published rules, and nothing in it that the records do not say."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from bot.knowledge.helpdesks import Helpdesk
from bot.knowledge.loader import Knowledge
from bot.knowledge.problems import Problem
from bot.knowledge.territory import Territory
from bot.papers.census_csv import COLUMNS, NotTheCensus, as_csv, dictionary, read_csv
from bot.papers.census_geojson import geojson
from bot.papers.census_hsds import hsds
from bot.papers.census_html import html
from bot.rules.census_import import Preview, preview
from bot.settings import ROOT
from tests.conftest import TODAY
from tests.test_helpdesk_card import a_desk

SCHEMAS = Path(os.environ.get("HSDS_SCHEMAS") or ROOT.parent / "shared" / "hsds")
FULL = a_desk(
    step_free=True, bring=["documento"], pec="ufficio@pec.prova.it", url="https://www.prova.it",
    alert={"text": "Chiuso.", "since": "2026-08-10", "until": "2026-08-21", "closed": True}, coord_precision="building",
    lat=45.4, lon=9.2, hours_note="=non una formula", services=["a, b", 'c "d"; e'], appointment="preferred",
    phones=[{"number": "+39 02 1234567", "use": "info", "note": "interno 3; chiedere"}, {"number": "800 123456", "use": "switchboard"}],
)  # fmt: skip


@pytest.fixture(scope="module")
def territory(knowledge: Knowledge) -> Territory:
    """The real one with a helpdesk of which everything is known."""
    territory = knowledge.territory
    return Territory(
        territory.districts,
        territory.municipalities,
        {**territory.helpdesks, FULL.id: FULL},
        {},
        {},
        stations=territory.stations,
    )


# --- HSDS ---


def services(territory: Territory) -> list[dict[str, Any]]:
    page = json.loads(hsds(territory, TODAY))
    assert page["total_items"] == page["size"] == len(page["contents"]) == len(territory.helpdesks)
    return list(page["contents"])


def every(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from every(inner)


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="no HSDS schemas: name their folder in HSDS_SCHEMAS")
def test_every_service_is_valid_by_the_published_schema(territory: Territory) -> None:
    for name in ("service.json", "service_list.json"):
        schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
        validator = Draft202012Validator(schema, format_checker=FormatChecker())
        problems = [error.message for service in services(territory) for error in validator.iter_errors(service)]
        assert problems == [], name
    assert list(validator.iter_errors({**services(territory)[0], "status": "aperto"})), "the schema is really asked"


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="no HSDS schemas: name their folder in HSDS_SCHEMAS")
def test_no_field_is_one_that_the_specification_does_not_know(territory: Territory) -> None:
    known: dict[str, set[str]] = {}
    for path in (SCHEMAS / "parts").glob("*.json"):
        known[path.stem] = set(json.loads(path.read_text(encoding="utf-8"))["properties"])
    parts = {"phones": "phone", "schedules": "schedule", "service_areas": "service_area", "addresses": "address",
             "service_at_locations": "service_at_location", "accessibility": "accessibility", "attributes": "attribute",
             "required_documents": "required_document", "organization": "organization", "location": "location"}  # fmt: skip

    def look(value: dict[str, Any], part: str) -> None:
        assert set(value) <= known[part], part
        for name, inner in value.items():
            for one in inner if isinstance(inner, list) else [inner]:
                if isinstance(one, dict):
                    look(one, parts[name])

    for service in services(territory):
        look(service, "service")


def test_what_refers_to_something_refers_to_what_is_there(territory: Territory) -> None:
    found = services(territory)
    ids = [one["id"] for one in every(found) if "organization_id" in one or "location_type" in one or "number" in one]
    assert len(set(ids)) == len(ids)
    for service in found:
        assert all(UUID(one["id"]).version == 5 for one in every(service) if "id" in one)
        assert service["organization"]["id"] == service["organization_id"]
        (place,) = service["service_at_locations"]
        assert place["location_id"] == place["location"]["id"]
        for one in every(service):
            assert None not in one.values()
            assert one.get("service_id", service["id"]) == service["id"]
            assert one.get("location_id", place["location_id"]) == place["location_id"]


def test_what_is_not_known_is_left_out_and_what_is_not_confirmed_says_so(territory: Territory) -> None:
    by_id = {service["alternate_name"]: service for service in services(territory)}
    rozzano = by_id["rozzano-servizio-sociale"]
    assert "schedules" not in rozzano
    assert "telefona prima" in rozzano["alert"]
    assert rozzano["assured_date"] == "2026-09-15"
    assert "latitude" not in by_id["assemi"]["service_at_locations"][0]["location"]
    phone_day = [one for one in by_id["san-donato-segretariato-sociale"]["schedules"] if one["byday"] == "TU"]
    assert [one["attending_type"] for one in phone_day] == ["solo al telefono"]
    assert (
        by_id[FULL.id]["service_at_locations"][0]["location"]["accessibility"][0]["description"]
        == "Si entra senza gradini"
    )


def test_the_same_record_has_the_same_identifiers_in_every_export(territory: Territory) -> None:
    assert hsds(territory, TODAY) == hsds(territory, TODAY)


# --- GeoJSON ---


def test_geojson_has_a_point_only_where_one_is_known(territory: Territory) -> None:
    collection = json.loads(geojson(territory, TODAY))
    assert collection["type"] == "FeatureCollection"
    assert [one["id"] for one in collection["features"]] == list(territory.helpdesks)
    for one in collection["features"]:
        assert set(one) == {"type", "id", "geometry", "properties"}
        if one["geometry"] is None:
            assert one["properties"]["coord_precision"] == "locality"
        else:
            lon, lat = one["geometry"]["coordinates"]
            assert 8.9 < lon < 9.6
            assert 45.2 < lat < 45.6
    assert collection["features"][-1]["geometry"]["coordinates"] == [9.2, 45.4]


# --- CSV ---


def back(territory: Territory, content: bytes) -> tuple[Preview, list[str]]:
    problems: list[Problem] = []
    rows = read_csv(content, problems, "t.csv")
    seen = preview(territory, [(f"row {row.number}", row.record) for row in rows], TODAY, problems, "t.csv")
    return seen, [str(problem) for problem in problems]


def test_a_table_that_comes_back_changes_nothing(territory: Territory) -> None:
    for written in (as_csv(territory).encode("utf-8-sig"), as_csv(territory).encode()):
        seen, problems = back(territory, written)
        assert (seen.changes, seen.untouched, problems) == ((), (), [])


def test_it_comes_back_as_an_italian_spreadsheet_saves_it(territory: Territory) -> None:
    text = as_csv(territory).replace(";015", ";15").replace("2026-01-26", "26/01/2026")
    seen, problems = back(territory, text.encode("utf-8-sig"))
    assert (seen.changes, problems) == ((), [])


def test_no_cell_is_a_formula(territory: Territory) -> None:
    assert "'=non una formula" in as_csv(territory)
    assert ";=non" not in as_csv(territory)


def test_a_changed_cell_is_the_only_change(territory: Territory) -> None:
    text = as_csv(territory).replace("info: +39 02 8226369", "info: +39 02 8226370", 1)
    seen, problems = back(territory, text.encode())
    assert problems == []
    (change,) = seen.changes
    assert (change.desk.id, change.new, list(change.fields)) == ("rozzano-servizio-sociale", False, ["phones"])


def test_rows_that_are_not_there_stay_as_they_are(territory: Territory) -> None:
    head, first, *_ = as_csv(territory).split("\r\n")
    seen, _ = back(territory, f"{head}\r\n{first}\r\n".encode())
    assert seen.changes == ()
    assert len(seen.untouched) == len(territory.helpdesks) - 1


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda text: text.replace("name;", "nome;", 1), "no column is called 'nome'; the column 'name' is missing"),
        (lambda text: "name;" + text, "the column 'name' stands twice"),
        (lambda text: "", "the file is empty"),
        (lambda text: "\ufeffSportello;Telefono\r\nuno;due", "Remedy: keep the headings"),
    ],
)
def test_another_table_is_refused_with_what_is_wrong(territory: Territory, change: Any, expected: str) -> None:
    with pytest.raises(NotTheCensus) as refused:
        read_csv(change(as_csv(territory)).encode(), [], "t.csv")
    assert expected in str(refused.value)


def test_a_table_in_another_alphabet_is_refused(territory: Territory) -> None:
    with pytest.raises(NotTheCensus, match="not UTF-8"):
        read_csv(as_csv(territory).encode("utf-16"), [], "t.csv")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("info: +39 02 8226369", "info: +39 333 1234567", "is not a landline"),
        ("info: +39 02 8226369", "02 8226369", "is no phone such as"),
        ("Mo,Th 09:00-12:00", "lun-gio 9-12", "is not a rule of opening hours"),
        ("to_verify;2026-09-15", "boh;2026-09-15", "status: input should be"),
        ("to_verify;2026-09-15", "to_verify;ieri", "checked_on"),
        ("to_verify;2026-09-15", "to_verify;2031-01-01", "is in the future"),
        ("servizio.sociale@comune.rozzano.mi.it", "maria.rossi@comune.rozzano.mi.it", "looks like a person's mailbox"),
        ("rozzano-suap;", "opera-suap;", "opera-suap stands twice"),
        (";sì;", ";forse;", "is neither `sì` nor `no`"),
    ],
)
def test_a_wrong_cell_is_named_with_its_row_and_column(territory: Territory, old: str, new: str, expected: str) -> None:
    assert old in as_csv(territory)
    _, problems = back(territory, as_csv(territory).replace(old, new, 1).encode())
    assert any(expected in problem and problem.startswith("t.csv: ") for problem in problems), problems


def test_the_dictionary_explains_every_column_and_every_column_is_a_field() -> None:
    rows = [line.split(";", 1) for line in dictionary().rstrip().split("\r\n")]
    assert [name for name, _ in rows[1:]] == list(COLUMNS)
    assert {name.partition(".")[0] for name in COLUMNS} == set(Helpdesk.model_fields)


# --- HTML ---

VOID = {"meta", "br", "circle", "polygon"}


class Page(HTMLParser):
    """What a browser would see: tags that close, headings in order, links and what they lead to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        assert not {"src", "onclick"} & set(given), "nothing is loaded or run"
        assert tag not in ("script", "link", "img", "iframe")
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if "href" in given else []
        self.headings += [int(tag[1])] if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def test_the_directory_is_well_formed_and_its_links_lead_somewhere(knowledge: Knowledge) -> None:
    text = html(knowledge, TODAY)
    page = Page(text)
    assert page.open == []
    assert len(set(page.ids)) == len(page.ids)
    inside = {link[1:] for link in page.links if link.startswith("#")}
    assert inside <= set(page.ids)
    assert {f"comune-{istat}" for istat in knowledge.territory.municipalities} <= inside
    assert all(link.startswith(("#", "tel:", "mailto:", "https://")) for link in page.links)
    assert "url(" not in text
    assert "@import" not in text


def test_its_headings_go_down_one_step_at_a_time(knowledge: Knowledge) -> None:
    levels = Page(html(knowledge, TODAY)).headings
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_helpdesk_that_is_shown_stands_in_it_once_and_no_other(knowledge: Knowledge) -> None:
    ids = Page(html(knowledge, TODAY)).ids
    for desk in knowledge.territory.helpdesks.values():
        assert ids.count(desk.id) == int(desk.shown), desk.id
