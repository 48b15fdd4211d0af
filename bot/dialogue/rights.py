"""What is kept of a person, a copy of it, its deletion, and consents taken back: /privacy, /miei_dati, /cancella.

Periods are read where they are kept (rules/retention.py), so what is said here cannot differ from what is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.dialogue.answers import answer
from bot.dialogue.flow import Flow, ended
from bot.dialogue.texts import text
from bot.dialogue.turn import WAYS_ON, Turn, choice, row, say
from bot.knowledge.notices import SUBJECTS, Subject
from bot.model.company import DropContact, ForgetCompany
from bot.model.deal import DropDeal, ForgetWorkplace
from bot.model.decision import Decision, Effect, Records
from bot.model.leave import ForgetPlan
from bot.model.person import KEPT, Person
from bot.model.reply import Choice, Line, Message
from bot.model.self_check import ForgetSelfChecks
from bot.model.ticket import OF_MEMBERS, DropDraft, EraseEverything, SendMyData, Ticket, Withdraw, WithdrawConsent
from bot.model.time import italian_day
from bot.model.visits import ForgetVisit
from bot.rules.retention import KEEP

VERB = "rights"
TOPIC = "cancella-dati"
SAID = {
    "conversations": "conversations",
    "buttons": "buttons",
    "inbox": "mail",
    "outbox": "mail",
    "plans": "plans",
    "visits": "visits",
    "self_checks": "self_checks",
    "deals": "deals",
    "workplaces": "workplaces",
    "drafts": "drafts",
    "tickets": "tickets",
    "reminders": "reminders",
    "consents": "consents",
    "misses": "misses",
    "proposals": "misses",
    "audit": "audit",
    "ledger": "ledger",
    "surveys": "surveys",
}
"""Table -> the text that tells what it keeps, `rights_keep_<text>`. Two tables with one text keep their rows equally long."""
OF_OPERATORS = {"operators": "operators", "invites": "invites", "questions": "questions"}
"""The same for tables that hold nothing of citizens: told to operators."""
OF_COMPANY = {"companies": "companies", "meetings": "companies", "company_invites": "company_invites"}
"""The same for tables that hold nothing but companies: told to who speaks for one."""
FORMS: dict[Subject, str] = {
    "voucher": "richiedi-voucher",
    "question": "parla-operatore",
    "joining": "aderisci-rete",
    "agreement": "accordi-convenzioni",
}
"""The form that is over where its consent is withdrawn."""
YEAR = 365


@dataclass(frozen=True, slots=True)
class Keepsake:
    """Something kept of a chat because it agreed to that; it goes with the consent."""

    subject: Subject
    words: str
    """Its texts: `rights_has_<words>`, `rights_goes_<words>`."""
    here: Callable[[Records], object]
    forget: Effect


KEEPSAKES = (
    Keepsake("plan", "plan", lambda records: records.plan, ForgetPlan()),
    Keepsake("visit", "visit", lambda records: records.visit, ForgetVisit()),
    Keepsake("self_check", "self_checks", lambda records: records.self_checks, ForgetSelfChecks()),
    Keepsake("workplace", "workplace", lambda records: records.deals.workplace, ForgetWorkplace()),
)


def privacy(turn: Turn) -> Decision:
    """The answer of the knowledge base with its source, then what is kept now, for how long, and what this chat agreed to."""
    told = answer.answer(turn, "privacy")
    kept = [_italian_first(turn), _responsible(turn), Line("rights_keep", {"lines": "\n".join(_kept(turn))})]
    live = Message((*filter(None, kept), *_consents(turn)), (*_withdrawals(turn), *_copy_and_erase()))
    return replace(told, messages=(*told.messages, live))


def _responsible(turn: Turn) -> Line:
    """Who answers for the data, where that was set."""
    responsible = turn.knowledge.responsible
    if responsible is None:
        return Line("rights_responsible_missing")
    return Line("rights_responsible", {"name": responsible.name, "contact": responsible.contact})


def start(turn: Turn) -> Decision:
    """Somebody asks for their data, or to have them deleted, in words: both ways stand here."""
    responsible = _responsible(turn) if turn.knowledge.responsible else None
    parts = (_italian_first(turn), responsible, Line("rights_menu"), *_consents(turn))
    return _decide(turn, Message(tuple(filter(None, parts)), (*_copy_and_erase(), *_withdrawals(turn))))


def copy(turn: Turn) -> Decision:
    """/miei_dati: what there is in short; the file follows by itself."""
    lines = "\n".join(text(turn, line, "it") for line in _belongings(turn))
    told = Line("rights_copy", {"lines": lines})
    message = Message(
        tuple(filter(None, (_italian_first(turn), told))), (row(_button("erase", "rights_button_erase")),)
    )
    return _decide(turn, message, SendMyData())


def erase(turn: Turn) -> Decision:
    """/cancella: what goes, what stays and why, and one question."""
    parts = [_italian_first(turn), Line("rights_erase", _listed(turn, _goes(turn)))]
    parts += [Line("rights_stays", _listed(turn, _stays(turn))), Line("rights_erase_sure")]
    yes = replace(_button("erase_yes", "rights_button_erase_yes"), means="yes")
    rows = (row(yes), row(replace(_button("keep", "rights_button_keep"), means="no")))
    return _decide(turn, Message(tuple(filter(None, parts)), rows))


def press(turn: Turn, said: str) -> Decision | None:
    """What a button does; None if it names a consent that nobody knows."""
    verb, _, subject = said.partition(" ")
    match verb:
        case "copy":
            return copy(turn)
        case "erase":
            return erase(turn)
        case "erase_yes":
            forgotten = turn.remembering(flow={}, waiting=(), awaiting=None, heard={}, person=Person(), asked=())
            return _decide(forgotten, say("rights_erased"), EraseEverything())
        case "keep":
            return _decide(turn, say("rights_kept", *WAYS_ON))
        case "withdraw" | "withdraw_yes" if subject in SUBJECTS:
            return _withdraw(turn, subject, sure=verb == "withdraw_yes")
    return None


def period(turn: Turn, kept: timedelta) -> str:
    """`7 giorni`, `un anno`, `10 anni`."""
    years = round(kept.days / YEAR)
    if kept.days < YEAR:
        return text(turn, Line("rights_days", {"count": str(kept.days)}), "it")
    return text(turn, Line("rights_year") if years == 1 else Line("rights_years", {"count": str(years)}), "it")


# --- consents ---


def _withdraw(turn: Turn, subject: Subject, sure: bool) -> Decision:
    """Asks once, and says what it stops: what was asked for under the consent is taken back with it."""
    if subject not in turn.records.consents:
        return _decide(turn, say("rights_no_consent", *WAYS_ON))
    name = text(turn, Line(f"rights_subject_{subject}"), "it")
    if sure:
        forgotten = ended(turn, FORMS.get(subject, ""))
        done = say("rights_withdrawn", row(_button("erase", "rights_button_erase")), *WAYS_ON, subject=name)
        return _decide(forgotten, done, WithdrawConsent(subject), *_stopped(turn, subject))
    stops = [f"• {text(turn, line, 'it')}" for line in _stops(turn, subject)]
    rows = (
        row(_button(f"withdraw_yes {subject}", "rights_button_withdraw_yes")),
        row(_button("keep", "rights_button_keep")),
    )
    nothing = [text(turn, Line("rights_stops_nothing"), "it")]
    return _decide(turn, say("rights_withdraw_sure", *rows, subject=name, lines="\n".join(stops or nothing)))


def _stops(turn: Turn, subject: Subject) -> Iterator[Line]:
    if codes := _codes(_of_subject(turn, subject)):
        yield Line("rights_goes_open", {"codes": codes})
    if turn.records.draft and turn.records.draft.kind == subject:
        yield Line("rights_goes_draft")
    yield from (Line(f"rights_goes_{one.words}") for one in _keepsakes(turn) if one.subject == subject)
    if subject == "joining":
        yield from _of_company(turn)
    if subject == "agreement" and turn.records.deals.draft:
        yield Line("rights_goes_deals")


def _stopped(turn: Turn, subject: Subject) -> Iterator[Effect]:
    yield from (Withdraw(ticket.code) for ticket in _of_subject(turn, subject))
    if turn.records.draft and turn.records.draft.kind == subject:
        yield DropDraft()
    yield from (one.forget for one in _keepsakes(turn) if one.subject == subject)
    if subject == "joining" and (company := turn.records.network.company):
        yield ForgetCompany(company.id) if company.state == "draft" else DropContact(turn.conversation.chat)
    if subject == "agreement" and (draft := turn.records.deals.draft):
        yield DropDeal(draft.id)


def _of_subject(turn: Turn, subject: Subject) -> list[Ticket]:
    kinds = OF_MEMBERS if subject == "joining" else {subject}
    return [ticket for ticket in _open(turn) if ticket.kind in kinds]


def _consents(turn: Turn) -> Iterator[Line]:
    """What this chat agreed to, when, and in which version."""
    for subject, version in sorted(turn.records.consents.items()):
        given = turn.records.agreed_at.get(subject)
        day = italian_day(given) if given else "?"
        name = text(turn, Line(f"rights_subject_{subject}"), "it")
        yield Line("rights_consent", {"subject": name, "version": version, "day": day})


def _withdrawals(turn: Turn) -> Iterator[tuple[Choice, ...]]:
    for subject in sorted(turn.records.consents):
        name = text(turn, Line(f"rights_subject_{subject}"), "it")
        yield row(choice(VERB, f"withdraw {subject}", "rights_button_withdraw", {"subject": name}))


# --- what is kept ---


def _kept(turn: Turn) -> Iterator[str]:
    """A line for everything that is kept, with its period."""
    tables = (
        SAID | (OF_OPERATORS if turn.records.operator else {}) | (OF_COMPANY if turn.records.network.company else {})
    )
    said: dict[str, timedelta] = {}
    for table, key in tables.items():
        if table in KEEP:
            said[key] = max(KEEP[table], said.get(key, timedelta()))
    for key, kept in said.items():
        yield "• " + text(turn, Line(f"rights_keep_{key}", {"time": period(turn, kept)}), "it")
    yield "• " + text(turn, Line("rights_keep_person", {"time": period(turn, KEPT)}), "it")


def _belongings(turn: Turn) -> Iterator[Line]:
    """What the copy holds, in short."""
    yield Line("rights_has_conversation")
    if turn.records.draft:
        yield Line("rights_has_draft")
    if turn.records.tickets:
        yield Line("rights_has_tickets", {"codes": _codes(turn.records.tickets)})
        yield Line("rights_has_notes")
    yield from (Line(f"rights_has_{one.words}") for one in _keepsakes(turn))
    if turn.records.deals.own:
        yield Line("rights_has_deals", {"count": str(len(turn.records.deals.own))})
    if turn.records.consents:
        yield Line("rights_has_consents", {"count": str(len(turn.records.consents))})
    if company := turn.records.network.company:
        yield Line("rights_has_company", {"company": company.name})
    if turn.records.operator:
        yield Line("rights_has_operator")


# --- deletion ---


def _goes(turn: Turn) -> Iterator[Line]:
    yield Line("rights_goes_conversation")
    if turn.records.draft:
        yield Line("rights_goes_draft")
    yield from (Line(f"rights_goes_{one.words}") for one in _keepsakes(turn))
    if any(deal.status != "published" for deal in turn.records.deals.own):
        yield Line("rights_goes_deals")
    yield from _of_company(turn)
    if codes := _codes(_open(turn)):
        yield Line("rights_goes_open", {"codes": codes})
    if codes := _codes(ticket for ticket in turn.records.tickets if ticket.status == "closed"):
        yield Line("rights_goes_closed", {"codes": codes})


def _of_company(turn: Turn) -> Iterator[Line]:
    if company := turn.records.network.company:
        draft = company.state == "draft"
        yield Line("rights_goes_company_draft") if draft else Line("rights_goes_company", {"company": company.name})


def _stays(turn: Turn) -> Iterator[Line]:
    tickets = turn.records.tickets
    yield Line("rights_stays_mail", {"time": period(turn, KEEP["outbox"])})
    if tickets:
        yield Line("rights_stays_tickets", {"time": period(turn, KEEP["tickets"])})
        yield Line("rights_stays_audit", {"time": period(turn, KEEP["audit"])})
    if any(ticket.call for ticket in tickets):
        yield Line("rights_stays_ledger", {"time": period(turn, KEEP["ledger"])})
    if any(deal.status == "published" for deal in turn.records.deals.own):
        yield Line("rights_stays_deals")
    if tickets or turn.records.consents:
        yield Line("rights_stays_consents", {"time": period(turn, KEEP["consents"])})
    if any(ticket.room for ticket in tickets):
        yield Line("rights_stays_room")
    if turn.records.operator:
        yield Line("rights_stays_operator")


def _listed(turn: Turn, lines: Iterable[Line]) -> dict[str, str]:
    return {"lines": "\n".join(f"• {text(turn, line, 'it')}" for line in lines)}


# --- pieces ---


def _keepsakes(turn: Turn) -> list[Keepsake]:
    """Those that are here."""
    return [one for one in KEEPSAKES if one.here(turn.records)]


def _open(turn: Turn) -> list[Ticket]:
    return [ticket for ticket in turn.records.tickets if ticket.status != "closed"]


def _codes(tickets: Iterable[Ticket]) -> str:
    return ", ".join(ticket.code for ticket in tickets)


def _italian_first(turn: Turn) -> Line | None:
    """These texts are Italian alone: in another language that is said first."""
    return Line("italian_answer") if turn.conversation.language != "it" else None


def _copy_and_erase() -> tuple[tuple[Choice, ...], ...]:
    known = row(choice("about", "show", "you_button_show"))
    return (known, row(_button("copy", "rights_button_copy")), row(_button("erase", "rights_button_erase")))


def _button(object: str, label: str) -> Choice:
    return choice(VERB, object, label)


def _decide(turn: Turn, message: Message, *effects: Effect) -> Decision:
    return replace(turn.decide("action", message, topic=TOPIC), effects=effects)


FLOW = Flow(
    name=TOPIC,
    topics={TOPIC: start},
    commands={"privacy": privacy, "cancella": erase, "miei_dati": copy},
    verbs={VERB: press},
)
