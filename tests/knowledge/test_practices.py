"""The cards of good practices are complete, fit a screen, and each mistake in them is named with its remedy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.knowledge.checks import find_problems
from bot.knowledge.loader import Knowledge, read
from bot.knowledge.practices import FACTS_FILE
from bot.knowledge.problems import Problem
from bot.model.conversation import Conversation
from bot.model.decision import Decision
from bot.model.reply import Message, PracticeCard, Reply
from bot.wording import word

TODAY = date(2026, 11, 22)
CARD = "knowledge_base/practices/consulenza-accordo.yaml"
FIRST_SCREEN = 900


def problems_of(root: Path) -> list[str]:
    problems: list[Problem] = []
    found = find_problems(read(root, problems))
    return [str(problem) for problem in [*problems, *found]]


def shown(knowledge: Knowledge, id: str, details: bool, today: date = TODAY) -> Reply:
    message = Message((PracticeCard(id, details),))
    return word(knowledge, Decision(Conversation("chat"), (message,), "action"), today)[0]


def test_each_of_the_twenty_facts_has_its_card(knowledge: Knowledge) -> None:
    facts = [card.facts[0] for card in knowledge.practices.values()]
    assert sorted(facts) == [f"GP-{number:02}" for number in range(1, 21)]


def test_every_first_screen_fits_and_every_card_tells_its_source_and_day(knowledge: Knowledge) -> None:
    for id, card in knowledge.practices.items():
        screen, details = shown(knowledge, id, False).text, shown(knowledge, id, True).text
        assert len(screen) <= FIRST_SCREEN, id
        assert "{" not in screen + details
        assert card.title in screen
        assert card.title in details
        assert all("Fonte: " in text for text in (screen, details))
        assert ("Verificato il 15/03/2026" in screen) == ("Verificato il" in details) == (card.verified_on is not None)
        assert all(source in details for source in card.sources)
        assert "testimone" in screen


def test_a_card_is_not_told_as_verified_while_a_source_of_it_must_be_found_again(knowledge: Knowledge) -> None:
    lost = {id for id, card in knowledge.practices.items() if any("da ritrovare" in source for source in card.sources)}
    assert lost == {id for id, card in knowledge.practices.items() if card.verified_on is None}
    assert all("Da ricontrollare" in shown(knowledge, id, False).text for id in lost)


def test_a_card_whose_review_is_overdue_is_to_be_confirmed(knowledge: Knowledge) -> None:
    assert "da confermare" not in shown(knowledge, "orari-scelti", False).text
    assert "da confermare" in shown(knowledge, "orari-scelti", False, date(2028, 1, 1)).text


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "Un titolo che è troppo lungo per un pulsante", "title: string should have at most 38"),
        ("solves", ["noia"], "solves.0: input should be 'picchi'"),
        ("solves", [], "solves: list should have at least 1"),
        ("cost_band", "gratis", "cost_band: input should be 'basso'"),
        ("measure", "Lunga. " * 40, "measure: string should have at most 240"),
        ("first_month", ["Un passo solo."], "first_month: list should have at least 3"),
        ("topics", ["niente"], "topics: niente is not in topics.yaml"),
        ("review_by", "2020-01-01", "review_by: is not after verified_on"),
        ("id", "altro", "id: altro is not the name of the file"),
        ("colour", "blue", "colour: extra inputs are not permitted"),
        ("sources", None, "sources: input should be a valid list"),
        (
            "problem",
            "Conciliazione organizzativamente insostenibile internamente, nonostante ripetute sollecitazioni amministrative.",
            "Gulpease",
        ),
        ("pitfalls", ["Parola " * 31 + "."], "more than 30 words"),
    ],
)
def test_a_mistake_in_a_card_is_named_with_its_remedy(root: Path, field: str, value: object, message: str) -> None:
    card = yaml.safe_load((root / CARD).read_text())
    changed = {**card, field: value}
    if message == "Gulpease":
        changed |= {"measure": value, "example": value}
    (root / CARD).write_text(yaml.safe_dump(changed, allow_unicode=True))
    found = problems_of(root)
    assert any(text.startswith("knowledge_base/practices") and message in text for text in found), found
    assert all("Remedy: " in text for text in found)


def test_a_problem_that_no_card_solves_is_told(root: Path) -> None:
    (root / "knowledge_base/practices/integrazione-congedo.yaml").unlink()
    assert any("no card solves padri" in text for text in problems_of(root))


def test_every_value_of_the_closed_lists_needs_its_words(root: Path) -> None:
    facts = yaml.safe_load((root / FACTS_FILE).read_text())
    del facts["problem"]["values"]["picchi"]
    facts["size"]["values"]["enorme"] = {"label": "Enorme", "reason": "enorme", "cues": ["enorme"]}
    (root / FACTS_FILE).write_text(yaml.safe_dump(facts, allow_unicode=True))
    found = "\n".join(problems_of(root))
    assert "problem.values.picchi: has no words" in found
    assert "size.values.enorme: is not one of micro" in found
