"""`concilia audit`: who read and did what at the desk. There are no texts to show: none are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.italian_time import ROME
from bot.rules.codes import Mistyped, read_code
from bot.store import audit, operators
from bot.store.audit import Audited
from bot.store.database import Sessions


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
