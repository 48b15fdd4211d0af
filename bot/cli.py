"""The commands."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
from collections.abc import Coroutine
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any, NoReturn, cast

import typer
from rich.console import Console

from bot.clock import Clock
from bot.knowledge.problems import BrokenContent, Problem
from bot.model import Audience
from bot.settings import ROOT, Settings, WrongSettings, read_settings
from bot.store.trouble import DatabaseTrouble
from bot.tickets import Role
from bot.understanding.training import NluProblem

app = typer.Typer(
    help="Concilia: the assistant of the info points on work-family conciliation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
stderr = Console(stderr=True)

PATIENCE_SECONDS = 120
"""How long a question waits for a Rasa that is still starting."""


class Who(StrEnum):
    worker = "worker"
    company = "company"
    operator = "operator"


def main() -> NoReturn:
    """Runs a command; expected trouble is said in words, without a traceback."""
    try:
        app()
    except (WrongSettings, BrokenContent, DatabaseTrouble, NluProblem) as trouble:
        stderr.print("[bold red]Error:[/] ", end="")
        stderr.print(str(trouble), markup=False, highlight=False, soft_wrap=True)
    except KeyboardInterrupt:
        stderr.print("Stopped.")
    except BrokenPipeError:
        sys.stderr.close()
    sys.exit(1)


@app.command()
def chat() -> None:
    """Talk to the assistant here: the same path as on Telegram, buttons as numbers."""
    from bot import bootstrap
    from bot.channels.terminal import Terminal

    settings = _settings("chat.log")
    _train(settings)

    async def talk() -> None:
        async with bootstrap.assistant(settings, PATIENCE_SECONDS, share=True) as assistant:
            console = Console()
            if sys.stdin.isatty():
                console.print("[dim]Scrivi una domanda, il numero di un pulsante, /aiuto o /esci.[/]")
            await Terminal(assistant, console, folder=settings.home / "files").converse()

    asyncio.run(talk())


@app.command()
def telegram() -> None:
    """Run the service on Telegram (CONCILIA_TELEGRAM_TOKEN)."""
    from bot import bootstrap
    from bot.channels import telegram as channel

    settings = _settings()
    settings.token  # noqa: B018  # said before the long part starts
    _train(settings)

    async def serve() -> None:
        async with bootstrap.assistant(settings) as assistant:
            await channel.serve(settings, assistant)

    asyncio.run(_until_stopped(serve()))


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in quotes.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Questions from standard input, one JSON object a line.")
    ] = False,
    who: Annotated[Who | None, typer.Option(help="Who is asking.")] = None,
    lang: Annotated[str, typer.Option(help="Language of the question, ISO 639-1.")] = "it",
) -> None:
    """Answer one question, or a stream of them; nothing is stored."""
    from bot import asking, bootstrap
    from bot.understanding.reader import Reader

    if jsonl == (question is not None):
        raise typer.BadParameter(
            'give one question in quotes, or --jsonl and lines like {"q": "..."} on standard input'
        )
    settings = _settings("ask.log")
    _train(settings)
    today = Clock(settings.today).today()

    async def answer() -> None:
        content = bootstrap.knowledge()
        async with bootstrap.understanding(settings, share=True) as rasa:
            reader = Reader(content, rasa, Clock(settings.today))
            with _waiting("Starting the understanding of questions ..."):
                await rasa.wait_ready(PATIENCE_SECONDS)

            async def one(question: str, who: str | None, lang: str) -> asking.Answered:
                return await asking.ask(content, reader, question, today, cast("Audience | None", who), lang)

            if jsonl:
                for number, line in enumerate(sys.stdin, start=1):
                    if line.strip():
                        asked = _question(line, number)
                        answered = await one(asked["q"], asked.get("who", who), asked.get("lang") or lang)
                        print(json.dumps(asking.as_json(answered, content, today), ensure_ascii=False), flush=True)
                return
            answered = await one(question or "", who, lang)
            if as_json:
                print(json.dumps(asking.as_json(answered, content, today), ensure_ascii=False))
            else:
                asking.show(answered, Console())

    asyncio.run(answer())


@app.command()
def leave(
    as_json: Annotated[bool, typer.Option("--json", help="A case on standard input, its answer as JSON.")] = False,
) -> None:
    """Work out hourly parental leave: one case as JSON, without the bot. Exit 2 if the case makes no sense."""
    from bot.leave_command import run

    if not as_json:
        raise typer.BadParameter("give --json, and one case on standard input")
    raise typer.Exit(run(ROOT, sys.stdin, sys.stdout, sys.stderr))


@app.command()
def check() -> None:
    """Every problem of the content: file, field, problem, remedy. Exit 1 if there is any."""
    from bot.knowledge.checks import find_problems
    from bot.knowledge.loader import read

    problems: list[Problem] = []
    content = read(ROOT, problems, Clock(read_settings().today).today())
    problems = sorted({*problems, *find_problems(content)})
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} problems.")
        raise typer.Exit(1)
    print(f"The content is in order: {len(content.entries)} entries, {len(content.figures)} figures.")


@app.command()
def train() -> None:
    """Train the understanding of questions, only if something that feeds it changed."""
    _train(_settings("train.log"), say_if_done=True)


@app.command()
def review() -> None:
    """Turn what operators propose into drafts, and what was not understood into examples (in Italian)."""
    from bot import bootstrap
    from bot.curation import Review
    from bot.store.database import open_database

    settings = _settings("review.log")
    console = Console()

    async def sit() -> None:
        async with open_database(settings.database) as sessions:
            ask = partial(console.input, markup=False, emoji=False)
            today = Clock(settings.today).today()
            await Review(ROOT, bootstrap.knowledge(), sessions, console, ask, today=today).run()

    asyncio.run(sit())


@app.command()
def coverage(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, all topics.")] = False,
) -> None:
    """Topics with few examples, never asked, often disliked, overdue for review or without English."""
    from bot import bootstrap
    from bot import coverage as gaps
    from bot.store import events, feedback
    from bot.store.database import open_database

    settings = _settings("coverage.log")

    async def counts() -> tuple[dict[str, int], dict[str, feedback.Votes]]:
        async with open_database(settings.database) as sessions, sessions() as session:
            return await events.answered_by_topic(session), await feedback.by_entry(session)

    topics = gaps.coverage(bootstrap.knowledge(), *asyncio.run(counts()), Clock(settings.today).today())
    if as_json:
        print(json.dumps(gaps.as_json(topics), ensure_ascii=False))
    else:
        gaps.show(topics, Console())


@app.command()
def doctor() -> None:
    """Is everything in place: settings, content, database, model, Rasa, Telegram? Exit 1 if not."""
    from bot import doctor as surgery

    findings = asyncio.run(surgery.examine(_settings("doctor.log")))
    surgery.show(findings, Console())
    if any(not finding.well for finding in findings):
        raise typer.Exit(1)


@app.command()
def desk(
    name: Annotated[str | None, typer.Option("--as", help="The operator's short name in this terminal.")] = None,
    join: Annotated[str | None, typer.Option(help="The code of an invitation, used the first time.")] = None,
) -> None:
    """The operators' desk here, without Telegram: queue, answers, notes, closing (in Italian)."""
    from bot import desk_command

    settings = _settings("desk.log")
    try:
        asyncio.run(desk_command.run(settings, name, join, Console()))
    except desk_command.NoDesk as trouble:
        _wrong(trouble)


