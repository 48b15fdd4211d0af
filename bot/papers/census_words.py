"""The census in Italian words: what stands in its exports beside the records."""

from __future__ import annotations

from bot.knowledge.helpdesks import Kind, Precision, Public, Role, Status

KINDS: dict[Kind, str] = {
    "segretariato_sociale": "servizi sociali del Comune",
    "ufficio_di_piano": "ufficio del distretto",
    "centro_impiego": "centro per l'impiego",
    "suap": "sportello per le imprese (SUAP)",
    "patronato": "patronato",
    "consultorio": "consultorio familiare",
    "casa_comunita": "sede sanitaria",
    "terzo_settore": "cooperativa sociale",
    "rete": "spazio della rete",
}
ROLES: dict[Role, str] = {
    "welfare": "famiglie e servizi sociali",
    "lavoro": "lavoro",
    "imprese": "imprese",
    "salute": "salute",
    "rete": "rete del distretto",
}
AUDIENCE: dict[Public, str] = {
    "lavoratori": "lavoratori",
    "famiglie": "famiglie",
    "imprese": "imprese",
    "enti_pubblici": "enti pubblici",
}
STATUS: dict[Status, str] = {
    "active": "confermato dall'ufficio",
    "to_verify": "da confermare",
    "suspended": "sospeso",
    "historic": "non c'è più",
}
USES = {"info": "informazioni", "appointment": "appuntamenti", "switchboard": "centralino"}
HOW = {"open": "di persona", "phone": "solo al telefono", "appointment": "su appuntamento"}
PRECISION: dict[Precision, str] = {
    "building": "l'edificio",
    "town_hall": "il municipio",
    "locality": "posizione non nota",
}
UNCONFIRMED = "Dati non ancora confermati dall'ufficio: telefona prima di andare."
