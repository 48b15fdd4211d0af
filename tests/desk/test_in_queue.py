"""While nobody has a ticket: who reads what its citizen writes, and how they write again after its end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from .conftest import ANNA, CITIZEN, HERE, ROOM, Desk
from .test_desk import office, taken
from .test_mishaps import agree, kept_words

__all__ = ["office"]
HOUR = timedelta(hours=1)


async def asked_and_given_back(desk: Desk) -> str:
    """Anna asked something, and then nobody had the ticket any more."""
    code = await taken(desk)
    desk.wait(timedelta(minutes=1))
    await desk.write(ANNA, "Quanti anni ha il bambino?", ROOM, code)
    desk.wait(timedelta(minutes=1))
    await desk.write(ANNA, "/restituisci", ROOM, code)
    desk.wait(timedelta(minutes=1))
    return code


async def test_the_citizen_is_told_who_reads_now_and_may_choose(office: Desk) -> None:
    code = await asked_and_given_back(office)
    told = next(letter for letter in reversed(office.sent) if letter.chat == CITIZEN)
    assert "lo aggiungo alla richiesta" in told.text
    assert [label for row in told.buttons for label, _ in row] == ["Scrivi allo sportello", "Chiedi all'assistente"]
    assert f"write {code}" in await office.buttons(CITIZEN, "ticket")


async def test_when_nobody_answers_the_citizen_is_told_too(office: Desk) -> None:
    await taken(office)
    office.wait(48 * HOUR)
    told = next(letter for letter in await office.tick() if letter.chat == CITIZEN)
    assert "qui ti rispondo io" in told.text
    assert [label for row in told.buttons for label, _ in row] == ["Scrivi allo sportello", "Chiedi all'assistente"]


async def test_an_answer_to_the_operators_last_message_joins_the_ticket(office: Desk) -> None:
    code = await asked_and_given_back(office)
    told = await office.write(CITIZEN, "Otto, compiuti a marzo")
    assert "Otto, compiuti a marzo" in next(letter.text for letter in told if letter.chat == ROOM)
    assert "aggiunto alla richiesta" in next(letter.text for letter in reversed(told) if letter.chat == CITIZEN)
    assert "Otto, compiuti a marzo" in await kept_words(office, code)
    office.wait(timedelta(minutes=1))
    next_one = await office.write(CITIZEN, "quanto dura il congedo parentale?")
    assert {letter.chat for letter in next_one} == {CITIZEN}


async def test_who_chose_the_assistant_is_answered_by_it(office: Desk) -> None:
    code = await asked_and_given_back(office)
    await office.press(CITIZEN, f"bot {code}", verb="ticket")
    told = await office.write(CITIZEN, "quanto dura il congedo parentale?")
    assert {letter.chat for letter in told} == {CITIZEN}


async def test_a_reply_to_a_message_about_the_ticket_joins_it_whoever_reads(office: Desk) -> None:
    code = await asked_and_given_back(office)
    await office.press(CITIZEN, f"bot {code}", verb="ticket")
    question = next(letter for letter in office.sent if letter.chat == CITIZEN and "Quanti anni" in letter.text)
    assert await office.reply(CITIZEN, question, "Otto")
    assert "Otto" in await kept_words(office, code)


async def test_danger_is_answered_at_once_in_the_queue_too(office: Desk) -> None:
    code = await asked_and_given_back(office)
    await office.write(CITIZEN, "mio marito mi picchia")
    assert "112" in office.told(CITIZEN)
    assert "mio marito mi picchia" in await kept_words(office, code)


async def test_after_the_end_the_citizen_writes_again_in_a_ticket_linked_to_the_old_one(office: Desk) -> None:
    code = await taken(office)
    await office.write(ANNA, "/chiudi risolta Tutto chiaro", ROOM, code)
    await office.press(CITIZEN, f"again {code}", verb="ticket")
    await agree(office)
    await office.write(CITIZEN, "Mi è venuto un altro dubbio")
    new = next(each for each in await office.open_tickets() if each.chat == CITIZEN)
    assert (new.follows, new.helpdesk, new.room) == (code, HERE, ROOM)
    card = next(letter for letter in office.sent if "Mi è venuto un altro dubbio" in letter.text)
    assert f"Segue la pratica {code}" in card.text


@pytest.mark.parametrize("why", ["La residenza è a San Donato", None])
async def test_a_second_look_asks_the_citizen_why_and_takes_it_without_too(office: Desk, why: str | None) -> None:
    code = await taken(office, kind="voucher")
    await office.write(ANNA, "/chiudi respinta Manca la residenza", ROOM, code)
    asked = await office.press(CITIZEN, f"second {code}", verb="ticket")
    assert "Che cosa non ti convince" in asked[-1].text
    assert (await office.ticket(code)).status == "closed"
    since = len(office.sent)
    await (office.write(CITIZEN, why) if why else office.press(CITIZEN, f"second {code} now", verb="ticket"))
    assert (await office.ticket(code)).status == "open"
    assert ("La residenza è a San Donato" in office.told(ROOM, since)) is (why is not None)
