"""Three forms in the middle, for tests of what holds in each of them alike."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """A form in the middle: one thing is told, the next is asked."""

    name: str
    opening: tuple[str, ...]
    asks: str
    """What stands in the open question."""
    answer: str
    answered: tuple[str, str]
    asks_next: str
    told: tuple[str, str]
    """What is known already."""
    wrong: str
    """A correction of it ..."""
    changed: tuple[str, str]
    """... from what to what."""
    both: str
    """Two answers in one message."""
    asks_after_both: str
    early: str
    """An answer whose question is still to come."""
    early_told: tuple[str, str]
    company: bool = False


VOUCHER = Form(
    name="richiedi-voucher",
    opening=("/voucher", "abito a Opera"),
    asks="Che lavoro fai?",
    answer="dipendente di un'azienda privata",
    answered=("employment", "private_employee"),
    asks_next="In quale Comune lavori?",
    told=("residence", "015159"),
    wrong="no, abito a Rozzano",
    changed=("Comune di casa: Opera", "Comune di casa: Rozzano"),
    both="sono dipendente di un'azienda privata e lavoro a Rozzano",
    asks_after_both="Come si chiama la tua azienda?",
    early="mi serve il nido",
    early_told=("service", "nido"),
)
PLAN = Form(
    name="pianifica-congedo",
    opening=("/piano dipendente, 40 ore in 5 giorni",),
    asks="In che giorno è nato",
    answer="il 3/3/2024",
    answered=("born", "2024-03-03"),
    asks_next="Chi usa il congedo?",
    told=("weekly_hours", "40"),
    wrong="no, sono 30 ore",
    changed=("40 ore", "30 ore"),
    both="nata il 3/3/2024, sono la mamma",
    asks_after_both="contratto collettivo",
    early="sono il papà",
    early_told=("who", "father"),
)
CHECK = Form(
    name="pianifica-congedo",
    opening=("/piano commercio, 40 ore in 5 giorni",),
    asks="Quante ore di congedo chiede in un giorno?",
    answer="4 ore",
    answered=("hours", "4"),
    asks_next="Per quali giorni?",
    told=("week", "40/5"),
    wrong="no, sono 30 ore alla settimana",
    changed=("40 ore in 5 giorni", "30 ore in 5 giorni"),
    both="4 ore, il 10 e l'11 febbraio 2027",
    asks_after_both="Quando",
    early="l'ha chiesto ieri",
    early_told=("asked", "2026-11-21"),
    company=True,
)
