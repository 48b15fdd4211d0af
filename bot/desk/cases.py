"""What a ticket becomes: one function for each thing that operators, citizens and the clock do to it.

Rights are looked at before (`decide.py`); whether the ticket allows it is looked at here, under its lock, so that of two
who act at once the second is told what the first did.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.desk import working_hours
from bot.desk.handling import FundMove, Handling, Later
from bot.knowledge.territory import Territory
from bot.model.conversation import Action
from bot.model.reply import Choice, Line, Message
from bot.model.ticket import Operator, Step, Ticket, TicketKind, TicketMessage, TicketOutcome
from bot.model.time import ROME, italian_day, italian_moment

APPEAL = timedelta(days=30)
"""To ask for a second look where the call names no term."""
REMIND_DOCUMENTS = timedelta(days=7)
LONGEST_REASON = 500
OUTCOMES: Mapping[TicketKind, tuple[TicketOutcome, ...]] = {
    "question": ("answered", "elsewhere", "no_reply", "duplicate", "withdrawn"),
    "voucher": ("granted", "refused", "answered", "elsewhere", "no_reply", "duplicate", "withdrawn"),
}
OUTCOME_WORDS: Mapping[str, TicketOutcome] = {
    "risolta": "answered",
    "accolta": "granted",
    "respinta": "refused",
    "ritirata": "withdrawn",
    "senza-risposta": "no_reply",
    "altrove": "elsewhere",
    "doppia": "duplicate",
}
"""As operators write them after /chiudi."""
GIVES_BACK: Mapping[TicketOutcome, FundMove] = {
    "granted": "confirm",
    "answered": "renounced",
    "withdrawn": "withdrawn",
    "no_reply": "expired",
    "elsewhere": "renounced",
    "duplicate": "mistake",
}
"""What closing does to the money of a call at once; a refusal only when its term has passed."""
NEXT_LEVEL = {"helpdesk": "district", "district": "lead", "lead": "lead"}


def button(object: str, label: str, values: Mapping[str, str] | None = None) -> Choice:
    return Choice(Action("desk", object), label, values or {})


def says(key: str, *rows: tuple[Choice, ...], **values: str) -> Message:
    return Message((Line(key, values),), rows)


def tells(key: str, **values: str) -> Handling:
    """Nothing is done; whoever tried it is told why."""
    return Handling(reply=says(key, **values))


def signature(operator: Operator, ticket: Ticket, territory: Territory) -> dict[str, str]:
    """`name` and `helpdesk` as the citizen reads them: the ticket's helpdesk if the operator is there."""
    own = (ticket.helpdesk,) if ticket.helpdesk in operator.helpdesks else operator.helpdesks[:1]
    names = [territory.helpdesks[id].name for id in own if id in territory.helpdesks]
    return {"name": operator.name, "helpdesk": names[0] if names else "rete dei Punti di Informazione"}


# --- what operators do ---


def take(ticket: Ticket, operator: Operator, holder: str, territory: Territory, now: datetime) -> Handling:
    """`holder`: the name of who has it, if anybody has."""
    if ticket.status == "closed":
        return tells("desk_is_closed", code=ticket.code)
    if ticket.status == "taken":
        key = "desk_yours_already" if ticket.holder == operator.id else "desk_taken_by"
        return tells(key, code=ticket.code, name=holder)
    if ticket.chat == operator.chat:
        return tells("desk_own_case", code=ticket.code)
    if ticket.second_look == operator.id:
        return tells("desk_needs_other_eyes", code=ticket.code)
    signed = signature(operator, ticket, territory)
    taken = replace(
        ticket,
        status="taken",
        holder=operator.id,
        bot_speaks=False,
        due_at=working_hours.due(now, working_hours.TO_ANSWER),
        changed_at=now,
    )
    ways = (
        (button(f"give_back {ticket.code}", "desk_button_give_back"),),
        (button(f"forward {ticket.code}", "desk_button_forward"), button(f"close {ticket.code}", "desk_button_close")),
    )
    return Handling(
        taken,
        audit="take",
        operator=operator.id,
        step=Step("taken", now, operator.id, signed),
        push=True,
        to_citizen=says("desk_write_here", (Choice(Action("ticket", f"bot {ticket.code}"), "desk_button_bot"),)),
        in_room=says("desk_taken", *ways, name=operator.name, code=ticket.code),
    )


