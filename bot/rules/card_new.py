"""A new helpdesk as a coordinator types it, a field a line: `nome: ...`, `ente: ...`. The checks of the census come after."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from bot.knowledge.territory import Territory, name_words
from bot.rules.card_fields import read_phone
from bot.rules.hours_words import read_hours

KINDS: dict[str, tuple[str, list[str], list[str]]] = {
    "servizi sociali": ("segretariato_sociale", ["welfare"], ["lavoratori", "famiglie"]),
    "ufficio di piano": ("ufficio_di_piano", ["rete"], ["lavoratori", "famiglie", "imprese", "enti_pubblici"]),
    "centro per l'impiego": ("centro_impiego", ["lavoro"], ["lavoratori", "imprese"]),
    "suap": ("suap", ["imprese"], ["imprese"]),
    "patronato": ("patronato", ["welfare"], ["lavoratori", "famiglie"]),
    "consultorio": ("consultorio", ["salute"], ["lavoratori", "famiglie"]),
    "casa di comunità": ("casa_comunita", ["salute"], ["famiglie"]),
    "associazione": ("terzo_settore", ["welfare"], ["lavoratori", "famiglie"]),
    "punto di informazione": ("rete", ["welfare", "rete"], ["lavoratori", "famiglie", "imprese"]),
}
"""How a kind is called -> the kind, what it is competent for, and for whom."""
NEEDED = ("nome", "ente", "tipo", "comune")
KNOWN = (*NEEDED, "serve", "via", "telefono", "email", "orari", "che cosa fa")


def read_card(territory: Territory, text: str) -> dict[str, Any] | str:
    """The record as infopoints.yaml would hold it, with its id; else the line that is missing or cannot be read."""
    lines = dict(_lines(text))
    wrong = next((name for name in lines if name not in KNOWN), None)
    missing = next((name for name in NEEDED if not lines.get(name)), None)
    if wrong or missing:
        return wrong or missing or ""
    town, kind = _town(territory, lines["comune"]), KINDS.get(lines["tipo"].casefold())
    if town is None or kind is None:
        return "comune" if town is None else "tipo"
    serves = [_town(territory, name) for name in lines.get("serve", lines["comune"]).split(",")]
    if None in serves:
        return "serve"
    record: dict[str, Any] = {
        "id": _slug(f"{territory.municipalities[town].name} {lines['nome']}"),
        "name": lines["nome"],
        "organization": lines["ente"],
        "kind": kind[0],
        "roles": kind[1],
        "audience": kind[2],
        "comune": town,
        "serves": serves,
        "address": {"street": lines.get("via"), "cap": territory.municipalities[town].cap},
        "emails": [lines["email"]] if lines.get("email") else [],
        "services": [each.strip() for each in lines.get("che cosa fa", "").split(",") if each.strip()],
        "confidence": "M",
    }
    if phone := lines.get("telefono"):
        if (number := read_phone(phone)) in ("phone", "mobile"):
            return "telefono"
        record["phones"] = [{"number": number, "use": "info"}]
    if hours := lines.get("orari"):
        if (read := read_hours(hours)) is None:
            return "orari"
        record["opening_hours"] = read
    return "nome" if record["id"] in territory.helpdesks else record


def _lines(text: str) -> list[tuple[str, str]]:
    """`Nome: X` -> `nome`, `X`; what has no colon stands under itself, and is named as wrong."""
    parts = (line.partition(":") for line in text.splitlines() if line.strip())
    return [(name.strip().casefold(), value.strip()) for name, _, value in parts]


def _town(territory: Territory, name: str) -> str | None:
    wanted = name_words(name)
    return next((istat for istat, town in territory.municipalities.items() if name_words(town.name) == wanted), None)


def _slug(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
