"""What firms are told although nobody wrote: a self-check that may be done again after a year, a deal that ends soon."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from functools import partial

from bot.desk.office import Office
from bot.desk.saying import says
from bot.dialogue.turn import choice
from bot.knowledge.loader import Knowledge
from bot.model.deal import Deal
from bot.model.time import italian_day
from bot.rules.deals import ALARM
from bot.rules.self_check import AGAIN_AFTER
from bot.store import deals, self_checks, tickets
from bot.store.database import Sessions, may_pass

log = logging.getLogger(__name__)


async def tick(sessions: Sessions, knowledge: Knowledge, now: datetime, today: date) -> None:
    """Each in its own transaction: what fails is logged, tried again the next time, and keeps no other waiting."""
    async with sessions() as session:
        a_year_ago = await self_checks.to_remind(session, today - timedelta(days=AGAIN_AFTER))
        ending = await deals.ending(session, today, today + ALARM)
    steps = [partial(_a_year_after, chat=chat) for chat in a_year_ago] + [partial(_ends_soon, id=id) for id in ending]
    for step in steps:
        try:
            async with sessions.begin() as session:
                await step(Office(session, knowledge, now, today))
        except Exception as error:
            if may_pass(error):
                raise
            log.exception("a firm could not be reminded")


async def _a_year_after(office: Office, chat: str) -> None:
    """Once, whatever comes of it."""
    if await self_checks.mark_reminded(office.session, chat):
        again = (choice("selfcheck", "again", "selfcheck_button_again"),)
        kept = (choice("selfcheck", "kept", "selfcheck_button_kept"),)
        await office.say_to(chat, says("selfcheck_year_after", again, kept))


async def _ends_soon(office: Office, id: str) -> None:
    """The firm and the operators, once."""
    told = await deals.alarm(office.session, id)
    if told is None:
        return
    chat, deal = told
    values = _told(office.knowledge, deal)
    if chat:
        provider = {"provider": values["provider"][:26]}
        renew = (choice("deals", f"renew {deal.id}", "deals_button_renew", provider),)
        end = (choice("deals", f"end {deal.id}", "deals_button_end", provider),)
        await office.say_to(chat, says("deals_alarm_firm", renew, end, **values))
    ticket = await tickets.read(office.session, deal.ticket) if deal.ticket else None
    if ticket:
        await office.say_in_room(ticket, says("deals_alarm_desk", **values, code=ticket.code))


def _told(knowledge: Knowledge, deal: Deal) -> dict[str, str]:
    service = knowledge.voucher_words.services.get(deal.service or "")
    return {
        "provider": deal.provider or "",
        "service": service.label if service else knowledge.text("deals_service_other", "it"),
        "day": italian_day(deal.valid_to) if deal.valid_to else "",
    }
