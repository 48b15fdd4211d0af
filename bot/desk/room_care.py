"""Rooms where something stops working: who is told, and how their topics come back."""

from __future__ import annotations

import logging

from bot.desk.office import Office
from bot.desk.saying import says
from bot.store import operators, rooms, tickets
from bot.store.rooms import Room

log = logging.getLogger(__name__)


async def nothing_arrives(office: Office, chat: str, why: str) -> None:
    """What was sent to a room did not arrive: coordinators are told once, until something arrives again.

    `why` may be one of `rooms.LOST`: then it is no room any more, and its tickets wait for another.
    """
    room = await rooms.in_trouble(office.session, chat, why, office.now)
    if room is None:
        return
    if why in rooms.LOST:
        await tickets.leave(office.session, chat)
    await _tell_somebody(office, "desk_room_lost" if why in rooms.LOST else "desk_room_mute", room)


async def no_new_topics(office: Office, chat: str) -> None:
    """The right to open topics is gone: tickets keep the topic they have, new ones become threads of replies."""
    if room := await rooms.no_new_topics(office.session, chat):
        await _tell_somebody(office, "desk_topics_lost", room)


async def topics_checked(office: Office, chat: str, key: str) -> None:
    """The answer to /collega. `key`: why there can be no topics; empty if there can: then every open ticket gets one."""
    if key:
        await rooms.no_new_topics(office.session, chat)
        await office.say_to(chat, says(key))
        return
    codes = await tickets.without_topic(office.session, chat)
    told = says("desk_topics_back", count=str(len(codes))) if codes else says("desk_topics_ok")
    await office.say_to(chat, told)
    for code in codes:
        if ticket := await tickets.lock(office.session, code):
            await office.show_card(ticket)


async def _tell_somebody(office: Office, key: str, room: Room) -> None:
    """Coordinators in their own chats; where there are none, everybody who works for the room's helpdesk."""
    staff = [each for each in await operators.all_active(office.session) if each.chat]
    coordinators = [each for each in staff if "coordinator" in each.roles]
    concerned = [each for each in staff if room.helpdesk is None or room.helpdesk in each.helpdesks]
    told = coordinators or concerned
    if not told:
        log.warning("room %s: %s, and there is nobody to tell", room.chat, key)
    for operator in told:
        await office.say_to(operator.chat or "", says(key, room=name_of(office, room)))


def name_of(office: Office, room: Room) -> str:
    desk = office.knowledge.territory.helpdesks.get(room.helpdesk or "")
    return f"di {desk.name}" if desk else "di tutti gli sportelli"
