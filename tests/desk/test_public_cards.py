"""The public card of a helpdesk: confirmed with one tap, corrected in words, public after a second person has looked at it."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.public_card_words import look_rows
from bot.model.cards import CardChange
from bot.store import cards
from tests.desk.conftest import ANNA, BRUNO, CARLA, CITIZEN, FAR, HERE, NEAR, STRANGER, Desk

HOURS = "lunedì e mercoledì 9-12, giovedì 14-16 su appuntamento"


async def staffed(desk: Desk) -> None:
    await desk.operator("Anna", ANNA, [HERE])
    await desk.operator("Bruno", BRUNO, [HERE])
    await desk.operator("Carla", CARLA, [FAR])


async def waiting(desk: Desk) -> CardChange:
    async with desk.sessions() as session:
        (change,) = await cards.pending(session)
    return change


async def corrected(desk: Desk, who: str = ANNA, words: str = HOURS, field: str = "hours") -> str:
    """Somebody corrects a field of the card and says yes to how it was read; what they were told."""
    before = len(desk.sent)
    await desk.write(who, f"/sportelli {HERE}")
    await desk.press(who, f"sportelli correct {HERE} {field}")
    await desk.write(who, words)
    if "sure" in await desk.buttons(who):
        await desk.press(who, "sure")
    return desk.told(who, before)


async def approve(desk: Desk, who: str, at: int = 0) -> str:
    before = len(desk.sent)
    await desk.press(who, look_rows(await waiting(desk))[at][0].action.object)
    return desk.told(who, before)


async def card(desk: Desk, chat: str = CITIZEN) -> str:
    """What a citizen reads."""
    before = len(desk.sent)
    await desk.write(chat, "/sportello San Donato Milanese")
    return desk.told(chat, before)


async def test_once_a_month_the_operators_are_asked_and_one_tap_confirms(desk: Desk) -> None:
    await staffed(desk)
    assert "Telefona prima" in await card(desk)
    await desk.tick()
    assert "Controllo del mese" in desk.told(ANNA)
    assert "Controllo del mese" in desk.told(BRUNO)
    await desk.press(ANNA, f"sportelli confirm {HERE}")
    assert "è confermata al 23/11/2026" in desk.told(ANNA)
    told = await card(desk)
    assert "Telefona prima" not in told
    assert "Fonte: lo sportello stesso. Dati del 23/11/2026" in told
    await desk.press(BRUNO, f"sportelli confirm {HERE}")
    assert "è già confermata oggi" in desk.told(BRUNO)


async def test_nobody_is_asked_twice_in_a_month_nor_at_night(desk: Desk) -> None:
    await staffed(desk)
    desk.wait(timedelta(hours=12))
    assert await desk.tick() == []
    desk.wait(timedelta(hours=12))
    assert len(await desk.tick()) == 3
    desk.wait(timedelta(days=14))
    assert await desk.tick() == []
    desk.wait(timedelta(days=21))
    assert len(await desk.tick()) == 3


async def test_a_correction_is_public_only_after_a_second_person_agrees(desk: Desk) -> None:
    await staffed(desk)
    told = await corrected(desk)
    assert "Ho letto così" in told
    assert "lunedì e mercoledì dalle 9 alle 12; giovedì dalle 14 alle 16 (su appuntamento)" in told
    assert "L'ho mandata a: Bruno" in told
    assert "Anna propone una modifica" in desk.told(BRUNO)
    assert "giovedì dalle 14 alle 16" not in await card(desk)
    assert "da adesso le risposte la usano" in await approve(desk, BRUNO)
    told = await card(desk)
    assert "giovedì dalle 14 alle 16 (su appuntamento)" in told
    assert "Dati del 23/11/2026" in told
    assert "Bruno ha guardato la tua modifica" in desk.told(ANNA)


async def test_the_author_cannot_be_the_second_person_but_may_withdraw(desk: Desk) -> None:
    await staffed(desk)
    await corrected(desk)
    change = await waiting(desk)
    await desk.write(ANNA, "/sportelli")
    (withdraw,) = [each for each in await desk.buttons(ANNA) if each.startswith("sportelli withdraw")]
    await desk.press(ANNA, withdraw)
    assert "la scheda resta com'era" in desk.told(ANNA)
    before = len(desk.sent)
    await desk.press(BRUNO, look_rows(change)[0][0].action.object)
    assert "la modifica non c'è più" in desk.told(BRUNO, before)
    assert "giovedì" not in (await card(desk)).split("Per San Donato")[0]


async def test_of_two_who_edit_one_card_the_second_is_told_and_keeps_the_words(desk: Desk) -> None:
    await staffed(desk)
    for who in (ANNA, BRUNO):
        await desk.write(who, f"/sportelli {HERE}")
        await desk.press(who, f"sportelli correct {HERE} hours")
    await desk.write(ANNA, HOURS)
    await desk.write(BRUNO, "martedì 9-11")
    await desk.press(ANNA, "sure")
    await desk.press(BRUNO, "sure")
    told = desk.told(BRUNO)
    assert "Anna ha già proposto una modifica di questa scheda il 23/11/2026: orari" in told
    assert "martedì 9-11" in told
    assert (await waiting(desk)).author == 1


async def test_a_refused_change_leaves_the_card_and_tells_the_author(desk: Desk) -> None:
    await staffed(desk)
    await corrected(desk, words="02 5277 1234", field="phone")
    assert "+39 02 52771234" in desk.told(BRUNO)
    await approve(desk, BRUNO, 1)
    assert "Bruno non è d'accordo" in desk.told(ANNA)
    assert "52771234" not in await card(desk)


async def test_an_alert_with_its_last_day_closes_the_helpdesk_and_ends_by_itself(desk: Desk) -> None:
    await staffed(desk)
    await corrected(desk, words="Chiuso per lavori fino al 27 novembre", field="alert")
    await approve(desk, BRUNO)
    told = await card(desk)
    assert "Chiuso per lavori fino al 27 novembre" in told
    assert "Oggi è chiuso" in told
    desk.wait(timedelta(days=5))
    assert "Chiuso per lavori" not in await card(desk)


async def test_what_is_not_understood_is_asked_again_and_changes_nothing(desk: Desk) -> None:
    await staffed(desk)
    assert "non voglio indovinare" in await corrected(desk, words="quando c'è qualcuno")
    assert "Un cellulare è di una persona" in await corrected(desk, words="333 1234567", field="phone")
    assert "Manca l'ultimo giorno" in await corrected(desk, words="Chiuso per ferie", field="alert")
    assert "è già passato" in await corrected(desk, words="Chiuso fino al 3/11/2026", field="alert")
    told = await corrected(desk, words="Chiedete della dottoressa Maria Rossi fino al 27 novembre", field="alert")
    assert "non vanno nomi di persone" in told
    async with desk.sessions() as session:
        assert await cards.pending(session) == ()


async def test_strangers_and_other_helpdesks_change_nothing(desk: Desk) -> None:
    await staffed(desk)
    await desk.operator("Dora", STRANGER, [NEAR], "curator")
    await desk.write(CARLA, f"/sportelli {HERE}")
    assert "Questa scheda è di un altro sportello" in desk.told(CARLA)
    await desk.write(STRANGER, f"/sportelli {HERE}")
    assert "Il tuo ruolo non lo permette" in desk.told(STRANGER)
    await desk.write(CITIZEN, f"/sportelli {HERE}")
    assert "giusto?" not in desk.told(CITIZEN)


async def test_who_is_alone_is_told_that_a_coordinator_has_to_look(desk: Desk) -> None:
    await desk.operator("Anna", ANNA, [HERE])
    assert "per ora nessun altro la può guardare" in await corrected(desk)
    await desk.operator("Bruno", BRUNO, [], "coordinator")
    await desk.write(BRUNO, "/sportelli")
    (look,) = [each for each in await desk.buttons(BRUNO) if each.startswith("sportelli look")]
    await desk.press(BRUNO, look)
    await approve(desk, BRUNO)
    assert "giovedì dalle 14 alle 16" in await card(desk)


NEW = """nome: Patronato di prova
ente: Patronato Esempio
tipo: patronato
comune: San Donato Milanese
via: via Roma 1
telefono: 02 5231234
orari: lunedì 9-12"""


async def test_a_coordinator_adds_a_helpdesk_and_another_one_makes_it_public(desk: Desk) -> None:
    await desk.operator("Anna", ANNA, [], "coordinator")
    await desk.operator("Bruno", BRUNO, [], "coordinator")
    await desk.write(ANNA, "/sportelli")
    await desk.press(ANNA, "sportelli new")
    await desk.write(ANNA, NEW.replace("patronato\n", "bar\n"))
    assert "Controlla la riga «tipo»" in desk.told(ANNA)
    await desk.write(ANNA, NEW)
    assert "È uno sportello nuovo" in desk.told(ANNA)
    await desk.press(ANNA, "sure")
    await approve(desk, BRUNO)
    before = len(desk.sent)
    await desk.write(BRUNO, "/sportelli patronato di prova")
    assert "lunedì dalle 9 alle 12" in desk.told(BRUNO, before)


async def test_a_helpdesk_is_retired_only_where_no_town_is_left_alone(desk: Desk) -> None:
    await desk.operator("Anna", ANNA, [], "coordinator")
    await desk.operator("Bruno", BRUNO, [], "coordinator")
    await desk.write(ANNA, "/sportelli opera-suap")
    await desk.press(ANNA, "sportelli retire opera-suap")
    assert "non lo nominiamo più a nessuno" in desk.told(ANNA)
    await desk.press(ANNA, "sure")
    await approve(desk, BRUNO)
    before = len(desk.sent)
    await desk.write(ANNA, "/sportelli opera-suap")
    assert "Non trovo lo sportello" in desk.told(ANNA, before)
