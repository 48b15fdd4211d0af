"""From what a company asks for to a ticket: the helpdesk that is competent, the words that operators read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, time

from bot.dialogue import consent
from bot.dialogue.companies.form import Answers, asked, spoken
from bot.dialogue.texts import text
from bot.dialogue.turn import Turn
from bot.model.company import ELSEWHERE, Company
from bot.model.reply import Line
from bot.model.ticket import OpenTicket, Ticket, TicketKind
from bot.model.time import ROME
from bot.rules.codes import new_code
from bot.rules.companies import namesakes
from bot.rules.helpdesks import route


def now(turn: Turn) -> datetime:
    """Now, on the day that the assistant goes by: on a fixed day it is noon."""
    now = turn.records.now
    fixed = now.astimezone(ROME).date() != turn.today
    return datetime.combine(turn.today, time(12), ROME) if fixed else now


def ticket(turn: Turn, kind: TicketKind, company: Company, form: Mapping[str, str]) -> Ticket:
    comune = company.comune if company.comune != ELSEWHERE else None
    desks = route(turn.knowledge.territory, comune, "company", turn.today) if comune else ()
    return Ticket(
        code=new_code(turn.records.fresh),
        kind=kind,
        chat=turn.conversation.chat,
        language=turn.conversation.language,
        helpdesk=desks[0].id if desks else None,
        opened_at=turn.records.now,
        changed_at=turn.records.now,
        comune=comune,
        form=dict(form),
        consent=consent.current(turn, "joining").version,
    )


def to_join(turn: Turn, opened: Ticket, company: Company, answers: Answers) -> OpenTicket:
    """Operators read who asks, what to look at before they confirm, and of whom it may be a double."""
    told = [_line(turn, "company_answer", question=_name(turn, name), answer=spoken(turn, name, answers))
            for name in asked(answers)]  # fmt: skip
    return OpenTicket(opened, "\n".join((*told, "", *_to_check(turn, company))))


def _to_check(turn: Turn, company: Company) -> Iterator[str]:
    network = turn.records.network
    for other in namesakes((*network.members, *network.pending), company.name):
        if other.id != company.id:
            state = "member" if other.member else "asked"
            yield _line(turn, f"company_double_{state}", name=other.name, code=other.ticket or "?")
    yield _line(turn, "company_verify")
    if company.public:
        yield _line(turn, "company_verify_public")


def _name(turn: Turn, field: str) -> str:
    return _line(turn, f"company_name_{field}")


def _line(turn: Turn, key: str, **values: str) -> str:
    return text(turn, Line(key, values), "it")
