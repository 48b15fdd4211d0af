"""Trouble of the surroundings: the service says it, waits, and goes on by itself when it is over."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot import delivery
from bot.assistant import Assistant
from bot.channels import telegram as channel
from bot.delivery import Service
from bot.knowledge.loader import Knowledge
from bot.settings import Clock, Settings, WrongSettings
from bot.store.database import open_database
from bot.understanding.reader import Reader
from tests.botapi import BotApi
from tests.channels.service import process, serving
from tests.conftest import TODAY

PERSON = 42
QUESTION = "quanto preavviso serve per il congedo a ore?"


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        server.add_user(PERSON)
        yield server


async def heard(api: BotApi, count: int) -> str:
    """The text of the last of so many messages."""
    return (await api.wait_for_messages(PERSON, count, timeout=60))[count - 1].text


# --- the start


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, "<html>Benvenuto</html>"),
        (200, "{}"),
        (200, "[]"),
        (200, '{"ok": true, "result": "ciao"}'),
        (401, "<html>Accedi alla rete</html>"),
        (403, "<html>Vietato</html>"),
        (404, "<html>Non trovato</html>"),
        (503, "<html>Torno subito</html>"),
        (500, '{"ok": false, "error_code": 500, "description": "Internal Server Error"}'),
        (429, '{"ok": false, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 1}}'),
    ],
)
async def test_at_the_start_it_waits_until_telegram_answers_and_says_so(
    api: BotApi, plain_assistant: Assistant, status: int, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    api.garble_next("getMe", status, body, times=2)
    async with serving(api, plain_assistant):
        api.user_says(PERSON, QUESTION)
        assert "2 giorni" in await heard(api, 2)
    asked = [call.time for call in api.calls_of("getMe")]
    assert len(asked) == 3
    assert caplog.text.count("127.0.0.1 does not answer") == 2
    assert "html" not in caplog.text
    if status != 429:  # Telegram says how long
        assert asked[2] - asked[1] > asked[1] - asked[0] > 0.9


async def test_without_network_it_waits_and_ends_when_it_is_told_to(
    plain_assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    away = Settings(telegram_token="1:X", telegram_api_url="http://127.0.0.1:1")  # type: ignore[arg-type]
    service = asyncio.create_task(channel.serve(away, plain_assistant))
    while caplog.text.count("does not answer") < 2:
        await asyncio.sleep(0.1)
    service.cancel()
    with pytest.raises(asyncio.CancelledError):
        await service


@pytest.mark.parametrize("token", ["1:WRONG", "", "not a token", "1:\ud800"])
async def test_a_wrong_token_ends_the_service_at_once(api: BotApi, plain_assistant: Assistant, token: str) -> None:
    settings = Settings(telegram_token=token or None, telegram_api_url=api.url)  # type: ignore[arg-type]
    with pytest.raises(WrongSettings, match="CONCILIA_TELEGRAM_TOKEN"):
        await asyncio.wait_for(channel.serve(settings, plain_assistant), 5)


async def test_a_token_taken_back_meanwhile_ends_the_service(api: BotApi, plain_assistant: Assistant) -> None:
    settings = Settings(telegram_token=api.token, telegram_api_url=api.url)  # type: ignore[arg-type]
    service = asyncio.create_task(channel.serve(settings, plain_assistant))
    await api.wait_until(lambda: bool(api.calls_of("getUpdates")), 10, "listening")
    api.token = "1:NEW"
    api.world.updates.end_polls("a new token")
    with pytest.raises(WrongSettings, match="is refused by Telegram"):
        await asyncio.wait_for(service, 30)


@pytest.mark.parametrize("status", [400, 403, 404])
async def test_the_page_of_a_proxy_is_no_refusal_of_a_reply(
    api: BotApi, plain_assistant: Assistant, status: int
) -> None:
    api.garble_next("sendMessage", status, "<html>no</html>", times=2)
    async with serving(api, plain_assistant):
        api.user_says(PERSON, QUESTION)
        assert "2 giorni" in await heard(api, 2)


# --- the disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("a file system can be mounted by root only")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def fill(disk: Path) -> Path:
    """Leaves not one byte."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (2**16, 1):
            while True:
                try:
                    file.write(b"x" * size)
                except OSError:
                    break
    return ballast


