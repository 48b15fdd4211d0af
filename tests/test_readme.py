"""What the README promises exists: every setting, every command, every make target."""

from __future__ import annotations

import re

from bot.cli import app
from bot.settings import ROOT, Settings

README = (ROOT / "README.md").read_text()


def test_every_setting_is_documented_and_no_other() -> None:
    named = set(re.findall(r"^\| `(CONCILIA_\w+)`", README, re.MULTILINE))
    assert named == {f"CONCILIA_{name.upper()}" for name in Settings.model_fields}


def test_every_command_is_documented() -> None:
    commands = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    commands |= {group.name for group in app.registered_groups if group.name}
    assert commands == set(re.findall(r"^\| `concilia (\w+)", README, re.MULTILINE))


def test_every_make_target_is_documented_and_exists() -> None:
    targets = set(re.findall(r"^([\w-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    documented = set(re.findall(r"^\| `([\w-]+)` \|", README, re.MULTILINE)) & targets
    assert targets - documented == {"help", "clean"}
