"""What goes wrong at a desk: nothing is lost, nothing goes where it does not belong, and whoever did it is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.model.conversation import Kind, Utterance
from bot.model.ticket import AskSecondLook
from bot.store import audit, operators, tickets
from bot.store.tables import OutboxRow

from .conftest import (
    ANNA,
    CARLA,
    CITIZEN,
    FAR,
    FAR_ROOM,
    HERE,
    LEAD_ROOM,
    ROOM,
    STRANGER,
    Desk,
)
from .test_desk import office, taken

__all__ = ["office"]
DINO = "telegram:14"
SECRET = "mi sembra confusa"


async def kept_words(desk: Desk, code: str) -> list[str]:
    async with desk.sessions() as session:
        return [each.text for each in await tickets.messages(session, code)]


async def writing_to(desk: Desk, code: str) -> None:
    """The citizen presses "Scrivi allo sportello" below one of their requests."""
    await desk.write(CITIZEN, f"/pratica {code}")
    await desk.press(CITIZEN, f"write {code}", verb="ticket")


async def agree(desk: Desk) -> None:
    notice = desk.assistant.knowledge.notices["question"][-1]
    await desk.press(CITIZEN, f"question {notice.version}", verb="consent")


# --- corrections ---


async def test_a_correction_reaches_the_desk_although_nobody_has_the_case_any_more(office: Desk) -> None:
    code = await taken(office)
    office.wait(timedelta(minutes=1))
    await office.write(CITIZEN, "Abito a Melegnano", message=40)
    await office.write(ANNA, "/restituisci", ROOM, code)
    told = await office.write(CITIZEN, "Abito a Rozzano", message=40, edit=True)
    in_room, to_citizen = sorted(told, key=lambda letter: letter.chat != ROOM)
    assert (in_room.chat, in_room.act, "Abito a Rozzano" in in_room.text) == (ROOM, "edit", True)
    assert to_citizen.text == f"Ho corretto anche il messaggio nella richiesta {code}."
    assert "Abito a Rozzano" in await kept_words(office, code)
    assert "Abito a Melegnano" not in await kept_words(office, code)


async def test_a_correction_of_what_was_written_to_the_desk_is_no_new_question(office: Desk) -> None:
    code = await office.open()
    await writing_to(office, code)
    await office.write(CITIZEN, "quanto dura il congedo?", message=41)
    told = await office.write(CITIZEN, "quanto dura il congedo parentale?", message=41, edit=True)
    assert [letter.act for letter in told if letter.chat == ROOM] == ["edit"]
    assert "quanto dura il congedo parentale?" in await kept_words(office, code)


async def test_a_correction_goes_into_the_case_that_it_was_written_in(office: Desk) -> None:
    first, second = await office.open("prima"), await office.open("seconda", helpdesk=FAR)
    await office.press(ANNA, f"take {first}", ROOM)
    office.wait(timedelta(minutes=1))
    await office.write(CITIZEN, "per Anna", message=42)
    office.wait(timedelta(minutes=1))
    await office.press(DINO, f"take {second}", FAR_ROOM)
    office.wait(timedelta(minutes=1))
    told = await office.write(CITIZEN, "per Anna, mi correggo", message=42, edit=True)
    assert {letter.chat for letter in told} == {ROOM}
    assert "mi correggo" not in office.told(FAR_ROOM)


async def test_after_a_move_a_correction_is_said_anew_and_changes_no_other_message(office: Desk) -> None:
    code = await taken(office)
    office.wait(timedelta(minutes=1))
    await office.write(CITIZEN, "una cosa", message=43)
    await office.write(ANNA, f"/inoltra {FAR}", ROOM, code)
    await office.press(CITIZEN, f"agree {code} {FAR}")
    await office.press(DINO, f"take {code}", FAR_ROOM)
    told = await office.write(CITIZEN, "una cosa diversa", message=43, edit=True)
    said = [letter for letter in told if letter.chat != CITIZEN]
    assert [(letter.act, letter.chat) for letter in said] == [("say", FAR_ROOM)]
    assert "Correzione:" in said[0].text
    assert "una cosa diversa" in said[0].text


async def test_a_correction_of_a_message_whose_number_is_forgotten_is_said_anew(office: Desk) -> None:
    code = await taken(office)
    await office.write(ANNA, "Lunedì", ROOM, code, message=44)
    async with office.sessions.begin() as session:
        await session.execute(update(OutboxRow).values(sent_as=None))
    told = await office.write(ANNA, "Martedì", ROOM, code, message=44, edit=True)
    assert [(letter.act, letter.chat) for letter in told] == [("say", CITIZEN)]
    assert "Correzione" in told[0].text


async def test_the_question_that_opened_a_case_may_be_corrected(office: Desk) -> None:
    await office.write(CITIZEN, "/operatore san donato milanese")
    await agree(office)
    await office.write(CITIZEN, "Ho due figli e lavoro di notte", message=47)
    assert "Ho due figli" in office.told(ROOM)
    told = await office.write(CITIZEN, "Ho tre figli e lavoro di notte", message=47, edit=True)
    assert {letter.chat for letter in told} == {ROOM, CITIZEN}
    assert "Correzione" in office.told(ROOM)
    assert "Ho tre figli" in office.told(ROOM)


async def test_a_correction_reaches_the_terminal_of_whoever_has_no_room(desk: Desk) -> None:
    await desk.operator("Anna", ANNA, [HERE])
    code = await desk.open()
    await desk.write(ANNA, f"/prendi {code}")
    desk.wait(timedelta(minutes=1))
    await desk.write(CITIZEN, "domani", message=48)
    told = await desk.write(CITIZEN, "dopodomani", message=48, edit=True)
    assert [(letter.chat, letter.act) for letter in told] == [(ANNA, "edit")]


async def test_a_corrected_message_of_the_citizen_keeps_its_button(office: Desk) -> None:
    await taken(office)
    office.wait(timedelta(minutes=1))
    await office.write(CITIZEN, "una cosa", message=45)
    told = await office.write(CITIZEN, "un'altra cosa", message=45, edit=True)
    assert [letter.act for letter in told] == ["edit"]
    assert told[0].buttons


# --- two cases of one citizen ---


async def test_words_for_one_case_do_not_go_into_another_that_is_in_hand(office: Desk) -> None:
    mine, other = await office.open("prima"), await office.open("seconda", helpdesk=FAR)
    await office.press(DINO, f"take {other}", FAR_ROOM)
    office.wait(timedelta(minutes=1))
    await writing_to(office, mine)
    await office.write(CITIZEN, "solo per San Donato")
    assert "solo per San Donato" in office.told(ROOM)
    assert "solo per San Donato" not in office.told(FAR_ROOM)
    assert "solo per San Donato" in await kept_words(office, mine)


async def test_a_reply_to_an_operators_message_goes_to_that_operator(office: Desk) -> None:
    first, second = await office.open("prima"), await office.open("seconda", helpdesk=FAR)
    await office.press(ANNA, f"take {first}", ROOM)
    await office.write(ANNA, "Che lavoro fai?", ROOM, first)
    async with office.sessions() as session:
        asked = await session.scalar(
            select(OutboxRow.sent_as).where(OutboxRow.chat == CITIZEN).order_by(OutboxRow.id.desc()).limit(1)
        )
    office.wait(timedelta(minutes=1))
    await office.press(DINO, f"take {second}", FAR_ROOM)
    office.wait(timedelta(minutes=1))
    await office.do(Utterance(CITIZEN, Kind.TEXT, "Infermiera", message=46, reply_to=asked))
    assert "Infermiera" in office.told(ROOM)
    assert "Infermiera" not in office.told(FAR_ROOM)


# --- own cases, second looks ---


async def test_nobody_reads_or_closes_their_own_case(desk: Desk) -> None:
    await desk.operator("Anna", ANNA, [HERE])
    await desk.operator("Carla", CARLA, [], "coordinator")
    code = await desk.open(chat=CARLA)
    await desk.write(ANNA, f"/nota {code} {SECRET}")
    for command in ("scheda", "nota x", "chiudi risolta fatto", "prendi"):
        name, _, words = command.partition(" ")
        assert "tua richiesta" in (await desk.write(CARLA, f"/{name} {code} {words}"))[0].text
    assert SECRET not in desk.told(CARLA)
    assert (await desk.ticket(code)).status == "open"


async def test_whoever_refused_does_not_close_the_second_look(office: Desk) -> None:
    code = await taken(office, kind="voucher")
    await office.write(CARLA, f"/chiudi {code} respinta Manca un requisito")
    await office.effect(CITIZEN, AskSecondLook(code))
    told = await office.write(CARLA, f"/chiudi {code} respinta Come prima")
    assert "un'altra persona" in told[0].text
    assert (await office.ticket(code)).status == "open"


# --- words that are not what they seem ---


@pytest.mark.parametrize("written", ["／nota {}", "\u200b/nota {}", "⁄nota {}", "\\nota {}"])
async def test_what_begins_almost_like_a_command_is_not_sent(written: str, office: Desk) -> None:
    code = await taken(office)
    told = await office.write(ANNA, written.format(SECRET), ROOM, code)
    assert {letter.chat for letter in told} == {ROOM}
    assert "Non conosco questo comando" in told[0].text
    assert SECRET not in office.told(CITIZEN)


async def test_a_reason_that_is_too_long_is_not_cut_in_silence(office: Desk) -> None:
    code = await taken(office)
    told = await office.write(ANNA, f"/chiudi risolta {'parole ' * 100}", ROOM, code)
    assert {letter.chat for letter in told} == {ROOM}
    assert "500" in told[0].text
    assert (await office.ticket(code)).status == "taken"


async def test_a_codice_fiscale_for_the_person_who_answers_is_passed_on_with_a_caution(office: Desk) -> None:
    await taken(office)
    office.wait(timedelta(minutes=1))
    await office.write(CITIZEN, "va bene")
    told = await office.write(CITIZEN, "RSSMRA85T10A562S è il mio codice")
    assert {letter.chat for letter in told} == {ROOM, CITIZEN}
    assert "codice fiscale" in next(letter.text for letter in told if letter.chat == CITIZEN)


async def test_a_question_that_is_too_long_is_not_cut_in_silence(office: Desk) -> None:
    await office.write(CITIZEN, "/operatore san donato milanese")
    await agree(office)
    told = await office.write(CITIZEN, "Lavoro di notte. " * 230)
    assert {letter.chat for letter in told} == {CITIZEN}
    assert "troppo lungo" in told[-1].text


# --- who comes in, and rooms that go ---


async def test_whoever_joins_is_told_their_helpdesks_and_stands_in_the_trail(desk: Desk) -> None:
    async with desk.sessions.begin() as session:
        await operators.invite(session, "ABCD-2345", "Anna", [HERE], {"operator"}, desk.now)
    assert "Segretariato sociale di San Donato" in (await desk.write(ANNA, "/entra abcd 2345"))[0].text
    async with desk.sessions() as session:
        assert [(line.operator, line.action) for line in await audit.trail(session)] == [(1, "join")]


async def test_an_invitation_typed_in_the_group_is_not_used_there_and_that_is_said(office: Desk) -> None:
    async with office.sessions.begin() as session:
        await operators.invite(session, "ABCD-2345", "Elio", [HERE], {"operator"}, office.now)
    told = await office.write(STRANGER, "/entra ABCD-2345", ROOM)
    assert "chat privata" in told[0].text
    assert await office.write(STRANGER, "/entra ABCD-2345", "telegram:-500") == []
    assert "Benvenuto" in (await office.write(STRANGER, "/entra ABCD-2345"))[0].text


async def test_linking_a_group_stands_in_the_trail(office: Desk) -> None:
    await office.write(CARLA, "/collega", LEAD_ROOM)
    await office.write(CARLA, "/scollega", LEAD_ROOM)
    async with office.sessions() as session:
        done = [(line.operator, line.action) for line in await audit.trail(session)]
    assert done == [(3, "link_room"), (3, "unlink_room")]


async def test_a_room_that_threw_the_bot_out_is_one_no_more_and_its_cases_wait_for_the_next(office: Desk) -> None:
    code = await taken(office)
    office.blocked.add(ROOM)
    office.wait(timedelta(minutes=1))
    await office.write(CITIZEN, "Ci siete?")
    assert (await office.ticket(code)).room is None
    office.wait(timedelta(minutes=1))
    await office.write(CITIZEN, "C'è qualcuno?")
    assert "C'è qualcuno?" in office.told(ANNA)
    await office.write(CARLA, f"/collega {HERE}", "telegram:-101")
    assert "Ci siete?" in office.told("telegram:-101")
