"""Companies at work for tests: they join by buttons and words, an operator confirms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.model.company import Company, Contact, Meeting
from bot.model.ticket import Ticket
from bot.rules.codes import new_code
from bot.store import companies, meetings, tickets

from .conftest import ANNA, SAN_DONATO, Desk

ROSSI, VERDI, BIANCHI, COLLEAGUE = (f"telegram:{number}" for number in (201, 202, 203, 204))
VERSION = "2026-11"


async def press(desk: Desk, who: str, object: str, verb: str = "company") -> str:
    """What was said after a button."""
    return "\n".join(letter.text for letter in await desk.press(who, object, verb=verb))


async def say(desk: Desk, who: str, text: str) -> str:
    return "\n".join(letter.text for letter in await desk.write(who, text) if letter.chat == who)


async def fill_in(desk: Desk, who: str, name: str, *values: str, kind: str = "private") -> None:
    """The whole form but the sending; `values`: sector, size, comune, where they are not the usual ones."""
    sector, size, comune = (*values, *("commercio", "micro", "San Donato Milanese")[len(values) :])
    await say(desk, who, "/azienda")
    await press(desk, who, f"joining {VERSION}", verb="consent")
    await press(desk, who, f"set kind {kind}")
    await say(desk, who, name)
    await press(desk, who, f"set size {size}")
    if kind == "private":
        await press(desk, who, f"set sector {sector}")
    await say(desk, who, comune)
    await press(desk, who, "set agreement -")
    await press(desk, who, "set role owner")
    await press(desk, who, "set interest both")


async def ask_to_join(desk: Desk, who: str, name: str, *values: str, kind: str = "private") -> Ticket:
    await fill_in(desk, who, name, *values, kind=kind)
    await press(desk, who, "send")
    return await newest(desk, who)


async def newest(desk: Desk, who: str) -> Ticket:
    async with desk.sessions() as session:
        found = await tickets.of_chat(session, who)
    return next((each for each in found if each.kind != "joining"), found[0])


async def member(desk: Desk, who: str, name: str, *, closed_by: int = 1, **facts: Any) -> Company:
    """A member of the network with one contact, as if an operator had confirmed it."""
    code = new_code(f"{next(desk.numbers):020d}")
    told = {"kind": "private", "size": "micro", "sector": "commercio", "comune": SAN_DONATO, "agreement": ""} | facts
    company = Company(f"company-{who}", name, state="member", ticket=code, joined_on=desk.clock.today(), **told)
    ticket = Ticket(
        code, "joining", who, "it", None, desk.now, desk.now, "closed", holder=closed_by, closed_at=desk.now
    )
    async with desk.sessions.begin() as session:
        await tickets.save(session, ticket)
        await companies.save(session, company, desk.now)
        await companies.add_contact(session, who, company.id, "owner", desk.now)
        await tickets.give_consent(session, who, "joining", VERSION, desk.now)
    return replace(company, changed_at=desk.now)


async def close(desk: Desk, code: str, words: str, who: str = ANNA) -> None:
    await desk.write(who, f"/prendi {code}")
    await desk.write(who, f"/chiudi {code} {words}")


async def company_of(desk: Desk, who: str) -> Company | None:
    async with desk.sessions() as session:
        return await companies.of_chat(session, who)


async def contacts_of(desk: Desk, company: Company) -> tuple[Contact, ...]:
    async with desk.sessions() as session:
        return await companies.contacts(session, company.id)


async def meetings_of(desk: Desk, company: Company) -> tuple[Meeting, ...]:
    async with desk.sessions() as session:
        return await meetings.of_company(session, company.id)
