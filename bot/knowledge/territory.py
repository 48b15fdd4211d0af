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

from pydantic import AfterValidator, Field, StringConstraints

from bot.knowledge.problems import Model, Problem, parse, read_yaml
from bot.knowledge.schema import Content, Slug, Text

FILE = "infopoints.yaml"


def _shape(pattern: str, wanted: str) -> AfterValidator:
    """A text of this shape, or an error that says what to write."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"{text!r} is not {wanted}")
        return text

    return AfterValidator(check)


Istat = Annotated[str, _shape(r"\d{6}", "an ISTAT code of six digits, such as 015189")]
Cap = Annotated[str, _shape(r"\d{5}", "a postcode of five digits")]
DistrictId = Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)*$")]
Latitude = Annotated[float, Field(ge=45.2, le=45.6)]
Longitude = Annotated[float, Field(ge=8.9, le=9.6)]
"""The box holds the 25 municipalities with room to spare: outside it a coordinate is a slip."""

Role = Literal["welfare", "lavoro", "imprese", "salute", "rete"]
Public = Literal["lavoratori", "famiglie", "imprese", "enti_pubblici"]
Status = Literal["active", "to_verify", "suspended", "historic"]
Kind = Literal[
    "segretariato_sociale",
    "ufficio_di_piano",
    "centro_impiego",
    "suap",
    "patronato",
    "consultorio",
    "casa_comunita",
    "terzo_settore",
    "rete",
]
SHOWN: frozenset[Status] = frozenset({"active", "to_verify"})


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
    cap_prefixes: list[Annotated[str, _shape(r"\d{2,5}", "the first digits of a postcode")]] = Field(
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


class Address(Content):
    street: Text | None = None
    cap: Cap
    locality_note: Text | None = None


class Phone(Content):
    number: Annotated[str, _shape(r"\+39 0\d{1,3} \d{6,9}|800 \d{6}", "a landline (+39 02 1234567) or 800 123456")]
    use: Literal["info", "appointment", "switchboard"]
    note: Text | None = None


class Alert(Content):
    text: Text
    until: date | None = None
    """Last day on which it is shown."""


class Helpdesk(Content):
    """A public office that an info point sends people to."""

    id: Slug
    name: Text
    organization: Text
    kind: Kind
    roles: list[Role] = Field(min_length=1)
    """The main one first."""
    audience: list[Public] = Field(min_length=1)
    comune: Istat | None = None
    """Where it is; none if outside the 25 municipalities."""
    serves: list[Istat] = Field(min_length=1)
    address: Address
    lat: Latitude | None = None
    lon: Longitude | None = None
    """Only where the building is known; the town hall of `comune` stands in otherwise."""
    phones: list[Phone] = Field(default_factory=list)
    emails: list[Text] = Field(default_factory=list)
    pec: Text | None = None
    url: Annotated[str, _shape(r"https://\S+", "an address that starts with https://")] | None = None
    opening_hours: Text | None = None
    """OpenStreetMap syntax; none if not known."""
    hours_note: Text | None = None
    appointment: Literal["required", "preferred", "no", "unknown"] = "unknown"
    services: list[Text] = Field(default_factory=list)
    alert: Alert | None = None
    fallback: Slug | None = None
    """The helpdesk to show when this one cannot be."""
    status: Status
    checked_on: date
    source: Text
    source_code: Text
    confidence: Literal["H", "M"]
    """H: two sources agree, or an official act. M: one decent source. Less is never kept here."""

    @property
    def shown(self) -> bool:
        return self.status in SHOWN


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
    needs: Mapping[str, Need] = field(default_factory=dict)
    """By role, in the order in which they are looked for."""
    common_words: tuple[str, ...] = ()
    """Names of places that are ordinary words as well."""
    ordinary_words: tuple[str, ...] = ()
    """Words that are like the name of a place and are no slip of it."""
    not_places: tuple[str, ...] = ()
    """Phrases that hold the name of a place and name none."""

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
        needs=_records(Need, data, "needs", "role", problems),
        common_words=_texts(data, "common_words", problems),
        ordinary_words=_texts(data, "ordinary_words", problems),
        not_places=_texts(data, "not_places", problems),
    )
    problems.extend(sense_problems(territory, today))
    return territory


_REQUIRED = ("districts", "municipalities", "helpdesks")
_OPTIONAL = ("ambiguous", "outside", "common_words", "ordinary_words", "not_places", "needs")


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
        yield from _unknown_codes(territory, f"ambiguous.{name}.candidates", ambiguous.candidates)
    for outside in territory.outside.values():
        yield from _future(f"outside.{outside.id}.checked_on", outside.checked_on, today)
    for helpdesk in territory.helpdesks.values():
        yield from _helpdesk_problems(territory, helpdesk, today)


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
        yield from _hours_problems(f"{at}.patron_day", municipality.patron_day)


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


def _helpdesk_problems(territory: Territory, desk: Helpdesk, today: date | None) -> Iterator[Problem]:
    at = f"helpdesks.{desk.id}"
    yield from _unknown_codes(territory, f"{at}.serves", desk.serves)
    if desk.comune:
        yield from _unknown_codes(territory, f"{at}.comune", [desk.comune])
        home = territory.municipalities.get(desk.comune)
        if home and home.cap != desk.address.cap:
            problem = f"{desk.address.cap} is not the postcode of {home.name}"
            yield Problem(FILE, f"{at}.address.cap", problem, f"write {home.cap}, or mend `comune`")
    if (desk.lat is None) != (desk.lon is None):
        yield Problem(FILE, at, "has one coordinate only", "write both `lat` and `lon`, or neither")
    if not desk.phones and not desk.address.street:
        yield Problem(FILE, at, "has neither a phone nor a street", "add one of the two, or leave the record out")
    yield from _contact_problems(at, desk)
    yield from _hours_problems(f"{at}.opening_hours", desk.opening_hours)
    yield from _future(f"{at}.checked_on", desk.checked_on, today)
    yield from _fallback_problems(territory, f"{at}.fallback", desk)


def _unknown_codes(territory: Territory, at: str, codes: list[str]) -> Iterator[Problem]:
    for code in codes:
        if code not in territory.municipalities:
            yield Problem(FILE, at, f"no municipality has the code {code}", "write the ISTAT code of one of the list")


def _future(at: str, day: date, today: date | None) -> Iterator[Problem]:
    if today and day > today:
        yield Problem(FILE, at, f"{day} is in the future", "write the day of the last check")


def _fallback_problems(territory: Territory, at: str, desk: Helpdesk) -> Iterator[Problem]:
    if desk.fallback is None:
        return
    other = territory.helpdesks.get(desk.fallback)
    if other is None:
        yield Problem(FILE, at, f"no helpdesk {desk.fallback!r}", "write the id of another helpdesk")
    elif other is desk:
        yield Problem(FILE, at, "names the helpdesk itself", "write the id of another helpdesk")
    elif not other.shown:
        yield Problem(FILE, at, f"{desk.fallback!r} is {other.status} and never shown", "write the id of another one")


_MOBILE = re.compile(r"(?<!\d)(?:\+39|0039)?[\s./-]*3\d{2}[\s./-]*\d{3}[\s./-]*\d{3,4}\b")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PRIVATE_PROVIDERS = re.compile(
    r"@(?:gmail|googlemail|yahoo|hotmail|outlook|live|icloud|libero|virgilio|tiscali|alice|tin|fastwebnet)\."
)
_OFFICE_WORDS = frozenset(
    {"anagrafe", "archivio", "centro", "comune", "consultorio", "distretto", "generale", "impiego", "imprese", "info"}
    | {"lavoro", "piano", "politiche", "posta", "protocollo", "segreteria", "servizi", "servizio", "settore", "sindaco"}
    | {"sociale", "sociali", "sportello", "suap", "ufficio", "urp"}
)


def _contact_problems(at: str, desk: Helpdesk) -> Iterator[Problem]:
    """No mobile numbers and no mailboxes of one person, in whatever field they hide."""
    for where, text in _written(desk):
        if _MOBILE.search(text):
            yield Problem(FILE, f"{at}.{where}", "holds a mobile number", "write the office's landline or leave it out")
        for mailbox in _MAIL.findall(text):
            if personal(mailbox):
                problem = f"{mailbox} looks like a person's mailbox"
                yield Problem(FILE, f"{at}.{where}", problem, "write the office's mailbox or leave it out")
    for where, mailboxes in (("emails", desk.emails), ("pec", [desk.pec] if desk.pec else [])):
        for mailbox in mailboxes:
            if not _MAIL.fullmatch(mailbox):
                yield Problem(FILE, f"{at}.{where}", f"{mailbox!r} is not an e-mail address", "mend the address")


def _written(desk: Helpdesk) -> Iterator[tuple[str, str]]:
    """The fields in which a contact may stand."""
    for phone in desk.phones:
        yield "phones", phone.note or ""
    for email in desk.emails:
        yield "emails", email
    yield "pec", desk.pec or ""
    yield "hours_note", desk.hours_note or ""
    yield "services", " ; ".join(desk.services)
    yield "alert", desk.alert.text if desk.alert else ""
    yield "address", desk.address.locality_note or ""


def personal(mailbox: str) -> bool:
    """True for private providers and for name.surname@, where no part is the word of an office."""
    mailbox = mailbox.casefold()
    if _PRIVATE_PROVIDERS.search(mailbox):
        return True
    parts = re.split(r"[._]", mailbox.partition("@")[0])
    return len(parts) == 2 and all(map(str.isalpha, parts)) and _OFFICE_WORDS.isdisjoint(parts)


_DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_DAYS = rf"{_DAY}(?:-{_DAY})?(?:,{_DAY}(?:-{_DAY})?)*"
_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d"
_TIMES = rf"{_TIME}-{_TIME}(?:,{_TIME}-{_TIME})*"
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_DATE = rf"{_MONTH} (?:[0-3]\d|{_DAY}\[-?[1-5]\])(?: \+\d+ days?)?"
_OPEN = rf'{_DAYS} {_TIMES}(?: "[^"]+")?'
_RULE = re.compile(rf"(?:PH off|{_DATE} off|{_OPEN}(?:, {_OPEN})*)")


def _hours_problems(at: str, hours: str | None) -> Iterator[Problem]:
    """The part of the OpenStreetMap syntax that offices need; a rule outside it is refused."""
    for rule in (hours or "").split(";") if hours else ():
        if not _RULE.fullmatch(rule.strip()):
            remedy = 'write rules such as `Mo,Th 09:00-12:00; Tu 14:00-16:00 "solo telefono"; PH off; Dec 07 off`'
            yield Problem(FILE, at, f"{rule.strip()!r} is not a rule of opening hours", remedy)