@app.command()
def demo() -> None:
    """Try citizen and desk side by side, on invented data in a folder that goes away (in Italian)."""
    from bot import demo_command

    asyncio.run(demo_command.run(_settings("demo.log"), Console()))


@app.command()
def audit(
    ticket: Annotated[str | None, typer.Option(help="Only the lines of one case.")] = None,
) -> None:
    """Who read and did what at the desk; no texts."""
    from bot import audit_command
    from bot.store.database import open_database

    try:
        code = audit_command.checked_code(ticket) if ticket is not None else None
    except audit_command.NoCode as trouble:
        _wrong(trouble)
    settings = _settings("audit.log")

    async def look() -> None:
        async with open_database(settings.database) as sessions:
            audit_command.show(*await audit_command.read(sessions, code), _wide_console())

    asyncio.run(look())


operators_app = typer.Typer(help="Who works at the desk: invite, list, remove.", no_args_is_help=True)
app.add_typer(operators_app, name="operators")


class RoleName(StrEnum):
    operator = "operator"
    curator = "curator"
    coordinator = "coordinator"


@operators_app.command("invite")
def invite_operator(
    name: Annotated[str, typer.Option(help="As colleagues and citizens read it.")],
    helpdesk: Annotated[list[str] | None, typer.Option(help="Id of infopoints.yaml; one or more.")] = None,
    role: Annotated[list[RoleName] | None, typer.Option(help="One or more.")] = None,
) -> None:
    """Make a code with which somebody joins the desk: shown once, used once, for 7 days."""
    from bot import bootstrap, operators_command
    from bot.store.database import open_database

    roles: list[Role] = [each.value for each in role or [RoleName.operator]]
    try:
        shown = operators_command.checked_name(name)
        helpdesks = operators_command.checked_helpdesks(bootstrap.knowledge(), helpdesk or (), roles)
    except operators_command.WrongArgument as trouble:
        _wrong(trouble)
    settings = _settings("operators.log")
    clock = Clock(settings.today)

    async def make() -> str:
        async with open_database(settings.database) as sessions:
            return await operators_command.invite(sessions, clock, shown, helpdesks, roles)

    print(operators_command.what_to_do(clock, shown, asyncio.run(make())))


