"""The command line: one module a command. Only the module that is asked for is imported, so that each starts fast."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import NoReturn

import typer

from bot.commands.common import app, stderr

MODULES = (
    *("chat", "telegram", "ask", "leave", "check", "train", "review", "coverage", "doctor"),
    *("desk", "demo", "audit", "operators", "report", "census", "poster", "network", "survey", "observatory"),
    *("practices", "backup", "restore"),
)
"""In the order of the help; a module has the name of its command."""


def commands(*wanted: str) -> typer.Typer:
    """The application with these commands, or with all."""
    for name in wanted or MODULES:
        import_module(f"bot.commands.{name}")
    return app


def expected_trouble() -> tuple[type[Exception], ...]:
    """What is said in words. Imported only when something was raised: a command that ends well needs none of it."""
    from bot.channels import ServiceEnded
    from bot.knowledge.problems import BrokenContent
    from bot.settings import WrongSettings
    from bot.store.trouble import DatabaseTrouble
    from bot.understanding.training import NluProblem

    return WrongSettings, BrokenContent, DatabaseTrouble, NluProblem, ServiceEnded


def main() -> NoReturn:
    """Runs a command; expected trouble is said in words, without a traceback."""
    try:
        named = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
        commands(*([named] if named in MODULES else []))()
    except SystemExit:
        raise
    except expected_trouble() as trouble:
        stderr.print("[bold red]Error:[/] ", end="")
        stderr.print(str(trouble), markup=False, highlight=False, soft_wrap=True)
    except KeyboardInterrupt:
        stderr.print("Stopped.")
    except BrokenPipeError:
        sys.stderr.close()
    sys.exit(1)
