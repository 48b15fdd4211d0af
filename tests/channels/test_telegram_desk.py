"""What goes between the desk's room and the citizen: topics, answers, corrections, receipts, rooms that move."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.assistant import Assistant
from bot.desk.around import AROUND
from bot.desk.handlers import COMMANDS
from bot.knowledge.loader import Knowledge
from bot.model.reply import File
from bot.store import mailbox, operators, rooms
from bot.store.tables import OutboxRow, PostingRow, RoomRow, TicketRow
from tests.botapi import BotApi
from tests.botapi.world import Sent
from tests.channels.service import eventually, serving

PERSON, OPERATOR, ROOM, PLAIN_ROOM = 42, 7, -100, -200
CODE = "K7P2"
BUTTONS = [[("Prendo io", "take")]]


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        server.add_user(PERSON)
        server.add_user(OPERATOR)
        server.add_group(ROOM, "Sportello", is_forum=True)
        server.add_group(PLAIN_ROOM, "Sportello senza argomenti", basic=True)
        yield server


@pytest.fixture
async def bot(api: BotApi, plain_assistant: Assistant) -> AsyncIterator[None]:
    async with serving(api, plain_assistant):
        yield


class Desk:
    """Puts letters into the outbox as the desk does, and looks at the tables."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    async def opens(self, room: int = ROOM, forum: bool = True, code: str = CODE) -> None:
        """A room, and a ticket in it."""
        now = datetime.now(UTC)
        async with self.assistant.sessions.begin() as session:
            if await session.get(RoomRow, f"telegram:{room}") is None:
                session.add(RoomRow(chat=f"telegram:{room}", helpdesk=None, forum=forum, linked_at=now, hinted=[]))
            session.add(
                TicketRow(
                    code=code,
                    kind="question",
                    chat=f"telegram:{PERSON}",
                    language="it",
                    status="open",
                    level="helpdesk",
                    form={},
                    consent="1",
                    opened_at=now,
                    changed_at=now,
                    missing=[],
                    room=f"telegram:{room}",
                )
            )

    async def posts(self, chat: int, text: str, **how: Any) -> int:
        async with self.assistant.sessions.begin() as session:
            buttons = how.pop("buttons", ())
            return await mailbox.post(session, f"telegram:{chat}", text, buttons, datetime.now(UTC), **how)

    async def answers(self, text: str, room: int = ROOM) -> None:
        """An operator's answer goes to the citizen, with a receipt in the room."""
        receipt = await self.posts(room, "In consegna ...", ticket=CODE)
        await self.posts(PERSON, text, ticket=CODE, receipt=receipt)

    async def ticket(self, code: str = CODE) -> TicketRow:
        async with self.assistant.sessions() as session:
            return (await session.scalars(select(TicketRow).where(TicketRow.code == code))).one()

    async def coordinator(self) -> None:
        async with self.assistant.sessions.begin() as session:
            now = datetime.now(UTC)
            await operators.add(session, "Carla", f"telegram:{OPERATOR}", [], {"coordinator"}, now)

    async def room(self) -> RoomRow:
        async with self.assistant.sessions() as session:
            return (await session.scalars(select(RoomRow))).one()

    async def postings(self) -> dict[int, str]:
        async with self.assistant.sessions() as session:
            return {row.message: row.chat for row in await session.scalars(select(PostingRow))}

    async def nothing_waits(self) -> None:
        async def all_closed() -> bool:
            async with self.assistant.sessions() as session:
                return await session.scalar(select(OutboxRow.id).where(OutboxRow.closed_at.is_(None))) is None

        await eventually(all_closed)


@pytest.fixture
def desk(plain_assistant: Assistant) -> Desk:
    return Desk(plain_assistant)


def topics(api: BotApi, room: int = ROOM) -> dict[int, str]:
    return {number: topic.name for number, topic in api.world.chats[room].topics.items()}


@pytest.mark.usefixtures("bot")
async def test_a_ticket_gets_one_topic_and_its_messages_go_there(api: BotApi, desk: Desk) -> None:
    await desk.opens()
    await desk.posts(ROOM, "titolo", act="open_topic", ticket=CODE)
    await desk.posts(ROOM, "La scheda", ticket=CODE, buttons=BUTTONS)
    [card] = await api.wait_for_messages(ROOM, 1)
    await desk.nothing_waits()
    assert topics(api) == {card.thread_id: "titolo"}
    assert card.buttons == ["Prendo io"]
    assert (await desk.ticket()).thread == card.thread_id
    assert await desk.postings() == {card.message_id: f"telegram:{ROOM}"}