def give_back(ticket: Ticket, operator: Operator, now: datetime) -> Handling:
    """The holder, or a coordinator for them."""
    if ticket.status != "taken":
        return tells("desk_nobody_has_it", code=ticket.code)
    if not _holds(ticket, operator) and "coordinator" not in operator.roles:
        return tells("desk_not_yours", code=ticket.code)
    return _back_in_queue(ticket, now, operator.id, says("desk_given_back", _take(ticket), name=operator.name))


def holder_left(ticket: Ticket, name: str, now: datetime) -> Handling:
    """Whoever had it is no operator any more."""
    return _back_in_queue(ticket, now, None, says("desk_holder_left", _take(ticket), name=name))


def _back_in_queue(ticket: Ticket, now: datetime, operator: int | None, in_room: Message) -> Handling:
    waiting = replace(
        ticket, status="open", holder=None, due_at=working_hours.due(now, working_hours.TO_TAKE), changed_at=now
    )
    step = Step("returned", now, operator)
    return Handling(waiting, audit="give_back", operator=operator, step=step, push=True, in_room=in_room)


def answer(ticket: Ticket, operator: Operator, holder: str, text: str, territory: Territory, now: datetime) -> Handling:
    """The holder's words go to the citizen, signed; anybody else's go nowhere."""
    if refused := _not_in_hand(ticket, operator, holder):
        return refused
    answered = replace(ticket, due_at=None, bot_speaks=False, changed_at=now)
    return Handling(
        answered,
        audit="answer",
        operator=operator.id,
        keeps=TicketMessage("operator", text, now, operator.id),
        to_citizen=says("desk_answer", text=text, code=ticket.code, **signature(operator, ticket, territory)),
        answers=True,
    )


def note(ticket: Ticket, operator: Operator, text: str, now: datetime) -> Handling:
    """Kept among operators: nothing of it goes to the citizen."""
    kept = TicketMessage("note", text, now, operator.id)
    return Handling(ticket, audit="note", operator=operator.id, keeps=kept, reply=says("desk_noted"))


def ask_to_forward(
    ticket: Ticket, operator: Operator, holder: str, helpdesk: str, territory: Territory, now: datetime
) -> Handling:
    """The citizen is asked: without a yes nothing moves."""
    if refused := _not_in_hand(ticket, operator, holder):
        return refused
    if helpdesk == ticket.helpdesk:
        return tells("desk_here_already")
    name = territory.helpdesks[helpdesk].name
    rows = (
        (button(f"agree {ticket.code} {helpdesk}", "desk_button_agree"),),
        (button(f"refuse {ticket.code} {helpdesk}", "desk_button_refuse"),),
    )
    return Handling(
        replace(ticket, changed_at=now),
        audit="ask_forward",
        operator=operator.id,
        step=Step("asked_forward", now, operator.id, {"helpdesk": name}),
        to_citizen=says("desk_ask_forward", *rows, helpdesk=name, code=ticket.code),
        in_room=says("desk_asked_forward", helpdesk=name),
    )


def close(
    ticket: Ticket,
    operator: Operator,
    holder: str,
    outcome: TicketOutcome,
    reason: str,
    appeal: timedelta | None,
    today: date,
    now: datetime,
) -> Handling:
    """Ends it with a reason in words. `appeal`: how long the call lets a refusal be contested."""
    if ticket.status == "closed":
        return tells("desk_is_closed", code=ticket.code)
    if "coordinator" not in operator.roles and (refused := _not_in_hand(ticket, operator, holder)):
        return refused
    if ticket.second_look == operator.id:
        return tells("desk_needs_other_eyes", code=ticket.code)
    if outcome not in OUTCOMES[ticket.kind]:
        return tells("desk_other_outcome", outcomes=outcome_words(ticket))
    if not reason.strip():
        return tells("desk_reason_needed", outcome=word_of(outcome))
    if len(reason.strip()) > LONGEST_REASON:
        return tells("desk_reason_long", most=str(LONGEST_REASON), outcome=word_of(outcome))
    again = ticket.second_look is not None
    term = today + (appeal or APPEAL) if outcome == "refused" and not again else None
    closed = replace(
        ticket,
        status="closed",
        outcome=outcome,
        reason=reason.strip(),
        term=term,
        holder=operator.id,
        due_at=None,
        closed_at=now,
        changed_at=now,
        missing=(),
        bot_speaks=False,
    )
    values = {"reason": closed.reason} | ({"term": italian_day(term)} if term else {})
    what = "closed_refused_again" if outcome == "refused" and again else f"closed_{outcome}"
    on_hold = outcome == "refused" and term is not None
    return Handling(
        closed,
        audit="close",
        operator=operator.id,
        step=Step(what, now, operator.id, values),
        push=True,
        to_citizen=says("desk_rate", *_after_closing(closed)),
        in_room=says(
            "desk_closed",
            (button(f"propose {ticket.code}", "draft_useful_for_others"),),
            name=operator.name,
            outcome=word_of(outcome),
        ),
        topic="close",
        fund=None if on_hold else GIVES_BACK.get(outcome, "refused"),
        later=(Later("release", _end_of(term)),) if on_hold and term else (),
    )


