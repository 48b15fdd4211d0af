"""What firms are told although nobody wrote: a self-check that may be done again after a year."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

from bot.desk.office import Office
from bot.desk.saying import says
from bot.dialogue.turn import choice
from bot.knowledge.loader import Knowledge
from bot.rules.self_check import AGAIN_AFTER
from bot.store import self_checks
from bot.store.database import Sessions, may_pass

log = logging.getLogger(__name__)


async def tick(sessions: Sessions, knowledge: Knowledge, now: datetime, today: date) -> None:
    """Each in its own transaction: what fails is logged, tried again the next time, and keeps no other waiting."""
    async with sessions() as session:
        due = await self_checks.to_remind(session, today - timedelta(days=AGAIN_AFTER))
    for chat in due:
        try:
            async with sessions.begin() as session:
                await _a_year_after(Office(session, knowledge, now, today), chat)
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
