"""`concilia operators`: who works at the desk; invited with a code that is used once, listed, removed; invitations taken back."""

from __future__ import annotations

import asyncio
import difflib
import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot import bootstrap
from bot.commands.common import (
    app,
    settings_with_log,
    wide_console,
    wrong,
)
from bot.desk.office import Office
from bot.desk.serving import remove_operator
from bot.knowledge.loader import Knowledge
from bot.model.ticket import Operator, Role
from bot.model.time import italian_moment
from bot.rules.codes import ALPHABET
from bot.settings import Clock
from bot.store import audit, operators, tickets
from bot.store.database import Sessions, open_database
from bot.store.operators import INVITE_HOLDS, Invitation

CODE_SIGNS, GROUP = 12, 4
"""Twelve of 23 signs: 54 bits, in groups that are easy to read out."""
LONGEST_NAME = 40
ROLES: dict[Role, str] = {"operator": "operatore", "curator": "curatore", "coordinator": "coordinatore"}


class WrongArgument(Exception):
    """An argument that cannot be; the text says which one, why, and the remedy."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An operator as the list shows them."""

    operator: Operator
    in_hand: int


def checked_helpdesks(knowledge: Knowledge, wanted: Iterable[str], roles: Collection[Role]) -> tuple[str, ...]:
    """The helpdesks of an invitation. Raises WrongArgument for one that nobody knows, or none for an operator."""
    known = [id for id, desk in knowledge.territory.helpdesks.items() if desk.shown]
    found = tuple(dict.fromkeys(wanted))
    for id in found:
        if id not in known:
            alike = difflib.get_close_matches(id, known, n=3, cutoff=0.3) or known[:3]
            raise WrongArgument(f"--helpdesk {id}: no such helpdesk. Remedy: use an id of infopoints.yaml, such as "
                                f"{', '.join(alike)}.")  # fmt: skip
    if not found and "operator" in roles:
        raise WrongArgument(
            "--helpdesk is missing. Remedy: an operator works for one or more; name each with --helpdesk."
        )
    return found


def checked_name(name: str) -> str:
    """The name as citizens will read it. Raises WrongArgument if it cannot be shown."""
    shown = " ".join(name.split())
    if not shown or len(shown) > LONGEST_NAME or not shown.isprintable():
        problem = f"it has {len(shown)} letters" if shown else "it is empty"
        raise WrongArgument(
            f"--name: {problem}. Remedy: give a name of 1 to {LONGEST_NAME} letters, as citizens read it."
        )
    return shown


def new_invitation() -> str:
    signs = "".join(secrets.choice(ALPHABET) for _ in range(CODE_SIGNS))
    return "-".join(signs[at : at + GROUP] for at in range(0, CODE_SIGNS, GROUP))


async def invite(sessions: Sessions, clock: Clock, name: str, helpdesks: Iterable[str], roles: Collection[Role]) -> str:
    """Keeps a new invitation; its code, which is shown once and kept nowhere."""
    code, now = new_invitation(), clock.now()
    async with sessions.begin() as session:
        await operators.invite(session, code, name, helpdesks, roles, now)
        audit.record(session, None, "invite", None, now)
    return code


def what_to_do(clock: Clock, name: str, code: str) -> str:
    until = italian_moment(clock.now() + INVITE_HOLDS)
    return (
        f"Codice per {name}: {code}\n"
        f"Vale una volta sola, fino al {until}. Non si può rivedere: se si perde, fate un altro invito.\n"
        f"Su Telegram: {name} scrive all'assistente, in privato: /entra {code}\n"
        f"Senza Telegram: concilia desk --join {code} --as <nome breve>"
    )


async def seen(sessions: Sessions) -> Sequence[Seen]:
    """Everybody who works at the desk now, with the tickets they hold."""
    async with sessions() as session:
        active = await operators.all_active(session)
        return [Seen(each, len(await tickets.held_by(session, each.id))) for each in active]


def show(found: Sequence[Seen], knowledge: Knowledge, console: Console) -> None:
    if not found:
        console.print('Nessun operatore. Invitate il primo: concilia operators invite --name "..." --helpdesk ID')
        return
    table = Table("N.", "Nome", "Ruoli", "Sportelli", "Scrive da", "Pratiche in mano")
    known = knowledge.territory.helpdesks
    for each in found:
        operator = each.operator
        desks = "; ".join(known[id].name if id in known else id for id in operator.helpdesks) or "-"
        roles = ", ".join(ROLES[role] for role in sorted(operator.roles))
        channel = (operator.chat or "-").partition(":")[0]
        table.add_row(str(operator.id), escape(operator.name), roles, escape(desks), channel, str(each.in_hand))
    console.print(table)


