"""Who found an answer useful: counts for each entry and day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.decision import Vote
from bot.store.tables import ButtonRow, FeedbackRow

VERBS = ("useful", "useless")


@dataclass(frozen=True, slots=True)
class Votes:
    useful: int = 0
    useless: int = 0


async def count(session: AsyncSession, vote: Vote, button: str) -> None:
    """Counts the vote given with a button; from then on both buttons of that message only say thanks."""
    pressed = await session.get_one(ButtonRow, button)
    of_the_message = update(ButtonRow).where(
        ButtonRow.chat == pressed.chat,
        ButtonRow.shown_at == pressed.shown_at,
        ButtonRow.object == pressed.object,
        ButtonRow.verb.in_(VERBS),
    )
    await session.execute(of_the_message.values(verb="voted"))
    dialects: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
    insert = dialects[session.get_bind().dialect.name]
    new = insert(FeedbackRow).values(day=vote.day, entry=vote.entry, useful=vote.useful, useless=not vote.useful)
    more = {name: getattr(FeedbackRow, name) + new.excluded[name] for name in VERBS}
    await session.execute(new.on_conflict_do_update(index_elements=["day", "entry"], set_=more))


async def by_entry(session: AsyncSession) -> dict[str, Votes]:
    """All votes so far, by the id of the entry."""
    totals = select(FeedbackRow.entry, func.sum(FeedbackRow.useful), func.sum(FeedbackRow.useless))
    rows = await session.execute(totals.group_by(FeedbackRow.entry))
    return {entry: Votes(useful, useless) for entry, useful, useless in rows}
