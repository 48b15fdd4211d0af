"""Works through the inbox and sends the outbox, side by side, until it is stopped."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from bot.assistant import Assistant, Pace
from bot.desk import leave_watch, room_care
from bot.desk.office import Office
from bot.model.style import Styled
from bot.rules.retention import KEEP
from bot.rules.surveys import ENOUGH
from bot.settings import Clock
from bot.store import deliveries, mailbox, retention, surveys, tickets
from bot.store.database import Sessions, forget_journal, may_pass, name_of
from bot.store.mailbox import Letter
from bot.under_way import ROUND_SECONDS, Arrived, UnderWay
from bot.watch import Watch

log = logging.getLogger(__name__)

IDLE_SECONDS = 0.5
"""How often the tables are looked at when nobody rings: another process may have written."""
PACE = Pace()
WORKERS = 4
LONGEST_WAIT = timedelta(minutes=5)
LONGEST_REST = timedelta(seconds=8)
"""After a step that failed: a disk that has room again is noticed soon."""
FORGET_EVERY_SECONDS = 10
PURGE_EVERY_SECONDS = 6 * 3600
RECHECK_EVERY_SECONDS = 24 * 3600
PUBLISH_EVERY_SECONDS = 24 * 3600
"""The content changes only with a start; later rounds make good what failed then."""
TICK_EVERY_SECONDS = 60
WATCH_EVERY_SECONDS = 60
MOST_DETOURS = 4
"""What may be put right while one message is sent: a room that moved, its topic that is gone, topics switched off."""
MOST_FAILURES = 10
"""Attempts at a message that breaks our own code: those behind it must not wait for ever."""
MANY_FAILURES = 8
"""Attempts, over two minutes, after which somebody is told that nothing arrives in a room."""
REASONS = ("blocked", "gone", "refused")
"""Why a message cannot arrive: there is a text `receipt_<reason>` for each."""


class CannotArrive(Exception):
    """The message will never arrive; the text says why in a word: blocked, gone, refused."""


class Later(Exception):
    """The message may arrive later: after `seconds`, or after a growing wait if None."""

    def __init__(self, trouble: str, seconds: float | None = None) -> None:
        super().__init__(trouble)
        self.seconds = seconds


class Mute(Later):
    """The group does not let us write: what there is to say waits until it does."""

    def __init__(self) -> None:
        super().__init__("no_voice")


class TopicGone(Exception):
    """The topic of the message was deleted."""


class NotAForum(Exception):
    """The group has no topics."""


class NoTopicRights(Exception):
    """The group has topics, but lets us open none."""


class TopicClosed(Exception):
    """The topic of the message is closed to us."""


class CannotEdit(Exception):
    """The message to correct was deleted, or is too old to be changed."""


class Moved(Exception):
    """The group has another number now."""

    def __init__(self, chat: str) -> None:
        super().__init__(chat)
        self.chat = chat


Deliver = Callable[[Letter], Awaitable[int | None]]
"""Sends one message; the channel's number of it, or of the topic that it opened.

