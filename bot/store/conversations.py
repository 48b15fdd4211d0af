"""What is remembered of a chat, and what its buttons do."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.conversation import Action, Conversation, Shown
from bot.model.person import Person, from_echo, packed, unpacked
from bot.model.reply import SEND_POSITION, Reply
from bot.store.tables import ButtonRow, ConversationRow

DOUBLE_TAP = timedelta(seconds=2)


class DoubleTap(Exception):
    """The same button was pressed a moment ago: it has its answer already."""


async def recall(session: AsyncSession, chat: str) -> Conversation:
    """The conversation as it stands; a new one if the chat is unknown."""
    row = await session.get(ConversationRow, chat, with_for_update=True)
    return from_state(chat, row.state, row.changed_at.date()) if row else Conversation(chat)


def from_state(chat: str, kept: Mapping[str, Any], changed_on: date) -> Conversation:
    """From JSON; what this version does not know is left out."""
    known = {field.name for field in fields(Conversation)} - {"chat"}
    state = {name: value for name, value in kept.items() if name in known}
    person = state.get("person")
    state["person"] = from_echo(state.get("heard", {}), changed_on) if person is None else unpacked(person)
    waiting = state.get("waiting") or ()
    state["waiting"] = (waiting,) if isinstance(waiting, Mapping) else tuple(waiting)  # once it was one alone
    state["asked"] = tuple(state.get("asked", ()))
    state["other_readings"] = tuple(state.get("other_readings", ()))
    state["shown"] = tuple(Shown(**one) for one in state.get("shown", ()))
    return Conversation(chat, **state)


def state_of(conversation: Conversation) -> dict[str, Any]:
    """As JSON holds it, without the chat it belongs to."""
    state = asdict(replace(conversation, person=Person())) | {"person": packed(conversation.person)}
    del state["chat"]
    return state


async def context_of(session: AsyncSession, chat: str) -> str:
    """What is remembered of the words of the last question."""
    row = await session.get(ConversationRow, chat)
    return str(row.state.get("context", "")) if row else ""


async def shows_now(session: AsyncSession, chat: str, reply: Reply) -> None:
    """What was sent to a chat by somebody else has buttons that may be typed too. Not where the chat itself is being
    answered this very moment: nobody waits for another's conversation."""
    row = await session.scalar(
        select(ConversationRow).where(ConversationRow.chat == chat).with_for_update(skip_locked=True)
    )
    if row and reply.buttons:
        shown = [
            Shown(one.label, one.action.verb, one.action.object, one.means) for line in reply.buttons for one in line
        ]
        row.state = {**row.state, "shown": [asdict(one) for one in shown]}


async def remember(session: AsyncSession, conversation: Conversation, now: datetime) -> None:
    await session.merge(ConversationRow(chat=conversation.chat, state=state_of(conversation), changed_at=now))


async def show_buttons(session: AsyncSession, chat: str, reply: Reply, now: datetime) -> list[list[tuple[str, str]]]:
    """Gives each button of a reply a short opaque id; rows of (label, id)."""
    rows: list[list[tuple[str, str]]] = []
    for row in reply.buttons:
        rows.append([])
        for button in row:
            action = button.action
            if action.verb == SEND_POSITION:  # the phone does it: nothing comes back but the position
                rows[-1].append((button.label, SEND_POSITION))
                continue
            id = secrets.token_urlsafe(9)
            session.add(ButtonRow(id=id, chat=chat, verb=action.verb, object=action.object, shown_at=now))
            rows[-1].append((button.label, id))
    return rows


async def peek(session: AsyncSession, chat: str, id: str) -> Action | None:
    """What the button would do, without pressing it."""
    row = await session.get(ButtonRow, id) if id.isascii() and "\0" not in id else None
    return Action(row.verb, row.object) if row and row.chat == chat else None


async def press(
    session: AsyncSession, chat: str, id: str, now: datetime, rest: timedelta = DOUBLE_TAP
) -> Action | None:
    """What the button does; None if it is old or of another chat. Raises DoubleTap.

    `rest`: for how long a press is taken for the same one; none in a group, where each comes from another hand.
    """
    row = await session.get(ButtonRow, id) if id.isascii() and "\0" not in id else None
    if row is None or row.chat != chat:
        return None
    if row.pressed_at and now - row.pressed_at < rest:
        raise DoubleTap
    row.pressed_at = now
    return Action(row.verb, row.object)
