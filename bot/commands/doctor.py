"""`concilia doctor`: looks at every part and says what is well, what is not, and the remedy."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console

from bot.commands.common import app, is_open_to_others
from bot.knowledge.checks import find_problems
from bot.knowledge.loader import read
from bot.knowledge.problems import Problem
from bot.model.health import Expiring, Pulse, Surroundings
from bot.model.time import italian_moment
from bot.rules.health import LEAST_FREE, running_out, troubles
from bot.settings import NOT_FOR_THE_PUBLIC, ROOT, Clock, Settings, WrongSettings, misspelt, read_settings
from bot.store import pulse, rooms
from bot.store.database import look_at
from bot.store.rooms import Room
from bot.store.trouble import DatabaseTrouble
from bot.understanding.rasa import Rasa, find_running
from bot.understanding.training import NluProblem, model_file
from bot.watch import free_bytes

TIMEOUT_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Finding:
    part: str
    well: bool
    text: str
    figures: Mapping[str, Any] = field(default_factory=dict)
    """For programs: what the text says in words."""


async def examine(settings: Settings) -> list[Finding]:
    """One finding for each part, the database's with the mail that waits."""
    return [
        *_settings(settings),
        _home(settings.home),
        _responsible(settings),
        *_content(settings),
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
    if folder == home.absolute() and is_open_to_others(folder):
        return Finding("home", False, f"others can look into {folder}. Remedy: chmod 700 {folder}.")
    free = free_bytes(folder)
    figures = {"free_bytes": free}
    if free is not None and free < LEAST_FREE:
        return Finding("home", False, f"{free // 2**20} MB free in {folder}. Remedy: free some space.", figures)
    return Finding("home", True, str(home), figures)


def _responsible(settings: Settings) -> Finding:
    if settings.responsible:
        return Finding("responsible", True, f"{settings.responsible.name}, {settings.responsible.contact}")
    if settings.telegram_token is None:
        return Finding("responsible", True, "nobody is named: terminal only")
    return Finding("responsible", False, NOT_FOR_THE_PUBLIC)


def _content(settings: Settings) -> list[Finding]:
    problems: list[Problem] = []
    today = Clock(settings.today).today()
    content = read(ROOT, problems, today)
    problems += find_problems(content)
    if problems:
        return [Finding("content", False, f"{len(problems)} problems. Remedy: see `concilia check`.")]
    what = f"{len(content.entries)} entries, {len(content.territory.helpdesks)} helpdesks"
    return [Finding("content", True, what), _expiring(running_out(content, today))]


def _expiring(found: Expiring) -> Finding:
    text = f"{len(found.soon)} answers to read again and {len(found.figures)} figures that end within 30 days"
    if found.overdue:
        text = f"{len(found.overdue)} answers past their day, {text}. Remedy: `concilia coverage` names them."
    return Finding("expiring", not found.overdue, text, asdict(found))


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
        return Finding(
            "Rasa", True, f"runs at {_without_token(running)}" if running else "not running: the bot starts it"
        )
    away = [url for url in settings.nlu_url if not await _has_model(url)]
    if away:
        names = ", ".join(map(_without_token, away))
        return Finding("Rasa", False, f"{names} does not answer. Remedy: start it, or unset CONCILIA_NLU_URL.")
    return Finding("Rasa", True, f"answers at {', '.join(map(_without_token, settings.nlu_url))}")


async def _has_model(url: str) -> bool:
    async with Rasa([url]) as rasa:
        return await rasa.answers()


def _without_token(url: str) -> str:
    return url.partition("?")[0]


async def _database(settings: Settings) -> list[Finding]:
    try:
        async with look_at(settings.database) as session:
            if session is None:
                wait = "not there, or of an earlier version: the next start makes or migrates it"
                return [Finding("database", True, wait), Finding("mail", True, "not looked at")]
            flowing = await pulse.take(session)
            mute = await rooms.troubled(session)
    except DatabaseTrouble as trouble:
        return [Finding("database", False, str(trouble))]
    mail = _mail(flowing, Clock(settings.today).now())
    return [Finding("database", True, "open, migrations applied"), mail, *map(_mute, mute)]


def _mail(flowing: Pulse, now: datetime) -> Finding:
    stuck = [each.name for each in troubles(flowing, Surroundings(), Expiring(), now)]
    text = (
        f"{flowing.unanswered} to answer{_since(flowing.unanswered_since, now)}, "
        f"{flowing.unsent} to send{_since(flowing.unsent_since, now)}, {flowing.given_up} that could not arrive; "
        f"last message {_moment(flowing.last_update)}, last reply {_moment(flowing.last_sent)}"
    )
    if stuck:
        text += ". Remedy: see that the service runs and what its log says (logs/concilia.log in the home)."
    figures = {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(flowing).items()
    }
    return Finding("mail", not stuck, text, figures)


def _since(moment: datetime | None, now: datetime) -> str:
    return f" (the first for {(now - moment).total_seconds() / 60:.0f} min)" if moment else ""


def _moment(moment: datetime | None) -> str:
    return italian_moment(moment) if moment else "never"


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
def examine_all(
    as_json: Annotated[bool, typer.Option("--json", help="One object, for programs that watch.")] = False,
) -> None:
    """Is everything in place: settings, content, database, model, Rasa, Telegram? Exit 1 if not. Writes nothing."""
    findings = asyncio.run(examine(read_settings()))
    well = all(finding.well for finding in findings)
    if as_json:
        print(json.dumps({"well": well, "findings": list(map(asdict, findings))}, ensure_ascii=False))
    else:
        show(findings, Console())
    if not well:
        raise typer.Exit(1)
