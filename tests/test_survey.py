"""The needs survey as people use it; and what somebody finds who has the whole database, its journal and the logs."""

from __future__ import annotations

import logging
import random
import re
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from bot.assistant import Assistant
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Kind, Utterance
from bot.model.survey import Survey
from bot.rules.surveys import ENOUGH
from bot.settings import Clock
from bot.store import mailbox, people, surveys
from bot.store.database import Sessions, forget_journal, open_database
from bot.store.tables import Base, ButtonRow, ConversationRow, OutboxRow, SurveyCountRow, SurveyMarkRow
from bot.understanding.reader import Reader
from tests.conftest import TODAY
from tests.dialogue.citizen import reader_for


@dataclass
class Phone:
    """Somebody who answers: writes, and presses the buttons of the last message."""

    assistant: Assistant
    chat: str
    seen: str = ""
    labels: dict[str, str] = field(default_factory=dict)

    async def says(self, words: str) -> str:
        return await self._does(Kind.COMMAND if words.startswith("/") else Kind.TEXT, words)

    async def presses(self, label: str) -> str:
        assert label in self.labels, (label, list(self.labels))
        return await self._does(Kind.BUTTON, self.labels[label])

    async def _does(self, kind: Kind, words: str) -> str:
        sessions, now = self.assistant.sessions, self.assistant.clock.now()
        async with sessions.begin() as session:
            await mailbox.receive(
                session, secrets.token_hex(8), Utterance(self.chat, kind, words, sender=self.chat), now
            )
        assert await self.assistant.answer_next("telegram")
        async with sessions.begin() as session:
            letters = (OutboxRow.chat == self.chat, OutboxRow.closed_at.is_(None))
            rows = list(await session.scalars(select(OutboxRow).where(*letters).order_by(OutboxRow.id)))
            self.seen = "\n\n".join(row.text for row in rows)
            self.files = [row.file_name for row in rows if row.file_name]
            self.labels = {label: id for row in rows for line in row.buttons for label, id in line}
            for row in rows:  # as the sender does when a letter has arrived
                row.closed_at = row.sent_at = now
                row.text, row.buttons, row.spans, row.file = "", [], [], None
        return self.seen


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> Reader:
    return reader_for(knowledge)


@pytest.fixture
async def assistant(knowledge: Knowledge, reader: Reader, database_url: str) -> AsyncIterator[Assistant]:
    async with open_database(database_url) as sessions:
        yield Assistant(knowledge, reader, sessions, Clock(TODAY))


@pytest.fixture
def short(assistant: Assistant) -> Assistant:
    """The same with four questions of the fifteen: enough to be many who answer."""
    sheet = assistant.knowledge.questionnaires["fabbisogno"]
    few = [one for one in sheet.questions if one.id in ("turni", "figli", "chi", "servizi")]
    sheets = {sheet.id: sheet.model_copy(update={"questions": few})}
    return replace(assistant, knowledge=replace(assistant.knowledge, questionnaires=sheets))


async def opened(
    sessions: Sessions, people: int = 40, firm: str | None = "esempio", first: date = TODAY, days: int = 14
) -> Survey:
    wanted = Survey(secrets.token_hex(3), "fabbisogno", first, first + timedelta(days - 1), people, firm, firm or "")
    async with sessions.begin() as session:
        return await surveys.add(session, wanted)


async def answers(assistant: Assistant, survey: Survey, chat: str, choose: dict[str, str] | None = None) -> Phone:
    """Goes through the whole survey; `choose`: a part of a question -> the label, elsewhere the first button."""
    phone = Phone(assistant, chat)
    await phone.says(f"/start indagine_{survey.link}")
    await phone.presses("Comincia")
    for _ in range(40):
        if "Invia le risposte" in phone.labels:
            break
        if "Fatto" in phone.labels:
            await phone.presses("Fatto")
            continue
        wanted = next((label for part, label in (choose or {}).items() if part in phone.seen), None)
        await phone.presses(wanted or next(iter(phone.labels)))
    await phone.presses("Invia le risposte")
    return phone


async def at_end(assistant: Assistant, survey: Survey) -> Assistant:
    """The assistant on the day after the survey's last; what is due then is done."""
    day = survey.closes_on + timedelta(days=1)
    async with assistant.sessions.begin() as session:
        await surveys.settle(session, day, ENOUGH)
    return Assistant(assistant.knowledge, assistant.reader, assistant.sessions, Clock(day))


# --- as people use it ---


