"""The census with what operators changed: joined in order, never broken, never over what a curator wrote since."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.knowledge.loader import Knowledge
from bot.knowledge.territory import Territory
from bot.model.cards import CardChange
from bot.rules.card_changes import proposed, reconfirmed, stale, with_changes
from bot.rules.card_fields import read_field, read_phone

NOW, TODAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC), date(2026, 11, 23)
DESK = "opera-servizi-sociali"
HOURS = "Mo,We 09:00-12:00; PH off"


@pytest.fixture
def territory(knowledge: Knowledge) -> Territory:
    return knowledge.territory


def change(territory: Territory, **fields: Any) -> CardChange:
    made = proposed(territory, DESK, fields, 1, NOW, TODAY)
    assert isinstance(made, CardChange)
    return made


def edited(territory: Territory, **fields: Any) -> Territory:
    """As if a curator had written this into the file."""
    desk = territory.helpdesks[DESK].model_copy(update=fields)
    return replace(territory, helpdesks={**territory.helpdesks, DESK: desk})


def test_changes_are_joined_in_their_order(territory: Territory) -> None:
    first = change(territory, opening_hours=HOURS)
    second = change(with_changes(territory, [first]), opening_hours="Tu 09:00-12:00; PH off")
    then = with_changes(territory, [first, second]).helpdesks[DESK]
    assert (then.opening_hours, then.status, then.checked_on) == ("Tu 09:00-12:00; PH off", "active", TODAY)
    assert with_changes(territory, []) is territory


def test_what_a_curator_wrote_since_prevails_and_other_fields_still_change(territory: Territory) -> None:
    made = change(territory, opening_hours=HOURS, hours_note="Suona al 2.")
    then = with_changes(edited(territory, opening_hours="Fr 09:00-12:00; PH off"), [made]).helpdesks[DESK]
    assert (then.opening_hours, then.hours_note) == ("Fr 09:00-12:00; PH off", "Suona al 2.")


def test_what_was_written_back_into_the_file_changes_nothing_more(territory: Territory) -> None:
    made = change(territory, opening_hours=HOURS)
    file = with_changes(territory, [made])
    assert with_changes(file, [made]).helpdesks == file.helpdesks


def test_a_later_check_in_the_file_counts(territory: Territory) -> None:
    made = reconfirmed(territory, DESK, 1, NOW, TODAY)
    assert with_changes(edited(territory, checked_on=date(2026, 12, 1)), [made]).helpdesks[DESK].checked_on == date(
        2026, 12, 1
    )


def test_a_change_that_would_break_a_card_leaves_it_as_the_file_says(territory: Territory) -> None:
    broken = CardChange(DESK, {"opening_hours": (None, "sempre")}, 1, NOW)
    assert with_changes(territory, [broken]).helpdesks[DESK] == territory.helpdesks[DESK]
    nobody = CardChange("che-non-esiste", {"name": ("a", "b")}, 1, NOW)
    assert with_changes(territory, [nobody]).helpdesks == territory.helpdesks


def test_the_checks_of_the_file_hold_for_proposals(territory: Territory) -> None:
    refused = proposed(
        territory, DESK, {"alert": {"text": "Chiedete al 333 1234567", "until": "2026-12-01"}}, 1, NOW, TODAY
    )
    assert isinstance(refused, tuple)
    assert "mobile number" in refused[0].problem
    alone = proposed(territory, DESK, {"status": "historic"}, 1, NOW, TODAY)
    assert isinstance(alone, CardChange), "the SUAP still serves the town"


def test_a_change_of_what_changed_meanwhile_is_stale(territory: Territory) -> None:
    made = change(territory, opening_hours=HOURS)
    assert not stale(territory, made)
    assert stale(edited(territory, opening_hours="Fr 09:00-12:00; PH off"), made)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("02 52772250", "+39 02 52772250"),
        ("+39 02-5277.2250", "+39 02 52772250"),
        ("0039 0371 409231", "+39 0371 409231"),
        ("800 123456", "800 123456"),
        ("800123456", "800 123456"),
        ("333 1234567", "mobile"),
        ("+39 333 1234567", "mobile"),
        ("12345", "phone"),
        ("chiedi a Anna", "phone"),
    ],
)
def test_phones_are_read_as_they_are_typed(typed: str, read: str) -> None:
    assert read_phone(typed) == read


@pytest.mark.parametrize(
    ("typed", "since", "until", "closed"),
    [
        ("Chiuso per ferie dal 10 al 25 agosto", "2027-08-10", "2027-08-25", True),
        ("Fino al 15 gennaio si entra dal cortile", None, "2027-01-15", False),
        ("Chiusi il 7 dicembre", "2026-12-07", "2026-12-07", True),
    ],
)
def test_an_alert_holds_until_its_day(
    territory: Territory, typed: str, since: str | None, until: str, closed: bool
) -> None:
    read = read_field(territory.helpdesks[DESK], "alert", typed, TODAY)
    assert read == {"alert": {"text": typed, "since": since, "until": until, "closed": closed}}
    change(territory, **read)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("Chiuso per ferie", "alert_end"),
        ("Chiuso fino al 31 febbraio", "alert_day"),
        ("Chiuso fino al 3/11/2026", "alert_past"),
        ("x" * 201, "alert_long"),
    ],
)
def test_an_alert_without_a_day_to_come_is_asked_for_again(territory: Territory, typed: str, wrong: str) -> None:
    assert read_field(territory.helpdesks[DESK], "alert", typed, TODAY) == wrong
