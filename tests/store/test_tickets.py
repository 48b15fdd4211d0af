"""Tickets, operators and rooms on real databases; of two who take a case at once, one gets it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import cast

from sqlalchemy import select

from bot.desk import due as clockwork
from bot.desk.effects import carry_out
from bot.desk.office import Office
from bot.desk.serving import serve
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Kind, Utterance
from bot.model.ticket import Draft, OpenTicket, Ticket, TicketMessage
from bot.rules.codes import new_code
from bot.store import operators, reminders, rooms, tickets
from bot.store.database import Sessions
from bot.store.tables import OutboxRow

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HERE, ROOM = "san-donato-segretariato-sociale", "telegram:-100"
CODE, OTHER = new_code("0123456789"), new_code("9876543210")


def ticket(code: str = CODE, chat: str = "telegram:1", **changes: object) -> Ticket:
    return Ticket(code, "voucher", chat, "it", HERE, NOW, NOW, **changes)  # type: ignore[arg-type]


async def test_a_ticket_comes_back_as_it_was_saved(sessions: Sessions) -> None:
    saved = ticket(form={"company": "ACME"}, missing=("a", "b"), due_at=NOW, call="call", stars=4)
    async with sessions.begin() as session:
        await tickets.save(session, saved)
        await tickets.add_step(session, CODE, "opened", NOW)
        await tickets.add_message(session, CODE, TicketMessage("citizen", "ciao", NOW), "telegram:1", 7, 3)
    async with sessions.begin() as session:
        found = await tickets.lock(session, CODE)
        assert found
        assert [step.what for step in found.steps] == ["opened"]
        assert await tickets.messages(session, CODE) == [TicketMessage("citizen", "ciao", NOW)]
        assert {name: getattr(found, name) for name in tickets.COLUMNS} == {
            name: getattr(saved, name) for name in tickets.COLUMNS
        }


async def test_whoever_wrote_since_it_was_taken_knows_that_a_person_reads(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await tickets.save(session, ticket())
        await tickets.add_message(session, CODE, TicketMessage("citizen", "prima", NOW))
        await tickets.add_step(session, CODE, "taken", NOW + timedelta(minutes=1))
    async with sessions.begin() as session:
        (found,) = await tickets.of_chat(session, "telegram:1")
        assert not found.relayed
        await tickets.add_message(session, CODE, TicketMessage("citizen", "dopo", NOW + timedelta(minutes=2)))
    async with sessions() as session:
        assert (await tickets.of_chat(session, "telegram:1"))[0].relayed


async def test_records_hold_what_is_of_this_chat_and_nothing_of_another(sessions: Sessions) -> None:
    draft = Draft("voucher", {"company": "ACME"}, "2026-11", NOW)
    async with sessions.begin() as session:
        for chat, code in (("telegram:1", CODE), ("telegram:2", OTHER)):
            await tickets.save(session, ticket(code, chat))
            await tickets.keep_draft(session, chat, draft)
            await tickets.give_consent(session, chat, "voucher", "2026-11", NOW)
        await tickets.drop_draft(session, "telegram:2")
        await tickets.withdraw_consent(session, "telegram:2", "voucher", NOW)
    async with sessions.begin() as session:
        mine = await tickets.recall_records(session, "telegram:1", NOW, "x")
        theirs = await tickets.recall_records(session, "telegram:2", NOW, "x")
    assert (mine.draft, mine.consents, [each.code for each in mine.tickets]) == (draft, {"voucher": "2026-11"}, [CODE])
    assert (theirs.draft, theirs.consents, [each.code for each in theirs.tickets]) == (None, {}, [OTHER])


async def test_a_new_version_of_a_consent_ends_the_one_before(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        for version in ("2026-11", "2026-11", "2027-01"):
            await tickets.give_consent(session, "telegram:1", "voucher", version, NOW)
    async with sessions.begin() as session:
        records = await tickets.recall_records(session, "telegram:1", NOW, "x")
    assert records.consents == {"voucher": "2027-01"}


async def test_a_message_in_a_room_finds_its_case_by_topic(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await tickets.save(session, ticket(room=ROOM, thread=5))
        await tickets.save(session, ticket(OTHER, "telegram:2", room="telegram:-200", thread=5))
        assert await tickets.find(session, ROOM, 5, None) == CODE
        assert await tickets.find(session, ROOM, 6, None) is None
        assert await tickets.find(session, ROOM, None, 5) is None


async def test_an_invitation_works_once_even_if_used_by_two_at_once(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await operators.invite(session, "ABCD-2345", "Anna", [HERE], {"operator"}, NOW)

    async def join(chat: str) -> object:
        async with sessions.begin() as session:
            return await operators.join(session, "abcd2345", chat, NOW)

    joined = await asyncio.gather(*(join(f"telegram:{number}") for number in range(8)))
    assert sum(isinstance(each, operators.Operator) for each in joined) == 1
    assert joined.count("used") == 7


async def test_the_removed_one_is_a_stranger_and_keeps_a_name(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        anna = await operators.add(session, "Anna", "telegram:11", [HERE], ["operator"], NOW)
        bruno = await operators.add(session, "Bruno", "telegram:12", [HERE], ["operator"], NOW)
        assert await operators.remove(session, anna.id, NOW)
        assert await operators.remove(session, anna.id, NOW) is None
    async with sessions() as session:
        assert await operators.of_chat(session, "telegram:11") is None
        assert await operators.of_chat(session, "telegram:12") == bruno
        assert [each.name for each in await operators.everybody(session)] == ["Anna", "Bruno"]
        assert await operators.all_active(session) == (bruno,)


async def test_of_many_who_take_a_case_at_once_one_gets_it_and_the_others_hear_by_whom(
    sessions: Sessions, knowledge: Knowledge
) -> None:
    async with sessions.begin() as session:
        for number in range(6):
            await operators.add(session, f"Op{number}", f"telegram:{number + 10}", [HERE], ["operator"], NOW)
        await rooms.link(session, ROOM, HERE, NOW)
        office = Office(session, knowledge, NOW, NOW.date())
        opening = OpenTicket(ticket(), "ciao")
        await carry_out(office, Utterance("telegram:1", Kind.TEXT), [opening])

    async def take(number: int) -> None:
        async with sessions.begin() as session:
            office = Office(session, knowledge, NOW, NOW.date())
            command = Utterance(ROOM, Kind.COMMAND, f"/prendi {CODE}", sender=f"telegram:{number + 10}", message=number)
            assert await serve(office, command, None)

    await asyncio.gather(*(take(number) for number in range(6)))
    async with sessions() as session:
        found = cast(Ticket, await tickets.read(session, CODE))
        winner = await operators.by_id(session, found.holder or 0)
        texts = list(await session.scalars(select(OutboxRow.text).where(OutboxRow.chat == ROOM)))
        pushed = list(await session.scalars(select(OutboxRow.text).where(OutboxRow.chat == "telegram:1")))
    assert winner
    assert [step.what for step in found.steps] == ["opened", "taken"]
    assert len([text for text in texts if f"l'ha già presa {winner.name}" in text]) == 5
    assert len(pushed) == 1


async def test_two_clocks_at_once_climb_one_step(sessions: Sessions, knowledge: Knowledge) -> None:
    later = NOW + timedelta(days=1, minutes=1)
    async with sessions.begin() as session:
        office = Office(session, knowledge, NOW, NOW.date())
        opening = OpenTicket(ticket(), "ciao")
        await carry_out(office, Utterance("telegram:1", Kind.TEXT), [opening])
        await reminders.set_for(session, CODE, "appointment", later, NOW)
        await tickets.add_step(session, CODE, "appointment", NOW, None, {"when": "domani"})
    await asyncio.gather(*(clockwork.tick(sessions, knowledge, later, later.date()) for _ in range(4)))
    async with sessions() as session:
        found = cast(Ticket, await tickets.read(session, CODE))
        pushed = list(await session.scalars(select(OutboxRow.text).where(OutboxRow.chat == "telegram:1")))
    assert found.level == "district"
    assert len([text for text in pushed if "domani" in text]) == 1
    assert len([text for text in pushed if "Nessuno ha ancora risposto" in text]) == 1


async def test_a_reminder_set_again_takes_the_place_of_the_first(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await reminders.set_for(session, CODE, "documents", NOW, NOW)
        await reminders.set_for(session, CODE, "documents", NOW + timedelta(days=1), NOW)
        await reminders.set_for(session, OTHER, "documents", NOW, NOW)
        assert [each.ticket for each in await reminders.due(session, NOW)] == [OTHER]
        (due,) = await reminders.due(session, NOW)
        assert await reminders.finish(session, due, NOW)
        assert not await reminders.finish(session, due, NOW)


async def test_a_lost_room_leaves_the_tickets_of_others_where_they_are(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await tickets.save(session, ticket(room=ROOM, thread=5))
        await tickets.save(session, ticket(OTHER, "telegram:2", room="telegram:-200", thread=6))
        await tickets.leave(session, ROOM)
    async with sessions.begin() as session:
        assert await tickets.without_room(session) == [CODE]
        kept = await tickets.lock(session, OTHER)
        assert kept
        assert (kept.room, kept.thread) == ("telegram:-200", 6)
