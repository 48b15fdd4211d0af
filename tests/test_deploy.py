"""What docs/deploy/ holds fits the program: settings, commands, paths; what the machine can check, it checks."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import typer.main
import yaml

from bot.commands import commands
from bot.settings import ROOT, Settings

DEPLOY = ROOT / "docs" / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
NAMES = {f"CONCILIA_{name.upper()}" for name in Settings.model_fields}
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
COMMANDS = set(typer.main.get_command(commands()).commands)  # type: ignore[attr-defined]


def test_every_file_is_read_by_these_tests() -> None:
    assert {path.name for path in DEPLOY.iterdir()} == {
        *(unit.name for unit in UNITS), "concilia-backup.timer", "Dockerfile", "Dockerfile.dockerignore", "compose.yaml",
        "concilia.env.example",
    }  # fmt: skip


@pytest.mark.parametrize("path", sorted(DEPLOY.iterdir()), ids=lambda path: path.name)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    assert set(re.findall(r"CONCILIA_[A-Z_]+", path.read_text())) <= NAMES


@pytest.mark.parametrize("path", sorted(DEPLOY.iterdir()), ids=lambda path: path.name)
def test_every_command_and_path_of_ours_exists(path: Path) -> None:
    text = path.read_text()
    for command in re.findall(r"\.venv/bin/concilia[\", ]+([a-z]+)", text):
        assert command in COMMANDS
    for named in re.findall(r"\b(?:nlu/[\w.]+|docs/deploy/[\w.-]+|requirements\.lock|pyproject\.toml|Makefile)", text):
        made_there = {"docs/deploy/.env", "docs/deploy/concilia.env", "nlu/.venv", "nlu/ready"}
        assert named.rstrip(".") in made_there or (ROOT / named).exists(), named


def test_the_example_of_settings_is_what_the_service_cannot_do_without() -> None:
    lines = (DEPLOY / "concilia.env.example").read_text().splitlines()
    assert [line for line in lines if "=" in line] == [
        "CONCILIA_TELEGRAM_TOKEN=", "CONCILIA_CONTROLLER=", "CONCILIA_CONTROLLER_CONTACT="
    ]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_keeps_the_home_to_its_user(unit: Path) -> None:
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(unit.read_text())
    service = read["Service"]
    assert service["User"] == "concilia"
    assert (service["StateDirectoryMode"], service["UMask"]) == ("0700", "0077")
    assert service["Environment"] == f"CONCILIA_HOME=/var/lib/{service['StateDirectory']}"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
@pytest.mark.parametrize("unit", [*UNITS, DEPLOY / "concilia-backup.timer"], ids=lambda unit: unit.name)
def test_systemd_finds_nothing_wrong_in_a_unit(unit: Path, tmp_path: Path) -> None:
    """With a program and a user that are there: this machine need not be the server."""
    for each in DEPLOY.glob("concilia*.*"):
        text = (
            each.read_text()
            .replace("/opt/concilia/.venv/bin/concilia", "/bin/true")
            .replace("User=concilia", "User=root")
        )
        (tmp_path / each.name).write_text(text.replace("/opt/concilia", "/tmp"))
    ended = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit.name)],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in ended.stderr.splitlines() if "concilia" in line]
    assert (ended.returncode, ours) == (0, []), ended.stderr


def test_only_the_bot_reaches_the_network_and_nothing_is_published() -> None:
    services = COMPOSE["services"]
    assert {name for name, service in services.items() if "outside" in service.get("networks", [])} == {"bot"}
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert not [name for name, service in services.items() if "ports" in service]
    assert [name for name, service in services.items() if "env_file" in service] == ["bot"], (
        "Rasa gets no token of ours"
    )
    used = {volume.partition(":")[0] for service in services.values() for volume in service.get("volumes", [])}
    assert used == set(COMPOSE["volumes"])


def test_every_service_that_is_waited_for_is_there() -> None:
    services = COMPOSE["services"]
    assert all(set(service.get("depends_on", {})) <= set(services) for service in services.values())
    bot = services["bot"]["environment"]
    assert "@postgres/" in bot["CONCILIA_DATABASE_URL"]
    assert bot["CONCILIA_NLU_URL"].startswith("http://nlu:5005?token=")
    assert services["nlu"]["command"][0:2] == ["nlu/.venv/bin/python", "nlu/launch.py"]


def test_the_image_copies_what_make_needs_before_the_rest() -> None:
    text = (DEPLOY / "Dockerfile").read_text()
    copied = {
        name for line in re.findall(r"^COPY --chown=concilia (.*) \S+$", text, re.MULTILINE) for name in line.split()
    }
    assert all((ROOT / name).exists() for name in copied - {"."})
    assert {"requirements.lock", "nlu/requirements.lock", "nlu/install.py", "pyproject.toml", "Makefile"} <= copied
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text().split()
    assert {".git", ".venv", "nlu/.venv", ".test-home"} <= set(ignored)
