"""What a decision wants written, written: one place for every effect of the dialogue."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import closing, company_effects, draft_effects, working_hours, writing
from bot.desk.handling import Handling
from bot.desk.office import Office
from bot.desk.saying import says
from bot.dialogue.companies import moves
from bot.model.company import (
    AskSeat,
    DropContact,
    ForgetCompany,
    InviteContact,
    KeepCompany,
    KeepContact,
    KeepMeeting,
    TellCompany,
    TellRoom,
    UseInvitation,
)
from bot.model.conversation import Conversation, Heard, Kind, Utterance
from bot.model.deal import DropDeal, ForgetWorkplace, KeepDeal, KeepWorkplace
from bot.model.decision import Effect, Records
from bot.model.leave import ForgetPlan, SavePlan
from bot.model.reply import Message, Paper
from bot.model.self_check import ForgetSelfChecks, KeepSelfCheck
from bot.model.survey import ASKED, SendAnswers
from bot.model.ticket import (
    AnswerTicket,
    AskSecondLook,
    DropDraft,
    EraseEverything,
    GiveConsent,
    KeepDraft,
    LetBotSpeak,
    MarkDanger,
    OpenTicket,
    Operator,
    Rate,
    SendMyData,
    TellDesk,
    Ticket,
    Withdraw,
    WithdrawConsent,
)
from bot.model.visits import ForgetVisit, KeepVisit
from bot.papers import make
from bot.rules.meetings import ACTIVE
from bot.rules.surveys import ENOUGH
from bot.rules.voucher.ledger import standing
from bot.rules.voucher.ledger_values import Waiting
from bot.store import companies, deals, leave, mailbox, meetings, people, self_checks, surveys, tickets, visits, voucher


async def recall(
    session: AsyncSession, heard: Heard, conversation: Conversation, now: datetime, today: date
) -> Records:
    """All that a decision about this message may look at."""
    chat = heard.utterance.chat
    records = await tickets.recall_records(session, chat, now, fresh=secrets.token_hex(16))
    link = leave.link_wanted(heard, conversation)
    shared = await leave.opened(session, link) if link else None
    waiting = tuple([await _with_place(session, ticket) for ticket in records.tickets])
    held = await _held(session, records.operator) if records.operator else ()
    corrected = heard.utterance.message if heard.utterance.kind is Kind.EDIT else None
    return replace(
        records,
        plan=await leave.recall(session, chat),
        self_checks=await self_checks.of_chat(session, chat),
        deals=await deals.recall(session, chat, today),
        shared_plan=shared,
        shared_plans=await leave.opened_before(session, conversation),
        visit=await visits.of_chat(session, chat),
        tickets=waiting,
        held=held,
        network=await company_effects.recall(session, heard, conversation, now),
        survey=await surveys.seen(session, heard, conversation, today, ENOUGH),
        concerns=await tickets.concerned(session, chat, corrected, heard.utterance.reply_to),
    )


async def _held(session: AsyncSession, operator: Operator) -> tuple[Ticket, ...]:
    codes = await tickets.held_by(session, operator.id)
    return tuple([ticket for code in codes if (ticket := await tickets.read(session, code))])


async def _with_place(session: AsyncSession, ticket: Ticket) -> Ticket:
    """The ticket with its place in the waiting list of its call, if it is in one."""
    if ticket.call is None or ticket.status == "closed":
        return ticket
    match standing(await voucher.journal(session, ticket.call), ticket.code):
        case Waiting(_, position):
            return replace(ticket, waiting=position)
    return ticket


async def carry_out(office: Office, utterance: Utterance, effects: Iterable[Effect]) -> None:
    """Writes the effects of a decision about a citizen's message, in order."""
    session, chat, now = office.session, utterance.chat, office.now
    for effect in effects:
        match effect:
            case SavePlan(plan):
                await leave.keep(session, chat, plan)
            case ForgetPlan():
                await leave.forget(session, chat)
            case KeepVisit(visit):
                await visits.keep(session, visit)
            case ForgetVisit():
                await visits.forget(session, chat)
            case KeepSelfCheck(check):
                await self_checks.keep(session, chat, check)
            case ForgetSelfChecks():
                await self_checks.forget(session, chat)
            case KeepDeal(deal):
                await deals.keep(session, chat, deal, now)
            case DropDeal(id):
                await deals.drop(session, chat, id)
            case KeepWorkplace(firm, version):
                await deals.keep_workplace(session, chat, firm, version, now)
            case ForgetWorkplace():
                await deals.forget_workplace(session, chat)
            case KeepDraft(draft):
                await tickets.keep_draft(session, chat, draft)
            case DropDraft():
                await tickets.drop_draft(session, chat)
            case GiveConsent(subject, version):
                await tickets.give_consent(session, chat, subject, version, now)
            case WithdrawConsent(subject):
                await tickets.withdraw_consent(session, chat, subject, now)
            case OpenTicket(ticket, words):
                await office.carry_out(writing.opened(ticket, words, now), utterance)
                await office.tell_standing(ticket)
            case SendAnswers(survey, answers):
                await surveys.take(session, chat, survey, answers, ASKED)
            case SendMyData():
                await _send_copy(office, chat)
            case AnswerTicket():
                await draft_effects.answer_ticket(office, utterance, effect)
            case EraseEverything():
                await _erase(office, chat)
            case KeepCompany(company):
                await companies.save(session, company, now)
                if company.state == "left":
                    await companies.end_invitations(session, company.id)
            case KeepContact(company_id, role):
                await companies.add_contact(session, chat, company_id, role, now)
            case DropContact(contact, told):
                await companies.drop_contact(session, contact)
                if told:
                    await office.say_to(contact, told, audience="company")
            case ForgetCompany(company_id):
                await companies.forget(session, [company_id])
            case InviteContact(company_id, code):
                await companies.invite(session, company_id, code, now)
            case UseInvitation(code):
                await companies.use_invitation(session, code, now)
            case KeepMeeting(meeting):
                await meetings.save(session, meeting)
            case AskSeat():
                await company_effects.ask_seat(session, effect)
            case TellCompany(company_id, message):
                await tell_company(office, company_id, message)
            case TellRoom():
                await _tell_room(office, effect)
            case (
                TellDesk(code)
                | MarkDanger(code)
                | AskSecondLook(code, _)
                | Withdraw(code)
                | Rate(code)
                | LetBotSpeak(code)
            ):
                own = await tickets.lock(session, code)
                if own and own.chat == chat:  # nobody acts on somebody else's
                    await _on_ticket(office, utterance, effect, own)


