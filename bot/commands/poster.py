"""`concilia poster`: a page to hang up, with a link to the assistant and a code to type."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot import bootstrap
from bot.commands.common import app, wrong
from bot.commands.published import published
from bot.papers.poster import link, poster_page
from bot.rules.posters import named, posters
from bot.settings import Clock, read_settings

LIKELY = 3


@app.command("poster")
def poster(
    target: Annotated[str, typer.Argument(metavar="HELPDESK|TOPIC|COMPANY", help="Its id in the content.")],
    out: Annotated[Path | None, typer.Option("--out", help="The PDF; without it, cartello-ID.pdf here.")] = None,
) -> None:
    """An A4 page with a QR code and a short code: whoever opens the assistant by it is known to come from there."""
    settings = read_settings()
    bot, today = settings.bot_name, Clock(settings.today).today()
    knowledge = published(settings, bootstrap.knowledge())
    found = named(knowledge, target.strip(), today)
    if len(found) != 1:
        known = sorted({each.id for each in posters(knowledge, today).values()})
        wrong(f"{target}: {_why(target, known, several=bool(found))}")
    path = out or Path(f"cartello-{target.strip()}.pdf")
    try:
        path.write_bytes(poster_page(knowledge, found[0], bot, today))
    except OSError as error:
        wrong(f"{path} cannot be written ({error.strerror}). Remedy: name a file in a folder that exists")
    print(f"Written: {path}\nLink: {link(bot, found[0])}\nCode: {found[0].code}")


def _why(target: str, known: list[str], several: bool) -> str:
    from rapidfuzz import process

    if several:
        return "is the id of two things. Remedy: rename one of them in the content"
    likely = [name for name, _, _ in process.extract(target.casefold(), known, limit=LIKELY, score_cutoff=60)]
    meant = f" Like it: {', '.join(likely)}." if likely else ""
    return f"no helpdesk, topic or company has this id.{meant} Remedy: write an id of the content"
