"""What a press, a command or a message of the desk does. Pure: what it looks at was looked up before.

Every handler stands in one of two tables with the right it needs; the right is checked before the handler runs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.desk import cards, cases, drafts
from bot.desk.cases import says, tells
from bot.desk.drafts import Exchange
from bot.desk.handling import NOTHING, Handling, Link, Unlink
from bot.desk.permissions import DeskAction, covers, may, may_move_to
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Action, Kind, Utterance
from bot.model.reply import Message
from bot.model.ticket import Operator, Ticket, TicketMessage
from bot.model.time import ROME
from bot.model.understanding import Understanding
from bot.rules.codes import read_code

VERB = "desk"
"""Of every button that comes here."""
JOIN = "entra"
"""The command by which somebody becomes an operator, in private."""
CODE_SIGNS = 7
_NOTE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[/／⁄∕\\]{2}")
"""What begins so is a note, however the strokes were typed."""
_COMMAND = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[/／⁄∕\\]")
"""What begins so was meant for a command or a note: it is never taken for words to the citizen."""
_MOMENT = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?\D+(\d{1,2})[:.](\d{2})")


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known when something happens at the desk."""

    knowledge: Knowledge
    utterance: Utterance
    now: datetime
    today: date
    action: Action | None = None
    """Of a button; None: it has expired."""
    operator: Operator | None = None
    """Who did it; None: nobody of the desk."""
    linked: bool = False
    """The chat is a room ..."""
    room_of: str | None = None
    """... of this helpdesk; None: of the lead body."""
    ticket: Ticket | None = None
    """What it is about, locked."""
    names: Mapping[int, str] = field(default_factory=dict)
    """Of operators, by id."""
    queue: Sequence[Ticket] = ()
    messages: Sequence[TicketMessage] = ()
    """Of the ticket; only where they are asked for."""
    targets: Sequence[str] = ()
    """Helpdesks that have a room or an operator."""
    kept: TicketMessage | None = None
    """For an EDIT: what stands at the corrected message."""
    understanding: Understanding | None = None
    """Of the citizen's words, where a draft or a proposal is wanted; None: there are none."""
    exchange: Exchange = field(default_factory=Exchange)
    """For a proposal: the reply that is meant, and its question."""
    draft: str = ""
    """What "Usa questa" sends."""
    proposals: Sequence[Exchange] = ()
    """What operators propose, masked; only where it is asked for."""

    @property
    def holder(self) -> str:
        return self.names.get(self.ticket.holder or 0, "?") if self.ticket else "?"


def command_of(text: str) -> tuple[str, str]:
    """Name and words of a command: `/nota@bot ciao` -> `nota`, `ciao`."""
    name, _, words = text.strip().removeprefix("/").partition(" ")
    name, _, first = name.partition("\n")
    return name.partition("@")[0].casefold(), f"{first} {words}".strip() if first else words.strip()


def split_code(words: str) -> tuple[str | None, str]:
    """A case code at the beginning of a command's words, and what follows it."""
    parts = words.split(maxsplit=2)
    for count in (1, 2):
        head = " ".join(parts[:count])
        code = read_code(head) if sum(sign.isalnum() for sign in head) == CODE_SIGNS else None
        if isinstance(code, str):
            return code, " ".join(parts[count:])
    return None, words


def code_named(utterance: Utterance, action: Action | None) -> str | None:
    """The case that a press or a command names; None if its place must tell."""
    if action is not None:
        return action.object.partition(" ")[2].partition(" ")[0] or None
    if utterance.kind is Kind.COMMAND:
        return split_code(command_of(utterance.text)[1])[0]
    return None


def decide(scene: Scene) -> Handling:
    """All that follows."""
    if scene.utterance.in_group and not scene.linked and not _links(scene):
        return NOTHING
    match scene.utterance.kind:
        case Kind.BUTTON:
            return _press(scene)
        case Kind.COMMAND if not is_note(scene.utterance.text):
            return _command(scene)
        case Kind.EDIT:
            return _corrected(scene)
        case Kind.ATTACHMENT if scene.ticket:
            return _checked(scene, "answer", lambda *_: tells("desk_no_files"), "")
        case Kind.TEXT | Kind.COMMAND if scene.ticket:
            return _said(scene)
        case _:
            return NOTHING


def _links(scene: Scene) -> bool:
    """Only an operator's /collega is heard in a group that is no room."""
    is_command = scene.utterance.kind is Kind.COMMAND and command_of(scene.utterance.text)[0] == "collega"
    return is_command and scene.operator is not None


