"""Who agreed to it is asked, once, whether the helpdesk that they were sent to helped."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.office import Office
from bot.model.conversation import Action
from bot.model.reply import Choice, Line, Message
from bot.model.time import ROME
from bot.model.visits import Visit
from bot.store import visits

EARLIEST, LATEST = time(9), time(20)
"""Nobody is written to at night."""


async def due(session: AsyncSession, now: datetime, today: date) -> tuple[Visit, ...]:
    local = now.astimezone(ROME).time()
    return await visits.due(session, today) if EARLIEST <= local < LATEST else ()


async def ask(office: Office, visit: Visit) -> None:
    """A helpdesk that is not named any more is not asked about: there is nothing to mend."""
    desk = office.knowledge.territory.helpdesks.get(visit.helpdesk)
    if not await visits.ask(office.session, visit, office.now):
        return
    if desk is None or not desk.shown:
        await visits.forget(office.session, visit.chat)
        return
    about = f"{visit.helpdesk} {visit.comune or ''}".strip()
    answers = (("yes", "visit_yes"), ("no", "visit_no"), ("not_yet", "visit_not_yet"))
    rows = tuple((Choice(Action("visit", f"{answer} {about}"), label),) for answer, label in answers)
    await office.say_to(visit.chat, Message((Line("visit_ask", {"desk": desk.name}),), rows), visit.language)
