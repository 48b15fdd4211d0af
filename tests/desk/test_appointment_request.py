"""An appointment that a citizen asks for within opening hours, and the desk confirms with one tap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.knowledge.loader import Knowledge
from bot.model.conversation import Conversation
from bot.model.ticket import APPOINTMENT, OpenTicket, Ticket
from bot.model.time import ROME
from tests.desk.conftest import ANNA, CITIZEN, HERE, ROOM, SAN_DONATO, Desk
from tests.dialogue.citizen import Citizen, reader_for

MONDAY_AT_TEN = datetime(2026, 11, 30, 10, tzinfo=ROME)


def asking(knowledge: Knowledge, now: datetime = datetime(2026, 11, 22, 9, tzinfo=UTC)) -> Citizen:
    citizen = Citizen(knowledge, reader_for(knowledge), conversation=Conversation("test:1", greeted=True), now=now)
    citizen.agrees("question")
    citizen.says("abito a San Donato Milanese")
    return citizen


def test_three_times_within_opening_hours_are_offered_and_none_for_the_phone(knowledge: Knowledge) -> None:
    citizen = asking(knowledge)
    assert "vale solo quando lo sportello lo conferma" in citizen.presses("Chiedi un appuntamento")
    assert citizen.labels[:3] == ["lunedì 23/11 alle 9:00", "giovedì 26/11 alle 9:00", "lunedì 30/11 alle 9:00"]


def test_holidays_are_left_out(knowledge: Knowledge) -> None:
    citizen = asking(knowledge, datetime(2026, 12, 23, 9, tzinfo=UTC))
    citizen.presses("Chiedi un appuntamento")
    assert citizen.labels[:3] == ["giovedì 24/12 alle 9:00", "lunedì 28/12 alle 9:00", "giovedì 31/12 alle 9:00"]


def test_the_time_that_was_picked_goes_with_the_question(knowledge: Knowledge) -> None:
    citizen = asking(knowledge)
    citizen.presses("Chiedi un appuntamento")
    assert "Appuntamento chiesto: giovedì 26/11 alle 9:00" in citizen.presses("giovedì 26/11 alle 9:00")
    citizen.says("Vorrei capire come chiedere il voucher per il nido")
    assert citizen.ticket.helpdesk == HERE
    assert citizen.ticket.form == {APPOINTMENT: "2026-11-26T09:00:00+01:00"}
    (opened,) = (effect for effect in citizen.effects if isinstance(effect, OpenTicket))
    assert opened.words.endswith("(Appuntamento chiesto: giovedì 26/11 alle 9:00)")


def test_a_time_that_has_gone_by_is_not_asked_for_any_more(knowledge: Knowledge) -> None:
    citizen = asking(knowledge)
    citizen.presses("Chiedi un appuntamento")
    citizen.days_pass(2)
    assert "non vale più" in citizen.presses("lunedì 23/11 alle 9:00")
    assert not citizen.records.tickets


def test_nothing_is_offered_where_the_hours_are_not_known(knowledge: Knowledge) -> None:
    citizen = asking(knowledge)
    citizen.says("abito a Opera")
    assert "Chiedi un appuntamento" not in citizen.labels


# --- the desk ---


async def asked(desk: Desk) -> str:
    await desk.operator("Anna", ANNA, [HERE])
    await desk.link(ROOM, HERE)
    form = {APPOINTMENT: MONDAY_AT_TEN.isoformat()}
    ticket = Ticket("ABCD-EFGH", "question", CITIZEN, "it", HERE, desk.now, desk.now, comune=SAN_DONATO, form=form)
    await desk.effect(CITIZEN, OpenTicket(ticket, "Vorrei parlare del nido"))
    return ticket.code


async def test_one_tap_takes_the_ticket_and_makes_the_appointment(desk: Desk) -> None:
    code = await asked(desk)
    await desk.press(ANNA, f"appointment {code}", ROOM)
    ticket = await desk.ticket(code)
    assert ticket.status == "taken"
    assert ticket.form == {}
    assert [step.what for step in ticket.steps][-2:] == ["taken", "appointment"]
    assert "Appuntamento: 30/11/2026 alle 10:00, Via Cesare Battisti 2" in desk.told(CITIZEN)
    assert [line.action for line in await desk.trail(code)][-2:] == ["take", "appointment"]


async def test_the_citizen_is_reminded_on_the_working_day_before(desk: Desk) -> None:
    code = await asked(desk)
    await desk.press(ANNA, f"appointment {code}", ROOM)
    before = len(desk.sent)
    desk.wait(timedelta(days=4))
    await desk.tick()
    assert f"Promemoria per la pratica {code}. Appuntamento: 30/11/2026" in desk.told(CITIZEN, before)


async def test_a_second_tap_makes_no_second_appointment(desk: Desk) -> None:
    code = await asked(desk)
    await desk.press(ANNA, f"appointment {code}", ROOM)
    before = len(desk.sent)
    desk.wait(timedelta(minutes=5))
    await desk.press(ANNA, f"appointment {code}", ROOM)
    assert "Appuntamento" not in desk.told(CITIZEN, before)
    assert [step.what for step in (await desk.ticket(code)).steps].count("appointment") == 1


async def test_a_time_that_has_gone_by_is_asked_for_again(desk: Desk) -> None:
    code = await asked(desk)
    desk.wait(timedelta(days=8))
    await desk.press(ANNA, f"appointment {code}", ROOM)
    assert "già passata" in desk.told(ROOM)
    assert "Appuntamento:" not in desk.told(CITIZEN)
