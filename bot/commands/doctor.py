"""`concilia doctor`: looks at every part and says what is well, what is not, and the remedy."""

from __future__ import annotations

import asyncio
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import httpx
import typer
from rich.console import Console

from bot.commands.common import app
from bot.knowledge.checks import find_problems
from bot.knowledge.loader import read
from bot.knowledge.problems import Problem
from bot.settings import ROOT, Clock, Settings, WrongSettings, misspelt, read_settings
from bot.store import mailbox, rooms
from bot.store.database import look_at
from bot.store.rooms import Room
from bot.store.trouble import DatabaseTrouble
from bot.understanding.rasa import find_running
from bot.understanding.training import NluProblem, model_file

TIMEOUT_SECONDS = 5
LEAST_FREE = 100 * 2**20
"""Bytes: below this the next day may find the disk full."""


@dataclass(frozen=True, slots=True)
class Finding:
    part: str
    well: bool
    text: str


async def examine(settings: Settings) -> list[Finding]:
    """One finding for each part, the database's with the mail that waits."""
    return [
        *_settings(settings),
        _home(settings.home),
        _content(settings),
        _nlu_environment(settings),
        _model(settings),
        await _rasa(settings),
        *await _database(settings),
        await _telegram(settings),
    ]


def show(findings: list[Finding], console: Console) -> None:
    for finding in findings:
        mark = "[green]ok[/]" if finding.well else "[red]no[/]"
        console.print(f"{mark} {finding.part:14}", end="")
        console.print(finding.text, markup=False, highlight=False, soft_wrap=True)


def _settings(settings: Settings) -> list[Finding]:
    wrong = [Finding("settings", False, sentence) for sentence in misspelt()]
    return wrong or [Finding("settings", True, "every CONCILIA_ variable is read")]


def _home(home: Path) -> Finding:
    """The folder, or the one in which it will be made."""
    folder = next(each for each in (home.absolute(), *home.absolute().parents) if each.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return Finding("home", False, f"{folder} cannot be written. Remedy: make it writable, or set CONCILIA_HOME.")
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE:
        return Finding("home", False, f"{free // 2**20} MB free in {folder}. Remedy: free some space.")
    return Finding("home", True, str(home))


def _content(settings: Settings) -> Finding:
    problems: list[Problem] = []
    content = read(ROOT, problems, Clock(settings.today).today())
    problems += find_problems(content)
    if problems:
        return Finding("content", False, f"{len(problems)} problems. Remedy: see `concilia check`.")
    return Finding("content", True, f"{len(content.entries)} entries, {len(content.territory.helpdesks)} helpdesks")


def _nlu_environment(settings: Settings) -> Finding:
    if settings.nlu_url:
        return Finding("Rasa's Python", True, "not needed: CONCILIA_NLU_URL is set")
    python = ROOT / "nlu" / ".venv" / "bin" / "python"
    return Finding("Rasa's Python", python.exists(), "installed" if python.exists() else "missing. Remedy: make setup.")


def _model(settings: Settings) -> Finding:
    if settings.nlu_url:
        return Finding("model", True, "not needed: CONCILIA_NLU_URL is set")
    try:
        model = model_file(ROOT, settings.home)
    except NluProblem as trouble:
        return Finding("model", False, str(trouble))
    if model.exists():
        return Finding("model", True, model.name)
    return Finding("model", False, "not trained for this content. Remedy: concilia train.")


async def _rasa(settings: Settings) -> Finding:
    if not settings.nlu_url:
        try:
            running = await find_running(settings.home, model_file(ROOT, settings.home))
        except NluProblem:
            return Finding("Rasa", False, "cannot be started. Remedy: see `model` above.")
        return Finding("Rasa", True, f"runs at {running}" if running else "not running: the bot starts it")
    away = [url for url in settings.nlu_url if not await _answers(f"{url}/status")]
    if away:
        return Finding(
            "Rasa", False, f"{', '.join(away)} does not answer. Remedy: start it, or unset CONCILIA_NLU_URL."
        )
    return Finding("Rasa", True, f"answers at {', '.join(settings.nlu_url)}")


async def _database(settings: Settings) -> list[Finding]:
    try:
        async with look_at(settings.database) as session:
            if session is None:
                wait = "not there, or of an earlier version: the next start makes or migrates it"
                return [Finding("database", True, wait), Finding("mail", True, "not looked at")]
            counts = await mailbox.waiting(session)
            mute = await rooms.troubled(session)
    except DatabaseTrouble as trouble:
        return [Finding("database", False, str(trouble))]
    mail = f"{counts['unanswered']} to answer, {counts['unsent']} to send, {counts['given_up']} that could not arrive"
    return [Finding("database", True, "open, migrations applied"), Finding("mail", True, mail), *map(_mute, mute)]


def _mute(room: Room) -> Finding:
    """A group of operators where nothing arrives."""
    of = f"of {room.helpdesk}" if room.helpdesk else "of all helpdesks"
    lost = "put the bot into the group again and write /collega there" if room.trouble in rooms.LOST else "let it write"
    return Finding("room", False, f"{room.chat}, {of}: nothing arrives ({room.trouble}). Remedy: {lost}.")


async def _telegram(settings: Settings) -> Finding:
    if settings.telegram_token is None:
        return Finding("Telegram", True, "no CONCILIA_TELEGRAM_TOKEN: terminal only")
    address = str(settings.telegram_api_url).rstrip("/")
    try:
        token = settings.token
    except WrongSettings as trouble:
        return Finding("Telegram", False, str(trouble))
    if await _answers(f"{address}/bot{token}/getMe"):
        return Finding("Telegram", True, f"{settings.telegram_api_url.host} knows the token")
    remedy = "check the network, CONCILIA_TELEGRAM_API_URL and CONCILIA_TELEGRAM_TOKEN"
    return Finding("Telegram", False, f"{settings.telegram_api_url.host} refuses or does not answer. Remedy: {remedy}.")


async def _answers(url: str) -> bool:
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS) as client:
            return (await client.get(url)).is_success
    except httpx.HTTPError:
        return False


@app.command("doctor")
def examine_all() -> None:
    """Is everything in place: settings, content, database, model, Rasa, Telegram? Exit 1 if not."""
    findings = asyncio.run(examine(read_settings()))
    show(findings, Console())
    if any(not finding.well for finding in findings):
        raise typer.Exit(1)
