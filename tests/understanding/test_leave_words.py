"""Plain words that tell of a plan of leave, as people type them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.model.entities import LeaveWords
from bot.understanding.leave_words import read_leave_words


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sono la mamma", {"parent": "mother"}),
        ("il papà", {"parent": "father"}),
        ("mio padre è malato", {}),
        ("la mamma di mio marito", {}),
        ("impiegata comunale", {"job": "public_employee"}),
        ("sono operaia", {"job": "private_employee"}),
        ("ho la partita IVA", {"job": "self_employed"}),
        ("co.co.co", {"job": "gestione_separata"}),
        ("vigile del fuoco", {"job": "security_defence_fire"}),
        ("no, niente", {"reply": "no", "correction": True}),
        ("non abbiamo usato niente", {"reply": "no"}),
        ("boh", {"reply": "unknown"}),
        ("non me lo ricordo", {"reply": "unknown"}),
        ("trentotto", {"number": 38.0}),
        ("ventiquattro ore su quattro giorni", {"days_per_week": 4.0}),
        ("lavoro da lunedì a venerdì", {"days_per_week": 5.0, "weekdays": (0, 4)}),
        ("da remoto due giorni a settimana", {}),
        ("lavoro 4 ore al giorno", {"workday": 4.0}),
        ("part time 6 ore", {"workday": 6.0}),
        ("lavoro 24 ore", {}),
        ("ho già usato 2 mesi e 10 giorni", {"own_used": (2, 10)}),
        ("mia moglie ha fatto 45 giorni", {"other_used": (0, 45)}),
        ("il 3 marzo", {}),
        ("ho sbagliato", {"correction": True}),
        ("vorrei giorni interi", {"whole_days": True}),
        ("24 ore 4 giorni", {"days_per_week": 4.0}),
        ("40 ore a settimana per 5 giorni", {"days_per_week": 5.0}),
        ("mi servono 2 ore per 3 giorni", {}),
        ("lavoro da 5 giorni", {}),
        ("lavoro nel commercio e mi servono 3 giorni", {}),
        ("2 ore ogni giorno", {"every_day": True}),
        ("lavoro tutti i giorni", {}),
        ("due gemelle", {"twins": True}),
        ("sono vedova", {"single": True}),
        ("in affido da un anno", {"adopted": True}),
        ("", {}),
    ],
)
def test_only_what_is_said_is_told(text: str, told: dict[str, Any]) -> None:
    of_other = {"of_other": (), "about": None, "other_parent": None}
    assert replace(read_leave_words(text), **of_other) == LeaveWords(**told)
