"""The citizen's view of their requests: where each stands, and what they may do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.dialogue import flow
from bot.dialogue.desk import handoff
from bot.dialogue.desk.handoff import LONGEST_QUESTION, WHY, WRITE, WRITING_IN, only_talks
from bot.dialogue.flow import Flow
from bot.dialogue.texts import text
from bot.dialogue.turn import Turn, choice, row, say, show
from bot.model.conversation import Kind
from bot.model.decision import Decision
from bot.model.reply import Choice, Line, Message
from bot.model.ticket import (
    AskSecondLook,
    LetBotSpeak,
    OpenTicket,
    Rate,
    Step,
    TellDesk,
    Ticket,
    TicketEffect,
    Withdraw,
)
from bot.model.time import italian_day
from bot.rules.codes import Mistyped, read_code
from bot.understanding.contact import Contact, contact_in

TOPIC = WRITING_IN
DRAFT_OF = "richiedi-voucher"
"""What may be half written, and was not sent."""
LISTED = 6
"""Requests that a list shows: the newest."""
STEPS_SHOWN = 8
MOST_STARS = 5
CALL_BACK = "call_back"
"""The step at which a number is asked for, after a request whose answer is wanted by phone."""
CODE_ALONE = 12
"""Letters of a message that is nothing but a code."""

Rows = tuple[tuple[Choice, ...], ...]


def start(turn: Turn) -> Decision:
    """/pratica [code]: the one that is meant, the only one, or a list."""
    code = read_code(turn.said)
    if isinstance(code, Mistyped):
        return turn.decide("action", say("ticket_mistyped", *_ways(turn), code=code.seen), topic=TOPIC)
    if code:
        ticket = _own(turn, code)
        return turn.decide("action", _card(turn, ticket) if ticket else _not_found(turn, code), topic=TOPIC)
    tickets = turn.records.tickets
    if not tickets and turn.records.draft is not None and turn.records.draft.answers:
        title = turn.knowledge.topics[DRAFT_OF].title
        way = row(choice("resume", DRAFT_OF, "resume", {"title": title}))
        return turn.decide("action", say("ticket_none_yet", way), topic=TOPIC)
    if not tickets:
        return turn.decide(
            "action", say("ticket_none", row(show("richiedi-voucher")), row(show("parla-operatore"))), topic=TOPIC
        )
    return turn.decide("action", _card(turn, tickets[0]) if len(tickets) == 1 else _list(turn), topic=TOPIC)


def hear(turn: Turn) -> Decision | None:
    """A message for the desk after "Scrivi allo sportello", or a code by itself; None for everything else."""
    if flow.step(turn, TOPIC) in (WRITE, WHY):
        return None if only_talks(turn) else _written(turn)
    if (contact := contact_in(turn.said)) and (contact.alone or flow.step(turn, TOPIC) == CALL_BACK):
        return _called_back(turn, contact)
    if turn.utterance is None or len(turn.said) > CODE_ALONE:
        return None
    code = read_code(turn.said)
    meant = isinstance(code, str) or (code is not None and not turn.conversation.flow)
    return start(turn) if meant else None


def _called_back(turn: Turn, contact: Contact) -> Decision | None:
    """A number, or an hour, for the request that was just made: at its own question, or told by itself afterwards."""
    if flow.step(turn, TOPIC) == CALL_BACK:
        return _written(turn)
    waiting = next((each for each in turn.records.tickets if each.status == "open"), None)
    if waiting is None or not contact.phone or turn.conversation.flow or turn.conversation.awaiting:
        return None
    return _written(flow.at_step(turn, TOPIC, CALL_BACK, ticket=waiting.code))


def ask_to_call_back(turn: Turn, decision: Decision) -> Decision:
    """Who wants to be called says the number after the request is sent: the form has no place for it."""
    sent = next((each.ticket for each in decision.effects if isinstance(each, OpenTicket)), None)
    if sent is None or sent.form.get("contact") != "phone" or decision.conversation.flow:
        return decision
    asking = flow.at_step(replace(turn, conversation=decision.conversation), TOPIC, CALL_BACK, ticket=sent.code)
    message = say("ticket_ask_phone", row(_button("stop", sent, "ticket_stop")), code=sent.code)
    return replace(decision, conversation=asking.conversation, messages=(*decision.messages, message))


def press(turn: Turn, said: str) -> Decision | None:
    """What a button under a request does; None if the request is not there any more, or not theirs."""
    verb, _, rest = said.partition(" ")
    if verb == "list":
        return _quiet(start(turn))
    code, _, value = rest.partition(" ")
    ticket = _own(turn, code)
    decision = _pressed(turn, ticket, verb, value) if ticket else None
    return _quiet(decision) if decision else None


def _pressed(turn: Turn, ticket: Ticket, verb: str, value: str) -> Decision | None:
    is_open = ticket.status != "closed"
    match verb:
        case "show":
            return _say(turn, _card(turn, ticket))
        case "write" if is_open:
            writing = flow.at_step(turn, TOPIC, WRITE, ticket=ticket.code)
            return _say(writing, say("ticket_write_now", row(_button("stop", ticket, "ticket_stop")), code=ticket.code))
        case "stop":
            return _say(flow.ended(turn, TOPIC), _card(turn, ticket))
        case "withdraw" if is_open and value == "yes":
            return _doing(
                turn,
                Withdraw(ticket.code),
                say("ticket_withdrawn", row(_button("show", ticket, "ticket_see")), code=ticket.code),
            )
        case "withdraw" if is_open:
            sure = (
                row(replace(_button("withdraw", ticket, "ticket_withdraw_yes", "yes"), means="yes")),
                row(replace(_button("show", ticket, "ticket_keep"), means="no")),
            )
            return _say(turn, say("ticket_withdraw_sure", *sure, code=ticket.code))
        case "second" if may_contest(turn, ticket) and value == "now":
            asked = say("ticket_second_asked", code=ticket.code)
            return _doing(flow.ended(turn, TOPIC), AskSecondLook(ticket.code), asked)
        case "second" if may_contest(turn, ticket):
            asking = flow.at_step(turn, TOPIC, WHY, ticket=ticket.code)
            now, stop = (
                _button("second", ticket, "ticket_second_now", "now"),
                _button("stop", ticket, "ticket_second_no"),
            )
            return _say(asking, say("ticket_second_why", row(now), row(stop), code=ticket.code))
        case "second" if not is_open and ticket.second_look is None and ticket.outcome == "refused":
            return _say(turn, say("ticket_second_late"))
        case "rate" if not is_open and value.isdigit() and 1 <= int(value) <= MOST_STARS:
            if ticket.stars is not None:
                return _say(turn, say("ticket_rated_already", *_ways(turn)))
            return _doing(turn, Rate(ticket.code, int(value)), say("ticket_rated", *_ways(turn)))
        case "bot" if is_open:
            return _doing(turn, LetBotSpeak(ticket.code), say("ticket_bot_back"))
        case "again" if not is_open:
            return handoff.again(turn, ticket)
        case "write" | "withdraw" | "second" | "rate" | "bot" | "again":
            return _say(turn, _card(turn, ticket))
    return None


def resume(turn: Turn) -> Decision:
    """Goes on with the message to the desk, or with the reason for a second look."""
    waiting = turn.conversation.flow
    if waiting.get("step") == CALL_BACK and (ticket := _own(turn, waiting.get("ticket", ""))):
        asked = say("ticket_ask_phone", row(_button("stop", ticket, "ticket_stop")), code=ticket.code)
        return _quiet(_say(turn, asked))
    verb = "second" if waiting.get("step") == WHY else "write"
    return press(turn, f"{verb} {waiting.get('ticket', '')}") or _quiet(start(flow.ended(turn, TOPIC)))


def refuse_file(turn: Turn, what: str) -> Decision | None:
    """Files do not go into a request, and why; None if none is being written to."""
    if flow.step(turn, TOPIC) not in (WRITE, WHY):
        return None
    return _quiet(_say(turn, say("handoff_no_files", what=what)))


def may_contest(turn: Turn, ticket: Ticket) -> bool:
    """A refusal, within its term, that nobody has looked at twice."""
    in_time = ticket.term is None or turn.today <= ticket.term
    return ticket.status == "closed" and ticket.outcome == "refused" and ticket.second_look is None and in_time


def _written(turn: Turn) -> Decision | None:
    """The words go into the ticket; health and codes do not."""
    ticket = _own(turn, turn.conversation.flow.get("ticket", ""))
    why = flow.step(turn, TOPIC) == WHY
    if ticket is None or not (may_contest(turn, ticket) if why else ticket.status != "closed"):
        return None
    if turn.understanding.sensitive:
        return _quiet(_say(turn, say("handoff_no_sensitive")))
    if len(turn.said) > LONGEST_QUESTION:
        return _quiet(_say(turn, say("ticket_too_long")))
    if why:
        asked = say("ticket_second_asked", code=ticket.code)
        return _quiet(_doing(flow.ended(turn, TOPIC), AskSecondLook(ticket.code, turn.said), asked))
    edit = turn.utterance is not None and turn.utterance.kind is Kind.EDIT
    told = say("ticket_written", row(_button("write", ticket, "ticket_write_more")), code=ticket.code)
    return _quiet(_doing(flow.ended(turn, TOPIC), TellDesk(ticket.code, correction=edit), told))


# --- what is shown ---


def _card(turn: Turn, ticket: Ticket) -> Message:
    """Where it stands: who has the ball, what is missing, the place in the waiting list, the dated steps."""
    kind = text(turn, Line(f"ticket_kind_{ticket.kind}"))
    lines = [Line("ticket_card", {"code": ticket.code, "kind": kind}), *_state(turn, ticket)]
    if ticket.follows:
        lines.insert(1, Line("ticket_follows", {"code": ticket.follows}))
    if steps := [line for step in ticket.steps[-STEPS_SHOWN:] if (line := _step(turn, step))]:
        lines.append(Line("ticket_steps", {"steps": "\n".join(steps)}))
    return Message(tuple(lines), _rows(turn, ticket))


def _state(turn: Turn, ticket: Ticket) -> Iterator[Line]:
    if ticket.status == "closed":
        yield Line(f"ticket_outcome_{ticket.outcome or 'answered'}")
        if ticket.reason:
            yield Line("ticket_reason", {"reason": ticket.reason})
        if may_contest(turn, ticket) and ticket.term:
            yield Line("ticket_contest", {"day": italian_day(ticket.term)})
        return
    yield Line(f"ticket_waits_{ticket.waits_for}")
    if ticket.second_look is not None:
        yield Line("ticket_second_look")
    if ticket.missing:
        yield Line("ticket_missing", {"documents": "\n".join(f"• {each}" for each in ticket.missing)})
    if ticket.waiting is not None:
        yield Line("ticket_waiting", {"position": str(ticket.waiting)})


def _step(turn: Turn, step: Step) -> str | None:
    """ "22/11/2026: ..."; None for a step that has no words for the citizen."""
    key = f"step_{step.what}"
    if key not in turn.knowledge.words["it"]:
        return None
    return f"{italian_day(step.at)}: {text(turn, Line(key, step.values))}"


def _rows(turn: Turn, ticket: Ticket) -> Rows:
    rows: list[tuple[Choice, ...]] = []
    if ticket.status != "closed":
        rows += [row(_button("write", ticket, "ticket_write")), row(_button("withdraw", ticket, "ticket_withdraw"))]
    if may_contest(turn, ticket):
        rows.append(row(_button("second", ticket, "ticket_second")))
    if ticket.status == "closed":
        rows.append(row(_button("again", ticket, "ticket_again")))
    if ticket.status == "closed" and ticket.stars is None and ticket.outcome != "withdrawn":
        rows.append(
            row(*(_button("rate", ticket, "text", str(star), text=str(star)) for star in range(1, MOST_STARS + 1)))
        )
    if len(turn.records.tickets) > 1:
        rows.append(row(choice("ticket", "list", "ticket_others")))
    return tuple(rows)


def _list(turn: Turn) -> Message:
    """Those that are not closed first, then the newest."""
    tickets = sorted(turn.records.tickets, key=lambda each: each.status == "closed")[:LISTED]
    rows = []
    for each in tickets:
        values = {
            "code": each.code,
            "day": italian_day(each.opened_at),
            "kind": text(turn, Line(f"ticket_kind_{each.kind}")),
        }
        rows.append(row(_button("show", each, "ticket_listed", **values)))
    return say("ticket_list", *rows)


def _not_found(turn: Turn, code: str) -> Message:
    """The same for a code that does not exist and for somebody else's: nothing can be learnt by trying."""
    return say("ticket_not_found", *_ways(turn), code=code)


def _ways(turn: Turn) -> Rows:
    mine = (row(choice("ticket", "list", "ticket_mine")),) if turn.records.tickets else ()
    return (*mine, row(show("trova-sportello")))


# --- pieces ---


def _own(turn: Turn, code: str) -> Ticket | None:
    return next((each for each in turn.records.tickets if each.code == code), None)


def _button(verb: str, ticket: Ticket, label: str, value: str = "", **values: str) -> Choice:
    return choice("ticket", f"{verb} {ticket.code} {value}".strip(), label, values)


def _say(turn: Turn, message: Message) -> Decision:
    return turn.decide("action", message, topic=TOPIC)


def _doing(turn: Turn, effect: TicketEffect, message: Message) -> Decision:
    return replace(_say(turn, message), effects=(effect,))


def _quiet(decision: Decision) -> Decision:
    return replace(decision, events=())


def _open(turn: Turn, link: str) -> Decision | None:
    return start(turn) if isinstance(read_code(link), str) else None


FLOW = Flow(
    name=TOPIC,
    topics={TOPIC: start},
    commands={"pratica": start},
    verbs={"ticket": press},
    hear=hear,
    after=ask_to_call_back,
    resume=resume,
    refuse_file=refuse_file,
    open=_open,
)
