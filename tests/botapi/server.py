"""A Bot API server on this machine, as strict as the official one."""

import asyncio
import inspect
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from . import answering, editing, forum, profile, sending  # noqa: F401  (they register their methods)
from .errors import ApiError, too_many_requests
from .failures import Failure, Failures
from .handlers import FileHandler, MethodHandler, NotFoundHandler
from .params import Params
from .people import People
from .rates import Rates
from .registry import METHODS, SENDING
from .updates import Changes
from .world import Sent, World


@dataclass
class Call:
    """One call of the bot; `error_code` stays None while it runs and when it succeeds."""

    method: str
    params: dict[str, Any]
    time: float
    error_code: int | None = None
    description: str = ""


class BotApi(People):
    """Use as `async with BotApi() as api:`; give the bot `api.base_url` and `api.token`."""

    def __init__(
        self,
        token: str = "1:TEST",
        *,
        port: int = 0,
        username: str = "test_bot",
        strict_rate: bool = False,
        query_lifetime: float = 900,
        webhook_wait: float = 0.05,
    ) -> None:
        self.token = token
        self.port = port
        self.calls: list[Call] = []
        self.changed = Changes()
        self.world = World(token, username, query_lifetime, webhook_wait)
        self._rates = Rates() if strict_rate else None
        self._failures = Failures()
        self._server: HTTPServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        """What python-telegram-bot calls base_url."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.url}/file/bot"

    async def __aenter__(self) -> Self:
        routes = [
            (r"/bot([^/]+)/(?:test/)?([A-Za-z]+)/?", MethodHandler, {"api": self}),
            (r"/file/bot([^/]+)/([^/]+)/.*", FileHandler, {"api": self}),
        ]
        application = Application(routes, default_handler_class=NotFoundHandler, log_function=lambda handler: None)
        sockets = bind_sockets(self.port, "127.0.0.1")
        self.port = sockets[0].getsockname()[1]
        self._server = HTTPServer(application, max_buffer_size=60 * 1024 * 1024)
        self._server.add_sockets(sockets)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server
        await self.world.webhook.delete()
        self._server.stop()
        self.world.updates.end_polls("the end of the server")
        await self._server.close_all_connections()

    def sent(self, chat_id: int) -> list[Sent]:
        """What the bot sent to a chat, in order, deleted messages included."""
        return [sent for sent in self.world.records if sent.chat_id == chat_id]

    @property
    def answers(self) -> dict[str, dict[str, Any]]:
        """Answers to button presses and inline queries, by id of the query."""
        return self.world.answers

    def calls_of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method.lower() == method.lower()]

    async def wait_for_messages(self, chat_id: int, n: int = 1, timeout: float = 5) -> list[Sent]:
        """All messages sent to the chat, once there are at least n."""
        what = f"{n} messages to chat {chat_id}"
        await self.wait_until(lambda: len(self.sent(chat_id)) >= n, timeout, what)
        return self.sent(chat_id)

    async def wait_until(self, true: Callable[[], Any], timeout: float = 5, what: str = "the condition") -> None:
        """Wait until a condition on this server holds; looked at after each call of the bot."""
        ends = time.monotonic() + timeout
        while not true():
            left = ends - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"waited {timeout} s for {what}; sent: {[sent.text for sent in self.world.records]}")
            await self.changed.wait(min(left, 0.1))

    def fail_next(
        self,
        method: str,
        status: int,
        retry_after: int | None = None,
        times: int = 1,
        *,
        description: str = "",
        delivered: bool = False,
        chat_id: int | None = None,
    ) -> None:
        """Let the next calls fail; `*` is any method. `delivered`: it works, only the answer is lost."""
        self._failures.order(Failure(method, status, retry_after, times, description, delivered, 0, chat_id))

    def drop_next(self, method: str, times: int = 1, *, delivered: bool = False) -> None:
        """Cut the connection instead of answering, before or after the call had its effect."""
        self.fail_next(method, 0, times=times, delivered=delivered)

    def garble_next(self, method: str, status: int, body: str, times: int = 1) -> None:
        """Answer with this text instead of the Bot API's JSON, as a proxy in front of it does."""
        self._failures.order(Failure(method, status, None, times, "", False, 0, None, body))

    def slow_next(self, method: str, seconds: float, times: int = 1) -> None:
        self._failures.order(Failure(method, 0, None, times, "", True, seconds))

    def update_arrives(self, **parts: Any) -> int:
        """An update with these parts as they are, however strange; its number."""
        return self.world.updates.add_as_it_is(parts)

    async def call(self, token: str, method: str, params: Params) -> Any:
        """The whole path of one call of the bot."""
        call = Call(method, params.values, time.time())
        self.calls.append(call)
        try:
            return await self._answer(token, method, params)
        except ApiError as error:
            call.error_code, call.description = error.code, error.description
            raise
        finally:
            self.changed.notify()

    async def _answer(self, token: str, method: str, params: Params) -> Any:
        if token != self.token:
            raise ApiError(401, "Unauthorized")
        if self.world.logged_out:
            raise ApiError(400, "Logged out")
        if method.lower() not in METHODS:
            raise ApiError(404, "Not Found: method not found")
        failure = self._failures.take(method, params.text("chat_id"))
        error = failure.error() if failure else None
        if failure and failure.delay:
            await asyncio.sleep(failure.delay)
        if error and failure and not failure.delivered:
            raise error
        result = await self._perform(method, params)
        if error:
            raise error
        return result

    async def _perform(self, method: str, params: Params) -> Any:
        if self._rates and method.lower() in SENDING:
            wait = self._rates.retry_after(self.world.chat_for(params).id)
            if wait is not None:
                raise too_many_requests(math.ceil(wait))
        result = METHODS[method.lower()](self.world, params)
        return await result if inspect.isawaitable(result) else result
