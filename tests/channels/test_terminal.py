"""What the terminal shows of letters that are more than a text."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bot.assistant import Assistant
from bot.channels.terminal import CHAT, Terminal
from bot.model.reply import File
from bot.store import mailbox


@pytest.fixture
def terminal(plain_assistant: Assistant, tmp_path: Path) -> Terminal:
    return Terminal(plain_assistant, Console(file=io.StringIO(), width=10_000), folder=tmp_path / "files")


async def shown(terminal: Terminal, text: str, **how: Any) -> str:
    """What is printed of one letter, before the answer to an empty command."""
    screen = io.StringIO()
    terminal.console = Console(file=screen, width=10_000)
    async with terminal.assistant.sessions.begin() as session:
        await mailbox.post(session, CHAT, text, (), datetime.now(UTC), **how)
    await terminal.say("/annulla")
    return screen.getvalue()


async def test_a_file_is_kept_under_a_safe_name_and_its_place_is_told(terminal: Terminal) -> None:
    file = File("../../../mio piano.ics", "text/calendar", b"BEGIN:VCALENDAR")
    first, second = await shown(terminal, "Ecco", file=file), await shown(terminal, "", file=file)
    assert terminal.folder
    kept = sorted(terminal.folder.iterdir())
    assert [path.read_bytes() for path in kept] == [file.content] * 2
    assert all(str(path) in text for path, text in zip(kept, (second, first), strict=True))
    assert "Ecco" in first


async def test_a_correction_says_that_it_is_one(terminal: Terminal) -> None:
    assert "Corretto: Vieni martedì" in await shown(terminal, "Vieni martedì", act="edit")


async def test_topics_are_passed_over(terminal: Terminal) -> None:
    assert "K7P2" not in await shown(terminal, "K7P2 · domanda", act="open_topic")


async def test_a_link_to_the_bot_is_a_command_here(terminal: Terminal) -> None:
    assert "Scrivi /start piano_ab12 qui" in await shown(terminal, "Scrivi https://t.me/?start=piano_ab12 qui")
