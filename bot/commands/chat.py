"""`concilia chat`: the assistant in the terminal."""

from __future__ import annotations

import asyncio
import sys

from rich.console import Console

from bot import bootstrap
from bot.channels.terminal import Terminal
from bot.commands.common import (
    PATIENCE_SECONDS,
    app,
    settings_with_log,
    train_model,
    warn,
)


@app.command("chat")
def chat() -> None:
    """Talk to the assistant here: the same path as on Telegram, buttons as numbers."""
    settings = settings_with_log("chat.log")
    train_model(settings)

    async def talk() -> None:
        async with bootstrap.assistant(settings, PATIENCE_SECONDS, share=True, say=warn) as assistant:
            console = Console()
            if sys.stdin.isatty():
                console.print("[dim]Scrivi una domanda, il numero di un pulsante, /aiuto o /esci.[/]")
            await Terminal(assistant, console, folder=settings.home / "files").converse()

    asyncio.run(talk())
