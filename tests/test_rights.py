"""The person's rights in the chat: what is kept is told, a copy comes as a file, deletion says first what stays."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.dialogue import rights
from bot.dialogue.decide import decide
from bot.dialogue.turn import Turn
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Action, Conversation, Heard, Kind, Utterance
from bot.model.decision import Decision, Records
from bot.model.leave import SavedPlan, SavePlan
from bot.model.ticket import (
    Draft,
    DropDraft,
    EraseEverything,
    GiveConsent,
    KeepDraft,
    Operator,
    SendMyData,
    Ticket,
    Withdraw,
    WithdrawConsent,
)
from bot.papers.my_data import my_data
from bot.rules.retention import KEEP
from bot.store import people
from bot.store.tables import Base, OutboxRow, TicketRow
from bot.wording import word
from tests.conftest import TODAY
from tests.desk.conftest import ANNA, CITIZEN, HERE, MONDAY, ROOM, Desk
from tests.desk.conftest import desk as desk  # noqa: PLC0414  # pytest looks for fixtures under their names here
from tests.desk.conftest import lexical_reader as lexical_reader  # noqa: PLC0414

OTHER = "telegram:2"
DRAFT = Draft("voucher", {"company": "Officine Esempio"}, "2026-11", MONDAY)
PLAN = SavedPlan(case='{"parent": "mother"}', result='{"allowed": true}', stamp="1", saved_on=TODAY)


def ticket(code: str = "GH5-RPP9", **changes: Any) -> Ticket:
    return replace(Ticket(code, "voucher", "test:1", "it", HERE, MONDAY, MONDAY), **changes)


def hear(
    knowledge: Knowledge, records: Records, command: str = "", button: str = "", language: str = "it"
) -> tuple[Decision, str]:
    """A command or a pressed button; the decision and the whole text said."""
    talk = Conversation("test:1", greeted=True, language=language)
    if command:
        heard = Heard(Utterance("test:1", Kind.COMMAND, command))
    else:
        heard = Heard(Utterance("test:1", Kind.BUTTON, "id"), action=Action(rights.VERB, button))
    decision = decide(knowledge, talk, heard, TODAY, records)
    return decision, "\n".join(reply.text for reply in word(knowledge, decision, TODAY))


def pressed(decision: Decision) -> set[str]:
    return {
        choice.action.object
        for message in decision.messages
        for row in message.choices
        for choice in row
        if choice.action.verb == rights.VERB
    }


# --- /privacy ---


def test_privacy_tells_the_entry_with_its_source_and_every_table_with_its_period(knowledge: Knowledge) -> None:
    decision, text = hear(knowledge, Records(), "/privacy")
    assert decision.entry == "privacy"
    assert "Fonte: Regolamento UE 2016/679" in text
    turn = Turn(knowledge, Conversation("test:1"), TODAY)
    for table, key in rights.SAID.items():
        said = knowledge.words["it"][f"rights_keep_{key}"]
        assert "{time}" in said
        assert said.replace("{time}", rights.period(turn, KEEP[table])) in text, table
    assert not re.search(r"\{\w+\}", text)


def test_every_period_is_told_to_citizens_or_to_operators() -> None:
    assert {*rights.SAID, *rights.OF_OPERATORS, *rights.OF_COMPANY} == set(KEEP)
    for key in set(rights.SAID.values()):
        assert len({KEEP[table] for table, said in rights.SAID.items() if said == key}) == 1, key


def test_operators_are_told_what_is_kept_of_operators(knowledge: Knowledge) -> None:
    operator = Operator(1, "Anna", "test:1", (HERE,), frozenset({"operator"}))
    assert "sportelli: un anno" in hear(knowledge, Records(operator=operator), "/privacy")[1]
    assert "sportelli: un anno" not in hear(knowledge, Records(), "/privacy")[1]


@pytest.mark.parametrize(
    ("days", "said"), [(7, "7 giorni"), (180, "180 giorni"), (365, "un anno"), (730, "2 anni"), (3653, "10 anni")]
)
def test_periods_are_said_in_words(knowledge: Knowledge, days: int, said: str) -> None:
    assert rights.period(Turn(knowledge, Conversation("test:1"), TODAY), timedelta(days=days)) == said


def test_privacy_shows_the_consents_of_this_chat_with_version_and_day_and_a_button_each(knowledge: Knowledge) -> None:
    records = Records(consents={"voucher": "2026-11"}, agreed_at={"voucher": MONDAY})
    decision, text = hear(knowledge, records, "/privacy")
    assert "Consenso per «richiesta di voucher», testo 2026-11, dato il 23/11/2026." in text
    assert pressed(decision) == {"withdraw voucher", "copy", "erase"}
    assert pressed(hear(knowledge, Records(), "/privacy")[0]) == {"copy", "erase"}


def test_in_another_language_it_is_said_that_the_text_is_italian(knowledge: Knowledge) -> None:
    _, text = hear(knowledge, Records(), "/cancella", language="en")
    assert text.startswith(knowledge.words["en"]["italian_answer"])


# --- consents ---


def test_withdrawing_a_consent_asks_once_and_says_what_it_stops(knowledge: Knowledge) -> None:
    records = Records(
        consents={"voucher": "2026-11", "question": "2026-11"},
        draft=DRAFT,
        tickets=(ticket(), ticket("AA2-2222", kind="question"), ticket("BB3-3333", status="closed")),
    )
    asked, text = hear(knowledge, records, button="withdraw voucher")
    assert asked.effects == ()
    assert "GH5-RPP9" in text
    assert "AA2-2222" not in text
    assert "non ancora inviata" in text
    assert pressed(asked) == {"withdraw_yes voucher", "keep"}
    done, _ = hear(knowledge, records, button="withdraw_yes voucher")
    assert done.effects == (WithdrawConsent("voucher"), Withdraw("GH5-RPP9"), DropDraft())
    assert hear(knowledge, records, button="withdraw_yes question")[0].effects == (
        WithdrawConsent("question"),
        Withdraw("AA2-2222"),
    )


def test_a_consent_that_is_not_there_is_not_withdrawn(knowledge: Knowledge) -> None:
    decision, text = hear(knowledge, Records(tickets=(ticket(),)), button="withdraw_yes voucher")
    assert decision.effects == ()
    assert "non risulta un consenso" in text


# --- /cancella ---


def test_deletion_says_what_goes_what_stays_and_why_before_it_asks(knowledge: Knowledge) -> None:
    closed = ticket("BB3-3333", status="closed", call="c", room=ROOM)
    records = Records(draft=DRAFT, plan=PLAN, tickets=(ticket(), closed), consents={"voucher": "1"})
    decision, text = hear(knowledge, records, "/cancella")
    assert decision.effects == ()
    for told in ("piano salvato", "non ancora inviata", "aperte GH5-RPP9", "chiuse BB3-3333", "fondo dei voucher",
                 "per 10 anni", "per 5 anni", "loro gruppo", "Non si può tornare indietro"):  # fmt: skip
        assert told in text, told
    assert pressed(decision) == {"erase_yes", "keep"}
    assert len(text) < 2000


def test_who_left_little_is_told_little(knowledge: Knowledge) -> None:
    _, text = hear(knowledge, Records(), "/cancella")
    for absent in ("richieste", "piano", "fondo", "consenso", "operatore"):
        assert absent not in text, absent


def test_nothing_is_deleted_without_a_yes(knowledge: Knowledge) -> None:
    assert hear(knowledge, Records(), button="keep")[0].effects == ()
    assert hear(knowledge, Records(), button="erase")[0].effects == ()
    assert hear(knowledge, Records(), button="erase_yes")[0].effects == (EraseEverything(),)


def test_asked_in_words_both_ways_are_offered(knowledge: Knowledge) -> None:
    turn = Turn(knowledge, Conversation("test:1", greeted=True), TODAY)
    assert pressed(rights.start(turn)) == {"copy", "erase"}


# --- the copy ---


def test_the_copy_is_announced_with_what_is_in_it(knowledge: Knowledge) -> None:
    decision, text = hear(knowledge, Records(tickets=(ticket(),), draft=DRAFT), "/miei_dati")
    assert decision.effects == (SendMyData(),)
    assert "GH5-RPP9" in text
    assert "note interne" in text


def test_every_name_in_the_copy_is_an_italian_word(knowledge: Knowledge) -> None:
    words = knowledge.words["it"]
    names = {
        column.name
        for table in Base.metadata.tables.values()
        if table.name in ("conversations", "drafts", "plans", "consents", "tickets", "inbox", "outbox", "operators",
                          "ticket_steps", "ticket_messages", "questions")
        for column in table.columns
        if column.name not in people.INTERNAL
    }  # fmt: skip
    names |= {"conversations", "drafts", "plans", "consents", "tickets", "inbox", "outbox", "operators", "buttons", "questions",
              "rooms", "inbox_done", "outbox_done", "count", "steps", "messages", "notes", "holder"}  # fmt: skip
    names |= set(Conversation.__dataclass_fields__) - {"chat"}
    assert [name for name in sorted(names) if f"data_{name}" not in words] == []


def test_the_file_speaks_italian_and_loses_nothing_that_has_no_word(knowledge: Knowledge) -> None:
    rows = [{"kind": "voucher", "comune": "015192", "opened_at": "2026-11-23T09:00:00+00:00", "odd": ["x", True]}]
    file = my_data(knowledge, {"tickets": rows, "new_table": [{"a": 1}]}, TODAY)
    told = json.loads(file.content)
    assert (file.name, file.media) == ("i-miei-dati.json", "application/json")
    assert told["richieste allo sportello"] == [
        {"tipo": "voucher", "Comune": "San Donato Milanese", "aperta il": "23/11/2026 alle 10:00", "odd": ["x", "sì"]}
    ]
    assert told["new_table"] == [{"a": 1}]
    assert told["copia fatta il"] == "22/11/2026"


# --- the whole way, on a real database ---


async def used(desk: Desk, chat: str) -> str:
    """A chat with everything: conversation, consents, draft, plan, a ticket with words and a note. The ticket's code."""
    await desk.effect(chat, GiveConsent("question", "2026-11"))
    await desk.effect(chat, KeepDraft(DRAFT))
    await desk.effect(chat, SavePlan(PLAN))
    code = await desk.open(f"parole di {chat}", chat)
    await desk.write(ANNA, "/prendi", ROOM, about=code)
    await desk.write(ANNA, f"risposta a {chat}", ROOM, about=code)
    await desk.write(ANNA, f"/nota nota su {chat}", ROOM, about=code)
    await desk.write(chat, "/aiuto")
    return code


