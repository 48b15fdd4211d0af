"""A point in order, for tests that need one or break one."""

from __future__ import annotations

from typing import Any

QUESTIONS = [
    "quanti giorni prima devo avvisare il capo",
    "entro quando lo dico in azienda?",
    "devo avvisare prima o basta la sera?",
    "mi hanno detto 2 giorni ma io non lo so",
    "quanto tempo prima si comunica l'assenza",
    "io quando dire al padrone che non vengo",
    "preavviso: due o cinque giorni?",
    "Lavoro in un bar e il turno cambia sempre. Quando glielo devo dire?",
]


def a_point(**changes: Any) -> dict[str, Any]:
    """One point of the topic `notice` of the small content, as its file says it; None takes a field away."""
    point = {
        "id": "quanti-giorni",
        "title": "Quanti giorni prima",
        "for": ["worker"],
        "questions": {"it": list(QUESTIONS)},
        "held_out": ["con che anticipo va detto", "basta dirlo il giorno stesso?", "il preavviso di quanto è"],
        "must_say": ["2 giorni"],
        "answer": "Avvisa il capo {notice_hours} giorni prima.",
        "sources": ["D.Lgs. 151/2001, art. 32"],
        "facts": ["F-HP-13"],
        "valid_from": "2015-06-25",
        "verified_on": "2026-03-15",
        "review_by": "2027-01-31",
        **changes,
    }
    return {name: value for name, value in point.items() if value is not None}