async def all_is_recorded(database: Path) -> None:
    """What was sent is known to be: while the disk is full, nothing can be."""
    while True:
        with closing(sqlite3.connect(database)) as connection:
            if connection.execute("SELECT count(*) FROM outbox WHERE closed_at IS NULL").fetchone() == (0,):
                return
        await asyncio.sleep(0.1)


async def test_a_full_disk_is_waited_for_and_nothing_is_lost(
    api: BotApi,
    knowledge: Knowledge,
    lexical_reader: Reader,
    small_disk: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(delivery, "FORGET_EVERY_SECONDS", 0.2)
    monkeypatch.setattr(delivery, "TICK_EVERY_SECONDS", 0.2)
    async with open_database(f"sqlite+aiosqlite:///{small_disk / 'concilia.db'}") as sessions:
        assistant = Assistant(knowledge, lexical_reader, sessions, Clock(TODAY))
        async with serving(api, assistant):
            api.user_says(PERSON, QUESTION)
            assert "2 giorni" in await heard(api, 2)
            await all_is_recorded(small_disk / "concilia.db")
            ballast = fill(small_disk)
            api.user_says(PERSON, "/annulla")
            api.user_says(PERSON, QUESTION)
            while not {"not stored yet (SQLITE_FULL)", "cannot be used (SQLITE_FULL)"} <= _troubles(caplog.text):
                await asyncio.sleep(0.1)
            assert len(api.sent(PERSON)) == 2
            ballast.unlink()
            assert "lasciamo stare" in await heard(api, 3)
            assert "2 giorni" in await heard(api, 4)
    assert "Traceback" not in caplog.text


def _troubles(log: str) -> set[str]:
    return {words for words in ("not stored yet (SQLITE_FULL)", "cannot be used (SQLITE_FULL)") if words in log}


async def test_the_process_outlives_a_full_disk(api: BotApi, small_disk: Path, tmp_path: Path) -> None:
    async with process(api, small_disk / "home", tmp_path / "written") as service:
        api.user_says(PERSON, QUESTION)
        assert "2 giorni" in await heard(api, 2)
        await all_is_recorded(small_disk / "home" / "concilia.db")
        ballast = fill(small_disk)
        api.user_says(PERSON, "/annulla")
        await asyncio.sleep(12)  # the journal is written back every ten seconds
        assert service.returncode is None
        ballast.unlink()
        assert "lasciamo stare" in await heard(api, 3)
        service.terminate()
        assert await service.wait() == 0


@pytest.mark.parametrize("error", [RuntimeError, OSError, AssertionError, LookupError])
async def test_no_step_of_the_service_ends_it_whatever_it_raises(
    api: BotApi, plain_assistant: Assistant, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken: list[object] = []

    def breaks(name: str) -> None:
        run = getattr(Service, name)

        async def run_broken(self: Service, *arguments: object) -> None:
            first = [True]
            steps = [_breaks_once(each, first, error, broken) if callable(each) else each for each in arguments]
            await run(self, *steps)

        monkeypatch.setattr(Service, name, run_broken)

    breaks("_repeat")
    breaks("_every")
    async with serving(api, plain_assistant):
        api.user_says(PERSON, QUESTION)
        assert "2 giorni" in await heard(api, 2)
        api.user_says(PERSON, "/annulla")
        assert "lasciamo stare" in await heard(api, 3)
    assert len(broken) >= 10, "every worker, the sender and each periodic task"


def _breaks_once(
    step: Callable[[], Awaitable[object]], first: list[bool], error: type[Exception], broken: list[object]
) -> Callable[[], Awaitable[object]]:
    async def broken_step() -> object:
        if first:
            first.clear()
            broken.append(step)
            raise error
        return await step()

    return broken_step
