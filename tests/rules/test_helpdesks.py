"""Who is sent where: the real territory, and small ones for what the real one does not show."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.helpdesks import Helpdesk
from bot.knowledge.territory import Territory, read_territory
from bot.model.person import Audience
from bot.rules.helpdesks import AT_MOST, PREFERRED, certain, distance, haversine, passed_over, route

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
BASIGLIO, OPERA, PIEVE, ROZZANO = "015015", "015159", "015173", "015189"
CARPIANO, SAN_DONATO, MEDIGLIA, PESCHIERA = "015050", "015192", "015139", "015171"


def _real() -> Territory:
    territory = read_territory(ROOT, [])
    assert territory
    return territory


REAL = _real()


def _desk(**changes: Any) -> Helpdesk:
    values: dict[str, Any] = {
        "id": "prova",
        "name": "Sportello di prova",
        "organization": "Comune di Rozzano",
        "kind": "segretariato_sociale",
        "roles": ["welfare"],
        "audience": ["lavoratori", "famiglie"],
        "comune": ROZZANO,
        "serves": [ROZZANO],
        "address": {"street": "Piazza Giovanni Foglia 1", "cap": "20089"},
        "phones": [{"number": "+39 02 8226369", "use": "info"}],
        "status": "active",
        "checked_on": TODAY,
        "source": "prova",
        "source_code": "G1",
        "confidence": "H",
    }
    return Helpdesk.model_validate(values | changes)


def _with(*desks: Helpdesk) -> Territory:
    return Territory(REAL.districts, REAL.municipalities, {desk.id: desk for desk in desks}, {}, {})


def _ids(territory: Territory, istat: str, audience: Audience = "worker", **more: Any) -> list[str]:
    return [desk.id for desk in route(territory, istat, audience, TODAY, **more)]


@pytest.mark.parametrize("audience", list(PREFERRED))
@pytest.mark.parametrize("istat", list(REAL.municipalities))
def test_every_municipality_gets_helpdesks_that_serve_it(istat: str, audience: Audience) -> None:
    desks = route(REAL, istat, audience, TODAY)
    assert 1 <= len(desks) <= AT_MOST
    assert all(istat in desk.serves and desk.shown for desk in desks)
    assert len({desk.id for desk in desks}) == len(desks)


@pytest.mark.parametrize("istat", list(REAL.municipalities))
def test_a_worker_is_sent_to_the_own_municipality_first(istat: str) -> None:
    first = route(REAL, istat, "worker", TODAY)[0]
    assert first.comune == istat
    assert first.kind == "segretariato_sociale"


@pytest.mark.parametrize("istat", list(REAL.municipalities))
def test_a_company_is_sent_to_the_desk_for_firms_first(istat: str) -> None:
    first = route(REAL, istat, "company", TODAY)[0]
    assert first.comune == istat
    assert "imprese" in first.roles


@pytest.mark.parametrize("istat", list(REAL.municipalities))
def test_who_looks_for_work_is_sent_to_a_job_centre_first(istat: str) -> None:
    assert "lavoro" in route(REAL, istat, "worker", TODAY, need="lavoro")[0].roles


@pytest.mark.parametrize(
    ("istat", "audience", "expected"),
    [
        (ROZZANO, "worker", ["rozzano-servizio-sociale", "visconteo-ufficio-di-piano", "rozzano-spazio-vis-a-vis"]),
        (MEDIGLIA, "worker", ["mediglia-servizi-sociali", "paullese-ufficio-di-piano"]),
        (CARPIANO, "worker", ["carpiano-servizi-sociali"]),
        (SAN_DONATO, "worker", ["san-donato-segretariato-sociale", "assemi"]),
        (PIEVE, "worker", ["pieve-emanuele-politiche-sociali", "pieve-emanuele-centro-taddei"]),
        (BASIGLIO, "company", ["basiglio-suap", "visconteo-ufficio-di-piano", "rozzano-centro-impiego"]),
        (PESCHIERA, "operator", ["paullese-ufficio-di-piano", "peschiera-borromeo-servizi-sociali"]),
    ],
)
def test_known_municipalities_lead_to_known_helpdesks(istat: str, audience: Audience, expected: list[str]) -> None:
    assert _ids(REAL, istat, audience)[: len(expected)] == expected


def test_the_district_comes_before_distance() -> None:
    near = _desk(id="vicino", comune=PIEVE, serves=[BASIGLIO], address={"street": "Via Viquarterio 1", "cap": "20072"})
    own = _desk(id="distretto", comune=OPERA, serves=[BASIGLIO], address={"street": "Via Dante", "cap": "20073"})
    home = REAL.municipalities[BASIGLIO]
    assert distance(REAL, home, near) < distance(REAL, home, own)
    assert _ids(_with(near, own), BASIGLIO) == ["distretto", "vicino"]


def test_distance_decides_between_equals() -> None:
    far = _desk(id="a-lontano", lat=45.45, lon=9.50)
    near = _desk(id="b-vicino")
    assert _ids(_with(far, near), ROZZANO) == ["b-vicino", "a-lontano"]


def test_a_desk_of_another_municipality_that_does_not_serve_this_one_is_not_offered() -> None:
    assert _ids(_with(_desk()), OPERA) == []


@pytest.mark.parametrize("status", ["historic", "suspended"])
def test_a_hidden_helpdesk_is_never_offered_and_gives_way_to_its_fallback(status: str) -> None:
    hidden = _desk(id="nascosto", status=status, fallback="altro")
    other = _desk(id="altro", serves=[OPERA])
    assert _ids(_with(hidden), ROZZANO) == []
    assert _ids(_with(hidden, other), ROZZANO) == ["altro"]


def test_a_fallback_that_is_hidden_too_is_not_offered() -> None:
    hidden = _desk(id="nascosto", status="historic", fallback="altro")
    assert _ids(_with(hidden, _desk(id="altro", status="suspended", serves=[OPERA])), ROZZANO) == []


def test_at_most_three_are_offered() -> None:
    assert len(_ids(_with(*(_desk(id=f"sportello-{number}") for number in range(9))), ROZZANO)) == 3


def test_health_and_work_come_only_when_they_are_the_need() -> None:
    health = _desk(id="salute", kind="consultorio", roles=["salute"])
    territory = _with(health, _desk(id="sociale"))
    assert _ids(territory, ROZZANO) == ["sociale"]
    assert _ids(territory, ROZZANO, need="salute") == ["salute", "sociale"]


def test_an_unknown_municipality_gets_none() -> None:
    assert route(REAL, "015146", "worker", TODAY) == ()


@pytest.mark.parametrize(
    ("status", "days", "expected"),
    [
        ("active", 0, True),
        ("active", 180, True),
        ("active", 181, False),
        ("to_verify", 0, False),
        ("historic", 0, False),
    ],
)
def test_a_record_is_certain_for_180_days_after_its_check(status: str, days: int, expected: bool) -> None:
    assert certain(_desk(status=status, checked_on=TODAY - timedelta(days=days)), TODAY) is expected


def test_nothing_of_the_real_list_is_certain_before_someone_phoned() -> None:
    assert not any(certain(desk, TODAY) for desk in REAL.helpdesks.values())


def test_a_checked_desk_comes_before_an_unchecked_one() -> None:
    unsure = _desk(id="a-dubbio", status="to_verify")
    assert _ids(_with(unsure, _desk(id="b-sicuro")), ROZZANO) == ["b-sicuro", "a-dubbio"]


def test_haversine_agrees_with_a_known_distance() -> None:
    assert haversine(45.0, 9.0, 45.0, 9.0) == 0
    assert haversine(45.0, 9.0, 46.0, 9.0) == pytest.approx(111.2, abs=0.1)
    assert haversine(0.0, 0.0, 0.0, 180.0) == pytest.approx(20015, abs=1)


def test_a_desk_without_a_place_is_infinitely_far() -> None:
    desk = REAL.helpdesks["afol-metropolitana"]
    assert distance(REAL, REAL.municipalities[ROZZANO], desk) == float("inf")


def test_a_closer_desk_of_the_same_kind_that_serves_others_is_named_as_passed_over() -> None:
    far, near = _desk(id="lontano", serves=[BASIGLIO]), _desk(id="vicino", comune=PIEVE, serves=[PIEVE])
    other_kind = _desk(id="altro", comune=PIEVE, serves=[PIEVE], roles=["salute"])
    assert passed_over(_with(far, near, other_kind), OPERA, far) == near
    assert passed_over(_with(near, far), PIEVE, near) is None
    assert passed_over(_with(far, other_kind), OPERA, far) is None
