"""infopoints.yaml: the real file passes, and every kind of mistake has its message."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from bot.knowledge.helpdesk_checks import personal
from bot.knowledge.problems import Problem
from bot.knowledge.territory import Territory, fold, name_words, read_territory

ROOT = Path(__file__).parents[2]
BROKEN = sorted((Path(__file__).parent / "broken_territory").glob("*.yaml"))
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def territory() -> Territory:
    problems: list[Problem] = []
    territory = read_territory(ROOT, problems, TODAY)
    assert not problems
    assert territory
    return territory


def test_the_real_file_holds_25_municipalities_in_four_districts(territory: Territory) -> None:
    sizes = Counter(territory.district_of(istat).id for istat in territory.municipalities)
    assert sizes == {"san_donato": 9, "paullese": 5, "pieve_emanuele": 7, "rozzano": 4}


def test_two_districts_are_one_ambito_today(territory: Territory) -> None:
    assert territory.district_of("015173").ambito == territory.district_of("015189").ambito
    assert territory.district_of("015192").ambito != territory.district_of("015171").ambito


def test_the_district_of_an_unknown_code_is_an_error(territory: Territory) -> None:
    with pytest.raises(KeyError):
        territory.district_of("015146")


def test_every_municipality_has_a_social_desk_and_a_desk_for_firms(territory: Territory) -> None:
    for istat in territory.municipalities:
        own = [desk for desk in territory.helpdesks.values() if desk.comune == istat]
        assert any(desk.kind == "segretariato_sociale" for desk in own)
        assert any(desk.kind == "suap" for desk in own)


def test_unsure_notes_only_send_people_to_their_municipality(territory: Territory) -> None:
    for row in territory.outside.values():
        if row.confidence == "L":
            assert row.note.startswith("Rivolgiti al tuo Comune")
            assert not any(letter.isdigit() for letter in row.note)


def test_who_has_no_phone_has_a_mailbox_or_names_another_helpdesk(territory: Territory) -> None:
    for desk in territory.helpdesks.values():
        assert desk.phones or desk.emails or desk.pec or desk.fallback, desk.id


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_mistake_gives_its_message_with_file_field_and_remedy(path: Path, tmp_path: Path) -> None:
    shutil.copy(path, tmp_path / "infopoints.yaml")
    expected = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# Message: ")
    problems: list[Problem] = []
    read_territory(tmp_path, problems, TODAY)
    assert expected in "\n".join(map(str, problems))
    assert all(problem.file == "infopoints.yaml" and problem.problem and problem.remedy for problem in problems)


def test_a_missing_file_is_a_problem_and_no_exception(tmp_path: Path) -> None:
    problems: list[Problem] = []
    assert read_territory(tmp_path, problems) is None
    assert "cannot be read" in str(problems[0])


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = (ROOT / "infopoints.yaml").read_text(encoding="utf-8")
    text = text.replace('cap: "20074"', 'cap: "2007"', 1).replace("fallback: paullese-", "fallback: paulese-", 1)
    (tmp_path / "infopoints.yaml").write_text(text.replace("status: to_verify", "status: boh", 1), encoding="utf-8")
    problems: list[Problem] = []
    read_territory(tmp_path, problems)
    told = "\n".join(map(str, problems))
    for words in ("municipalities.015050.cap", "no helpdesk 'paulese-ufficio-di-piano'", ".status"):
        assert words in told


def test_days_to_come_are_no_problem_if_nobody_says_what_day_it_is(tmp_path: Path) -> None:
    source = Path(__file__).parent / "broken_territory/future_check.yaml"
    shutil.copy(source, tmp_path / "infopoints.yaml")
    problems: list[Problem] = []
    read_territory(tmp_path, problems)
    assert not problems


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("S. Donato M.se", "san donato milanese"),
        ("S.Giuliano Mil.se", "san giuliano milanese"),
        ("Quinto de' Stampi", "quinto de stampi"),
        ("Quinto dei Stampi", "quinto de stampi"),
        ("Pàullo", "paullo"),
        ("Santa Corinna", "san corinna"),
        ("OPERA (MI)", "opera"),
    ],
)
def test_names_are_compared_without_capitals_accents_and_abbreviations(written: str, folded: str) -> None:
    assert " ".join(name_words(written)) == folded
    assert fold(written).split() == folded.split()


@pytest.mark.parametrize(
    ("mailbox", "expected"),
    [
        ("maria.rossi@comune.rozzano.mi.it", True),
        ("mario_bianchi@comune.opera.mi.it", True),
        ("sportello@libero.it", True),
        ("servizio.sociale@comune.rozzano.mi.it", False),
        ("settore.amministrativo@comune.melegnano.mi.it", False),
        ("urp.pieve@comune.pieveemanuele.mi.it", False),
        ("info@comune.binasco.mi.it", False),
    ],
)
def test_a_mailbox_of_one_person_is_recognised(mailbox: str, expected: bool) -> None:
    assert personal(mailbox) is expected
