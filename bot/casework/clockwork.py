"""What happens when nobody does anything: cases climb, reminders are said, money of old refusals comes back."""

from __future__ import annotations

from datetime import date, datetime

from bot.casework.office import Office
from bot.desk.cases import overdue
from bot.desk.handling import Handling
from bot.knowledge.loader import Knowledge
from bot.model import Line, Message
from bot.store import reminders, tickets
from bot.store.database import Sessions
from bot.store.reminders import Reminder
from bot.tickets import Ticket

RELEASE = "release"


async def tick(sessions: Sessions, knowledge: Knowledge, now: datetime, today: date) -> bool:
    """Does what is due, each in its own transaction; True if there was something. Several workers may do this at once."""
    async with sessions.begin() as session:
        late, due = await tickets.overdue(session, now), await reminders.due(session, now)
    for code in late:
        async with sessions.begin() as session:
            ticket = await tickets.lock(session, code, wait=False)
            handling = overdue(ticket, now) if ticket else None
            if handling:
                await Office(session, knowledge, now, today).carry_out(handling)
    for reminder in due:
        async with sessions.begin() as session:
            if await reminders.finish(session, reminder, now):
                await _remind(Office(session, knowledge, now, today), reminder)
    return bool(late or due)


async def _remind(office: Office, reminder: Reminder) -> None:
    ticket = await tickets.lock(office.session, reminder.ticket)
    if ticket is None:
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
