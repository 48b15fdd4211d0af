"""What the census of helpdesks still lacks: overdue, missing and contradictory, by the district that is served."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from bot.knowledge.helpdesks import Helpdesk, Role
from bot.knowledge.territory import Territory
from bot.model.cards import CardChange
from bot.rules.helpdesks import CHECK_HOLDS

Sort = Literal["overdue", "missing", "contradictory"]
What = Literal[
    "never_confirmed",
    "check_expired",
    "not_reconfirmed",
    "change_waits",
    "no_phone",
    "number_to_confirm",
    "no_street",
    "no_house_number",
    "no_hours",
    "no_access",
    "nobody_for",
    "alert_over",
    "two_addresses",
    "phone_of_another",
]
SORTS: dict[What, Sort] = {
    "never_confirmed": "overdue",
    "check_expired": "overdue",
    "not_reconfirmed": "overdue",
    "change_waits": "overdue",
    "no_phone": "missing",
    "number_to_confirm": "missing",
    "no_street": "missing",
    "no_house_number": "missing",
    "no_hours": "missing",
    "no_access": "missing",
    "nobody_for": "missing",
    "alert_over": "contradictory",
    "two_addresses": "contradictory",
    "phone_of_another": "contradictory",
}
ANSWERED_WITHIN = timedelta(days=7)
NEEDED: tuple[Role, ...] = ("welfare", "imprese", "lavoro", "salute", "rete")
"""What each district should have a helpdesk of its own for."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to do about a helpdesk; without one, about a district."""

    district: str
    what: What
    helpdesk: str = ""
    detail: str = ""
    """A role, a day, a number, another helpdesk."""

    @property
    def sort(self) -> Sort:
        return SORTS[self.what]


def findings(territory: Territory, today: date) -> tuple[Finding, ...]:
    """Everything, district by district; a helpdesk that serves several stands under each. What is never shown is left out."""
    shown = [desk for desk in territory.helpdesks.values() if desk.shown]
    found: list[Finding] = []
    for district in territory.districts:
        here = [desk for desk in shown if district in territory.districts_served(desk)]
        for desk in here:
            found += (Finding(district, what, desk.id, detail) for what, detail in _of(desk, today))
            found += (Finding(district, what, desk.id, detail) for what, detail in _against(desk, shown))
        found += (
            Finding(district, "nobody_for", detail=role) for role in NEEDED if not _has(territory, district, role)
        )
    return tuple(found)


def loop_findings(
    territory: Territory, asked: Mapping[str, datetime], waiting: Iterable[CardChange], today: date
) -> tuple[Finding, ...]:
    """Cards that nobody confirmed within a week of the question, and changes that nobody has looked at."""
    late: list[tuple[str, What, date]] = [
        (id, "not_reconfirmed", at.date())
        for id, at in asked.items()
        if (desk := territory.helpdesks.get(id)) and desk.checked_on < at.date() <= today - ANSWERED_WITHIN
    ]
    late += ((each.helpdesk, "change_waits", each.proposed_at.date()) for each in waiting)
    found: list[Finding] = []
    for id, what, day in late:
        known = territory.helpdesks.get(id)
        districts = territory.districts_served(known) if known else tuple(territory.districts)[:1]
        found += (Finding(district, what, id, day.isoformat()) for district in districts)
    return tuple(found)


def _of(desk: Helpdesk, today: date) -> Iterator[tuple[What, str]]:
    if desk.status == "to_verify":
        yield "never_confirmed", desk.checked_on.isoformat()
    elif today - desk.checked_on > CHECK_HOLDS:
        yield "check_expired", desk.checked_on.isoformat()
    if not desk.phones:
        yield "no_phone", ""
    for phone in desk.phones:
        if phone.note and "confermare" in phone.note:
            yield "number_to_confirm", phone.number
    street = desk.address.street
    if not street:
        yield "no_street", ""
    elif not any(letter.isdigit() for letter in street):
        yield "no_house_number", street
    if desk.opening_hours is None:
        yield "no_hours", ""
    if desk.step_free is None:
        yield "no_access", ""
    if desk.alert and desk.alert.until and desk.alert.until < today:
        yield "alert_over", desk.alert.until.isoformat()


def _against(desk: Helpdesk, others: list[Helpdesk]) -> Iterator[tuple[What, str]]:
    """What two records say differently; each pair once, under the first."""
    for other in others[others.index(desk) + 1 :]:
        same_house = desk.organization == other.organization and desk.comune == other.comune
        in_town_hall = {desk.coord_precision, other.coord_precision} == {"town_hall"}
        if same_house and in_town_hall and desk.address.street != other.address.street:
            yield "two_addresses", other.id
        if desk.organization != other.organization:
            shared = {phone.number for phone in desk.phones} & {phone.number for phone in other.phones}
            for number in sorted(shared):
                yield "phone_of_another", f"{number}, {other.id}"


def _has(territory: Territory, district: str, role: Role) -> bool:
    """A helpdesk in the territory that serves the district and can be shown."""
    return any(
        role in desk.roles and desk.shown and desk.comune and district in territory.districts_served(desk)
        for desk in territory.helpdesks.values()
    )
