"""What the commands share: the application they join, the settings with their log, and how trouble is told."""

from __future__ import annotations

import os
import sys
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, cast

import typer

from bot.commands.log import keep_log
from bot.settings import ROOT, Settings, WrongSettings, misspelt, read_settings

if TYPE_CHECKING:
    from rich.console import Console

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class _OnceNeeded:
    """A console that is made when it is first used: the library is slow to import, and most runs never need it."""

    @cached_property
    def _console(self) -> Console:
        from rich.console import Console

        return Console(stderr=True)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._console, name)


stderr = cast("Console", _OnceNeeded())


@app.callback()
def concilia() -> None:
    """Concilia: the assistant of the info points on work-family conciliation."""


PATIENCE_SECONDS = 120
"""How long a question waits for a Rasa that is still starting."""


def wrong(problem: object) -> NoReturn:
    """What was asked for cannot be; the problem names it and its remedy."""
    stderr.print(f"Error: {problem}", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(2)


def wide_console() -> Console:
    """Tables are not cut where nobody looks at a screen: the lines may be as long as they are."""
    from rich.console import Console

    return Console() if sys.stdout.isatty() else Console(width=200)


def warn(problem: object) -> None:
    """Something is not as it should be, and we go on."""
    stderr.print(f"Warning: {problem}", markup=False, highlight=False, soft_wrap=True)


def settings_with_log(log_file: str | None = None, needs_home: bool = True, here_too: bool = False) -> Settings:
    """The settings, with logging set up: to standard error, to a file of the home, or, if `here_too`, to both."""
    settings = read_settings()
    for sentence in misspelt():
        warn(sentence)
    os.umask(0o077)  # what people ask is for this user's eyes only
    try:
        (settings.home / "logs").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        trouble = f"CONCILIA_HOME={settings.home} cannot be written ({error.strerror}). Remedy: name a folder that can."
        if needs_home and settings.needs_home:
            raise WrongSettings(trouble) from error
        warn(trouble)
    if is_open_to_others(settings.home):
        warn(f"others can look into {settings.home}. Remedy: chmod 700 {settings.home}")
    keep_log(settings.home / "logs" / log_file if log_file else None, here_too)
    return settings


def is_open_to_others(home: Path) -> bool:
    """What people ask stands in it. One that we make ourselves never is."""
    try:
        return bool(home.stat().st_mode & 0o077)
    except OSError:
        return False


def train_model(settings: Settings, say_if_done: bool = False) -> None:
    from bot import bootstrap
    from bot.understanding.training import model_file, train

    if settings.nlu_url:
        return
    examples = bootstrap.knowledge().labelled_examples()
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


def waiting(text: str) -> Any:
    """A spinner on standard error while something long goes on."""
    return stderr.status(text)
