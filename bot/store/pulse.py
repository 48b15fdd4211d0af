"""How the mail flows: counts and ages, nothing of what it says."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.health import Pulse
from bot.store import mailbox
from bot.store.tables import InboxRow, OutboxRow

MUTE = "no_voice"
"""Why a reply waits for a group that does not let us write: its coordinators are told so by themselves."""


async def take(session: AsyncSession) -> Pulse:
    counts = await mailbox.waiting(session)
    unsent = (OutboxRow.closed_at.is_(None), OutboxRow.trouble.is_distinct_from(MUTE))
    return Pulse(
        unanswered=counts["unanswered"],
        unanswered_since=await session.scalar(select(func.min(InboxRow.received_at)).where(InboxRow.done_at.is_(None))),
        unsent=counts["unsent"],
        unsent_since=await session.scalar(select(func.min(OutboxRow.created_at)).where(*unsent)),
        given_up=counts["given_up"],
        last_update=await session.scalar(select(func.max(InboxRow.received_at))),
        last_sent=await session.scalar(select(func.max(OutboxRow.sent_at))),
    )
