"""/sportelli: the public cards of helpdesks. Their operators confirm and correct them; a second person looks at each change.

What is done is decided here; it is kept by card_effects.py, used by answers at once, and written back into infopoints.yaml by
`concilia census export --changes`.
"""

from __future__ import annotations

from dataclasses import replace

from bot.desk import reading
from bot.desk.handling import CardDeed, Handling
from bot.desk.permissions import district_of, may
from bot.desk.public_card_words import (
    card_rows,
    change_lines,
    field_names,
    label,
    look_button,
    look_rows,
    name_of,
    withdraw_button,
)
from bot.desk.saying import Rows, asks, button, says, tells
from bot.desk.scene import Scene
from bot.knowledge.helpdesks import Helpdesk
from bot.knowledge.problems import Problem
from bot.model.cards import CardChange
from bot.model.conversation import Kind
from bot.model.reply import HelpdeskCard, Line, Message
from bot.model.ticket import Asked, Operator
from bot.model.time import italian_day
from bot.rules.card_changes import proposed, reconfirmed, stale, stamp
from bot.rules.card_fields import FIELDS, read_field, wrong_in
from bot.rules.card_new import read_card

COMMAND = "sportelli"
MOST_LISTED = 8


def handle(scene: Scene, words: str) -> Handling:
    """A command, a button, or what was typed after a question; rights were looked at before."""
    assert scene.operator is not None, "a stranger was refused"
    verb, _, rest = words.strip().partition(" ")
    id, _, more = rest.strip().partition(" ")
    match verb:
        case "":
            return _list(scene, scene.operator)
        case "new":
            return _new(scene, scene.operator, rest)
        case "look" | "approve" | "refuse" | "withdraw":
            return _decide(scene, scene.operator, verb, id, more)
        case "show" | "confirm" | "correct" | "set" | "retire":
            desk = scene.knowledge.territory.helpdesks.get(id)
            if desk is None or not desk.shown:
                return tells("desk_card_gone")
            if not _cares(scene.operator, desk.id):
                return tells("desk_card_not_yours")
            return _on_card(scene, scene.operator, desk, verb, more)
    named = reading.helpdesk_named(scene.knowledge.territory, words)
    if named is None:
        return tells("desk_no_such_helpdesk", words=words)
    return handle(scene, f"show {named}")


def shown(scene: Scene, operator: Operator, desk: Helpdesk) -> Message:
    """The card as everybody sees it, and what can be done with it."""
    waiting = _waiting(scene, desk.id)
    rows: Rows = card_rows(desk, "coordinator" in operator.roles)
    parts: tuple[HelpdeskCard | Line, ...] = (HelpdeskCard(desk.id), Line("desk_card_ask"))
    if waiting:
        parts = (*parts, Line("desk_card_waits", _who(scene, waiting)))
        rows = ((look_button(waiting),), *rows)
    return Message(parts, rows)


def may_approve(operator: Operator, change: CardChange, scene: Scene) -> bool:
    """Somebody else, of the same helpdesk or district, or a coordinator."""
    if operator.id == change.author or not may(operator, "cards"):
        return False
    territory = scene.knowledge.territory
    where = district_of(change.helpdesk, territory)
    near = any(where is not None and district_of(id, territory) == where for id in operator.helpdesks)
    return _cares(operator, change.helpdesk) or near


def _list(scene: Scene, operator: Operator) -> Handling:
    """What waits for them, then their cards."""
    known = scene.knowledge.territory.helpdesks
    waiting = [change for change in scene.card_changes if may_approve(operator, change, scene)]
    mine = [change for change in scene.card_changes if change.author == operator.id]
    own = [known[id] for id in operator.helpdesks if id in known and known[id].shown]
    rows = [(look_button(change, name_of(scene.knowledge, change)),) for change in waiting[:MOST_LISTED]]
    rows += [(withdraw_button(scene.knowledge, each),) for each in mine]
    rows += [(button(f"sportelli show {desk.id}", "text", label(desk.name)),) for desk in own[:MOST_LISTED]]
    coordinator = "coordinator" in operator.roles
    if coordinator:
        rows.append((button("sportelli new", "desk_card_button_new"),))
    key = "desk_card_list_all" if coordinator else "desk_card_list" if own else "desk_card_list_none"
    return Handling(reply=says(key, *rows, count=str(len(waiting))))


