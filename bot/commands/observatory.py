"""`concilia observatory publish`: the pages and data of the Observatory, as a folder for any web server."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot import bootstrap, observing
from bot.commands.common import app, settings_with_log, wrong
from bot.papers.observatory import Edition, site
from bot.settings import Clock
from bot.store.database import open_database
from bot.store.observatory import indicators

observatory = typer.Typer(no_args_is_help=True, help="The Observatory: figures without persons.")
app.add_typer(observatory, name="observatory")


@observatory.command("publish")
def publish(out: Annotated[Path, typer.Option("--out", help="Folder for the pages; made if it is not there.")]) -> None:
    """Writes every period that is over. What was published once is published again as it was."""
    settings, knowledge = settings_with_log("observatory.log"), bootstrap.knowledge()

    async def count() -> list[Edition]:
        async with open_database(settings.database) as sessions, sessions.begin() as session:
            return await observing.editions(session, knowledge, Clock(settings.today).today())

    editions = asyncio.run(count())
    files = site(knowledge, indicators(), editions)
    try:
        for name, content in files.items():  # the first page last: it leads only to what is there
            path = out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(path.name + ".tmp")
            draft.write_bytes(content)
            draft.replace(path)
    except OSError as error:
        wrong(f"--out {out}: cannot be written ({error.strerror}). Remedy: name a folder that can.")
    print(f"Written: {out / 'index.html'} ({len(editions)} periods, {len(files)} files)")
