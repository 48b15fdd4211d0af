"""What the README promises exists: every setting, command, make target and link; its examples are content that passes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

from bot.channels.telegram import COMMANDS as MENU
from bot.channels.telegram import DESK_COMMANDS as DESK_MENU
from bot.commands import commands
from bot.desk.serving import COMMANDS as OF_DESK
from bot.dialogue.decide import commands as commands_of_citizens
from bot.knowledge.checks import find_problems
from bot.knowledge.loader import load
from bot.settings import ROOT, Settings

README = (ROOT / "README.md").read_text()
PAGES = (ROOT / "README.md", ROOT / "nlu" / "README.md", ROOT / "knowledge_base" / "rules" / "calls" / "README.md")
TABLES = [line for line in README.splitlines() if line.startswith("| ")]
RECIPES = re.findall(r"```yaml\n# (\S+)\n(.*?)```", README, re.DOTALL)


def options_by_command(group: Any, above: str = "") -> dict[str, list[list[str]]]:
    """`report cases` -> its options, each with its spellings."""
    found: dict[str, list[list[str]]] = {}
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            found |= options_by_command(command, f"{above}{name} ")
        else:
            found[f"{above}{name}"] = [each.opts for each in command.params if each.param_type_name == "option"]
    return found


COMMANDS = options_by_command(typer.main.get_command(commands()))


def test_every_setting_is_documented_and_no_other() -> None:
    named = set(re.findall(r"^\| `(CONCILIA_\w+)`", README, re.MULTILINE))
    assert named == {f"CONCILIA_{name.upper()}" for name in Settings.model_fields}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_with_its_options(name: str) -> None:
    rows = [row for row in TABLES if f"`concilia {name}" in row]
    assert rows, f"no row about `concilia {name}`"
    for spellings in COMMANDS[name]:
        assert any(spelling in "".join(rows) for spelling in spellings), f"{spellings} of {name} is not told"


def test_no_command_is_documented_that_does_not_exist() -> None:
    written = re.findall(r"`(?:\.venv/bin/)?concilia ([a-z]+(?: (?:invite|list|remove|take-back|cases)\b)?)", README)
    assert set(written) == set(COMMANDS)


def test_every_command_in_chat_and_at_the_desk_is_documented() -> None:
    named = {word for row in TABLES for word in re.findall(r"`/(\w+)", row)}
    assert named == {*commands_of_citizens(), *OF_DESK}


def test_the_menus_of_telegram_offer_commands_that_exist() -> None:
    assert set(MENU) <= set(commands_of_citizens())
    assert set(DESK_MENU) <= OF_DESK


def test_every_make_target_is_documented_and_exists() -> None:
    targets = set(re.findall(r"^([\w-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    documented = set(re.findall(r"^\| `([\w-]+)` \|", README, re.MULTILINE)) & targets
    assert targets - documented == {"help"}


def test_every_file_and_link_that_is_named_exists() -> None:
    for page in PAGES:
        text = page.read_text()
        headings = {re.sub(r"[^\w -]", "", line.strip("# ")).lower().replace(" ", "-") for line in text.splitlines()
                    if line.startswith("#")}  # fmt: skip
        links = re.findall(r"\]\((?!https?:)([^)#]*)(?:#([\w-]+))?\)", text)
        assert [link for link, _ in links if link and not (page.parent / link).exists()] == []
        assert [anchor for link, anchor in links if not link and anchor not in headings] == []
    paths = re.findall(r"`((?:bot|knowledge_base|nlu|tests|bench)/[\w./+-]+)`", README)
    promised = {"knowledge_base/drafts/"}  # made when the first draft is written
    assert [path for path in paths if not (ROOT / path).exists() and path not in promised] == []


@pytest.mark.parametrize(("file", "example"), RECIPES)
def test_the_examples_of_the_recipes_pass_the_checks(file: str, example: str, root: Path) -> None:
    kept = yaml.safe_load((root / file).read_text()) if (root / file).exists() else {}
    for section, rows in yaml.safe_load(example).items():
        kept[section] = [*kept.get(section, []), *rows] if isinstance(rows, list) else rows
    (root / file).parent.mkdir(exist_ok=True)
    (root / file).write_text(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False))
    assert find_problems(load(root)) == []


def test_a_call_opens_as_its_recipe_says(root: Path) -> None:
    example = root / "knowledge_base" / "examples" / "call.yaml"
    shutil.copy(example, root / "knowledge_base" / "rules" / "calls" / "esempio-servizi-2026.yaml")
    content = load(root)
    assert find_problems(content) == []
    assert list(content.calls) == ["esempio-servizi-2026"]


def test_every_recipe_that_is_an_example_was_found() -> None:
    assert len(RECIPES) == 4