def _on_card(scene: Scene, operator: Operator, desk: Helpdesk, verb: str, more: str) -> Handling:
    match verb:
        case "confirm":
            return _confirm(scene, operator, desk)
        case "correct" if more in FIELDS:
            return asks(Asked("", f"{COMMAND} set {desk.id} {more}"), f"desk_card_how_{more}", desk=desk.name)
        case "set":
            return _set(scene, operator, desk, more)
        case "retire" if "coordinator" in operator.roles:
            return _retire(scene, operator, desk)
        case _:
            return Handling(reply=shown(scene, operator, desk))


def _confirm(scene: Scene, operator: Operator, desk: Helpdesk) -> Handling:
    """One tap: the card is right, and was checked today."""
    if waiting := _waiting(scene, desk.id):
        row = (look_button(waiting),)
        return Handling(reply=says("desk_card_waits_first", row, **_who(scene, waiting)))
    change = reconfirmed(scene.knowledge.territory, desk.id, operator.id, scene.now, scene.today)
    if not change.fields:
        return tells("desk_card_confirmed_already", desk=desk.name)
    done = says("desk_card_confirmed", desk=desk.name, day=italian_day(scene.today))
    return Handling(operator=operator.id, reply=done, card=CardDeed("confirm", change))


def _set(scene: Scene, operator: Operator, desk: Helpdesk, words: str) -> Handling:
    """What was typed is said back as it was read; after a yes it waits for a second person."""
    field, _, typed = words.partition(" ")
    if field not in FIELDS:
        return Handling(reply=shown(scene, operator, desk))
    asked = Asked("", f"{COMMAND} set {desk.id} {field}")
    if not typed.strip():
        return asks(asked, f"desk_card_how_{field}", desk=desk.name)
    read = read_field(desk, field, typed, scene.today)
    if isinstance(read, str):
        return asks(asked, f"desk_card_wrong_{read}")
    change = proposed(scene.knowledge.territory, desk.id, read, operator.id, scene.now, scene.today)
    return _said_back(scene, operator, change, replace(asked, kept=typed.strip(), wants_yes=True))


def _said_back(scene: Scene, operator: Operator, change: CardChange | tuple[Problem, ...], asked: Asked) -> Handling:
    again = Asked("", asked.command)
    if isinstance(change, tuple):
        wrong = wrong_in(change)
        return asks(again, f"desk_card_wrong_{wrong}") if wrong else tells("desk_card_wrong_other", words=asked.kept)
    lines = change_lines(scene.knowledge, change, scene.today)
    if not lines:
        return tells("desk_card_same")
    if waiting := _waiting(scene, change.helpdesk):
        row = (look_button(waiting),)
        told = {**_who(scene, waiting), "words": asked.kept}
        return Handling(reply=says("desk_card_waits_yours", row, **told), settles=True)
    if scene.sure:
        return _propose(scene, operator, change)
    yes = (button("sure", "desk_card_button_propose"),)
    question = asks(asked, "desk_card_read_so", yes)
    assert question.reply is not None
    return replace(question, reply=replace(question.reply, parts=(*question.reply.parts, *lines)))


def _propose(scene: Scene, operator: Operator, change: CardChange) -> Handling:
    """Kept until somebody else has looked at it; those who may are told in their own chats."""
    able = [each for each in scene.staff if each.chat and may_approve(each, change, scene)]
    near = [each for each in able if change.helpdesk in each.helpdesks] or able
    parts = (Line("desk_card_please_look", {**_named(scene, change), "name": operator.name}),
             *change_lines(scene.knowledge, change, scene.today))  # fmt: skip
    key = "desk_card_proposed" if near else "desk_card_proposed_alone"
    names = ", ".join(each.name for each in near)
    return Handling(
        operator=operator.id,
        reply=says(key, names=names),
        card=CardDeed("propose", change),
        to_others=tuple((each.chat or "", Message(parts, look_rows(change))) for each in near),
    )