@pytest.mark.usefixtures("bot")
async def test_a_topic_is_opened_once_although_telegram_fails_meanwhile(api: BotApi, desk: Desk) -> None:
    api.fail_next("createForumTopic", 502)
    api.fail_next("sendMessage", 502)
    await desk.opens()
    await desk.posts(ROOM, "titolo", act="open_topic", ticket=CODE)
    await desk.posts(ROOM, "La scheda", ticket=CODE)
    [card] = await api.wait_for_messages(ROOM, 1, timeout=10)
    assert topics(api) == {card.thread_id: "titolo"}
    await desk.posts(ROOM, "titolo", act="open_topic", ticket=CODE)
    await desk.nothing_waits()
    assert len(topics(api)) == 1


@pytest.mark.usefixtures("bot")
async def test_a_deleted_topic_is_opened_again_and_the_message_arrives(api: BotApi, desk: Desk) -> None:
    await desk.opens()
    await desk.posts(ROOM, "La scheda", ticket=CODE)
    [card] = await api.wait_for_messages(ROOM, 1)
    assert card.thread_id
    await desk.nothing_waits()
    api.delete_topic(ROOM, card.thread_id)
    await desk.posts(ROOM, "Il cittadino ha scritto", ticket=CODE)
    _, note, message = await api.wait_for_messages(ROOM, 3)
    assert topics(api) == {message.thread_id: f"{CODE} · domanda"}
    assert f"pratica {CODE} continua in questo argomento" in note.text
    assert (note.thread_id, message.text) == (message.thread_id, "Il cittadino ha scritto")


@pytest.mark.usefixtures("bot")
async def test_closing_and_reopening_a_topic_that_is_gone_does_no_harm(api: BotApi, desk: Desk) -> None:
    await desk.opens()
    await desk.posts(ROOM, "La scheda", ticket=CODE)
    [card] = await api.wait_for_messages(ROOM, 1)
    assert card.thread_id
    for act in ("close_topic", "close_topic", "reopen_topic", "close_topic"):
        await desk.posts(ROOM, "", act=act, ticket=CODE)
    await desk.nothing_waits()
    assert api.world.chats[ROOM].topics[card.thread_id].closed
    api.delete_topic(ROOM, card.thread_id)
    await desk.posts(ROOM, "", act="reopen_topic", ticket=CODE)
    await desk.posts(ROOM, "Si riapre", ticket=CODE)
    *_, message = await api.wait_for_messages(ROOM, 3, timeout=10)
    assert message.text == "Si riapre"


@pytest.mark.usefixtures("bot")
async def test_without_topics_a_ticket_is_a_thread_of_replies(api: BotApi, desk: Desk) -> None:
    await desk.opens(PLAIN_ROOM)
    await desk.posts(PLAIN_ROOM, "titolo", act="open_topic", ticket=CODE)
    await desk.posts(PLAIN_ROOM, "La scheda", ticket=CODE)
    await desk.posts(PLAIN_ROOM, "Il cittadino ha scritto", ticket=CODE)
    card, message = await api.wait_for_messages(PLAIN_ROOM, 2)
    assert (card.text, message.message["reply_to_message"]["message_id"]) == ("La scheda", card.message_id)
    assert not (await desk.room()).forum


@pytest.mark.usefixtures("bot")
async def test_a_forum_that_loses_its_topics_goes_on_as_a_plain_group(api: BotApi, desk: Desk) -> None:
    await desk.opens()
    await desk.posts(ROOM, "La scheda", ticket=CODE)
    [card] = await api.wait_for_messages(ROOM, 1)
    await desk.nothing_waits()
    api.turn_off_topics(ROOM)
    await desk.posts(ROOM, "Il cittadino ha scritto", ticket=CODE)
    _, message = await api.wait_for_messages(ROOM, 2)
    assert message.message["reply_to_message"]["message_id"] == card.message_id
    assert (await desk.ticket()).thread is None


