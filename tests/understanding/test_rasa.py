from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.understanding import Reading
from bot.settings import ROOT
from bot.understanding.rasa import NluAway, Rasa, RasaChild, find_running, readable
from bot.understanding.training import NluProblem, rasa_environment

from .conftest import HOME, POINT

SECRET = "il mio vicino Ermenegildo abita in via Segretissima 12345"


def closed_port() -> str:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{unused.getsockname()[1]}"


def child_of(rasa: Rasa) -> tuple[RasaChild, str, int]:
    child = rasa.child
    assert child
    assert child.url
    assert child.pid
    return child, child.url, child.pid


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def gone(pid: int, seconds: float = 10) -> bool:
    for _ in range(int(seconds * 20)):
        if not alive(pid):
            return True
        await asyncio.sleep(0.05)
    return False


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("quanti giorni di preavviso per le ore?", "ore-preavviso"),
        ("Dov'è lo sportello di Rozzano?", "trova-sportello"),
        ("buongiorno", "saluto"),
    ],
)
async def test_recognises_the_topic(text: str, topic: str, slice_rasa: Rasa) -> None:
    guesses = (await slice_rasa.parse(text)).topics
    assert guesses[0].topic == topic
    confidences = [guess.confidence for guess in guesses]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in confidences)


async def test_one_call_gives_topics_acts_state_and_points_of_the_whole_and_of_each_part(slice_rasa: Rasa) -> None:
    text = "Grazie mille! Quanto preavviso serve negli studi professionali?"
    reading = await slice_rasa.parse(text, ["Grazie mille", "Quanto preavviso serve negli studi professionali?"])
    thanks, question = reading.parts
    assert reading.topics[0].topic == question.topics[0].topic == "ore-preavviso"
    assert question.points[0].topic == POINT
    assert question.points[0].confidence <= question.topics[0].confidence
    assert thanks.acts[0].topic == "thanks"
    assert question.acts[0].topic == "question"
    assert {guess.topic for guess in reading.state} == {"danger", "everyday", "question"}


@pytest.mark.parametrize("text", ["", "   ", "\x00\x07", "/", "\ud800"])
async def test_nothing_to_read_is_no_guess(text: str, slice_rasa: Rasa) -> None:
    assert await slice_rasa.parse(text) == Reading()


@pytest.mark.parametrize(
    "text", ["🍕🍕", "[a](b) {c} <b>d</b> \"e' \\n", "ciao\x00ciao", "è" * 6000, "你好", "مرحبا", "\ud83d ciao"]
)
async def test_any_text_gets_guesses(text: str, slice_rasa: Rasa) -> None:
    assert (await slice_rasa.parse(text)).topics


async def test_nobody_can_name_a_topic_with_a_slash(slice_rasa: Rasa) -> None:
    guesses = (await slice_rasa.parse("/nonsense")).topics
    assert "nonsense" not in [guess.topic for guess in guesses]


async def test_listens_on_loopback_alone(slice_rasa: Rasa) -> None:
    _, url, _ = child_of(slice_rasa)
    port = url.partition("?")[0].rpartition(":")[2]
    done = await asyncio.to_thread(subprocess.run, ["ss", "-ltnH"], capture_output=True, text=True, check=True)
    listening = [line.split()[3] for line in done.stdout.splitlines()]
    assert [address for address in listening if address.endswith(f":{port}")] == [f"127.0.0.1:{port}"]


async def test_nobody_without_its_token_is_answered(slice_rasa: Rasa) -> None:
    _, url, pid = child_of(slice_rasa)
    bare, _, token = url.partition("?token=")
    async with httpx.AsyncClient(trust_env=False) as http:
        for path, arguments in (("/status", None), ("/model/parse", {"text": "ciao"})):
            asked = await http.request("POST" if arguments else "GET", f"{bare}{path}", json=arguments)
            assert asked.status_code == 401
    assert token not in Path(f"/proc/{pid}/cmdline").read_text()
    assert token not in (HOME / "logs" / "rasa.log").read_text()
    async with Rasa([bare]) as stranger:
        assert not await stranger.answers()


async def test_rasa_is_given_no_secret_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCILIA_TELEGRAM_TOKEN", "1:SECRET")
    monkeypatch.setenv("CONCILIA_DATABASE_URL", "postgresql://concilia:SECRET@host/name")
    assert not [value for value in rasa_environment(tmp_path).values() if "SECRET" in value]


async def test_no_text_reaches_the_log(slice_rasa: Rasa) -> None:
    await slice_rasa.parse(SECRET)
    log = (HOME / "logs" / "rasa.log").read_text()
    assert "Rasa server is up and running" in log
    assert "Ermenegildo" not in log
    assert "Segretissima" not in log


async def test_another_process_finds_it_by_its_model(slice_rasa: Rasa, slice_model: Path) -> None:
    _, url, _ = child_of(slice_rasa)
    assert await find_running(HOME, slice_model) == url
    assert await find_running(HOME, slice_model.with_name("concilia-other.tar.gz")) is None


async def test_a_stale_note_of_a_running_server_is_not_believed(tmp_path: Path, slice_model: Path) -> None:
    (tmp_path / "run").mkdir()
    note = {"url": closed_port(), "pid": 1, "model": slice_model.name}
    (tmp_path / "run" / "rasa.json").write_text(json.dumps(note))
    assert await find_running(tmp_path, slice_model) is None


