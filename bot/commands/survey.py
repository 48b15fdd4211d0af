"""`concilia survey`: opens and closes surveys, shows how many answered, and writes the reports."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot import bootstrap
from bot.commands.common import app, settings_with_log, wrong
from bot.knowledge.loader import Knowledge
from bot.model.survey import Survey
from bot.model.time import italian_day
from bot.papers import survey_report, survey_sheet
from bot.rules import surveys as rules
from bot.rules.anonymity import at_least
from bot.rules.codes import new_code
from bot.rules.companies import registered
from bot.settings import Clock
from bot.store import companies, surveys
from bot.store.database import open_database

survey_app = typer.Typer(no_args_is_help=True, help="The survey of needs: open, list, close, report.")
app.add_typer(survey_app, name="survey")

Got = TypeVar("Got")
Bot = Annotated[str, typer.Option("--bot", help="Name of the bot on Telegram, without @: for whole links and the QR.")]


@survey_app.command("open")
def open_(
    firm: Annotated[str, typer.Option("--firm", help="Id of a company that joined; without it, open to all.")] = "",
    people: Annotated[int, typer.Option("--people", help="How many work there; needed with --firm.")] = 0,
    days: Annotated[int, typer.Option("--days", help="How long it is open, from 7 to 60.")] = rules.USUAL.days,
    questionnaire: Annotated[str, typer.Option("--questionnaire", help="Id of knowledge_base/surveys.")] = "fabbisogno",
    bot: Bot = "",
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the sheet to hang up and the QR.")] = None,
) -> None:
    """Opens a survey from today and prints its two links: for the people, and for the firm."""
    knowledge = bootstrap.knowledge()
    if questionnaire not in knowledge.questionnaires:
        wrong(f"--questionnaire {questionnaire} is not in knowledge_base/surveys. Remedy: name one that is.")
    if not rules.SHORTEST.days <= days <= rules.LONGEST.days:
        wrong(
            f"--days {days} is not between {rules.SHORTEST.days} and {rules.LONGEST.days}. Remedy: name another number."
        )

    async def do(session: AsyncSession, today: date) -> Survey:
        name = await _firm_name(session, knowledge, firm, today)
        if firm and (refused := rules.may_open(await surveys.of_firm(session, firm), people, today)):
            wrong(_refusal(refused, people))
        if not firm and any(one.closes_on >= today for one in await surveys.of_firm(session, None)):
            wrong("a survey open to everybody is there already. Remedy: close it first, or wait for its end.")
        until = today + timedelta(days=days - 1)
        wanted = Survey(
            new_code(secrets.token_hex(16)), questionnaire, today, until, people if firm else 0, firm or None, name
        )
        return await surveys.add(session, wanted)

    survey = _with_database(do)
    link = survey_sheet.link_of(bot, surveys.LINK + survey.link)
    print(
        f"{survey.code}: {survey.firm_name or 'aperta a tutti'}, dal {italian_day(survey.opens_on)} al {italian_day(survey.closes_on)}"
    )
    print(f"Per chi lavora:    {link}")
    if firm:
        print(f"Solo per la ditta: {survey_sheet.link_of(bot, surveys.KEY + survey.key)}")
    if out:
        _write(
            out,
            {
                f"foglio-{survey.code}.pdf": survey_sheet.sheet(survey, link),
                f"qr-{survey.code}.png": survey_sheet.qr(link),
            },
        )


@survey_app.command("list")
def list_(bot: Bot = "") -> None:
    """Every survey, how many answered (in steps of five while it is open), and its links."""

    async def do(session: AsyncSession, today: date) -> list[tuple[Survey, bool]]:
        return [(one, one.over(today)) for one in await surveys.everyone(session)]

    found = _with_database(do)
    for survey, over in found:
        told = str(survey.replies) if over else f"almeno {at_least(survey.replies)}"
        people = f" su {survey.invited}" if survey.invited else ""
        state = "chiusa" if over else "aperta"
        print(
            f"{survey.code}  {survey.firm_name or 'aperta a tutti'}  {survey.opens_on}/{survey.closes_on}  {state}  {told}{people}"
        )
        if not over:
            print(f"  {survey_sheet.link_of(bot, surveys.LINK + survey.link)}")
    if not found:
        print("Nessuna indagine.")


@survey_app.command("close")
def close(code: Annotated[str, typer.Argument(help="The code, as `list` shows it.")]) -> None:
    """Ends a survey now. Who answered is forgotten; fewer than 10 answers are deleted unread."""

    async def do(session: AsyncSession, today: date) -> Survey:
        survey = await _known(session, code)
        if not survey.over(today):
            await surveys.close(session, code, today - timedelta(days=1))
        await surveys.settle(session, today, rules.ENOUGH)
        return survey

    survey = _with_database(do)
    enough = survey.replies >= rules.ENOUGH
    what = (
        "the report is ready"
        if enough
        else f"fewer than {rules.ENOUGH}: the answers were deleted unread, there is no report"
    )
    print(f"{survey.code} is closed: {survey.replies} answered, {what}.")


@survey_app.command("report")
def report(
    code: Annotated[str, typer.Argument(help="The code, as `list` shows it.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for the page, the PDF and the table.")],
) -> None:
    """Writes the report of a survey that is over: HTML, PDF and CSV, small numbers hidden."""
    knowledge = bootstrap.knowledge()

    async def do(session: AsyncSession, today: date) -> tuple[Survey, Survey | None]:
        survey = await _known(session, code, with_counts=True)
        if not survey.over(today):
            wrong(f"{code} is open until {survey.closes_on}. Remedy: wait, or close it with `survey close {code}`.")
        await surveys.settle(session, today, rules.ENOUGH)
        return survey, await surveys.before(session, survey, rules.ENOUGH)

    survey, before = _with_database(do)
    results = rules.report(knowledge.questionnaires[survey.questionnaire], survey, before)
    if results is None:
        wrong(
            f"{code}: {survey.replies} answered, fewer than {rules.ENOUGH}. There is no report, and there will be none."
        )
    data = rules.as_data(survey, results)
    name = f"indagine-{survey.code}"
    _write(out, {
        f"{name}.html": survey_report.html(knowledge, data).encode(),
        f"{name}.pdf": survey_report.pdf(knowledge, data),
        f"{name}.csv": survey_report.table(knowledge, data).encode("utf-8-sig"),
    })  # fmt: skip


def _with_database(do: Callable[[AsyncSession, date], Awaitable[Got]]) -> Got:
    settings = settings_with_log("survey.log")

    async def run() -> Got:
        async with open_database(settings.database) as sessions, sessions.begin() as session:
            return await do(session, Clock(settings.today).today())

    return asyncio.run(run())


async def _known(session: AsyncSession, code: str, with_counts: bool = False) -> Survey:
    survey = await surveys.read(session, code, with_counts)
    if survey is None:
        wrong(f"no survey has the code {code}. Remedy: take one of `concilia survey list`.")
    return survey


async def _firm_name(session: AsyncSession, knowledge: Knowledge, firm: str, today: date) -> str:
    """Of a firm that joined on paper, or in the chat."""
    if not firm:
        return ""
    known = {**registered(await companies.members(session)), **knowledge.companies}.get(firm)
    if known is None or not known.member(today):
        wrong(
            f"--firm {firm} has not joined. Remedy: take an id of knowledge_base/companies.yaml or of `concilia report network`."
        )
    return known.name


def _refusal(refused: str | date, people: int) -> str:
    match refused:
        case "tiny":
            return (
                f"--people {people}: a firm of fewer than {rules.ENOUGH} can have no report in which nobody is recognised. "
                "Remedy: offer its people the survey open to everybody (`survey open` without --firm)."
            )
        case "open_already":
            return "the firm has a survey that is still open. Remedy: wait for its end, or close it."
        case date():
            return (
                f"the last survey is too recent: two of almost the same people would tell about the few others. "
                f"Remedy: open the next one from {refused:%Y-%m-%d} on."
            )
    return str(refused)


def _write(folder: Path, files: dict[str, bytes]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
            print(f"Written: {folder / name}")
    except OSError as error:
        wrong(f"--out {folder}: cannot be written ({error.strerror}). Remedy: name a folder that can.")
