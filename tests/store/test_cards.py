"""Changes of cards: one waits at a time, the public ones are numbered, and nobody decides twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.model.cards import CardChange
from bot.model.visits import Visit
from bot.rules.retention import KEEP
from bot.store import cards, retention, visits
from bot.store.database import Sessions

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CHANGE = CardChange("opera-suap", {"hours_note": (None, "Suona al 2.")}, 1, NOW)


async def test_a_change_waits_until_somebody_else_publishes_it(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        kept = await cards.propose(session, CHANGE)
        assert kept
        assert await cards.version(session) == 0
        assert await cards.public(session) == ()
    async with sessions.begin() as session:
        assert await cards.publish(session, kept, 2, NOW) == 1
    async with sessions() as session:
        (public,) = await cards.public(session)
        assert (public.fields, public.author, public.approver, public.version) == (CHANGE.fields, 1, 2, 1)
        assert await cards.pending(session) == ()


async def test_a_second_change_of_the_same_card_is_not_taken_and_the_transaction_goes_on(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        assert await cards.propose(session, CHANGE)
        assert await cards.propose(session, replace(CHANGE, author=3)) is None
        assert await cards.propose(session, replace(CHANGE, helpdesk="rozzano-suap"))
    async with sessions() as session:
        assert [(each.helpdesk, each.author) for each in await cards.pending(session)] == [
            ("opera-suap", 1),
            ("rozzano-suap", 1),
        ]


async def test_of_two_who_decide_the_second_comes_too_late(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        kept = await cards.propose(session, CHANGE)
        assert kept
        assert await cards.settle(session, kept, "refused", 2, NOW)
        assert await cards.publish(session, kept, 3, NOW) is None
        assert await cards.version(session) == 0
        assert await cards.propose(session, CHANGE)  # the way is free again


async def test_a_confirmation_is_public_at_once_and_numbers_grow(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        assert await cards.confirm(session, replace(CHANGE, fields={"checked_on": ("2026-01-26", "2026-11-23")})) == 1
        assert await cards.confirm(session, replace(CHANGE, helpdesk="rozzano-suap")) == 2
        assert [each.version for each in await cards.public(session)] == [1, 2]


async def test_a_helpdesk_is_asked_by_one_worker(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        assert await cards.ask(session, "opera-suap", None, NOW)
        assert not await cards.ask(session, "opera-suap", None, NOW)
        assert await cards.asked(session) == {"opera-suap": NOW}
    later = NOW + timedelta(days=30)
    async with sessions.begin() as session:
        assert await cards.ask(session, "opera-suap", NOW, later)
        assert not await cards.ask(session, "opera-suap", NOW, later)


async def test_a_visit_is_asked_about_once_and_the_newest_counts(sessions: Sessions) -> None:
    first = Visit("telegram:1", "opera-suap", "015159", "it", date(2026, 11, 26))
    async with sessions.begin() as session:
        await visits.keep(session, first)
        await visits.keep(session, replace(first, helpdesk="rozzano-suap"))
        assert await visits.due(session, date(2026, 11, 25)) == ()
        (due,) = await visits.due(session, date(2026, 11, 26))
        assert due.helpdesk == "rozzano-suap"
        assert await visits.ask(session, due, NOW)
        assert not await visits.ask(session, due, NOW)
        assert await visits.due(session, date(2026, 11, 27)) == ()


async def test_an_unanswered_visit_goes_a_week_after_the_question_and_one_to_come_stays(sessions: Sessions) -> None:
    visit = Visit("telegram:1", "opera-suap", "015159", "it", date(2026, 11, 26))
    async with sessions.begin() as session:
        await visits.keep(session, visit)
        await visits.keep(session, replace(visit, chat="telegram:2"))
        assert await visits.ask(session, visit, NOW)
        await retention.purge(session, KEEP, NOW + timedelta(days=8))
        assert await visits.of_chat(session, "telegram:1") is None
        assert await visits.of_chat(session, "telegram:2")
