"""What operators made public goes back into infopoints.yaml as a patch that applies and passes the check."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from bot.knowledge.helpdesks import FILE
from bot.knowledge.loader import Knowledge
from bot.knowledge.problems import Problem
from bot.knowledge.territory import read_territory
from bot.model.cards import CardChange
from bot.rules.card_changes import proposed, reconfirmed
from bot.settings import ROOT
from bot.store import cards
from bot.store.database import open_database

NOW, TODAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC), date(2026, 11, 23)
HOURS = {"opening_hours": "Mo,We 09:00-12:00; PH off"}


async def changed(knowledge: Knowledge, home: Path) -> None:
    """A public change, a confirmation, and a change that nobody has looked at."""
    change = proposed(knowledge.territory, "opera-servizi-sociali", HOURS, 1, NOW, TODAY)
    waiting = proposed(knowledge.territory, "rozzano-servizio-sociale", HOURS, 3, NOW, TODAY)
    assert isinstance(change, CardChange)
    assert isinstance(waiting, CardChange)
    async with open_database(f"sqlite+aiosqlite:///{home / 'concilia.db'}") as sessions, sessions.begin() as session:
        kept = await cards.propose(session, change)
        assert kept
        await cards.publish(session, kept, 2, NOW)
        await cards.confirm(session, reconfirmed(knowledge.territory, "opera-suap", 1, NOW, TODAY))
        await cards.propose(session, waiting)


def test_the_patch_applies_and_passes_the_check(knowledge: Knowledge, tmp_path: Path) -> None:
    asyncio.run(changed(knowledge, tmp_path))
    patch = _run(tmp_path, "census", "export", "--changes")
    assert '+    opening_hours: "Mo,We 09:00-12:00; PH off"' in patch or "+    opening_hours: Mo,We" in patch
    assert "rozzano" not in "".join(line for line in patch.splitlines() if line[:1] in "+-")
    assert "una modifica aspetta una seconda persona dal 2026-11-23" in _run(tmp_path, "census", "report")

    (tmp_path / FILE).write_bytes((ROOT / FILE).read_bytes())
    subprocess.run(["git", "apply", "-"], input=patch, text=True, cwd=tmp_path, check=True)
    problems: list[Problem] = []
    territory = read_territory(tmp_path, problems, TODAY)
    assert problems == []
    assert territory
    opera = territory.helpdesks["opera-servizi-sociali"]
    assert (opera.opening_hours, opera.status, opera.source) == (
        HOURS["opening_hours"],
        "active",
        "lo sportello stesso",
    )
    assert territory.helpdesks["opera-suap"].checked_on == TODAY


def _run(home: Path, *arguments: str) -> str:
    environment = {**os.environ, "CONCILIA_HOME": str(home), "CONCILIA_TODAY": "2026-11-23"}
    environment.pop("CONCILIA_DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout
