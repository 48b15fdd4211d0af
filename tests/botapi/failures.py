"""Troubles that a test orders in advance."""

from dataclasses import dataclass

from .errors import ApiError

REASONS = {
    400: "Bad Request",
    403: "Forbidden",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


class Dropped(Exception):
    """The connection is to be cut without an answer."""


class Garbled(Exception):
    """Something else stands in front of the server, and answers with a page of its own."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__(body)
        self.status, self.body = status, body


@dataclass
class Failure:
    method: str
    status: int
    retry_after: int | None
    times: int
    description: str
    delivered: bool
    delay: float
    chat_id: int | None = None
    """Only calls about this chat; None: all."""
    body: str | None = None
    """What stands in place of the Bot API's JSON."""

    def concerns(self, method: str, chat_id: str) -> bool:
        return self.method.lower() in (method.lower(), "*") and (self.chat_id is None or str(self.chat_id) == chat_id)

    def error(self) -> Exception | None:
        """None when the call is only slow."""
        if self.body is not None:
            return Garbled(self.status, self.body)
        if self.status == 0:
            return None if self.delay else Dropped()
        words = self.description or REASONS.get(self.status, "Error")
        if self.status == 429:
            words = self.description or f"Too Many Requests: retry after {self.retry_after or 1}"
            return ApiError(429, words, self.retry_after or 1)
        return ApiError(self.status, words, self.retry_after)


class Failures:
    def __init__(self) -> None:
        self._ordered: list[Failure] = []

    def order(self, failure: Failure) -> None:
        self._ordered.append(failure)

    def take(self, method: str, chat_id: str) -> Failure | None:
        for failure in self._ordered:
            if failure.concerns(method, chat_id):
                failure.times -= 1
                if failure.times <= 0:
                    self._ordered.remove(failure)
                return failure
        return None