async def says(api: BotApi, chat: int, words: str) -> Sent:
    await api.wait_until(lambda: any(words in sent.text for sent in api.sent(chat)), 15, words)
    return next(sent for sent in api.sent(chat) if words in sent.text)


@pytest.mark.usefixtures("bot")
async def test_without_the_right_to_manage_topics_tickets_keep_theirs_and_new_ones_become_threads(
    api: BotApi, desk: Desk
) -> None:
    await desk.coordinator()
    await desk.opens()
    await desk.posts(ROOM, "La scheda", ticket=CODE)
    [card] = await api.wait_for_messages(ROOM, 1)
    await desk.nothing_waits()
    api.world.chats[ROOM].can_manage_topics = False
    for code in ("NEW1", "NEW2"):
        await desk.opens(code=code)
        await desk.posts(ROOM, f"La scheda {code}", ticket=code)
    await desk.posts(ROOM, "Il cittadino ha scritto", ticket=CODE)
    assert (await says(api, ROOM, "La scheda NEW2")).thread_id is None
    assert (await says(api, ROOM, "Il cittadino ha scritto")).thread_id == card.thread_id
    await says(api, OPERATOR, "non posso più aprire argomenti")
    await desk.nothing_waits()
    assert len(api.sent(OPERATOR)) == 1
    assert (await desk.ticket()).thread == card.thread_id


@pytest.mark.usefixtures("bot")
async def test_collega_says_what_it_cannot_do_and_brings_topics_back(api: BotApi, desk: Desk) -> None:
    await desk.coordinator()
    await desk.opens()
    api.world.chats[ROOM].can_manage_topics = False
    api.user_says(ROOM, "/collega", user_id=OPERATOR)
    await says(api, ROOM, "mi manca il diritto «Gestisci argomenti»")
    await desk.posts(ROOM, "La scheda", ticket=CODE)
    assert (await says(api, ROOM, "La scheda")).thread_id is None
    await desk.nothing_waits()
    api.world.chats[ROOM].can_manage_topics = True
    api.user_says(ROOM, "/collega", user_id=OPERATOR)
    await says(api, ROOM, "Pratiche riportate in un argomento: 1")
    moved = await says(api, ROOM, f"pratica {CODE} continua in questo argomento")
    assert (await desk.ticket()).thread == moved.thread_id
    await desk.posts(ROOM, "Il cittadino ha scritto", ticket=CODE)
    assert (await says(api, ROOM, "Il cittadino ha scritto")).thread_id == moved.thread_id


@pytest.mark.usefixtures("bot")
async def test_collega_says_so_where_there_are_no_topics(api: BotApi, desk: Desk) -> None:
    await desk.coordinator()
    api.user_says(PLAIN_ROOM, "/collega", user_id=OPERATOR)
    await says(api, PLAIN_ROOM, "Questo gruppo non ha argomenti")
    assert not (await desk.room()).forum


@pytest.mark.usefixtures("bot")
async def test_a_topic_that_is_closed_once_stays_the_tickets(api: BotApi, desk: Desk) -> None:
    await desk.coordinator()
    await desk.opens()
    await desk.opens(code="OTHER")
    for code in (CODE, "OTHER"):
        await desk.posts(ROOM, f"La scheda {code}", ticket=code)
    card = await says(api, ROOM, f"La scheda {CODE}")
    await says(api, ROOM, "La scheda OTHER")
    await desk.nothing_waits()
    api.fail_next("sendMessage", 400, description="Bad Request: TOPIC_CLOSED", chat_id=ROOM)
    await desk.posts(ROOM, "Il cittadino ha scritto", ticket=CODE)
    assert (await says(api, ROOM, "Il cittadino ha scritto")).thread_id == card.thread_id
    await desk.nothing_waits()
    assert (await desk.ticket()).thread == card.thread_id
    assert (await desk.ticket("OTHER")).thread is not None
    assert (await desk.room()).forum
    assert api.sent(OPERATOR) == []


