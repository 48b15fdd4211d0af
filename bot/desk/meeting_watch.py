"""What is due between companies although nobody wrote: reminders, the next testimone, what came of a meeting."""

from __future__ import annotations

import logging
from datetime import date, datetime

from bot.desk import company_effects, effects
from bot.desk.office import Office
from bot.dialogue.companies import moves, outcomes
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Kind, Utterance
from bot.store import meetings
from bot.store.database import Sessions, may_pass

log = logging.getLogger(__name__)
NOBODY = Utterance("", Kind.TEXT)
"""It was the clock."""


async def tick(sessions: Sessions, knowledge: Knowledge, now: datetime, today: date) -> bool:
    """Does what is due, each meeting in its own transaction; True if there was something. Several workers may do this."""
    async with sessions() as session:
        due = await meetings.due(session, now)
    for id in due:
        try:
            async with sessions.begin() as session:
                await _move(Office(session, knowledge, now, today), id)
        except Exception as error:
            if may_pass(error):
                raise
            log.exception("the clock could not move meeting %s", id)
    return bool(due)


async def _move(office: Office, id: str) -> None:
    meeting = await meetings.read(office.session, id, wait=False)
    if meeting is None or meeting.due_at is None or meeting.due_at > office.now:
        return
    found = outcomes.due(
        moves.Office(office.knowledge, await company_effects.around(office.session, meeting, office.now), office.now),
        meeting,
    )
    await effects.carry_out(office, NOBODY, found)
