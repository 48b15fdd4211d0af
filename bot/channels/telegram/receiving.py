"""Stores what arrives before Telegram is told that it did, one update at a time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession
from telegram import (
    Bot,
    CallbackQuery,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)

from bot.channels.inline import Cards
from bot.channels.telegram.reading import key, read
from bot.channels.telegram.sending import entities, named, split
from bot.channels.telegram.wire import clean
from bot.delivery import Service
from bot.model.conversation import Utterance
from bot.store import deliveries, mailbox
from bot.store.database import may_pass, name_of

log = logging.getLogger(__name__)

CARDS_KEPT_SECONDS = 300
"""How long Telegram may show the same cards again without asking."""
LONGEST_WAIT_SECONDS = 8
"""Between two attempts to store an update."""
_UTTERANCE: TypeAdapter[Utterance] = TypeAdapter(Utterance)


class Incoming:
    """Takes updates as they stand in JSON, from polling and webhook alike."""

    def __init__(self, bot: Bot, service: Service, cards: Cards) -> None:
        self._bot = bot
        self._service = service
        self._cards = cards
        self._skipped = 0
        self._asides: set[asyncio.Task[None]] = set()

    async def take(self, raw: Any) -> None:
        """Stores an update, however long it takes. One that cannot be read or stored is skipped: the next are heard."""
        number = number_of(raw)
        try:
            if number is None:
                raise TypeError("an update has a number")
            await self._take(Update.de_json(clean(raw), self._bot))
        except Exception as error:  # noqa: BLE001  # whatever is wrong with it
            self._skipped += 1
            log.error(
                "update %s cannot be read or stored (%s): skipped, %d since the start",
                number or "without a number",
                name_of(error),
                self._skipped,
            )

    async def _take(self, update: Update) -> None:
        now = self._service.assistant.clock.now()
        if update.inline_query:
            self._aside(self._show_cards(update.inline_query))
        elif update.message and update.message.migrate_to_chat_id:
            old, new = key(update.message.chat.id), key(update.message.migrate_to_chat_id)
            await self._store(update, lambda session: deliveries.move_chat(session, old, new))
        elif utterance := read(update, self._bot.username):
            checked = _UTTERANCE.validate_python(asdict(utterance))  # a number for a text is nobody's text
            update_key = f"{key(self._bot.id)}:{update.update_id}"
            await self._store(update, lambda session: mailbox.receive(session, update_key, checked, now))
            self._service.arrived.ring()
        if update.callback_query:
            self._aside(_stop_spinner(update.callback_query))

    async def _store(self, update: Update, write: Callable[[AsyncSession], Awaitable[object]]) -> None:
        wait = 0.5
        while True:
            try:
                async with self._service.assistant.sessions.begin() as session:
                    await write(session)
                return
            except Exception as error:
                if not may_pass(error):
                    raise
                log.warning("update %d is not stored yet (%s)", update.update_id, name_of(error))
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT_SECONDS)

    async def _show_cards(self, query: InlineQuery) -> None:
        """Answers an inline query: nothing is stored."""
        assistant = self._service.assistant
        found = self._cards.find(query.query, assistant.clock.today())
        cards = [
            InlineQueryResultArticle(
                card.id,
                card.title,
                InputTextMessageContent(told.text, entities=entities(told)),
                description=card.description,
            )
            for card in found
            for told in split(named(card.told, self._bot))[:1]
        ]
        ask = InlineQueryResultsButton(assistant.knowledge.text("inline_ask", "it"), start_parameter="inline")
        await query.answer(cards, cache_time=CARDS_KEPT_SECONDS, is_personal=False, button=ask)

    def _aside(self, work: Coroutine[Any, Any, None]) -> None:
        """Does it while the next updates are stored."""
        task = asyncio.get_running_loop().create_task(_harmless(work))
        self._asides.add(task)
        task.add_done_callback(self._asides.discard)


def number_of(raw: Any) -> int | None:
    """The number of an update as it arrived; None if it has none."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if type(number) is int else None


async def _harmless(work: Coroutine[Any, Any, None]) -> None:
    """Nothing is lost if this fails."""
    try:
        await work
    except Exception as error:  # noqa: BLE001
        log.warning("a press or an inline query was not answered (%s)", type(error).__name__)


async def _stop_spinner(query: CallbackQuery) -> None:
    """Tells Telegram that the press was seen."""
    await query.answer()
