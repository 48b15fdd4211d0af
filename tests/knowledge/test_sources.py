"""Sources that open: acts are known by name, and a citation leads to the official text at its article."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.checks import find_problems
from bot.knowledge.loader import Knowledge, load
from bot.knowledge.problems import Problem
from bot.knowledge.readability import first_sentence
from bot.knowledge.sources import ADDRESS, Act, cited, read_acts, unlinked


def act(**fields: object) -> Act:
    return Act.model_validate(fields)


CONSOLIDATED = act(name="D.Lgs. 151/2001", date="2001-03-26")
TAX = act(name="DPR 917/1986", date="1986-12-22", also=["TUIR"])
ACTS = {
    "D.Lgs. 151/2001": CONSOLIDATED,
    "L. 104/1992": act(name="L. 104/1992", date="1992-02-05"),
    "D.L. 62/2026": act(name="D.L. 62/2026"),
    "DPR 917/1986": TAX,
    "TUIR": TAX,
    "Codice civile": act(name="Codice civile", urn="stato:regio.decreto:1942-03-16;262:2"),
}


@pytest.mark.parametrize(
    ("citation", "addresses"),
    [
        ("D.Lgs. 151/2001, art. 32, comma 3", ["stato:decreto.legislativo:2001-03-26;151~art32"]),
        ("D.Lgs. 151/2001, artt. 27-bis, 28 e 31-bis", ["stato:decreto.legislativo:2001-03-26;151~art27bis"]),
        ("D.Lgs. 151/2001", ["stato:decreto.legislativo:2001-03-26;151"]),
        ("L. 104/1992, art. 33, commi 3 e 6 (permessi)", ["stato:legge:1992-02-05;104~art33"]),
        ("D.L. 62/2026, art. 11, comma 2", ["stato:decreto.legge:2026;62~art11"]),
        ("TUIR (DPR 917/1986), art. 51; artt. 95 e 100", [
            "presidente.repubblica:decreto:1986-12-22;917~art51", "presidente.repubblica:decreto:1986-12-22;917~art95",
        ]),
        ("Codice civile, art. 2120", ["stato:regio.decreto:1942-03-16;262:2~art2120"]),
        ("L. 104/1992, art. 33; INPS, circolare 45/2011", ["stato:legge:1992-02-05;104~art33", None]),
        ("L. 62/2026, art. 1", [None]),
        ("INPS, circolare 152/2015", [None]),
        ("CCNL Funzioni locali 16/11/2022, art. 45", [None]),
    ],
)  # fmt: skip
def test_a_citation_leads_to_its_act_at_its_first_article(citation: str, addresses: list[str | None]) -> None:
    found = cited(citation, ACTS)
    assert [piece.url for piece in found] == [address and ADDRESS + address for address in addresses]
    assert "; ".join(piece.text for piece in found) == citation


def test_an_act_that_is_not_known_is_named_and_other_sources_are_not(small: Path) -> None:
    entry = small / "knowledge_base" / "answers" / "leave" / "notice.yaml"
    entry.write_text(entry.read_text().replace('"D.Lgs. 151/2001, art. 32"', '"L. 999/1999, art. 1", "INPS, nota 1"'))
    (problem,) = find_problems(load(small))
    assert problem.field == "notice.sources"
    assert problem.problem == "L. 999/1999 is not in knowledge_base/sources.yaml"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("- {name: L. 53/2000}", "acts: is not the list of acts"),
        ("acts:\n  - {name: La legge, date: 2000-03-08}", "La legge: value error, needs `urn`"),
        ("acts:\n  - {name: L. 53/2000, date: ieri}", "L. 53/2000.date: "),
        ("acts:\n  - {name: L. 53/2000}\n  - {name: L. 53/2000}", "L. 53/2000: the name stands twice"),
        ("acts:\n  - {name: L. 53/2000, colour: red}", "L. 53/2000.colour: "),
    ],
)
def test_a_mistake_in_the_list_of_acts_is_named(content: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "knowledge_base").mkdir()
    (tmp_path / "knowledge_base" / "sources.yaml").write_text(content)
    problems: list[Problem] = []
    read_acts(tmp_path, problems)
    assert any(f"knowledge_base/sources.yaml: {message}" in str(problem) for problem in problems), problems


def test_every_act_that_the_content_cites_opens_and_what_does_not_is_told(knowledge: Knowledge) -> None:
    told = unlinked(knowledge.answers().values(), knowledge.acts)
    assert not any("D.Lgs." in text or "L. " in text for text in told)
    assert "INPS, circolare 95/2025" in told
    assert told == sorted(set(told))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Avvisa prima. Poi vai.", "Avvisa prima."),
        ("Lo dice l'art. 32 del D.Lgs. 151. Poi vai.", "Lo dice l'art. 32 del D.Lgs. 151."),
        ("Servono queste carte:\n• una\n• due", "Servono queste carte:"),
        ("Costa 19.885,13 euro! Poi vai.", "Costa 19.885,13 euro!"),
        ("您需要提前两天通知。然后申请。", "您需要提前两天通知。"),
        ("senza fine", "senza fine"),
        ("", ""),
    ],
)
def test_the_first_sentence_is_found_whatever_is_abbreviated(text: str, first: str) -> None:
    assert first_sentence(text) == first
