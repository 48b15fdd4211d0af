"""Where random walks start: each flow at its beginning, in the middle, and where it is almost done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.model.conversation import Conversation
from bot.model.ticket import Draft, Ticket
from bot.rules.codes import new_code
from tests.dialogue.citizen import NOW, TODAY, with_open_call
from tests.dialogue.walking import Step, Walker

FULL_PLAN = (
    "/piano dipendente, commercio, sono la mamma, nata il 3/3/2024, 40 ore in 5 giorni, martedì e giovedì da gennaio"
    " a marzo"
)
COMPANY = Step("presses", "audience company")
Start = Callable[[Walker], Iterator[Step]]


def agreed(walker: Walker) -> None:
    for subject in ("voucher", "question", "plan", "self_check", "agreement", "workplace"):
        walker.agrees(subject)


def _with_call(walker: Walker) -> None:
    walker.knowledge = with_open_call(walker.knowledge)


def voucher(walker: Walker) -> Iterator[Step]:
    yield Step("says", "/voucher")


def voucher_agreed(walker: Walker) -> Iterator[Step]:
    agreed(walker)
    _with_call(walker)
    yield Step("says", "/voucher abito a Opera, lavoro a Rozzano, mi serve il nido")


def voucher_almost_done(walker: Walker) -> Iterator[Step]:
    agreed(walker)
    _with_call(walker)
    answers = {
        "residence": "015159", "employment": "private_employee", "work": "015189", "company": "-", "children": "2021-05-03",
        "service": "baby-sitter", "first_day": "2027-02-01", "last_day": "2027-06-30",
    }  # fmt: skip
    walker.records = replace(walker.records, draft=Draft("voucher", answers, "2026-11", NOW))
    yield Step("says", "/voucher")
    yield Step("presses", "voucher resume")


def handoff(walker: Walker) -> Iterator[Step]:
    yield Step("says", "/operatore")


def handoff_agreed(walker: Walker) -> Iterator[Step]:
    agreed(walker)
    yield Step("says", "/operatore a Opera")


CODES = tuple(new_code(f"{letter}bcdefghijkl") for letter in "axz")


def _ticket(code: str, **changes: Any) -> Ticket:
    opened = NOW - timedelta(days=3)
    first = Ticket(code, "voucher", "test:1", "it", "opera-servizi-sociali", opened_at=opened, changed_at=opened)
    return replace(first, **changes)


def tickets(walker: Walker) -> Iterator[Step]:
    agreed(walker)
    refused = _ticket(CODES[1], status="closed", outcome="refused", reason="Manca.", term=TODAY + timedelta(days=5))
    question = _ticket(CODES[2], kind="question", missing=("Busta paga",))
    walker.records = replace(walker.records, tickets=(_ticket(CODES[0]), refused, question))
    yield Step("says", "/pratica")
    yield Step("says", f"/pratica {walker.ticket.code}")


def plan(walker: Walker) -> Iterator[Step]:
    yield Step("says", "/piano")


def plan_done(walker: Walker) -> Iterator[Step]:
    yield Step("says", FULL_PLAN)


def company(walker: Walker) -> Iterator[Step]:
    yield COMPANY
    yield Step("says", "/piano")


def company_done(walker: Walker) -> Iterator[Step]:
    yield COMPANY
    yield Step("says", "/piano commercio, 40 ore in 5 giorni, 4 ore martedì e giovedì dal 1/2/2027 al 31/3/2027")


def practices(walker: Walker) -> Iterator[Step]:
    yield COMPANY
    yield Step("says", "/buoneprassi")
    yield Step("presses", "practices advise")


def self_check(walker: Walker) -> Iterator[Step]:
    yield COMPANY
    yield Step("says", "/autovalutazione siamo in 8, uffici")


def self_check_done(walker: Walker) -> Iterator[Step]:
    agreed(walker)
    yield COMPANY
    yield Step("says", "/autovalutazione siamo in 8, uffici")
    yield Step("presses", "selfcheck set work ufficio")
    yield Step("presses", "selfcheck plan")


def deals(walker: Walker) -> Iterator[Step]:
    agreed(walker)
    yield COMPANY
    yield Step("presses", "deals propose")
    yield Step("says", "Officine Esempio srl")
    yield Step("presses", "deals set service nido")


def deals_for_me(walker: Walker) -> Iterator[Step]:
    yield Step("says", "/convenzioni")


def helpdesks(walker: Walker) -> Iterator[Step]:
    yield Step("says", "/sportello")


def rights(walker: Walker) -> Iterator[Step]:
    agreed(walker)
    yield Step("says", "/cancella")


def about_me(walker: Walker) -> Iterator[Step]:
    yield Step("says", "sono la mamma di Anna, nata il 3/3/2024, lavoro 30 ore nel commercio", topic="ore-quante")
    yield Step("says", "/cosa_sai")


def language(walker: Walker) -> Iterator[Step]:
    yield Step("says", "/lingua")


def first_contact(walker: Walker) -> Iterator[Step]:
    walker.conversation = Conversation("test:1")
    yield Step("says", "/start")


STARTS: tuple[Start, ...] = (
    voucher, voucher_agreed, voucher_almost_done, handoff, handoff_agreed, tickets, plan, plan_done, company,
    company_done, practices, self_check, self_check_done, deals, deals_for_me, helpdesks, rights, about_me, language, first_contact,
)  # fmt: skip
