"""HTTP around the methods: reads parameters in every form, writes answers in the one form there is."""

import asyncio
import json
from typing import TYPE_CHECKING, Any

from tornado.httputil import HTTPServerRequest
from tornado.web import RequestHandler

from .errors import ApiError, bad_request
from .failures import Dropped, Garbled
from .params import Params, Upload

if TYPE_CHECKING:
    from .server import BotApi


class ApiHandler(RequestHandler):
    """Knows the server and the shape of an answer."""

    api: "BotApi"

    def initialize(self, api: "BotApi | None" = None) -> None:
        if api is not None:
            self.api = api

    def answer(self, result: Any) -> None:
        self._write({"ok": True, "result": result}, 200)

    def refuse(self, error: ApiError) -> None:
        body: dict[str, Any] = {"ok": False, "error_code": error.code, "description": error.description}
        if error.parameters:
            body["parameters"] = error.parameters
        self._write(body, error.code)

    def _write(self, body: dict[str, Any], status: int) -> None:
        self.set_status(status, reason="Answer")
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(body))


class MethodHandler(ApiHandler):
    _running: "asyncio.Future[Any] | None" = None

    async def get(self, token: str, method: str) -> None:
        await self.post(token, method)

    async def post(self, token: str, method: str) -> None:
        try:
            self._running = asyncio.ensure_future(self.api.call(token, method, read_params(self.request)))
            self.answer(await self._running)
        except ApiError as error:
            self.refuse(error)
        except Dropped:
            self._cut()
        except Garbled as page:
            self.set_status(page.status, reason="Answer")
            self.finish(page.body)
        except asyncio.CancelledError:
            if not self._running or not self._running.cancelled():
                raise

    def on_connection_close(self) -> None:
        """The bot hung up or died: its long poll ends and takes no updates along."""
        if self._running:
            self._running.cancel()

    def _cut(self) -> None:
        connection = self.request.connection
        assert connection is not None
        self.detach().close()


class FileHandler(ApiHandler):
    def get(self, token: str, file_id: str) -> None:
        upload = self.api.world.files.get(file_id)
        if token != self.api.token:
            self.refuse(ApiError(401, "Unauthorized"))
        elif upload is None:
            self.refuse(ApiError(404, "Not Found"))
        else:
            self.set_header("Content-Type", upload.mime_type)
            self.finish(upload.content)


class NotFoundHandler(ApiHandler):
    def prepare(self) -> None:
        self.refuse(ApiError(404, "Not Found"))


def read_params(request: HTTPServerRequest) -> Params:
    """From the query string, then from the body: JSON, form or multipart."""
    values: dict[str, Any] = {
        name: given[-1].decode("utf-8", "replace") for name, given in request.arguments.items() if given
    }
    if request.headers.get("Content-Type", "").startswith("application/json") and request.body:
        values |= _json_body(request.body)
    uploads = {
        name: Upload(given[-1]["filename"], given[-1]["body"], given[-1]["content_type"])
        for name, given in request.files.items()
    }
    return Params(values, uploads)


def _json_body(body: bytes) -> dict[str, Any]:
    try:
        values = json.loads(body)
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(values, dict):
        raise bad_request("object expected as the body")
    return values
