"""What the desk asks an operator is answered by what they type next, and by nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.appointments import Appointment, doubt, read

from .conftest import ANNA, BRUNO, CARLA, CITIZEN, FAR, MONDAY, ROOM, Desk
from .test_desk import office, taken

__all__ = ["office"]
REASON = "Manca la firma dell'azienda"


async def refusing(desk: Desk) -> str:
    """Anna pressed Chiudi, then respinta: she was asked for the reason."""
    code = await taken(desk, kind="voucher")
    await desk.press(ANNA, f"close {code}", ROOM)
    asked = await desk.press(ANNA, f"close {code} respinta", ROOM)
    assert "Serve il motivo" in asked[0].text
    return code


# --- the reason of a refusal ---


async def test_a_reason_is_shown_for_a_yes_and_never_delivered_as_a_message(office: Desk) -> None:
    code = await refusing(office)
    since = len(office.sent)
    shown = await office.write(ANNA, REASON, ROOM, code)
    assert {letter.chat for letter in shown} == {ROOM}
    assert f"«{REASON}»" in shown[0].text
    assert (await office.ticket(code)).status == "taken"
    await office.press(ANNA, f"sure {code}", ROOM)
    ticket = await office.ticket(code)
    assert (ticket.outcome, ticket.reason) == ("refused", REASON)
    assert f"Respinta. Motivo: {REASON}." in office.told(CITIZEN, since)
    assert office.told(CITIZEN, since).count(REASON) == 1


async def test_yes_can_be_typed_and_another_text_is_another_reason(office: Desk) -> None:
    code = await refusing(office)
    await office.write(ANNA, "Non va", ROOM, code)
    assert f"«{REASON}»" in (await office.write(ANNA, REASON, ROOM, code))[0].text
    assert "Serve il motivo" in (await office.write(ANNA, "no", ROOM, code))[0].text
    await office.write(ANNA, REASON, ROOM, code)
    await office.write(ANNA, "Sì", ROOM, code)
    assert (await office.ticket(code)).reason == REASON
    assert "Non va" not in office.told(CITIZEN)


async def test_a_reason_that_is_mended_is_shown_anew(office: Desk) -> None:
    code = await refusing(office)
    await office.write(ANNA, "Manca la frima", ROOM, code, message=7)
    shown = await office.write(ANNA, REASON, ROOM, code, message=7, edit=True)
    assert f"«{REASON}»" in shown[0].text
    await office.press(ANNA, f"sure {code}", ROOM)
    assert (await office.ticket(code)).reason == REASON


async def test_outcome_and_reason_may_be_typed_together_after_chiudi(office: Desk) -> None:
    code = await taken(office, kind="voucher")
    await office.press(ANNA, f"close {code}", ROOM)
    shown = await office.write(ANNA, f"respinta {REASON}", ROOM, code)
    assert (f"«{REASON}»" in shown[0].text, (await office.ticket(code)).status) == (True, "taken")
    assert "Come si chiude" in (await office.write(ANNA, "/chiudi", ROOM, code))[0].text


async def test_words_for_the_citizen_in_the_middle_of_a_question_are_sent_by_a_button(office: Desk) -> None:
    code = await refusing(office)
    await office.write(ANNA, "Mi mandi la data di nascita?", ROOM, code)
    assert "Mi mandi la data" not in office.told(CITIZEN)
    await office.press(ANNA, f"send {code}", ROOM)
    assert "Mi mandi la data di nascita?" in office.told(CITIZEN)
    assert (await office.ticket(code)).status == "taken"
    await office.write(ANNA, "E il Comune?", ROOM, code)
    assert "E il Comune?" in office.told(CITIZEN)


@pytest.mark.parametrize("typed", [True, False])
async def test_a_question_can_be_left(office: Desk, typed: bool) -> None:
    code = await refusing(office)
    left = await (office.write(ANNA, "annulla", ROOM, code) if typed else office.press(ANNA, f"stop {code}", ROOM))
    assert "non ho fatto niente" in left[0].text
    await office.write(ANNA, "Buongiorno", ROOM, code)
    assert "Buongiorno" in office.told(CITIZEN)


async def test_notes_and_reading_leave_the_question_open(office: Desk) -> None:
    code = await refusing(office)
    await office.write(ANNA, "// sentire la collega", ROOM, code)
    await office.write(ANNA, "/scheda", ROOM, code)
    await office.write(ANNA, "/coda", ROOM)
    await office.write(ANNA, REASON, ROOM, code)
    assert REASON not in office.told(CITIZEN)


async def test_another_operator_and_another_topic_do_not_answer_the_question(office: Desk) -> None:
    code = await refusing(office)
    other = await office.open(chat="telegram:2")
    await office.press(ANNA, f"take {other}", ROOM)
    await office.write(ANNA, "Per l'altra persona", ROOM, other)
    assert "Per l'altra persona" in office.told("telegram:2")
    assert "l'ha già presa Anna" in (await office.write(BRUNO, "Ci sono", ROOM, code))[0].text
    assert f"«{REASON}»" in (await office.write(ANNA, REASON, ROOM, code))[0].text


async def test_a_ticket_that_went_back_asks_nothing_any_more(office: Desk) -> None:
    code = await refusing(office)
    await office.write(ANNA, "/restituisci", ROOM, code)
    assert "Prima prendi" in (await office.write(ANNA, REASON, ROOM, code))[0].text
    assert REASON not in office.told(CITIZEN)


async def test_a_button_of_a_question_that_was_answered_has_expired(office: Desk) -> None:
    code = await refusing(office)
    await office.write(ANNA, REASON, ROOM, code)
    await office.press(ANNA, f"stop {code}", ROOM)
    assert "scaduto" in (await office.press(ANNA, f"sure {code}", ROOM))[0].text
    assert (await office.ticket(code)).status == "taken"


# --- the other questions ---


async def test_forward_where_is_answered_by_a_name_and_what_is_no_name_goes_nowhere(office: Desk) -> None:
    code = await taken(office)
    await office.press(ANNA, f"forward {code}", ROOM)
    again = await office.write(ANNA, "Sportello che non c'è", ROOM, code)
    assert ({letter.chat for letter in again}, "Non trovo" in again[0].text) == ({ROOM}, True)
    await office.write(ANNA, FAR, ROOM, code)
    assert f"agree {code} {FAR}" in await office.buttons(CITIZEN)


async def test_which_paper_is_answered_and_shown_before_the_citizen_is_told(office: Desk) -> None:
    code = await taken(office)
    await office.write(ANNA, "/manca", ROOM, code)
    shown = await office.write(ANNA, "la ricevuta del nido", ROOM, code)
    assert {letter.chat for letter in shown} == {ROOM}
    await office.write(ANNA, "ok", ROOM, code)
    assert (await office.ticket(code)).missing == ("la ricevuta del nido",)
    await office.write(ANNA, "/arrivato", ROOM, code)
    await office.write(ANNA, "ricevuta", ROOM, code)
    assert (await office.ticket(code)).missing == ()


async def test_what_to_answer_and_what_to_note_are_typed_next(office: Desk) -> None:
    code = await taken(office)
    await office.write(ANNA, "/nota", ROOM, code)
    await office.write(ANNA, "pare in difficoltà", ROOM, code)
    assert "pare in difficoltà" not in office.told(CITIZEN)
    await office.write(ANNA, "/rispondi", ROOM, code)
    await office.write(ANNA, "Eccomi", ROOM, code)
    assert "Eccomi" in office.told(CITIZEN)


async def test_which_ticket_is_answered_by_its_code_in_private(office: Desk) -> None:
    code = await office.open()
    assert "Di quale pratica" in (await office.write(ANNA, "/prendi"))[0].text
    assert "Non è un codice" in (await office.write(ANNA, "quella di ieri"))[0].text
    await office.write(ANNA, code.lower().replace("-", " "))
    assert (await office.ticket(code)).holder == 1
    assert "Di quale pratica" in (await office.write(ANNA, "/chiudi risolta Tutto chiaro"))[0].text
    await office.write(ANNA, code)
    assert (await office.ticket(code)).reason == "Tutto chiaro"


async def test_in_private_something_else_ends_the_question(office: Desk) -> None:
    code = await office.open()
    await office.write(ANNA, f"/prendi {code}")
    await office.write(ANNA, f"/chiudi {code} risolta")
    await office.write(ANNA, "/start")
    await office.write(ANNA, "quanto dura il congedo parentale?")
    assert (await office.ticket(code)).status == "taken"
    assert "quanto dura" not in office.told(CITIZEN)


async def test_a_group_is_linked_by_the_name_typed_after_the_question(office: Desk) -> None:
    group = "telegram:-500"
    assert "Non trovo" in (await office.write(CARLA, "/collega sportello-che-non-esiste", group))[0].text
    assert "Fatto" in (await office.write(CARLA, "melegnano-servizi-sociali", group))[0].text


# --- appointments ---


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("20/11/2026 10:30", "già passata"),
        ("20/11 10:30", "già passata"),
        ("31/11 10:30", "non c'è"),
        ("29/2/2027 10:30", "non c'è"),
        ("25/11 25:00", "ora non esiste"),
        ("25/11 10:75", "ora non esiste"),
        ("28/3/2027 2:30", "ora non esiste"),  # the clock goes from 2 to 3
        ("giovedì prossimo", "giorno e ora"),
        (f"25/11 10:30 {'x' * 201}", "meno parole"),
        ("29/11 10:30", "domenica"),
        ("8/12 10:30", "festivo"),
        ("25/12/2026 alle 9", "festivo"),
        ("25/6/2027 10:30", "sei mesi"),
    ],
)
async def test_a_moment_that_is_hardly_meant_is_asked_for_again(office: Desk, typed: str, why: str) -> None:
    code = await taken(office)
    since = len(office.sent)
    assert why in (await office.write(ANNA, f"/appuntamento {typed}", ROOM, code))[0].text
    assert office.told(CITIZEN, since) == ""
    await office.write(ANNA, "26 novembre ore 10, via Roma 1", ROOM, code)
    assert "Appuntamento: 26/11/2026 alle 10:00, via Roma 1." in office.told(CITIZEN, since)


async def test_a_sunday_is_taken_after_a_yes_with_its_place(office: Desk) -> None:
    code = await taken(office)
    await office.write(ANNA, "/appuntamento 29/11 10:30 in piazza", ROOM, code)
    await office.press(ANNA, f"sure {code}", ROOM)
    assert "Appuntamento: 29/11/2026 alle 10:30, in piazza." in office.told(CITIZEN)
    office.wait(timedelta(days=5))
    assert "29/11/2026 alle 10:30, in piazza" in "".join(letter.text for letter in await office.tick())


@pytest.mark.parametrize("typed", ["25/11 10:30", "25-11-26, ore 10.30", "mercoledì 25 novembre 2026 alle 10:30"])
def test_a_moment_is_read_however_it_is_written_and_again_as_it_is_said(typed: str) -> None:
    found = read(typed, MONDAY)
    assert isinstance(found, Appointment)
    assert found.said == "25/11/2026 alle 10:30"
    assert read(found.said, MONDAY) == found
    assert doubt(found, MONDAY) is None
