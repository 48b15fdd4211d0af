"""Looks at the saved plans after a change of the rules, and tells their owners where the result is another."""

from __future__ import annotations

import logging
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialogue.leave import saved as plan_saved
from bot.knowledge.leave import LeaveRules, leave_rules
from bot.knowledge.loader import Knowledge
from bot.rules.leave.plans import is_stale, recheck
from bot.store import conversations, leave, mailbox
from bot.store.database import Sessions, may_pass
from bot.wording import Writer

log = logging.getLogger(__name__)


async def recheck_all(sessions: Sessions, knowledge: Knowledge, now: datetime, today: date) -> int:
    """Works out again every saved plan that stands on a changed rule; how many owners were told of a difference.

    Each plan is a transaction of its own: the message, the new result and its stamp are written together, and the row is
    locked meanwhile. So the message goes out once, whatever crashes and however many workers start together. A plan that
    cannot be read is left as it is: the others must not wait for it.
    """
    rules = leave_rules(knowledge)
    async with sessions() as session:
        saved = await leave.all_saved(session)
    told = 0
    for chat, plan in saved:
        try:
            if is_stale(plan, rules):
                async with sessions.begin() as session:
                    told += await _recheck(session, chat, knowledge, rules, now, today)
        except Exception as error:
            if may_pass(error):
                raise
            log.exception("the saved plan of %s cannot be worked out again", chat)
    if told:
        log.info("%d saved plans have another result by the new rules", told)
    return told


async def _recheck(
    session: AsyncSession, chat: str, knowledge: Knowledge, rules: LeaveRules, now: datetime, today: date
) -> bool:
    """True if the owner was told; looks again under the lock: another worker may have been first."""
    plan = await leave.recall(session, chat, lock=True)
    checked = plan and recheck(plan, rules)
    if not checked:
        return False
    await leave.keep(session, chat, checked.plan)
    if not checked.differences:
        return False
    conversation = await conversations.recall(session, chat)
    reply = Writer(knowledge, "worker", today, conversation.language).reply(plan_saved.changed(knowledge, checked))
    buttons = await conversations.show_buttons(session, chat, reply, now)
    await mailbox.post(session, chat, reply.text, buttons, now)
    return True