def _press(scene: Scene) -> Handling:
    if scene.action is None:
        return _stranger() if scene.operator is None else tells("desk_old_button")
    verb, *words = scene.action.object.split()
    if verb in OF_CITIZENS:
        return _citizen_pressed(scene, verb, words[1] if len(words) > 1 else "")
    if verb not in PRESSES:
        return tells("desk_old_button")
    action, handler = PRESSES[verb]
    return _checked(scene, action, handler, " ".join(words[1:]))


def _command(scene: Scene) -> Handling:
    name, words = command_of(scene.utterance.text)
    if name in AROUND:
        action, around = AROUND[name]
        return _forbidden(scene.operator, action) or around(scene, words)
    if name in COMMANDS:
        return _checked(scene, *COMMANDS[name], split_code(words)[1])
    if name == JOIN:
        return tells("desk_only_operators")  # the code is not for everybody's eyes
    return NOTHING if scene.operator is None else tells("desk_unknown_command")


def _said(scene: Scene) -> Handling:
    """A plain message about a case: the holder's go to the citizen, unless they are notes."""
    text = scene.utterance.text
    if is_note(text):
        return _checked(scene, "note", _note, _NOTE.sub("", text, count=1))
    if scene.utterance.forwarded:
        return _checked(scene, "answer", lambda *_: tells("desk_others_words"), "")
    if _COMMAND.match(text):
        return _checked(scene, "answer", lambda *_: tells("desk_unknown_command"), "")
    return _checked(scene, "answer", _answer, text)


def is_note(text: str) -> bool:
    return _NOTE.match(text) is not None


def without_note_sign(text: str) -> str:
    return _NOTE.sub("", text, count=1).strip()


Handler = Callable[[Scene, Operator, Ticket, str], Handling]


def _checked(scene: Scene, action: DeskAction, handler: Handler, words: str) -> Handling:
    """The handler's doing, if a role allows it and the case is theirs."""
    operator, ticket = scene.operator, scene.ticket
    if refused := _forbidden(operator, action):
        return refused
    if ticket is None:
        return tells("desk_which_case")
    assert operator is not None, "a stranger was refused"
    territory = scene.knowledge.territory
    if not covers(operator, ticket, territory):
        return tells("desk_not_covered")
    if ticket.chat == operator.chat:
        return tells("desk_own_case", code=ticket.code)
    if _read_by_others(scene, ticket) and not (action == "take" and may_move_to(scene.room_of, ticket, territory)):
        return tells("desk_other_room")
    return handler(scene, operator, ticket, words.strip())


def _read_by_others(scene: Scene, ticket: Ticket) -> bool:
    """It is said in a group where the case is not followed: everybody there would read it."""
    return scene.utterance.in_group and ticket.room != scene.utterance.chat


def _forbidden(operator: Operator | None, action: DeskAction) -> Handling | None:
    if operator is None:
        return _stranger()
    return None if may(operator, action) else tells("desk_no_right")


def _stranger() -> Handling:
    return Handling(reply=says("desk_only_operators"), once=True)


# --- handlers ---


def _take(scene: Scene, operator: Operator, ticket: Ticket, _: str) -> Handling:
    """Taken from another room than its own, it goes there: whoever took it may not be in the old one."""
    taken = cases.take(ticket, operator, scene.holder, scene.knowledge.territory, scene.now)
    room = scene.utterance.chat
    if taken.ticket is None or ticket.room == room:
        return taken
    if not scene.utterance.in_group:
        return replace(taken, reply=says("desk_taken_private", code=ticket.code))
    return replace(taken, topic="move", room=room)


def _give_back(scene: Scene, operator: Operator, ticket: Ticket, _: str) -> Handling:
    return cases.give_back(ticket, operator, scene.now)


def _answer(scene: Scene, operator: Operator, ticket: Ticket, words: str) -> Handling:
    if not words:
        return tells("desk_no_words")
    if is_note(words):
        return _note(scene, operator, ticket, _NOTE.sub("", words, count=1))
    return cases.answer(ticket, operator, scene.holder, words, scene.knowledge.territory, scene.now)


def _note(scene: Scene, operator: Operator, ticket: Ticket, words: str) -> Handling:
    return cases.note(ticket, operator, words.strip(), scene.now) if words.strip() else tells("desk_no_words")


