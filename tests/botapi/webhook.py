"""Delivery to a webhook: chats side by side, each chat in order, every update until it is accepted."""

import asyncio
import contextlib
import json
import re
import time
from typing import Any
from urllib.parse import urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest

from .errors import bad_request
from .params import Params
from .updates import Update, Updates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_WAIT = 2.0


class Webhook:
    def __init__(self, updates: Updates, first_wait: float) -> None:
        self.url = ""
        self.secret = ""
        self.max_connections = 40
        self.refused = 0
        self._updates = updates
        self._first_wait = first_wait
        self._busy: set[int] = set()
        self._last_error: tuple[int, str] | None = None
        self._task: asyncio.Task[None] | None = None

    async def set(self, params: Params) -> bool:
        url = params.text("url")
        secret = params.text("secret_token")
        most = params.integer("max_connections", 40) or 40
        _check_url(url)
        _check_secret(secret)
        if not 1 <= most <= 100:
            raise bad_request("max_connections must be between 1 and 100")
        self._updates.allow(params.json_list("allowed_updates"))
        await self.delete(drop_pending=params.flag("drop_pending_updates"))
        if url:
            self.url, self.secret, self.max_connections = url, secret, most
            self._updates.webhook_active = True
            self._updates.end_polls("setWebhook request")
            self._task = asyncio.create_task(self._run())
        return True

    async def delete(self, drop_pending: bool = False) -> bool:
        self.url = ""
        self._updates.webhook_active = False
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        if drop_pending:
            self._updates.drop_all()
        return True

    def info(self) -> dict[str, Any]:
        facts: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.pending),
        }
        if self.url:
            facts |= {"max_connections": self.max_connections, "ip_address": "127.0.0.1"}
        if self._updates.allowed:
            facts["allowed_updates"] = self._updates.allowed
        if self._last_error:
            facts |= {"last_error_date": self._last_error[0], "last_error_message": self._last_error[1]}
        return facts

    async def _run(self) -> None:
        slots = asyncio.Semaphore(self.max_connections)
        client = AsyncHTTPClient(force_instance=True, max_clients=self.max_connections)
        self._busy = set()
        with contextlib.closing(client):
            async with asyncio.TaskGroup() as group:
                while True:
                    for update in list(self._updates.pending):
                        lane = _lane(update)
                        if lane not in self._busy:
                            self._busy.add(lane)
                            group.create_task(self._deliver(client, slots, update, lane))
                    await self._updates.changed.wait()

    async def _deliver(self, client: AsyncHTTPClient, slots: asyncio.Semaphore, update: Update, lane: int) -> None:
        wait = self._first_wait
        while not await self._post(client, slots, update):
            self.refused += 1
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)
        self._busy.discard(lane)
        self._updates.done(update["update_id"])

    async def _post(self, client: AsyncHTTPClient, slots: asyncio.Semaphore, update: Update) -> bool:
        headers = {"Content-Type": "application/json"} | ({SECRET_HEADER: self.secret} if self.secret else {})
        post = HTTPRequest(self.url, "POST", headers, json.dumps(update), request_timeout=10, validate_cert=False)
        async with slots:
            try:
                answer = await client.fetch(post, raise_error=False)
            except (HTTPClientError, OSError, ValueError) as error:
                self._last_error = (int(time.time()), f"Connection failed: {type(error).__name__}")
                return False
        if not 200 <= answer.code < 300:
            reason = f"Wrong response from the webhook: {answer.code} {answer.reason}"
            self._last_error = (int(time.time()), reason)
            return False
        return True


def _check_url(url: str) -> None:
    """HTTPS, as on the official server; plain HTTP only for this machine, as on a self-hosted one."""
    parts = urlsplit(url)
    local = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if url and not (parts.scheme == "https" or (parts.scheme == "http" and local)):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")


def _check_secret(secret: str) -> None:
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")


def _lane(update: Update) -> int:
    """Updates of one lane are delivered one after the other."""
    place: Any = next(value for key, value in update.items() if key != "update_id")
    for part in ("message", "chat", "id"):
        place = isinstance(place, dict) and (place.get(part) or (place.get("from") if part == "chat" else place))
    return place if isinstance(place, int) else 0