@pytest.mark.usefixtures("bot")
async def test_beside_a_topic_that_stays_closed_the_message_arrives_and_its_answer_finds_the_ticket(
    api: BotApi, desk: Desk
) -> None:
    await desk.coordinator()
    await desk.opens()
    await desk.posts(ROOM, "La scheda", ticket=CODE)
    card = await says(api, ROOM, "La scheda")
    await desk.nothing_waits()
    group = api.world.chats[ROOM]
    topic = group.topics[card.thread_id or 0]
    group.can_manage_topics, topic.closed, topic.of_bot = False, True, False
    await desk.posts(ROOM, "Il cittadino ha scritto", ticket=CODE)
    beside = await says(api, ROOM, "Il cittadino ha scritto")
    assert (beside.thread_id, CODE in beside.text) == (None, True)
    await desk.nothing_waits()
    assert (await desk.ticket()).thread == card.thread_id
    assert beside.message_id in await desk.postings()


@pytest.mark.usefixtures("bot")
async def test_where_the_bot_may_not_write_coordinators_are_told_once_and_nothing_is_lost(
    api: BotApi, desk: Desk
) -> None:
    await desk.coordinator()
    await desk.opens()
    api.world.chats[ROOM].muted = True
    await desk.posts(ROOM, "La scheda", ticket=CODE)
    await says(api, OPERATOR, "i miei messaggi non arrivano")
    assert (await desk.room()).trouble == "no_voice"
    api.world.chats[ROOM].muted = False
    await says(api, ROOM, "La scheda")
    await desk.nothing_waits()
    assert (await desk.room()).trouble is None
    assert len(api.sent(OPERATOR)) == 1


@pytest.mark.usefixtures("bot")
async def test_a_group_that_throws_the_bot_out_is_named_until_it_is_linked_again(api: BotApi, desk: Desk) -> None:
    await desk.coordinator()
    await desk.opens()
    api.block(ROOM)
    await desk.posts(ROOM, "La scheda", ticket=CODE)
    await says(api, OPERATOR, "non posso più scrivere")
    async with desk.assistant.sessions() as session:
        assert [(room.chat, room.trouble) for room in await rooms.troubled(session)] == [
            (f"telegram:{ROOM}", "blocked")
        ]
        assert await rooms.all_linked(session) == ()
    assert (await desk.ticket()).room is None
    api.world.chats[ROOM].blocked = False
    api.user_says(ROOM, "/collega", user_id=OPERATOR)
    await says(api, ROOM, CODE)
    assert (await desk.ticket()).room == f"telegram:{ROOM}"


@pytest.mark.usefixtures("bot")
async def test_who_writes_in_the_name_of_the_group_or_of_a_channel_is_told_that_nothing_went_out(
    api: BotApi, desk: Desk
) -> None:
    await desk.opens()
    await desk.posts(ROOM, "La scheda", ticket=CODE)
    card = await says(api, ROOM, "La scheda")
    await desk.nothing_waits()
    for times, where in enumerate(({}, {}, {"channel_id": -900}), start=1):
        api.anonymous_says(ROOM, "Le rispondo io", thread_id=card.thread_id, **where)
        api.anonymous_says(ROOM, "/prendi", thread_id=card.thread_id, **where)
        await api.wait_for_messages(ROOM, 1 + 2 * times, timeout=15)
    assert all("Non è partito niente" in sent.text for sent in api.sent(ROOM)[1:])


@pytest.mark.usefixtures("bot")
async def test_a_correction_changes_the_message_and_removes_its_buttons(api: BotApi, desk: Desk) -> None:
    first = await desk.posts(PERSON, "Vieni lunedì", buttons=[[("Va bene", "ok")]])
    await desk.posts(PERSON, "Vieni martedì", act="edit", edits=first)
    await desk.posts(PERSON, "Vieni martedì", act="edit", edits=first)
    await desk.nothing_waits()
    [message] = api.sent(PERSON)
    assert (message.text, message.buttons, len(message.earlier)) == ("Vieni martedì", [], 1)


@pytest.mark.usefixtures("bot")
async def test_what_cannot_be_corrected_is_said_anew_as_a_correction(api: BotApi, desk: Desk) -> None:
    first = await desk.posts(PERSON, "Vieni lunedì")
    [message] = await api.wait_for_messages(PERSON, 1)
    await desk.nothing_waits()
    api.fail_next("editMessageText", 400, description="Bad Request: message can't be edited")
    await desk.posts(PERSON, "Vieni martedì", act="edit", edits=first)
    _, again = await api.wait_for_messages(PERSON, 2)
    assert (message.text, again.text) == ("Vieni lunedì", "Correzione:\nVieni martedì")


