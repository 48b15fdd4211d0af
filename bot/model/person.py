"""Who asks, and what they told of themselves that lasts: numbers, ids and dates, never free text.

Every answer, the plan of leave, the voucher form, the company's check and a ticket's card read the same record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, timedelta
from typing import Any, Literal

from bot.model.own_agreement import OwnAgreement, from_kept

Audience = Literal["worker", "company", "operator"]
Role = Literal["mother", "father", "other"]
How = Literal["said", "button", "guessed"]

KEPT = timedelta(days=90)
"""How long something told is remembered after it was told."""


@dataclass(frozen=True, slots=True)
class Told:
    """How a value was told, and on which day."""

    how: How
    on: date


@dataclass(frozen=True, slots=True)
class Child:
    """One child; born between two days, both included, the same day twice: exactly then. In the future: expected."""

    born_first: date | None = None
    born_last: date | None = None
    entered: date | None = None
    """The day of entry in the family, for adoption and foster care."""
    adopted: bool | None = None
    twin: bool | None = None
    disability: bool | None = None

    @property
    def born(self) -> date | None:
        """The day of birth, if it is known exactly."""
        return self.born_first if self.born_first == self.born_last else None


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of who writes. None or empty: not told."""

    role: Role | None = None
    work: str | None = None
    """A category of the leave calculator: `private_employee`, `public_employee` ..."""
    agreement: str | None = None
    """Id of a collective agreement, or of the name that several share."""
    own_agreement: OwnAgreement | None = None
    """What an agreement of the company or the territory says, kept because the person asked for it."""
    weekly_hours: float | None = None
    days_per_week: float | None = None
    working_days: tuple[int, ...] = ()
    """0 is Monday."""
    part_time: float | None = None
    """Percent of full time."""
    child: Child = Child()
    """The child that the questions are about: the one told last."""
    other_children: tuple[Child, ...] = ()
    used: float | None = None
    """Days of parental leave this parent has used, of the child that the questions are about ..."""
    used_by_other: float | None = None
    """... and the other parent has."""
    other_work: str | None = None
    """The other parent: `employee`, `self_employed`, `not_working`, `on_compulsory_leave`, `none`."""
    single: bool | None = None
    monthly_gross: float | None = None
    """Euro."""
    monthly_payments: int | None = None
    """In a year: 13 or 14."""
    home: str | None = None
    """ISTAT code of the municipality."""
    workplace: str | None = None
    firm_size: int | None = None
    """Workers of the company that asks, or for which the person works."""
    sector: str | None = None
    told: Mapping[str, Told] = field(default_factory=dict)
    """Field -> how and when it was told."""

    def knowing(self, how: How, on: date, **values: object) -> Person:
        """The person with these values; what is None is not told."""
        given = {name: value for name, value in values.items() if value is not None}
        when = {name: Told(how, on) for name in given}
        return replace(self, **given, told={**self.told, **when})  # type: ignore[arg-type]  # replace checks names

    def without(self, name: str) -> Person:
        """The person as if this had not been told."""
        empty = next(each.default for each in fields(Person) if each.name == name)
        told = {each: when for each, when in self.told.items() if each != name}
        return replace(self, **{name: empty}, told=told)  # type: ignore[arg-type]

    def changed_from(self, before: Person) -> frozenset[str]:
        """The fields of which something else is known now."""
        names = {each.name for each in fields(Person)} - {"told"}
        return frozenset(name for name in names if getattr(self, name) != getattr(before, name))

    def recent(self, today: date) -> Person:
        """Without what was told too long ago."""
        person = self
        for name, told in self.told.items():
            if today - told.on > KEPT:
                person = person.without(name)
        return person


def packed(person: Person) -> dict[str, Any]:
    """As JSON holds it: only what is known, days as ISO texts."""
    return {name: _plain(value) for name, value in asdict(person).items() if value not in (None, (), {}, _NO_CHILD)}


def unpacked(kept: Mapping[str, Any]) -> Person:
    """From JSON; what this version does not know is left out."""
    known = {each.name for each in fields(Person)}
    values = {name: value for name, value in kept.items() if name in known}
    if "child" in values:
        values["child"] = _child(values["child"])
    if own := values.get("own_agreement"):
        values["own_agreement"] = from_kept(own)
    values["other_children"] = tuple(_child(one) for one in values.get("other_children", ()))
    values["working_days"] = tuple(values.get("working_days", ()))
    told = values.get("told", {})
    values["told"] = {name: Told(one["how"], date.fromisoformat(one["on"])) for name, one in told.items()}
    return Person(**values)


_NO_CHILD = asdict(Child())


def _plain(value: Any) -> Any:
    match value:
        case date():
            return value.isoformat()
        case dict():
            return {name: _plain(one) for name, one in value.items() if one is not None}
        case tuple() | list():
            return [_plain(one) for one in value]
    return value


def _child(kept: Mapping[str, Any]) -> Child:
    days = ("born_first", "born_last", "entered")
    known = {each.name for each in fields(Child)}
    values: dict[str, Any] = {
        name: date.fromisoformat(value) if name in days else value for name, value in kept.items() if name in known
    }
    return Child(**values)


def from_echo(heard: Mapping[str, float | str], today: date) -> Person:
    """The record of a conversation kept before there was one: what its echo remembered."""
    hours = heard.get("weekly_hours")
    return Person().knowing(
        "said", today, agreement=heard.get("agreement"), weekly_hours=None if hours is None else float(hours),
        part_time=heard.get("part_time"),
    )  # fmt: skip
