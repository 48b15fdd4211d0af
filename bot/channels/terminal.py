"""The assistant in the terminal: the same path as Telegram, buttons as numbers."""

from __future__ import annotations

import asyncio
import re
import secrets
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path

from rich.console import Console

from bot.assistant import Assistant
from bot.model.conversation import Kind, Utterance
from bot.model.reply import PLACE, SEND_POSITION, File
from bot.store import departures, mailbox
from bot.store.mailbox import Letter
from bot.under_way import record_sent

CHANNEL = "terminal"
CHAT = f"{CHANNEL}:local"
GOODBYE = {"/esci", "/exit", "/quit"}
UNNAMED_LINK = "https://t.me/?start="
"""A link to the bot, which here is a command."""


@dataclass
class Terminal:
    """One chat on one console. It remembers the buttons of the last reply by their number."""

    assistant: Assistant
    console: Console
    chat: str = CHAT
    buttons: tuple[tuple[str, str], ...] = ()
    """Label and id of each button of the last replies."""
    folder: Path | None = None
    """Where files are put; None: a new folder among the temporary ones."""

    async def converse(self) -> None:
        """Answers line by line until the input ends or the person says /esci."""
        await self.deliver()  # what a crash left unsent
        async for line in self.lines():
            if line.strip().casefold() in GOODBYE:
                return
            await self.say(line)

    async def say(self, line: str) -> None:
        """One line of the person, through inbox, decision and outbox, to the console."""
        now = self.assistant.clock.now()
        async with self.assistant.sessions.begin() as session:
            await mailbox.receive(session, f"{CHANNEL}:{secrets.token_hex(12)}", self._read(line), now)
        with self.console.status("Un momento ...") if sys.stdin.isatty() else nullcontext():
            while await self.assistant.answer_next(CHANNEL):
                pass
        await self.deliver()

    def _read(self, line: str) -> Utterance:
        text = line.strip().replace("\0", "")
        if text.isdigit() and 1 <= int(text) <= len(self.buttons):
            return Utterance(self.chat, Kind.BUTTON, self.buttons[int(text) - 1][1])
        return Utterance(self.chat, Kind.COMMAND if text.startswith("/") else Kind.TEXT, text)

    async def deliver(self) -> None:
        self.buttons = ()
        while True:
            async with self.assistant.sessions.begin() as session:
                now = self.assistant.clock.now()
                letters = await departures.claim_letters(session, CHANNEL, now, pace=timedelta(0), chat=self.chat)
            if not letters:
                return
            for letter in letters:
                self._print(letter)
                async with self.assistant.sessions.begin() as session:
                    await record_sent(self.assistant, session, letter, letter.id, now)

    async def awaits(self) -> bool:
        """Whether something waits to be shown in this chat."""
        async with self.assistant.sessions() as session:
            return await mailbox.unsent_to(session, self.chat) > 0

    def _print(self, letter: Letter) -> None:
        """What there is to see: here are no topics to open or close, and a correction is printed below."""
        if letter.act not in ("say", "edit"):
            return
        text = letter.styled.replaced(UNNAMED_LINK, "/start ").with_addresses()
        self.console.print()
        if text:
            self._write(f"Corretto: {text}" if letter.act == "edit" else text)
        if letter.file and letter.file.media != PLACE:
            self._write(f"File: {self._keep(letter.file)}")
        choices = tuple(choice for row in letter.buttons for choice in row if choice[1] != SEND_POSITION)
        for number, (label, _) in enumerate(choices, start=len(self.buttons) + 1):
            self.console.print(f"  [bold cyan]{number}[/] ", end="")
            self.console.print(label, markup=False, highlight=False)
        self.buttons += choices

    def _write(self, text: str) -> None:
        self.console.print(text, markup=False, highlight=False, emoji=False, soft_wrap=not self.console.is_terminal)

    def _keep(self, file: File) -> Path:
        """Puts the file into the folder, beside those that are there, under a name safe for any file system."""
        self.folder = self.folder or Path(tempfile.mkdtemp(prefix="concilia-"))
        self.folder.mkdir(parents=True, exist_ok=True)
        name = Path(re.sub(r"[^\w.-]+", "_", file.name).lstrip(".") or "file")
        for number in count(1):
            path = self.folder / (name.name if number == 1 else f"{name.stem}-{number}{name.suffix}")
            try:
                with path.open("xb") as target:
                    target.write(file.content)
                return path
            except FileExistsError:
                continue
        raise AssertionError("there is always a next number")

    async def lines(self) -> AsyncIterator[str]:
        interactive = sys.stdin.isatty()
        while True:
            if interactive:
                self.console.print("\n[bold green]tu>[/] ", end="")
            raw = await asyncio.to_thread(sys.stdin.buffer.readline)
            if not raw:
                return
            yield raw.decode("utf-8", errors="replace")
