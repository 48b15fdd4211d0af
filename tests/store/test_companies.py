"""Companies, their contacts and meetings are kept as they are, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.model.company import Company, Guest, Meeting
from bot.rules.retention import KEEP
from bot.store import companies, meetings, people, retention
from bot.store.database import Sessions

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
FIRM = Company(
    "one", "Officine <b>Rossi</b> S.r.l.", "private", "micro", "manifattura", "015192", "", "both", "member", "AAA-1111",
    ("picchi",), 3, date(2026, 11, 1), date(2026, 10, 1), None, NOW,
)  # fmt: skip
MEETING = Meeting(
    "m1", "picchi", "choosing", NOW, NOW, (Guest("two", "BBB-2222"), Guest("three", "CCC-3333", shared=False)),
    ("morning", "midday"), "one", ("four",), Guest("five", "DDD-4444"), (NOW + timedelta(days=10), NOW + timedelta(days=12)), "guest",
    due_at=NOW + timedelta(days=3),
)  # fmt: skip


async def test_a_company_is_read_as_it_was_written(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await companies.save(session, FIRM, NOW)
        await companies.save(session, replace(FIRM, id="two", state="draft"), NOW)
        await companies.add_contact(session, "telegram:1", "one", "owner", NOW)
    async with sessions() as session:
        assert await companies.of_chat(session, "telegram:1") == FIRM
        assert await companies.of_chat(session, "telegram:2") is None
        assert await companies.members(session) == (FIRM,)
        assert [each.role for each in await companies.contacts(session, "one")] == ["owner"]


async def test_an_invitation_lets_one_person_in_once_and_for_a_week(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await companies.save(session, FIRM, NOW)
        await companies.invite(session, "one", "abc-def", NOW)
        assert await companies.invited(session, "zzz", NOW) == "unknown"
        assert await companies.invited(session, "ABCDEF", NOW) == FIRM
        assert await companies.invited(session, "ABCDEF", NOW + timedelta(days=8)) == "expired"
        assert await companies.use_invitation(session, "abcdef", NOW) == "one"
        assert await companies.use_invitation(session, "abcdef", NOW) is None
        assert await companies.invited(session, "abcdef", NOW) == "used"


async def test_a_meeting_is_read_as_it_was_written(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await meetings.save(session, MEETING)
        await meetings.save(session, replace(MEETING, state="set", guests=MEETING.guests[:1], at=NOW))
        await meetings.save(session, MEETING)
    async with sessions() as session:
        for company in ("one", "two", "three", "five"):
            assert await meetings.of_company(session, company) == (MEETING,)
        assert await meetings.of_company(session, "four") == ()
        assert await meetings.load(session, 2026) == {"one": 1}
        assert await meetings.due(session, NOW) == []
        assert await meetings.due(session, NOW + timedelta(days=3)) == ["m1"]


async def test_drafts_and_those_that_left_go_and_members_stay(sessions: Sessions) -> None:
    old = NOW - KEEP["companies"] - timedelta(days=1)
    async with sessions.begin() as session:
        for state in ("draft", "asked", "member", "refused", "left"):
            await companies.save(session, replace(FIRM, id=state, state=state), old)
            await companies.add_contact(session, f"telegram:{state}", state, "owner", old)
        await meetings.save(session, replace(MEETING, changed_at=old))
        await retention.purge(session, KEEP, NOW)
    async with sessions() as session:
        assert {each.id for each in await companies.everybody(session)} == {"asked", "member"}
        assert await companies.of_chat(session, "telegram:left") is None
        assert await meetings.everything(session) == ()


async def test_who_has_their_data_deleted_is_a_contact_no_more_and_the_company_stays(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await companies.save(session, FIRM, NOW)
        await companies.save(session, replace(FIRM, id="draft", state="draft"), NOW)
        await companies.add_contact(session, "telegram:1", "one", "owner", NOW)
        await companies.add_contact(session, "telegram:2", "one", "personnel", NOW)
        await companies.add_contact(session, "telegram:3", "draft", None, NOW)
        assert (await people.everything(session, "telegram:1"))["companies"][0]["name"] == FIRM.name
        await people.erase(session, "telegram:1", NOW)
        await people.erase(session, "telegram:3", NOW)
    async with sessions() as session:
        assert [each.chat for each in await companies.contacts(session, "one")] == ["telegram:2"]
        assert await companies.read(session, "one") == FIRM
        assert await companies.read(session, "draft") is None
