"""Keeps what became of a change of a public card; of two who act at once the second is told."""

from __future__ import annotations

from bot.desk.handling import CardDeed, Handling
from bot.desk.office import Office
from bot.desk.saying import tells
from bot.store import audit, cards


async def kept(office: Office, handling: Handling) -> Handling:
    """Does the deed and tells the others; what cannot be done any more gives way to the reason."""
    deed = handling.card
    if deed is None:
        return handling
    if not await _done(office, deed, handling.operator or 0):
        return tells("desk_card_meanwhile")
    audit.record(office.session, handling.operator, f"card_{deed.do}", None, office.now)
    for chat, message in handling.to_others:
        await office.say_to(chat, message)
    return handling


async def _done(office: Office, deed: CardDeed, by: int) -> bool:
    session, change, now = office.session, deed.change, office.now
    match deed.do:
        case "confirm":
            return await cards.confirm(session, change) > 0
        case "propose":
            return await cards.propose(session, change) is not None
        case "publish":
            return await cards.publish(session, change, by, now) is not None
        case "refused" | "withdrawn":
            return await cards.settle(session, change, deed.do, by, now)