async def test_it_is_filled_in_by_buttons_and_goes_on_where_it_was_left(assistant: Assistant) -> None:
    survey = await opened(assistant.sessions)
    phone = Phone(assistant, "telegram:1")
    assert "È anonimo" in await phone.says(f"/start indagine_{survey.link}")
    assert "Domanda 1 di" in await phone.presses("Comincia")
    assert "Domanda 2 di" in await phone.says("di giorno, sempre gli stessi")  # buttons can be typed
    await phone.presses("A tempo pieno")
    assert "Domanda 2 di" in await phone.presses("Indietro")
    restarted = Phone(
        Assistant(assistant.knowledge, assistant.reader, assistant.sessions, assistant.clock), "telegram:1"
    )
    assert "Domanda 2 di" in await restarted.says(f"/start indagine_{survey.link}")


async def test_several_may_be_chosen_up_to_three_and_taken_back(assistant: Assistant) -> None:
    survey = await opened(assistant.sessions)
    phone = Phone(assistant, "telegram:1")
    await phone.says(f"/start indagine_{survey.link}")
    await phone.presses("Comincia")
    while "Quali servizi" not in phone.seen:
        await phone.presses("Salta la domanda")
    for label in ("Doposcuola", "Centri estivi", "Spesa e commissioni"):
        await phone.presses(label)
    assert "al massimo 3" in await phone.presses("Nido o spazio bimbi")
    await phone.presses("✔ Doposcuola")
    assert "Doposcuola" in phone.labels
    assert "Quali orari" in await phone.presses("Fatto")


async def test_who_has_answered_does_so_once_and_a_wrong_link_is_told(short: Assistant) -> None:
    survey = await opened(short.sessions)
    phone = await answers(short, survey, "telegram:1")
    assert "Le tue risposte sono sommate" in phone.seen
    assert "Hai già risposto" in await phone.says(f"/start indagine_{survey.link}")
    assert "non porta a nessun questionario" in await phone.says("/start indagine_0123456789")
    async with short.sessions() as session:
        kept = await surveys.read(session, survey.code)
    assert kept
    assert kept.replies == 1


async def test_what_is_left_unsent_is_not_counted_and_goes_with_annulla(assistant: Assistant) -> None:
    survey = await opened(assistant.sessions)
    phone = Phone(assistant, "telegram:1")
    await phone.says(f"/start indagine_{survey.link}")
    await phone.presses("Comincia")
    await phone.presses("A turni, anche di notte")
    await phone.says("/annulla")
    await phone.presses("Cancella tutto")
    async with assistant.sessions() as session:
        assert await session.scalar(select(func.count()).select_from(SurveyCountRow)) == 0
        row = await session.get_one(ConversationRow, "telegram:1")
        assert "notte" not in str(row.state["flow"]) + str(row.state["waiting"])


async def test_more_answers_than_people_are_not_taken(short: Assistant) -> None:
    survey = await opened(short.sessions, people=1)
    await answers(short, survey, "telegram:1")
    assert "quante ne erano previste" in await Phone(short, "telegram:2").says(f"/start indagine_{survey.link}")


async def test_without_a_link_the_survey_that_is_open_to_everybody_is_offered(assistant: Assistant) -> None:
    phone = Phone(assistant, "telegram:1")
    assert "non c'è un questionario aperto" in await phone.says("/start compila-questionario")
    await opened(assistant.sessions, people=0, firm=None)
    assert "È anonimo" in await phone.says("/start compila-questionario")


async def test_the_firm_sees_how_many_in_steps_and_then_its_report(short: Assistant) -> None:
    survey = await opened(short.sessions)
    for number in range(12):
        await answers(short, survey, f"telegram:{number}")
    firm = Phone(short, "telegram:99")
    assert "almeno 10 persone su 40" in await firm.says(f"/start rapporto_{survey.key}")
    firm = Phone(await at_end(short, survey), "telegram:99")
    assert "hanno risposto 12 persone su 40" in await firm.says(f"/start rapporto_{survey.key}")
    await firm.presses("Scarica il rapporto")
    assert {Path(name).suffix for name in firm.files} == {".pdf", ".html"}
    assert "non porta a nessuna indagine" in await firm.says(f"/start rapporto_{survey.link}"), (
        "the people's link is not the firm's"
    )


async def test_a_firm_that_stops_at_nine_has_nothing_and_begins_anew(short: Assistant) -> None:
    survey = await opened(short.sessions)
    for number in range(9):
        await answers(short, survey, f"telegram:{number}")
    after = await at_end(short, survey)
    assert "cancellate senza leggerle" in await Phone(after, "telegram:99").says(f"/start rapporto_{survey.key}")
    async with after.sessions() as session:
        assert await session.scalar(select(func.count()).select_from(SurveyCountRow)) == 0
        assert await session.scalar(select(func.count()).select_from(SurveyMarkRow)) == 0
    again = await opened(after.sessions, first=survey.closes_on + timedelta(31))
    later = Assistant(after.knowledge, after.reader, after.sessions, Clock(again.opens_on))
    assert "sommate" in (await answers(later, again, "telegram:1")).seen


