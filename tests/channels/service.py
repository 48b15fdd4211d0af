"""The service in this process, against the Bot API server of the tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot.assistant import Assistant
from bot.channels import telegram as channel
from bot.settings import Settings
from tests.botapi import BotApi


@asynccontextmanager
async def serving(api: BotApi, assistant: Assistant, **settings: object) -> AsyncIterator[None]:
    """The service in this process, listening to the server."""
    configured = Settings(telegram_token=api.token, telegram_api_url=api.url, **settings)  # type: ignore[arg-type]
    service = asyncio.create_task(channel.serve(configured, assistant))
    try:
        yield
    finally:
        service.cancel()
        await asyncio.gather(service, return_exceptions=True)


async def eventually(ready: Callable[[], Awaitable[bool]]) -> None:
    for _ in range(100):
        if await ready():
            return
        await asyncio.sleep(0.1)
    raise AssertionError("it never happened")
