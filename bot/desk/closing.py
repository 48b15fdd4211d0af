"""How a ticket ends, and how a refused one opens again for other eyes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.desk import working_hours
from bot.desk.handling import FundMove, Handling, Later
from bot.desk.saying import asks, button, says, take_row, tells
from bot.desk.taking import not_in_hand
from bot.model.conversation import Action
from bot.model.reply import Choice
from bot.model.ticket import Asked, Operator, Step, Ticket, TicketKind, TicketMessage, TicketOutcome
from bot.model.time import ROME, italian_day

APPEAL = timedelta(days=30)
"""To ask for a second look where the call names no term."""
LONGEST_REASON = 500
OUTCOMES: Mapping[TicketKind, tuple[TicketOutcome, ...]] = {
    "question": ("answered", "elsewhere", "no_reply", "duplicate", "withdrawn"),
    "agreement": ("granted", "refused", "elsewhere", "no_reply", "duplicate", "withdrawn"),
    "voucher": ("granted", "refused", "answered", "elsewhere", "no_reply", "duplicate", "withdrawn"),
    "joining": ("granted", "refused", "no_reply", "duplicate", "withdrawn"),
    "meeting": ("granted", "refused", "answered", "elsewhere", "no_reply", "withdrawn"),
    "advice": ("answered", "elsewhere", "no_reply", "duplicate", "withdrawn"),
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


def may_not_close(ticket: Ticket, operator: Operator, holder: str) -> Handling | None:
    """Whose hands it is in, and whose eyes have seen it: None if this operator may close it."""
    if ticket.status == "closed":
        return tells("desk_is_closed", code=ticket.code)
    if "coordinator" not in operator.roles and (refused := not_in_hand(ticket, operator, holder)):
        return refused
    return tells("desk_needs_other_eyes", code=ticket.code) if ticket.second_look == operator.id else None


def close(
    ticket: Ticket,
    operator: Operator,
    outcome: TicketOutcome,
    reason: str,
    appeal: timedelta | None,
    today: date,
    now: datetime,
) -> Handling:
    """Ends it with a reason in words. `appeal`: how long the call lets a refusal be contested."""
    if outcome not in OUTCOMES[ticket.kind]:
        return asks(Asked(ticket.code, "chiudi"), "desk_other_outcome", outcomes=outcome_words(ticket))
    word = word_of(outcome)
    if not reason.strip():
        return asks(Asked(ticket.code, f"chiudi {word}"), "desk_reason_needed", outcome=word, code=ticket.code)
    if len(reason.strip()) > LONGEST_REASON:
        return asks(Asked(ticket.code, f"chiudi {word}"), "desk_reason_long", most=str(LONGEST_REASON))
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
    named = {"joining": "closed_joined", "agreement": "closed_published"}
    what = named.get(ticket.kind, "closed_granted") if outcome == "granted" else f"closed_{outcome}"
    what = "closed_refused_again" if outcome == "refused" and again else what
    on_hold = outcome == "refused" and term is not None
    propose = (button(f"propose {ticket.code}", "draft_useful_for_others"),)
    return Handling(
        closed,
        audit="close",
        operator=operator.id,
        step=Step(what, now, operator.id, values),
        push=True,
        to_citizen=says("desk_rate", *_after_closing(closed)),
        in_room=says("desk_closed", propose, name=operator.name, outcome=word),
        topic="close",
        fund=None if on_hold else GIVES_BACK.get(outcome, "refused"),
        later=(Later("release", _end_of(term)),) if on_hold and term else (),
    )


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


def second_look(ticket: Ticket, why: str, today: date, now: datetime) -> Handling | None:
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
    asked = says("desk_second_look", take_row(ticket), reason=ticket.reason)
    if why:
        asked = says("desk_second_look_why", take_row(ticket), reason=ticket.reason, why=why)
    return Handling(
        opened_again,
        audit="second_look",
        step=Step("second_look", now),
        keeps=TicketMessage("citizen", why, now) if why else None,
        in_room=asked,
        topic="reopen",
    )


def outcome_words(ticket: Ticket) -> str:
    return ", ".join(word_of(outcome) for outcome in OUTCOMES[ticket.kind])


def word_of(outcome: TicketOutcome) -> str:
    return next(word for word, meant in OUTCOME_WORDS.items() if meant == outcome)


def _after_closing(ticket: Ticket) -> tuple[tuple[Choice, ...], ...]:
    """How was it, for a refusal the second look, and a way to write again."""
    stars = tuple(
        Choice(Action("ticket", f"rate {ticket.code} {count}"), "text", {"text": str(count)}) for count in range(1, 6)
    )
    look = ((Choice(Action("ticket", f"second {ticket.code}"), "desk_button_look"),),) if ticket.term else ()
    again = (Choice(Action("ticket", f"again {ticket.code}"), "ticket_again"),)
    if ticket.kind == "joining" and ticket.outcome == "granted":
        return ((Choice(Action("company", "start"), "company_mine"),), stars)
    return (*look, stars, again)


def _end_of(day: date) -> datetime:
    """The midnight after a day, in Italy."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), ROME)