async def test_what_is_typed_in_the_survey_is_not_what_was_told_of_oneself(assistant: Assistant) -> None:
    survey = await opened(assistant.sessions)
    phone = Phone(assistant, "telegram:1")
    await phone.says(f"/start indagine_{survey.link}")
    await phone.presses("Comincia")
    await phone.says("ho due figli nati il 3/3/2024 e il 5/5/2020, lavoro 40 ore in 5 giorni")
    async with assistant.sessions() as session:
        row = await session.get_one(ConversationRow, "telegram:1")
        assert "2024" not in str(row.state["person"])
        assert row.state["person"].get("weekly_hours") is None


# --- who has everything ---

TRACES = [rb"a_turni", rb"a_figli", rb"set turni", rb"pick servizi", rb"set figli"]
"""What an answer looks like in a conversation or on a button."""


async def test_nothing_in_the_database_its_journal_and_the_logs_joins_who_and_what(
    short: Assistant, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    survey = await opened(short.sessions)
    chats = [f"telegram:{77000 + number}" for number in range(ENOUGH)]
    random.Random(1).shuffle(chats)
    for number, chat in enumerate(chats):
        own = "A turni, anche di notte" if number % 3 else "Cambiano spesso"
        await answers(short, survey, chat, {"orari di lavoro": own})
    await forget_journal(short.sessions)  # the service does it within seconds
    async with short.sessions() as session:
        await _tables_tell_nothing(session, chats)
        await _order_and_transactions_tell_nothing(session, chats)
        assert await surveys.answered(session, chats[0]) == [survey.code]
        assert (await people.everything(session, chats[0]))["survey_marks"] == [{"survey": survey.code}]
    assert not [chat for chat in chats if chat in caplog.text or chat.partition(":")[2] in caplog.text]
    assert survey.link not in caplog.text
    if database_url.startswith("sqlite"):
        _files_tell_nothing(Path(database_url.partition(":///")[2]), survey.code.encode())


async def _tables_tell_nothing(session: Any, chats: list[str]) -> None:
    """No row that names somebody holds an answer, and no row that holds an answer names somebody or a moment."""
    for name, table in Base.metadata.tables.items():
        for row in await session.execute(select(table)):
            told = str(dict(row._mapping))
            assert not ("telegram:" in told and re.search(r"notte|cambia|a_turni|set \w+ ", told)), name
    assert {column.name for column in SurveyCountRow.__table__.columns} == {"survey", "question", "option", "number"}
    assert {column.name for column in SurveyMarkRow.__table__.columns} == {"survey", "mark"}
    assert await session.scalar(select(func.count()).where(ButtonRow.verb == surveys.VERB)) == 0
    marks = set(await session.scalars(select(SurveyMarkRow.mark)))
    assert len(marks) == len(chats)
    assert not any(chat.partition(":")[2] in mark for chat in chats for mark in marks)
    assert not list(await session.scalars(text("SELECT 1 FROM events WHERE topic = 'compila-questionario'")))


async def _order_and_transactions_tell_nothing(session: Any, chats: list[str]) -> None:
    """Neither the hidden number of a row, nor its place, nor the transaction that wrote it tells who came when."""
    if session.get_bind().dialect.name == "sqlite":
        for table in ("survey_marks", "survey_counts"):
            with pytest.raises(Exception, match="no such column: rowid"):
                await session.execute(text(f"SELECT rowid FROM {table}"))
        return
    for table, key in (("survey_marks", "mark"), ("survey_counts", "question, option")):
        placed = list(await session.execute(text(f"SELECT xmin::text, {key} FROM {table} ORDER BY ctid")))
        by_key = list(await session.execute(text(f"SELECT xmin::text, {key} FROM {table} ORDER BY {collated(key)}")))
        assert placed == by_key
        assert len({row[0] for row in placed}) == 1, "all rows were written by the last answer"


def collated(key: str) -> str:
    return ", ".join(f'{column} COLLATE "C"' for column in key.split(", "))


def _files_tell_nothing(file: Path, code: bytes) -> None:
    found = {path.name: path.read_bytes() for path in file.parent.iterdir() if path.is_file()}
    for name, content in found.items():
        for trace in TRACES:
            assert trace not in content, f"{trace!r} is still in {name}"
    content = found[file.name]
    marks = re.findall(code + rb"([0-9a-f]{32})", content)
    assert len(marks) >= ENOUGH
    assert marks in (sorted(marks), sorted(marks, reverse=True)), "on the page they lie in the order of their keys"
