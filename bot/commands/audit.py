"""`concilia audit`: who read and did what at the desk. There are no texts to show: none are kept."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.commands.common import (
    app,
    settings_with_log,
    wide_console,
    wrong,
)
from bot.model.time import ROME
from bot.rules.codes import Mistyped, read_code
from bot.store import audit, operators
from bot.store.audit import Audited
from bot.store.database import Sessions, open_database


class NoCode(Exception):
    """What was given is no case code; the text says so, with the remedy."""


def checked_code(text: str) -> str:
    """The case code in a text, however it is written. Raises NoCode."""
    code = read_code(text)
    if isinstance(code, str):
        return code
    seen = f" (read as {code.seen}: a sign is wrong)" if isinstance(code, Mistyped) else ""
    raise NoCode(f"--ticket {text}: no case code{seen}. Remedy: write it as on the citizen's paper, such as GH5-RPP9.")


async def read(sessions: Sessions, ticket: str | None) -> tuple[Sequence[Audited], Mapping[int, str]]:
    """The lines, oldest first, and the names of the operators who still have one."""
    async with sessions() as session:
        names = {each.id: each.name for each in await operators.everybody(session)}
        return await audit.trail(session, ticket), names


def show(lines: Sequence[Audited], names: Mapping[int, str], console: Console) -> None:
    if not lines:
        console.print("Nessuna riga: nessuno ha ancora letto o fatto qualcosa.")
        return
    table = Table("Quando", "Chi", "Azione", "Pratica")
    for line in lines:
        who = "assistente" if line.operator is None else f"{names.get(line.operator) or '?'} (n. {line.operator})"
        when = line.at.astimezone(ROME).strftime("%d/%m/%Y %H:%M:%S")
        table.add_row(when, escape(who), line.action, line.ticket or "-")
    console.print(table)


@app.command("audit")
def show_trail(
    ticket: Annotated[str | None, typer.Option(help="Only the lines of one case.")] = None,
) -> None:
    """Who read and did what at the desk; no texts."""
    try:
        code = checked_code(ticket) if ticket is not None else None
    except NoCode as trouble:
        wrong(trouble)
    settings = settings_with_log("audit.log")

    async def look() -> None:
        async with open_database(settings.database) as sessions:
            show(*await read(sessions, code), wide_console())

    asyncio.run(look())
