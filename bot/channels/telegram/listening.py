"""Fetches updates from Telegram's server, or waits for it to bring them; either way until cancelled."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NoReturn, TypeVar
from urllib.parse import urlencode

from pydantic import HttpUrl
from telegram import Bot, Update
from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.channels.telegram.receiving import number_of
from bot.channels.telegram.wire import NotTelegram, Request
from bot.delivery import growing_wait
from bot.settings import WrongSettings

log = logging.getLogger(__name__)

UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY]
POLL_SECONDS = 10
"""How long the server holds a request while there is nothing new."""
READ_SECONDS = POLL_SECONDS + 5
LONGEST_WAIT = timedelta(seconds=30)
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"

Take = Callable[[Any], Awaitable[None]]
"""Stores one update, as it stands in JSON; never raises."""
T = TypeVar("T")


@dataclass
class Patience:
    """Asks Telegram's server until it answers, with growing waits, each said in a line."""

    host: str
    failures: int = 0

    async def until_answered(self, call: Callable[[], Awaitable[T]]) -> T:
        """Raises WrongSettings if the token is refused: that does not heal."""
        while True:
            try:
                answer = await call()
            except InvalidToken:
                raise WrongSettings(
                    "CONCILIA_TELEGRAM_TOKEN is refused by Telegram. Remedy: copy it again from @BotFather "
                    "(/mybots, API Token)."
                ) from None
            except WrongSettings:
                raise
            except Exception as error:  # noqa: BLE001  # the server may say anything
                await self._wait(error)
            else:
                self.failures = 0
                return answer

    async def _wait(self, error: Exception) -> None:
        self.failures += 1
        wait = min(growing_wait(self.failures), LONGEST_WAIT)
        if isinstance(error, RetryAfter):
            asked = error.retry_after
            wait = asked if isinstance(asked, timedelta) else timedelta(seconds=asked)
        seconds = wait.total_seconds()
        if isinstance(error, Conflict):
            log.error(
                "another program listens with the same token: trying again in %.0f s. Remedy: stop it, only one may poll",
                seconds,
            )
        else:
            log.warning("%s does not answer (%s): trying again in %.0f s", self.host, type(error).__name__, seconds)
        await asyncio.sleep(seconds)


async def poll(bot: Bot, request: Request, patience: Patience, take: Take) -> NoReturn:
    """Fetches updates for ever. They are confirmed, by the next call, only when each is stored or skipped.

    Not with the library's own loop: one update that it cannot read would stop all of them.
    """
    await patience.until_answered(bot.delete_webhook)
    asked: dict[str, Any] = {"timeout": POLL_SECONDS, "allowed_updates": json.dumps(UPDATES)}

    async def fetch() -> list[Any]:
        found: Any = await request.post(f"{bot.base_url}/getUpdates?{urlencode(asked)}", read_timeout=READ_SECONDS)
        if not isinstance(found, list) or (found and not any(number_of(raw) for raw in found)):
            raise NotTelegram("not a list of updates")
        return found

    while True:
        found = await patience.until_answered(fetch)
        for raw in found:
            await take(raw)
        if found:
            asked["offset"] = max(number_of(raw) or 0 for raw in found) + 1


class _Hook(RequestHandler):
    """Where Telegram brings an update: the answer says that it is stored or skipped."""

    def initialize(self, take: Take, secret: str) -> None:
        self._take, self._secret = take, secret.encode()

    async def post(self) -> None:
        shown = self.request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(shown.encode("utf-8", "replace"), self._secret):
            self.send_error(403)
            return
        try:
            raw = json.loads(self.request.body)
        except (ValueError, RecursionError):
            raw = None  # it has the secret: refused, it would come again for ever
        await self._take(raw)


async def wait_at(
    bot: Bot, address: tuple[str, int], url: HttpUrl, secret: str, patience: Patience, take: Take
) -> NoReturn:
    """Listens where Telegram brings updates, for ever. Raises WrongSettings if the port or the address cannot be used."""
    path = re.escape((url.path or "/").rstrip("/"))
    hook = (f"{path}/?", _Hook, {"take": take, "secret": secret})
    server = HTTPServer(Application([hook], log_function=lambda _: None))
    host, port = address
    try:
        server.listen(port, host)
    except OSError as error:
        raise WrongSettings(
            f"CONCILIA_WEBHOOK_LISTEN={host}:{port} cannot be used ({error.strerror}). "
            "Remedy: stop the program on that port, or name another one."
        ) from None

    async def announce() -> None:
        try:
            await bot.set_webhook(str(url), allowed_updates=UPDATES, secret_token=secret)
        except BadRequest as error:
            raise WrongSettings(
                f"CONCILIA_WEBHOOK_URL or CONCILIA_WEBHOOK_SECRET is refused by Telegram ({error.message}). "
                "Remedy: see docs/technicians.md, Settings."
            ) from None

    try:
        await patience.until_answered(announce)
        while True:
            await asyncio.sleep(3600)  # the server answers by itself
    finally:
        server.stop()
        await server.close_all_connections()
