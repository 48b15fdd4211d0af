"""The territory of infopoints.yaml: districts, municipalities, names of places, helpdesks.

`read_territory` reports every problem of the file at once, of shape and of sense. Municipalities are known by
their ISTAT code (six digits), coordinates are degrees WGS 84, postcodes (CAP) are five digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from bot.knowledge.helpdesk_checks import future, helpdesk_problems, hours_problems, unknown_codes
from bot.knowledge.helpdesks import FILE, Cap, Helpdesk, Istat, Latitude, Longitude, Role, Station, shape
from bot.knowledge.problems import Model, Problem, parse, read_yaml
from bot.knowledge.schema import Content, Slug, Text

DistrictId = Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)*$")]


class District(Content):
    id: DistrictId
    name: Text
    ambito: Text
    """The social ambito of today that the district belongs to."""
    lead: Text


class Municipality(Content):
    istat: Istat
    name: Text
    district: DistrictId
    patron: Text | None = None
    """The patron saint, where the name is known."""
    cap: Cap
    old_caps: list[Cap] = Field(default_factory=list)
    """Postcodes of the past that people still write."""
    lat: Latitude
    lon: Longitude
    localities: list[Text] = Field(default_factory=list)
    """Proper names of hamlets and quarters."""
    aliases: list[Text] = Field(default_factory=list)
    """Other ways to write the municipality or a locality, slips included."""
    patron_day: Text | None = None
    """Rule of the opening_hours syntax for the day of the patron saint."""


class Ambiguous(Content):
    """A name that means more than one place; with one candidate the bot asks for a yes."""

    name: Text
    names: list[Text] = Field(default_factory=list)
    candidates: list[Istat] = Field(min_length=1)
    question: Text
    sure_alone: bool = False
    """Certain, for one candidate, if the text is nothing but this name or says "comune di"."""


class Outside(Content):
    """Places around the territory, with what to say about them."""

    id: Slug
    name: Text
    """A title; only what stands in `names` is looked for."""
    names: list[Text] = Field(min_length=1)
    guessed: bool = True
    """Whether a misspelling of these names counts."""
    cap_prefixes: list[Annotated[str, shape(r"\d{2,5}", "the first digits of a postcode")]] = Field(
        default_factory=list
    )
    note: Text
    checked_on: date
    source: Text
    source_code: Text | None = None
    confidence: Literal["H", "M", "L"]


class Need(Content):
    """Words that tell which kind of helpdesk somebody needs."""

    role: Role
    words: list[Text] = Field(min_length=1)
    absent: list[Text] = Field(default_factory=list)
    """Offices that people ask for and the census does not hold yet: whoever has this role knows where they are."""


@dataclass(frozen=True, slots=True)
class Territory:
    """All of infopoints.yaml, by id."""

    districts: Mapping[str, District]
    municipalities: Mapping[str, Municipality]
    """By ISTAT code."""
    helpdesks: Mapping[str, Helpdesk]
    ambiguous: Mapping[str, Ambiguous]
    """By name, which is the name of the Place found."""
    outside: Mapping[str, Outside]
    needs: Mapping[Role, Need] = field(default_factory=dict)
    """By role, in the order in which they are looked for."""
    common_words: tuple[str, ...] = ()
    """Names of places that are ordinary words as well."""
    ordinary_words: tuple[str, ...] = ()
    """Words that are like the name of a place and are no slip of it."""
    not_places: tuple[str, ...] = ()
    """Phrases that hold the name of a place and name none."""
    stations: Mapping[str, Station] = field(default_factory=dict)
    """By name."""

    def districts_served(self, desk: Helpdesk) -> tuple[str, ...]:
        """The districts of the municipalities that a helpdesk serves, in the order of the file, each once."""
        served = {self.municipalities[istat].district for istat in desk.serves}
        return tuple(id for id in self.districts if id in served)

    def district_of(self, istat: str) -> District:
        """Raises KeyError for a code that is not one of the 25."""
        return self.districts[self.municipalities[istat].district]


# --- names ---

_ABBREVIATIONS = (
    (re.compile(r"\b(?:m\.?\s?se|mil\.?\s?se|mi\.?se|milan\.)(?!\w)"), "milanese"),
    (re.compile(r"\b(?:s|santa|santo|sant|sta|s\.ta)(?:\.\s*|['’]\s*|\s+)(?=[a-z])"), "san "),
    (re.compile(r"\bd(?:e['’]|ei|egli)(?=\s|$)"), "de"),
    (re.compile(r"\(mi\)"), " "),
    (re.compile(r"(?<=\w )(?:al|sul|a\.) ?l(?:\.|$|(?=\s))"), "al lambro"),
)
_WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """Small letters, no accents, abbreviations of names spelled out: "S. Donato M.se" -> "san donato milanese"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    for pattern, full in _ABBREVIATIONS:
        plain = pattern.sub(full, plain)
    return plain


def name_words(name: str) -> tuple[str, ...]:
    """The words by which a name is compared, whatever its capitals, accents and abbreviations."""
    return tuple(_WORD.findall(fold(name)))


# --- reading ---