@operators_app.command("list")
def list_operators() -> None:
    """Everybody who works at the desk, with the cases they hold."""
    from bot import bootstrap, operators_command
    from bot.store.database import open_database

    settings = _settings("operators.log")

    async def look() -> None:
        async with open_database(settings.database) as sessions:
            operators_command.show(await operators_command.seen(sessions), bootstrap.knowledge(), _wide_console())

    asyncio.run(look())


@operators_app.command("remove")
def remove_operator(number: Annotated[int, typer.Argument(help="As `concilia operators list` shows it.")]) -> None:
    """End an operator's rights; the cases in hand go back to the queue, and their rooms are told."""
    from bot import bootstrap, operators_command
    from bot.store.database import open_database

    settings = _settings("operators.log")

    async def end() -> tuple[str, list[str]]:
        async with open_database(settings.database) as sessions:
            return await operators_command.remove(sessions, bootstrap.knowledge(), Clock(settings.today), number)

    try:
        name, back = asyncio.run(end())
    except operators_command.WrongArgument as trouble:
        _wrong(trouble)
    print(f"{name} non è più operatore. Pratiche tornate in coda: {', '.join(back) or 'nessuna'}.")
    print("Se era in un gruppo di Telegram dello sportello, toglilo anche da lì: chi è nel gruppo legge tutto.")


report_app = typer.Typer(help="Reports for the lead body.", no_args_is_help=True)
app.add_typer(report_app, name="report")


class ReportFormat(StrEnum):
    csv = "csv"
    xlsx = "xlsx"


