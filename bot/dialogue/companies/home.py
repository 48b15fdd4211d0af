"""What a company that joined does here: who speaks for it, advice, leaving; and how a new contact comes in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.dialogue import consent
from bot.dialogue import flow as flows
from bot.dialogue.companies import moves, screens, sending
from bot.dialogue.companies.form import VALUES, answers_of
from bot.dialogue.texts import text
from bot.dialogue.turn import Turn, choice, row
from bot.dialogue.turn import show as topic_button
from bot.model.company import (
    Company,
    Contact,
    ContactRole,
    DropContact,
    ForgetCompany,
    InviteContact,
    KeepCompany,
    KeepContact,
    TellCompany,
    TellRoom,
    UseInvitation,
)
from bot.model.decision import Decision, Effect
from bot.model.reply import Line, Message
from bot.model.ticket import OpenTicket, Withdraw, WithdrawConsent

TOPIC = "aderisci-rete"
INVITE = "invite"
"""In the flow: the code of the invitation that was opened."""
PREFIX = "contatto_"
"""How the word after /start begins when an invitation is opened."""
CODE_SIGNS = 12
ROLE = "role_of_contact"


def show(turn: Turn, *lines: Line) -> Decision:
    company = turn.records.network.company
    assert company is not None, "only a member has a page"
    return _say(flows.ended(turn, TOPIC), screens.home(turn, company, *lines))


def press(turn: Turn, verb: str, rest: str) -> Decision | None:
    """The buttons of a company that asked or joined, and of who is invited; None if it is none of these."""
    company, me = turn.records.network.company, turn.records.network.contact(turn.conversation.chat)
    if verb == "join" and rest in VALUES["role"]:
        return _join(turn, rest)  # type: ignore[arg-type]  # looked at in the line above
    if company is None or me is None or company.state not in ("member", "asked"):
        return None
    if verb in ("leave", "leave_yes"):
        return _leave(turn, company) if verb == "leave_yes" else _quiet(turn, _leaving(company))
    if not company.member:
        return None
    match verb:
        case "home":
            return _quieted(show(turn))
        case "details":
            return _quiet(turn, screens.details(turn, answers_of(company, me.role)))
        case "contacts":
            return _quiet(turn, screens.contacts(turn))
        case "invite":
            return _invite(turn, company)
        case "revoke" | "revoke_yes":
            return _revoke(turn, rest, verb == "revoke_yes")
        case "step_down" | "step_down_yes":
            return _step_down(turn, company, verb == "step_down_yes")
        case "advice":
            return _advice(turn, company, rest)
    return None


# --- who speaks for it ---


def _invite(turn: Turn, company: Company) -> Decision:
    code = turn.records.fresh[:CODE_SIGNS]
    return _quiet(turn, screens.invitation(code, company), effects=(InviteContact(company.id, code),))


def _revoke(turn: Turn, named: str, sure: bool) -> Decision:
    """A contact by its number and day: if the list has changed meanwhile, nobody else is hit."""
    number, _, since = named.partition(" ")
    listed = dict(enumerate(turn.records.network.contacts, start=1))
    found = listed.get(int(number)) if number.isdecimal() else None
    if found is None or f"{found.since:%y%m%d%H%M%S}" != since or found.chat == turn.conversation.chat:
        return _quiet(turn, screens.contacts(turn, Line("company_contact_gone")))
    role = _role(turn, found)
    if not sure:
        return _quiet(
            turn, screens.sure("company_revoke_sure", f"revoke_yes {named}", "contacts", number=number, role=role)
        )
    ended = DropContact(found.chat, screens.told("company_revoked_you"))
    return _quiet(turn, screens.told("company_revoked", row(screens.button("contacts", "company_back")),
                                     values={"role": role}), effects=(ended,))  # fmt: skip


def _step_down(turn: Turn, company: Company, sure: bool) -> Decision:
    """A contact leaves; the company stays, and if nobody speaks for it any more the operators know."""
    last = len(turn.records.network.contacts) < 2
    if not sure:
        key = "company_step_down_last" if last else "company_step_down_sure"
        return _quiet(turn, screens.sure(key, "step_down_yes", "contacts", name=company.name))
    gone = DropContact(turn.conversation.chat)
    effects = (gone, WithdrawConsent("joining"), *_nobody_left(company, last))
    over = flows.ended(turn, TOPIC).remembering(audience=None)
    return _quiet(over, screens.told("company_stepped_down", row(topic_button("trova-sportello"))), effects=effects)


def _nobody_left(company: Company, last: bool) -> tuple[Effect, ...]:
    return _desk_told(company, "company_no_contact") if last else ()


def _desk_told(company: Company, key: str) -> tuple[Effect, ...]:
    return (TellRoom(company.ticket, screens.told(key, values={"name": company.name})),) if company.ticket else ()


# --- a new contact ---


def opened(turn: Turn, link: str) -> Decision | None:
    """t.me/<bot>?start=contatto_<code>"""
    if not link.startswith(PREFIX):
        return None
    turn = turn.remembering(audience="company")
    network, found = turn.records.network, turn.records.network.invitation
    if not isinstance(found, Company):
        rows = (row(topic_button("azienda-adesione")), row(topic_button("trova-sportello")))
        return _say(turn, screens.told(f"company_invite_{found or 'unknown'}", *rows))
    if network.company and network.company.state in ("member", "asked"):
        key = "company_invite_yours" if network.company.id == found.id else "company_invite_other"
        return _say(turn, screens.told(key, row(screens.button("start", "company_mine")),
                                       values={"name": network.company.name}))  # fmt: skip
    code = link.removeprefix(PREFIX)
    if consent.agreed(turn, "joining"):
        return ask_role(flows.at_step(turn, TOPIC, ROLE, **{INVITE: code}))
    asking = flows.at_step(turn, TOPIC, "consent", **{INVITE: code})
    return _say(
        asking, screens.told("company_invited_first", values={"name": found.name}), consent.ask(turn, "joining")
    )


def is_invited(turn: Turn) -> bool:
    return flows.step(turn, TOPIC) is not None and INVITE in turn.conversation.flow


def ask_role(turn: Turn) -> Decision:
    found, code = turn.records.network.invitation, turn.conversation.flow[INVITE]
    if not isinstance(found, Company):
        return _quiet(flows.ended(turn, TOPIC), screens.told(f"company_invite_{found or 'unknown'}"))
    return _quiet(flows.at_step(turn, TOPIC, ROLE, **{INVITE: code}), screens.invited(found))


def _join(turn: Turn, role: ContactRole) -> Decision:
    found, mine = turn.records.network.invitation, turn.records.network.company
    if not consent.agreed(turn, "joining") or not isinstance(found, Company) or not is_invited(turn):
        return _quiet(turn, screens.told("company_invite_expired", row(topic_button("trova-sportello"))))
    code = turn.conversation.flow[INVITE]
    told = TellCompany(found.id, screens.told("company_new_contact", row(screens.button("contacts", "company_contacts")),
                                              values={"role": text(turn, Line(f"company_role_{role}"))}))  # fmt: skip
    before = (ForgetCompany(mine.id),) if mine and mine.state == "draft" else ()
    effects = (*before, told, UseInvitation(code), KeepContact(found.id, role))
    home = row(screens.button("start", "company_mine"))
    return _quiet(
        flows.ended(turn, TOPIC), screens.told("company_joined_as", home, values={"name": found.name}), effects=effects
    )


# --- advice and leaving ---


def _advice(turn: Turn, company: Company, problem: str) -> Decision:
    """About which problem is asked first; then it is a ticket like others."""
    problems = turn.knowledge.firm_facts["problem"].values
    if problem not in problems:
        rows = tuple(row(screens.button(f"advice {id}", text=value.label)) for id, value in problems.items())
        return _quiet(turn, screens.told("company_advice_which", *rows, row(screens.button("home", "company_back"))))
    opened = sending.ticket(turn, "advice", company, {"need": problem})
    values = {"name": company.name, "problem": problems[problem].label}
    asked = OpenTicket(opened, text(turn, Line("company_advice_card", values), "it"))
    write = row(choice("ticket", f"write {opened.code}", "ticket_write"))
    sent = screens.told("company_advice_sent", write, row(screens.button("home", "company_back")),
                        values={"code": opened.code})  # fmt: skip
    return _quiet(turn, sent, effects=(asked,))


def _leaving(company: Company) -> Message:
    key = "company_leave_sure" if company.member else "company_take_back_sure"
    return screens.sure(key, "leave_yes", "start", name=company.name)


def _leave(turn: Turn, company: Company) -> Decision:
    """Out of the network: everybody who spoke for it is told, and so are the operators. A request that is taken back
    becomes a draft again."""
    over = flows.ended(turn, TOPIC)
    ways = row(screens.button("start", "company_start")), row(topic_button("trova-sportello"))
    if not company.member:
        taken_back = (Withdraw(company.ticket),) if company.ticket else ()
        return _quiet(over, screens.told("company_taken_back", *ways), effects=taken_back)
    gone = replace(company, state="left", left_on=turn.today, testimone_since=None)
    desk = _desk_told(company, "company_left_desk")
    network = turn.records.network
    meetings = moves.leaves(moves.Office(turn.knowledge, network, sending.now(turn)), company, network.meetings)
    effects = (*meetings, KeepCompany(gone), *desk, *_contacts_end(turn, company))
    return _quiet(over, screens.told("company_left", *ways, values={"name": company.name}), effects=effects)


def _contacts_end(turn: Turn, company: Company) -> Iterator[Effect]:
    told = screens.told("company_left_you", values={"name": company.name})
    for each in turn.records.network.contacts:
        yield DropContact(each.chat, None if each.chat == turn.conversation.chat else told)


# --- pieces ---


def _role(turn: Turn, contact: Contact) -> str:
    return text(turn, Line(f"company_role_{contact.role}" if contact.role else "company_not_said"))


def _say(turn: Turn, *messages: Message) -> Decision:
    return turn.decide("action", *messages, topic=TOPIC)


def _quiet(turn: Turn, *messages: Message, effects: tuple[Effect, ...] = ()) -> Decision:
    return replace(_say(turn, *messages), events=(), effects=effects)


def _quieted(decision: Decision) -> Decision:
    return replace(decision, events=())
