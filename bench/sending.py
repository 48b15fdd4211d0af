"""Messages a second to many people at once, within Telegram's limits: the service against the Bot API server of the tests.

Run with `python -m bench.sending`. First an outbox that is full, then people who write again as soon as they are
answered. The server runs in a process of its own, refuses what comes too fast, and says when each message came.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import multiprocessing
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from bot import bootstrap
from bot.assistant import Assistant
from bot.channels import telegram as channel
from bot.settings import Clock, Settings
from bot.store import departures, mailbox
from bot.store.database import open_database
from bot.understanding.rasa import Rasa
from bot.understanding.reader import Reader
from tests.botapi import BotApi

FIRST_PERSON = 1000
LEAST = 28.0
"""Messages a second that it must reach: Telegram takes thirty."""
QUESTIONS = ("/aiuto", "/privacy", "/lingua", "/sportello")
"""What needs no understanding: here sending is measured."""
NOBODY = "http://127.0.0.1:1"


class Arrived(NamedTuple):
    chat: int
    text: str
    time: float


class Report(NamedTuple):
    arrived: list[Arrived]
    refused: int


class Figures(NamedTuple):
    a_second: float
    most_in_a_second: int
    shortest_gap: float
    """Between two messages to one person, in seconds."""
    arrived: int
    refused: int
    """Messages that the server found too fast."""


def figures(report: Report) -> Figures:
    times = sorted(each.time for each in report.arrived)
    by_chat = defaultdict(list)
    for each in report.arrived:
        by_chat[each.chat].append(each.time)
    gaps = [later - earlier for chat in by_chat.values() for earlier, later in itertools.pairwise(sorted(chat))]
    most = max(sum(start <= moment < start + 1 for moment in times[at : at + 90]) for at, start in enumerate(times))
    sustained = (len(times) - 1) / (times[-1] - times[0])
    return Figures(sustained, most, min(gaps), len(times), report.refused)


# --- the server, in its own process ---


def server(pipe: Connection, people: int) -> None:
    asyncio.run(_server(pipe, people))


async def _server(pipe: Connection, people: int) -> None:
    """Tells its address; on `outbox` and `talk` tells what came since; `talk` lets people write for so many seconds."""
    async with BotApi(strict_rate=True) as api:
        chats = range(FIRST_PERSON, FIRST_PERSON + people)
        for chat in chats:
            api.add_user(chat)
        pipe.send(api.url)
        seen = refused = 0
        while (told := await asyncio.to_thread(pipe.recv)) != "end":
            match told:
                case ("outbox", count):
                    await api.wait_until(lambda seen=seen, count=count: len(api.world.records) >= seen + count, 600)
                case ("talk", seconds):
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(seconds):
                            await asyncio.gather(*(_talk(api, chat) for chat in chats))
            records = api.world.records[seen:]
            seen += len(records)
            all_refused = sum(call.error_code == 429 for call in api.calls)
            pipe.send(Report([Arrived(sent.chat_id, sent.text, sent.time) for sent in records], all_refused - refused))
            refused = all_refused


async def _talk(api: BotApi, chat: int) -> None:
    """A person who writes as soon as the answer is there."""
    for question in itertools.cycle(QUESTIONS):
        before = sum(sent.chat_id == chat for sent in api.world.records)
        api.user_says(chat, question)
        while sum(sent.chat_id == chat for sent in api.world.records) == before:
            await api.changed.wait(1)


# --- the service, in this one ---


@asynccontextmanager
async def service(url: str, folder: str) -> AsyncIterator[Assistant]:
    """The whole service on an empty SQLite file, with Rasa away."""
    knowledge, clock = bootstrap.knowledge(), Clock()
    async with open_database(f"sqlite+aiosqlite:///{folder}/bench.db") as sessions, Rasa([NOBODY]) as away:
        yield Assistant(knowledge, Reader(knowledge, away, clock), sessions, clock)


@asynccontextmanager
async def running(url: str, assistant: Assistant) -> AsyncIterator[None]:
    settings = Settings(telegram_token="1:TEST", telegram_api_url=url)  # type: ignore[arg-type]  # read as pydantic does
    serving = asyncio.create_task(channel.serve(settings, assistant))
    try:
        yield
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


async def fill(assistant: Assistant, people: int, each: int) -> None:
    async with assistant.sessions.begin() as session:
        for number in range(each):
            for chat in range(FIRST_PERSON, FIRST_PERSON + people):
                await mailbox.post(session, f"telegram:{chat}", f"{number}", (), assistant.clock.now())


def lost_or_out_of_order(report: Report, people: int, each: int) -> list[int]:
    """People who did not get every message once, in order."""
    got = defaultdict(list)
    for arrived in report.arrived:
        got[arrived.chat].append(arrived.text)
    expected = [str(number) for number in range(each)]
    return [chat for chat in range(FIRST_PERSON, FIRST_PERSON + people) if got[chat] != expected]


async def measure(people: int, seconds: int) -> tuple[dict[str, Figures], list[int]]:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=server, args=(there, people), daemon=True)
    process.start()
    url = await asyncio.to_thread(here.recv)
    each = departures.MOST_A_SECOND * seconds // people
    found = {}
    try:
        with tempfile.TemporaryDirectory() as folder:
            async with service(url, folder) as assistant:
                await fill(assistant, people, each)
                async with running(url, assistant):
                    here.send(("outbox", people * each))
                    full = await asyncio.to_thread(here.recv)
                    found["a full outbox"] = figures(full)
                    here.send(("talk", seconds))
                    found["people who write again once answered"] = figures(await asyncio.to_thread(here.recv))
        here.send("end")
    finally:
        process.join(5)
        process.kill()
    return found, lost_or_out_of_order(full, people, each)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=64)
    parser.add_argument("--seconds", type=int, default=30)
    options = parser.parse_args()
    start = time.perf_counter()
    found, wronged = asyncio.run(measure(options.people, options.seconds))
    table = Table(title=f"{options.people} people at once, SQLite, {os.cpu_count()} cores")
    for column in ("", "a second", "most in a second", "shortest gap, s", "messages", "refused"):
        table.add_column(column)
    for name, each in found.items():
        shown = f"{each.a_second:.1f}", f"{each.most_in_a_second}", f"{each.shortest_gap:.2f}"
        table.add_row(name, *shown, f"{each.arrived}", f"{each.refused}")
    console = Console()
    console.print(table)
    load = Path("/proc/loadavg").read_text().split()[0] if Path("/proc/loadavg").exists() else "?"
    console.print(f"Lost or out of order: {len(wronged)} people. {time.perf_counter() - start:.0f} s, load {load}.")
    return int(bool(wronged) or min(each.a_second for each in found.values()) < LEAST)


if __name__ == "__main__":
    sys.exit(main())
