"""The service looks at itself: how the mail flows, whether Rasa answers, how much room there is."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bot.assistant import Assistant
from bot.desk import alerts
from bot.desk.office import Office
from bot.model.health import Pulse, Surroundings, Trouble
from bot.rules import health
from bot.store import pulse


@dataclass(frozen=True, slots=True)
class Look:
    """What was found the last time."""

    pulse: Pulse
    around: Surroundings
    troubles: tuple[Trouble, ...]


class Watch:
    def __init__(self, assistant: Assistant, home: Path | None) -> None:
        self._assistant, self._home = assistant, home
        self._around = Surroundings()

    async def round(self) -> bool:
        """Looks, and tells coordinators what began or ended; True if there was something to tell."""
        found = await self.look()
        now, today = self.now(), self._assistant.clock.today()
        async with self._assistant.sessions.begin() as session:
            return await alerts.tell(Office(session, self._assistant.knowledge, now, today), found.troubles)

    def now(self) -> datetime:
        return self._assistant.clock.now()

    async def look(self) -> Look:
        now, today = self.now(), self._assistant.clock.today()
        async with self._assistant.sessions() as session:
            flowing = await pulse.take(session)
        self._around = await self._surroundings(now)
        expiring = health.running_out(self._assistant.knowledge, today)
        return Look(flowing, self._around, tuple(health.troubles(flowing, self._around, expiring, now)))

    async def _surroundings(self, now: datetime) -> Surroundings:
        around = replace(self._around, free_bytes=free_bytes(self._home) if self._home else None)
        if await self._assistant.reader.rasa.answers():
            return replace(around, rasa_away_since=None)
        return replace(around, rasa_away_since=around.rasa_away_since or now)


def free_bytes(folder: Path) -> int | None:
    """On the disk of a folder, or of the one in which it will be made; None where nobody knows."""
    existing = next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())
    try:
        return shutil.disk_usage(existing).free
    except OSError:
        return None