@report_app.command("cases")
def report_cases(
    first: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day, included.")] = None,
    format: Annotated[ReportFormat, typer.Option(help="A text for spreadsheets, or a workbook.")] = ReportFormat.csv,
    out: Annotated[Path | None, typer.Option(help="The file; without it the cases go to standard output.")] = None,
) -> None:
    """One row a case without personal data, the movements of the funds; exit 1 if the two disagree."""
    from bot import bootstrap, report_command
    from bot.store.database import open_database

    if first and last and last < first:
        _wrong(f"--to {last:%Y-%m-%d} is before --from {first:%Y-%m-%d}. Remedy: exchange the two.")
    if format is ReportFormat.xlsx and out is None:
        _wrong("--out is missing: a workbook cannot be printed. Remedy: --out pratiche.xlsx.")
    settings, content = _settings("report.log"), bootstrap.knowledge()

    async def read() -> report_command.Report:
        async with open_database(settings.database) as sessions:
            days = first.date() if first else None, last.date() if last else None
            return await report_command.read(sessions, content, *days)

    report = asyncio.run(read())
    if out is None:
        sys.stdout.write(report_command.as_csv(report_command.table_of_cases(report, content)))
    else:
        try:
            written = report_command.write(report, content, format.value, out)
        except OSError as error:
            _wrong(f"--out {out}: cannot be written ({error.strerror}). Remedy: name a file in a folder that can.")
        stderr.print(f"Scritto: {', '.join(map(str, written))}", markup=False, highlight=False, soft_wrap=True)
    for mismatch in report.mismatches:
        stderr.print(f"Non torna: {mismatch}", markup=False, highlight=False, soft_wrap=True)
    if report.mismatches:
        raise typer.Exit(1)
    funds = f"I conti dei fondi ({len(report.journals)}) tornano" if report.journals else "Nessun fondo ha movimenti"
    stderr.print(f"Pratiche: {len(report.cases)}. {funds}.", highlight=False)


def _wrong(problem: object) -> NoReturn:
    """What was asked for cannot be; the problem names it and its remedy."""
    stderr.print(f"Error: {problem}", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(2)


def _wide_console() -> Console:
    """Tables are not cut where nobody looks at a screen: the lines may be as long as they are."""
    return Console() if sys.stdout.isatty() else Console(width=200)


async def _until_stopped(service: Coroutine[Any, Any, None]) -> None:
    """Runs the service; SIGINT and SIGTERM end it in good order."""
    task = asyncio.create_task(service)
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        stderr.print("Stopped.")


def _settings(log_file: str | None = None) -> Settings:
    """The settings, with logging set up: to standard error, or to a file of the home."""
    settings = read_settings()
    os.umask(0o077)  # what people ask is for this user's eyes only
    try:
        (settings.home / "logs").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongSettings(
            f"CONCILIA_HOME={settings.home} cannot be written ({error.strerror}). Remedy: name a folder that can."
        ) from None
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        filename=settings.home / "logs" / log_file if log_file else None,
    )
    for chatty in ("httpx", "httpcore", "alembic", "telegram", "tornado.access"):
        logging.getLogger(chatty).setLevel(logging.WARNING)  # httpx would log the token in addresses
    logging.getLogger("telegram.ext.Updater").setLevel(logging.CRITICAL)  # the channel says it in a line
    return settings


def _train(settings: Settings, say_if_done: bool = False) -> None:
    from bot import bootstrap
    from bot.understanding.training import model_file, train

    if settings.nlu_url:
        return
    examples = bootstrap.knowledge().examples()
    if model_file(ROOT, settings.home, examples).exists():
        train(ROOT, settings.home, stderr.print, examples)
        if say_if_done:
            print("Nothing changed: the model is up to date.")
        return
    if not stderr.is_terminal:
        stderr.print("Training the understanding of questions (minutes the first time) ...")
    with stderr.status("Training the understanding of questions ...") as status:
        train(ROOT, settings.home, status.update, examples)
    if say_if_done:
        print("The model is trained.")


def _waiting(text: str) -> Any:
    """A spinner on standard error while something long goes on."""
    return stderr.status(text)


def _question(line: str, number: int) -> dict[str, Any]:
    try:
        asked = json.loads(line)
        if not isinstance(asked["q"], str) or asked.get("who") not in (None, *Who):
            raise TypeError
    except (ValueError, KeyError, TypeError):
        stderr.print(
            f'Error: line {number} of the input is not {{"q": "...", "who": "worker|company|operator", "lang": "it"}}.'
        )
        raise typer.Exit(2) from None
    asked["q"] = asked["q"].encode("utf-8", "replace").decode()  # half a letter is no letter
    return cast("dict[str, Any]", asked)
