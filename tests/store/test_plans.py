"""A saved plan is its chat's, opens by its link alone, is told of a change once, and goes in time while others stay."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.desk.leave_watch import recheck_all
from bot.knowledge.leave import leave_rules
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Action, Conversation, Heard, Kind, Utterance
from bot.model.leave import SavedPlan
from bot.rules.leave import read_case
from bot.rules.leave.plans import keep
from bot.rules.retention import KEEP
from bot.store import conversations, departures, leave, mailbox, retention
from bot.store.database import Sessions

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ME, OTHER = "terminal:1", "terminal:2"


@pytest.fixture(scope="module")
def plan(knowledge: Knowledge) -> SavedPlan:
    rules = leave_rules(knowledge)
    data = {
        "today": TODAY.isoformat(),
        "parent": "father",
        "category": "private_employee",
        "weekly_hours": 40,
        "days_per_week": 5,
        "child": {"born": "2024-03-03"},
        "request": {"made_on": TODAY.isoformat(), "mode": "hours", "dates": ["2026-12-01", "2026-12-03"]},
    }
    return keep(read_case(data, rules), rules)


def with_longer_notice(knowledge: Knowledge) -> Knowledge:
    figure = knowledge.figures["notice_hours"]
    periods = [*figure.periods[:-1], figure.periods[-1].model_copy(update={"value": 10})]
    return replace(
        knowledge, figures={**knowledge.figures, "notice_hours": figure.model_copy(update={"periods": periods})}
    )


async def save(sessions: Sessions, chat: str, plan: SavedPlan) -> None:
    async with sessions.begin() as session:
        await leave.keep(session, chat, plan)


async def recalled(sessions: Sessions, chat: str) -> SavedPlan | None:
    async with sessions() as session:
        return await leave.recall(session, chat)


async def outbox(sessions: Sessions) -> list[mailbox.Letter]:
    """What goes out now; the next call gives what came after."""
    async with sessions.begin() as session:
        letters = await departures.claim_letters(session, "terminal", NOW, pace=timedelta(0))
        for letter in letters:
            await mailbox.mark_sent(session, letter, NOW)
        return list(letters)


async def test_a_plan_comes_back_as_it_was_kept(sessions: Sessions, plan: SavedPlan) -> None:
    kept = replace(plan, link="abc", patron="Nov 11 off")
    await save(sessions, ME, kept)
    assert await recalled(sessions, ME) == kept
    assert await recalled(sessions, OTHER) is None


async def test_a_new_plan_takes_the_place_of_the_one_before(sessions: Sessions, plan: SavedPlan) -> None:
    await save(sessions, ME, replace(plan, link="abc"))
    await save(sessions, ME, plan)
    assert await recalled(sessions, ME) == plan
    async with sessions() as session:
        assert await leave.opened(session, "abc") is None


async def test_a_link_opens_its_own_plan_until_it_is_taken_back(sessions: Sessions, plan: SavedPlan) -> None:
    await save(sessions, ME, replace(plan, link="abc"))
    await save(sessions, OTHER, plan)
    async with sessions() as session:
        assert await leave.opened(session, "abc") == replace(plan, link="abc")
        for wrong in ("", "abd", "ab", "ABC", "abc\0", "è", "%"):
            assert await leave.opened(session, wrong) is None
    async with sessions.begin() as session:
        await leave.forget(session, ME)
    async with sessions() as session:
        assert await leave.opened(session, "abc") is None
    assert await recalled(sessions, OTHER) == plan


async def test_the_plans_that_a_firm_opened_are_those_still_shared(sessions: Sessions, plan: SavedPlan) -> None:
    await save(sessions, ME, replace(plan, link="abc"))
    await save(sessions, OTHER, replace(plan, link="def"))
    firm = Conversation("firm", flow={"name": "pianifica-congedo", "link": "abc", "links": "abc gone"})
    async with sessions() as session:
        assert await leave.opened_before(session, firm) == (replace(plan, link="abc"),)
        assert await leave.opened_before(session, Conversation("firm")) == ()


def test_the_link_of_a_message_is_that_of_the_command_the_button_or_the_plan_looked_at() -> None:
    blank, looking = Conversation(ME), Conversation(ME, flow={"name": "pianifica-congedo", "link": "xyz"})
    opened = Heard(Utterance(ME, Kind.COMMAND, "/start piano_abc"))
    pressed = Heard(Utterance(ME, Kind.BUTTON, "1"), action=Action("plan_company", "open abc"))
    written = Heard(Utterance(ME, Kind.TEXT, "/start piano_abc"))
    assert [leave.link_wanted(heard, blank) for heard in (opened, pressed, written)] == ["abc", "abc", None]
    assert [leave.link_wanted(heard, looking) for heard in (opened, written)] == ["abc", "xyz"]


async def test_a_change_that_matters_is_told_once_however_often_it_is_looked_at(
    sessions: Sessions, plan: SavedPlan, knowledge: Knowledge
) -> None:
    await save(sessions, ME, plan)
    assert await recheck_all(sessions, knowledge, NOW, TODAY) == 0
    changed = with_longer_notice(knowledge)
    assert await recheck_all(sessions, changed, NOW, TODAY) == 1
    (letter,) = await outbox(sessions)
    assert letter.chat == ME
    assert "Primo giorno possibile: prima 24/11/2026, ora 2/12/2026" in letter.text
    assert next(label for row in letter.buttons for label, _ in row) == "Vedi il piano salvato"
    assert await recheck_all(sessions, changed, NOW, TODAY) == 0
    assert await outbox(sessions) == []


async def test_two_workers_that_look_together_tell_it_once(
    sessions: Sessions, plan: SavedPlan, knowledge: Knowledge
) -> None:
    await save(sessions, ME, plan)
    await save(sessions, OTHER, plan)
    changed = with_longer_notice(knowledge)
    told = await asyncio.gather(*(recheck_all(sessions, changed, NOW, TODAY) for _ in range(4)))
    assert sum(told) == 2
    assert sorted(letter.chat for letter in await outbox(sessions)) == [ME, OTHER]


async def test_a_link_outlives_a_recheck(sessions: Sessions, plan: SavedPlan, knowledge: Knowledge) -> None:
    await save(sessions, ME, replace(plan, link="abc"))
    await recheck_all(sessions, with_longer_notice(knowledge), NOW, TODAY)
    kept = await recalled(sessions, ME)
    assert kept is not None
    assert (kept.link, kept.saved_on) == ("abc", plan.saved_on)
    assert kept.stamp != plan.stamp


async def test_a_plan_that_cannot_be_read_does_not_hold_up_the_others(
    sessions: Sessions, plan: SavedPlan, knowledge: Knowledge
) -> None:
    await save(sessions, ME, replace(plan, stamp="broken"))
    await save(sessions, OTHER, plan)
    assert await recheck_all(sessions, with_longer_notice(knowledge), NOW, TODAY) == 1
    assert [letter.chat for letter in await outbox(sessions)] == [OTHER]


async def test_a_plan_goes_a_year_after_its_last_day_and_another_stays(sessions: Sessions, plan: SavedPlan) -> None:
    await save(sessions, ME, replace(plan, ends_on=date(2026, 12, 3)))
    await save(sessions, OTHER, replace(plan, ends_on=date(2027, 6, 30)))
    for day, left in ((date(2027, 12, 3), {ME, OTHER}), (date(2027, 12, 4), {OTHER})):
        async with sessions.begin() as session:
            await retention.purge(session, KEEP, datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
            assert {chat for chat, _ in await leave.all_saved(session)} == left


async def test_a_dialogue_left_for_a_month_is_forgotten_and_the_rest_stays(sessions: Sessions) -> None:
    draft = {"name": "pianifica-congedo", "step": "week"}
    month_ago, yesterday = TODAY - timedelta(days=31), TODAY - timedelta(days=1)
    old = Conversation(
        ME, audience="company", comune="015139", flow=draft, flow_on=month_ago.isoformat(), waiting=(draft,)
    )
    fresh = Conversation(OTHER, audience="worker", flow=draft, flow_on=yesterday.isoformat())
    none = Conversation("terminal:3", audience="worker")
    async with sessions.begin() as session:
        for conversation in (old, fresh, none):
            await conversations.remember(session, conversation, NOW)
    async with sessions.begin() as session:
        await retention.purge(session, KEEP, NOW)
    async with sessions() as session:
        assert await conversations.recall(session, ME) == replace(old, flow={}, flow_on=None, waiting=())
        assert await conversations.recall(session, OTHER) == fresh
        assert await conversations.recall(session, "terminal:3") == none
