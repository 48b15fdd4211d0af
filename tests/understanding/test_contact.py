"""A number or an hour to call back."""

from __future__ import annotations

import pytest

from bot.understanding.contact import contact_in


@pytest.mark.parametrize(
    ("text", "phone", "hours"),
    [
        ("il mio numero è 333 1234567, chiamatemi dopo le cinque di sera", "3331234567", "dopo le 5 di sera"),
        ("chiamatemi al tre tre tre uno due tre quattro cinque sei sette", "3331234567", ""),
        ("dalle 9 alle 12, cell +39 333.12.34.567", "+393331234567", "dalle 9 alle 12"),
        ("di mattina", "", "di mattina"),
    ],
)
def test_what_is_told_by_itself_is_taken(text: str, phone: str, hours: str) -> None:
    contact = contact_in(text)
    assert contact is not None
    assert (contact.phone, contact.hours, contact.alone) == (phone, hours, True)


@pytest.mark.parametrize(
    "text", ["posso prendere 3 mesi di congedo? il mio numero è 3331234567", "il congedo finisce domani"]
)
def test_beside_a_question_it_is_not_all_that_is_told(text: str) -> None:
    contact = contact_in(text)
    assert contact is not None
    assert not contact.alone


@pytest.mark.parametrize("text", ["lavoro 40 ore su 5 giorni", "NY2-CGKJ", "ciao", "ho due figli"])
def test_other_numbers_are_none(text: str) -> None:
    assert contact_in(text) is None
