"""The way of one message that concerns the desk: what is looked up, decided and written."""

from __future__ import annotations

import secrets
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot import observing
from bot.desk import card_effects, draft_effects, reading
from bot.desk.around import AROUND, CARDS
from bot.desk.decide import JOIN, VERB, decide
from bot.desk.handlers import COMMANDS as ON_TICKETS
from bot.desk.handling import Handling
from bot.desk.office import Office
from bot.desk.saying import says
from bot.desk.scene import Scene
from bot.desk.taking import holder_left
from bot.model.conversation import Action, Kind, Utterance
from bot.model.ticket import Asked, Author, Operator, TicketMessage
from bot.model.understanding import Understanding
from bot.store import audit, cards, companies, operators, questions, rooms, tickets
from bot.store.tables import TicketMessageRow

COMMANDS = frozenset({JOIN, *ON_TICKETS, *AROUND})
CHANGES_NOTHING = frozenset({"", "read", "note", "propose"})
"""What operators may do while a question waits for their words: it goes on waiting."""


def needs_no_words(utterance: Utterance) -> bool:
    """Nothing to ask Rasa: a group's messages are for the desk, and so are its commands."""
    return utterance.in_group or _command(utterance) in COMMANDS


async def serve(
    office: Office, utterance: Utterance, action: Action | None, understanding: Understanding | None = None
) -> bool:
    """Does what is the desk's to do; False if the message is a citizen's, for the dialogue."""
    session = office.session
    if _command(utterance) == JOIN and not utterance.in_group:
        await _join(office, utterance)
        return True
    operator = await operators.of_chat(session, utterance.sender or utterance.chat)
    row = None
    if utterance.kind is Kind.EDIT:
        row = await tickets.written(session, utterance.chat, utterance.message)
    asked = None
    if operator and utterance.kind in (Kind.TEXT, Kind.BUTTON, Kind.EDIT):
        asked = await questions.last(session, utterance.chat, _person(utterance), utterance.thread)
    if not _is_for_desk(utterance, action, operator, row, asked):
        if operator and utterance.kind in (Kind.BUTTON, Kind.COMMAND):  # they went on to something else
            await questions.drop_all(session, utterance.chat, _person(utterance))
        return False
    scene = await _scene(office, utterance, action, operator, row, asked)
    handling = decide(await _with_draft(office, scene, understanding))
    handling = await card_effects.kept(office, await draft_effects.kept(office, handling))
    await office.carry_out(handling, utterance)
    await _keep_question(office, scene, handling)
    return True


async def _keep_question(office: Office, scene: Scene, handling: Handling) -> None:
    """What was answered or overtaken waits no longer; what was asked waits, in private in place of all before."""
    utterance, person = scene.utterance, _person(scene.utterance)
    if handling.settles or handling.audit not in CHANGES_NOTHING:
        code = scene.ticket.code if scene.ticket else ""
        for ticket in {code, scene.asked.ticket if scene.asked else code}:
            await questions.drop(office.session, utterance.chat, person, ticket)
    if handling.asks:
        only = not utterance.in_group
        await questions.ask(
            office.session, utterance.chat, person, handling.asks, office.now, thread=utterance.thread, only=only
        )


async def _with_draft(office: Office, scene: Scene, understanding: Understanding | None) -> Scene:
    """The scene with what a draft or a proposal is made from."""
    verb, ticket = draft_effects.verb_of(scene.utterance, scene.action), scene.ticket
    if verb == "proposte":
        return replace(scene, proposals=await draft_effects.proposed(office))
    if ticket is None:
        return scene
    if verb == "use" and scene.action:
        text = draft_effects.text_of(office, scene.action.object.split()[-1], ticket)
        return replace(scene, draft=text)
    if verb in draft_effects.PROPOSES:
        said = await draft_effects.exchange_of(office.session, scene.utterance, ticket)
        return replace(scene, understanding=understanding, exchange=said)
    return replace(scene, understanding=understanding) if verb in draft_effects.DRAFTS else scene


async def remove_operator(office: Office, id: int) -> list[str] | None:
    """Ends an operator's rights; codes of the tickets that went back to the queue. None if there is no such operator."""
    held = await tickets.held_by(office.session, id)
    locked = [ticket for code in held if (ticket := await tickets.lock(office.session, code))]
    operator = await operators.remove(office.session, id, office.now)
    if operator is None:
        return None
    for ticket in locked:
        await office.carry_out(holder_left(ticket, operator.name, office.now))
    return held


