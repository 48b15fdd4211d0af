"""`concilia desk`: the operators' desk in the terminal, for those without Telegram.

A line goes the whole way of a message: the same inbox, rights, letters and audit trail as in Telegram. Commands need no
stroke before them: `coda`, `prendi GH5-RPP9`. What is typed after a question of the desk answers it.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import typer
from rich.console import Console

from bot import bootstrap
from bot.assistant import Assistant
from bot.channels.terminal import CHANNEL, CHAT, GOODBYE, Terminal
from bot.commands.common import (
    app,
    settings_with_log,
    wrong,
)
from bot.desk.around import AROUND
from bot.desk.reading import split_code
from bot.desk.serving import COMMANDS
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Kind, Utterance
from bot.model.ticket import Operator
from bot.settings import ROOT, Clock, Settings
from bot.store import audit, operators, questions
from bot.store.database import Sessions, open_database
from bot.understanding.rasa import Rasa, find_running
from bot.understanding.reader import Reader
from bot.understanding.training import model_file

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")
HELP = {"aiuto", "help", "?"}
NOT_JOINED = {
    "unknown": "this code is not known. Remedy: check it, or ask for a new one",
    "used": "this code was used before. Remedy: ask for a new one",
    "expired": "this code has expired. Remedy: ask for a new one",
}


class NoDesk(Exception):
    """The desk cannot be opened; the text says why, with the remedy."""


class DeskTerminal(Terminal):
    """An operator's chat on one console."""

    asked: bool = False
    """A question of the desk waits: what is typed answers it, unless it is a command for certain."""

    def _read(self, line: str) -> Utterance:
        """Commands of the desk may be written without their stroke; a number presses a button, as everywhere."""
        read = super()._read(line)
        first, _, words = read.text.partition(" ")
        name = first.casefold().lstrip("/")
        if read.kind is Kind.BUTTON or name not in COMMANDS:
            return read
        certain = first.startswith("/") or (split_code(words)[0] is not None if words else name in AROUND)
        if self.asked and not certain:
            return read
        return Utterance(self.chat, Kind.COMMAND, f"/{read.text.lstrip('/')}")

    async def deliver(self) -> None:
        """While a question waits its buttons can be pressed, whatever is read in between."""
        before = self.buttons
        await super().deliver()
        async with self.assistant.sessions() as session:
            self.asked = await questions.last(session, self.chat, self.chat) is not None
        if self.asked and not self.buttons:
            self.buttons = before

    async def say(self, line: str) -> None:
        if not line.strip() or line.strip().casefold().lstrip("/") in HELP:
            self._write(self.assistant.knowledge.text("desk_terminal_help", "it").strip())
            return
        if line.strip().casefold() in {word.lstrip("/") for word in GOODBYE}:
            raise EOFError
        await super().say(line)

    async def converse(self) -> None:
        try:
            await super().converse()
        except EOFError:
            return


def chat_of(name: str) -> str:
    """Where an operator of this short name writes from. Raises NoDesk for a name that cannot be."""
    chat = f"{CHANNEL}:{name}"
    if not NAME.fullmatch(name) or chat == CHAT:
        raise NoDesk(
            f"--as {name}: not a short name. Remedy: small letters, digits and dashes, and not `local`: --as anna."
        )
    return chat


@asynccontextmanager
async def open_desk(settings: Settings, content: Knowledge, database: str) -> AsyncIterator[Assistant]:
    """The assistant with the Rasa that is there, if one runs: the desk needs none."""
    clock = Clock(settings.today)
    running = settings.nlu_url
    if not running:
        found = await find_running(settings.home, model_file(ROOT, settings.home, content.labelled_examples()))
        running = (found,) if found else ()
    async with open_database(database) as sessions, Rasa(running) as rasa:
        yield Assistant(content, Reader(content, rasa, clock), sessions, clock)


async def run(settings: Settings, name: str | None, code: str | None, console: Console) -> None:
    """Opens the desk for an operator; with `code` they join first. Raises NoDesk if nobody may work here."""
    async with open_desk(settings, bootstrap.knowledge(), settings.database) as assistant:
        if code is not None:
            operator = await join(assistant, name, code)
        else:
            operator = await who(assistant.sessions, name)
        console.print(f"Sportello di {operator.name}. Scrivi coda, oppure aiuto.", markup=False, highlight=False)
        await DeskTerminal(assistant, console, operator.chat or "").converse()


async def join(assistant: Assistant, name: str | None, code: str) -> Operator:
    """Uses an invitation for this short name. Raises NoDesk."""
    if name is None:
        raise NoDesk("--as is missing. Remedy: choose a short name for this terminal, such as --as anna.")
    async with assistant.sessions.begin() as session:
        now = assistant.clock.now()
        joined = await operators.join(session, code, chat_of(name), now)
        if isinstance(joined, Operator):
            audit.record(session, joined.id, "join", None, now)
    if not isinstance(joined, Operator):
        raise NoDesk(f"--join: {NOT_JOINED[joined]} (concilia operators invite).")
    return joined


async def who(sessions: Sessions, name: str | None) -> Operator:
    """The operator of a short name; the only one of this kind where none is named. Raises NoDesk."""
    async with sessions() as session:
        active = await operators.all_active(session)
    here = {each.chat.partition(":")[2]: each for each in active if each.chat and each.chat.startswith(f"{CHANNEL}:")}
    remedy = "Remedy: concilia operators invite, then concilia desk --join CODE --as NAME."
    if name is None and len(here) == 1:
        return next(iter(here.values()))
    if name is None:
        names = f"name one of {', '.join(sorted(here))} with --as" if here else "nobody joined in a terminal"
        raise NoDesk(f"--as is missing: {names}. {remedy}")
    chat_of(name)
    if name not in here:
        known = f" Known: {', '.join(sorted(here))}." if here else ""
        raise NoDesk(f"--as {name}: no operator of this name works here.{known} {remedy}")
    return here[name]


@app.command("desk")
def sit_at_the_desk(
    name: Annotated[str | None, typer.Option("--as", help="The operator's short name in this terminal.")] = None,
    join: Annotated[str | None, typer.Option(help="The code of an invitation, used the first time.")] = None,
) -> None:
    """The operators' desk here, without Telegram: queue, answers, notes, closing (in Italian)."""
    settings = settings_with_log("desk.log")
    try:
        asyncio.run(run(settings, name, join, Console()))
    except NoDesk as trouble:
        wrong(trouble)
