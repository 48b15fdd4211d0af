"""Commands of the desk that are about no single ticket."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.desk import cards, drafts, public_cards, reading
from bot.desk.handling import NOTHING, Handling, Link, Unlink
from bot.desk.permissions import DeskAction, covers, district_of, may
from bot.desk.saying import asks, says, tells
from bot.desk.scene import Scene
from bot.model.conversation import Action
from bot.model.reply import Choice, Line, Message, Paper
from bot.model.ticket import Asked
from bot.rules import matching


def _queue(scene: Scene, _: str) -> Handling:
    territory, operator = scene.knowledge.territory, scene.operator
    seen = [ticket for ticket in scene.queue if operator and covers(operator, ticket, territory)]
    return Handling(reply=cards.queue(scene.knowledge, seen, scene.names, scene.now))


def _companies(scene: Scene, _: str) -> Handling:
    """The companies of the districts that an operator works for; a coordinator sees all."""
    territory, operator = scene.knowledge.territory, scene.operator
    everywhere = operator is not None and "coordinator" in operator.roles
    own = {district_of(helpdesk, territory) for helpdesk in (operator.helpdesks if operator else ())}
    seen = [
        each for each in scene.companies
        if each.state in ("asked", "member") and (everywhere or matching.district_of(each, territory) in own)
    ]  # fmt: skip
    return Handling(reply=cards.companies(scene.knowledge, seen))


def _proposals(scene: Scene, _: str) -> Handling:
    return Handling(reply=drafts.proposed(scene.proposals))


def _link(scene: Scene, words: str) -> Handling:
    if not scene.utterance.in_group:
        return tells("desk_link_in_group")
    territory = scene.knowledge.territory
    helpdesk = reading.helpdesk_named(territory, words) if words else None
    if words and helpdesk is None:
        return asks(Asked("", "collega"), "desk_no_such_helpdesk", words=words)
    name = territory.helpdesks[helpdesk].name if helpdesk else "tutti gli sportelli senza un gruppo"
    return _changes_room(scene, "link_room", Link(helpdesk), says("desk_linked", helpdesk=name))


def _unlink(scene: Scene, _: str) -> Handling:
    return _changes_room(scene, "unlink_room", Unlink(), says("desk_unlinked")) if scene.linked else NOTHING


def _changes_room(scene: Scene, audit: str, change: Link | Unlink, reply: Message) -> Handling:
    who = scene.operator.id if scene.operator else None
    return Handling(audit=audit, operator=who, room_change=change, reply=reply)


def _observatory(scene: Scene, _: str) -> Handling:
    """The last month that is over, in one picture; the same numbers that the Observatory publishes."""
    if not scene.month:
        return tells("observatory_nothing")
    message = Message(
        (Line("observatory_month", {"month": scene.month[0]}),), papers=(Paper("observatory_month", scene.month[1]),)
    )
    return Handling(reply=message)


def _help(scene: Scene, _: str) -> Handling:
    """What this operator may do here; in private also the way to what citizens are offered."""
    lines = [
        Line(f"desk_help_{what}")
        for right, what in HELP.items()
        if may(scene.operator, right)
    ]  # fmt: skip
    citizens = () if scene.utterance.in_group else ((Choice(Action("show", "cosa-sai-fare"), "desk_help_citizen"),),)
    return Handling(reply=Message(tuple(lines), citizens))


CARDS = "sportelli"
"""The command, and the verb of the buttons, of public cards."""
HELP: Mapping[DeskAction, str] = {
    "answer": "tickets",
    "cards": "cards",
    "link_room": "coordinator",
    "curate": "curator",
}
"""A right -> the part of the help for who has it."""
AROUND: Mapping[str, tuple[DeskAction, Callable[[Scene, str], Handling]]] = {
    "coda": ("queue", _queue),
    "aziende": ("queue", _companies),
    "proposte": ("curate", _proposals),
    CARDS: ("cards", public_cards.handle),
    "osservatorio": ("help", _observatory),
    "collega": ("link_room", _link),
    "scollega": ("link_room", _unlink),
    "aiuto": ("help", _help),
    "help": ("help", _help),
}
