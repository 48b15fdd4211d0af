"""Statistics: what happened, without person, chat or text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.decision import Event
from bot.store.tables import EventRow


def count(session: AsyncSession, events: Iterable[Event]) -> None:
    session.add_all(EventRow(**asdict(event)) for event in events)


async def answered_by_topic(session: AsyncSession) -> dict[str, int]:
    """How often each topic was answered or done; what was only offered or missed does not count."""
    done = EventRow.topic.is_not(None), EventRow.outcome.in_(("answer", "action", "social", "safety"))
    rows = await session.execute(select(EventRow.topic, func.count()).where(*done).group_by(EventRow.topic))
    return {str(topic): times for topic, times in rows}
