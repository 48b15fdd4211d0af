"""The queue of updates and the long poll that empties it."""

import asyncio
import time
from typing import Any

from .errors import ApiError, bad_request

Update = dict[str, Any]

ON_DEMAND = {"chat_member", "message_reaction", "message_reaction_count"}
LONGEST_POLL = 50


class Changes:
    """Wakes everyone who waits for something to happen."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def notify(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self, seconds: float | None = None) -> None:
        event = self._event
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            pass


class Updates:
    def __init__(self, first_id: int = 1000) -> None:
        self.pending: list[Update] = []
        self.history: dict[int, Update] = {}
        self.changed = Changes()
        self.webhook_active = False
        self.allowed: list[str] = []
        self._forced: set[int] = set()
        self._next_id = first_id
        self._poll = 0
        self._poll_ended_by = ""

    def add(self, kind: str, payload: dict[str, Any]) -> int:
        """The id of the new update; 0 when the bot asked not to hear of this kind."""
        if not self._wanted(kind):
            return 0
        return self.add_as_it_is({kind: payload})

    def add_as_it_is(self, parts: dict[str, Any]) -> int:
        update: Update = {"update_id": self._next_id, **parts}
        self._next_id += 1
        self.history[update["update_id"]] = update
        self.pending.append(update)
        self.changed.notify()
        return int(update["update_id"])

    def redeliver(self, update_id: int) -> None:
        """Hand out this update again, even if it was confirmed."""
        update = self.history[update_id]
        self._forced.add(update_id)
        if update not in self.pending:
            self.pending = sorted([*self.pending, update], key=lambda pending: pending["update_id"])
        self.changed.notify()

    def done(self, update_id: int) -> None:
        self._forced.discard(update_id)
        self.pending = [update for update in self.pending if update["update_id"] != update_id]
        self.changed.notify()

    def drop_all(self) -> None:
        self.pending.clear()
        self._forced.clear()

    def allow(self, kinds: list[Any] | None) -> None:
        """Absent keeps what was asked before; an empty list goes back to the default."""
        if kinds is not None:
            self.allowed = [str(kind) for kind in kinds]

    def end_polls(self, by: str) -> None:
        self._poll += 1
        self._poll_ended_by = by
        self.changed.notify()

    async def poll(self, offset: int, limit: int, seconds: int) -> list[Update]:
        if self.webhook_active:
            reason = (
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
            raise ApiError(409, f"Conflict: {reason}")
        if not 1 <= limit <= 100:
            limit = 100
        if seconds < 0:
            raise bad_request("timeout must be positive")
        self.end_polls("other getUpdates request; make sure that only one bot instance is running")
        mine = self._poll
        ends = time.monotonic() + min(seconds, LONGEST_POLL)
        self._confirm(offset)
        while True:
            batch = self._take(offset, limit)
            left = ends - time.monotonic()
            if batch or left <= 0:
                return batch
            await self.changed.wait(left)
            if self._poll != mine:
                raise ApiError(409, f"Conflict: terminated by {self._poll_ended_by}")

    def _wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in ON_DEMAND

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.pending = self.pending[offset:]
        else:
            self.pending = [update for update in self.pending if self._due(update, offset)]

    def _take(self, offset: int, limit: int) -> list[Update]:
        batch = [update for update in self.pending if self._due(update, offset)][:limit]
        self._forced -= {update["update_id"] for update in batch}
        return batch

    def _due(self, update: Update, offset: int) -> bool:
        return update["update_id"] >= offset or update["update_id"] in self._forced
