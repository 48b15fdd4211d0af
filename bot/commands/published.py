"""The content as the service uses it: with the cards that operators changed, where there is a database."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.knowledge.loader import Knowledge
from bot.model.cards import CardChange
from bot.rules.card_changes import with_changes
from bot.settings import Settings
from bot.store import cards
from bot.store.database import look_at


def published(settings: Settings, content: Knowledge) -> Knowledge:
    """Reads only: without a database, or with one that is not of this version yet, the content as the files say it."""
    changes = asyncio.run(public_changes(settings))
    return replace(content, territory=with_changes(content.territory, changes)) if changes else content


async def public_changes(settings: Settings) -> tuple[CardChange, ...]:
    async with look_at(settings.database) as session:
        return await cards.public(session) if session else ()


async def waiting_changes(settings: Settings) -> tuple[Mapping[str, datetime], tuple[CardChange, ...]]:
    """Helpdesk -> when its operators were asked last; and what waits for a second person."""
    async with look_at(settings.database) as session:
        return (await cards.asked(session), await cards.pending(session)) if session else ({}, ())
