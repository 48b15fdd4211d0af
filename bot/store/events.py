"""Statistics: what happened, without person, chat or text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model import Event
from bot.store.tables import EventRow


def count(session: AsyncSession, events: Iterable[Event]) -> None:
    session.add_all(EventRow(**asdict(event)) for event in events)
