"""Where a helpdesk is, as a point on the map."""

from __future__ import annotations

import json
from datetime import date

from bot.helpdesk_card import address
from bot.knowledge.loader import Knowledge
from bot.model.reply import PLACE, File
from bot.rules.helpdesks import point


def helpdesk_place(knowledge: Knowledge, id: str, today: date) -> File:
    """A GeoJSON feature. Raises KeyError for a helpdesk that is not known or has no point: a button offered it wrongly."""
    territory = knowledge.territory
    desk = territory.helpdesks[id]
    where = point(territory, desk)
    if where is None:
        raise KeyError(id)
    lat, lon = where
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {"name": desk.name, "address": address(territory, desk)},
    }
    return File(f"{id}.geojson", PLACE, json.dumps(feature, ensure_ascii=False).encode())
