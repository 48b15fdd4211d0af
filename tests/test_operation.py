"""What a technician relies on: the doctor, the log, the backup commands, the start on a full disk, the home, the figures."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import re
import stat
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from bot.assistant import Assistant
from bot.bootstrap import knowledge as shipped
from bot.commands import telegram
from bot.commands.telegram import patient_assistant, when_there_is_room
from bot.dialogue.decide import decide
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Conversation, Heard, Kind, Utterance
from bot.model.responsible import Responsible
from bot.settings import Settings, WrongSettings
from bot.store import mailbox
from bot.store.database import open_database
from bot.store.trouble import DatabaseTrouble
from bot.wording import word
from tests.botapi import BotApi
from tests.channels.conftest import lexical_reader, plain_assistant
from tests.channels.service import NOBODY, process, serving
from tests.channels.test_trouble import fill, small_disk
from tests.conftest import TODAY
from tests.test_cli import concilia

__all__ = ["lexical_reader", "plain_assistant", "small_disk"]
PERSON = 42
WHO = {"CONCILIA_CONTROLLER": "Azienda Sociale Esempio", "CONCILIA_CONTROLLER_CONTACT": "privacy@esempio.example"}


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        server.add_user(PERSON)
        yield server


# --- the doctor


async def test_the_doctor_tells_programs_the_same_as_people(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    async with open_database(f"sqlite+aiosqlite:///{home / 'concilia.db'}") as sessions, sessions.begin() as session:
        long_ago = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
        await mailbox.receive(session, "1", Utterance("telegram:1", Kind.TEXT, "segreto"), long_ago)
    before = sorted(path.name for path in home.iterdir())
    ended = await concilia(home, "doctor", "--json", CONCILIA_NLU_URL=f"{NOBODY}?token=s3cret")
    told = json.loads(ended.out)
    parts = {finding["part"]: finding for finding in told["findings"]}
    assert (ended.code, told["well"]) == (1, False)
    assert parts["mail"]["figures"]["unanswered"] == 1
    assert parts["mail"]["figures"]["unanswered_since"].startswith("2026-11-22T08:00")
    assert not parts["mail"]["well"]
    assert parts["home"]["figures"]["free_bytes"] > 0
    assert set(parts["expiring"]["figures"]) == {"overdue", "soon", "figures"}
    assert not parts["Rasa"]["well"]
    assert "s3cret" not in ended.out
    assert "segreto" not in ended.out
    assert sorted(path.name for path in home.iterdir()) == before, "it only looks"


# --- who is responsible


async def test_without_a_name_the_service_is_not_ready_for_the_public(tmp_path: Path, api: BotApi) -> None:
    token = {"CONCILIA_TELEGRAM_TOKEN": api.token, "CONCILIA_TELEGRAM_API_URL": api.url, "CONCILIA_NLU_URL": NOBODY}
    nameless = await concilia(tmp_path, "doctor", **token)
    assert "not ready for the public" in nameless.out
    assert "Remedy: set CONCILIA_CONTROLLER and CONCILIA_CONTROLLER_CONTACT." in nameless.out
    named = await concilia(tmp_path, "doctor", **token, **WHO)
    assert "Azienda Sociale Esempio, privacy@esempio.example" in named.out
    async with process(api, tmp_path / "home", tmp_path / "written"):
        await api.wait_until(lambda: bool(api.calls_of("getUpdates")), 60, "listening")
    assert "not ready for the public" in " ".join((tmp_path / "written").read_text().split())


def said(knowledge: Knowledge, command: str, language: str = "it") -> str:
    heard = Heard(Utterance("test:1", Kind.COMMAND, command))
    decision = decide(knowledge, Conversation("test:1", language=language), heard, TODAY)
    return "\n".join(reply.text for reply in word(knowledge, decision, TODAY))


def test_whoever_answers_for_the_data_is_named_at_first_and_in_privacy(knowledge: Knowledge) -> None:
    named = replace(knowledge, responsible=Responsible("Azienda Sociale Esempio", "privacy@esempio.example"))
    assert "Chi risponde dei dati: Azienda Sociale Esempio." in said(named, "/aiuto")
    assert "Who is responsible for the data: Azienda Sociale Esempio." in said(named, "/aiuto", "en")
    assert "privacy@esempio.example" in said(named, "/privacy")
    assert "non è ancora indicato" in said(knowledge, "/privacy")
    assert "risponde dei dati" not in said(knowledge, "/aiuto")


# --- log, home


async def test_the_service_keeps_a_log_of_its_own_without_a_word_that_was_said(tmp_path: Path, api: BotApi) -> None:
    home = tmp_path / "home"
    async with process(api, home, tmp_path / "written", **{name[9:].lower(): value for name, value in WHO.items()}):
        api.user_says(PERSON, "Mi chiamo Ermenegildo, quanto preavviso serve per il congedo a ore?")
        await api.wait_for_messages(PERSON, 2, timeout=60)
        log = home / "logs" / "concilia.log"
        await asyncio.sleep(1)
    text = log.read_text()
    assert re.search(r"INFO bot\.assistant: message 1: answer", text)
    assert "message 1: answer" in (tmp_path / "written").read_text(), "and to standard error"
    assert "Ermenegildo" not in text
    assert api.token not in text
    for path in (home, *home.rglob("*")):
        if path.exists():
            assert not stat.S_IMODE(path.stat().st_mode) & 0o077, f"{path} can be read by others"


async def test_a_home_that_others_can_read_is_named_with_the_remedy(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    ended = await concilia(tmp_path, "doctor", CONCILIA_NLU_URL=NOBODY)
    assert f"others can look into {tmp_path}. Remedy: chmod 700 {tmp_path}." in ended.out


# --- backup, from the command line


async def test_a_backup_is_made_tried_and_put_back(tmp_path: Path) -> None:
    home, other = tmp_path / "home", tmp_path / "other"
    async with open_database(f"sqlite+aiosqlite:///{home / 'concilia.db'}") as sessions, sessions.begin() as session:
        await mailbox.receive(session, "1", Utterance("telegram:1", Kind.TEXT, "ciao"), datetime.now(UTC))
    made = await concilia(home, "backup")
    assert made.code == 0, made.err
    [file] = (home / "backups").iterdir()
    assert not stat.S_IMODE(file.stat().st_mode) & 0o077
    tried = await concilia(home, "restore", "--check", str(file))
    assert (tried.code, "It can be put back" in tried.out) == (0, True), tried.err
    refused = await concilia(home, "restore", str(file))
    assert (refused.code, "not empty" in refused.err) == (1, True)
    assert (await concilia(other, "restore", str(file))).code == 0
    async with open_database(f"sqlite+aiosqlite:///{other / 'concilia.db'}") as sessions, sessions() as session:
        assert (await mailbox.waiting(session))["unanswered"] == 1
    broken = await concilia(home, "restore", "--check", str(home / "none.db"))
    assert (broken.code, "Remedy" in broken.err) == (2, True)


# --- the start waits for a disk


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS])
def test_a_step_of_the_start_waits_for_room_and_says_so(
    number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(telegram.time, "sleep", waits.append)
    tries = iter([OSError(number, os.strerror(number)), wrapped(number), None])

    def step() -> str:
        if trouble := next(tries):
            raise trouble
        return "done"

    assert when_there_is_room(step) == "done"
    assert waits == [1, 2]
    assert " ".join(capsys.readouterr().err.split()).count("Trying again in") == 2


def wrapped(number: int) -> WrongSettings:
    trouble = WrongSettings("the home cannot be written.")
    trouble.__cause__ = OSError(number, os.strerror(number))
    return trouble


def test_what_no_waiting_heals_ends_the_start() -> None:
    def step() -> None:
        raise WrongSettings("wrong")

    with pytest.raises(WrongSettings):
        when_there_is_room(step)


async def test_the_service_that_starts_on_a_full_disk_waits_and_then_serves(
    api: BotApi, small_disk: Path, tmp_path: Path
) -> None:
    (small_disk / "home" / "logs").mkdir(parents=True)
    ballast = fill(small_disk)
    written = tmp_path / "written"
    starting = asyncio.create_task(_serves(api, small_disk / "home", written))
    while not written.exists() or "Trying again in 2 s" not in " ".join(written.read_text().split()):
        await asyncio.sleep(0.1)
        assert not starting.done()
    ballast.unlink()
    await starting
    assert "Traceback" not in written.read_text()


async def _serves(api: BotApi, home: Path, written: Path) -> None:
    async with process(api, home, written):
        api.user_says(PERSON, "quanto preavviso serve per il congedo a ore?")
        await api.wait_for_messages(PERSON, 2, timeout=60)


async def test_a_damaged_database_ends_the_start_at_once(tmp_path: Path) -> None:
    (tmp_path / "concilia.db").write_bytes(b"this is no database" * 1000)
    with pytest.raises(DatabaseTrouble, match="is damaged"):
        async with patient_assistant(Settings(home=tmp_path, nlu_url=(NOBODY,))):
            pass


# --- figures for Prometheus


async def test_the_figures_are_shown_on_this_machine_and_hold_no_person(
    api: BotApi, plain_assistant: Assistant, unused_tcp_port: int
) -> None:
    address = f"127.0.0.1:{unused_tcp_port}"
    async with serving(api, plain_assistant, metrics_listen=address):
        api.user_says(PERSON, "ciao")
        await api.wait_for_messages(PERSON, 2, timeout=60)
        async with httpx.AsyncClient() as http:
            text = (await http.get(f"http://{address}/metrics")).text
    assert 'concilia_messages{state="unanswered"} 0.0' in text
    assert "concilia_rasa_up 0.0" in text
    assert "process_resident_memory_bytes" in text
    assert str(PERSON) not in re.sub(r"[\d.e+-]+$", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize("address", ["0.0.0.0:9000", "192.168.1.5:9000", "9000", "example.org:9000"])
def test_figures_for_the_whole_network_are_refused(address: str) -> None:
    with pytest.raises(ValueError, match="metrics_listen"):
        Settings(metrics_listen=address)


def test_the_content_that_ships_names_nobody() -> None:
    assert shipped().responsible is None
