"""The census as GeoJSON: a feature a helpdesk; where nobody knows the point, the geometry is null."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from bot.helpdesk_card import address
from bot.knowledge.helpdesks import Helpdesk
from bot.knowledge.territory import Territory
from bot.rules.helpdesks import certain, point


def geojson(territory: Territory, today: date) -> str:
    features = [_feature(territory, desk, today) for desk in territory.helpdesks.values()]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=2) + "\n"


def _feature(territory: Territory, desk: Helpdesk, today: date) -> dict[str, Any]:
    where = point(territory, desk)
    return {
        "type": "Feature",
        "id": desk.id,
        "geometry": {"type": "Point", "coordinates": [where[1], where[0]]} if where else None,
        "properties": {
            "name": desk.name,
            "organization": desk.organization,
            "kind": desk.kind,
            "roles": desk.roles,
            "audience": desk.audience,
            "districts": [territory.districts[id].name for id in territory.districts_served(desk)],
            "serves": desk.serves,
            "address": address(territory, desk),
            "coord_precision": desk.coord_precision,
            "phones": [phone.number for phone in desk.phones],
            "emails": desk.emails,
            "url": desk.url,
            "opening_hours": desk.opening_hours,
            "services": desk.services,
            "status": desk.status,
            "phone_first": not certain(desk, today),
            "checked_on": desk.checked_on.isoformat(),
            "source": desk.source,
            "confidence": desk.confidence,
        },
    }
