"""Coordinators are told of a trouble of the service once, and that it is over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk import alerts
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Kind, Utterance
from bot.model.health import Expiring, Pulse, Surroundings, Trouble
from bot.rules.health import troubles
from bot.store import mailbox
from bot.watch import Watch
from tests.desk.conftest import ANNA, CARLA, CITIZEN, Desk, StandingClock
from tests.desk.test_desk import office

__all__ = ["office"]
LATE = Trouble("unanswered", {"count": "3", "minutes": "6"})


async def tell(office: Desk, *found: Trouble) -> list[str]:
    async with office.sessions.begin() as session:
        await alerts.tell(office.office(session), found)
    return await new_letters(office)


async def new_letters(office: Desk, chat: str = CARLA) -> list[str]:
    before = len(office.sent)
    await office.deliver()
    return [letter.text for letter in office.sent[before:] if letter.chat == chat]


async def test_a_trouble_is_told_once_and_so_is_its_end(office: Desk) -> None:
    [told] = await tell(office, LATE)
    assert "3 messaggi aspettano" in told
    assert await tell(office, LATE) == []
    assert await tell(office) == ["Di nuovo a posto: le risposte arrivano."]
    assert await tell(office) == []


async def test_one_that_comes_and_goes_is_told_again_only_after_a_rest(office: Desk) -> None:
    for _ in range(3):
        await tell(office, LATE)
        await tell(office)
    assert await tell(office, LATE) == []
    await tell(office)
    office.wait(timedelta(hours=7))
    assert len(await tell(office, LATE)) == 1


async def test_only_coordinators_are_told(office: Desk) -> None:
    async with office.sessions.begin() as session:
        await alerts.tell(office.office(session), [LATE])
    assert await new_letters(office, ANNA) == []


async def test_the_service_finds_by_itself_that_messages_wait(office: Desk) -> None:
    watch = Watch(office.assistant, None)
    async with office.sessions.begin() as session:
        await mailbox.receive(session, "1", Utterance(CITIZEN, Kind.TEXT, "ciao"), office.now)
    assert (await watch.look()).troubles == ()
    office.wait(timedelta(minutes=6))
    assert [each.name for each in (await watch.look()).troubles] == ["unanswered", "rasa"]
    assert await watch.round()
    texts = await new_letters(office)
    assert len(texts) == 2
    assert not any("ciao" in text for text in texts)


@pytest.mark.parametrize("name", ["unanswered", "unsent", "disk", "rasa", "content"])
def test_every_trouble_has_its_texts(knowledge: Knowledge, name: str) -> None:
    now = StandingClock().now()
    long_ago = now - timedelta(hours=1)
    everything = troubles(Pulse(1, long_ago, 1, long_ago), Surroundings(long_ago, 0), Expiring(overdue=("a",)), now)
    found = {each.name: each for each in everything}
    text = knowledge.text(f"desk_alert_{name}", "it")
    assert all(f"{{{key}}}" in text for key in found[name].values)
    assert knowledge.text(f"desk_alert_name_{name}", "it")
