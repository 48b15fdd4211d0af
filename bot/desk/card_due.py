"""Once a month the operators of a helpdesk are asked, each in their own chat, whether its public card is still right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import working_hours
from bot.desk.office import Office
from bot.desk.permissions import may
from bot.desk.public_card_words import card_rows
from bot.knowledge.territory import Territory
from bot.model.reply import HelpdeskCard, Line, Message
from bot.model.ticket import Operator
from bot.store import cards, operators

EVERY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Asking:
    helpdesk: str
    before: datetime | None
    """When it was asked last."""


async def due(session: AsyncSession, territory: Territory, now: datetime) -> tuple[Asking, ...]:
    """The helpdesks to ask now: while offices work, a month after the last question and after the last check."""
    if not working_hours.open_at(now):
        return ()
    staffed = {id for each in await operators.all_active(session) for id in _own(each)}
    if not staffed:
        return ()
    asked = await cards.asked(session)
    return tuple(Asking(id, asked.get(id)) for id in sorted(staffed) if _is_due(territory, id, asked, now))


async def ask(office: Office, asking: Asking) -> None:
    """Everybody at the helpdesk; the first tap settles it."""
    desk = office.knowledge.territory.helpdesks[asking.helpdesk]
    if not await cards.ask(office.session, desk.id, asking.before, office.now):
        return
    question = Message((Line("desk_card_month", {"desk": desk.name}), HelpdeskCard(desk.id)), card_rows(desk, False))
    for each in await operators.all_active(office.session):
        if each.chat and desk.id in _own(each):
            await office.say_to(each.chat, question)


def _own(operator: Operator) -> tuple[str, ...]:
    return operator.helpdesks if may(operator, "cards") else ()


def _is_due(territory: Territory, id: str, asked: Mapping[str, datetime], now: datetime) -> bool:
    desk = territory.helpdesks.get(id)
    if desk is None or not desk.shown or now.date() - desk.checked_on < EVERY:
        return False
    last = asked.get(id)
    return last is None or now - last >= EVERY
