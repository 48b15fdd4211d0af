"""Nothing is lost, nothing is answered twice, and every chat keeps its order."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.model.conversation import Kind, Utterance
from bot.model.style import Span, Styled
from bot.store import departures, mailbox
from bot.store.database import Sessions
from bot.store.departures import PACE
from bot.store.mailbox import LEASE, SETTLES, Letter, Received
from bot.store.tables import InboxRow, OutboxRow

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


async def arrive(sessions: Sessions, key: str, chat: str = "telegram:1", text: str = "ciao") -> bool:
    async with sessions.begin() as session:
        return await mailbox.receive(session, key, Utterance(chat, Kind.TEXT, text), NOW)


async def claim(sessions: Sessions, now: datetime = NOW, channel: str = "telegram") -> Received | None:
    async with sessions.begin() as session:
        return await mailbox.claim(session, channel, now)


async def finish(sessions: Sessions, received: Received) -> None:
    async with sessions.begin() as session:
        await mailbox.finish(session, received, NOW)


async def post(sessions: Sessions, chat: str, text: str) -> None:
    async with sessions.begin() as session:
        await mailbox.post(session, chat, text, [[("Di più", "abc")]], NOW)


async def test_what_is_bold_or_a_link_is_kept_until_it_is_sent(sessions: Sessions) -> None:
    spans = (Span(0, 3), Span(5, 2, "https://law"))
    async with sessions.begin() as session:
        await mailbox.post(session, "telegram:1", "Sì: la legge", (), NOW, spans=spans)
    (letter,) = await letters(sessions)
    assert letter.styled == Styled("Sì: la legge", spans)
    await send(sessions, letter)
    async with sessions() as session:
        assert await session.scalar(select(OutboxRow.spans)) == []


async def letters(sessions: Sessions, now: datetime = NOW) -> list[Letter]:
    async with sessions.begin() as session:
        return await departures.claim_letters(session, "telegram", now)


async def send(sessions: Sessions, letter: Letter, now: datetime = NOW) -> None:
    async with sessions.begin() as session:
        await mailbox.mark_sent(session, letter, now)


async def test_the_same_update_is_stored_once(sessions: Sessions) -> None:
    assert await arrive(sessions, "telegram:7")
    assert not await arrive(sessions, "telegram:7", text="again")
    first = await claim(sessions)
    assert first
    assert first.utterance.text == "ciao"
    await finish(sessions, first)
    assert await claim(sessions, NOW + LEASE * 2) is None


async def test_a_chat_is_answered_in_order_while_others_go_on(sessions: Sessions) -> None:
    await arrive(sessions, "1", "telegram:1", "first")
    await arrive(sessions, "2", "telegram:1", "second")
    await arrive(sessions, "3", "telegram:2", "other chat")
    first, other = await claim(sessions), await claim(sessions)
    assert first
    assert other
    assert (first.utterance.text, other.utterance.text) == ("first", "other chat")
    assert await claim(sessions) is None
    await finish(sessions, first)
    second = await claim(sessions)
    assert second
    assert second.utterance.text == "second"


async def test_a_message_in_hand_when_the_worker_dies_is_taken_up_again(sessions: Sessions) -> None:
    await arrive(sessions, "1")
    assert await claim(sessions)
    assert await claim(sessions, NOW + LEASE / 2) is None
    again = await claim(sessions, NOW + LEASE)
    assert again
    assert again.attempts == 2


async def test_the_text_is_wiped_once_answered(sessions: Sessions) -> None:
    await arrive(sessions, "1", text="ho un figlio malato")
    received = await claim(sessions)
    assert received
    await finish(sessions, received)
    async with sessions() as session:
        row = await session.get(InboxRow, received.id)
        assert row
        assert row.text == ""
        assert row.done_at == NOW


async def test_a_second_worker_cannot_finish_the_same_message(sessions: Sessions) -> None:
    await arrive(sessions, "1")
    received = await claim(sessions)
    assert received
    await finish(sessions, received)
    with pytest.raises(mailbox.AlreadyAnswered):
        await finish(sessions, received)


async def test_workers_side_by_side_never_take_the_same_message(sessions: Sessions) -> None:
    for number in range(40):
        await arrive(sessions, str(number), f"telegram:{number % 20}", str(number))

    async def work() -> list[tuple[str, int]]:
        done = []
        while received := await claim(sessions):
            done.append((received.utterance.chat, int(received.utterance.text)))
            await finish(sessions, received)
        return done

    shares = await asyncio.gather(*(work() for _ in range(4)))
    answered = [item for share in shares for item in share]
    assert len(answered) == len(set(answered))
    left = [received for received in [await claim(sessions)] if received]
    assert len(answered) + len(left) == 40 or not left


async def test_another_channel_is_left_alone(sessions: Sessions) -> None:
    await arrive(sessions, "1", "terminal:local")
    assert await claim(sessions) is None
    assert await claim(sessions, channel="terminal")


async def test_replies_of_a_chat_go_out_in_order_one_a_second(sessions: Sessions) -> None:
    await post(sessions, "telegram:1", "one")
    await post(sessions, "telegram:1", "two")
    await post(sessions, "telegram:2", "elsewhere")
    first = await letters(sessions)
    assert [letter.text for letter in first] == ["one", "elsewhere"]
    assert first[0].buttons == ((("Di più", "abc"),),)
    for letter in first:
        await send(sessions, letter)
    assert await letters(sessions, NOW + PACE / 2) == []
    assert [letter.text for letter in await letters(sessions, NOW + PACE)] == ["two"]


async def test_no_more_than_thirty_go_out_in_a_second(sessions: Sessions) -> None:
    for number in range(35):
        await post(sessions, f"telegram:{number}", "ciao")
    sent = 0
    while batch := await letters(sessions):
        for letter in batch:
            await send(sessions, letter)
        sent += len(batch)
    assert sent == departures.MOST_A_SECOND
    assert await letters(sessions, NOW + PACE)


async def test_a_group_gets_twenty_a_minute(sessions: Sessions) -> None:
    now = NOW
    for _ in range(departures.MOST_A_MINUTE_TO_A_GROUP):
        await post(sessions, "telegram:-100", "ciao")
        for letter in await letters(sessions, now):
            await send(sessions, letter, now)
        now += PACE
    await post(sessions, "telegram:-100", "one too many")
    assert await letters(sessions, now) == []
    assert await letters(sessions, now + timedelta(minutes=1))


async def test_a_postponed_reply_holds_back_those_behind_it(sessions: Sessions) -> None:
    await post(sessions, "telegram:1", "one")
    await post(sessions, "telegram:1", "two")
    (letter,) = await letters(sessions)
    async with sessions.begin() as session:
        await mailbox.postpone(session, letter, NOW + timedelta(seconds=5), "slow_down")
    assert await letters(sessions, NOW + timedelta(seconds=4)) == []
    (again,) = await letters(sessions, NOW + timedelta(seconds=5))
    assert (again.text, again.attempts) == ("one", 2)


async def test_a_reply_that_cannot_arrive_is_counted_and_lets_the_next_pass(sessions: Sessions) -> None:
    await post(sessions, "telegram:1", "one")
    await post(sessions, "telegram:1", "two")
    (letter,) = await letters(sessions)
    async with sessions.begin() as session:
        await mailbox.give_up(session, letter, "blocked", NOW)
        assert await mailbox.waiting(session) == {"unanswered": 0, "unsent": 1, "given_up": 1}
        row = await session.get(OutboxRow, letter.id)
        assert row
        assert (row.text, row.trouble) == ("", "blocked")
    assert [letter.text for letter in await letters(sessions)] == ["two"]


async def test_messages_under_way_count_among_the_thirty(sessions: Sessions) -> None:
    for number in range(35):
        await post(sessions, f"telegram:{number}", "ciao")
    under_way = [letter for _ in range(5) for letter in await letters(sessions)]
    assert len(under_way) == departures.MOST_A_SECOND
    assert len(await letters(sessions, NOW + PACE)) == 5


async def test_a_message_held_in_hand_is_taken_up_by_nobody_else(sessions: Sessions) -> None:
    await post(sessions, "telegram:1", "ciao")
    (letter,) = await letters(sessions)
    async with sessions.begin() as session:
        await departures.hold(session, [letter.id], NOW + LEASE / 2)
    assert await letters(sessions, NOW + LEASE) == []
    assert len(await letters(sessions, NOW + 2 * LEASE)) == 1


# --- what belongs together ---


async def happens(sessions: Sessions, key: str, kind: Kind, text: str = "", **facts: Any) -> None:
    async with sessions.begin() as session:
        await mailbox.receive(session, key, Utterance("telegram:1", kind, text, **facts), NOW)


async def answered(sessions: Sessions, now: datetime) -> list[str]:
    """The texts of all that is to be answered by then, each finished."""
    texts = []
    while received := await claim(sessions, now):
        texts.append(received.utterance.text)
        await finish(sessions, received)
    return texts


async def open_rows(sessions: Sessions) -> list[str]:
    async with sessions() as session:
        return list(await session.scalars(select(InboxRow.text).where(InboxRow.done_at.is_(None))))


@pytest.mark.parametrize("captions", [["", "", ""], ["ciao", "", ""], ["", "", "ciao"], ["ciao", "", "e poi"]])
async def test_an_album_is_answered_once_with_all_that_is_written_below(
    sessions: Sessions, captions: list[str]
) -> None:
    for number, caption in enumerate(captions):
        photo = {"attachment": "photo", "message": number, "album": "77", "unsettled": True}
        await happens(sessions, str(number), Kind.ATTACHMENT, caption, **photo)
    await happens(sessions, "9", Kind.TEXT, "dopo")
    assert await answered(sessions, NOW) == []  # more photos may follow
    assert await answered(sessions, NOW + SETTLES) == ["\n".join(filter(None, captions)), "dopo"]
    assert await open_rows(sessions) == []


async def test_a_photo_that_comes_after_its_album_was_answered_is_answered_only_for_its_words(
    sessions: Sessions,
) -> None:
    album: dict[str, Any] = {"attachment": "photo", "album": "77"}
    await happens(sessions, "1", Kind.ATTACHMENT, **album)
    assert await answered(sessions, NOW) == [""]
    await happens(sessions, "2", Kind.ATTACHMENT, **album)
    await happens(sessions, "3", Kind.ATTACHMENT, "ciao", **album)
    assert await answered(sessions, NOW) == ["ciao"]
    assert await open_rows(sessions) == []


async def test_of_a_burst_of_corrections_the_last_is_answered(sessions: Sessions) -> None:
    await happens(sessions, "1", Kind.TEXT, "uno", message=5)
    for key, text in (("2", "due"), ("3", "tre"), ("4", "quattro")):
        await happens(sessions, key, Kind.EDIT, text, message=5, unsettled=True)
    await happens(sessions, "5", Kind.EDIT, "altro", message=6, unsettled=True)
    assert await answered(sessions, NOW) == ["uno"]
    assert await answered(sessions, NOW + SETTLES) == ["quattro", "altro"]
    assert await open_rows(sessions) == []


async def test_what_was_written_long_before_it_came_keeps_its_moment(sessions: Sessions) -> None:
    hours_ago, ahead = NOW - timedelta(hours=3), NOW + timedelta(hours=3)
    for key, written_at in (("1", hours_ago), ("2", None), ("3", ahead)):
        await happens(sessions, key, Kind.TEXT, written_at=written_at)
    moments = []
    while received := await claim(sessions):
        moments.append(received.at)
        await finish(sessions, received)
    assert moments == [hours_ago, NOW, NOW]
