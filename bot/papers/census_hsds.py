"""The census as Open Referral HSDS 3: one page of services, each with its organization, place, phones and hours.

What is not known is left out. A helpdesk that nobody has confirmed says so in `alert`.
Human Services Data Specification 3.0, openreferral/specification (CC BY-SA 4.0).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from bot.helpdesk_card import stations
from bot.knowledge.helpdesks import Helpdesk
from bot.knowledge.territory import Territory
from bot.papers.census_words import AUDIENCE, HOW, KINDS, UNCONFIRMED, USES
from bot.rules.helpdesks import certain, point
from bot.rules.hours import week

OURS: UUID = uuid5(NAMESPACE_URL, "urn:concilia:census")
"""The same record has the same identifier in every export."""
STATUS = {"active": "active", "to_verify": "active", "suspended": "temporarily closed", "historic": "defunct"}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def hsds(territory: Territory, today: date) -> str:
    services = [_service(territory, desk, today) for desk in territory.helpdesks.values()]
    page = {
        "total_items": len(services),
        "total_pages": 1,
        "page_number": 1,
        "size": len(services),
        "first_page": True,
        "last_page": True,
        "empty": not services,
        "contents": services,
    }
    return json.dumps(page, ensure_ascii=False, indent=2) + "\n"


def _id(*names: str) -> str:
    return str(uuid5(OURS, "/".join(names)))


def _service(territory: Territory, desk: Helpdesk, today: date) -> dict[str, Any]:
    id, organization = _id("service", desk.id), _id("organization", desk.organization)
    alert = desk.alert_on(today)
    alerts = (alert.text if alert else None, None if certain(desk, today) else UNCONFIRMED)
    return _known(
        id=id,
        organization_id=organization,
        name=desk.name,
        alternate_name=desk.id,
        description="; ".join(desk.services),
        url=desk.url,
        email=next(iter(desk.emails), None),
        status=STATUS[desk.status],
        application_process="Solo su appuntamento" if desk.appointment == "required" else None,
        eligibility_description=", ".join(AUDIENCE[public] for public in desk.audience),
        assured_date=desk.checked_on.isoformat(),
        alert=" ".join(filter(None, alerts)),
        phones=[_phone(desk, number, service_id=id) for number in range(len(desk.phones))],
        schedules=list(_schedules(desk, id)),
        required_documents=[
            {"id": _id("document", desk.id, thing), "service_id": id, "document": thing} for thing in desk.bring
        ],
        service_areas=[
            {
                "id": _id("area", desk.id, istat),
                "service_id": id,
                "name": territory.municipalities[istat].name,
                "extent": istat,
                "extent_type": "ISTAT",
            }
            for istat in desk.serves
        ],
        service_at_locations=[_place(territory, desk, id)],
        organization={"id": organization, "name": desk.organization, "description": desk.organization},
        attributes=[_attribute(desk, id, "kind", KINDS[desk.kind]), _attribute(desk, id, "source", desk.source)],
    )


def _known(**values: Any) -> dict[str, Any]:
    """What is not known is no key: the schemas have no null."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def _phone(desk: Helpdesk, number: int, **owner: str) -> dict[str, Any]:
    phone = desk.phones[number]
    told = ", ".join(filter(None, (USES[phone.use], phone.note)))
    return {
        "id": _id("phone", desk.id, phone.number),
        **owner,
        "number": phone.number,
        "type": "voice",
        "description": told,
    }


def _schedules(desk: Helpdesk, service: str) -> Iterator[dict[str, Any]]:
    for line, times in enumerate(week(desk)):
        days = [DAYS[day] for first, last in times.days for day in range(first, last + 1)]
        for start, end in times.spans:
            yield _known(
                id=_id("schedule", desk.id, str(line), start.isoformat()),
                service_id=service,
                freq="WEEKLY",
                wkst="MO",
                byday=",".join(days),
                opens_at=f"{start:%H:%M}",
                closes_at=f"{end:%H:%M}",
                attending_type=HOW[times.how],
                notes="Ora italiana. Chiuso nei giorni festivi."
                if "PH off" in (desk.opening_hours or "")
                else "Ora italiana.",
            )


def _place(territory: Territory, desk: Helpdesk, service: str) -> dict[str, Any]:
    location = _id("location", desk.id)
    where = point(territory, desk)
    town = territory.municipalities.get(desk.comune or "")
    city = town.name if town else desk.address.locality_note
    address = {
        "id": _id("address", desk.id),
        "location_id": location,
        "address_1": desk.address.street,
        "city": city,
        "state_province": "MI",
        "postal_code": desk.address.cap,
        "country": "IT",
        "address_type": "physical",
    }
    return {
        "id": _id("service_at_location", desk.id),
        "service_id": service,
        "location_id": location,
        "location": _known(
            id=location,
            location_type="physical",
            name=desk.name,
            description=desk.address.locality_note,
            transportation=stations(territory, desk),
            latitude=where[0] if where else None,
            longitude=where[1] if where else None,
            addresses=[address] if desk.address.street and city else [],
            accessibility=_access(desk, location),
        ),
    }


def _access(desk: Helpdesk, location: str) -> list[dict[str, str]]:
    if desk.step_free is None:
        return []
    told = "Si entra senza gradini" if desk.step_free else "All'ingresso ci sono gradini"
    return [{"id": _id("access", desk.id), "location_id": location, "description": told}]


def _attribute(desk: Helpdesk, service: str, sort: str, value: str) -> dict[str, str]:
    return {"id": _id(sort, desk.id), "link_id": service, "link_entity": "service", "link_type": sort, "value": value}
