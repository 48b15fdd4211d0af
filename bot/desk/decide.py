"""What a press, a command or a message of the desk does. Pure: what it looks at was looked up before.

Every handler stands in one of two tables with the right it needs; the right is checked before the handler runs.
"""

from __future__ import annotations

from dataclasses import replace

from bot.desk import handlers, moving
from bot.desk.around import AROUND
from bot.desk.handlers import COMMANDS, PRESSES, Handler
from bot.desk.handling import NOTHING, Handling
from bot.desk.permissions import DeskAction, covers, may, may_move_to
from bot.desk.reading import (
    NO,
    STOP,
    YES,
    command_of,
    is_meant_as_command,
    is_note,
    is_one_of,
    split_code,
    without_command,
    without_note_sign,
)
from bot.desk.saying import asks, button, says, tells
from bot.desk.scene import Scene
from bot.model.conversation import Kind
from bot.model.ticket import Asked, Ticket, TicketMessage

VERB = "desk"
"""Of every button that comes here."""
JOIN = "entra"
"""The command by which somebody becomes an operator, in private."""
LINK = "collega"
OF_CITIZENS = {"agree": moving.agreed, "refuse": moving.refused_to_move}
READ_BEFORE = frozenset({"bozza", "bozza_voce"})
"""What the citizen wrote was read before: their ticket cannot be asked for."""
OF_QUESTIONS = frozenset({"sure", "send", "stop"})
"""Verbs of the buttons below what was typed as an answer to a question."""


def decide(scene: Scene) -> Handling:
    """All that follows."""
    utterance = scene.utterance
    if utterance.in_group and not scene.linked and not _links(scene):
        return NOTHING
    match utterance.kind:
        case Kind.BUTTON:
            return _press(scene)
        case Kind.COMMAND if not is_note(utterance.text):
            return _command(scene)
        case Kind.EDIT if scene.kept is None and scene.asked and scene.asked.kept:  # what they typed, typed better
            return _answered(scene, scene.asked)
        case Kind.EDIT:
            return _corrected(scene)
        case Kind.ATTACHMENT if scene.ticket:
            return _checked(scene, "answer", lambda *_: tells("desk_no_files"), "")
        case Kind.TEXT if scene.asked and not is_note(utterance.text) and not utterance.forwarded:
            return _answered(scene, scene.asked)
        case Kind.TEXT | Kind.COMMAND if scene.ticket:
            return _said(scene)
        case Kind.TEXT | Kind.ATTACHMENT if scene.operator and not is_note(utterance.text):
            return tells("desk_no_ticket_here")
        case Kind.TEXT | Kind.ATTACHMENT if utterance.anonymous:
            return _stranger(scene)
        case _:
            return NOTHING


def _links(scene: Scene) -> bool:
    """In a group that is no room only /collega is heard, and what answers the question that followed it."""
    name = command_of(scene.utterance.text)[0] if scene.utterance.kind is Kind.COMMAND else ""
    return name == LINK or (scene.asked is not None and scene.utterance.kind is Kind.TEXT)


def _press(scene: Scene) -> Handling:
    if scene.action is None:
        return _stranger(scene) if scene.operator is None else tells("desk_old_button")
    verb, *words = scene.action.object.split()
    if verb in OF_CITIZENS:
        return _citizen_pressed(scene, verb, words[1] if len(words) > 1 else "")
    if verb in OF_QUESTIONS:
        return _settled(scene, verb)
    if verb in AROUND:
        return _run(scene, verb, " ".join(words))
    if verb not in PRESSES:
        return tells("desk_old_button")
    action, handler = PRESSES[verb]
    return _checked(scene, action, handler, " ".join(words[1:]))


def _command(scene: Scene) -> Handling:
    name, words = command_of(scene.utterance.text)
    if name in AROUND or name in COMMANDS:
        return _run(scene, name, words)
    if name == JOIN:
        return tells("desk_only_operators")  # the code is not for everybody's eyes
    if scene.utterance.anonymous:
        return _stranger(scene)
    return tells("desk_unknown_command") if scene.operator else NOTHING


def _run(scene: Scene, name: str, words: str) -> Handling:
    """A command by its name, whether it was written or stands before what was typed."""
    if name in AROUND:
        action, around = AROUND[name]
        return _forbidden(scene, action) or around(scene, words)
    action, handler = COMMANDS[name]
    code, words = split_code(words)
    if scene.ticket is None and code is None and may(scene.operator, action):
        if name in READ_BEFORE:
            return tells("desk_which_ticket")
        key = "desk_which_ticket" if scene.utterance.in_group else "desk_which_ticket_private"
        return asks(Asked("", f"{name} {words}".strip()), key)
    return _checked(scene, action, handler, words)


def _said(scene: Scene) -> Handling:
    """A plain message about a ticket: the holder's go to the citizen, unless they are notes."""
    text = scene.utterance.text
    if is_note(text):
        return _checked(scene, "note", handlers.note, without_note_sign(text))
    if scene.utterance.forwarded:
        return _checked(scene, "answer", lambda *_: tells("desk_others_words"), "")
    if is_meant_as_command(text):
        return _checked(scene, "answer", lambda *_: tells("desk_unknown_command"), "")
    return _checked(scene, "answer", handlers.answer, text)


# --- questions ---