@pytest.mark.usefixtures("bot")
async def test_a_correction_of_what_never_arrived_says_nothing(api: BotApi, desk: Desk) -> None:
    api.fail_next("sendMessage", 400, description="Bad Request: chat not found")
    lost = await desk.posts(PERSON, "Vieni lunedì")
    await desk.posts(PERSON, "Vieni martedì", act="edit", edits=lost)
    await desk.nothing_waits()
    assert api.sent(PERSON) == []


async def receipt_says(api: BotApi, knowledge: Knowledge, key: str) -> None:
    wanted = knowledge.text(key, "it")
    await api.wait_until(lambda: any(sent.text == wanted for sent in api.sent(ROOM)), 10, key)


@pytest.mark.usefixtures("bot")
async def test_operators_see_that_an_answer_arrived(api: BotApi, desk: Desk, knowledge: Knowledge) -> None:
    await desk.opens()
    await desk.answers("Vieni lunedì")
    await receipt_says(api, knowledge, "receipt_sent")
    await desk.nothing_waits()
    assert [sent.text for sent in api.sent(ROOM)] == [knowledge.text("receipt_sent", "it")]
    assert [sent.text for sent in api.sent(PERSON)] == ["Vieni lunedì"]


@pytest.mark.usefixtures("bot")
async def test_operators_see_that_an_answer_is_tried_again_and_then_that_it_arrived(
    api: BotApi, desk: Desk, knowledge: Knowledge
) -> None:
    await desk.opens()
    api.fail_next("sendMessage", 502, times=2, chat_id=PERSON)
    await desk.answers("Vieni lunedì")
    await receipt_says(api, knowledge, "receipt_retrying")
    await receipt_says(api, knowledge, "receipt_sent")
    await desk.nothing_waits()
    assert len(api.sent(ROOM)) == len(api.sent(PERSON)) == 1


@pytest.mark.parametrize(("leave", "key"), [("block", "receipt_blocked"), ("chat_gone", "receipt_gone")])
@pytest.mark.usefixtures("bot")
async def test_operators_see_that_an_answer_can_never_arrive(
    api: BotApi, desk: Desk, knowledge: Knowledge, leave: str, key: str
) -> None:
    getattr(api, leave)(PERSON)
    await desk.opens()
    await desk.answers("Vieni lunedì")
    await receipt_says(api, knowledge, key)
    await desk.nothing_waits()
    assert len(api.sent(ROOM)) == 1


@pytest.mark.usefixtures("bot")
async def test_operators_see_that_a_notice_without_a_receipt_was_lost(
    api: BotApi, desk: Desk, knowledge: Knowledge
) -> None:
    api.block(PERSON)
    await desk.opens()
    await desk.posts(PERSON, "La tua pratica è stata presa", ticket=CODE)
    [line] = await api.wait_for_messages(ROOM, 1)
    assert line.text.startswith(knowledge.text("receipt_update_lost", "it"))
    assert knowledge.text("receipt_blocked", "it") in line.text


@pytest.mark.parametrize("told", [True, False], ids=["told by Telegram", "told when sending"])
@pytest.mark.usefixtures("bot")
async def test_a_group_that_becomes_a_supergroup_takes_its_tickets_along(api: BotApi, desk: Desk, told: bool) -> None:
    await desk.opens(PLAIN_ROOM, forum=False)
    card = await desk.posts(PLAIN_ROOM, "La scheda", ticket=CODE)
    await api.wait_for_messages(PLAIN_ROOM, 1)
    await desk.nothing_waits()
    api.migrate(PLAIN_ROOM, -300, told=told)
    if told:

        async def moved() -> bool:
            return (await desk.room()).chat == "telegram:-300"

        await eventually(moved)
    await desk.posts(-300 if told else PLAIN_ROOM, "Il cittadino ha scritto", ticket=CODE)
    await desk.posts(-300 if told else PLAIN_ROOM, "La scheda, presa", ticket=CODE, act="edit", edits=card)
    await api.wait_for_messages(-300, 1 if told else 2)
    await desk.nothing_waits()
    assert api.sent(-300)[0].text == "Il cittadino ha scritto"
    assert ((await desk.room()).chat, (await desk.ticket()).room) == ("telegram:-300", "telegram:-300")
    assert set(await desk.postings()) <= {sent.message_id for sent in api.sent(-300)}
    assert not any(api.calls_of("editMessageText"))


