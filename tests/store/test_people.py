"""One person's data is handed out whole and deleted whole; another person's stays as it is, in every table."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rules.retention import GOES_WITH, KEEP, STAYS
from bot.store import audit, mailbox, people, retention, voucher
from bot.store.database import Sessions
from bot.store.tables import (
    AlertRow,
    AuditRow,
    Base,
    ButtonRow,
    CardAskRow,
    CardChangeRow,
    CompanyContactRow,
    CompanyInviteRow,
    CompanyRow,
    ConsentRow,
    ConversationRow,
    DealRow,
    DraftRow,
    EventRow,
    FeedbackRow,
    FundRow,
    InboxRow,
    InviteRow,
    LedgerRow,
    MeetingGuestRow,
    MeetingRow,
    MissRow,
    OperatorRow,
    OutboxRow,
    PlanRow,
    PostingRow,
    ProposalRow,
    PublishedRow,
    QuestionRow,
    ReminderRow,
    RoomRow,
    SelfCheckRow,
    SurveyCountRow,
    SurveyMarkRow,
    SurveyRow,
    TicketMessageRow,
    TicketRow,
    TicketStepRow,
    TriedRow,
    VisitRow,
    WorkplaceRow,
)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
BEFORE = NOW - timedelta(hours=1)
ME, OTHER = "telegram:11", "telegram:22"
CODES = {ME: "GH5-RPP9", OTHER: "AA2-2222"}
OPERATOR = 900


def words(chat: str, where: str) -> str:
    """Text that betrays whose it is."""
    return f"words of {chat} in {where}"


def rows_of(chat: str, at: datetime = BEFORE) -> list[tuple[type[Base], dict[str, Any]]]:
    """A row of this person in every table that can hold one, and in those that go with it."""
    code, group, number = CODES[chat], f"telegram:-{chat[-2:]}", int(chat[-2:])
    letter = {"chat": chat, "buttons": [], "created_at": at, "not_before": at, "text": words(chat, "outbox")}
    ticket = {
        "kind": "voucher", "language": "ro", "helpdesk": "h", "comune": "015195", "level": "helpdesk", "consent": "1",
        "opened_at": at, "changed_at": at, "missing": [words(chat, "missing")], "room": group, "stars": 4,
    }  # fmt: skip
    return [
        (InboxRow, {"update_key": f"update {number}/1", "chat": chat, "sender": chat, "kind": "text", "text": words(chat, "inbox"),
                    "received_at": at, "done_at": None}),
        (InboxRow, {"update_key": f"update {number}/2", "chat": chat, "sender": "", "kind": "text", "text": "",
                    "received_at": at, "done_at": at}),
        (InboxRow, {"update_key": f"update {number}/3", "chat": group, "sender": chat, "kind": "text", "text": "",
                    "received_at": at, "done_at": at}),
        (OutboxRow, letter | {"ticket": code}),
        (OutboxRow, letter | {"text": "", "closed_at": at}),
        (OutboxRow, letter | {"chat": group, "ticket": code}),
        (ConversationRow, {"chat": chat, "state": {"comune": words(chat, "conversations")}, "changed_at": at}),
        (ButtonRow, {"id": f"button {number}", "chat": chat, "verb": "show", "object": "ore-cosa", "shown_at": at}),
        (PlanRow, {"chat": chat, "case": json.dumps({"told": words(chat, "plans")}), "result": "{}", "stamp": "1",
                   "saved_on": at.date(), "ends_on": at.date(), "link": f"link {number}"}),
        (SelfCheckRow, {"chat": chat, "done_on": at.date(), "answers": {"size": words(chat, "self_checks")}, "consent": "1",
                        "reminded": False}),
        (DealRow, {"id": f"deal {number}", "chat": chat, "status": "draft", "provider": words(chat, "deals"), "consent": "1",
                   "alarmed": False, "changed_at": at, "valid_to": at.date()}),
        (WorkplaceRow, {"chat": chat, "firm": words(chat, "workplaces"), "consent": "1", "told_at": at}),
        (OperatorRow, {"id": number, "name": words(chat, "operators"), "chat": chat, "helpdesks": ["h"],
                       "roles": ["operator"], "joined_at": at}),
        (VisitRow, {"chat": chat, "helpdesk": words(chat, "visits"), "language": "it", "ask_on": at.date()}),
        (RoomRow, {"chat": group, "helpdesk": "h", "forum": True, "hinted": [chat], "linked_at": at}),
        (TicketRow, ticket | {"code": code, "chat": chat, "status": "closed", "closed_at": at, "outcome": "refused",
                              "reason": words(chat, "reason"), "form": {"company": words(chat, "form")}}),
        (TicketStepRow, {"ticket": code, "what": "opened", "values": {"name": words(chat, "steps")}, "at": at}),
        (TicketMessageRow, {"ticket": code, "author": "citizen", "text": words(chat, "citizen"), "at": at,
                            "chat": chat, "message": 1}),
        (TicketMessageRow, {"ticket": code, "author": "operator", "operator": OPERATOR, "text": words(chat, "answer"),
                            "at": at, "chat": group, "message": 2}),
        (TicketMessageRow, {"ticket": code, "author": "note", "operator": OPERATOR, "text": words(chat, "note"),
                            "at": at, "chat": group, "message": 3}),
        (QuestionRow, {"chat": chat, "person": chat, "ticket": "", "command": "chiudi", "kept": words(chat, "question"),
                       "wants_yes": True, "asked_at": at}),
        (QuestionRow, {"chat": group, "person": f"telegram:{OPERATOR}", "ticket": code, "command": "chiudi respinta",
                       "kept": words(chat, "question"), "wants_yes": True, "asked_at": at}),
        (PostingRow, {"chat": group, "message": 2, "ticket": code}),
        (ConsentRow, {"chat": chat, "subject": "voucher", "version": "2026-11", "given_at": at}),
        (DraftRow, {"chat": chat, "kind": "voucher", "answers": {"company": words(chat, "drafts")}, "consent": "1",
                    "changed_at": at}),
        (CompanyRow, {"id": f"company {number}", "name": "Officine Esempio", "state": "member", "shows": [],
                      "yearly": 0, "changed_at": at}),
        (CompanyContactRow, {"chat": chat, "company": f"company {number}", "role": "owner", "since": at}),
        (ReminderRow, {"ticket": code, "what": "documents", "due_at": at}),
        (ReminderRow, {"ticket": code, "what": "release", "due_at": NOW + timedelta(days=30)}),
        (AuditRow, {"at": at, "operator": OPERATOR, "action": "read", "ticket": code}),
        (LedgerRow, {"call": "c", "number": number, "at": at, "kind": "arrive", "ticket": code, "external": 0,
                     "available": 0, "reserved": 0, "confirmed": 0, "left": 0}),
    ]  # fmt: skip


NOBODYS: list[tuple[type[Base], dict[str, Any]]] = [
    (AlertRow, {"name": "rasa", "since": NOW, "told": True}),
    (OperatorRow, {"id": OPERATOR, "name": "Anna", "helpdesks": [], "roles": ["operator"], "joined_at": BEFORE}),
    (InviteRow, {"digest": "d", "name": "Ugo", "helpdesks": [], "roles": [], "made_at": BEFORE, "expires_at": NOW}),
    (EventRow, {"day": NOW.date(), "outcome": "answer"}),
    (FeedbackRow, {"day": NOW.date(), "entry": "e", "useful": 1, "useless": 0}),
    (MissRow, {"id": "m", "day": NOW.date(), "text": "masked", "language": "it", "guesses": []}),
    (ProposalRow, {"id": "p", "day": NOW.date(), "question": "masked", "reply": "r", "language": "it"}),
    (FundRow, {"call": "c"}),
    (
        CardChangeRow,
        {"helpdesk": "h", "new": False, "fields": {}, "author": OPERATOR, "proposed_at": BEFORE, "standing": "pending"},
    ),
    (CardAskRow, {"helpdesk": "h", "asked_at": BEFORE}),
    (CompanyInviteRow, {"digest": "d", "company": "company", "made_at": BEFORE, "expires_at": NOW}),
    (
        MeetingRow,
        {
            "id": "m",
            "need": "picchi",
            "state": "asking",
            "passed": [],
            "times": [],
            "proposed": [],
            "chooser": "guest",
            "sequence": 0,
            "reminded": 0,
            "opened_at": BEFORE,
            "changed_at": BEFORE,
        },
    ),
    (MeetingGuestRow, {"meeting": "m", "company": "company", "place": 0, "ticket": "t", "shared": True}),
    (TriedRow, {"practice": "p", "company": "company", "day": NOW.date()}),
    (SurveyRow, {"code": "s", "questionnaire": "q", "firm": None, "firm_name": "", "opens_on": NOW.date(), "closes_on": NOW.date(),
                 "invited": 0, "replies": 1, "link": "l", "key": "k", "salt": "x"}),
    (SurveyMarkRow, {"survey": "s", "mark": "m"}),
    (SurveyCountRow, {"survey": "s", "question": "q", "option": "o", "number": 1}),
    (PublishedRow, {"period": "2026-10", "indicator": "i", "rows": []}),
]  # fmt: skip


async def fill(sessions: Sessions, *people: str) -> None:
    async with sessions.begin() as session:
        for table, values in [row for chat in people for row in rows_of(chat)] + NOBODYS:
            await session.execute(insert(table).values(values))


async def dump(session: AsyncSession) -> dict[str, list[str]]:
    """Every table, every row, as text."""
    return {
        name: sorted(str(dict(row._mapping)) for row in await session.execute(select(table)))
        for name, table in Base.metadata.tables.items()
    }


def about(chat: str, found: dict[str, list[str]]) -> dict[str, list[str]]:
    """The rows that name the chat, its ticket or its group."""
    marks = (chat, CODES[chat], f"telegram:-{chat[-2:]}")
    return {name: [row for row in rows if any(mark in row for mark in marks)] for name, rows in found.items()}


def test_every_column_that_can_hold_a_chat_is_listed() -> None:
    found = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name in ("chat", "sender", "hinted", "person", "owner", "contact")
    }
    assert found == people.CHATS | people.GROUPS


def test_the_example_person_has_a_row_in_every_table_that_can_hold_one() -> None:
    tables = {table.__tablename__ for table, _ in rows_of(ME) + NOBODYS}
    assert tables == set(Base.metadata.tables)
    filled = {f"{table.__tablename__}.{name}" for table, values in rows_of(ME) for name in values}
    assert filled >= people.CHATS


def test_every_table_has_a_period_or_a_reason_to_stay() -> None:
    periods, with_others, staying = set(KEEP), set(GOES_WITH), set(STAYS)
    assert periods | with_others | staying == set(Base.metadata.tables)
    assert len(periods) + len(with_others) + len(staying) == len(Base.metadata.tables)
    assert set(GOES_WITH.values()) <= periods
    for name in KEEP:
        doc = next(mapper.class_.__doc__ for mapper in Base.registry.mappers if mapper.local_table.name == name)  # type: ignore[attr-defined]
        assert doc
        assert any(word in doc for word in ("days", "year")), name


async def test_the_copy_holds_everything_of_the_person_but_the_notes_and_nothing_of_others(sessions: Sessions) -> None:
    await fill(sessions, ME, OTHER)
    async with sessions() as session:
        found = await people.everything(session, ME)
    text = json.dumps(found, ensure_ascii=False)
    places = (
        "inbox",
        "outbox",
        "conversations",
        "plans",
        "operators",
        "visits",
        "missing",
        "reason",
        "form",
        "steps",
        "drafts",
    )
    for place in (*places, "citizen", "answer"):
        assert words(ME, place) in text, place
    assert OTHER not in text
    assert words(ME, "note") not in text
    (ticket,) = found["tickets"]
    assert ticket["notes"] == 1
    assert [message.get("operator") for message in ticket["messages"]] == [None, "Anna"]
    assert found["buttons"] == [{"count": 1}]
    assert found["inbox_done"] == [{"count": 2}]
    assert found["rooms"] == [{"hinted": True}]


async def test_of_a_stranger_there_is_nothing(sessions: Sessions) -> None:
    await fill(sessions, OTHER)
    async with sessions() as session:
        assert await people.everything(session, "telegram:2") == {}


async def test_after_the_deletion_no_chat_and_no_words_are_left_and_others_keep_every_row(sessions: Sessions) -> None:
    await fill(sessions, ME, OTHER)
    async with sessions.begin() as session:
        await mailbox.post(session, ME, "goodbye", (), NOW)
        before = await dump(session)
        await people.erase(session, ME, NOW)
    async with sessions() as session:
        after = await dump(session)
    assert about(OTHER, after) == about(OTHER, before)
    assert {name: len(rows) for name, rows in about(OTHER, after).items() if rows}.keys() >= {
        place.partition(".")[0] for place in people.CHATS
    }
    left = {name: [row for row in rows if ME in row] for name, rows in after.items()}
    assert {name for name, rows in left.items() if rows} == {"inbox", "outbox", "operators"}
    (waiting,), (goodbye,), (operator,) = left["inbox"], left["outbox"], left["operators"]
    assert "'done_at': None" in waiting  # what was written since is answered, and wiped then
    assert "goodbye" in goodbye
    assert words(ME, "operators") in operator


async def test_an_emptied_ticket_still_counts_for_the_fund_and_the_trail(sessions: Sessions) -> None:
    await fill(sessions, ME)
    async with sessions.begin() as session:
        await people.erase(session, ME, NOW)
    async with sessions() as session:
        ticket = await session.get(TicketRow, CODES[ME])
        assert ticket
        assert (ticket.chat, ticket.form, ticket.reason, ticket.comune) == ("", {}, "", None)
        assert (ticket.outcome, ticket.stars, ticket.closed_at, ticket.helpdesk) == ("refused", 4, BEFORE, "h")
        assert [line.ticket for line in await voucher.journal(session, "c")] == [CODES[ME]]
        assert [line.action for line in await audit.trail(session, CODES[ME])] == ["read", "erase"]
        reminders = (await session.scalars(select(ReminderRow.what))).all()
        assert reminders == ["release"]
        messages = (await session.execute(select(TicketMessageRow.author, TicketMessageRow.text))).all()
        assert [tuple(message) for message in messages] == [("citizen", ""), ("operator", ""), ("note", "")]
        consent = await session.scalar(select(ConsentRow))
        assert consent
        assert (consent.chat, consent.version, consent.withdrawn_at) == ("", "2026-11", NOW)


async def test_a_repeated_update_is_still_known_after_the_deletion(sessions: Sessions) -> None:
    await fill(sessions, ME)
    async with sessions.begin() as session:
        await people.erase(session, ME, NOW)
    async with sessions() as session:
        keys = (await session.scalars(select(InboxRow.update_key))).all()
    assert set(keys) == {"update 11/1", "update 11/2", "update 11/3"}


async def test_deleting_twice_does_no_harm(sessions: Sessions) -> None:
    await fill(sessions, ME, OTHER)
    for _ in range(2):
        async with sessions.begin() as session:
            await people.erase(session, ME, NOW)
    async with sessions() as session:
        assert len([row for row in (await dump(session))["audit"] if "erase" in row]) == 1


@pytest.mark.parametrize(("age", "left"), [(timedelta(hours=-1), 1), (timedelta(hours=1), 0)])
async def test_a_closed_ticket_goes_after_its_period_with_all_that_is_its_own(
    sessions: Sessions, age: timedelta, left: int
) -> None:
    closed = NOW - KEEP["tickets"] - age
    with_it = (TicketRow, TicketStepRow, TicketMessageRow, PostingRow, ReminderRow)
    async with sessions.begin() as session:
        for table, values in rows_of(ME, closed) + rows_of(OTHER):
            if table in with_it:
                await session.execute(insert(table).values(values))
        before = about(OTHER, await dump(session))
        await retention.purge(session, KEEP, NOW)
    async with sessions() as session:
        found = await dump(session)
        assert about(OTHER, found) == before
        for table in with_it:
            assert bool(about(ME, found)[table.__tablename__]) == bool(left), table


async def test_an_open_ticket_stays_however_old_it_is(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        for table, values in rows_of(ME, NOW - timedelta(days=3000)):
            if table is TicketRow:
                await session.execute(insert(table).values(values | {"status": "open", "closed_at": None}))
        await retention.purge(session, KEEP, NOW)
        assert await session.get(TicketRow, CODES[ME])


async def test_drafts_invitations_and_reminders_that_are_done_go_in_their_time(sessions: Sessions) -> None:
    old = {name: NOW - KEEP[name] - timedelta(hours=1) for name in ("drafts", "invites", "reminders")}
    draft = {"kind": "voucher", "answers": {}, "consent": "1"}
    invite = {"name": "Ugo", "helpdesks": [], "roles": [], "expires_at": NOW}
    async with sessions.begin() as session:
        session.add_all(
            [
                DraftRow(chat=ME, changed_at=old["drafts"], **draft),
                DraftRow(chat=OTHER, changed_at=NOW, **draft),
                InviteRow(digest="old", made_at=old["invites"], **invite),
                InviteRow(digest="new", made_at=NOW, **invite),
                ReminderRow(ticket="A", what="w", due_at=BEFORE, done_at=old["reminders"]),
                ReminderRow(ticket="B", what="w", due_at=BEFORE, done_at=NOW),
                ReminderRow(ticket="C", what="w", due_at=old["reminders"]),
            ]
        )
    async with sessions.begin() as session:
        await retention.purge(session, KEEP, NOW)
    async with sessions() as session:
        assert (await session.scalars(select(DraftRow.chat))).all() == [OTHER]
        assert (await session.scalars(select(InviteRow.digest))).all() == ["new"]
        assert (await session.scalars(select(ReminderRow.ticket).order_by(ReminderRow.ticket))).all() == ["B", "C"]


async def test_a_consent_goes_years_after_its_end_and_stays_while_something_is_kept_under_it(
    sessions: Sessions,
) -> None:
    long_ago = NOW - KEEP["consents"] - timedelta(days=1)
    async with sessions.begin() as session:
        for chat, withdrawn in (("gone", long_ago), ("recent", BEFORE), ("kept", None), ("nothing left", None)):
            session.add(ConsentRow(chat=chat, subject="s", version="1", given_at=long_ago, withdrawn_at=withdrawn))
        session.add(ConversationRow(chat="kept", state={}, changed_at=NOW))
        await session.flush()
        await retention.purge(session, KEEP, NOW)
        left = (await session.scalars(select(ConsentRow.chat).order_by(ConsentRow.chat))).all()
    assert left == ["kept", "recent"]


async def test_of_an_operator_who_left_only_the_number_stays_and_nobody_else_gets_it(sessions: Sessions) -> None:
    left_on = NOW - KEEP["operators"] - timedelta(days=1)
    one = {"helpdesks": ["h"], "roles": ["operator"], "joined_at": BEFORE}
    async with sessions.begin() as session:
        session.add(OperatorRow(name="Anna", chat=None, removed_at=left_on, **one))
        await session.flush()
        await retention.purge(session, KEEP, NOW)
        session.add(OperatorRow(name="Ugo", chat=None, **one))
    async with sessions() as session:
        rows = (await session.scalars(select(OperatorRow).order_by(OperatorRow.id))).all()
        assert [(row.id, row.name, row.helpdesks) for row in rows] == [(1, "", []), (2, "Ugo", ["h"])]