@pytest.fixture
async def busy(desk: Desk) -> Desk:
    await desk.operator("Anna", ANNA, [HERE])
    await desk.link(ROOM, HERE)
    return desk


async def test_the_copy_arrives_as_a_file_with_all_of_the_chat_and_without_notes(busy: Desk) -> None:
    await used(busy, CITIZEN)
    await used(busy, OTHER)
    letters = await busy.write(CITIZEN, "/miei_dati")
    (file,) = [letter.file for letter in letters if letter.file]
    assert {letter.chat for letter in letters} == {CITIZEN}
    told = json.loads(file.content)
    (request,) = told["richieste allo sportello"]
    texts = [message["testo"] for message in request["messaggi"]]
    assert texts == [f"parole di {CITIZEN}", f"risposta a {CITIZEN}"]
    assert request["note interne, quante"] == 1
    assert told["richiesta non inviata"][0]["risposte"]["azienda"] == "Officine Esempio"
    assert told["piano di congedo salvato"]
    assert told["consensi"][0]["per che cosa"] == "domanda"
    assert OTHER not in file.content.decode()
    assert "nota su" not in file.content.decode()


async def test_after_cancella_the_answer_arrives_and_nothing_of_the_chat_is_left(busy: Desk) -> None:
    code, other = await used(busy, CITIZEN), await used(busy, OTHER)
    busy.wait(timedelta(hours=1))
    await busy.write(CITIZEN, "/cancella")
    busy.wait(timedelta(minutes=1))
    letters = await busy.press(CITIZEN, "erase_yes", verb=rights.VERB)
    assert [letter.text.split(":")[0] for letter in letters if letter.chat == CITIZEN] == ["Fatto"]
    room = busy.told(ROOM)
    assert f"la pratica {code} è chiusa e vuota" in room
    async with busy.sessions() as session:
        for table in Base.metadata.tables.values():
            for row in await session.execute(select(table)):
                text = str(dict(row._mapping))
                assert f"parole di {CITIZEN}" not in text, table.name
                assert f"nota su {CITIZEN}" not in text, table.name
                if table is not OutboxRow.__table__:
                    assert f"'{CITIZEN}'" not in text, table.name
        (goodbye,) = (await session.scalars(select(OutboxRow).where(OutboxRow.chat == CITIZEN))).all()
        assert (goodbye.text, goodbye.closed_at is not None) == ("", True)
        row = await session.get(TicketRow, other)
        assert row
        assert (row.chat, row.status) == (OTHER, "taken")
        assert await people.everything(session, CITIZEN) == {"outbox_done": [{"count": 1}]}
    assert (await busy.ticket(code)).outcome == "withdrawn"
    assert [line.action for line in await busy.trail(code)][-2:] == ["withdraw", "erase"]


