"""`concilia restore`: a backup back into an empty database, or only tried."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.common import app, settings_with_log, wrong
from bot.model.time import italian_moment
from bot.rules.voucher.reconciliation import reconcile
from bot.store import voucher
from bot.store.backup import BadBackup, Held, Manifest, differences, opened, put_back


@app.command("restore")
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `concilia backup` wrote.")],
    check: Annotated[bool, typer.Option("--check", help="Only try it, in a folder that goes away.")] = False,
) -> None:
    """Put a backup back into an empty database (CONCILIA_HOME, CONCILIA_DATABASE_URL). Stop the service before."""
    settings = settings_with_log("restore.log")
    try:
        manifest, held = asyncio.run(carried(file, None if check else settings.database))
    except BadBackup as trouble:
        wrong(trouble)
    print(f"{file}, of {italian_moment(manifest.made_at)}: {manifest.rows} rows of {len(held)} tables.")
    print(
        "It can be put back: rows, contents and ledgers are right." if check else "Put back. Start the service again."
    )


async def carried(file: Path, url: str | None) -> tuple[Manifest, Mapping[str, Held]]:
    """Puts a backup into the database at `url`, or into one that goes away. Raises BadBackup if it is not right."""
    with tempfile.TemporaryDirectory(prefix="concilia-restore-") as folder:
        async with opened(file) as (source, manifest):
            wronged = await _wrong_ledgers(source)
            held = await put_back(source, f"sqlite+aiosqlite:///{folder}/trial.db")
            if other := differences(manifest, held):
                raise BadBackup(f"{file} does not hold what it says in {', '.join(other)}. Remedy: take another one.")
            if wronged:
                raise BadBackup(
                    f"the ledger of {', '.join(wronged)} does not add up in {file}. Remedy: take another one, and tell "
                    "those who keep the accounts of the vouchers."
                )
            return manifest, held if url is None else await put_back(source, url)


async def _wrong_ledgers(session: AsyncSession) -> list[str]:
    """The calls whose movements do not add up."""
    return [call for call in await voucher.calls(session) if reconcile(await voucher.journal(session, call))]
