"""A case from its arrival to its end, between a citizen's chat and the operators' rooms."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.appointments import Appointment
from bot.desk.appointments import read as read_moment
from bot.desk.decide import decide
from bot.desk.handling import Handling
from bot.desk.reading import is_note, split_code
from bot.desk.scene import Scene
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Kind, Utterance
from bot.model.reply import Line, Message
from bot.model.ticket import AskSecondLook, LetBotSpeak, Rate, Withdraw
from bot.store import operators, tickets

from .conftest import (
    ANNA,
    BRUNO,
    CARLA,
    CITIZEN,
    FAR,
    FAR_ROOM,
    HERE,
    LEAD_ROOM,
    MONDAY,
    NEAR,
    NEAR_ROOM,
    ROOM,
    STRANGER,
    Desk,
    no_month_is_over,
)
from .test_rights import NOW, TODAY, anna, held

HOUR = timedelta(hours=1)


@pytest.fixture
async def office(desk: Desk) -> Desk:
    """A room with two operators, a coordinator, and a room far away with its own."""
    await desk.operator("Anna", ANNA, [HERE])
    await desk.operator("Bruno", BRUNO, [HERE])
    await desk.operator("Carla", CARLA, [], "coordinator")
    await desk.operator("Dino", "telegram:14", [FAR])
    await desk.link(ROOM, HERE)
    await desk.link(FAR_ROOM, FAR)
    await no_month_is_over(desk)
    return desk


async def taken(desk: Desk, **opening: str) -> str:
    code = await desk.open(**opening)  # type: ignore[arg-type]
    await desk.press(ANNA, f"take {code}", ROOM)
    return code


# --- opening and taking ---


async def test_a_new_case_opens_a_topic_with_a_card_in_the_room_of_its_helpdesk(office: Desk) -> None:
    code = await office.open("Ho diritto al voucher?")
    card = next(letter for letter in office.sent if letter.chat == ROOM and letter.act == "say")
    assert code in card.text
    assert "Ho diritto al voucher?" in card.text
    assert {"Prendo io", "Inoltra", "Chiudi"} <= {label for row in card.buttons for label, _ in row}
    ticket = await office.ticket(code)
    assert ticket.thread is not None
    assert ticket.due_at == MONDAY + 24 * HOUR  # eight working hours later: the same hour of the next day
    assert office.told(FAR_ROOM) == ""


async def test_without_its_own_room_a_case_goes_to_everybodys_and_without_any_it_waits(desk: Desk) -> None:
    waiting = await desk.open()
    assert (await desk.ticket(waiting)).room is None
    await desk.operator("Carla", CARLA, [], "coordinator")
    await desk.write(CARLA, "/collega", LEAD_ROOM)
    assert waiting in desk.told(LEAD_ROOM)
    later = await desk.open(chat="telegram:2", helpdesk=None)
    assert (await desk.ticket(later)).room == LEAD_ROOM


async def test_the_loser_is_told_by_whom_it_was_taken(office: Desk) -> None:
    code = await office.open()
    await office.press(ANNA, f"take {code}", ROOM)
    told = await office.press(BRUNO, f"take {code}", ROOM)
    assert [letter.chat for letter in told] == [ROOM]
    assert "Anna" in told[0].text
    assert (await office.ticket(code)).holder == 1
    assert office.told(CITIZEN).count("Se ne occupa Anna") == 1


async def test_nobody_takes_their_own_request(office: Desk) -> None:
    code = await office.open(chat=ANNA)
    assert "tua richiesta" in (await office.press(ANNA, f"take {code}", ROOM))[0].text
    assert (await office.ticket(code)).status == "open"


async def test_a_double_tap_takes_once_and_is_told_so(office: Desk) -> None:
    code = await taken(office)
    told = await office.press(ANNA, f"take {code}", ROOM)
    assert "è già tua" in told[0].text
    assert [line.action for line in await office.trail(code)].count("take") == 1


async def test_whoever_takes_from_two_devices_reads_it_in_both(office: Desk) -> None:
    code = await office.open()
    told = await office.write(ANNA, f"/prendi {code}")
    assert {letter.chat for letter in told} == {ANNA, ROOM, CITIZEN}


async def test_a_desk_without_a_group_works_in_private(desk: Desk) -> None:
    await desk.operator("Anna", ANNA, [HERE])
    code = await desk.open()
    taken_here = await desk.write(ANNA, f"/prendi {code}")
    assert sorted(letter.chat for letter in taken_here) == sorted([ANNA, CITIZEN])
    assert f"/rispondi {code}" in desk.told(ANNA)
    desk.wait(timedelta(minutes=1))
    await desk.write(CITIZEN, "Ci siete?")
    assert "Ci siete?" in desk.told(ANNA)
    answered = await desk.write(ANNA, f"/rispondi {code} Eccomi")
    assert "Eccomi" in desk.told(CITIZEN)
    assert "/rispondi" not in desk.told(CITIZEN)
    assert sorted(letter.chat for letter in answered if letter.act == "say") == sorted([ANNA, CITIZEN])
    closed = await desk.write(ANNA, f"/chiudi {code} risolta Fatto")
    assert sorted(letter.chat for letter in closed) == sorted([ANNA, CITIZEN])


async def test_who_asks_in_private_reads_queue_and_card_there(office: Desk) -> None:
    code, far = await office.open(), await office.open(chat="telegram:2", helpdesk=FAR)
    queue = (await office.write(ANNA, "/coda"))[0].text
    assert code in queue
    assert far not in queue
    everything = (await office.write(CARLA, "/coda"))[0].text
    assert code in everything
    assert far in everything
    card = (await office.write(ANNA, f"/scheda {code.lower().replace('-', ' ')}"))[0].text
    assert "Ho diritto al voucher?" in card
    assert ("read", 1) in [(line.action, line.operator) for line in await office.trail(code)]
    assert "Non trovo" in (await office.write(ANNA, f"/scheda {far}"))[0].text


# --- answers, notes, corrections ---


async def test_the_holders_words_reach_the_citizen_signed_and_with_a_receipt(office: Desk) -> None:
    code = await taken(office)
    told = await office.write(ANNA, "Sì, ne hai diritto.", ROOM, code)
    said = [letter for letter in told if letter.act == "say"]
    answer, receipt = sorted(said, key=lambda letter: letter.chat != CITIZEN)
    assert receipt.chat == ROOM
    assert answer.chat == CITIZEN
    assert answer.receipt == receipt.id
    assert "Sì, ne hai diritto." in answer.text
    assert "Anna, " in answer.text
    assert (await office.ticket(code)).due_at is None


async def test_nothing_is_sent_for_who_has_not_taken_it(office: Desk) -> None:
    code = await office.open()
    first = await office.write(ANNA, "Buongiorno", ROOM, code)
    assert [letter.chat for letter in first] == [ROOM]
    assert "Prima prendi" in first[0].text
    await office.press(ANNA, f"take {code}", ROOM)
    other = await office.write(BRUNO, "Ci penso io", ROOM, code)
    assert [letter.chat for letter in other] == [ROOM]
    assert "Anna" in other[0].text
    assert "Ci penso io" not in office.told(CITIZEN)


async def test_a_plain_group_finds_the_case_by_the_message_that_is_answered(office: Desk) -> None:
    code = await taken(office)
    async with office.sessions() as session:
        posted = await session.connection()
        number = (await posted.exec_driver_sql("SELECT min(message) FROM postings")).scalar_one()
    reply = Utterance(ROOM, Kind.TEXT, "Eccomi", sender=ANNA, message=1, reply_to=number)
    assert CITIZEN in {letter.chat for letter in await office.do(reply)}
    assert code in office.told(CITIZEN)


async def test_words_of_an_operator_that_belong_to_no_ticket_are_answered_and_go_nowhere(office: Desk) -> None:
    await taken(office)
    told = await office.write(ANNA, "chi va a pranzo?", ROOM)
    assert [letter.chat for letter in told] == [ROOM]
    assert "di nessuna pratica" in told[0].text
    photo = Utterance(ROOM, Kind.ATTACHMENT, "", "photo", sender=ANNA, message=9)
    assert "di nessuna pratica" in (await office.do(photo))[0].text
    assert await office.write(ANNA, "// chi va a pranzo?", ROOM) == []
    assert await office.write(STRANGER, "ciao a tutti", ROOM) == []


@pytest.mark.parametrize("written", ["/nota {}", "//{}", "// {}", " //{}", "\\\\{}", "／／{}", "/rispondi // {}"])
async def test_a_note_never_reaches_the_citizen(written: str, office: Desk) -> None:
    code = await taken(office)
    secret = "sembra in difficoltà"
    await office.write(ANNA, written.format(secret), ROOM, code, message=5)
    await office.write(ANNA, f"/nota {secret} davvero", ROOM, code, message=5, edit=True)
    await office.write(ANNA, f"{secret} e basta", ROOM, code, message=5, edit=True)
    await office.write(ANNA, "Risposta", ROOM, code)
    assert secret not in office.told(CITIZEN)
    assert secret in (await office.write(BRUNO, f"/scheda {code}"))[0].text


words = st.text(min_size=1, max_size=40)


def everything_said(handling: Handling) -> str:
    messages = (handling.to_citizen, handling.step and Message((Line("", handling.step.values),)))
    parts = [part for message in messages if message for part in message.parts]
    return " ".join(value for part in parts if isinstance(part, Line) for value in part.values.values())


@given(words, st.sampled_from(["/nota ", "//", " // ", "／／", "\u200b//"]), st.booleans())
def test_no_way_of_writing_a_note_says_anything_to_the_citizen(
    knowledge: Knowledge, text: str, mark: str, edit: bool
) -> None:
    written = mark + text
    kind = Kind.EDIT if edit else Kind.COMMAND if written.startswith("/nota") else Kind.TEXT
    utterance = Utterance("telegram:-100", kind, written, sender=ANNA, message=1, thread=5)
    there = Scene(knowledge, utterance, NOW, TODAY, operator=anna("operator"), linked=True, ticket=held())
    handling = decide(there)
    assert handling.to_citizen is None
    assert handling.step is None
    assert everything_said(handling) == ""


async def test_a_mended_answer_is_mended_where_it_arrived(office: Desk) -> None:
    code = await taken(office)
    answer = (await office.write(ANNA, "Lunedi alle 9", ROOM, code, message=5))[-1]
    mended = await office.write(ANNA, "Martedì alle 9", ROOM, code, message=5, edit=True)
    assert [(letter.chat, letter.act) for letter in mended] == [(CITIZEN, "edit")]
    assert "Martedì alle 9" in mended[0].text
    assert mended[0].edits is not None
    assert answer.act == "say"
    hidden = await office.write(ANNA, "//Martedì", ROOM, code, message=5, edit=True)
    assert [letter.chat for letter in hidden] == [ROOM]


async def test_files_and_others_words_are_not_passed_on(office: Desk) -> None:
    code = await taken(office)
    thread = (await office.ticket(code)).thread
    photo = Utterance(ROOM, Kind.ATTACHMENT, "ecco", "photo", sender=ANNA, message=9, thread=thread)
    assert {letter.chat for letter in await office.do(photo)} == {ROOM}
    passed_on = await office.write(ANNA, "di un altro", ROOM, code, forwarded=True)
    assert {letter.chat for letter in passed_on} == {ROOM}


async def test_signs_of_markup_and_of_templates_stay_what_they_are(office: Desk) -> None:
    text = "*grassetto* <b>x</b> {name} [a](b) _ `"
    code = await taken(office, words=text)
    assert text in office.told(ROOM)
    await office.write(ANNA, text, ROOM, code)
    assert text in office.told(CITIZEN)


async def test_a_stranger_in_the_room_is_told_once(office: Desk) -> None:
    code = await taken(office)
    assert "/entra" in (await office.write(STRANGER, "che succede?", ROOM, code))[0].text
    assert await office.write(STRANGER, "insomma, che succede?", ROOM, code) == []
    assert "/entra" in (await office.write(STRANGER, f"/prendi {code}", ROOM))[0].text
    assert await office.press(STRANGER, f"take {code}", ROOM) == []
    assert (await office.ticket(code)).holder == 1


async def test_an_expired_button_is_explained(office: Desk) -> None:
    told = await office.do(Utterance(ROOM, Kind.BUTTON, "gone", sender=ANNA, message=3))
    assert "scaduto" in told[0].text


# --- the citizen writes ---


async def test_while_a_person_has_it_the_citizens_words_go_there_and_the_bot_keeps_silent(office: Desk) -> None:
    code = await taken(office)
    office.wait(timedelta(minutes=1))
    first = await office.write(CITIZEN, "E per due figli?", message=40)
    assert "E per due figli?" in next(letter.text for letter in first if letter.chat == ROOM)
    second = await office.write(CITIZEN, "Sono gemelli", message=41)
    assert [letter.chat for letter in second] == [ROOM]
    mended = await office.write(CITIZEN, "Sono tre gemelli", message=41, edit=True)
    assert [(letter.chat, letter.act) for letter in mended] == [(ROOM, "edit")]
    assert (await office.ticket(code)).due_at is not None


async def test_danger_is_answered_at_once_and_told(office: Desk) -> None:
    await taken(office)
    told = await office.write(CITIZEN, "mio marito mi picchia")
    assert "112" in office.told(CITIZEN)
    in_room = [letter.text for letter in told if letter.chat == ROOM]
    assert any("mio marito mi picchia" in text for text in in_room)
    assert any("possono parlare di pericolo" in text for text in in_room)


async def test_the_mark_of_danger_stands_in_the_ticket_for_whoever_reads_it_later(office: Desk) -> None:
    code = await taken(office)
    await office.write(CITIZEN, "mio marito mi picchia")
    sheet = (await office.write(ANNA, f"/scheda {code}"))[0].text
    assert "possono parlare di pericolo" in sheet.rpartition("mio marito mi picchia")[2]


async def test_back_to_the_assistant_until_the_operator_writes_again(office: Desk) -> None:
    code = await taken(office)
    await office.effect(CITIZEN, LetBotSpeak(code))
    assert (await office.ticket(code)).bot_speaks
    told = await office.write(CITIZEN, "quanto preavviso serve per il congedo a ore?")
    assert {letter.chat for letter in told} == {CITIZEN}
    await office.write(ANNA, "Ci sei?", ROOM, code)
    assert not (await office.ticket(code)).bot_speaks


async def test_a_citizen_who_blocks_the_bot_is_shown_in_the_room(office: Desk) -> None:
    code = await taken(office)
    office.blocked.add(CITIZEN)
    await office.write(ANNA, "Ci sei?", ROOM, code)
    assert any("bloccato" in text for text in office.edits) or "bloccato" in office.told(ROOM)


async def test_nobody_acts_on_the_case_of_somebody_else(office: Desk) -> None:
    code = await taken(office)
    before = await office.ticket(code)
    for effect in (Withdraw(code), LetBotSpeak(code), Rate(code, 5), AskSecondLook(code)):
        await office.effect("telegram:2", effect)
    assert await office.ticket(code) == before


async def test_a_withdrawn_request_is_closed_and_its_topic_too(office: Desk) -> None:
    code = await taken(office)
    await office.effect(CITIZEN, Withdraw(code))
    assert (await office.ticket(code)).outcome == "withdrawn"
    assert [letter.act for letter in office.sent if letter.chat == ROOM][-1] == "close_topic"


# --- queue, clock, removal ---


async def test_a_case_given_back_may_be_taken_by_another(office: Desk) -> None:
    code = await taken(office)
    assert "solo lei" in (await office.write(BRUNO, "/restituisci", ROOM, code))[-1].text
    await office.write(ANNA, "/restituisci", ROOM, code)
    assert (await office.ticket(code)).status == "open"
    await office.write(BRUNO, "/prendi", ROOM, code)
    assert (await office.ticket(code)).holder == 2
    assert "Se ne occupa Bruno" in office.told(CITIZEN)


async def test_an_operator_who_is_removed_leaves_cases_in_the_queue_and_is_a_stranger(office: Desk) -> None:
    code = await taken(office)
    async with office.sessions() as session:
        removed = await operators.of_chat(session, ANNA)
    assert removed
    await office.remove(removed)
    assert (await office.ticket(code)).status == "open"
    assert "Anna non lavora più qui" in office.told(ROOM)
    await office.write(ANNA, "io ci sono ancora", ROOM, code)
    assert "io ci sono ancora" not in office.told(CITIZEN)


async def test_nobody_takes_it_so_it_climbs_step_by_step(office: Desk) -> None:
    await office.operator("Nora", "telegram:15", [NEAR])
    await office.link(NEAR_ROOM, NEAR)
    await office.link(LEAD_ROOM, None)
    code = await office.open()
    assert await office.tick() == []
    office.wait(24 * HOUR)
    assert {letter.chat for letter in await office.tick()} == {ROOM, NEAR_ROOM, CITIZEN}
    assert (await office.ticket(code)).level == "district"
    office.wait(24 * HOUR)
    assert {letter.chat for letter in await office.tick()} == {ROOM, LEAD_ROOM, CITIZEN}
    office.wait(24 * HOUR)
    assert {letter.chat for letter in await office.tick()} == {ROOM}
    assert [step.what for step in (await office.ticket(code)).steps] == ["opened", "climbed_district", "climbed_lead"]
    assert "Ho diritto al voucher?" not in office.told(NEAR_ROOM) + office.told(LEAD_ROOM)


async def test_taken_and_not_answered_it_goes_back_and_up(office: Desk) -> None:
    code = await taken(office)
    office.wait(24 * HOUR)
    assert await office.tick() == []
    office.wait(24 * HOUR)
    await office.tick()
    ticket = await office.ticket(code)
    assert (ticket.status, ticket.level, ticket.holder) == ("open", "district", None)


async def test_answered_in_time_it_stays_until_the_citizen_waits_again(office: Desk) -> None:
    code = await taken(office)
    await office.write(ANNA, "Ecco", ROOM, code)
    office.wait(timedelta(days=10))
    assert await office.tick() == []
    await office.write(CITIZEN, "E poi?")
    office.wait(timedelta(days=4))
    await office.tick()
    assert (await office.ticket(code)).status == "open"


async def test_taken_in_the_room_of_a_neighbour_it_moves_there(office: Desk) -> None:
    await office.operator("Nora", "telegram:15", [NEAR])
    await office.link(NEAR_ROOM, NEAR)
    code = await office.open()
    office.wait(24 * HOUR)
    await office.tick()
    await office.press("telegram:15", f"take {code}", NEAR_ROOM)
    ticket = await office.ticket(code)
    assert ticket.room == NEAR_ROOM
    assert ticket.thread is not None
    assert "Ho diritto al voucher?" in office.told(NEAR_ROOM)
    assert [letter.act for letter in office.sent if letter.chat == ROOM][-1] == "close_topic"
    await office.write(CITIZEN, "Grazie!")
    assert "Grazie!" in office.told(NEAR_ROOM)
    assert "Grazie!" not in office.told(ROOM)


async def test_a_case_is_not_opened_before_people_of_another_helpdesk(office: Desk) -> None:
    code = await office.open("una cosa privata")
    for command in (f"/prendi {code}", f"/scheda {code}", f"/nota {code} x"):
        told = await office.write(CARLA, command, FAR_ROOM)
        assert ["non si segue in questo gruppo" in letter.text for letter in told] == [True]
    assert "una cosa privata" not in office.told(FAR_ROOM)
    assert (await office.ticket(code)).room == ROOM


# --- forwarding ---


async def test_it_goes_to_another_helpdesk_only_with_the_citizens_yes_and_without_notes(office: Desk) -> None:
    code = await taken(office)
    await office.write(ANNA, "// parla poco italiano", ROOM, code)
    await office.write(ANNA, "Provo a chiedere.", ROOM, code)
    offered = await office.press(ANNA, f"forward {code}", ROOM)
    assert offered[0].chat == ROOM
    asked = await office.write(ANNA, f"/inoltra {FAR}", ROOM, code)
    assert CITIZEN in {letter.chat for letter in asked}
    assert office.told(FAR_ROOM) == ""
    await office.press(CITIZEN, f"agree {code} {FAR}")
    ticket = await office.ticket(code)
    assert (ticket.room, ticket.helpdesk, ticket.status, ticket.holder) == (FAR_ROOM, FAR, "open", None)
    there = office.told(FAR_ROOM)
    assert "Ho diritto al voucher?" in there
    assert "Provo a chiedere." in there
    assert "parla poco italiano" not in there
    assert "parla poco italiano" not in (await office.write("telegram:14", f"/scheda {code}"))[0].text
    assert "passata a" in office.told(CITIZEN)
    office.wait(timedelta(minutes=1))
    assert "cambiata" in (await office.press(CITIZEN, f"agree {code} {FAR}"))[0].text


async def test_the_citizen_says_no_and_it_stays(office: Desk) -> None:
    code = await taken(office)
    await office.write(ANNA, f"/inoltra {FAR}", ROOM, code)
    await office.press(CITIZEN, f"refuse {code} {FAR}")
    ticket = await office.ticket(code)
    assert (ticket.room, ticket.helpdesk, ticket.holder) == (ROOM, HERE, 1)
    assert office.told(FAR_ROOM) == ""


# --- papers, appointments, closing ---


async def test_missing_papers_are_told_reminded_and_ticked_off(office: Desk) -> None:
    code = await taken(office)
    await office.write(ANNA, "/manca ricevuta del nido", ROOM, code)
    assert (await office.ticket(code)).missing == ("ricevuta del nido",)
    assert (await office.ticket(code)).waits_for == "citizen"
    office.wait(timedelta(days=8))
    assert "ricevuta del nido" in (await office.tick())[0].text
    assert await office.tick() == []
    await office.write(ANNA, "/arrivato 1", ROOM, code)
    assert (await office.ticket(code)).missing == ()


async def test_an_appointment_is_told_and_reminded(office: Desk) -> None:
    code = await taken(office)
    await office.write(ANNA, "/appuntamento 26/11 10:30", ROOM, code)
    assert "26/11/2026 alle 10:30" in office.told(CITIZEN)
    await office.write(ANNA, "ok", ROOM, code)
    office.wait(timedelta(days=2))
    reminded = await office.tick()
    assert [letter.chat for letter in reminded] == [CITIZEN]
    assert "26/11/2026 alle 10:30" in reminded[0].text
    assert "già passata" in (await office.write(ANNA, "/appuntamento 20/11/2026 10:30", ROOM, code))[0].text


async def test_closing_needs_an_outcome_and_a_reason_and_asks_how_it_was(office: Desk) -> None:
    code = await taken(office)
    await office.press(ANNA, f"close {code}", ROOM)
    assert "motivo" in (await office.press(ANNA, f"close {code} risolta", ROOM))[0].text
    assert "si può chiudere così" in (await office.write(ANNA, "/chiudi accolta bene", ROOM, code))[0].text
    assert (await office.ticket(code)).status == "taken"
    told = await office.write(ANNA, "/chiudi risolta Ti spetta il congedo.", ROOM, code)
    assert (await office.ticket(code)).outcome == "answered"
    last = next(letter for letter in told if letter.chat == CITIZEN)
    assert "Ti spetta il congedo." in last.text
    assert [label for row in last.buttons for label, _ in row] == ["1", "2", "3", "4", "5", "Scrivi di nuovo"]
    assert told[-1].act == "close_topic"
    await office.press(CITIZEN, f"rate {code} 4", verb="ticket")
    assert (await office.ticket(code)).stars == 4
    assert "è chiusa" in (await office.write(ANNA, "ancora una cosa", ROOM, code))[0].text


async def test_a_refusal_may_be_looked_at_once_more_by_other_eyes(office: Desk) -> None:
    code = await taken(office, kind="voucher")
    await office.write(ANNA, "/chiudi respinta L'azienda non ha aderito", ROOM, code)
    ticket = await office.ticket(code)
    assert ticket.term is not None
    await office.press(CITIZEN, f"second {code}", verb="ticket")
    await office.press(CITIZEN, f"second {code} now", verb="ticket")
    again = await office.ticket(code)
    assert (again.status, again.second_look) == ("open", 1)
    assert "reopen_topic" in [letter.act for letter in office.sent]
    assert "un'altra persona" in (await office.press(ANNA, f"take {code}", ROOM))[0].text
    await office.press(BRUNO, f"take {code}", ROOM)
    await office.write(BRUNO, "/chiudi respinta Confermo", ROOM, code)
    final = await office.ticket(code)
    assert final.term is None
    await office.effect(CITIZEN, AskSecondLook(code))
    assert await office.ticket(code) == final


async def test_a_second_look_after_its_term_changes_nothing(office: Desk) -> None:
    code = await taken(office, kind="voucher")
    await office.write(ANNA, "/chiudi respinta Non ci siamo", ROOM, code)
    closed = await office.ticket(code)
    office.wait(timedelta(days=31))
    await office.effect(CITIZEN, AskSecondLook(code))
    assert await office.ticket(code) == closed


# --- joining and rooms ---


async def test_a_code_lets_one_person_in_once(desk: Desk) -> None:
    async with desk.sessions.begin() as session:
        await operators.invite(session, "ABCD-2345", "Anna", [HERE], {"operator"}, desk.now)
    assert "non lo conosco" in (await desk.write(ANNA, "/entra WXYZ"))[0].text
    assert "Benvenuto al banco, Anna" in (await desk.write(ANNA, "/entra abcd 2345"))[0].text
    assert "già stato usato" in (await desk.write(STRANGER, "/entra ABCD2345"))[0].text
    async with desk.sessions.begin() as session:
        assert await operators.of_chat(session, STRANGER) is None
        await operators.invite(session, "LATE-2345", "Bruno", [HERE], {"operator"}, desk.now)
    desk.wait(timedelta(days=7))
    assert "scaduto" in (await desk.write(BRUNO, "/entra LATE-2345"))[0].text


async def test_only_a_coordinator_links_a_group_and_others_are_not_heard_there(office: Desk) -> None:
    group = "telegram:-500"
    assert "/entra" in (await office.write(STRANGER, "/collega", group))[0].text
    assert await office.write(STRANGER, "/coda", group) == []
    assert await office.write(ANNA, "ciao", group) == []
    assert "ruolo" in (await office.write(ANNA, "/collega", group))[0].text
    assert "Non trovo" in (await office.write(CARLA, "/collega sportello-che-non-esiste", group))[0].text
    assert "Fatto" in (await office.write(CARLA, f"/collega {NEAR}", group))[0].text
    code = await office.open(chat="telegram:2", helpdesk=NEAR)
    assert code in office.told(group)
    await office.write(CARLA, "/scollega", group)
    assert (await office.ticket(code)).room is None


async def test_a_group_never_talks_to_the_assistant(office: Desk) -> None:
    assert await office.write(ANNA, "quanto dura il congedo parentale?", "telegram:-500") == []
    assert await office.write(STRANGER, "/start", "telegram:-500") == []


async def test_a_citizen_who_is_no_operator_knows_no_desk_commands(office: Desk) -> None:
    code = await office.open()
    told = office.told(CITIZEN, len(office.sent))
    await office.write(STRANGER, f"/prendi {code}")
    assert (await office.ticket(code)).status == "open"
    assert code not in told


# --- reading what was typed ---


@pytest.mark.parametrize(
    ("typed", "code", "rest"),
    [
        ("A7C-DE3F ciao a tutti", "A7C-DE3F", "ciao a tutti"),
        ("a7c de3f ciao", "A7C-DE3F", "ciao"),
        ("ciao A7C-DE3F", None, "ciao A7C-DE3F"),
        ("", None, ""),
    ],
)
def test_a_code_is_read_only_where_it_stands_first(typed: str, code: str | None, rest: str) -> None:
    real = "A7C-DE3F"
    from bot.rules.codes import new_code

    if code is not None:
        real = new_code("0123456789")
        typed = typed.replace("A7C-DE3F", real).replace("a7c de3f", real.lower().replace("-", " "))
    assert split_code(typed) == (real if code else None, rest)


@pytest.mark.parametrize("text", ["//x", " // x", "\u200b//x", "／／x", "\\\\x"])
def test_strokes_in_front_make_a_note_however_they_are_typed(text: str) -> None:
    assert is_note(text)
    assert not is_note(text.replace("x", "")[:1] + "x")


def test_a_moment_that_does_not_exist_is_no_moment() -> None:
    assert read_moment("31/11 10:30", MONDAY) == "no_such_day"
    assert read_moment("domani", MONDAY) == "how"
    assert read_moment("25/11 alle 25:00", MONDAY) == "no_such_hour"
    later = read_moment("3/1 ore 9.15", MONDAY)
    assert isinstance(later, Appointment)
    assert later.when.year == 2027


async def test_the_trail_names_every_doing_and_holds_no_word(office: Desk) -> None:
    code = await taken(office, words="sono stanca")
    await office.write(ANNA, "Ti capisco", ROOM, code)
    await office.write(ANNA, "/nota fragile", ROOM, code)
    await office.write(ANNA, "/chiudi risolta fatto", ROOM, code)
    done = [(line.operator, line.action) for line in await office.trail(code)]
    assert done == [(None, "open"), (1, "take"), (1, "answer"), (1, "note"), (1, "close")]
    async with office.sessions() as session:
        assert {each.author for each in await tickets.messages(session, code)} == {"citizen", "operator", "note"}
