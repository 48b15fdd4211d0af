"""Drafts for operators: the words to understand are looked up, what was chosen is sent, what is proposed is masked and kept."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import reading, writing
from bot.desk.decide import VERB
from bot.desk.drafts import Exchange, exchange, last_question, with_more
from bot.desk.handling import Handling
from bot.desk.office import Office
from bot.desk.permissions import covers, may
from bot.desk.saying import says, tells
from bot.model.conversation import Action, Kind, Utterance
from bot.model.reply import EntryCard, Message
from bot.model.ticket import AnswerTicket, Ticket, TicketMessage
from bot.rules.masking import Masker
from bot.store import conversations, operators, proposals, tickets
from bot.understanding.sensitive import SensitiveFinder

DRAFTS = frozenset({"draft", "bozza"})
PROPOSES = frozenset({"propose", "bozza_voce"})
LONGEST_REPLY = 1500
"""Letters of a reply that are kept."""


async def words_to_read(session: AsyncSession, utterance: Utterance) -> str:
    """The citizen's words that a press or a command of the desk is about; empty for everything else.

    They are understood before the transaction in which it is looked at whether the operator may do it at all.
    """
    action = None
    if utterance.kind is Kind.BUTTON:
        action = await conversations.peek(session, utterance.chat, utterance.text)
    verb = verb_of(utterance, action)
    if verb not in DRAFTS | PROPOSES:
        return ""
    code = reading.code_named(utterance, action)
    if code is None and utterance.in_group:
        code = await tickets.find(session, utterance.chat, utterance.thread, utterance.reply_to)
    ticket = await tickets.read(session, code) if code else None
    if ticket is None:
        return ""
    if verb in PROPOSES:
        return (await exchange_of(session, utterance, ticket)).question
    return last_question(await tickets.messages(session, ticket.code), ticket.kind)


async def exchange_of(session: AsyncSession, utterance: Utterance, ticket: Ticket) -> Exchange:
    """The reply that the message answers, else the ticket's last one, with its question."""
    row = await tickets.written(session, utterance.chat, utterance.reply_to) if utterance.reply_to else None
    chosen = None
    if row is not None and row.ticket == ticket.code and row.author == "operator":
        chosen = TicketMessage("operator", row.text, row.at, row.operator)
    return exchange(await tickets.messages(session, ticket.code), ticket.kind, chosen)


def verb_of(utterance: Utterance, action: Action | None) -> str:
    """What is wanted of the desk: the verb of its button, or the command."""
    if action is not None:
        return action.object.partition(" ")[0] if action.verb == VERB else ""
    return reading.command_of(utterance.text)[0] if utterance.kind is Kind.COMMAND else ""


def text_of(office: Office, entry: str, ticket: Ticket) -> str:
    """An entry as the citizen reads it: in the ticket's language, with source and verified day. Empty if it is gone."""
    if entry not in office.knowledge.entries:
        return ""
    return office.writer(ticket.language).reply(Message((EntryCard(entry),))).text


async def answer_ticket(office: Office, utterance: Utterance, answer: AnswerTicket) -> None:
    """Sends what an operator chose or wrote in private; rights and ticket are looked at again, under its lock."""
    operator = await operators.of_chat(office.session, utterance.chat)
    ticket = await tickets.lock(office.session, answer.ticket)
    territory = office.knowledge.territory
    if operator is None or ticket is None or not may(operator, "answer") or not covers(operator, ticket, territory):
        return
    text = text_of(office, answer.entry, ticket) if answer.entry else answer.text
    if not text:
        return
    if not answer.entry and reading.is_note(text):
        await office.carry_out(writing.note(ticket, operator, reading.without_note_sign(text), office.now), utterance)
        return
    holder = await operators.by_id(office.session, ticket.holder) if ticket.holder else None
    handling = writing.answer(ticket, operator, holder.name if holder else "?", text, territory, office.now)
    if answer.entry:
        handling = with_more(handling, office.knowledge, answer.entry)
    if handling.answers:
        told = says("draft_answered", name=operator.name, code=ticket.code, text=text)
        handling = replace(handling, in_room=told)
    await office.carry_out(handling, utterance)


async def proposed(office: Office) -> list[Exchange]:
    """All that waits for a curator."""
    return [Exchange(each.question, each.reply) for each in await proposals.all_kept(office.session)]


async def kept(office: Office, handling: Handling) -> Handling:
    """Keeps what is proposed, masked; what is left to do and say."""
    if (proposal := handling.proposes) is None:
        return handling
    if SensitiveFinder(office.knowledge.sensitive).find(proposal.reply):
        return tells("draft_too_personal")
    masker = Masker(office.knowledge)
    question = masker.for_curators(proposal.question)
    reply = _cut(masker.mask(proposal.reply))
    new = (
        question
        and reply
        and await proposals.keep(office.session, office.today, question, reply, proposal.language, proposal.topic)
    )
    return handling if new else tells("draft_proposed_already")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_REPLY else text[: LONGEST_REPLY + 1].rpartition(" ")[0]
