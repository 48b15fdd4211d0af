"""The facts of a firm are found as people type them, and practices by the words of their cards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.loader import load
from bot.model.practices import Firm
from bot.settings import ROOT
from bot.understanding.practices import FirmReader, PracticeFinder, asks

KNOWLEDGE = load(ROOT)
READER = FirmReader(KNOWLEDGE.firm_facts)
FINDER = PracticeFinder(KNOWLEDGE.practices.values())


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("siamo 12 in un'officina a turni, troppi permessi", Firm("small", "manifattura", "turni", "permessi")),
        ("siamo in otto, studio legale, pochi sostituti", Firm("micro", "uffici", None, "pochi-sostituti")),
        ("una ventina di dipendenti", Firm("small")),
        ("siamo una ventina", Firm("small")),
        ("12", Firm("small")),
        ("duecento", Firm("medium")),
        ("300 persone", Firm("large")),
        ("cooperativa sociale con 60 educatrici", Firm("medium", "sociale-sanita")),
        ("offcina metalmecanica", Firm(sector="manifattura")),
        ("siamo in un'officina", Firm(sector="manifattura")),
        ("Siamo sei capannoni nella stessa via", Firm(sector="manifattura")),
        ("abbiamo 9 operai e 3 impiegati", Firm("small")),
        ("8 dipendenti, di cui 3 donne", Firm("micro")),
        ("siamo un comune di 40 dipendenti", Firm("small", "ente-pubblico")),
        ("orario d'ufficio", Firm(sector="uffici", work="ufficio")),
        ("alcuni a turni, gli altri no", Firm(work="misto")),
        ("rientri dalla maternità", Firm(problem="rientro")),
        ("chi ha genitori anziani a carico", Firm(problem="cura-anziani")),
        ("ci chiedono il congedo a ore", Firm(problem="congedo-a-ore")),
        ("a natale abbiamo i picchi", Firm(problem="picchi")),
        ("non sappiamo da che parte cominciare", Firm(problem="primo-passo")),
        ("idee per la mia impresa", Firm()),
        ("portare i figli a scuola", Firm(problem="permessi")),
        ("Fabbrica o officina", Firm(sector="manifattura")),
        ("0", Firm()),
        ("ho un figlio di 3 anni", Firm()),
        ("", Firm()),
    ],
)
def test_the_facts_are_found(text: str, firm: Firm) -> None:
    assert READER.read(text) == firm


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    READER.read(text)
    assert set(FINDER.find(text)) <= KNOWLEDGE.practices.keys()
    asks(text)


@given(st.integers(1, 100_000))
def test_every_number_of_people_has_its_size(people: int) -> None:
    expected = "micro" if people < 10 else "small" if people < 50 else "medium" if people < 250 else "large"
    assert READER.read(f"siamo in {people} e lavoriamo molto").size == expected


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("esempi di maggiordomo aziendale", "salva-tempo"),
        ("lavandria in ditta", "salva-tempo"),
        ("la settimana di quattro giorni", "settimana-quattro-giorni"),
        ("donare ferie ai colleghi", "fondo-solidale"),
        ("un centro estivo", "centri-estivi"),
        ("facilitatore", "piano-leggero"),
        ("WHP", ""),
        ("programma regionale salute", "lavoro-in-salute"),
    ],
)
def test_a_practice_is_found_by_its_words(text: str, id: str) -> None:
    assert next(iter(FINDER.find(text)), "") == id


@pytest.mark.parametrize(
    "text", ["buone prassi", "vorremmo qualche idea da altre aziende", "cosa fanno le altre ditte?", "ciao"]
)
def test_words_of_every_practice_find_none(text: str) -> None:
    assert FINDER.find(text) == ()


def test_questions_are_told_from_answers() -> None:
    assert asks("quanto preavviso serve")
    assert asks("e il rientro?")
    assert not asks("rientro dalla maternità")
