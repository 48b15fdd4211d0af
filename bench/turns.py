"""Milliseconds of a whole turn (inbox to outbox) and of a question alone, with Rasa warm; memory of both processes.

Run with `make bench`. It uses the examples that ship, in a fixed order, and a database of its own.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot import bootstrap
from bot.assistant import Assistant
from bot.commands.ask import ask
from bot.model.conversation import Kind, Utterance
from bot.settings import ROOT, Clock, read_settings
from bot.store import mailbox
from bot.store.database import open_database
from bot.understanding.places import PlaceFinder
from bot.understanding.rasa import Rasa, RasaChild
from bot.understanding.reader import Reader
from bot.understanding.training import train

TURNS = 300


def memory(pid: int) -> float:
    """Resident memory of a process in megabytes (Linux)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


async def main() -> None:
    settings = read_settings()
    knowledge = bootstrap.knowledge()
    examples = [text for languages in knowledge.examples().values() for text in languages.get("it", [])]
    questions = random.Random(22).sample(examples, TURNS)
    model = train(ROOT, settings.home, print)
    today = Clock().today()
    child = RasaChild(ROOT, settings.home, model)
    with tempfile.TemporaryDirectory() as folder:
        async with Rasa(child=child) as rasa, open_database(f"sqlite+aiosqlite:///{folder}/bench.db") as sessions:
            start = time.perf_counter()
            await rasa.wait_ready(180)
            ready = time.perf_counter() - start
            reader = Reader(knowledge, rasa)
            asked = [(await ask(knowledge, reader, question, today)).milliseconds for question in questions]
            assistant = Assistant(knowledge, reader, sessions, Clock())
            turns = [await turn(assistant, number, question) for number, question in enumerate(questions)]
            finder = PlaceFinder(knowledge.territory)
            places = [found(finder, question) for question in questions]
            times = {"ask, ms": asked, "turn with SQLite, ms": turns, "place alone, ms": places}
            show(ready, times, memory(os.getpid()), memory(child.pid or os.getpid()))


async def turn(assistant: Assistant, number: int, question: str) -> float:
    start = time.perf_counter()
    async with assistant.sessions.begin() as session:
        utterance = Utterance(f"bench:{number}", Kind.TEXT, question)
        await mailbox.receive(session, f"bench:{number}", utterance, assistant.clock.now())
    await assistant.answer_next("bench")
    return (time.perf_counter() - start) * 1000


def found(finder: PlaceFinder, text: str) -> float:
    start = time.perf_counter()
    finder.find(text)
    return (time.perf_counter() - start) * 1000


def show(ready: float, kinds: dict[str, list[float]], bot: float, rasa: float) -> None:
    table = Table(title=f"{TURNS} questions")
    for column in ("", "p50", "p95", "worst"):
        table.add_column(column)
    for name, times in kinds.items():
        p95 = statistics.quantiles(times, n=20)[-1]
        table.add_row(name, f"{statistics.median(times):.1f}", f"{p95:.1f}", f"{max(times):.1f}")
    console = Console()
    console.print(table)
    console.print(f"Rasa ready after {ready:.1f} s. Memory: bot {bot:.0f} MB, Rasa {rasa:.0f} MB.")


if __name__ == "__main__":
    asyncio.run(main())
