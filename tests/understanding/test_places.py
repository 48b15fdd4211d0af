"""Places in texts, against the real territory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.territory import Territory, name_words, read_territory
from bot.understanding.places import PlaceFinder

ROOT = Path(__file__).parents[2]


def _territory() -> Territory:
    territory = read_territory(ROOT, [])
    assert territory
    return territory


TERRITORY = _territory()
FINDER = PlaceFinder(TERRITORY)
CODES = {comune.name: istat for istat, comune in TERRITORY.municipalities.items()}


def _cases() -> Iterator[Any]:
    groups = yaml.safe_load((ROOT / "tests/places.yaml").read_text(encoding="utf-8"))
    for group, rows in groups.items():
        for row in rows:
            yield pytest.param(row, id=f"{group}: {row['text']}")


@pytest.mark.parametrize("case", list(_cases()))
def test_a_text_names_the_place_of_its_case(case: dict[str, Any]) -> None:
    place = FINDER.find(case["text"])
    if case["status"] == "none":
        assert place is None
        return
    assert place is not None
    assert place.status == case["status"]
    assert place.comune == (CODES[case["comune"]] if "comune" in case else None)
    assert set(place.candidates) == {CODES[name] for name in case.get("candidates", [])}
    assert place.outside == case.get("outside")
    assert place.name == case.get("name", place.name)
    assert place.alone is case.get("alone", place.alone)
    assert place.others == tuple(CODES[name] for name in case.get("others", []))


def _names() -> list[tuple[str, str]]:
    return [
        (istat, name)
        for istat, comune in TERRITORY.municipalities.items()
        for name in (comune.name, *comune.localities, *comune.aliases)
    ]


@pytest.mark.parametrize("frame", ["{}", "abito a {}", "Buongiorno, sono di {}, grazie", "comune di {}"])
def test_every_name_finds_its_municipality_or_is_declared_ambiguous(frame: str) -> None:
    declared = {name_words(name) for row in TERRITORY.ambiguous.values() for name in (row.name, *row.names)}
    for istat, name in _names():
        place = FINDER.find(frame.format(name))
        assert place is not None, name
        if name_words(name) in declared:
            assert istat == place.comune or istat in place.candidates, name
        else:
            assert (place.status, place.comune) == ("found", istat), name
        assert place.alone, name


def test_every_full_name_is_found_in_the_middle_of_a_sentence() -> None:
    for name, istat in CODES.items():
        place = FINDER.find(f"mia sorella lavora in un asilo a {name} e non sa dove chiedere")
        assert place is not None
        assert (place.status, place.comune, place.alone) == ("found", istat, False)


def test_every_place_outside_is_outside() -> None:
    for row in TERRITORY.outside.values():
        for name in row.names:
            place = FINDER.find(f"abito a {name}")
            assert place is not None, name
            assert (place.status, place.outside, place.name) == ("outside", row.id, name)


NEARBY = (
    "Trezzano, Segrate, Assago, Corsico, Settala, Rosate, Siziano, Landriano, Casalmaiocco, Sordio, Cernusco, "
    "San Colombano al Lambro, Casorate, Lodi Vecchio, Buccinasco, Trezzo, Vimodrone"
)


@pytest.mark.parametrize("name", NEARBY.split(", "))
def test_a_town_nearby_is_never_taken_for_a_municipality_of_ours(name: str) -> None:
    for text in (name, f"abito a {name}"):
        place = FINDER.find(text)
        assert place is None or place.comune is None


def test_short_names_are_asked_about_and_never_guessed() -> None:
    for slip in ("Opea", "Operra", "Cero", "Zibdo"):
        place = FINDER.find(slip)
        assert place is None or place.status == "confirm"


@given(st.text(max_size=400))
def test_no_text_raises_and_a_found_place_is_one_of_the_25(text: str) -> None:
    place = FINDER.find(text)
    if place is None:
        return
    assert (place.comune is not None) == (place.status in ("found", "confirm"))
    assert (place.outside is not None) == (place.status == "outside")
    assert bool(place.candidates) == (place.status == "ambiguous")
    assert place.comune is None or place.comune in TERRITORY.municipalities
    assert set(place.candidates) <= set(TERRITORY.municipalities)


WORDS = ["abito", "a", "di", "opera", "san", "donato", "milano", "3", "rozzano", "20090", ",", "via", "pieve", "s."]


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
@settings(max_examples=300)
def test_texts_full_of_names_never_raise(text: str) -> None:
    place = FINDER.find(text)
    assert place is None or place.comune is None or place.comune in TERRITORY.municipalities


@given(st.sampled_from(sorted(CODES)), st.sampled_from(["{}", "abito a {}", "sono di {}!", "zona {}"]))
def test_capitals_do_not_matter(name: str, frame: str) -> None:
    text = frame.format(name)
    assert FINDER.find(text.upper()) == FINDER.find(text.lower()) == FINDER.find(text)


def _questions() -> Iterator[tuple[str, str]]:
    for path in sorted([*ROOT.glob("knowledge_base/answers/**/*.yaml"), *ROOT.glob("nlu/data/*.yml")]):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        for row in data if isinstance(data, list) else [data]:
            for texts in row.get("questions", {}).values():
                for text in texts:
                    yield path.name, text


def _written_names() -> set[str]:
    """All names as they are written, short and full, and the postcodes."""
    names = {name for _, name in _names()}
    names |= {name for row in TERRITORY.outside.values() for name in row.names}
    names |= {name for row in TERRITORY.ambiguous.values() for name in (row.name, *row.names)}
    names |= {cap for comune in TERRITORY.municipalities.values() for cap in (comune.cap, *comune.old_caps)}
    return {" ".join(name_words(name)) for name in names}


ORDINARY = {"opera", "locate", "cerro", "pieve", "mezzano", "bettola", "como", "lodi", "roma", "occhio"}


def test_example_questions_name_a_place_only_if_they_write_one() -> None:
    """A misspelling found in an ordinary question, or an ordinary word taken for a town, would mislead."""
    names = _written_names()
    wrong = []
    for file, text in _questions():
        place = FINDER.find(text)
        if place is None:
            continue
        said = f" {' '.join(name_words(text))} "
        written = {name for name in names if f" {name} " in said}
        after_preposition = any(re.search(rf" (a|ad|di|da|in|comune) {name} ", said) for name in written & ORDINARY)
        if not written - ORDINARY and not after_preposition and not place.alone:
            wrong.append((file, text, place))
    assert not wrong


def test_an_ordinary_paragraph_names_no_place() -> None:
    text = (
        "Le sue ore di lavoro sono state governate da un accordo. Il capitano della squadra ha tornato a casa le entrate "
        "e resterà con il figlio unico. Nel deserto si opera con zelo, con buone medaglie e colture di basilico. Le "
        "serate sono corrette, il rinvio è sereno, le opere di muratura locate in centro restano aperte."
    )
    assert FINDER.find(text) is None