async def waiting(sessions: Sessions, clock: Clock) -> Sequence[Invitation]:
    """The invitations that can still be used."""
    async with sessions() as session:
        return await operators.invitations(session, clock.now())


def show_invitations(found: Sequence[Invitation], knowledge: Knowledge, console: Console) -> None:
    if not found:
        return
    table = Table("Invito", "Nome", "Ruoli", "Sportelli", "Vale fino al", title="Inviti non ancora usati")
    known = knowledge.territory.helpdesks
    for each in found:
        desks = "; ".join(known[id].name if id in known else id for id in each.helpdesks) or "-"
        roles = ", ".join(ROLES[role] for role in sorted(each.roles))
        table.add_row(each.mark, escape(each.name), roles, escape(desks), italian_moment(each.expires_at))
    console.print(table)


async def take_back(sessions: Sessions, clock: Clock, mark: str) -> str:
    """Ends an invitation; the name on it. Raises WrongArgument if none that waits has this mark."""
    async with sessions.begin() as session:
        found = await operators.take_back(session, mark.strip().casefold(), clock.now())
        if found is None:
            raise WrongArgument(
                f"{mark}: no invitation that waits has this mark. Remedy: see the marks with `concilia operators list`."
            )
        audit.record(session, None, "take_back_invite", None, clock.now())
        return found.name


async def remove(sessions: Sessions, knowledge: Knowledge, clock: Clock, id: int) -> tuple[str, list[str]]:
    """Ends an operator's rights. Their name, and the codes of the tickets that wait again.

    Raises WrongArgument if there is no such operator.
    """
    async with sessions.begin() as session:
        operator = await operators.by_id(session, id)
        back = await remove_operator(Office(session, knowledge, clock.now(), clock.today()), id)
        if operator is None or back is None:
            raise WrongArgument(
                f"{id}: no operator has this number. Remedy: see the numbers with `concilia operators list`."
            )
        audit.record(session, None, "remove_operator", None, clock.now())
        return operator.name, back


operators_app = typer.Typer(help="Who works at the desk: invite, take back, list, remove.", no_args_is_help=True)
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
    roles: list[Role] = [each.value for each in role or [RoleName.operator]]
    try:
        shown = checked_name(name)
        helpdesks = checked_helpdesks(bootstrap.knowledge(), helpdesk or (), roles)
    except WrongArgument as trouble:
        wrong(trouble)
    settings = settings_with_log("operators.log")
    clock = Clock(settings.today)

    async def make() -> str:
        async with open_database(settings.database) as sessions:
            return await invite(sessions, clock, shown, helpdesks, roles)

    print(what_to_do(clock, shown, asyncio.run(make())))


@operators_app.command("list")
def list_operators() -> None:
    """Everybody who works at the desk, with the tickets they hold, and the invitations that nobody has used yet."""
    settings = settings_with_log("operators.log")

    async def look() -> None:
        async with open_database(settings.database) as sessions:
            show(await seen(sessions), bootstrap.knowledge(), wide_console())
            show_invitations(await waiting(sessions, Clock(settings.today)), bootstrap.knowledge(), wide_console())

    asyncio.run(look())


@operators_app.command("take-back")
def take_back_one(mark: Annotated[str, typer.Argument(help="As `concilia operators list` shows it.")]) -> None:
    """Take back an invitation that nobody has used yet: its code lets nobody in any more."""
    settings = settings_with_log("operators.log")

    async def end() -> str:
        async with open_database(settings.database) as sessions:
            return await take_back(sessions, Clock(settings.today), mark)

    try:
        print(f"L'invito per {asyncio.run(end())} non vale più.")
    except WrongArgument as trouble:
        wrong(trouble)


@operators_app.command("remove")
def remove_one(number: Annotated[int, typer.Argument(help="As `concilia operators list` shows it.")]) -> None:
    """End an operator's rights; the tickets in hand go back to the queue, and their rooms are told."""
    settings = settings_with_log("operators.log")

    async def end() -> tuple[str, list[str]]:
        async with open_database(settings.database) as sessions:
            return await remove(sessions, bootstrap.knowledge(), Clock(settings.today), number)

    try:
        name, back = asyncio.run(end())
    except WrongArgument as trouble:
        wrong(trouble)
    print(f"{name} non è più operatore. Pratiche tornate in coda: {', '.join(back) or 'nessuna'}.")
    print("Se era in un gruppo di Telegram dello sportello, toglilo anche da lì: chi è nel gruppo legge tutto.")