def read_territory(root: Path, problems: list[Problem], today: date | None = None) -> Territory | None:
    """infopoints.yaml under `root`, or None if the file itself cannot be read.

    Adds every problem to `problems`; a record that cannot be read is left out. With `today`, days of checking that
    are still to come are problems too.
    """
    data = read_yaml(root / FILE, FILE, problems)
    if data is None:
        return None
    if not isinstance(data, dict):
        problems.append(Problem(FILE, "", "is not a mapping of sections", "write `districts:` and the other sections"))
        return None
    problems.extend(_sections(data))
    territory = Territory(
        districts=_records(District, data, "districts", "id", problems),
        municipalities=_records(Municipality, data, "municipalities", "istat", problems),
        helpdesks=_records(Helpdesk, data, "helpdesks", "id", problems),
        ambiguous=_records(Ambiguous, data, "ambiguous", "name", problems),
        outside=_records(Outside, data, "outside", "id", problems),
        needs={need.role: need for need in _records(Need, data, "needs", "role", problems).values()},
        common_words=_texts(data, "common_words", problems),
        ordinary_words=_texts(data, "ordinary_words", problems),
        not_places=_texts(data, "not_places", problems),
        stations=_records(Station, data, "stations", "name", problems),
    )
    problems.extend(sense_problems(territory, today))
    return territory


_REQUIRED = ("districts", "municipalities", "helpdesks")
_OPTIONAL = ("ambiguous", "outside", "common_words", "ordinary_words", "not_places", "needs", "stations")


def _sections(data: Mapping[str, Any]) -> Iterator[Problem]:
    for name in _REQUIRED:
        if name not in data:
            yield Problem(FILE, name, "the section is missing", "add the section")
    for name in data:
        if name not in _REQUIRED + _OPTIONAL:
            yield Problem(FILE, str(name), "no section has this name", "delete the section, or mend its name")


def _records(
    model: type[Model], data: Mapping[str, Any], section: str, key: str, problems: list[Problem]
) -> Mapping[str, Model]:
    found: dict[str, Model] = {}
    rows = data.get(section) or []
    if not isinstance(rows, list):
        problems.append(Problem(FILE, section, "is not a list", f"start each record with `- {key}:`"))
        return MappingProxyType(found)
    for number, row in enumerate(rows):
        label = str(row.get(key, number)) if isinstance(row, dict) else str(number)
        record = parse(model, row, FILE, f"{section}.{label}", problems)
        if record is None:
            continue
        if label in found:
            problems.append(Problem(FILE, f"{section}.{label}", f"the {key} stands twice", "rename one of the two"))
        found[label] = record
    return MappingProxyType(found)


def _texts(data: Mapping[str, Any], section: str, problems: list[Problem]) -> tuple[str, ...]:
    rows = data.get(section) or []
    if not isinstance(rows, list) or not all(isinstance(row, str) for row in rows):
        problems.append(Problem(FILE, section, "is not a list of texts", "write words between [ and ]"))
        return ()
    return tuple(rows)


# --- sense ---


def sense_problems(territory: Territory, today: date | None) -> Iterator[Problem]:
    """What every record may not say by itself, or against the others."""
    yield from _municipality_problems(territory)
    yield from _name_problems(territory)
    for name, ambiguous in territory.ambiguous.items():
        yield from unknown_codes(territory.municipalities, f"ambiguous.{name}.candidates", ambiguous.candidates)
    for outside in territory.outside.values():
        yield from future(f"outside.{outside.id}.checked_on", outside.checked_on, today)
    for helpdesk in territory.helpdesks.values():
        yield from helpdesk_problems(helpdesk, territory.helpdesks, territory.municipalities, today)
    for name, station in territory.stations.items():
        yield from unknown_codes(territory.municipalities, f"stations.{name}.comune", [station.comune])
        yield from future(f"stations.{name}.checked_on", station.checked_on, today)


def _municipality_problems(territory: Territory) -> Iterator[Problem]:
    served = {istat for desk in territory.helpdesks.values() if desk.shown for istat in desk.serves}
    for municipality in territory.municipalities.values():
        at = f"municipalities.{municipality.istat}"
        if municipality.district not in territory.districts:
            known = ", ".join(territory.districts)
            yield Problem(FILE, f"{at}.district", f"no district {municipality.district!r}", f"use one of {known}")
        if municipality.istat not in served:
            problem = f"no helpdesk that can be shown serves {municipality.name}"
            yield Problem(FILE, at, problem, "add its code to the `serves` of a helpdesk")
        yield from hours_problems(f"{at}.patron_day", municipality.patron_day)


def _name_problems(territory: Territory) -> Iterator[Problem]:
    """A name in two municipalities, or inside and outside, unless it is declared ambiguous."""
    declared = {name_words(name) for row in territory.ambiguous.values() for name in (row.name, *row.names)}
    owners: dict[tuple[str, ...], str] = {}
    for where, owner, names in _named(territory):
        for name in names:
            words = name_words(name)
            if not words:
                yield Problem(FILE, where, f"the name {name!r} holds no letters", "write the name or delete it")
                continue
            first = owners.setdefault(words, owner)
            if first != owner and words not in declared:
                problem = f"{name!r} is a name of {first} too"
                yield Problem(FILE, where, problem, "delete one of the two, or declare the name in `ambiguous`")
    known = set(owners) | declared
    for word in territory.common_words:
        if name_words(word) not in known:
            yield Problem(FILE, "common_words", f"{word!r} is the name of no place", "delete it, or mend it")


def _named(territory: Territory) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for row in territory.municipalities.values():
        yield f"municipalities.{row.istat}", row.name, (row.name, *row.localities, *row.aliases)
    for outside in territory.outside.values():
        yield f"outside.{outside.id}", outside.name, tuple(outside.names)