async def test_the_second_server_answers_when_the_first_is_dead(slice_rasa: Rasa) -> None:
    _, url, _ = child_of(slice_rasa)
    async with Rasa([closed_port(), url]) as rasa:
        assert (await rasa.parse("buongiorno")).topics[0].topic == "saluto"
        assert await rasa.wait_ready(1)


async def test_away_when_no_server_answers() -> None:
    async with Rasa([closed_port(), closed_port()]) as rasa:
        with pytest.raises(NluAway):
            await rasa.parse("buongiorno")
        assert not await rasa.wait_ready(0.3)


async def test_away_when_the_answer_is_not_rasas() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\nconnection: close\r\n\r\n<html>42\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as stranger:
        port = stranger.sockets[0].getsockname()[1]
        async with Rasa([f"http://127.0.0.1:{port}"]) as rasa:
            with pytest.raises(NluAway):
                await rasa.parse("buongiorno")


async def test_a_killed_child_comes_back(slice_rasa: Rasa) -> None:
    child, _, pid = child_of(slice_rasa)
    os.kill(pid, signal.SIGKILL)
    assert await gone(pid)
    while child.url:
        await asyncio.sleep(0.01)
    with pytest.raises(NluAway):
        await slice_rasa.parse("buongiorno")
    assert not (HOME / "run" / "rasa.json").exists()
    assert await slice_rasa.wait_ready(120)
    assert (await slice_rasa.parse("buongiorno")).topics[0].topic == "saluto"
    assert child.pid not in (None, pid)


async def test_when_a_shared_one_goes_nobody_waits_and_one_other_is_started(slice_model: Path, tmp_path: Path) -> None:
    async with AsyncExitStack() as programs:
        owner = await programs.enter_async_context(Rasa(child=RasaChild(ROOT, tmp_path, slice_model)))
        assert await owner.wait_ready(120)
        _, url, pid = child_of(owner)
        users = [
            await programs.enter_async_context(Rasa([url], RasaChild(ROOT, tmp_path, slice_model))) for _ in range(2)
        ]
        assert all([(await user.parse("buongiorno")).topics[0].topic == "saluto" for user in users])
        await owner.__aexit__(None, None, None)
        assert not alive(pid)
        for user in users:
            with pytest.raises(NluAway):
                await user.parse("buongiorno")
            assert not user.starting, "a question does not wait for it"
        assert all([await user.wait_ready(120) for user in users])
        assert all([(await user.parse("buongiorno")).topics[0].topic == "saluto" for user in users])
        assert [user.child is not None and user.child.pid is not None for user in users].count(True) == 1


async def test_a_question_waits_for_the_first_start_and_not_for_one_that_went_away(
    slice_rasa: Rasa, slice_model: Path, tmp_path: Path
) -> None:
    _, url, _ = child_of(slice_rasa)
    assert not slice_rasa.starting
    async with Rasa(child=RasaChild(ROOT, tmp_path, slice_model)) as first:
        assert first.starting
    async with Rasa([url]) as elsewhere, Rasa([closed_port()]) as nowhere:
        assert not elsewhere.starting
        assert not nowhere.starting


async def test_stopping_leaves_no_process(slice_model: Path, tmp_path: Path) -> None:
    async with Rasa(child=RasaChild(ROOT, tmp_path, slice_model)) as rasa:
        assert await rasa.wait_ready(120)
        _, _, pid = child_of(rasa)
    assert not alive(pid)
    assert not (tmp_path / "run" / "rasa.json").exists()


async def test_stopping_while_it_starts_leaves_no_process(slice_model: Path, tmp_path: Path) -> None:
    child = RasaChild(ROOT, tmp_path, slice_model)
    async with Rasa(child=child):
        while child.started_pid is None:
            await asyncio.sleep(0.01)
        pid = child.started_pid
    assert not alive(pid)


async def test_no_orphan_after_the_bot_is_killed(slice_model: Path, tmp_path: Path) -> None:
    bot = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _BOT, str(ROOT), str(tmp_path), str(slice_model)), stdout=asyncio.subprocess.PIPE
    )
    assert bot.stdout
    pid = int(await bot.stdout.readline())
    assert alive(pid)
    bot.kill()
    await bot.wait()
    assert await gone(pid)


_BOT = """
import asyncio, sys
from pathlib import Path
from bot.understanding.rasa import RasaChild

async def main():
    child = RasaChild(*map(Path, sys.argv[1:]))
    child.start()
    while child.started_pid is None:
        await asyncio.sleep(0.01)
    print(child.started_pid, flush=True)
    await asyncio.sleep(600)

asyncio.run(main())
"""


async def test_a_missing_model_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(NluProblem, match="concilia train"):
        RasaChild(ROOT, tmp_path, tmp_path / "none.tar.gz").start()


async def test_a_long_log_is_put_aside(slice_model: Path, tmp_path: Path) -> None:
    log = tmp_path / "logs" / "rasa.log"
    log.parent.mkdir()
    log.write_bytes(b"x" * 5_000_001)
    child = RasaChild(ROOT, tmp_path, slice_model)
    async with Rasa(child=child):
        while child.started_pid is None:
            await asyncio.sleep(0.01)
    assert log.stat().st_size < 5_000_000
    assert log.with_name("rasa.log.1").stat().st_size == 5_000_001


@given(st.text())
def test_what_is_readable_can_be_sent(text: str) -> None:
    clean = readable(text)
    clean.encode()
    assert len(clean) <= 1001
    assert not clean.startswith("/")