def missing(ticket: Ticket, operator: Operator, holder: str, document: str, now: datetime) -> Handling:
    """A paper is still to bring; the citizen is told at once, and again after a week."""
    if refused := _not_in_hand(ticket, operator, holder):
        return refused
    if document in ticket.missing:
        return tells("desk_missing_already", document=document)
    waiting = replace(ticket, missing=(*ticket.missing, document), due_at=None, changed_at=now)
    values = {"documents": "; ".join(waiting.missing)}
    return Handling(
        waiting,
        audit="documents",
        operator=operator.id,
        step=Step("missing", now, operator.id, values),
        push=True,
        in_room=says("desk_missing", **values),
        later=(Later("documents", now + REMIND_DOCUMENTS),),
    )


def arrived(ticket: Ticket, operator: Operator, holder: str, document: str, now: datetime) -> Handling:
    if refused := _not_in_hand(ticket, operator, holder):
        return refused
    if document not in ticket.missing:
        return tells("desk_not_missing", document=document)
    left = tuple(other for other in ticket.missing if other != document)
    return Handling(
        replace(
            ticket,
            missing=left,
            due_at=None if left else working_hours.due(now, working_hours.TO_ANSWER),
            changed_at=now,
        ),
        audit="documents",
        operator=operator.id,
        step=Step("arrived", now, operator.id, {"documents": document}),
        push=True,
        in_room=says("desk_arrived", document=document, left="; ".join(left) or "niente"),
    )


def appointment(ticket: Ticket, operator: Operator, holder: str, when: datetime, now: datetime) -> Handling:
    """The citizen is told, and reminded on the morning of the last working day before."""
    if refused := _not_in_hand(ticket, operator, holder):
        return refused
    if when <= now:
        return tells("desk_in_the_past")
    values = {"when": italian_moment(when)}
    remind = working_hours.morning_before(when.astimezone(ROME).date())
    return Handling(
        replace(ticket, changed_at=now),
        audit="appointment",
        operator=operator.id,
        step=Step("appointment", now, operator.id, values),
        push=True,
        in_room=says("desk_appointment", **values),
        later=(Later("appointment", remind),) if remind > now else (),
    )


# --- what citizens do ---


def opened(ticket: Ticket, words: str, now: datetime) -> Handling:
    return Handling(
        replace(
            ticket, status="open", holder=None, due_at=working_hours.due(now, working_hours.TO_TAKE), changed_at=now
        ),
        audit="open",
        step=Step("opened", now),
        keeps=TicketMessage("citizen", words, now),
        topic="open",
        fund="reserve",
    )


def told(ticket: Ticket, text: str, now: datetime) -> Handling:
    """The citizen's words for the desk. From the first that is not answered the clock runs."""
    due_at = ticket.due_at or working_hours.due(now, working_hours.TO_ANSWER)
    return Handling(
        replace(ticket, due_at=due_at, changed_at=now),
        keeps=TicketMessage("citizen", text, now),
        in_room=says(
            "desk_citizen_says", (button(f"draft {ticket.code}", "draft_button"),), text=text, code=ticket.code
        ),
    )


def agreed(ticket: Ticket, helpdesk: str, territory: Territory, now: datetime) -> Handling:
    """The citizen said yes: the ticket waits at the other helpdesk, which sees what the citizen saw."""
    if ticket.status == "closed" or ticket.helpdesk == helpdesk:
        return tells("desk_no_longer")
    name = territory.helpdesks[helpdesk].name
    moved = replace(
        ticket,
        status="open",
        holder=None,
        helpdesk=helpdesk,
        level="helpdesk",
        due_at=working_hours.due(now, working_hours.TO_TAKE),
        changed_at=now,
    )
    step = Step("forwarded", now, None, {"helpdesk": name})
    in_room = says("desk_forwarded", helpdesk=name)
    return Handling(moved, audit="forward", step=step, push=True, in_room=in_room, topic="move")


