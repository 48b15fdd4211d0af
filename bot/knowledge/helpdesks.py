"""The shape of a helpdesk in infopoints.yaml, and of a railway stop: public offices only, each with source and day.

What is not known is left out, never guessed. What a record may not say, alone or beside the others, is in
helpdesk_checks.py.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from bot.knowledge.schema import Content, Slug, Text

FILE = "infopoints.yaml"


def shape(pattern: str, wanted: str) -> AfterValidator:
    """A text of this shape, or an error that says what to write."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"{text!r} is not {wanted}")
        return text

    return AfterValidator(check)


Istat = Annotated[str, shape(r"\d{6}", "an ISTAT code of six digits, such as 015189")]
Cap = Annotated[str, shape(r"\d{5}", "a postcode of five digits")]
Latitude = Annotated[float, Field(ge=45.2, le=45.6)]
Longitude = Annotated[float, Field(ge=8.9, le=9.6)]
"""The box holds the 25 municipalities with room to spare: outside it a coordinate is a slip."""

Role = Literal["welfare", "lavoro", "imprese", "salute", "rete"]
Public = Literal["lavoratori", "famiglie", "imprese", "enti_pubblici"]
Status = Literal["active", "to_verify", "suspended", "historic"]
Confidence = Literal["H", "M"]
Precision = Literal["building", "town_hall", "locality"]
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
HOW_TO_COME = ("solo telefono", "su appuntamento")
"""What opening hours may say of a time at which nobody can just walk in."""
WEEK = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
SHOWN: frozenset[Status] = frozenset({"active", "to_verify"})


class Address(Content):
    street: Text | None = None
    cap: Cap
    locality_note: Text | None = None


class Phone(Content):
    number: Annotated[str, shape(r"\+39 0\d{1,3} \d{6,9}|800 \d{6}", "a landline (+39 02 1234567) or 800 123456")]
    use: Literal["info", "appointment", "switchboard"]
    note: Text | None = None


class Alert(Content):
    """What to know before going; for a closure, such as that of August, from when to when."""

    text: Text
    since: date | None = None
    until: date | None = None
    """Last day on which it is shown."""
    closed: bool = False
    """The helpdesk receives nobody from `since` to `until`, whatever its opening hours say."""

    def holds(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


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
    """Its district is the one of these municipalities, not the one where the building stands."""
    address: Address
    coord_precision: Precision = "locality"
    """Where it stands on a map: at its own coordinates, at the town hall of `comune`, or only somewhere in it."""
    lat: Latitude | None = None
    lon: Longitude | None = None
    """Of the building, where somebody knows them."""
    phones: list[Phone] = Field(default_factory=list)
    emails: list[Text] = Field(default_factory=list)
    pec: Text | None = None
    url: Annotated[str, shape(r"https://\S+", "an address that starts with https://")] | None = None
    opening_hours: Text | None = None
    """OpenStreetMap syntax; none if not known."""
    hours_note: Text | None = None
    appointment: Literal["required", "preferred", "no", "unknown"] = "unknown"
    step_free: bool | None = None
    """Whether one enters without steps; none if not known."""
    languages: list[Text] = Field(default_factory=list)
    """Spoken there beside Italian, by their Italian names; empty if not known."""
    bring: list[Text] = Field(default_factory=list)
    """What to bring, as the office says it; empty if not known."""
    services: list[Text] = Field(default_factory=list)
    alert: Alert | None = None
    fallback: Slug | None = None
    """The helpdesk to show when this one cannot be."""
    status: Status
    checked_on: date
    source: Text
    source_code: Text
    confidence: Confidence
    """H: two sources agree, or an official act. M: one decent source. Less is never kept here."""

    @property
    def shown(self) -> bool:
        return self.status in SHOWN

    def alert_on(self, day: date) -> Alert | None:
        return self.alert if self.alert and self.alert.holds(day) else None


class Station(Content):
    """A railway stop; timetables change each December and are never told."""

    name: Text
    comune: Istat
    lines: list[Text] = Field(min_length=1)
    note: Text | None = None
    checked_on: date
    source: Text
    source_code: Text
    confidence: Confidence
