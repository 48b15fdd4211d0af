"""Which deals somebody may use, what a proposal may say, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from bot.knowledge.companies import Company
from bot.model.deal import Deal
from bot.model.ticket import Ticket
from bot.model.time import ROME
from bot.rules.deals import (
    after_request,
    ends_soon,
    of_comune,
    of_firm,
    of_service,
    registered,
    term_trouble,
    text_trouble,
)

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=ROME)
REGISTER = {
    id: Company(id=id, name=name, names=names, joined_on=date(2026, 1, 1), left_on=left, source="x")
    for id, name, names, left in (
        ("officine", "Officine Esempio S.r.l.", ["OffEs"], None),
        ("logistica", "Logistica Prova S.p.A.", [], date(2026, 10, 1)),
    )
}
NIDO = Deal("A", "published", firm="officine", service="nido", others=("Bar Sport",), comune="015192",
            valid_from=date(2026, 9, 1), valid_to=date(2027, 6, 30))  # fmt: skip


@pytest.mark.parametrize(
    ("firm", "found"),
    [
        ("officine", 1),
        ("OFFES", 1),
        ("Officine Esempio srl", 1),
        ("bar sport", 1),
        ("Bar Sport s.n.c.", 1),
        ("Pippo", 0),
    ],
)
def test_who_works_for_a_firm_of_the_deal_may_use_it(firm: str, found: int) -> None:
    known = registered(firm, REGISTER, TODAY)
    assert len(of_firm([NIDO], known, REGISTER, TODAY)) == found


@pytest.mark.parametrize(
    "changes",
    [{"status": status} for status in ("draft", "asked", "refused", "ended")]
    + [{"valid_to": date(2026, 11, 21)}, {"valid_from": date(2026, 11, 23)}, {"valid_to": None}],
)
def test_what_is_not_published_or_not_valid_is_shown_to_nobody(changes: dict[str, Any]) -> None:
    deal = replace(NIDO, **changes)
    assert of_firm([deal], "officine", REGISTER, TODAY) == ()
    assert of_service([deal], "nido", TODAY) == of_comune([deal], "015192", TODAY) == ()


def test_what_ends_last_comes_first() -> None:
    longer = replace(NIDO, id="B", valid_to=date(2028, 1, 1))
    assert [each.id for each in of_service([NIDO, longer], "nido", TODAY)] == ["B", "A"]


def test_a_firm_that_left_is_known_by_its_name_alone() -> None:
    assert registered("logistica prova", REGISTER, TODAY) == "logistica prova"
    assert registered("offes", REGISTER, TODAY) == "officine"


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("Asilo L'Albero & C.", None),
        ("<b>Asilo</b>", "markup"),
        ("Asilo &lt;b&gt;", "markup"),
        ("vedi https://esempio.it", "markup"),
        ("{nome}", "markup"),
        ("***", "empty"),
        ("a" * 81, "long"),
    ],
)
def test_a_name_holds_words_and_no_signs_of_a_page(text: str, trouble: str | None) -> None:
    assert text_trouble("provider", text) == trouble


@pytest.mark.parametrize(
    ("first", "last", "trouble"),
    [
        (None, date(2026, 11, 21), "past"),
        (None, TODAY, None),
        (date(2027, 1, 1), date(2026, 12, 31), "order"),
        (date(2026, 9, 1), date(2027, 6, 30), None),
        (None, date(2099, 1, 1), "far"),
    ],
)
def test_a_term_lies_ahead_and_in_order(first: date | None, last: date, trouble: str | None) -> None:
    assert term_trouble(first, last, TODAY) == trouble


@pytest.mark.parametrize(
    ("before", "status", "outcome", "after"),
    [
        ("asked", "open", None, None),
        ("asked", "taken", None, None),
        ("asked", "closed", "granted", "published"),
        ("asked", "closed", "refused", "refused"),
        ("asked", "closed", "withdrawn", "refused"),
        ("refused", "open", None, "asked"),
        ("refused", "closed", "granted", "published"),
        ("ended", "closed", "granted", None),
        ("published", "closed", "granted", None),
    ],
)
def test_a_proposal_becomes_what_the_desk_decides(before: Any, status: Any, outcome: Any, after: str | None) -> None:
    ticket = Ticket("C", "agreement", "chat", "it", None, NOW, NOW, status=status, outcome=outcome)
    changed = after_request(replace(NIDO, status=before), ticket, TODAY)
    assert (changed and changed.status) == after
    assert changed is None or (changed.checked_on == TODAY) == (after == "published")


@pytest.mark.parametrize(("last", "soon"), [(date(2027, 1, 21), True), (date(2027, 1, 22), False), (TODAY, True)])
def test_sixty_days_before_its_end_it_ends_soon(last: date, soon: bool) -> None:
    assert ends_soon(replace(NIDO, valid_to=last), TODAY) is soon