async def tell_company(office: Office, company: str, message: Message) -> None:
    """Every contact reads it."""
    for contact in await companies.contacts(office.session, company):
        await office.say_to(contact.chat, message, audience="company")


async def _tell_room(office: Office, told: TellRoom) -> None:
    """In the ticket's room, or to its holder. What somebody has to take runs up like any ticket that nobody answers."""
    ticket = await tickets.lock(office.session, told.ticket)
    if ticket is None:
        return
    if told.form or (told.wakes and ticket.status != "closed"):
        due_at = working_hours.due(office.now, working_hours.TO_TAKE) if told.wakes else ticket.due_at
        ticket = replace(ticket, due_at=due_at, form={**ticket.form, **told.form})
        await tickets.save(office.session, ticket)
    await office.say_in_room(ticket, told.message)


async def _on_ticket(office: Office, utterance: Utterance, effect: Effect, ticket: Ticket) -> None:
    """What no longer holds, such as a second look after its term, is left alone: the decision has said so."""
    match effect:
        case TellDesk(_, correction):
            told = writing.told(ticket, utterance.text, office.now)
            await office.carry_out(replace(told, corrects=correction), utterance)
        case MarkDanger():
            await office.carry_out(writing.marked(ticket, office.now), utterance)
        case AskSecondLook(_, why):
            if again := closing.second_look(ticket, why, office.today, office.now):
                await office.carry_out(again, utterance)
        case Withdraw():
            if gone := closing.withdrawn(ticket, office.now):
                await office.carry_out(gone, utterance)
                await _call_off(office, utterance, ticket)
        case Rate(_, stars) if 1 <= stars <= 5:
            await tickets.rate(office.session, ticket.code, stars)
        case LetBotSpeak() if ticket.status != "closed":
            in_room = says("desk_bot_speaks") if ticket.status == "taken" else None
            await office.carry_out(Handling(replace(ticket, bot_speaks=True), in_room=in_room), utterance)


async def _call_off(office: Office, utterance: Utterance, ticket: Ticket) -> None:
    """Who takes back the request for a meeting does not come: the others are told."""
    meeting = await meetings.of_ticket(office.session, ticket.code) if ticket.kind == "meeting" else None
    guest = next((each for each in meeting.guests if each.ticket == ticket.code), None) if meeting else None
    if meeting and guest and meeting.state in ACTIVE:
        network = await company_effects.around(office.session, meeting, office.now)
        cancelled = moves.cancel(moves.Office(office.knowledge, network, office.now), meeting, guest.company)
        await carry_out(office, utterance, cancelled)


async def _send_copy(office: Office, chat: str) -> None:
    """A file with all that is kept of the chat; it goes out after what was said."""
    found = await people.everything(office.session, chat)
    file = make(office.knowledge, Paper("my_data", json.dumps(found)), office.today)
    await mailbox.post(office.session, chat, "", (), office.now, file=file)


async def _erase(office: Office, chat: str) -> None:
    """What is under way is withdrawn first, and the desk told."""
    for ticket in await tickets.of_chat(office.session, chat):
        if ticket.room:
            await office.say_in_room(ticket, says("rights_room_erased", code=ticket.code))
        if gone := closing.withdrawn(ticket, office.now):
            await office.carry_out(gone)
    company = await companies.of_chat(office.session, chat)
    await people.erase(office.session, chat, office.now)
    if company and company.member and company.ticket and not await companies.contacts(office.session, company.id):
        await _tell_room(office, TellRoom(company.ticket, says("company_no_contact", name=company.name)))
