"""From a finished form to a ticket: the call it is for, the helpdesk that is competent, the words that operators read."""

from __future__ import annotations

from datetime import datetime, time

from bot.dialogue import consent
from bot.dialogue.texts import text
from bot.dialogue.turn import Turn
from bot.dialogue.voucher.form import CALL, SKIPPED, Answers, asked, form_of, spoken
from bot.knowledge.voucher import Call, open_calls
from bot.model.reply import Line
from bot.model.ticket import OpenTicket, Ticket
from bot.model.time import ROME
from bot.rules.codes import new_code
from bot.rules.helpdesks import route
from bot.rules.voucher.checks import Check, check

NO_CALL = "-"


def moment(turn: Turn) -> datetime:
    """Now, on the day that the assistant goes by: on a fixed day it is noon."""
    now = turn.records.now
    fixed = now.astimezone(ROME).date() != turn.today
    return datetime.combine(turn.today, time(12), ROME) if fixed else now


def calls(turn: Turn) -> tuple[Call, ...]:
    """Those that take requests now, the one that closes first before the others."""
    return open_calls(turn.knowledge.calls, moment(turn))


def open_call(turn: Turn, answers: Answers) -> Call | None:
    """The open call that is asked for; of several the one that was chosen; None: an expression of interest."""
    known = {call.id: call for call in calls(turn)}
    return known.get(answers.get(CALL, "")) or next(iter(known.values()), None)


def to_choose(turn: Turn, answers: Answers) -> bool:
    """Several calls are open and none of them was chosen yet."""
    ids = [call.id for call in calls(turn)]
    return len(ids) > 1 and answers.get(CALL) not in ids


def call_id(turn: Turn, answers: Answers) -> str:
    call = open_call(turn, answers)
    return call.id if call else NO_CALL


def trace(turn: Turn, answers: Answers) -> tuple[Check, ...]:
    return check(turn.knowledge, form_of(answers), open_call(turn, answers), turn.today)


def under_way(turn: Turn) -> Ticket | None:
    """The newest request for a voucher that is not closed."""
    return next((each for each in turn.records.tickets if each.kind == "voucher" and each.status != "closed"), None)


def ticket(turn: Turn, answers: Answers) -> Ticket:
    call, comune = open_call(turn, answers), _comune(turn, answers)
    return Ticket(
        code=new_code(turn.records.fresh),
        kind="voucher",
        chat=turn.conversation.chat,
        language=turn.conversation.language,
        helpdesk=_helpdesk(turn, call, comune),
        opened_at=turn.records.now,
        changed_at=turn.records.now,
        comune=comune,
        call=call.id if call else None,
        form={key: value for key, value in answers.items() if value != SKIPPED and key != CALL},
        consent=consent.current(turn, "voucher").version,
    )


def open_ticket(turn: Turn, opened: Ticket, answers: Answers) -> OpenTicket:
    """Operators read Italian: the summary is, whatever the person reads."""
    answered = [
        text(turn, Line("voucher_answer", {"question": name, "answer": spoken(turn, field, answers)}), "it")
        for field in asked(answers)
        for name in (text(turn, Line(f"voucher_name_{field}"), "it"),)
    ]
    checks = [text(turn, each.text, "it") for each in trace(turn, answers)]
    return OpenTicket(opened, "\n".join((*answered, "", *checks)))


def _comune(turn: Turn, answers: Answers) -> str | None:
    """Where the request belongs: home, else work; None if both lie outside."""
    known = turn.knowledge.territory.municipalities
    return next((answers[name] for name in ("residence", "work") if answers.get(name) in known), None)


def _helpdesk(turn: Turn, call: Call | None, comune: str | None) -> str | None:
    """Who runs the call, else the nearest competent helpdesk; None: the lead body."""
    if call and call.run_by in turn.knowledge.territory.helpdesks:
        return call.run_by
    desks = route(turn.knowledge.territory, comune, "worker", turn.today) if comune else ()
    return desks[0].id if desks else None
