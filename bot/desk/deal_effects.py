"""What the desk's decisions mean for a deal that a firm proposed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.ticket import Ticket
from bot.rules.deals import after_request
from bot.store import deals


async def follow(session: AsyncSession, ticket: Ticket, today: date, now: datetime) -> None:
    """A deal is published when its request is granted, and no longer asked for when it ends otherwise."""
    if ticket.kind != "agreement":
        return
    deal = await deals.of_ticket(session, ticket.code)
    if deal and (changed := after_request(deal, ticket, today)):
        await deals.save(session, changed, now)
