"""A proposed convention at the desk: published, refused, renewed; firm and operators are told before it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.desk import firm_watch
from bot.model.deal import Deal, Deals, KeepDeal
from bot.store import deals, people
from tests.desk.conftest import ANNA, CITIZEN, HERE, ROOM, STRANGER, Desk

FIRM = CITIZEN
DEAL = Deal("AB2-CD34", "asked", firm="Officine Esempio", service="nido", provider="Asilo L'Albero", others=(),
            whom="families", price="10%", valid_to=date(2027, 12, 31), comune="015192", usage="il tesserino", joining="")  # fmt: skip


async def proposed(desk: Desk, deal: Deal = DEAL) -> str:
    """Its ticket waits in the room of its helpdesk."""
    await desk.link(ROOM, HERE)
    await desk.operator("Anna", ANNA, [HERE])
    code = await desk.open("Una convenzione con l'asilo", kind="agreement")
    await desk.effect(FIRM, KeepDeal(replace(deal, ticket=code)))
    return code


async def recalled(desk: Desk, chat: str = FIRM) -> Deals:
    async with desk.sessions() as session:
        return await deals.recall(session, chat, desk.clock.today())


async def close(desk: Desk, code: str, outcome: str, reason: str) -> None:
    await desk.write(ANNA, f"/prendi {code}")
    await desk.write(ANNA, f"/chiudi {code} {outcome} {reason}")


async def test_an_operator_publishes_it_and_then_everybody_sees_it(desk: Desk) -> None:
    code = await proposed(desk)
    assert (await recalled(desk, STRANGER)).published == ()
    assert any("convenzione da pubblicare" in letter.text for letter in desk.sent)
    await close(desk, code, "accolta", "controllata con il nido")
    (shown,) = (await recalled(desk, STRANGER)).published
    assert (shown.provider, shown.checked_on) == ("Asilo L'Albero", desk.clock.today())
    assert any(letter.chat == FIRM and "Pubblicata" in letter.text for letter in desk.sent)


async def test_what_is_refused_is_seen_by_nobody_else(desk: Desk) -> None:
    code = await proposed(desk)
    await close(desk, code, "respinta", "il nido non la conferma")
    assert [each.status for each in (await recalled(desk)).own] == ["refused"]
    assert await recalled(desk, STRANGER) == Deals()


async def test_a_renewal_takes_the_place_of_the_one_before(desk: Desk) -> None:
    await desk.effect(FIRM, KeepDeal(replace(DEAL, id="OLD-0001", status="published")))
    code = await proposed(desk, replace(DEAL, renews="OLD-0001", valid_to=date(2028, 12, 31)))
    assert [each.id for each in (await recalled(desk, STRANGER)).published] == ["OLD-0001"]
    await close(desk, code, "accolta", "rinnovata")
    assert [each.id for each in (await recalled(desk, STRANGER)).published] == [DEAL.id]


async def test_nobody_changes_the_deal_of_another(desk: Desk) -> None:
    await proposed(desk)
    await desk.effect(STRANGER, KeepDeal(replace(DEAL, provider="Altro", status="published")))
    (own,) = (await recalled(desk)).own
    assert (own.provider, own.status) == ("Asilo L'Albero", "asked")


async def test_firm_and_operators_are_told_once_sixty_days_before_it_ends(desk: Desk) -> None:
    code = await proposed(desk)
    await close(desk, code, "accolta", "controllata")
    for days in (61, 60, 59):
        day = date(2027, 12, 31) - timedelta(days=days)
        await firm_watch.tick(desk.sessions, desk.assistant.knowledge, desk.now, day)
    await desk.deliver()
    told = [letter.chat for letter in desk.sent if "31/12/2027" in letter.text and "finisce" in letter.text]
    assert sorted(told) == sorted([FIRM, ROOM])


async def test_who_deletes_everything_leaves_what_others_use_without_the_chat(desk: Desk) -> None:
    code = await proposed(desk)
    await close(desk, code, "accolta", "controllata")
    await desk.effect(FIRM, KeepDeal(replace(DEAL, id="DRA-FT01", status="draft")))
    async with desk.sessions.begin() as session:
        await people.erase(session, FIRM, desk.now)
    assert (await recalled(desk)).own == ()
    assert [each.id for each in (await recalled(desk, STRANGER)).published] == [DEAL.id]
