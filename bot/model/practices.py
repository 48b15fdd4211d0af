"""What tells good practices for a firm apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FirmSize = Literal["micro", "small", "medium", "large"]


FirmSector = Literal[
    "manifattura",
    "commercio",
    "ristorazione",
    "logistica",
    "edilizia",
    "sociale-sanita",
    "uffici",
    "agricoltura",
    "ente-pubblico",
]


WorkTime = Literal["turni", "ufficio", "misto"]


FirmProblem = Literal[
    "picchi",
    "rientro",
    "cura-anziani",
    "congedo-a-ore",
    "pochi-sostituti",
    "permessi",
    "nido",
    "estate",
    "tempo",
    "stress",
    "padri",
    "primo-passo",
]


FirmFactName = Literal["size", "sector", "work", "problem"]


@dataclass(frozen=True, slots=True)
class Firm:
    """What a text tells of a firm that looks for good practices; None where it tells nothing."""

    size: FirmSize | None = None
    sector: FirmSector | None = None
    work: WorkTime | None = None
    problem: FirmProblem | None = None
