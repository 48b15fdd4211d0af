"""The leave plans that people asked to keep, and the links by which they share them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.conversation import Conversation, Heard
from bot.model.leave import SavedPlan
from bot.store.tables import PlanRow

LINK = "piano_"
"""How the word after /start begins when a shared plan is opened."""


async def recall(session: AsyncSession, chat: str, lock: bool = False) -> SavedPlan | None:
    """The plan of a chat. `lock`: nobody else changes it before the transaction ends."""
    row = await session.get(PlanRow, chat, with_for_update=lock or None, populate_existing=lock)
    return None if row is None else _plan(row)


async def opened(session: AsyncSession, link: str) -> SavedPlan | None:
    """The plan that is shared by a link; None if there is none, or no longer."""
    if not link.isascii() or "\0" in link:
        return None
    row = await session.scalar(select(PlanRow).where(PlanRow.link == link))
    return None if row is None else _plan(row)


async def opened_before(session: AsyncSession, conversation: Conversation) -> tuple[SavedPlan, ...]:
    """The plans whose links this chat opened, as far as they are still shared."""
    links = conversation.flow.get("links", "").split()
    if not links:
        return ()
    rows = await session.scalars(select(PlanRow).where(PlanRow.link.in_(links)))
    return tuple(_plan(row) for row in rows)


async def keep(session: AsyncSession, chat: str, plan: SavedPlan) -> None:
    """Keeps the plan of a chat in place of the one before, link included."""
    ends_on = plan.ends_on or plan.saved_on
    row = PlanRow(
        chat=chat,
        case=plan.case,
        patron=plan.patron,
        result=plan.result,
        stamp=plan.stamp,
        saved_on=plan.saved_on,
        ends_on=max(ends_on, plan.saved_on),
        link=plan.link,
    )
    await session.merge(row)


async def forget(session: AsyncSession, chat: str) -> None:
    """Deletes the plan of a chat: its link leads nowhere from now on."""
    await session.execute(delete(PlanRow).where(PlanRow.chat == chat))


async def all_saved(session: AsyncSession) -> Sequence[tuple[str, SavedPlan]]:
    """Every plan with its chat."""
    rows = await session.scalars(select(PlanRow).order_by(PlanRow.chat))
    return [(row.chat, _plan(row)) for row in rows]


def link_wanted(heard: Heard, conversation: Conversation) -> str | None:
    """The link whose plan this message needs: just opened, or being looked at; None if neither."""
    if heard.utterance.opened.startswith(LINK):
        return heard.utterance.opened.removeprefix(LINK)
    if heard.action and heard.action.verb == "plan_company" and heard.action.object.startswith("open "):
        return heard.action.object.removeprefix("open ")
    return conversation.flow.get("link")


def _plan(row: PlanRow) -> SavedPlan:
    return SavedPlan(row.case, row.result, row.stamp, row.saved_on, row.link, row.patron, row.ends_on)
