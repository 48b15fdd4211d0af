"""What each command and button of an operator does to a ticket; rights were looked at before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import appointments, cards, closing, documents, drafts, moving, reading, taking, writing
from bot.desk.appointments import Appointment
from bot.desk.closing import OUTCOME_WORDS, OUTCOMES, outcome_words, word_of
from bot.desk.handling import Handling
from bot.desk.permissions import DeskAction, covers
from bot.desk.saying import asks, button, says, tells
from bot.desk.scene import Scene
from bot.desk.taking import not_in_hand
from bot.model.company import InviteContact
from bot.model.ticket import APPOINTMENT, Asked, Operator, Ticket

Handler = Callable[[Scene, Operator, Ticket, str], Handling]


def _take(scene: Scene, operator: Operator, ticket: Ticket, _: str) -> Handling:
    """Taken from another room than its own, it goes there: whoever took it may not be in the old one."""
    taken = taking.take(ticket, operator, scene.holder, scene.knowledge.territory, scene.now)
    room = scene.utterance.chat
    if taken.ticket is None or ticket.room == room:
        return taken
    if not scene.utterance.in_group:
        where = "desk_taken_private_room" if ticket.room and not scene.utterance.in_terminal else "desk_taken_private"
        return replace(taken, reply=says(where, *taken.in_room.choices if taken.in_room else (), code=ticket.code))
    return replace(taken, topic="move", room=room)


def _give_back(scene: Scene, operator: Operator, ticket: Ticket, _: str) -> Handling:
    return taking.give_back(ticket, operator, scene.now)


def _assign(scene: Scene, operator: Operator, ticket: Ticket, words: str) -> Handling:
    """To whom is asked, unless it was said."""
    territory = scene.knowledge.territory
    to = reading.operator_named(scene.staff, words) if words else None
    if to is not None:
        previous = next((each for each in scene.staff if ticket.status == "taken" and each.id == ticket.holder), None)
        return taking.give_to(ticket, operator, to, previous, territory, scene.now)
    able = [each for each in scene.staff if covers(each, ticket, territory) and each.id != ticket.second_look]
    rows = tuple((button(f"assign {ticket.code} {each.id}", "text", {"text": each.name}),) for each in able)
    asked = Asked(ticket.code, "assegna")
    if words:
        return asks(asked, "desk_no_such_operator", *rows, words=words)
    return asks(asked, "desk_assign_whom", *rows, code=ticket.code)


def answer(scene: Scene, operator: Operator, ticket: Ticket, words: str) -> Handling:
    if reading.is_note(words):
        return note(scene, operator, ticket, reading.without_note_sign(words))
    if refused := not_in_hand(ticket, operator, scene.holder):
        return refused
    if not words:
        return asks(Asked(ticket.code, "rispondi"), "desk_answer_what", code=ticket.code)
    return writing.answer(ticket, operator, scene.holder, words, scene.knowledge.territory, scene.now)


def note(scene: Scene, operator: Operator, ticket: Ticket, words: str) -> Handling:
    if not words.strip():
        return asks(Asked(ticket.code, "nota"), "desk_note_what", code=ticket.code)
    return writing.note(ticket, operator, words.strip(), scene.now)


def _forward(scene: Scene, operator: Operator, ticket: Ticket, words: str) -> Handling:
    if refused := not_in_hand(ticket, operator, scene.holder):
        return refused
    territory, asked = scene.knowledge.territory, Asked(ticket.code, "inoltra")
    helpdesk = reading.helpdesk_named(territory, words) if words else None
    if helpdesk is None:
        rows = cards.helpdesk_choices(scene.knowledge, ticket, scene.targets)
        return asks(asked, "desk_no_such_helpdesk" if words else "desk_forward_where", *rows, words=words)
    return moving.ask_to_forward(ticket, operator, scene.holder, helpdesk, territory, scene.now)


def _close(scene: Scene, operator: Operator, ticket: Ticket, words: str) -> Handling:
    """Without an outcome and a reason it is asked for them; what was typed for a reason is shown before it is used."""
    if refused := closing.may_not_close(ticket, operator, scene.holder):
        return refused
    word, _, reason = words.partition(" ")
    outcome = OUTCOME_WORDS.get(word.casefold().strip(".,:;").replace("_", "-"))
    if outcome is None:
        rows = tuple(
            (button(f"close {ticket.code} {word_of(each)}", "text", {"text": word_of(each)}),)
            for each in OUTCOMES[ticket.kind]
        )
        return asks(Asked(ticket.code, "chiudi"), "desk_close_how", *rows, outcomes=outcome_words(ticket))
    call = scene.knowledge.calls.get(ticket.call or "")
    appeal = timedelta(days=call.appeal_within_days) if call else None
    closed = closing.close(ticket, operator, outcome, reason, appeal, scene.today, scene.now)
    if closed.asks or not _unseen(scene):
        return closed
    asked = Asked(ticket.code, f"chiudi {word_of(outcome)}", reason.strip(), wants_yes=True)
    said = {"outcome": word_of(outcome), "reason": reason.strip(), "code": ticket.code}
    return asks(asked, "desk_close_sure", (button(f"sure {ticket.code}", "desk_button_close_yes"),), **said)


def _missing(scene: Scene, operator: Operator, ticket: Ticket, words: str) -> Handling:
    if refused := not_in_hand(ticket, operator, scene.holder):
        return refused
    call = scene.knowledge.calls.get(ticket.call or "")
    listed = call.documents if call else []
    document = reading.picked(words, listed)
    if document is None:
        rows = cards.document_choices(ticket, "missing", listed)
        return asks(Asked(ticket.code, "manca"), "desk_missing_which" if rows else "desk_missing_write", *rows)
    if _unseen(scene) and document not in listed:
        asked = Asked(ticket.code, "manca", document, wants_yes=True)
        yes = (button(f"sure {ticket.code}", "desk_button_missing_yes"),)
        return asks(asked, "desk_missing_sure", yes, document=document)
    return documents.missing(ticket, operator, scene.holder, document, scene.now)


def _arrived(scene: Scene, operator: Operator, ticket: Ticket, words: str) -> Handling:
    if refused := not_in_hand(ticket, operator, scene.holder):
        return refused
    if not ticket.missing:
        return tells("desk_nothing_missing")
    if document := reading.picked(words, ticket.missing):
        return documents.arrived(ticket, operator, scene.holder, document, scene.now)
    rows = cards.document_choices(ticket, "arrived", ticket.missing)
    return asks(Asked(ticket.code, "arrivato"), "desk_arrived_which", *rows)


def _appointment(scene: Scene, operator: Operator, ticket: Ticket, words: str) -> Handling:
    """What can be no appointment is asked for again; what is hardly meant, whether it is."""
    if refused := not_in_hand(ticket, operator, scene.holder):
        return refused
    asked, read = Asked(ticket.code, "appuntamento"), appointments.read(words, scene.now)
    if not isinstance(read, Appointment):
        return asks(asked, f"desk_appointment_{read}")
    if not scene.sure and (why := appointments.doubt(read, scene.now)):
        yes = (button(f"sure {ticket.code}", "desk_button_appointment_yes"),)
        return asks(replace(asked, kept=read.said, wants_yes=True), f"desk_appointment_{why}", yes, when=read.said)
    return appointments.make(ticket, operator, scene.holder, read, scene.now)


def _confirm(scene: Scene, operator: Operator, ticket: Ticket, _: str) -> Handling:
    """The appointment that the citizen asked for, with one tap: a ticket that nobody has is taken with it."""
    asked = ticket.form.get(APPOINTMENT)
    if asked is None:
        return tells("desk_old_button")
    when = datetime.fromisoformat(asked)
    if when <= scene.now:
        return asks(Asked(ticket.code, "appuntamento"), "desk_appointment_past")
    first = _take(scene, operator, ticket, "") if ticket.status == "open" else None
    if first and (first.ticket is None or first.topic):
        return first
    taken = replace(first.ticket if first and first.ticket else ticket, form={})
    desk = scene.knowledge.territory.helpdesks.get(ticket.helpdesk or "")
    place = (desk.address.street if desk else None) or ""
    return replace(appointments.make(taken, operator, scene.holder, Appointment(when, place), scene.now), first=first)


def _read(scene: Scene, operator: Operator, ticket: Ticket, _: str) -> Handling:
    shown = cards.sheet(scene.knowledge, ticket, scene.messages, scene.names, scene.now)
    return Handling(ticket, audit="read", operator=operator.id, reply=shown)


def _draft(scene: Scene, _: Operator, ticket: Ticket, topic: str) -> Handling:
    topic = topic if topic in scene.knowledge.topics else ""
    return drafts.offer(scene.knowledge, ticket, scene.understanding, topic, scene.today)


def _use_draft(scene: Scene, operator: Operator, ticket: Ticket, entry: str) -> Handling:
    if not scene.draft:
        return tells("desk_old_button")
    answered = writing.answer(ticket, operator, scene.holder, scene.draft, scene.knowledge.territory, scene.now)
    return drafts.with_more(answered, scene.knowledge, entry)


def _propose(scene: Scene, operator: Operator, ticket: Ticket, _: str) -> Handling:
    return drafts.propose(ticket, operator, scene.exchange, scene.understanding)


def _publish(scene: Scene, operator: Operator, ticket: Ticket, _: str) -> Handling:
    """That a practice was tried stands on its card once two operators have said so."""
    if "tried" not in ticket.form or "published" in ticket.form:
        return tells("desk_old_button")
    seen = ticket.form.get("seen")
    if seen == str(operator.id):
        return tells("desk_publish_other")
    if seen is None:
        noted = replace(ticket, form={**ticket.form, "seen": str(operator.id)}, changed_at=scene.now)
        again = (button(f"publish {ticket.code}", "meeting_publish"),)
        return Handling(
            noted,
            audit="publish_first",
            operator=operator.id,
            in_room=says("desk_publish_first", again, name=operator.name),
        )
    published = replace(ticket, form={**ticket.form, "published": str(operator.id)}, changed_at=scene.now)
    return Handling(
        published, audit="publish", operator=operator.id, in_room=says("desk_published", name=operator.name)
    )


def _contact(scene: Scene, operator: Operator, ticket: Ticket, _: str) -> Handling:
    """A link for a company that nobody speaks for any more: the operator passes it on, by a way that the company has."""
    company = next((each for each in scene.companies if each.ticket == ticket.code and each.member), None)
    if company is None:
        return tells("desk_no_company", code=ticket.code)
    link = says("desk_contact_link", name=company.name, code=scene.fresh)
    return Handling(
        ticket, audit="contact", operator=operator.id, reply=link, invites=InviteContact(company.id, scene.fresh)
    )


def _unseen(scene: Scene) -> bool:
    """Typed as an answer to a question, and not shown yet: it may have been meant for the citizen."""
    return scene.typed and not scene.sure


COMMANDS: Mapping[str, tuple[DeskAction, Handler]] = {
    "prendi": ("take", _take),
    "restituisci": ("give_back", _give_back),
    "assegna": ("assign", _assign),
    "rispondi": ("answer", answer),
    "nota": ("note", note),
    "inoltra": ("forward", _forward),
    "chiudi": ("close", _close),
    "manca": ("documents", _missing),
    "arrivato": ("documents", _arrived),
    "appuntamento": ("appointment", _appointment),
    "scheda": ("read", _read),
    "bozza": ("answer", _draft),
    "bozza_voce": ("propose", _propose),
    "contatto": ("answer", _contact),
}
"""Command -> the right it needs, and what it does to the ticket."""
PRESSES: Mapping[str, tuple[DeskAction, Handler]] = {
    "take": ("take", _take),
    "give_back": ("give_back", _give_back),
    "assign": ("assign", _assign),
    "forward": ("forward", _forward),
    "close": ("close", _close),
    "missing": ("documents", _missing),
    "arrived": ("documents", _arrived),
    "appointment": ("appointment", _confirm),
    "read": ("read", _read),
    "draft": ("answer", _draft),
    "use": ("answer", _use_draft),
    "propose": ("propose", _propose),
    "publish": ("propose", _publish),
}
