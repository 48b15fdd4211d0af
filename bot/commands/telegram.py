"""`concilia telegram`: the service."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any

from bot import bootstrap
from bot.channels import telegram as channel
from bot.commands.common import (
    app,
    settings_with_log,
    stderr,
    train_model,
)


@app.command("telegram")
def telegram() -> None:
    """Run the service on Telegram (CONCILIA_TELEGRAM_TOKEN)."""
    settings = settings_with_log()
    settings.token  # noqa: B018  # said before the long part starts
    train_model(settings)

    async def serve() -> None:
        async with bootstrap.assistant(settings) as assistant:
            await channel.serve(settings, assistant)

    asyncio.run(_until_stopped(serve()))


async def _until_stopped(service: Coroutine[Any, Any, None]) -> None:
    """Runs the service; SIGINT and SIGTERM end it in good order."""
    task = asyncio.create_task(service)
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        stderr.print("Stopped.")
