"""`concilia doctor`: looks at every part and says what is well, what is not, and the remedy."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import httpx
import typer
from rich.console import Console

from bot.commands.common import (
    app,
    settings_with_log,
)
from bot.knowledge.checks import find_problems
from bot.knowledge.loader import read
from bot.knowledge.problems import Problem
from bot.settings import ROOT, Clock, Settings
from bot.store import mailbox
from bot.store.database import open_database
from bot.store.trouble import DatabaseTrouble
from bot.understanding.rasa import find_running
from bot.understanding.training import NluProblem, model_file

TIMEOUT_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Finding:
    part: str
    well: bool
    text: str


async def examine(settings: Settings) -> list[Finding]:
    """One finding for each part, the database's with the mail that waits."""
    return [
        Finding("settings", True, f"home {settings.home}"),
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
        async with open_database(settings.database) as sessions, sessions() as session:
            counts = await mailbox.waiting(session)
    except DatabaseTrouble as trouble:
        return [Finding("database", False, str(trouble))]
    mail = f"{counts['unanswered']} to answer, {counts['unsent']} to send, {counts['given_up']} that could not arrive"
    return [Finding("database", True, "open, migrations applied"), Finding("mail", True, mail)]


async def _telegram(settings: Settings) -> Finding:
    if settings.telegram_token is None:
        return Finding("Telegram", True, "no CONCILIA_TELEGRAM_TOKEN: terminal only")
    address = str(settings.telegram_api_url).rstrip("/")
    if await _answers(f"{address}/bot{settings.token}/getMe"):
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
    findings = asyncio.run(examine(settings_with_log("doctor.log")))
    show(findings, Console())
    if any(not finding.well for finding in findings):
        raise typer.Exit(1)
