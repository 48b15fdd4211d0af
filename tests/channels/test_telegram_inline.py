"""Cards in any chat: typed words find entries, with their source and the day they were verified."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.assistant import Assistant
from bot.channels.inline import MOST_CARDS, Cards
from bot.channels.telegram import LONGEST_MESSAGE, split
from bot.knowledge.loader import Knowledge
from bot.store.tables import InboxRow
from tests.botapi import BotApi
from tests.channels.service import serving
from tests.conftest import TODAY

PERSON = 42


@pytest.fixture(scope="session")
def cards(knowledge: Knowledge) -> Cards:
    return Cards(knowledge)


@pytest.fixture
async def api(plain_assistant: Assistant) -> AsyncIterator[BotApi]:
    async with BotApi() as server, serving(server, plain_assistant):
        await server.wait_until(lambda: server.calls_of("getUpdates"), 10, "the first look for updates")
        yield server


async def test_words_typed_in_any_chat_are_answered_with_cards(api: BotApi, plain_assistant: Assistant) -> None:
    api.add_user(PERSON)
    question = api.user_types_inline(PERSON, "congedo padre")
    await api.wait_until(lambda: question in api.answers, 5, "cards")
    answer = api.answers[question]
    first = answer["results"][0]
    assert first["id"] == "congedo-padre"
    text = first["input_message_content"]["message_text"]
    assert "Fonte:" in text
    assert "Verificato il" in text
    assert "https://t.me/test_bot?start=" in text
    async with plain_assistant.sessions() as session:
        assert await session.scalar(select(func.count()).select_from(InboxRow)) == 0


async def test_a_card_that_telegram_refuses_leaves_the_service_running(api: BotApi) -> None:
    api.add_user(PERSON)
    api.fail_next("answerInlineQuery", 400, description="Bad Request: query is too old")
    api.user_types_inline(PERSON, "voucher")
    await api.wait_until(lambda: api.calls_of("answerInlineQuery"), 5, "a try")
    question = api.user_types_inline(PERSON, "voucher")
    await api.wait_until(lambda: question in api.answers, 5, "cards")


@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        ("voucher doc", "voucher-documenti"),
        ("vocher documenti", "voucher-documenti"),
        ("voucher documenti", "voucher-documenti"),
        ("legge 104", "legge-104"),
        ("permesso 104", "legge-104"),
        ("congedi papà", "congedo-padre"),
        ("preavviso congedo a ore", "ore-preavviso"),
        ("", "ore-cosa"),
    ],
)
def test_the_first_card_is_about_what_is_typed(cards: Cards, knowledge: Knowledge, typed: str, topic: str) -> None:
    assert knowledge.entries[cards.find(typed, TODAY)[0].id].topic == topic


def test_unknown_words_find_nothing(cards: Cards) -> None:
    assert cards.find("xyzzy qwrtp", TODAY) == ()


@given(st.text(max_size=300))
def test_whatever_is_typed_gives_cards_that_telegram_takes(cards: Cards, typed: str) -> None:
    found = cards.find(typed, TODAY)
    assert len(found) <= MOST_CARDS
    assert len({card.id for card in found}) == len(found)


def test_every_card_fits_a_message_and_has_a_line_of_description(cards: Cards, knowledge: Knowledge) -> None:
    for topic in knowledge.topics.values():
        for card in cards.find(topic.title, TODAY):
            assert split(card.told) == [card.told], LONGEST_MESSAGE
            assert card.description
            assert "\n" not in card.description


def test_what_is_out_of_its_dates_is_no_card(cards: Cards, knowledge: Knowledge) -> None:
    before = min(entry.valid_from for entry in knowledge.entries.values()) - timedelta(days=1)
    assert cards.find("voucher", before) == ()
    assert cards.find("voucher", date(2026, 11, 22))