def _command(utterance: Utterance) -> str:
    return reading.command_of(utterance.text)[0] if utterance.kind is Kind.COMMAND else ""


def _person(utterance: Utterance) -> str:
    return utterance.sender or utterance.chat


def _is_for_desk(
    utterance: Utterance,
    action: Action | None,
    operator: Operator | None,
    row: TicketMessageRow | None,
    asked: Asked | None,
) -> bool:
    if utterance.in_group or (action is not None and action.verb == VERB):
        return True
    if operator is None:
        return False
    if asked and utterance.kind is Kind.TEXT and not utterance.forwarded:
        return True
    if asked and asked.kept and utterance.kind is Kind.EDIT and row is None:
        return True
    return _command(utterance) in COMMANDS or (row is not None and row.operator == operator.id)


async def _scene(
    office: Office,
    utterance: Utterance,
    action: Action | None,
    operator: Operator | None,
    row: TicketMessageRow | None,
    asked: Asked | None,
) -> Scene:
    """Everything the decision looks at; the ticket stays locked until the transaction ends."""
    session = office.session
    code = row.ticket if row else reading.code_named(utterance, action)
    if code is None and utterance.in_group:
        code = await tickets.find(session, utterance.chat, utterance.thread, utterance.reply_to)
    if code is not None:
        asked = await questions.about(session, utterance.chat, _person(utterance), code)
    elif asked is not None:
        code = asked.ticket or reading.split_code(utterance.text)[0]
    ticket = await tickets.lock(session, code) if code else None
    verb = action.object.partition(" ")[0] if action else _command(utterance)
    if asked and (utterance.kind in (Kind.TEXT, Kind.EDIT) or verb == "sure"):
        verb = reading.command_of(asked.command)[0]
    room = await rooms.of_chat(session, utterance.chat) if utterance.in_group else None
    return Scene(
        knowledge=office.knowledge,
        utterance=utterance,
        now=office.now,
        today=office.today,
        action=action,
        operator=operator,
        linked=room is not None,
        room_of=room.helpdesk if room else None,
        ticket=ticket,
        asked=asked,
        names={each.id: each.name for each in await operators.everybody(session)},
        staff=await operators.all_active(session) if verb in ("assign", "assegna", CARDS) else (),
        queue=await tickets.queue(session) if verb == "coda" else (),
        messages=await tickets.messages(session, ticket.code) if ticket and verb in ("read", "scheda") else (),
        companies=await companies.everybody(session) if verb in ("aziende", "contatto") else (),
        fresh=secrets.token_hex(8),
        targets=await _targets(session) if verb in ("forward", "inoltra") else (),
        kept=_kept(row) if row else None,
        card_changes=await cards.pending(session) if verb == CARDS else (),
        month=await observing.month_of_the_desk(session, office.knowledge, office.today)
        if verb == "osservatorio"
        else None,
    )


def _kept(row: TicketMessageRow) -> TicketMessage:
    author: Author = row.author  # type: ignore[assignment]  # the column keeps to the authors
    return TicketMessage(author, row.text, row.at, row.operator)


async def _targets(session: AsyncSession) -> tuple[str, ...]:
    """Helpdesks where somebody would see a ticket: with a room or an operator."""
    staffed = {helpdesk for each in await operators.all_active(session) for helpdesk in each.helpdesks}
    roomed = {room.helpdesk for room in await rooms.all_linked(session) if room.helpdesk}
    return tuple(sorted(staffed | roomed))


async def _join(office: Office, utterance: Utterance) -> None:
    """/entra CODE, in private: whoever holds the code works at the desk from now on."""
    code = reading.command_of(utterance.text)[1]
    joined = await operators.join(office.session, code, utterance.chat, office.now)
    if isinstance(joined, Operator):
        known = office.knowledge.territory.helpdesks
        desks = ", ".join(known[id].name for id in joined.helpdesks if id in known) or "tutti gli sportelli"
        reply = says("desk_joined", name=joined.name, helpdesk=desks)
        audit.record(office.session, joined.id, "join", None, office.now)
    else:
        reply = says(f"desk_invite_{joined}")
    await office.carry_out(Handling(reply=reply), utterance)
