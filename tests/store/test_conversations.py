"""What is remembered comes back as it was; a button works only where it was shown."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.model.conversation import Action, Conversation, Shown
from bot.model.decision import Event
from bot.model.person import Child, Person, Told
from bot.model.reply import Button, Reply
from bot.rules.retention import GOES_WITH, KEEP, STAYS
from bot.store import conversations, events, mailbox, retention
from bot.store.database import Sessions
from bot.store.tables import ButtonRow, ConversationRow, EventRow, FeedbackRow, InboxRow, MissRow, OutboxRow

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


async def show(sessions: Sessions, chat: str, at: datetime = NOW) -> str:
    reply = Reply("ciao", ((Button("Di più", Action("more", "ore-cosa")),),))
    async with sessions.begin() as session:
        (((_, id),),) = await conversations.show_buttons(session, chat, reply, at)
    return id


async def test_a_conversation_comes_back_as_it_was(sessions: Sessions) -> None:
    child = Child(date(2024, 3, 3), date(2024, 3, 3), twin=True)
    told = Person().knowing(
        "said", date(2026, 11, 22), role="mother", weekly_hours=30.0, working_days=(0, 2), child=child
    )
    shown = (Shown("Invia", "voucher", "send 1", "yes"), Shown("Cambia", "voucher", "change"))
    kept = Conversation(
        "telegram:1", audience="company", comune="015189", misses=1, greeted=True, person=told, shown=shown
    )  # fmt: skip
    async with sessions.begin() as session:
        assert await conversations.recall(session, "telegram:1") == Conversation("telegram:1")
        await conversations.remember(session, kept, NOW)
    async with sessions.begin() as session:
        assert await conversations.recall(session, "telegram:1") == kept


async def test_what_was_told_before_there_was_a_record_is_read_from_the_echo(sessions: Sessions) -> None:
    heard = {"agreement": "credito-abi", "weekly_hours": 37.5, "topic": "ore-quante"}
    async with sessions.begin() as session:
        session.add(ConversationRow(chat="telegram:1", state={"heard": heard}, changed_at=NOW))
    async with sessions.begin() as session:
        person = (await conversations.recall(session, "telegram:1")).person
    assert (person.agreement, person.weekly_hours) == ("credito-abi", 37.5)
    assert person.told["weekly_hours"] == Told("said", NOW.date())


async def test_a_plan_that_waited_when_only_one_could_waits_still(sessions: Sessions) -> None:
    plan = {"name": "pianifica-congedo", "step": "child"}
    async with sessions.begin() as session:
        session.add(ConversationRow(chat="telegram:1", state={"waiting": plan}, changed_at=NOW))
        session.add(ConversationRow(chat="telegram:2", state={"waiting": {}}, changed_at=NOW))
    async with sessions.begin() as session:
        assert (await conversations.recall(session, "telegram:1")).waiting == (plan,)
        assert (await conversations.recall(session, "telegram:2")).waiting == ()


async def test_what_an_older_version_remembered_and_is_no_longer_known_is_dropped(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        session.add(ConversationRow(chat="telegram:1", state={"audience": "worker", "mood": "good"}, changed_at=NOW))
    async with sessions.begin() as session:
        assert await conversations.recall(session, "telegram:1") == Conversation("telegram:1", audience="worker")


async def test_a_button_works_in_its_chat_only(sessions: Sessions) -> None:
    id = await show(sessions, "telegram:1")
    assert len(id.encode()) <= 64
    async with sessions.begin() as session:
        assert await conversations.press(session, "telegram:2", id, NOW) is None
        assert await conversations.press(session, "telegram:1", "unknown", NOW) is None
        assert await conversations.press(session, "telegram:1", "\0è", NOW) is None
        assert await conversations.press(session, "telegram:1", id, NOW) == Action("more", "ore-cosa")


async def test_a_double_tap_is_told_from_a_second_press(sessions: Sessions) -> None:
    id = await show(sessions, "telegram:1")
    async with sessions.begin() as session:
        assert await conversations.press(session, "telegram:1", id, NOW)
        with pytest.raises(conversations.DoubleTap):
            await conversations.press(session, "telegram:1", id, NOW + timedelta(seconds=1))
        assert await conversations.press(session, "telegram:1", id, NOW + timedelta(minutes=1))


async def test_each_table_lets_go_of_what_is_old_and_keeps_the_rest(sessions: Sessions) -> None:
    ages = {table: NOW - period - timedelta(hours=1) for table, period in KEEP.items()}
    async with sessions.begin() as session:
        for key, done in (("old", ages["inbox"]), ("new", NOW), ("open", None)):
            session.add(
                InboxRow(
                    update_key=key, chat="telegram:1", kind="text", text="", received_at=ages["inbox"], done_at=done
                )
            )
        for closed in (ages["outbox"], NOW, None):
            row = OutboxRow(chat="telegram:1", text="", buttons=[], created_at=NOW, not_before=NOW, closed_at=closed)
            session.add(row)
        for chat, changed in (("telegram:1", ages["conversations"]), ("telegram:2", NOW)):
            await conversations.remember(session, Conversation(chat), changed)
        events.count(session, [Event(date(2020, 1, 1), "ore-cosa", "answer", "worker", None)])
    await show(sessions, "telegram:1", ages["buttons"])
    await show(sessions, "telegram:2")
    async with sessions.begin() as session:
        await retention.purge(session, KEEP, NOW)
    async with sessions() as session:
        assert await mailbox.waiting(session) == {"unanswered": 1, "unsent": 1, "given_up": 1}
        counts = {}
        for table in (InboxRow, OutboxRow, ConversationRow, ButtonRow, EventRow):
            counts[table.__tablename__] = len((await session.scalars(table.__table__.select())).all())
    assert counts == {"inbox": 2, "outbox": 2, "conversations": 1, "buttons": 1, "events": 1}


def test_every_table_states_its_retention_in_its_docstring() -> None:
    for table in (InboxRow, OutboxRow, ConversationRow, ButtonRow, EventRow, MissRow, FeedbackRow):
        assert table.__doc__
        assert any(word in table.__doc__ for word in ("days", "year", "Kept"))
    assert {*KEEP, *GOES_WITH, *STAYS} == {t.name for t in InboxRow.metadata.sorted_tables}
