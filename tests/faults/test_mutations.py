"""Mutated updates, from the door to the last answer: none is an unhandled error, none leaves a word in the log.

`MUTATIONS=10000` asks for the whole campaign (`make faults`); a smaller one runs with the suite.
"""

from __future__ import annotations

import logging
import os

import pytest
from telegram import Bot

from bot.assistant import Assistant
from bot.channels.inline import Cards
from bot.channels.telegram.receiving import Incoming
from bot.channels.telegram.wire import silence_libraries
from bot.delivery import Service
from bot.store import mailbox
from tests.botapi import BotApi
from tests.channels.conftest import lexical_reader, plain_assistant
from tests.faults.mutations import SECRET, updates

__all__ = ["lexical_reader", "plain_assistant"]
COUNT = int(os.environ.get("MUTATIONS", "400"))
SEED = int(os.environ.get("SEED", "17"))
AT_ONCE = 50


async def nowhere(_: object) -> None:
    return None


async def test_no_mutated_update_is_an_unhandled_error(
    plain_assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    silence_libraries()
    async with BotApi() as api:
        bot = Bot(api.token, base_url=api.base_url, base_file_url=api.base_file_url)
        async with bot:
            incoming = Incoming(
                bot, Service("telegram", plain_assistant, deliver=nowhere), Cards(plain_assistant.knowledge)
            )
            for number, raw in enumerate(updates(SEED, COUNT), start=1):
                await incoming.take(raw)
                if number % AT_ONCE == 0 or number == COUNT:
                    while await plain_assistant.answer_next("telegram"):
                        pass
    async with plain_assistant.sessions() as session:
        stuck = (await mailbox.waiting(session))["unanswered"]
    failed = [record.getMessage() for record in caplog.records if "failed, attempt" in record.getMessage()]
    assert not failed, failed[:5]
    assert stuck <= COUNT // 4, "corrections and albums settle for a moment"
    assert "Traceback" not in caplog.text
    for word in SECRET.split():
        assert word not in caplog.text
