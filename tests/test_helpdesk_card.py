"""The card of a helpdesk: what it says of today is what its record says, in plain words, and nothing more."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from bot.helpdesk_card import Card
from bot.knowledge.helpdesks import Helpdesk
from bot.knowledge.loader import Knowledge
from bot.model.time import ROME
from bot.wording import Writer

MONDAY = datetime(2026, 11, 30, 10, 0, tzinfo=ROME)
HOURS = 'Mo,Th 09:00-12:00; Tu 09:00-12:00 "solo telefono"; We 08:30-12:00,14:00-16:30; PH off'
PIEVE, SAN_DONATO = "015173", "015192"


def a_desk(**changes: Any) -> Helpdesk:
    values: dict[str, Any] = {
        "id": "prova",
        "name": "Sportello di prova",
        "organization": "Comune di San Donato Milanese",
        "kind": "segretariato_sociale",
        "roles": ["welfare"],
        "audience": ["lavoratori"],
        "comune": SAN_DONATO,
        "serves": [SAN_DONATO],
        "address": {"street": "Via di Prova 1", "cap": "20097"},
        "phones": [{"number": "+39 02 1234567", "use": "info"}],
        "opening_hours": HOURS,
        "status": "active",
        "checked_on": date(2026, 11, 20),
        "source": "prova",
        "source_code": "G1",
        "confidence": "H",
    }
    return Helpdesk.model_validate(values | changes)


def card(knowledge: Knowledge, now: datetime | None = MONDAY, language: str = "it") -> Card:
    today = now.date() if now else MONDAY.date()
    return Card(knowledge.territory, Writer(knowledge, "worker", today, language).text, today, now, language)


def told(knowledge: Knowledge, desk: Helpdesk, now: datetime | None = MONDAY, language: str = "it") -> str:
    return card(knowledge, now, language).of(desk).text


def at(day: int, hour: int, minute: int = 0, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ROME)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (MONDAY, "Adesso è aperto, fino alle 12."),
        (at(30, 11, 59, month=11), "Adesso è aperto, fino alle 12."),
        (at(30, 12, month=11), "Adesso è chiuso. Risponde al telefono domani dalle 9. Riceve mercoledì dalle 8:30."),
        (at(1, 10), "Adesso risponde solo al telefono, fino alle 12. Riceve domani dalle 8:30."),
        (at(2, 11), "Adesso è aperto, fino alle 12. Riceve oggi dalle 14."),
        (at(2, 13), "Adesso è chiuso. Riceve oggi dalle 14."),
        (at(3, 13), "Adesso è chiuso. Riceve lunedì dalle 9."),
        (at(8, 10), "Oggi è chiuso: è un giorno di festa. Riceve domani dalle 8:30."),
        (at(24, 20), "Adesso è chiuso. Riceve lunedì dalle 9."),
        (at(31, 20), "Adesso è chiuso. Riceve lunedì dalle 9."),
    ],
)  # fmt: skip
def test_it_says_whether_it_is_open_until_when_and_what_comes_next(
    knowledge: Knowledge, now: datetime, expected: str
) -> None:
    assert expected in told(knowledge, a_desk(), now).splitlines()


def test_the_hour_is_that_of_rome_in_winter_and_in_summer(knowledge: Knowledge) -> None:
    for utc, expected in {"2026-11-30T08:30+00:00": "è aperto", "2026-07-20T06:30+00:00": "è chiuso", "2026-07-20T07:30+00:00": "è aperto"}.items():  # fmt: skip
        assert f"Adesso {expected}" in told(knowledge, a_desk(), datetime.fromisoformat(utc)), utc


def test_the_week_is_told_in_words(knowledge: Knowledge) -> None:
    assert (
        "Orari: lunedì e giovedì dalle 9 alle 12; martedì dalle 9 alle 12 (solo al telefono); "
        "mercoledì dalle 8:30 alle 12 e dalle 14 alle 16:30; chiuso nei giorni festivi"
    ) in told(knowledge, a_desk())
    assert "Orari: da lunedì a venerdì dalle 9 alle 12" in told(
        knowledge, a_desk(opening_hours="Mo-Fr 09:00-12:00; PH off")
    )
    assert (
        "Opening hours: Mon and Thu 9:00–12:00; Tue 9:00–12:00 (by phone only)"
    ) in told(knowledge, a_desk(), language="en")  # fmt: skip


def test_hours_that_nobody_knows_are_never_guessed(knowledge: Knowledge) -> None:
    text = told(knowledge, a_desk(opening_hours=None))
    assert "Orari: non li conosciamo ancora" in text
    assert "Adesso" not in text


def test_without_a_moment_nothing_is_said_of_now(knowledge: Knowledge) -> None:
    text = told(knowledge, a_desk(), None)
    assert "Orari: lunedì" in text
    assert "Adesso" not in text


def test_the_patron_of_its_town_closes_it(knowledge: Knowledge) -> None:
    desk = a_desk(comune=PIEVE, serves=[PIEVE], opening_hours="Mo-Fr 09:00-12:00; PH off")
    patron = datetime(2026, 9, 28, 10, tzinfo=ROME)
    assert "Oggi è chiuso: è la festa del patrono (Sant'Alessandro). Riceve domani dalle 9." in told(
        knowledge, desk, patron
    )
    elsewhere = a_desk(opening_hours="Mo-Fr 09:00-12:00; PH off")
    assert "Adesso è aperto" in told(knowledge, elsewhere, patron)


def test_a_closure_of_august_is_told_and_ends(knowledge: Knowledge) -> None:
    alert = {
        "text": "Chiuso per ferie dal 10 al 21 agosto.",
        "since": "2026-08-10",
        "until": "2026-08-21",
        "closed": True,
    }
    desk = a_desk(alert=alert, opening_hours="Mo-Fr 09:00-12:00; PH off")
    during = told(knowledge, desk, datetime(2026, 8, 12, 10, tzinfo=ROME))
    assert "Oggi è chiuso. Riceve lunedì 24/8 dalle 9." in during
    assert alert["text"] in during
    for day in (7, 24):
        text = told(knowledge, desk, datetime(2026, 8, day, 10, tzinfo=ROME))
        assert "Adesso è aperto" in text
        assert str(alert["text"]) not in text


def test_by_appointment_is_no_open_door(knowledge: Knowledge) -> None:
    text = told(knowledge, a_desk(appointment="required", opening_hours="Mo-Fr 09:00-12:00; PH off"))
    assert "Adesso riceve solo su appuntamento, fino alle 12." in text
    assert "dalle 9 alle 12 (su appuntamento)" in text
    assert "è aperto" not in text


def test_another_day_is_told_by_itself(knowledge: Knowledge) -> None:
    shown = card(knowledge)
    for day, expected in {
        date(2026, 12, 1): "Domani: dalle 9 alle 12 (solo al telefono).",
        date(2026, 12, 2): "Mercoledì: dalle 8:30 alle 12 e dalle 14 alle 16:30.",
        date(2026, 12, 5): "Sabato: chiuso.",
        date(2026, 12, 8): "Martedì 8/12: chiuso.",
    }.items():
        assert expected in shown.open_now(a_desk(), day).text.splitlines()


def test_who_reads_learns_what_it_does_how_to_reach_it_and_what_to_bring(knowledge: Knowledge) -> None:
    desk = a_desk(services=["primo ascolto"], step_free=True, bring=["documento", "tessera sanitaria"])
    text = told(knowledge, desk)
    for line in (
        "Che cosa fa: primo ascolto",
        "Indirizzo: Via di Prova 1, 20097 San Donato Milanese",
        "In treno: San Donato Milanese (S1, S12)",
        "Si entra senza gradini",
        "Telefono: +39 02 1234567",
        "Porta con te: documento, tessera sanitaria",
        "Fonte: prova. Dati del 20/11/2026",
    ):
        assert line in text.splitlines()
    assert "Telefona prima" not in text


def test_what_nobody_confirmed_for_half_a_year_is_to_be_phoned_first(knowledge: Knowledge) -> None:
    for desk in (a_desk(status="to_verify"), a_desk(checked_on=date(2026, 5, 1))):
        text = told(knowledge, desk)
        assert "Telefona prima: i dati non sono ancora confermati dall'ufficio. Chiedi anche che cosa portare." in text
    by_mail = told(knowledge, a_desk(status="to_verify", phones=[], emails=["info@comune.prova.mi.it"]))
    assert "Scrivi prima" in by_mail


def test_every_real_helpdesk_has_a_card_that_fits_a_screen_in_every_language(knowledge: Knowledge) -> None:
    for language in knowledge.words:
        for desk in knowledge.territory.helpdesks.values():
            text = told(knowledge, desk, language=language)
            assert len(text) < 1000, desk.id
            assert "{" not in text.replace("\u2068", ""), (desk.id, language)
