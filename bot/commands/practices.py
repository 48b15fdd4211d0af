"""`concilia practices`: the document of good practices, and the programme of a meeting."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot import bootstrap
from bot.commands.common import app, wrong
from bot.knowledge.programme import read_programme
from bot.papers import document, practices_document, programme
from bot.settings import Clock, read_settings

practices = typer.Typer(no_args_is_help=True, help="The good practices as a document.")
app.add_typer(practices, name="practices")

Out = Annotated[Path, typer.Option("--out", help="Folder for the page and the PDF; made if it is not there.")]


@practices.command("publish")
def publish(out: Out) -> None:
    """Writes every card as HTML and PDF, with an index by problem and one by sector."""
    today = Clock(read_settings().today).today()
    blocks = practices_document.blocks(bootstrap.knowledge(), today)
    title = practices_document.TITLE
    _write(out, {
        "buone-prassi.html": document.html(title, blocks).encode(),
        "buone-prassi.pdf": document.pdf(title, blocks, today),
    })  # fmt: skip


@practices.command("programme")
def programme_(
    file: Annotated[Path, typer.Argument(help="A YAML file like knowledge_base/examples/convegno.yaml.")], out: Out
) -> None:
    """Writes the programme sheet of a meeting as HTML and PDF."""
    read = read_programme(file)
    blocks = programme.blocks(read)
    _write(out, {
        "programma.html": document.html(read.title, blocks).encode(),
        "programma.pdf": document.pdf(read.title, blocks, read.day),
    })  # fmt: skip


def _write(folder: Path, files: dict[str, bytes]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
            print(f"Written: {folder / name}")
    except OSError as error:
        wrong(f"--out {folder}: cannot be written ({error.strerror}). Remedy: name a folder that can.")
