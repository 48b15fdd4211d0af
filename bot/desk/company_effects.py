"""What the desk's decisions mean for a company, and what is looked up and written for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.company import AskSeat, ContactRole, Meeting, Network
from bot.model.conversation import Conversation, Heard
from bot.model.ticket import Ticket
from bot.rules import companies as rules
from bot.rules.meetings import may_join
from bot.store import companies, meetings

INVITE_LINK = "contatto_"
"""How the word after /start begins when an invitation of a contact is opened."""


async def recall(session: AsyncSession, heard: Heard, conversation: Conversation, now: datetime) -> Network:
    """All that a decision may look at about companies."""
    chat = heard.utterance.chat
    known = Network(members=await companies.members(session), tried=await companies.tried(session))
    if link := _invitation_wanted(heard, conversation):
        known = replace(known, invitation=await companies.invited(session, link, now))
    company = await companies.of_chat(session, chat, lock=True)
    if company is None:
        return known
    own = replace(known, company=company, contacts=await companies.contacts(session, company.id))
    if not company.member:
        return replace(own, pending=await companies.pending(session))
    met = await meetings.of_company(session, company.id)
    return replace(
        own,
        meetings=met,
        roles=await roles(session, met),
        open_tables=await meetings.to_come(session, now),
        load=await meetings.load(session, now.year),
    )


def _invitation_wanted(heard: Heard, conversation: Conversation) -> str | None:
    """The code of the invitation that was just opened, or that is being answered."""
    if heard.utterance.opened.startswith(INVITE_LINK):
        return heard.utterance.opened.removeprefix(INVITE_LINK)
    return conversation.flow.get("invite")


async def roles(session: AsyncSession, met: Sequence[Meeting]) -> dict[str, ContactRole | None]:
    """Of everybody in these meetings: the role of the contact who has been there longest."""
    known: dict[str, ContactRole | None] = {}
    for each in met:
        parties = (each.host, each.joining.company if each.joining else None, *(guest.company for guest in each.guests))
        for company in filter(None, parties):
            if company not in known:
                found = await companies.contacts(session, company)
                known[company] = found[0].role if found else None
    return known


async def around(session: AsyncSession, meeting: Meeting, now: datetime) -> Network:
    """What a move of a meeting looks at, where nobody of it wrote."""
    return Network(
        members=await companies.members(session),
        load=await meetings.load(session, now.year),
        roles=await roles(session, (meeting,)),
    )


async def ask_seat(session: AsyncSession, asked: AskSeat) -> None:
    """Somebody waits for the testimone's word; nothing if another does already."""
    meeting = await meetings.read(session, asked.meeting)
    if meeting and may_join(meeting, asked.guest.shared):
        await meetings.save(session, replace(meeting, joining=asked.guest))


async def follow(session: AsyncSession, ticket: Ticket, now: datetime, today: date) -> None:
    """A company is what the desk made of its request to join; what it offers counts once the desk has agreed."""
    if ticket.kind == "joining":
        company = await companies.of_ticket(session, ticket.code)
        if company and (changed := rules.after_request(company, ticket, today)):
            await companies.save(session, changed, now)
    elif ticket.kind == "meeting" and "shows" in ticket.form:
        company = await companies.read(session, ticket.form.get("company"), lock=True)
        if company and (changed := rules.after_offer(company, ticket, today)):
            await companies.save(session, changed, now)
    elif ticket.kind == "meeting" and "published" in ticket.form:
        await companies.has_tried(session, ticket.form["tried"], ticket.form["company"], now)
