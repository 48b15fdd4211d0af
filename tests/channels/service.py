"""The service in this process, against the Bot API server of the tests."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from bot.assistant import Assistant
from bot.channels import telegram as channel
from bot.settings import ROOT, Settings
from tests.botapi import BotApi

NOBODY = "http://127.0.0.1:1"


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


@asynccontextmanager
async def process(
    api: BotApi, home: Path, written: Path, program: tuple[str, ...] = ("-m", "bot", "telegram"), **settings: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`concilia telegram`, understanding by words alone; from its first call of Telegram on."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CONCILIA_")},
        **{f"CONCILIA_{name.upper()}": value for name, value in settings.items()},
        "CONCILIA_TELEGRAM_TOKEN": api.token,
        "CONCILIA_TELEGRAM_API_URL": api.url,
        "CONCILIA_HOME": str(home),
        "CONCILIA_NLU_URL": NOBODY,
    }
    with written.open("ab") as log:
        started = await asyncio.create_subprocess_exec(
            sys.executable, *program, env=environment, cwd=ROOT, stdout=log, stderr=log
        )
    try:
        await api.wait_until(lambda: bool(api.calls) or started.returncode is not None, 180, "the start")
        yield started
    finally:
        if started.returncode is None:
            started.terminate()
        await started.wait()


async def eventually(ready: Callable[[], Awaitable[bool]]) -> None:
    for _ in range(100):
        if await ready():
            return
        await asyncio.sleep(0.1)
    raise AssertionError("it never happened")
