"""`concilia check`: every problem of the content."""

from __future__ import annotations

import typer

from bot.commands.common import (
    app,
)
from bot.knowledge.cache import kept_in
from bot.knowledge.checks import find_problems
from bot.knowledge.loader import read
from bot.knowledge.problems import Problem
from bot.settings import ROOT, Clock, content_cache, read_settings


@app.command("check")
def check() -> None:
    """Every problem of the content: file, field, problem, remedy. Exit 1 if there is any."""
    problems: list[Problem] = []
    today = Clock(read_settings().today).today()
    with kept_in(content_cache()):
        content = read(ROOT, problems, today)
    problems = sorted({*problems, *find_problems(content, today)})
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} problems.")
        raise typer.Exit(1)
    count = (
        f"{len(content.entries)} entries, {len(tuple(content.every_point()))} points, {len(content.figures)} figures"
    )
    print(f"The content is in order: {count}.")
