"""Small firms meet aziende testimoni: matched by written criteria, nobody named before both agree, silence is not the end."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.model.company import Company, Guest, Meeting
from bot.model.ticket import EraseEverything, OpenTicket, Ticket, Withdraw
from bot.rules.codes import new_code
from bot.store import companies, meetings

from .companies import (
    BIANCHI,
    COLLEAGUE,
    ROSSI,
    VERDI,
    VERSION,
    close,
    company_of,
    meetings_of,
    member,
    newest,
    press,
    say,
)
from .conftest import ANNA, BRUNO, Desk

MEETING = "meeting"
NEED = "picchi"


@pytest.fixture(autouse=True)
async def staff(desk: Desk) -> None:
    await desk.operator("Anna", ANNA, [], "coordinator")
    await desk.operator("Bruno", BRUNO, [], "coordinator")


async def witness(desk: Desk, who: str, name: str, yearly: int = 4, **facts: Any) -> Company:
    told = {"shows": (NEED,), "yearly": yearly, "testimone_since": date(2026, 11, 1)} | facts
    return await member(desk, who, name, **told)


async def look(desk: Desk, who: str, shared: str = "yes") -> str:
    """What is found for a firm that looks for a testimone."""
    await desk.write(who, "/azienda")
    await desk.press(who, "incontra-azienda", verb="show")
    for step in ("look", f"need {NEED}", "time morning", "times", f"shared {shared}"):
        told = await press(desk, who, step, MEETING)
    return told


async def ask(desk: Desk, who: str, host: Company) -> Meeting:
    await look(desk, who)
    await press(desk, who, f"ask {host.id}", MEETING)
    return await only(desk, who)


async def only(desk: Desk, who: str) -> Meeting:
    company = await company_of(desk, who)
    assert company
    return (await meetings_of(desk, company))[0]


async def set_for(desk: Desk, host: Company, guest: Company) -> Meeting:
    """A meeting with a date, as if both had agreed."""
    code = new_code(f"{next(desk.numbers):020d}")
    form = {"need": NEED, "company": guest.id}
    ticket = Ticket(code, "meeting", VERDI, "it", None, desk.now, desk.now, form=form, consent=VERSION)
    await desk.effect(VERDI, OpenTicket(ticket, "Cerca una testimone"))
    at = datetime(2026, 12, 9, 8, 30, tzinfo=desk.now.tzinfo)
    meeting = Meeting(
        "m1", NEED, "set", desk.now, desk.now, (Guest(guest.id, code),), ("morning",), host.id, at=at,
        proposed=(at,), due_at=at + timedelta(days=1),
    )  # fmt: skip
    async with desk.sessions.begin() as session:
        await meetings.save(session, meeting)
    return meeting


async def test_both_agree_before_either_learns_the_name_of_the_other_and_both_get_the_date(desk: Desk) -> None:
    host = await witness(desk, ROSSI, "Grande Rossi spa", size="medium")
    await member(desk, VERDI, "Bottega Verdi")
    told = await look(desk, VERDI)
    assert "Negozio o commercio, da 50 a 249 persone" in told
    assert "stesso settore; stesso distretto" in told
    assert "Come scegliamo" in told
    await press(desk, VERDI, f"ask {host.id}", MEETING)
    meeting = await only(desk, VERDI)
    assert "Una piccola azienda vorrebbe" in desk.told(ROSSI)
    assert "Verdi" not in desk.told(ROSSI)
    assert "Rossi" not in desk.told(VERDI).replace("Grande Rossi spa è nella rete", "")
    accepted = await press(desk, ROSSI, f"accept {meeting.id}", MEETING)
    assert "Incontrate Bottega Verdi, San Donato Milanese. Contatto: titolare" in accepted
    assert "ha accettato: Grande Rossi spa" in desk.told(VERDI)
    meeting = await only(desk, VERDI)
    assert len(meeting.proposed) == 3
    await press(desk, VERDI, f"pick {meeting.id} 1 {meeting.proposed[1]:%y%m%d%H%M}", MEETING)
    assert (await only(desk, VERDI)).at == meeting.proposed[1]
    for who in (ROSSI, VERDI):
        assert "Incontro fissato" in desk.told(who)
        assert [letter.file.media for letter in desk.sent if letter.chat == who and letter.file] == ["text/calendar"]
    ticket = await newest(desk, VERDI)
    assert ticket.due_at is None


async def test_a_testimone_that_never_answers_is_reminded_twice_then_the_next_is_asked_and_operators_see_it(
    desk: Desk,
) -> None:
    host = await witness(desk, ROSSI, "Prima spa")
    second = await witness(desk, BIANCHI, "Seconda spa", sector="logistica")
    await member(desk, VERDI, "Bottega Verdi")
    await desk.link("telegram:-9", None)
    meeting = await ask(desk, VERDI, host)
    for _ in range(2):
        desk.wait(timedelta(days=6))
        await desk.tick()
    assert desk.told(ROSSI).count("Promemoria") == 2
    assert "Una piccola azienda" not in desk.told(BIANCHI)
    desk.wait(timedelta(days=6))
    await desk.tick()
    assert "Una piccola azienda" in desk.told(BIANCHI)
    assert "non risponde dopo due promemoria" in desk.told("telegram:-9")
    now = await only(desk, VERDI)
    assert (now.host, now.passed) == (second.id, (host.id,))
    assert "Seconda" not in desk.told(VERDI)
    await press(desk, BIANCHI, f"decline {meeting.id}", MEETING)
    assert (await only(desk, VERDI)).state == "unmatched"
    assert "prendete la pratica" in desk.told("telegram:-9")
    assert (await newest(desk, VERDI)).due_at is not None


async def test_both_cancel_at_once_and_the_second_is_told_that_it_is_done(desk: Desk) -> None:
    host, guest = await witness(desk, ROSSI, "Prima spa"), await member(desk, VERDI, "Bottega Verdi")
    meeting = await set_for(desk, host, guest)
    for who in (ROSSI, VERDI):
        await desk.write(who, "/azienda")
        await desk.press(who, "incontra-azienda", verb="show")
        await press(desk, who, f"see {meeting.id}", MEETING)
        await press(desk, who, f"cancel {meeting.id}", MEETING)
    await press(desk, ROSSI, f"cancel_yes {meeting.id}", MEETING)
    assert "L'incontro è annullato" in desk.told(VERDI)
    assert "è già annullato" in await press(desk, VERDI, f"cancel_yes {meeting.id}", MEETING)
    assert desk.told(ROSSI).count("L'incontro è annullato: ") == 0


async def test_either_changes_the_date_and_the_calendar_gets_a_newer_one(desk: Desk) -> None:
    host, guest = await witness(desk, ROSSI, "Prima spa"), await member(desk, VERDI, "Bottega Verdi")
    meeting = await set_for(desk, host, guest)
    await desk.write(ROSSI, "/azienda")
    await desk.press(ROSSI, "incontra-azienda", verb="show")
    await press(desk, ROSSI, f"see {meeting.id}", MEETING)
    await press(desk, ROSSI, f"change {meeting.id}", MEETING)
    assert "cambia" in desk.told(VERDI)
    changed = await only(desk, ROSSI)
    assert changed.chooser == "host"
    assert min(changed.proposed) > meeting.proposed[0]
    await press(desk, ROSSI, f"pick {meeting.id} 0 {changed.proposed[0]:%y%m%d%H%M}", MEETING)
    now = await only(desk, VERDI)
    assert (now.state, now.sequence) == ("set", 1)
    file = next(letter.file for letter in reversed(desk.sent) if letter.chat == VERDI and letter.file)
    assert b"SEQUENCE:1" in file.content


async def test_a_firm_that_leaves_calls_off_its_meeting_and_the_other_is_told(desk: Desk) -> None:
    host, guest = await witness(desk, ROSSI, "Prima spa"), await member(desk, VERDI, "Bottega Verdi")
    await set_for(desk, host, guest)
    await desk.write(ROSSI, "/azienda")
    await press(desk, ROSSI, "leave")
    await press(desk, ROSSI, "leave_yes")
    assert "L'incontro è annullato" in desk.told(VERDI)
    assert (await only(desk, VERDI)).state == "cancelled"


async def test_one_more_small_firm_sits_at_the_table_if_the_testimone_agrees(desk: Desk) -> None:
    host, guest = await witness(desk, ROSSI, "Prima spa"), await member(desk, VERDI, "Bottega Verdi")
    meeting = await set_for(desk, host, guest)
    await member(desk, BIANCHI, "Sartoria Bianchi")
    assert "C'è già un incontro" in await look(desk, BIANCHI)
    await press(desk, BIANCHI, f"table {meeting.id}", MEETING)
    assert "vorrebbe venire" in desk.told(ROSSI)
    assert "Bianchi" not in desk.told(ROSSI)
    taken = await press(desk, ROSSI, f"seat {meeting.id} yes", MEETING)
    assert "Sartoria Bianchi" in taken
    assert "Le piccole aziende all'incontro sono 2" in desk.told(BIANCHI)
    assert "Bianchi" not in desk.told(VERDI)
    assert (await only(desk, BIANCHI)).guests[0].company == guest.id


async def test_what_was_tried_is_asked_after_the_meeting_and_again_after_three_months_and_two_operators_publish_it(
    desk: Desk,
) -> None:
    await desk.link("telegram:-9", None)
    host, guest = await witness(desk, ROSSI, "Prima spa"), await member(desk, VERDI, "Bottega Verdi")
    meeting = await set_for(desk, host, guest)
    desk.wait(timedelta(days=18))
    await desk.tick()
    assert "Com'è andato l'incontro con Prima spa?" in desk.told(VERDI)
    practice = next(
        each for each in await desk.buttons(VERDI, MEETING) if each.startswith("tries") and not each.endswith("-")
    )
    assert "Entro quando?" in await press(desk, VERDI, practice, MEETING)
    await press(desk, VERDI, f"by {meeting.id} 2", MEETING)
    desk.wait(timedelta(days=100))
    await desk.tick()
    assert "L'avete fatto?" in desk.told(VERDI)
    await press(desk, VERDI, f"tried {meeting.id} yes", MEETING)
    code = meeting.guests[0].ticket
    id = practice.split()[-1]
    await desk.press(ANNA, f"publish {code}", "telegram:-9")
    await desk.press(ANNA, f"publish {code}", "telegram:-9")
    async with desk.sessions() as session:
        assert await companies.tried(session) == {}
    await desk.press(BRUNO, f"publish {code}", "telegram:-9")
    async with desk.sessions() as session:
        assert await companies.tried(session) == {id: 1}
    await desk.write(COLLEAGUE, "/buoneprassi")
    await desk.press(COLLEAGUE, "problems 1", verb="practices")
    await desk.press(COLLEAGUE, f"list {NEED}", verb="practices")
    assert "Provata da aziende della rete: 1" in await press(desk, COLLEAGUE, f"card {id}", "practices")


async def test_an_offer_counts_only_when_an_operator_has_agreed(desk: Desk) -> None:
    await member(desk, ROSSI, "Prima spa")
    await desk.write(ROSSI, "/azienda")
    await desk.press(ROSSI, "incontra-azienda", verb="show")
    for step in ("offer", f"show {NEED}", "show rientro", f"show {NEED}", f"show {NEED}", "shows", "yearly 2"):
        await press(desk, ROSSI, step, MEETING)
    company = await company_of(desk, ROSSI)
    assert company
    assert not company.testimone
    ticket = await newest(desk, ROSSI)
    assert ticket.kind == "meeting"
    await close(desk, ticket.code, "accolta Grazie")
    company = await company_of(desk, ROSSI)
    assert company
    assert (company.testimone, company.shows, company.yearly) == (True, ("rientro", NEED), 2)


async def test_who_has_not_joined_is_told_to_join_first_and_sees_no_firm(desk: Desk) -> None:
    await witness(desk, ROSSI, "Prima spa")
    await desk.write(VERDI, "/start incontra-azienda")
    assert "dovete prima aderire" in desk.told(VERDI)
    assert "Prima spa" not in desk.told(VERDI)


async def test_a_message_is_carried_to_the_other_side_after_both_agreed_and_never_before(desk: Desk) -> None:
    host, guest = await witness(desk, ROSSI, "Prima spa"), await member(desk, VERDI, "Bottega Verdi")
    meeting = await set_for(desk, host, guest)
    await desk.write(VERDI, "/azienda")
    await desk.press(VERDI, "incontra-azienda", verb="show")
    await press(desk, VERDI, f"see {meeting.id}", MEETING)
    await press(desk, VERDI, f"write {meeting.id}", MEETING)
    await say(desk, VERDI, "Arriviamo in due, va bene il parcheggio davanti?")
    assert "Bottega Verdi vi scrive" in desk.told(ROSSI)
    assert "parcheggio davanti" in desk.told(ROSSI)


async def test_who_takes_the_request_back_calls_the_meeting_off(desk: Desk) -> None:
    host, guest = await witness(desk, ROSSI, "Prima spa"), await member(desk, VERDI, "Bottega Verdi")
    meeting = await set_for(desk, host, guest)
    await desk.effect(VERDI, Withdraw(meeting.guests[0].ticket))
    assert (await only(desk, ROSSI)).state == "cancelled"
    assert "L'incontro è annullato" in desk.told(ROSSI)


async def test_the_last_contact_who_has_their_data_deleted_leaves_the_company_and_operators_know(desk: Desk) -> None:
    company = await member(desk, ROSSI, "Prima spa")
    await desk.effect(ROSSI, EraseEverything())
    assert await company_of(desk, ROSSI) is None
    async with desk.sessions() as session:
        kept = await companies.read(session, company.id)
    assert kept
    assert kept.member
    assert "non ha più contatti in chat" in desk.told(ANNA)
