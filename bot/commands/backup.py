"""`concilia backup`: the whole database into one file, while the service runs."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.common import app, settings_with_log, wrong
from bot.model.time import ROME
from bot.settings import Clock
from bot.store.backup import back_up

NAME = re.compile(r"concilia-\d{8}-\d{6}\.db")
KEPT = 14


@app.command("backup")
def save(
    to: Annotated[Path | None, typer.Option(help="The folder; default: backups in the home.")] = None,
    keep: Annotated[int, typer.Option(min=1, help="How many of the newest files stay there.")] = KEPT,
) -> None:
    """Save the database, of either kind, while the service runs: one file, for this user's eyes alone."""
    settings = settings_with_log("backup.log")
    folder, now = to or settings.home / "backups", Clock().now()
    file = folder / f"concilia-{now.astimezone(ROME):%Y%m%d-%H%M%S}.db"
    try:
        made = asyncio.run(back_up(settings.database, file, now))
        forgotten = forget_old(folder, keep)
    except OSError as error:
        wrong(f"{folder} cannot be written ({error.strerror}). Remedy: free some space, or name another with --to.")
    print(f"{file}: {made.rows} rows of {len(made.tables)} tables. Older files deleted: {forgotten}.")
    print(f"Try it: concilia restore --check {file}")


def forget_old(folder: Path, keep: int) -> int:
    """Deletes all backups of a folder but the newest: they hold what people asked to delete since."""
    old = sorted(file for file in folder.iterdir() if NAME.fullmatch(file.name))[:-keep]
    for file in old:
        file.unlink()
    return len(old)