@pytest.mark.usefixtures("bot")
async def test_a_receipt_of_a_room_that_moved_is_said_anew(api: BotApi, desk: Desk, knowledge: Knowledge) -> None:
    await desk.opens(PLAIN_ROOM, forum=False)
    receipt = await desk.posts(PLAIN_ROOM, "In consegna ...", ticket=CODE)
    await api.wait_for_messages(PLAIN_ROOM, 1)
    await desk.nothing_waits()
    api.migrate(PLAIN_ROOM, -300)
    await desk.posts(PERSON, "Vieni lunedì", ticket=CODE, receipt=receipt)
    [told] = await api.wait_for_messages(-300, 1)
    assert told.text == knowledge.text("receipt_sent", "it")


@pytest.mark.parametrize(
    ("file", "method"),
    [
        (File("mese.png", "image/png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x05\0\0\0\x07"), "sendPhoto"),
        (File("finta.png", "image/png", b"no picture"), "sendDocument"),
        (File("piano.ics", "text/calendar", b"BEGIN:VCALENDAR"), "sendDocument"),
    ],
    ids=["picture", "a picture that Telegram refuses", "calendar"],
)
@pytest.mark.usefixtures("bot")
async def test_files_arrive_with_their_text_as_caption(api: BotApi, desk: Desk, file: File, method: str) -> None:
    await desk.posts(PERSON, "Il tuo piano", file=file, buttons=BUTTONS)
    [sent] = await api.wait_for_messages(PERSON, 1)
    assert sent.upload
    assert (sent.method, sent.upload.content, sent.upload.name) == (method, file.content, file.name)
    assert (sent.text, sent.buttons) == ("Il tuo piano", ["Prendo io"])


@pytest.mark.usefixtures("bot")
async def test_a_long_text_goes_before_its_file(api: BotApi, desk: Desk) -> None:
    await desk.posts(PERSON, "à" * 1025, file=File("piano.pdf", "application/pdf", b"%PDF-1.7"))
    text, paper = await api.wait_for_messages(PERSON, 2)
    assert (text.text, paper.text, paper.method) == ("à" * 1025, "", "sendDocument")


@pytest.mark.usefixtures("bot")
async def test_links_to_the_bot_get_its_name(api: BotApi, desk: Desk) -> None:
    await desk.posts(PERSON, "Apri https://t.me/?start=piano_ab12 oppure https://t.me/altro")
    [sent] = await api.wait_for_messages(PERSON, 1)
    assert sent.text == "Apri https://t.me/test_bot?start=piano_ab12 oppure https://t.me/altro"


@pytest.mark.usefixtures("bot")
async def test_citizens_and_operators_have_menus_of_their_own(api: BotApi) -> None:
    await api.wait_until(lambda: len(api.calls_of("setMyCommands")) == 2, 5, "two menus")
    private, groups = (
        [command["command"] for command in api.world.settings[("commands", scope, "", "", "")]]
        for scope in ("all_private_chats", "all_group_chats")
    )
    assert "sportello" in private
    assert "prendi" in groups
    assert set(groups) <= {*COMMANDS, *AROUND}
    assert set(groups) & set(private) == {"aiuto"}  # which shows each their own


@pytest.mark.usefixtures("bot")
async def test_people_in_a_group_that_is_no_room_are_left_in_peace(api: BotApi) -> None:
    api.user_says(ROOM, "quanto dura il congedo?", user_id=OPERATOR)
    api.user_says(PERSON, "/annulla")
    await api.wait_for_messages(PERSON, 1)
    assert api.sent(ROOM) == []


@pytest.mark.usefixtures("bot")
async def test_a_letter_that_breaks_the_sender_does_not_stop_the_others(api: BotApi, desk: Desk) -> None:
    async with desk.assistant.sessions.begin() as session:
        await mailbox.post(session, "telegram:not a number", "?", (), datetime.now(UTC))
    await asyncio.sleep(0.6)
    await desk.posts(PERSON, "Avanti")
    assert [sent.text for sent in await api.wait_for_messages(PERSON, 1)] == ["Avanti"]