def _forward(scene: Scene, operator: Operator, ticket: Ticket, words: str) -> Handling:
    if not words:
        rows = cards.helpdesk_choices(scene.knowledge, ticket, scene.targets)
        return Handling(reply=says("desk_forward_where", *rows))
    helpdesk = _helpdesk_named(scene, words)
    if helpdesk is None:
        return tells("desk_no_such_helpdesk", words=words)
    return cases.ask_to_forward(ticket, operator, scene.holder, helpdesk, scene.knowledge.territory, scene.now)


def _close(scene: Scene, operator: Operator, ticket: Ticket, words: str) -> Handling:
    word, _, reason = words.partition(" ")
    outcome = cases.OUTCOME_WORDS.get(word.casefold().strip(".,:;").replace("_", "-"))
    if outcome is None:
        rows = tuple(
            (cases.button(f"close {ticket.code} {cases.word_of(each)}", "text", {"text": cases.word_of(each)}),)
            for each in cases.OUTCOMES[ticket.kind]
        )
        return Handling(reply=says("desk_close_how", *rows, outcomes=cases.outcome_words(ticket)))
    call = scene.knowledge.calls.get(ticket.call or "")
    appeal = timedelta(days=call.appeal_within_days) if call else None
    return cases.close(ticket, operator, scene.holder, outcome, reason, appeal, scene.today, scene.now)


def _missing(scene: Scene, operator: Operator, ticket: Ticket, words: str) -> Handling:
    call = scene.knowledge.calls.get(ticket.call or "")
    documents = call.documents if call else []
    if document := _picked(words, documents):
        return cases.missing(ticket, operator, scene.holder, document, scene.now)
    rows = cards.document_choices(ticket, "missing", documents)
    return Handling(reply=says("desk_missing_which" if rows else "desk_missing_write", *rows))


def _arrived(scene: Scene, operator: Operator, ticket: Ticket, words: str) -> Handling:
    if document := _picked(words, ticket.missing):
        return cases.arrived(ticket, operator, scene.holder, document, scene.now)
    rows = cards.document_choices(ticket, "arrived", ticket.missing)
    return Handling(reply=says("desk_arrived_which" if rows else "desk_nothing_missing", *rows))


def _appointment(scene: Scene, operator: Operator, ticket: Ticket, words: str) -> Handling:
    when = read_moment(words, scene.now)
    if when is None:
        return tells("desk_appointment_how")
    return cases.appointment(ticket, operator, scene.holder, when, scene.now)


def _read(scene: Scene, operator: Operator, ticket: Ticket, _: str) -> Handling:
    shown = cards.sheet(scene.knowledge, ticket, scene.messages, scene.names, scene.now)
    return Handling(ticket, audit="read", operator=operator.id, reply=shown)


def _queue(scene: Scene, _: str) -> Handling:
    territory, operator = scene.knowledge.territory, scene.operator
    seen = [ticket for ticket in scene.queue if operator and covers(operator, ticket, territory)]
    return Handling(reply=cards.queue(scene.knowledge, seen, scene.names, scene.now))


def _proposals(scene: Scene, _: str) -> Handling:
    return Handling(reply=drafts.proposed(scene.proposals))


def _link(scene: Scene, words: str) -> Handling:
    if not scene.utterance.in_group:
        return tells("desk_link_in_group")
    helpdesk = _helpdesk_named(scene, words) if words else None
    if words and helpdesk is None:
        return tells("desk_no_such_helpdesk", words=words)
    name = scene.knowledge.territory.helpdesks[helpdesk].name if helpdesk else "tutti gli sportelli senza un gruppo"
    return _changes_room(scene, "link_room", Link(helpdesk), says("desk_linked", helpdesk=name))


def _unlink(scene: Scene, _: str) -> Handling:
    return _changes_room(scene, "unlink_room", Unlink(), says("desk_unlinked")) if scene.linked else NOTHING


def _changes_room(scene: Scene, audit: str, change: Link | Unlink, reply: Message) -> Handling:
    who = scene.operator.id if scene.operator else None
    return Handling(audit=audit, operator=who, room_change=change, reply=reply)


def _draft(scene: Scene, _: Operator, ticket: Ticket, topic: str) -> Handling:
    topic = topic if topic in scene.knowledge.topics else ""
    return drafts.offer(scene.knowledge, ticket, scene.understanding, topic, scene.today)


def _use_draft(scene: Scene, operator: Operator, ticket: Ticket, entry: str) -> Handling:
    if not scene.draft:
        return tells("desk_old_button")
    answered = cases.answer(ticket, operator, scene.holder, scene.draft, scene.knowledge.territory, scene.now)
    return drafts.with_more(answered, scene.knowledge, entry)