def _answered(scene: Scene, asked: Asked) -> Handling:
    """What was typed after a question answers it. What does not fit is asked for again, and goes nowhere by itself."""
    text = scene.utterance.text.strip()
    if is_one_of(text, STOP):
        return _settled(scene, "stop")
    if asked.wants_yes and is_one_of(text, YES):
        return _settled(scene, "sure")
    name, before = command_of(asked.command)
    typed = "" if asked.wants_yes and is_one_of(text, NO) else text
    if not asked.ticket and name in COMMANDS:  # the question was which ticket
        code, typed = split_code(typed)
        if scene.ticket is None:
            return asks(asked, "desk_not_covered" if code else "desk_which_code")
    handling = _run(replace(scene, typed=bool(asked.ticket)), name, f"{before} {typed}".strip())
    return replace(_may_send_instead(handling, scene, typed), settles=True)


def _may_send_instead(handling: Handling, scene: Scene, typed: str) -> Handling:
    """Below what is asked again: a way to send what was typed to the citizen after all."""
    asked, ticket, operator = handling.asks, scene.ticket, scene.operator
    if asked is None or handling.reply is None or not asked.ticket or not typed:
        return handling
    if ticket is None or operator is None or ticket.holder != operator.id:
        return handling
    *rows, stop = handling.reply.choices
    send = (button(f"send {ticket.code}", "desk_button_send"),)
    reply = replace(handling.reply, choices=(*rows, send, stop))
    return replace(handling, asks=replace(asked, kept=asked.kept or typed), reply=reply)


def _settled(scene: Scene, verb: str) -> Handling:
    """A yes, or another way out of the question; a button of a question that is not open any more has expired."""
    asked, code = scene.asked, scene.ticket.code if scene.ticket else ""
    if scene.operator is None:
        return _stranger(scene)
    if asked is None or asked.ticket not in ("", code):
        return tells("desk_old_button")
    if verb == "stop":
        return Handling(reply=says("desk_left"), settles=True)
    if not asked.kept:
        return tells("desk_old_button")
    if verb == "send":
        return replace(_checked(scene, "answer", handlers.answer, asked.kept), settles=True)
    name, before = command_of(asked.command)
    return replace(_run(replace(scene, typed=True, sure=True), name, f"{before} {asked.kept}"), settles=True)


# --- who may ---


def _checked(scene: Scene, action: DeskAction, handler: Handler, words: str) -> Handling:
    """The handler's doing, if a role allows it and the ticket is theirs."""
    operator, ticket = scene.operator, scene.ticket
    if refused := _forbidden(scene, action):
        return refused
    if ticket is None:
        return tells("desk_not_covered")
    assert operator is not None, "a stranger was refused"
    territory = scene.knowledge.territory
    if not covers(operator, ticket, territory):
        return tells("desk_not_covered")
    if ticket.chat == operator.chat:
        return tells("desk_own_ticket", code=ticket.code)
    if _read_by_others(scene, ticket) and not (action == "take" and may_move_to(scene.room_of, ticket, territory)):
        return tells("desk_other_room")
    return handler(scene, operator, ticket, words.strip())


def _read_by_others(scene: Scene, ticket: Ticket) -> bool:
    """It is said in a group where the ticket is not followed: everybody there would read it."""
    return scene.utterance.in_group and ticket.room != scene.utterance.chat


def _forbidden(scene: Scene, action: DeskAction) -> Handling | None:
    if scene.operator is None:
        return _stranger(scene)
    return None if may(scene.operator, action) else tells("desk_no_right")


def _stranger(scene: Scene) -> Handling:
    """A command is always answered; of words only those that somebody may believe to have reached the citizen."""
    utterance = scene.utterance
    if utterance.anonymous:
        about_ticket = scene.ticket is not None
        return Handling(reply=says("desk_anonymous"), once=utterance.kind is not Kind.COMMAND and not about_ticket)
    return Handling(reply=says("desk_only_operators"), once=utterance.kind is not Kind.COMMAND)


# --- corrections, citizens ---


def _corrected(scene: Scene) -> Handling:
    """An operator mended a message: a note stays a note, and what went out is mended where it arrived."""
    operator, ticket, kept = scene.operator, scene.ticket, scene.kept
    if operator is None or ticket is None or kept is None or kept.operator != operator.id:
        return NOTHING
    words = scene.utterance.text
    if kept.author == "note":
        noted = TicketMessage("note", without_note_sign(without_command(words)), kept.at, operator.id)
        return Handling(ticket, audit="note", operator=operator.id, keeps=noted, corrects=True)
    words = without_command(words) if command_of(words)[0] == "rispondi" else words
    if is_meant_as_command(words):
        return tells("desk_sent_already")
    answered = _checked(scene, "answer", handlers.answer, words)
    return replace(answered, audit="correct", corrects=True) if answered.answers else answered


def _citizen_pressed(scene: Scene, verb: str, helpdesk: str) -> Handling:
    """Only the citizen of the ticket may say yes or no, in their own chat."""
    ticket, territory = scene.ticket, scene.knowledge.territory
    if ticket is None or ticket.chat != scene.utterance.chat or helpdesk not in territory.helpdesks:
        return tells("desk_no_longer")
    return OF_CITIZENS[verb](ticket, helpdesk, territory, scene.now)
