"""Opening hours as the records say them: the library's holidays are ours, and nothing is open that is closed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from opening_hours import OpeningHours

from bot.knowledge.territory import Territory, read_territory
from bot.model.time import ROME
from bot.rules.calendar import national, patron_day
from bot.rules.hours import closed_for, slots_on, standing, week
from bot.settings import ROOT
from tests.test_helpdesk_card import a_desk

EVERY_DAY = "Mo-Su 09:00-12:00; PH off"


@pytest.fixture(scope="module")
def territory() -> Territory:
    territory = read_territory(ROOT, [])
    assert territory
    return territory


def days(year: int) -> list[date]:
    return [
        date(year, 1, 1) + timedelta(days=n) for n in range(366) if (date(year, 1, 1) + timedelta(days=n)).year == year
    ]


@pytest.mark.parametrize("year", range(2026, 2032))
def test_the_library_closes_on_our_national_holidays_and_on_no_other_day(year: int) -> None:
    hours = OpeningHours(EVERY_DAY, timezone=ROME, country="IT")
    closed = {day for day in days(year) if hours.is_closed(datetime(day.year, day.month, day.day, 10, tzinfo=ROME))}
    assert closed == national(year)


def test_every_patron_closes_on_its_day_in_its_town_only(territory: Territory) -> None:
    for town in territory.municipalities.values():
        desk = a_desk(comune=town.istat, serves=[town.istat], address={"street": "Via 1", "cap": town.cap}, opening_hours=EVERY_DAY)  # fmt: skip
        closed = {day for day in days(2027) if not slots_on(territory, desk, day)}
        patron = {patron_day(town.patron_day, 2027)} if town.patron_day else set()
        assert closed == national(2027) | patron, town.name
        for day in closed:
            assert closed_for(territory, desk, day) == ("holiday" if day in national(2027) else "patron")


def test_a_day_on_which_it_never_opens_is_closed_for_no_reason(territory: Territory) -> None:
    assert closed_for(territory, a_desk(opening_hours="Mo 09:00-12:00; PH off"), date(2026, 12, 25)) == ""


def test_what_is_not_known_is_none(territory: Territory) -> None:
    desk = a_desk(opening_hours=None)
    assert standing(territory, desk, datetime(2026, 11, 30, 10, tzinfo=ROME)) is None
    assert slots_on(territory, desk, date(2026, 11, 30)) is None
    assert week(desk) == ()


def test_a_suspension_of_months_has_no_next_opening(territory: Territory) -> None:
    alert = {"text": "Chiuso.", "until": "2027-12-31", "closed": True}
    found = standing(territory, a_desk(alert=alert), datetime(2026, 11, 30, 10, tzinfo=ROME))
    assert found
    assert (found.now, found.next, found.why) == (None, None, "notice")


@pytest.mark.parametrize("zone", ["Europe/Rome", "UTC", "America/New_York"])
def test_the_slot_is_the_same_wherever_the_clock_stands(territory: Territory, zone: str) -> None:
    moment = datetime(2026, 11, 30, 10, tzinfo=ROME).astimezone(ZoneInfo(zone))
    found = standing(territory, a_desk(), moment)
    assert found
    assert found.now
    assert found.now.end == datetime(2026, 11, 30, 12, tzinfo=ROME)


def test_now_is_within_the_slot_and_the_next_comes_after_it(territory: Territory) -> None:
    for desk in territory.helpdesks.values():
        for step in range(0, 24 * 30, 1):
            moment = datetime(2026, 12, 1, tzinfo=ROME) + timedelta(hours=step)
            found = standing(territory, desk, moment)
            if found is None:
                assert desk.opening_hours is None
                break
            assert found.now is None or found.now.start <= moment < found.now.end
            assert found.next
            assert found.next.start > moment