def _decide(scene: Scene, operator: Operator, verb: str, id: str, mark: str) -> Handling:
    """What a second person does about a change, or its author."""
    change = _waiting(scene, id)
    if change is None or stamp(change) != mark:
        return tells("desk_card_meanwhile")
    if verb == "withdraw" and change.author == operator.id:
        return Handling(operator=operator.id, reply=says("desk_card_withdrawn"), card=CardDeed("withdrawn", change))
    if change.author == operator.id:
        return Handling(reply=says("desk_card_own", (withdraw_button(scene.knowledge, change),)))
    if not may_approve(operator, change, scene):
        return tells("desk_card_not_yours")
    lines = change_lines(scene.knowledge, change, scene.today)
    if verb == "look":
        first = Line("desk_card_please_look", {**_named(scene, change), "name": scene.names.get(change.author, "?")})
        return Handling(reply=Message((first, *lines), look_rows(change)))
    if verb == "approve" and stale(scene.knowledge.territory, change):
        return tells("desk_card_stale")
    author = next((each.chat for each in scene.staff if each.id == change.author), None)
    told = {**_named(scene, change), "name": operator.name}
    published = ("desk_card_published", "desk_card_published_author")
    key, to_author = published if verb == "approve" else ("desk_card_refused", "desk_card_refused_author")
    others = ((author, says(to_author, **told)),) if author else ()
    deed = CardDeed("publish" if verb == "approve" else "refused", change)
    return Handling(operator=operator.id, reply=says(key, **told), card=deed, to_others=others)


def _retire(scene: Scene, operator: Operator, desk: Helpdesk) -> Handling:
    """Only where every municipality keeps a helpdesk."""
    if scene.utterance.kind is Kind.TEXT and not scene.sure:  # no yes
        return Handling(reply=says("desk_left"), settles=True)
    fields = {"status": "historic"}
    change = proposed(scene.knowledge.territory, desk.id, fields, operator.id, scene.now, scene.today)
    return _said_back(scene, operator, change, Asked("", f"{COMMAND} retire {desk.id}", kept="sì", wants_yes=True))


def _new(scene: Scene, operator: Operator, typed: str) -> Handling:
    """A helpdesk that is not in the census: a line a field, said back as a card."""
    if "coordinator" not in operator.roles:
        return tells("desk_no_right")
    asked = Asked("", f"{COMMAND} new")
    if not typed.strip():
        return asks(asked, "desk_card_how_new")
    read = read_card(scene.knowledge.territory, typed)
    if isinstance(read, str):
        return asks(asked, "desk_card_wrong_new", line=read)
    change = proposed(scene.knowledge.territory, str(read["id"]), read, operator.id, scene.now, scene.today)
    return _said_back(scene, operator, change, replace(asked, kept=typed.strip(), wants_yes=True))


def _cares(operator: Operator, helpdesk: str) -> bool:
    return helpdesk in operator.helpdesks or "coordinator" in operator.roles


def _waiting(scene: Scene, helpdesk: str) -> CardChange | None:
    return next((each for each in scene.card_changes if each.helpdesk == helpdesk), None)


def _named(scene: Scene, change: CardChange) -> dict[str, str]:
    return {"desk": name_of(scene.knowledge, change)}


def _who(scene: Scene, change: CardChange) -> dict[str, str]:
    """Who proposed it, when and what: for whoever comes second."""
    return {
        "name": scene.names.get(change.author, "?"),
        "day": italian_day(change.proposed_at),
        "fields": field_names(scene.knowledge, change),
    }
