"""Who is at the desk: anonymous administrators, coordinators who give tickets, help for operators."""

from __future__ import annotations

import pytest

from bot.store import operators

from .conftest import ANNA, BRUNO, CARLA, CITIZEN, FAR, ROOM, STRANGER, Desk
from .test_desk import office, taken

__all__ = ["office"]
ANONYMOUS = "telegram:anonymous"


async def test_an_anonymous_administrator_is_answered_at_every_command_and_text_in_a_ticket(office: Desk) -> None:
    code = await taken(office)
    for text in ("/prendi", "Buongiorno, le rispondo io", "/chiudi risolta fatto", "Pronto?", "// nota", "/boh"):
        told = await office.write(ANONYMOUS, text, ROOM, code)
        assert [(letter.chat, "Non è partito niente" in letter.text) for letter in told] == [(ROOM, True)], text
    assert (await office.ticket(code)).holder == 1
    assert "le rispondo io" not in office.told(CITIZEN)


async def test_an_anonymous_coordinator_is_told_why_a_group_is_not_linked(office: Desk) -> None:
    told = await office.write(ANONYMOUS, "/collega", "telegram:-500")
    assert ["Non è partito niente" in letter.text for letter in told] == [True]


async def test_outside_tickets_anonymous_words_are_explained_once(office: Desk) -> None:
    assert len(await office.write(ANONYMOUS, "ciao", ROOM)) == 1
    assert await office.write(ANONYMOUS, "ciao", ROOM) == []


async def test_a_coordinator_gives_a_ticket_to_somebody_who_is_told(office: Desk) -> None:
    code = await taken(office)
    told = await office.write(CARLA, "/assegna bruno", ROOM, code)
    ticket = await office.ticket(code)
    assert (ticket.status, ticket.holder) == ("taken", 2)
    assert {letter.chat for letter in told} == {ROOM, CITIZEN, BRUNO, ANNA}
    assert f"Carla ti ha dato la pratica {code}" in office.told(BRUNO)
    assert f"Carla ha dato la pratica {code} a Bruno" in office.told(ANNA)
    assert "Se ne occupa Bruno" in office.told(CITIZEN)
    assert [(line.action, line.operator) for line in await office.trail(code)][-1] == ("assign", 3)


async def test_to_whom_is_asked_and_answered_by_button_or_name(office: Desk) -> None:
    code = await office.open()
    asked = await office.write(CARLA, f"/assegna {code}")
    labels = [label for row in asked[0].buttons for label, _ in row]
    assert labels == ["Anna", "Bruno", "Carla", "Lascia stare"]  # Dino works far away
    assert "Non trovo" in (await office.write(CARLA, "Zoe"))[0].text
    await office.press(CARLA, f"assign {code} 1")
    assert (await office.ticket(code)).holder == 1


async def test_a_ticket_is_not_given_where_it_does_not_belong(office: Desk) -> None:
    code = await office.open(chat=BRUNO)
    assert "non è di uno sportello di Dino" in (await office.write(CARLA, f"/assegna {code} Dino"))[0].text
    assert "richiesta fatta da Bruno" in (await office.write(CARLA, f"/assegna {code} Bruno"))[0].text
    assert "ruolo" in (await office.write(ANNA, f"/assegna {code} Anna"))[0].text
    assert (await office.ticket(code)).status == "open"


async def test_whoever_takes_a_ticket_finds_a_draft_among_the_buttons(office: Desk) -> None:
    code = await office.open()
    told = next(letter for letter in await office.press(ANNA, f"take {code}", ROOM) if letter.chat == ROOM)
    assert "Bozza" in {label for row in told.buttons for label, _ in row}
    other = await office.open(chat="telegram:2", helpdesk=FAR)
    told = await office.write("telegram:14", f"/prendi {other}")
    assert any("Bozza" in {label for row in letter.buttons for label, _ in row} for letter in told)


@pytest.mark.parametrize("room", [None, ROOM])
@pytest.mark.parametrize("command", ["/aiuto", "/help"])
async def test_help_shows_operators_their_own_commands(office: Desk, command: str, room: str | None) -> None:
    of_anna = (await office.write(ANNA, command, room))[0].text
    assert "/chiudi" in of_anna
    assert "/assegna" not in of_anna
    assert "/assegna" in (await office.write(CARLA, command, room))[0].text
    await office.operator("Cesare", "telegram:16", [], "curator")
    of_curator = (await office.write("telegram:16", command, room))[0].text
    assert ("/proposte" in of_curator, "/chiudi" in of_curator) == (True, False)


async def test_citizens_get_their_help_and_operators_a_way_to_it(office: Desk) -> None:
    assert "/chiudi" not in (await office.write(STRANGER, "/aiuto"))[-1].text
    await office.write(ANNA, "/aiuto")
    assert "/chiudi" not in (await office.press(ANNA, "cosa-sai-fare", verb="show"))[-1].text


async def test_an_invitation_is_listed_until_it_is_used_or_taken_back(desk: Desk) -> None:
    async with desk.sessions.begin() as session:
        await operators.invite(session, "ABCD-2345", "Anna", [FAR], {"operator"}, desk.now)
        await operators.invite(session, "EFGH-2345", "Bruno", [FAR], {"operator"}, desk.now)
    await desk.write(ANNA, "/entra ABCD-2345")
    async with desk.sessions.begin() as session:
        [waiting] = await operators.invitations(session, desk.now)
        assert waiting.name == "Bruno"
        assert await operators.take_back(session, waiting.mark, desk.now) == waiting
        assert await operators.take_back(session, waiting.mark, desk.now) is None
        assert await operators.invitations(session, desk.now) == ()
    assert "non lo conosco" in (await desk.write(BRUNO, "/entra EFGH-2345"))[0].text
