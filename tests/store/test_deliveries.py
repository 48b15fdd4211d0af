"""What sending leaves in the tables: topics, receipts, and a group that gets another number."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.model.conversation import Conversation, Kind, Utterance
from bot.store import conversations, deliveries, departures, mailbox
from bot.store.database import Sessions
from bot.store.mailbox import Letter
from bot.store.tables import (
    ButtonRow,
    ConversationRow,
    InboxRow,
    OutboxRow,
    PostingRow,
    RoomRow,
    TicketMessageRow,
    TicketRow,
)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
OLD, NEW, CITIZEN = "telegram:-200", "telegram:-300", "telegram:42"
CODE = "K7P2"


@pytest.fixture(autouse=True)
async def ticket(sessions: Sessions) -> None:
    """A ticket in a room."""
    async with sessions.begin() as session:
        session.add(RoomRow(chat=OLD, helpdesk=None, forum=True, hinted=[], linked_at=NOW))
        fixed = {"language": "it", "level": "helpdesk", "form": {}, "consent": "1", "missing": []}
        moments = {"opened_at": NOW, "changed_at": NOW}
        session.add(TicketRow(code=CODE, kind="question", chat=CITIZEN, status="open", room=OLD, **fixed, **moments))


async def post(sessions: Sessions, chat: str, text: str, **how: Any) -> int:
    async with sessions.begin() as session:
        return await mailbox.post(session, chat, text, (), NOW, **how)


async def next_letter(sessions: Sessions, now: datetime = NOW) -> Letter:
    async with sessions.begin() as session:
        [letter] = await departures.claim_letters(session, "telegram", now, most=1)
    return letter


async def sent(sessions: Sessions, letter: Letter, number: int) -> None:
    async with sessions.begin() as session:
        await deliveries.record_sent(session, letter, number, NOW)


async def rows(sessions: Sessions, table: Any) -> list[Any]:
    async with sessions() as session:
        return list(await session.scalars(select(table)))


async def move(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await deliveries.move_chat(session, OLD, NEW)


async def test_a_ticket_lacks_its_topic_until_one_is_opened(sessions: Sessions) -> None:
    await post(sessions, OLD, "titolo", act="open_topic", ticket=CODE)
    opening = await next_letter(sessions)
    async with sessions.begin() as session:
        assert await deliveries.lacks_topic(session, opening)
    await sent(sessions, opening, 71)
    async with sessions.begin() as session:
        assert not await deliveries.lacks_topic(session, opening)
        await deliveries.forget_topic(session, Letter(9, OLD, "", (), 1, thread=70, ticket=CODE))
        assert not await deliveries.lacks_topic(session, opening)  # another topic was lost
        await deliveries.forget_topic(session, Letter(9, OLD, "", (), 1, thread=71, ticket=CODE))
        assert await deliveries.lacks_topic(session, opening)


async def test_a_message_in_a_room_is_its_tickets_and_one_to_the_citizen_is_not(sessions: Sessions) -> None:
    for chat in (OLD, CITIZEN):
        await post(sessions, chat, "ciao", ticket=CODE)
        await sent(sessions, await next_letter(sessions), 5)
    assert [(row.chat, row.message, row.ticket) for row in await rows(sessions, PostingRow)] == [(OLD, 5, CODE)]


async def test_a_receipt_that_still_waits_gets_the_last_word_itself(sessions: Sessions) -> None:
    receipt = await post(sessions, OLD, "In consegna ...", ticket=CODE)
    letter = Letter(99, CITIZEN, "", (), 1, ticket=CODE, receipt=receipt)
    async with sessions.begin() as session:
        await deliveries.tell_receipt(session, letter, "Non ancora", NOW)
        await deliveries.tell_receipt(session, letter, "Consegnato", NOW)
    assert [row.text for row in await rows(sessions, OutboxRow)] == ["Consegnato"]


async def test_a_receipt_under_way_or_sent_is_corrected(sessions: Sessions) -> None:
    receipt = await post(sessions, OLD, "In consegna ...", ticket=CODE)
    in_hand = await next_letter(sessions)
    letter = Letter(99, CITIZEN, "", (), 1, ticket=CODE, receipt=receipt)
    async with sessions.begin() as session:
        await deliveries.tell_receipt(session, letter, "Non ancora", NOW)
    await sent(sessions, in_hand, 5)
    async with sessions.begin() as session:
        await deliveries.tell_receipt(session, letter, "Consegnato", NOW)
    first = await next_letter(sessions, NOW + timedelta(seconds=2))
    assert (first.act, first.text, first.edits) == ("edit", "Non ancora", 5)


async def test_a_receipt_long_purged_is_said_in_the_ticket(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await deliveries.tell_receipt(
            session, Letter(99, CITIZEN, "", (), 1, ticket=CODE, receipt=12345), "Consegnato", NOW
        )
    letter = await next_letter(sessions)
    assert (letter.chat, letter.act, letter.text, letter.ticket) == (OLD, "say", "Consegnato", CODE)


async def test_a_letter_without_a_ticket_tells_nobody(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await deliveries.tell_room(session, Letter(99, CITIZEN, "", (), 1), "perso", NOW)
        await deliveries.tell_room(session, Letter(99, OLD, "", (), 1, ticket=CODE), "perso", NOW)
    assert await rows(sessions, OutboxRow) == []


async def test_a_group_with_another_number_takes_everything_along(sessions: Sessions) -> None:
    await post(sessions, OLD, "la scheda", ticket=CODE)
    card = await next_letter(sessions)
    await sent(sessions, card, 5)
    pending = await post(sessions, OLD, "corretta", act="edit", edits=card.id)
    async with sessions.begin() as session:
        await mailbox.receive(session, "1", Utterance(OLD, Kind.TEXT, "presa", reply_to=5, message=8), NOW)
        await mailbox.receive(session, "2", Utterance(CITIZEN, Kind.TEXT, "ciao"), NOW)
        await conversations.remember(session, Conversation(OLD), NOW)
        session.add(PostingRow(chat=OLD, message=6, ticket=CODE))
        session.add(ButtonRow(id="abc", chat=OLD, verb="desk", object="", shown_at=NOW))
        message = {"chat": OLD, "message": 8, "at": NOW}
        session.add(TicketMessageRow(ticket=CODE, author="operator", text="ciao", **message))
    await move(sessions)
    await move(sessions)
    for table in (RoomRow, ConversationRow, ButtonRow, TicketMessageRow, PostingRow, OutboxRow):
        assert {row.chat for row in await rows(sessions, table)} == {NEW}
    assert {row.chat for row in await rows(sessions, InboxRow)} == {NEW, CITIZEN}
    [ticket] = await rows(sessions, TicketRow)
    assert (ticket.room, ticket.chat) == (NEW, CITIZEN)
    assert [row.message for row in await rows(sessions, PostingRow)] == [5]  # the one a message waits to answer
    assert [row.message for row in await rows(sessions, TicketMessageRow)] == [None]
    correction = await next_letter(sessions, NOW + timedelta(seconds=2))
    assert (correction.id, correction.chat, correction.act) == (pending, NEW, "say")


async def test_a_group_linked_under_both_numbers_stays_one_room(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        session.add(RoomRow(chat=NEW, helpdesk="pit", forum=False, hinted=[], linked_at=NOW))
        for chat in (OLD, NEW):
            await conversations.remember(session, Conversation(chat), NOW)
            session.add(PostingRow(chat=chat, message=5, ticket=CODE))
        await mailbox.receive(session, "1", Utterance(OLD, Kind.TEXT, "presa", reply_to=5), NOW)
    await move(sessions)
    assert [(row.chat, row.helpdesk) for row in await rows(sessions, RoomRow)] == [(NEW, "pit")]
    assert [row.chat for row in await rows(sessions, ConversationRow)] == [NEW]
    assert [(row.chat, row.message) for row in await rows(sessions, PostingRow)] == [(NEW, 5)]


async def test_moving_one_group_leaves_the_others(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        session.add(RoomRow(chat="telegram:-2000", helpdesk=None, forum=True, hinted=[], linked_at=NOW))
        session.add(PostingRow(chat="telegram:-2000", message=5, ticket="OTHER"))
        session.add(ButtonRow(id="x", chat=CITIZEN, verb="show", object="", shown_at=NOW))
    await move(sessions)
    assert {row.chat for row in await rows(sessions, RoomRow)} == {NEW, "telegram:-2000"}
    assert [row.chat for row in await rows(sessions, PostingRow)] == ["telegram:-2000"]
    assert [row.chat for row in await rows(sessions, ButtonRow)] == [CITIZEN]
