"""How fast a bot may send: one message a second to a chat, thirty in all, twenty a minute to a group."""

import math
import time


class Bucket:
    """Tokens that fill at a steady rate; one message takes one."""

    def __init__(self, per_second: float, burst: int) -> None:
        self._rate = per_second
        self._burst = burst
        self._tokens = float(burst)
        self._filled = time.monotonic()

    def seconds_until_free(self) -> float:
        now = time.monotonic()
        self._tokens = min(self._burst, self._tokens + (now - self._filled) * self._rate)
        self._filled = now
        return 0.0 if self._tokens >= 1 else (1 - self._tokens) / self._rate

    def take(self) -> None:
        self._tokens -= 1


class Rates:
    def __init__(self) -> None:
        self._all = Bucket(30, 30)
        self._chats: dict[int, list[Bucket]] = {}

    def retry_after(self, chat_id: int) -> int | None:
        """None when the message may go, and it is counted; else the whole seconds to wait."""
        buckets = [self._all, *self._of(chat_id)]
        wait = max(bucket.seconds_until_free() for bucket in buckets)
        if wait > 0:
            return math.ceil(wait)
        for bucket in buckets:
            bucket.take()
        return None

    def _of(self, chat_id: int) -> list[Bucket]:
        if chat_id not in self._chats:
            group = [Bucket(20 / 60, 20)] if chat_id < 0 else []
            self._chats[chat_id] = [Bucket(1, 3), *group]
        return self._chats[chat_id]
