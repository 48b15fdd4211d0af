"""Every command that stands by itself in README.md or docs/ is run, or it is said here why it can't be."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT

PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
BLOCK = re.compile(r"^```\n(.*?)^```", re.MULTILINE | re.DOTALL)
STARTS = re.compile(r"^(?:[A-Z_]+=\S+ )*(?:sudo |cp |docker |make |printf |echo |\.venv/|nlu/)")
NOT_HERE = {
    "sudo ": "changes the machine",
    "cp docs/deploy/concilia.env.example": "writes into the repository",
    "docker ": "needs a server with containers",
    "RASA_TOKEN=<word>": "needs another machine",
}


def commands() -> list[str]:
    """Of each block its commands; a line that goes on belongs to the one before."""
    found: list[str] = []
    for page in PAGES:
        for block in BLOCK.findall(page.read_text()):
            if not STARTS.match(block):
                continue
            for line in block.splitlines():
                if STARTS.match(line):
                    found.append(line)
                else:
                    found[-1] += f"\n{line}"
    return found


COMMANDS = commands()


def shown(command: str) -> str:
    return command.partition("\n")[0][:50]


@pytest.mark.parametrize("command", COMMANDS, ids=shown)
def test_a_command_of_the_docs_does_what_it_says(command: str, tmp_path: Path) -> None:
    if why := next((why for start, why in NOT_HERE.items() if command.startswith(start)), None):
        pytest.skip(why)
    environment = {**os.environ, "CONCILIA_HOME": str(tmp_path / "home"), "CONCILIA_TODAY": "2026-11-22"}
    if "make " in command:  # what it would do: it may install
        command = re.sub(r"\bmake\b", "make --dry-run", command.partition("#")[0]).replace("<token>", "1:X")
    command = command.replace(".venv/bin/concilia", f"{sys.executable} -m bot")
    if "restore" in command or "backup" in command:
        subprocess.run([sys.executable, "-c", MAKES_A_DATABASE], env=environment, cwd=ROOT, check=True)
    if "restore" in command:
        subprocess.run([sys.executable, "-m", "bot", "backup"], env=environment, cwd=ROOT, check=True)
        [saved] = (tmp_path / "home" / "backups").iterdir()
        command = re.sub(r"/var/lib/concilia/backups/\S+", str(saved), command)
    ended = subprocess.run(command, shell=True, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


MAKES_A_DATABASE = """
import asyncio
from bot.settings import read_settings
from bot.store.database import open_database

async def make():
    async with open_database(read_settings().database):
        pass

asyncio.run(make())
"""


def test_what_is_not_run_here_is_still_in_the_docs() -> None:
    for start in NOT_HERE:
        assert any(command.startswith(start) for command in COMMANDS), start
