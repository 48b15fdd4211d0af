"""Writes what follows from one thing done: the ticket, its steps, letters to room and citizen, money, the trail."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import cards, company_effects, deal_effects
from bot.desk.handling import FundMove, Handling, Link, Unlink
from bot.desk.permissions import district_of, district_of_ticket
from bot.desk.saying import says
from bot.knowledge.loader import Knowledge
from bot.knowledge.voucher import Call
from bot.model.conversation import Kind, Utterance
from bot.model.person import Audience
from bot.model.reply import Line, Message, Reply
from bot.model.ticket import OF_COMPANIES, Step, Ticket
from bot.rules.voucher import ledger as rules
from bot.rules.voucher.ledger_values import Change, Refused, Reserved, Waiting
from bot.store import audit, companies, conversations, mailbox, operators, questions, reminders, rooms, tickets, voucher
from bot.store.mailbox import Act
from bot.wording import Writer

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Office:
    """One transaction at one moment."""

    session: AsyncSession
    knowledge: Knowledge
    now: datetime
    today: date

    async def carry_out(self, handling: Handling, utterance: Utterance | None = None) -> None:
        """Writes all of it. `utterance`: what set it off; None: the clock, or a command line."""
        if handling.first:
            await self.carry_out(handling.first, utterance)
        if invited := handling.invites:
            await companies.invite(self.session, invited.company, invited.code, self.now)
        if handling.room_change and utterance:
            await self._change_room(handling, handling.room_change, utterance)
            return
        if handling.ticket is None:
            await self._reply(handling, utterance)
            return
        if refusal := await self._move_money(handling.ticket, handling.fund):
            await self._reply(Handling(reply=refusal), utterance)
            return
        ticket = handling.ticket
        if handling.topic == "move":
            ticket = await self._leave_room(ticket, handling)
        elif handling.topic == "open":
            room = await rooms.of_helpdesk(self.session, ticket.helpdesk)
            ticket = replace(ticket, room=room.chat if room else None, thread=None)
        await self._write(ticket, handling)
        if handling.corrects:
            await self._correct(ticket, handling, utterance)
        else:
            await self._tell(ticket, handling, utterance)
        if handling.alert:
            await self._alert(ticket, handling.alert)
        for chat, message in handling.to_others:
            await self.say_to(chat, message)

    async def _write(self, ticket: Ticket, handling: Handling) -> None:
        await tickets.save(self.session, ticket)
        await company_effects.follow(self.session, ticket, self.now, self.today)
        await deal_effects.follow(self.session, ticket, self.today, self.now)
        if step := handling.step:
            await tickets.add_step(self.session, ticket.code, step.what, step.at, step.operator, step.values)
        if handling.audit:
            audit.record(self.session, handling.operator, handling.audit, ticket.code, self.now)
        if ticket.status == "closed":
            await questions.drop_ticket(self.session, ticket.code)
            await reminders.drop(self.session, ticket.code, None, self.now)
        for later in handling.later:
            await reminders.set_for(self.session, ticket.code, later.what, later.at, self.now)

    async def _tell(self, ticket: Ticket, handling: Handling, utterance: Utterance | None) -> None:
        if handling.topic in ("open", "move"):
            await self.show_card(ticket, handling.keeps.text if handling.keeps else None)
        if handling.topic == "reopen":
            await self._act_on_topic(ticket, "reopen_topic")
        room_letter = await self._in_room(ticket, handling, utterance)
        citizen_letter = await self._to_citizen(ticket, handling, utterance)
        if keeps := handling.keeps:
            here = utterance if handling.topic != "open" or _asked_in(ticket, utterance) else None
            carried = citizen_letter if keeps.author == "operator" else room_letter
            chat, number = (here.chat, here.message) if here else (None, None)
            await tickets.add_message(self.session, ticket.code, keeps, chat, number, carried)
        await self._reply(handling, utterance, ticket)
        if handling.topic == "close":
            await self._act_on_topic(ticket, "close_topic")

    # --- to the citizen ---

    async def _to_citizen(self, ticket: Ticket, handling: Handling, utterance: Utterance | None) -> int | None:
        """Number of the letter; None if there is nothing to say, or nobody to say it to any more."""
        if not ticket.chat:
            return None
        message = handling.to_citizen
        if handling.push and handling.step:
            message = news(ticket, handling.step, message)
        if message is None:
            return None
        receipt = None
        if handling.operator is not None and not handling.push and utterance:
            receipt = await self._receipt(ticket, utterance)
        return await self.say_to(
            ticket.chat, message, ticket.language, ticket=ticket.code, receipt=receipt, audience=_asker(ticket)
        )

    async def _receipt(self, ticket: Ticket, utterance: Utterance) -> int:
        """The message, where the operator wrote, that will tell whether their words arrived."""
        return await self.say_to(
            utterance.chat,
            says("desk_on_its_way"),
            thread=utterance.thread,
            reply_to=utterance.message if utterance.in_group else None,
            ticket=ticket.code if utterance.chat == ticket.room else None,
        )

    async def push(self, ticket: Ticket, message: Message) -> None:
        """Says something to the citizen, if the chat is still known."""
        if ticket.chat:
            await self.say_to(ticket.chat, message, ticket.language, ticket=ticket.code, audience=_asker(ticket))

    # --- to the room ---

    async def show_card(self, ticket: Ticket, words: str | None = None) -> None:
        """Says in the ticket's room what it is about: what the citizen said and was told. The topic opens with it."""
        if ticket.room is None:
            return
        told = await tickets.messages(self.session, ticket.code)
        first = words if words is not None else next((each.text for each in told if each.author == "citizen"), "")
        await self.say_in_room(ticket, cards.card(self.knowledge, ticket, first))
        names = {each.id: each.name for each in await operators.everybody(self.session)}
        if so_far := cards.transcript(told, names):
            await self.say_in_room(ticket, so_far)

    async def say_in_room(self, ticket: Ticket, message: Message | None) -> int | None:
        """In the ticket's topic; without a room to whoever holds it."""
        if message is None:
            return None
        chat = await self._where_followed(ticket)
        of_ticket = ticket.code if chat == ticket.room else None
        return await self.say_to(chat, message, ticket=of_ticket) if chat else None

    async def _in_room(self, ticket: Ticket, handling: Handling, utterance: Utterance | None) -> int | None:
        """Whoever acts elsewhere, in private or in the terminal, reads it there too, unless they get a reply of their own."""
        elsewhere = utterance is not None and utterance.chat not in (ticket.room, ticket.chat)
        if handling.reply and elsewhere and ticket.room is None:
            return None
        letter = await self.say_in_room(ticket, handling.in_room)
        told = letter is not None and ticket.room is None and await self._held_from(ticket, utterance)
        if utterance and elsewhere and handling.in_room and not handling.reply and not told:
            await self.say_to(utterance.chat, handling.in_room, thread=utterance.thread)
        return letter

    async def _held_from(self, ticket: Ticket, utterance: Utterance | None) -> bool:
        """The holder's own chat stands in for a room and was told already."""
        holder = await operators.by_id(self.session, ticket.holder) if ticket.holder else None
        return holder is not None and utterance is not None and holder.chat == utterance.chat

    async def _leave_room(self, ticket: Ticket, handling: Handling) -> Ticket:
        """The ticket on its way to another room; the old topic says so and is closed."""
        target = await rooms.of_helpdesk(self.session, ticket.helpdesk)
        chat = handling.room or (target.chat if target else None)
        if ticket.room == chat:
            return ticket
        if ticket.room and await rooms.of_chat(self.session, ticket.room):
            forwarded = handling.in_room if handling.room is None else None
            last = forwarded or says("desk_moved_on", code=ticket.code)
            await self.say_to(ticket.room, last, thread=ticket.thread)
            if ticket.thread is not None:
                await self._act_on_topic(ticket, "close_topic")
        return replace(ticket, room=chat, thread=None)

    async def _act_on_topic(self, ticket: Ticket, act: Act) -> None:
        """Without a topic, sending does nothing: it opens one only for words."""
        if ticket.room and await rooms.of_chat(self.session, ticket.room):
            thread = ticket.thread
            of_ticket = ticket.code if thread is None else None
            await mailbox.post(self.session, ticket.room, "", (), self.now, act=act, thread=thread, ticket=of_ticket)

    async def _alert(self, ticket: Ticket, whom: str) -> None:
        """Other rooms learn that somebody waits: which ticket and where, nothing of what it says."""
        territory = self.knowledge.territory
        district = district_of_ticket(ticket, territory)
        message = cards.alert(self.knowledge, ticket, self.now)
        for room in await rooms.all_linked(self.session):
            place = district_of(room.helpdesk, territory) if room.helpdesk else None
            concerned = place == district is not None if whom == "district" else room.helpdesk is None
            if concerned and room.chat != ticket.room:
                await self.say_to(room.chat, message, ticket=ticket.code)

    async def _change_room(self, handling: Handling, change: Link | Unlink, utterance: Utterance) -> None:
        """A new room gets the tickets that have none yet; those of a lost one wait for the next."""
        audit.record(self.session, handling.operator, handling.audit, None, self.now)
        await self._reply(handling, utterance)
        if isinstance(change, Unlink):
            await rooms.unlink(self.session, utterance.chat)
            await tickets.leave(self.session, utterance.chat)
            return
        await rooms.link(self.session, utterance.chat, change.helpdesk, self.now)
        await mailbox.post(self.session, utterance.chat, "", (), self.now, act="check_topics", thread=utterance.thread)
        for code in await tickets.without_room(self.session):
            ticket = await tickets.lock(self.session, code)
            room = await rooms.of_helpdesk(self.session, ticket.helpdesk) if ticket else None
            if ticket and room and room.chat == utterance.chat:
                moved = replace(ticket, room=room.chat, thread=None)
                await tickets.save(self.session, moved)
                await self.show_card(moved)

    # --- corrections, replies ---

    async def _correct(self, ticket: Ticket, handling: Handling, utterance: Utterance | None) -> None:
        """What stood in the same message is replaced, and what carried it on is corrected where it arrived."""
        row = await tickets.written(self.session, utterance.chat, utterance.message) if utterance else None
        if row is None or handling.keeps is None:
            await self._tell(ticket, replace(handling, corrects=False), utterance)
            return
        row.text = handling.keeps.text
        by_operator = row.author == "operator"
        message = handling.to_citizen if by_operator else handling.in_room
        chat = ticket.chat if by_operator else await self._where_followed(ticket)
        if message is None or not chat:
            return
        if row.letter is None or await mailbox.chat_of(self.session, row.letter) != chat:
            again = replace(message, parts=(Line("letter_correction"), *message.parts))
            row.letter = await (self._say_again(ticket, again) if by_operator else self.say_in_room(ticket, again))
            return
        reply = self.writer(ticket.language if by_operator else "it").reply(message)
        buttons = await conversations.show_buttons(self.session, chat, reply, self.now)
        of_ticket = ticket.code if chat in (ticket.room, ticket.chat) else None
        await mailbox.post(
            self.session, chat, reply.text, buttons, self.now, act="edit", edits=row.letter, ticket=of_ticket
        )

    async def _say_again(self, ticket: Ticket, message: Message) -> int:
        """Where the message to correct cannot be found any more, the citizen reads it anew."""
        return await self.say_to(ticket.chat, message, ticket.language, ticket=ticket.code)

    async def _where_followed(self, ticket: Ticket) -> str | None:
        """The ticket's room, else the chat of whoever holds it."""
        if ticket.room and await rooms.of_chat(self.session, ticket.room):
            return ticket.room
        holder = await operators.by_id(self.session, ticket.holder) if ticket.holder else None
        return holder.chat if holder else None

    async def _reply(self, handling: Handling, utterance: Utterance | None, ticket: Ticket | None = None) -> None:
        if handling.reply is None or utterance is None:
            return
        once = handling.once and utterance.in_group
        if once and not await rooms.hint_once(self.session, utterance.chat, utterance.sender):
            return
        of_ticket = ticket.code if ticket and ticket.room == utterance.chat else None
        below = utterance.message if utterance.in_group else None
        language = "it"
        if ticket and ticket.chat == utterance.chat:
            language = ticket.language
        await self.say_to(
            utterance.chat, handling.reply, language, thread=utterance.thread, reply_to=below, ticket=of_ticket
        )

    async def say_to(
        self,
        chat: str,
        message: Message,
        language: str = "it",
        *,
        thread: int | None = None,
        reply_to: int | None = None,
        ticket: str | None = None,
        receipt: int | None = None,
        audience: Audience | None = None,
    ) -> int:
        """Words a message and posts it; the number of its letter."""
        reply: Reply = self.writer(language, audience).reply(message)
        buttons = await conversations.show_buttons(self.session, chat, reply, self.now)
        letter = await mailbox.post(
            self.session,
            chat,
            reply.text,
            buttons,
            self.now,
            thread=thread,
            reply_to=reply_to,
            ticket=ticket,
            receipt=receipt,
            spans=reply.spans,
        )
        for file in reply.files:
            await mailbox.post(self.session, chat, "", (), self.now, thread=thread, ticket=ticket, file=file)
        if audience == "company":
            await conversations.shows_now(self.session, chat, reply)
        return letter

    def writer(self, language: str = "it", audience: Audience | None = None) -> Writer:
        return Writer(self.knowledge, audience, self.today, language)

    # --- the money of a call ---

    async def _move_money(self, ticket: Ticket, move: FundMove | None) -> Message | None:
        """Keeps the ledger in step; a message if the money is not there, and then nothing else may be written."""
        call = self.knowledge.calls.get(ticket.call or "")
        if move is None or call is None or (call.fund_cents is not None and call.ceiling_cents is None):
            return None  # without a ceiling nobody knows yet how much a request needs
        await self.publish_fund(call)
        change = await self._ledger(ticket, call, move)
        await self._tell_promoted(change.promoted)
        match change.outcome:
            case Refused("still_waiting"):
                return says("desk_money_waiting", code=ticket.code)
            case Refused(why):
                log.warning("ticket %s: the ledger refuses %s (%s)", ticket.code, move, why)
        return None

    async def publish_fund(self, call: Call) -> None:
        """Brings the ledger to the fund that the call publishes; if there is more money now, those who wait move up."""
        if call.fund_cents is None or call.ceiling_cents is None:
            return
        fund = call.fund_cents
        published = await voucher.change(self.session, call.id, lambda journal: rules.set_fund(journal, fund, self.now))
        if isinstance(published.outcome, Refused):
            log.warning("call %s: its fund cannot become %d cents (%s)", call.id, fund, published.outcome.why)
        await self._tell_promoted(published.promoted)

    async def _ledger(self, ticket: Ticket, call: Call, move: FundMove) -> Change:
        code, now = ticket.code, self.now
        if move == "reserve":
            cents = call.ceiling_cents
            return await voucher.change(self.session, call.id, lambda journal: rules.reserve(journal, code, cents, now))
        if move == "confirm":
            return await voucher.change(self.session, call.id, lambda journal: rules.confirm(journal, code, now))
        return await voucher.change(self.session, call.id, lambda journal: rules.release(journal, code, move, now))

    async def _tell_promoted(self, promoted: Sequence[Reserved]) -> None:
        """Those who moved up from the waiting list are told at once."""
        for moved in promoted:
            if ticket := await tickets.read(self.session, moved.ticket):
                await self.tell_step(ticket, Step("reserved", self.now))

    async def tell_standing(self, ticket: Ticket) -> None:
        """After a request for a call with a fund: is the money put aside, or is there a waiting list?"""
        call = self.knowledge.calls.get(ticket.call or "")
        if call is None or call.fund_cents is None:
            return
        ticket = await tickets.read(self.session, ticket.code) or ticket  # by now it may have a room
        journal = await voucher.journal(self.session, call.id)
        match rules.standing(journal, ticket.code):
            case Reserved():
                await self.tell_step(ticket, Step("reserved", self.now))
            case Waiting(_, position):
                await self.tell_step(ticket, Step("waiting", self.now, None, {"position": str(position)}))

    async def tell_step(self, ticket: Ticket, step: Step) -> None:
        """A step by itself: kept, said to the citizen and shown in the room."""
        await tickets.add_step(self.session, ticket.code, step.what, step.at, step.operator, step.values)
        await self.push(ticket, news(ticket, step))
        await self.say_in_room(ticket, Message((Line(f"step_{step.what}", step.values),)))


def _asker(ticket: Ticket) -> Audience | None:
    """A company is spoken to as one."""
    return "company" if ticket.kind in OF_COMPANIES else None


def _asked_in(ticket: Ticket, utterance: Utterance | None) -> bool:
    """The message is the question that opened the ticket: a correction of it is one of the ticket."""
    return ticket.kind == "question" and utterance is not None and utterance.kind is Kind.TEXT


def news(ticket: Ticket, step: Step, below: Message | None = None) -> Message:
    """What happened, for the citizen; what stands below it keeps its buttons."""
    parts = (Line("desk_news", {"code": ticket.code}), Line(f"step_{step.what}", step.values))
    return Message((*parts, *below.parts), below.choices) if below else Message(parts)