Raises CannotArrive, Later, TopicGone, TopicClosed, NotAForum, NoTopicRights, CannotEdit or Moved.
"""


@dataclass
class Bell:
    """Wakes whoever waits for mail, without making them wait for the next look."""

    _event: asyncio.Event = field(default_factory=asyncio.Event)

    def ring(self) -> None:
        self._event.set()

    async def wait(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(IDLE_SECONDS):  # wait_for may swallow the cancellation that ends the service
                await self._event.wait()
        self._event.clear()


@dataclass
class Service:
    """The two loops of one channel: answer what arrived, send what was said."""

    channel: str
    assistant: Assistant
    deliver: Deliver
    home: Path | None = None
    """Whose disk is watched."""
    pace: Pace = PACE
    arrived: Bell = field(default_factory=Bell)
    said: Bell = field(default_factory=Bell)
    tidied: Bell = field(default_factory=Bell)

    @cached_property
    def under_way(self) -> UnderWay:
        return UnderWay(self.assistant, self.channel, self._send, landed=self.said.ring)

    @cached_property
    def watch(self) -> Watch:
        return Watch(self.assistant, self.home)

    @property
    def _sessions(self) -> Sessions:
        return self.assistant.sessions

    @property
    def _clock(self) -> Clock:
        return self.assistant.clock

    async def run(self) -> None:
        """Runs until cancelled. A row in hand when it stops is taken up again at the next start."""
        try:
            async with asyncio.TaskGroup() as tasks:
                for _ in range(WORKERS):
                    tasks.create_task(self._repeat(self._answer, self.arrived))
                tasks.create_task(self._repeat(self._let_go, self.said))
                tasks.create_task(self._every(PURGE_EVERY_SECONDS, self._purge))
                tasks.create_task(self._every(RECHECK_EVERY_SECONDS, self._recheck_plans))
                tasks.create_task(self._every(PUBLISH_EVERY_SECONDS, self.assistant.publish_funds))
                tasks.create_task(self._every(TICK_EVERY_SECONDS, self.assistant.tick))
                tasks.create_task(self._every(WATCH_EVERY_SECONDS, self._watch))
                tasks.create_task(self._repeat(self._forget, self.tidied))
        finally:
            await self.under_way.stop()

    async def _repeat(self, step: Callable[[], Awaitable[bool]], bell: Bell) -> None:
        failures = 0
        while True:
            try:
                busy = await step()
            except Exception as error:  # noqa: BLE001  # whatever broke, the service goes on
                failures += 1
                _say(error)
                await asyncio.sleep(min(growing_wait(failures), LONGEST_REST).total_seconds())
                continue
            failures = 0
            if not busy:
                await bell.wait()

    async def _answer(self) -> bool:
        answered = await self.assistant.answer_next(self.channel, self.pace)
        if answered:
            self.said.ring()
            self.arrived.ring()
        return answered

    async def _let_go(self) -> bool:
        more = await self.under_way.round()
        await asyncio.sleep(ROUND_SECONDS)
        return more

    async def _send(self, letter: Letter) -> Arrived | None:
        """Brings a letter to its chat; None if it did not arrive: then it waits for a later try, or is given up."""
        try:
            return await self._carry(letter)
        except CannotArrive as why:
            await self._give_up(letter, str(why))
        except Later as why:
            await self._postpone(letter, why)
        except Exception as error:
            if may_pass(error):
                raise
            log.error("reply %d failed (%s), attempt %d", letter.id, type(error).__name__, letter.attempts)
            if letter.attempts < MOST_FAILURES:
                await self._postpone(letter, Later("failed"))
            else:
                await self._give_up(letter, "refused")
        return None

    async def _carry(self, letter: Letter) -> Arrived:
        """Delivers the letter; what changed in its room is put right on the way, so that it is not lost.

        The letter as it went out, with its number there.
        """
        for _ in range(MOST_DETOURS):
            try:
                letter = await self._addressed(self._anew(letter) if letter.forgotten else letter)
                number = await self.deliver(letter)
                if letter.act == "check_topics":
                    await self._topics_checked(letter, "")
                return letter, number
            except TopicGone:
                log.info("the topic of reply %d is gone", letter.id)
                async with self._sessions.begin() as session:
                    await deliveries.forget_topic(session, letter)
                if letter.act in ("close_topic", "reopen_topic"):
                    return letter, None
                letter = replace(letter, thread=None)
            except TopicClosed:
                if not await self._reopens(letter):
                    beside = self._beside_topic(letter)
                    return beside, await self.deliver(beside)
            except NoTopicRights:
                log.info("the room of reply %d lets us open no topics", letter.id)
                if letter.act == "check_topics":
                    await self._topics_checked(letter, "desk_topics_not")
                    return letter, None
                async with self._sessions.begin() as session:
                    await room_care.no_new_topics(self._office(session), letter.chat)
                if letter.act != "say":
                    return letter, None
            except NotAForum:
                log.info("the room of reply %d has no topics: its tickets become threads of replies", letter.id)
                async with self._sessions.begin() as session:
                    await deliveries.forget_topics(session, letter.chat)
                if letter.act == "check_topics":
                    await self._topics_checked(letter, "desk_topics_none")
                if letter.act != "say":
                    return letter, None
                letter = replace(letter, thread=None)
            except Moved as to:
                async with self._sessions.begin() as session:
                    await deliveries.move_chat(session, letter.chat, to.chat)
                letter = self._anew(letter) if letter.act == "edit" else letter
                letter = replace(letter, chat=to.chat, thread=None, reply_to=None)
            except CannotEdit:
                letter = self._anew(letter)
        raise Later("unsettled")

    async def _topics_checked(self, letter: Letter, trouble: str) -> None:
        async with self._sessions.begin() as session:
            await room_care.topics_checked(self._office(session), letter.chat, trouble)

    async def _reopens(self, letter: Letter) -> bool:
        """Opens the closed topic of a letter again; False where we may not."""
        try:
            await self.deliver(replace(letter, act="reopen_topic", text="", buttons=(), file=None, reply_to=None))
        except (TopicClosed, TopicGone, NotAForum, NoTopicRights):
            async with self._sessions.begin() as session:
                await room_care.no_new_topics(self._office(session), letter.chat)
            return False
        return True

    def _beside_topic(self, letter: Letter) -> Letter:
        """The letter outside its closed topic, which the ticket keeps: whoever answers it there is heard."""
        note = self._words("letter_topic_closed").replace("{code}", letter.ticket or "")
        return replace(_below(note, letter), act="say", edits=None, thread=None, reply_to=None)

    async def _addressed(self, letter: Letter) -> Letter:
        """A ticket's message in its room: in the ticket's topic, opened if there is none, or as an answer to its first."""
        if letter.ticket is None or letter.act != "say" or letter.thread is not None:
            return letter
        async with self._sessions() as session:
            first = await deliveries.first_posting(session, letter)
            if not await deliveries.lacks_topic(session, letter):
                return replace(letter, reply_to=letter.reply_to or first)
            title = await tickets.title(session, letter.ticket)
        opening = replace(letter, act="open_topic", text=title, buttons=(), file=None, reply_to=None)
        thread = await self.deliver(opening)
        if thread is None:
            return letter
        async with self._sessions.begin() as session:
            await deliveries.set_topic(session, letter, thread)
        letter = replace(letter, thread=thread)
        if first is not None and letter.ticket:
            note = self._words("letter_topic_reopened").replace("{code}", letter.ticket)
            await self.deliver(replace(letter, text=note, spans=(), buttons=(), file=None, reply_to=None))
        return letter

    async def _give_up(self, letter: Letter, trouble: str) -> None:
        log.warning("reply %d cannot arrive: %s", letter.id, trouble)
        now = self._clock.now()
        reason = self._words(f"receipt_{trouble if trouble in REASONS else 'refused'}")
        async with self._sessions.begin() as session:
            await mailbox.give_up(session, letter, trouble, now)
            await room_care.nothing_arrives(self._office(session), letter.chat, trouble)
            if letter.receipt is not None:
                await deliveries.tell_receipt(session, letter, reason, now)
            elif letter.ticket is not None:
                await deliveries.tell_room(session, letter, f"{self._words('receipt_update_lost')} {reason}", now)

    def _office(self, session: AsyncSession) -> Office:
        return Office(session, self.assistant.knowledge, self._clock.now(), self._clock.today())

    async def _postpone(self, letter: Letter, why: Later) -> None:
        wait = growing_wait(letter.attempts) if why.seconds is None else timedelta(seconds=why.seconds)
        log.info("reply %d waits %.0f s: %s", letter.id, wait.total_seconds(), why)
        now = self._clock.now()
        async with self._sessions.begin() as session:
            slowed_down = why.seconds is not None  # by a moment: not worth telling
            if isinstance(why, Mute) or (letter.attempts >= MANY_FAILURES and not slowed_down):
                await room_care.nothing_arrives(self._office(session), letter.chat, str(why))
            if letter.receipt is not None and not slowed_down and not await deliveries.waited_before(session, letter):
                await deliveries.tell_receipt(session, letter, self._words("receipt_retrying"), now)
            await mailbox.postpone(session, letter, now + wait, str(why))

    def _anew(self, letter: Letter) -> Letter:
        """A correction as a new message: the one to correct cannot be changed any more."""
        return replace(_below(self._words("letter_correction"), letter), act="say", edits=None, forgotten=False)

    def _words(self, key: str) -> str:
        """What operators read: in Italian."""
        return self.assistant.knowledge.text(key, "it").strip()

    async def _forget(self) -> bool:
        """What was wiped leaves the disk, not only the tables, within seconds."""
        await asyncio.sleep(FORGET_EVERY_SECONDS)
        await forget_journal(self._sessions)
        return False

    async def _every(self, seconds: float, step: Callable[[], Awaitable[None]]) -> None:
        failures = 0
        while True:
            try:
                await step()
            except Exception as error:  # noqa: BLE001  # whatever broke, answering goes on
                failures += 1
                _say(error)
                await asyncio.sleep(min(seconds, growing_wait(failures).total_seconds()))
            else:
                failures = 0
                await asyncio.sleep(seconds)

    async def _purge(self) -> None:
        async with self._sessions.begin() as session:
            await retention.purge(session, KEEP, self._clock.now())
            await surveys.settle(session, self._clock.today(), ENOUGH)

    async def _watch(self) -> None:
        if await self.watch.round():
            self.said.ring()

    async def _recheck_plans(self) -> None:
        now, today = self._clock.now(), self._clock.today()
        if await leave_watch.recheck_all(self._sessions, self.assistant.knowledge, now, today):
            self.said.ring()


def _say(error: Exception) -> None:
    """The database in trouble is a line; anything else is ours to mend, so we want to know where."""
    if may_pass(error):
        log.warning("the database cannot be used (%s): trying again", name_of(error))
    else:
        log.error("a step of the service failed: trying again", exc_info=error)


def _below(note: str, letter: Letter) -> Letter:
    """The letter with a line above its text; what was bold or a link stays so."""
    styled = Styled("\n").joined((Styled(note), letter.styled))
    return replace(letter, text=styled.text, spans=styled.spans)


def growing_wait(attempts: int) -> timedelta:
    """1, 2, 4, 8 ... seconds, five minutes at the most."""
    return min(timedelta(seconds=2.0 ** min(attempts - 1, 16)), LONGEST_WAIT)
