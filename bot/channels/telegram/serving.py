"""Runs the service: meets Telegram, listens, answers, and ends in words if a part of it ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from pydantic import HttpUrl
from telegram import Bot

from bot import metrics
from bot.assistant import Assistant
from bot.channels import ServiceEnded
from bot.channels.inline import Cards
from bot.channels.telegram.listening import Patience, poll, wait_at
from bot.channels.telegram.menus import introduce
from bot.channels.telegram.reading import CHANNEL
from bot.channels.telegram.receiving import Incoming
from bot.channels.telegram.sending import send
from bot.channels.telegram.wire import Request, silence_libraries
from bot.delivery import Service
from bot.settings import Settings, WrongSettings

log = logging.getLogger(__name__)


async def serve(settings: Settings, assistant: Assistant) -> None:
    """Runs the bot until it is stopped; while Telegram does not answer it waits.

    Raises WrongSettings if Telegram refuses the token or an address, ServiceEnded if a part of the service ends.
    """
    silence_libraries()
    hook = _webhook(settings) if settings.telegram_mode == "webhook" else None  # said before anything is started
    patience = Patience(settings.telegram_api_url.host or "Telegram")
    address = str(settings.telegram_api_url).rstrip("/")
    fetching = Request(connection_pool_size=2)
    bot = Bot(
        settings.token,
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        request=Request(connection_pool_size=40),
        get_updates_request=fetching,
    )
    try:
        await patience.until_answered(bot.initialize)
        service = Service(CHANNEL, assistant, deliver=lambda letter: send(bot, letter), home=settings.home)
        take = Incoming(bot, service, Cards(assistant.knowledge)).take
        await introduce(bot)
        if hook:
            host, _, port = settings.webhook_listen.rpartition(":")
            url, secret = hook
            listening = wait_at(bot, (host.strip("[]"), int(port)), url, secret, patience, take)
        else:
            listening = poll(bot, fetching, patience, take)
        async with metrics.shown(settings, service.watch):
            await _together(listening=listening, answering=service.run())
    finally:
        await bot.shutdown()


async def _together(**parts: Coroutine[Any, Any, object]) -> None:
    """Runs the parts until they are cancelled. None should end before: then all end, and it is said why."""
    tasks = [asyncio.create_task(work, name=name) for name, work in parts.items()]
    try:
        ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in ended:
        error = None if task.cancelled() else task.exception()
        if isinstance(error, WrongSettings):
            raise error
        log.critical("%s has ended", task.get_name(), exc_info=error)
        why = type(error).__name__ if error else "without a reason"
        raise ServiceEnded(f"The service ended: {task.get_name()} stopped ({why}). Remedy: start it again.")


def _webhook(settings: Settings) -> tuple[HttpUrl, str]:
    """The public address and the secret of webhook mode. Raises WrongSettings if one is missing."""
    if settings.webhook_url is None:
        raise WrongSettings("CONCILIA_WEBHOOK_URL is not set. Remedy: set it to the public https address of this bot.")
    if settings.webhook_secret is None:
        raise WrongSettings(
            "CONCILIA_WEBHOOK_SECRET is not set. Remedy: set it to a long random word of letters and digits."
        )
    return settings.webhook_url, settings.webhook_secret.get_secret_value()
