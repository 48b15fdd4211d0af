"""What a text tells for a voucher request is found as people write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.loader import load
from bot.settings import ROOT
from bot.understanding.places import PlaceFinder
from bot.understanding.voucher import LONGEST_COMPANY, VoucherReader, company_name

KNOWLEDGE = load(ROOT)
READER = VoucherReader(KNOWLEDGE.voucher_words, PlaceFinder(KNOWLEDGE.territory))


@pytest.mark.parametrize(
    ("text", "home", "work"),
    [
        ("abito a Opera e lavoro a Rozzano", "Opera", "Rozzano"),
        ("lavoro a Rozzano, vivo a Opera", "Opera", "Rozzano"),
        ("vivo e lavoro a Paullo", "Paullo", "Paullo"),
        ("abito a Segrate ma lavoro a San Donato", "Segrate", "San Donato"),
        ("lavoro in Comune a Opera", None, "Opera"),
        ("sono residente a Tribiano", "Tribiano", None),
        ("un lavoro a tempo pieno", None, None),
        ("Opera", None, None),
    ],
)
def test_home_and_work_are_told_apart(text: str, home: str | None, work: str | None) -> None:
    found = READER.find(text)
    assert (found.residence and found.residence.name, found.work and found.work.name) == (home, work)


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("lavoro alla Rossi Impianti srl di Paullo, abito a Opera", "Rossi Impianti srl"),
        ("ciao, abito a Opera e lavoro alla Rossi e Figli S.r.l.", "Rossi e Figli S.r.l"),
        ("lavoro all'Esselunga", "Esselunga"),
        ("lavoro per ACME e abito a Locate di Triulzi", "ACME"),
        ("la mia azienda è Officine di Esempio srl", "Officine di Esempio srl"),
        ("sono dipendente della Cooperativa Girasole", "Cooperativa Girasole"),
        ("lavoro in Comune a Opera", ""),
        ("lavoro a Rozzano", ""),
        ("lavoro a turni in un supermercato", ""),
        ("lavoro 30 ore a settimana", ""),
        ("lavoro da 3 anni in banca", ""),
        ("lavoro alla 3M", "3M"),
    ],
)
def test_a_company_is_found_in_a_sentence(text: str, company: str) -> None:
    assert READER.find(text).company.rstrip(".") == company


@pytest.mark.parametrize(
    ("text", "services", "employment"),
    [
        ("mi serve la tata", ("baby-sitter",), None),
        ("il nido e poi il centro estivo", ("centro-estivo", "nido"), None),
        ("faccio la badante", (), "domestic_worker"),
        ("mi serve una badante per mia madre", ("badante",), None),
        ("sono dipendente pubblica", (), "public_employee"),
        ("ho la partita IVA", (), "self_employed"),
        ("sono operaia ma faccio la badante", (), None),
    ],
)
def test_services_and_kinds_of_work_are_found_the_longest_words_first(
    text: str, services: tuple[str, ...], employment: str | None
) -> None:
    found = READER.find(text)
    assert (found.services, found.employment) == (services, employment)


@given(st.text(max_size=200))
def test_any_text_is_read_and_no_name_is_a_sentence(text: str) -> None:
    assert len(READER.find(text).company) <= LONGEST_COMPANY
    assert len(company_name(text)) <= LONGEST_COMPANY
