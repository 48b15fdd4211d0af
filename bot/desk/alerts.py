"""Coordinators learn that the service is in trouble, and that it is over."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from bot.desk.office import Office
from bot.desk.saying import says
from bot.model.health import Trouble
from bot.model.reply import Message
from bot.store import alerts, operators

log = logging.getLogger(__name__)


async def tell(office: Office, found: Sequence[Trouble]) -> bool:
    """Tells what began and what ended since the last time, each once; True if there was something to tell."""
    began = [each for each in found if await alerts.begins(office.session, each.name, office.now)]
    over = await alerts.end(office.session, [each.name for each in found], office.now)
    messages = [says(f"desk_alert_{each.name}", **each.values) for each in began]
    messages += [says("desk_alert_over", trouble=office.writer().text(f"desk_alert_name_{name}")) for name in over]
    for name in (*(each.name for each in began), *over):
        log.warning("the service: %s %s", name, "is over" if name in over else "began")
    for message in messages:
        await _tell_coordinators(office, message)
    return bool(messages)


async def _tell_coordinators(office: Office, message: Message) -> None:
    for operator in await operators.all_active(office.session):
        if operator.chat and "coordinator" in operator.roles:
            await office.say_to(operator.chat, message)