async def test_who_writes_again_after_the_deletion_is_new(busy: Desk) -> None:
    await used(busy, CITIZEN)
    busy.wait(timedelta(hours=1))
    await busy.write(CITIZEN, "/cancella")
    busy.wait(timedelta(minutes=1))
    await busy.press(CITIZEN, "erase_yes", verb=rights.VERB)
    busy.wait(timedelta(minutes=1))
    letters = await busy.write(CITIZEN, "/pratica")
    assert "Sono Concilia" in letters[0].text
    assert not any("GH5" in letter.text for letter in letters)


async def test_an_operator_who_deletes_their_own_data_stays_an_operator(busy: Desk) -> None:
    busy.wait(timedelta(hours=1))
    await busy.write(ANNA, "/cancella")
    assert "il ruolo di operatore" in busy.told(ANNA)
    busy.wait(timedelta(minutes=1))
    await busy.press(ANNA, "erase_yes", verb=rights.VERB)
    code = await busy.open()
    await busy.write(ANNA, "/prendi", ROOM, about=code)
    assert (await busy.ticket(code)).status == "taken"


async def test_a_withdrawn_consent_withdraws_the_open_request_and_the_desk_is_told(busy: Desk) -> None:
    code = await used(busy, CITIZEN)
    await busy.write(CITIZEN, "/privacy")
    await busy.press(CITIZEN, "withdraw question", verb=rights.VERB)
    before = len(busy.sent)
    await busy.press(CITIZEN, "withdraw_yes question", verb=rights.VERB)
    assert (await busy.ticket(code)).outcome == "withdrawn"
    assert busy.told(ROOM, before)
    assert (await busy.ticket(code)).chat == CITIZEN