def _propose(scene: Scene, operator: Operator, ticket: Ticket, _: str) -> Handling:
    return drafts.propose(ticket, operator, scene.exchange, scene.understanding)


def _corrected(scene: Scene) -> Handling:
    """An operator mended a message: a note stays a note, and what went out is mended where it arrived."""
    operator, ticket, kept = scene.operator, scene.ticket, scene.kept
    if operator is None or ticket is None or kept is None or kept.operator != operator.id:
        return NOTHING
    words = scene.utterance.text
    if kept.author == "note":
        noted = TicketMessage("note", _NOTE.sub("", _without_command(words), count=1).strip(), kept.at, operator.id)
        return Handling(ticket, audit="note", operator=operator.id, keeps=noted, corrects=True)
    words = _without_command(words) if command_of(words)[0] == "rispondi" else words
    if _COMMAND.match(words):
        return tells("desk_sent_already")
    answered = _checked(scene, "answer", _answer, words)
    return replace(answered, audit="correct", corrects=True) if answered.answers else answered


def _citizen_pressed(scene: Scene, verb: str, helpdesk: str) -> Handling:
    """Only the citizen of the case may say yes or no, in their own chat."""
    ticket, territory = scene.ticket, scene.knowledge.territory
    if ticket is None or ticket.chat != scene.utterance.chat or helpdesk not in territory.helpdesks:
        return tells("desk_no_longer")
    return OF_CITIZENS[verb](ticket, helpdesk, territory, scene.now)


# --- reading words ---


def _without_command(words: str) -> str:
    return split_code(command_of(words)[1])[1] if words.lstrip().startswith("/") and not is_note(words) else words


def _helpdesk_named(scene: Scene, words: str) -> str | None:
    """By its id, or by a part of its name that no other has."""
    known = {id: desk for id, desk in scene.knowledge.territory.helpdesks.items() if desk.shown}
    wanted = words.strip().casefold()
    if wanted in known:
        return wanted
    found = [id for id, desk in known.items() if wanted in desk.name.casefold()]
    return found[0] if len(found) == 1 else None


def _picked(words: str, among: Sequence[str]) -> str | None:
    """An item of a list, by number or by its words; where there is no list, the words themselves."""
    wanted = " ".join(words.split())
    if wanted.isdigit() and 1 <= int(wanted) <= len(among):
        return among[int(wanted) - 1]
    found = [item for item in among if wanted and wanted.casefold() in item.casefold()]
    if found:
        return found[0]
    return wanted[:80] or None if not among else None


def read_moment(words: str, now: datetime) -> datetime | None:
    """`25/11 10:30` or `25/11/2026 alle 10.30`, Italian time; without a year the next such day. None if it is no moment."""
    found = _MOMENT.search(words)
    if found is None:
        return None
    day, month, year, hour, minute = found.groups()
    local = now.astimezone(ROME)
    try:
        when = datetime(int(year or local.year), int(month), int(day), int(hour), int(minute), tzinfo=ROME)
        return when.replace(year=when.year + 1) if year is None and when < local else when
    except ValueError:
        return None


COMMANDS: Mapping[str, tuple[DeskAction, Handler]] = {
    "prendi": ("take", _take),
    "restituisci": ("give_back", _give_back),
    "rispondi": ("answer", _answer),
    "nota": ("note", _note),
    "inoltra": ("forward", _forward),
    "chiudi": ("close", _close),
    "manca": ("documents", _missing),
    "arrivato": ("documents", _arrived),
    "appuntamento": ("appointment", _appointment),
    "scheda": ("read", _read),
    "bozza": ("answer", _draft),
    "bozza_voce": ("propose", _propose),
}
"""Command -> the right it needs, and what it does to the case."""
AROUND: Mapping[str, tuple[DeskAction, Callable[[Scene, str], Handling]]] = {
    "coda": ("queue", _queue),
    "proposte": ("curate", _proposals),
    "collega": ("link_room", _link),
    "scollega": ("link_room", _unlink),
}
"""Commands about no single case."""
PRESSES: Mapping[str, tuple[DeskAction, Handler]] = {
    "take": ("take", _take),
    "give_back": ("give_back", _give_back),
    "forward": ("forward", _forward),
    "close": ("close", _close),
    "missing": ("documents", _missing),
    "arrived": ("documents", _arrived),
    "read": ("read", _read),
    "draft": ("answer", _draft),
    "use": ("answer", _use_draft),
    "propose": ("propose", _propose),
}
OF_CITIZENS = {"agree": cases.agreed, "refuse": cases.refused_to_move}