def refused_to_move(ticket: Ticket, helpdesk: str, territory: Territory, now: datetime) -> Handling:
    if ticket.status == "closed" or ticket.helpdesk == helpdesk:
        return tells("desk_no_longer")
    name = territory.helpdesks[helpdesk].name
    stays = replace(ticket, due_at=ticket.due_at or working_hours.due(now, working_hours.TO_ANSWER), changed_at=now)
    in_room = says("desk_refused_to_move", helpdesk=name)
    return Handling(stays, audit="refuse_forward", in_room=in_room, reply=says("desk_stays"))


def withdrawn(ticket: Ticket, now: datetime) -> Handling | None:
    """None if it is closed already."""
    if ticket.status == "closed":
        return None
    closed = replace(
        ticket, status="closed", outcome="withdrawn", due_at=None, closed_at=now, changed_at=now, missing=()
    )
    step = Step("withdrawn", now)
    in_room = says("desk_withdrawn")
    return Handling(closed, audit="withdraw", step=step, in_room=in_room, topic="close", fund="withdrawn")


def second_look(ticket: Ticket, today: date, now: datetime) -> Handling | None:
    """A refused ticket opens again, for other eyes; once, and within its term. None if it may not."""
    if ticket.outcome != "refused" or ticket.status != "closed" or ticket.second_look is not None:
        return None
    if ticket.term is None or today > ticket.term or ticket.holder is None:
        return None
    opened_again = replace(
        ticket,
        status="open",
        outcome=None,
        second_look=ticket.holder,
        holder=None,
        level="helpdesk",
        due_at=working_hours.due(now, working_hours.TO_TAKE),
        closed_at=None,
        changed_at=now,
    )
    return Handling(
        opened_again,
        audit="second_look",
        step=Step("second_look", now),
        in_room=says("desk_second_look", _take(ticket), reason=ticket.reason),
        topic="reopen",
    )


# --- what the clock does ---


def overdue(ticket: Ticket, now: datetime) -> Handling | None:
    """Nobody has taken it, or nobody has answered: back to the queue, and one step up. None if its time is not up."""
    if ticket.status == "closed" or ticket.due_at is None or ticket.due_at > now:
        return None
    level = NEXT_LEVEL[ticket.level]
    climbed = replace(
        ticket,
        status="open",
        holder=None,
        level=level,  # type: ignore[arg-type]  # NEXT_LEVEL keeps to the levels
        due_at=working_hours.due(now, working_hours.TO_TAKE),
        changed_at=now,
    )
    told_room = says(f"desk_climbed_{level}" if level != ticket.level else "desk_still_waiting", _take(ticket))
    if level == ticket.level:
        step = Step("returned", now) if ticket.status == "taken" else None
        return Handling(climbed, audit="remind", step=step, push=step is not None, in_room=told_room)
    return Handling(
        climbed,
        audit="climb",
        step=Step(f"climbed_{level}", now),
        push=True,
        in_room=told_room,
        alert="district" if level == "district" else "lead",
    )


# --- pieces ---


def outcome_words(ticket: Ticket) -> str:
    return ", ".join(word_of(outcome) for outcome in OUTCOMES[ticket.kind])


def word_of(outcome: TicketOutcome) -> str:
    return next(word for word, meant in OUTCOME_WORDS.items() if meant == outcome)


def _holds(ticket: Ticket, operator: Operator) -> bool:
    return ticket.status == "taken" and ticket.holder == operator.id


def _not_in_hand(ticket: Ticket, operator: Operator, holder: str) -> Handling | None:
    """Why this operator may not act on it now; None if it is in their hands."""
    if ticket.status == "closed":
        return tells("desk_is_closed", code=ticket.code)
    if ticket.status == "open":
        return Handling(reply=says("desk_take_first", _take(ticket), code=ticket.code))
    if ticket.holder != operator.id:
        return tells("desk_taken_by", code=ticket.code, name=holder)
    return None


def _take(ticket: Ticket) -> tuple[Choice, ...]:
    return (button(f"take {ticket.code}", "desk_button_take"),)


def _after_closing(ticket: Ticket) -> tuple[tuple[Choice, ...], ...]:
    """How was it, and for a refusal the second look."""
    stars = tuple(
        Choice(Action("ticket", f"rate {ticket.code} {count}"), "text", {"text": str(count)}) for count in range(1, 6)
    )
    look = ((Choice(Action("ticket", f"second {ticket.code}"), "desk_button_look"),),) if ticket.term else ()
    return (*look, stars)


def _end_of(day: date) -> datetime:
    """The midnight after a day, in Italy."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), ROME)
