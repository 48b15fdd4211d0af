"""Cases of a call with a fund: the books follow what the desk decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.knowledge.loader import Knowledge
from bot.knowledge.voucher import read_call
from bot.model.ticket import AskSecondLook, Withdraw
from bot.rules.voucher.ledger import overview
from bot.rules.voucher.reconciliation import reconcile
from bot.settings import ROOT
from bot.store import voucher

from .conftest import ANNA, BRUNO, HERE, ROOM, Desk

CALL = "esempio-servizi-2026"
CEILING = 40_000


@pytest.fixture
async def funded(desk: Desk, knowledge: Knowledge) -> Desk:
    """The example call with money for two."""
    example = read_call(ROOT / "knowledge_base/examples/call.yaml", "call.yaml", [])
    assert example
    call = example.model_copy(update={"fund_cents": 2 * CEILING, "ceiling_cents": CEILING, "appeal_within_days": 30})
    desk.assistant = replace(desk.assistant, knowledge=replace(knowledge, calls={CALL: call}))
    await desk.operator("Anna", ANNA, [HERE])
    await desk.operator("Bruno", BRUNO, [HERE])
    await desk.link(ROOM, HERE)
    return desk


async def request(desk: Desk, number: int) -> str:
    return await desk.open(chat=f"telegram:{number}", kind="voucher", call=CALL)


async def close(desk: Desk, code: str, words: str, who: str = ANNA) -> None:
    await desk.write(who, f"/prendi {code}", ROOM)
    await desk.write(who, f"/chiudi {code} {words}", ROOM)


async def books(desk: Desk) -> tuple[int, int, int, tuple[str, ...]]:
    async with desk.sessions() as session:
        journal = await voucher.journal(session, CALL)
    assert reconcile(journal, 2 * CEILING) == []
    now = overview(journal)
    return now.available, now.reserved, now.confirmed, now.waiting


async def test_money_is_put_aside_in_order_of_arrival_and_the_third_waits(funded: Desk) -> None:
    first, second, third = [await request(funded, number) for number in (1, 2, 3)]
    assert await books(funded) == (0, 2 * CEILING, 0, (third,))
    assert "messa da parte" in funded.told("telegram:2")
    assert "lista d'attesa: 1" in funded.told("telegram:3")
    assert "lista d'attesa: 1" in funded.told(ROOM)
    await close(funded, third, "accolta bene")
    assert (await funded.ticket(third)).status == "taken"
    assert "fondi non bastano" in funded.told(ROOM)
    await close(funded, first, "accolta bene")
    assert await books(funded) == (0, CEILING, CEILING, (third,))
    assert (await funded.ticket(second)).status == "open"


async def test_what_is_withdrawn_goes_to_the_next_who_is_told(funded: Desk) -> None:
    first, _, third = [await request(funded, number) for number in (1, 2, 3)]
    await funded.effect("telegram:1", Withdraw(first))
    assert await books(funded) == (0, 2 * CEILING, 0, ())
    assert "messa da parte" in funded.told("telegram:3")
    assert [step.what for step in (await funded.ticket(third)).steps] == ["opened", "waiting", "reserved"]


async def test_a_refusal_keeps_its_money_until_its_term_has_passed(funded: Desk) -> None:
    first, _, third = [await request(funded, number) for number in (1, 2, 3)]
    await close(funded, first, "respinta Manca il requisito")
    assert (await books(funded))[3] == (third,)
    funded.wait(timedelta(days=29))
    await funded.tick()
    assert (await books(funded))[3] == (third,)
    funded.wait(timedelta(days=3))
    await funded.tick()
    assert await books(funded) == (0, 2 * CEILING, 0, ())
    assert (await funded.ticket(first)).outcome == "refused"


async def test_under_a_second_look_the_money_stays_until_it_is_decided(funded: Desk) -> None:
    first, _, third = [await request(funded, number) for number in (1, 2, 3)]
    await close(funded, first, "respinta Manca il requisito")
    await funded.effect("telegram:1", AskSecondLook(first))
    await funded.write(BRUNO, f"/prendi {first}", ROOM)
    await funded.write(BRUNO, "Ci lavoro", ROOM, first)
    funded.wait(timedelta(days=40))
    await funded.tick()
    assert (await books(funded))[3] == (third,)
    await funded.write(BRUNO, f"/chiudi {first} respinta Confermo", ROOM)
    assert await books(funded) == (0, 2 * CEILING, 0, ())


async def test_a_fund_that_was_raised_reaches_those_who_wait_at_the_next_start(funded: Desk) -> None:
    third = [await request(funded, number) for number in (1, 2, 3)][-1]
    knowledge = funded.assistant.knowledge
    raised = knowledge.calls[CALL].model_copy(update={"fund_cents": 3 * CEILING})
    funded.assistant = replace(funded.assistant, knowledge=replace(knowledge, calls={CALL: raised}))
    for _ in range(2):
        await funded.assistant.publish_funds()
    async with funded.sessions() as session:
        journal = await voucher.journal(session, CALL)
    assert reconcile(journal, 3 * CEILING) == []
    assert overview(journal).waiting == ()
    assert [step.what for step in (await funded.ticket(third)).steps] == ["opened", "waiting", "reserved"]


async def test_without_a_call_no_books_are_opened(funded: Desk) -> None:
    code = await funded.open(kind="voucher")
    await close(funded, code, "accolta bene")
    async with funded.sessions() as session:
        assert list(await voucher.calls(session)) == []
