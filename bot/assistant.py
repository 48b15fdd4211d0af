"""The whole path of one message, from the inbox to the outbox."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import draft_effects, due, effects, firm_watch, serving
from bot.desk.office import Office
from bot.dialogue import talk
from bot.dialogue.decide import decide
from bot.knowledge.loader import Knowledge
from bot.model.conversation import LOCATION, Heard, Kind, Utterance
from bot.model.decision import Decision
from bot.model.reply import Reply
from bot.rules.masking import Masker
from bot.settings import Clock
from bot.store import conversations, events, feedback, mailbox, misses, tickets
from bot.store.database import Sessions, may_pass
from bot.store.mailbox import Received
from bot.understanding.reader import Reader
from bot.wording import seen, word

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
RETRY_AFTER = timedelta(seconds=2)
LATE = timedelta(hours=1)
"""An answer that took longer says so."""


@dataclass(frozen=True)
class Assistant:
    """Answers what is in the inbox of one channel."""

    knowledge: Knowledge
    reader: Reader
    sessions: Sessions
    clock: Clock
    patience: float = 0
    """Seconds to wait for a Rasa that is still starting."""
    watch: Callable[[Heard, Decision, tuple[Reply, ...]], None] | None = None
    """Told of each decision and its replies, for who looks at them from outside."""

    async def answer_next(self, channel: str) -> bool:
        """Answers the oldest message that waits; False if none does.

        Understanding comes before the transaction; conversation, replies, statistics and the end of
        the inbox row are one transaction, so a crash leaves either nothing or everything.
        """
        async with self.sessions.begin() as session:
            received = await mailbox.claim(session, channel, self.clock.now())
        if received is None:
            return False
        try:
            await self._answer(received)
        except mailbox.AlreadyAnswered:
            log.info("message %d was answered by another worker", received.id)
        except Exception as error:
            if may_pass(error):
                raise  # no fault of the message: its lease ends soon
            log.exception("message %d failed, attempt %d", received.id, received.attempts)
            await self._try_again(received)
        return True

    async def _answer(self, received: Received) -> None:
        utterance = await self._as_meant(received.utterance)
        understanding = None
        text = "" if serving.needs_no_words(utterance) else words_in(utterance)
        if not text:
            async with self.sessions() as session:
                text = await draft_effects.words_to_read(session, utterance)
        if text:
            async with self.sessions() as session:
                context = await conversations.context_of(session, utterance.chat)
            understanding = await self.reader.read(text, self.patience, context)
        now = self.clock.now()
        async with self.sessions.begin() as session:
            await mailbox.finish(session, received, now)
            try:
                action = None
                if utterance.kind is Kind.BUTTON:
                    rest = timedelta(0) if utterance.in_group else conversations.DOUBLE_TAP
                    action = await conversations.press(session, utterance.chat, utterance.text, now, rest)
            except conversations.DoubleTap:
                return
            office = Office(session, self.knowledge, now, self.clock.today())
            if await serving.serve(office, utterance, action, understanding):
                log.info("message %d: desk", received.id)
                return
            conversation = await conversations.recall(session, utterance.chat)
            heard = Heard(utterance, understanding, action)
            records = await effects.recall(session, heard, conversation, now, self.clock.today())
            decision = decide(self.knowledge, conversation, heard, self.clock.today(), records)
            if now - received.at > LATE:
                decision = talk.excused(decision)
            replies = await self._keep(session, decision, now)
            if self.watch:
                self.watch(heard, decision, replies)
            await effects.carry_out(office, utterance, decision.effects)
            await self._learn(session, utterance, decision)
        log.info("message %d: %s %s", received.id, decision.outcome, decision.topic)

    async def _as_meant(self, utterance: Utterance) -> Utterance:
        """A message corrected into a command is that command; but what an operator wrote in a ticket is corrected there."""
        if utterance.kind is not Kind.EDIT or not utterance.text.startswith("/"):
            return utterance
        async with self.sessions() as session:
            kept = await tickets.written(session, utterance.chat, utterance.message)
        return utterance if kept and kept.operator else replace(utterance, kind=Kind.COMMAND)

    async def publish_funds(self) -> None:
        """The ledgers follow the funds that the content publishes: to be done when the service starts."""
        await due.publish_funds(self.sessions, self.knowledge, self.clock.now(), self.clock.today())

    async def tick(self) -> None:
        """What is due without anybody doing anything: cases that nobody answered, reminders."""
        await due.tick(self.sessions, self.knowledge, self.clock.now(), self.clock.today())
        await firm_watch.tick(self.sessions, self.knowledge, self.clock.now(), self.clock.today())

    async def _keep(self, session: AsyncSession, decision: Decision, now: datetime) -> tuple[Reply, ...]:
        chat = decision.conversation.chat
        replies = await asyncio.to_thread(
            word, self.knowledge, decision, self.clock.today(), now
        )  # papers take a while
        await conversations.remember(session, seen(decision.conversation, replies), now)
        events.count(session, decision.events)
        for reply in replies:
            buttons = await conversations.show_buttons(session, chat, reply, now)
            await mailbox.post(session, chat, reply.text, buttons, now, spans=reply.spans)
            for file in reply.files:
                await mailbox.post(session, chat, "", (), now, file=file)
        return replies

    async def _learn(self, session: AsyncSession, utterance: Utterance, decision: Decision) -> None:
        """Keeps what helps the curators: misses, masked, and votes. Neither holds the chat."""
        for miss in decision.misses:
            words = words_in(utterance)
            masked = self._masker.for_curators(words)
            if masked or not words:
                misses.keep(session, miss, masked)
        for vote in decision.votes:
            await feedback.count(session, vote, button=utterance.text)

    @cached_property
    def _masker(self) -> Masker:
        return Masker(self.knowledge)

    async def _try_again(self, received: Received) -> None:
        """Leaves the message for later; after the last attempt the person is told."""
        now = self.clock.now()
        async with self.sessions.begin() as session:
            if received.attempts < MOST_ATTEMPTS:
                await mailbox.put_back(session, received, now + RETRY_AFTER * received.attempts)
            else:
                await mailbox.finish(session, received, now)
                language = (await conversations.recall(session, received.utterance.chat)).language
                await mailbox.post(session, received.utterance.chat, self.knowledge.text("trouble", language), (), now)


def words_in(utterance: Utterance) -> str:
    """The words to understand: of a command only what follows its name, of a button none."""
    match utterance.kind:
        case Kind.BUTTON:
            return ""
        case Kind.COMMAND:
            named = utterance.argument.replace("_", " ").replace("-", " ")  # "/start san-donato"
            return named if utterance.text.startswith("/start") else utterance.argument
        case _:
            return "" if utterance.attachment == LOCATION else utterance.text.strip()
