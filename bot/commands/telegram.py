"""`concilia telegram`: the service."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, TypeVar

from bot import bootstrap
from bot.assistant import Assistant
from bot.channels import telegram as channel
from bot.commands.common import (
    app,
    settings_with_log,
    stderr,
    train_model,
    warn,
)
from bot.delivery import LONGEST_REST, growing_wait
from bot.settings import NOT_FOR_THE_PUBLIC, Settings, WrongSettings
from bot.store.database import PASSING
from bot.store.trouble import DatabaseTrouble
from bot.understanding.training import NluProblem

log = logging.getLogger(__name__)

T = TypeVar("T")


@app.command("telegram")
def telegram() -> None:
    """Run the service on Telegram (CONCILIA_TELEGRAM_TOKEN)."""
    settings = when_there_is_room(lambda: settings_with_log("concilia.log", here_too=True))
    settings.token  # noqa: B018  # said before the long part starts
    if settings.responsible is None:
        warn(NOT_FOR_THE_PUBLIC)
    when_there_is_room(lambda: train_model(settings))

    async def serve() -> None:
        async with patient_assistant(settings) as assistant:
            await channel.serve(settings, assistant)

    asyncio.run(_until_stopped(serve()))


def when_there_is_room(step: Callable[[], T]) -> T:
    """Takes a step of the start. Where the disk has no room for it, waits, longer each time, and says so."""
    failures = 0
    while True:
        try:
            return step()
        except (WrongSettings, NluProblem, OSError) as trouble:
            cause = trouble if isinstance(trouble, OSError) else trouble.__cause__
            if not isinstance(cause, OSError) or cause.errno not in PASSING:
                raise
            failures += 1
            time.sleep(_said(trouble, failures))


@asynccontextmanager
async def patient_assistant(settings: Settings) -> AsyncIterator[Assistant]:
    """The assistant as soon as its database can be used; while that may still come, it is waited for."""
    async with AsyncExitStack() as stack:
        failures = 0
        while True:
            try:
                assistant = await stack.enter_async_context(bootstrap.assistant(settings))
                break
            except DatabaseTrouble as trouble:
                if not trouble.may_pass:
                    raise
                failures += 1
                await asyncio.sleep(_said(trouble, failures))
        yield assistant


def _said(trouble: Exception, failures: int) -> float:
    """How many seconds to wait, which is said with the trouble."""
    wait = min(growing_wait(failures), LONGEST_REST).total_seconds()
    warn(f"{trouble} Trying again in {wait:.0f} s.")
    return wait


async def _until_stopped(service: Coroutine[Any, Any, None]) -> None:
    """Runs the service; SIGINT and SIGTERM end it in good order."""
    task = asyncio.create_task(service)
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        stderr.print("Stopped.")
