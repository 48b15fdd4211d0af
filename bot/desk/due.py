"""What happens when nobody does anything: tickets climb, reminders are said, money of old refusals comes back."""

from __future__ import annotations

import logging
from datetime import date, datetime
from functools import partial

from bot.desk import card_due, visit_due
from bot.desk.handling import Handling
from bot.desk.office import Office
from bot.desk.taking import overdue
from bot.knowledge.loader import Knowledge
from bot.model.reply import Line, Message
from bot.model.ticket import Ticket
from bot.store import reminders, tickets, voucher
from bot.store.database import Sessions, may_pass
from bot.store.reminders import Reminder

log = logging.getLogger(__name__)

RELEASE = "release"


async def tick(sessions: Sessions, knowledge: Knowledge, now: datetime, today: date) -> bool:
    """Does what is due, each in its own transaction; True if there was something. Several workers may do this at once.

    What fails is logged and tried again the next time: it does not keep the others waiting.
    """
    async with sessions.begin() as session:
        late, due = await tickets.overdue(session, now), await reminders.due(session, now)
        cards = await card_due.due(session, knowledge.territory, now)
        visits = await visit_due.due(session, now, today)
    steps = [partial(_climb, code=code) for code in late] + [partial(_remind, reminder=each) for each in due]
    steps += [partial(card_due.ask, asking=each) for each in cards]
    steps += [partial(visit_due.ask, visit=each) for each in visits]
    for step in steps:
        try:
            async with sessions.begin() as session:
                await step(Office(session, knowledge, now, today))
        except Exception as error:
            if may_pass(error):
                raise
            log.exception("the clock could not do what was due")
    return bool(steps)


async def publish_funds(sessions: Sessions, knowledge: Knowledge, now: datetime, today: date) -> None:
    """Brings the ledger of each call to the fund that the content publishes: it may have been raised meanwhile."""
    async with sessions() as session:
        kept = await voucher.calls(session)
    for call in kept:
        if call in knowledge.calls:
            async with sessions.begin() as session:
                await Office(session, knowledge, now, today).publish_fund(knowledge.calls[call])


async def _climb(office: Office, code: str) -> None:
    ticket = await tickets.lock(office.session, code, wait=False)
    handling = overdue(ticket, office.now) if ticket else None
    if handling:
        await office.carry_out(handling)


async def _remind(office: Office, reminder: Reminder) -> None:
    ticket = await tickets.lock(office.session, reminder.ticket)
    if ticket is None or not await reminders.finish(office.session, reminder, office.now):
        return
    if reminder.what == RELEASE:
        if ticket.status == "closed" and ticket.outcome == "refused":
            await office.carry_out(Handling(ticket, audit=RELEASE, fund="refused"))
    elif ticket.status != "closed" and (values := _values(ticket, reminder.what)):
        line = Line(f"reminder_{reminder.what}", {"code": ticket.code, **values})
        await office.push(ticket, Message((line,)))


def _values(ticket: Ticket, what: str) -> dict[str, str] | None:
    """What fills the reminder; None if it has become pointless."""
    if what == "documents":
        return {"documents": "; ".join(ticket.missing)} if ticket.missing else None
    steps = [step for step in ticket.steps if step.what == what]
    return dict(steps[-1].values) if steps else None
