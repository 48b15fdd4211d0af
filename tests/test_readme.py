"""What README.md and docs/ promise exists: settings, commands, make targets, links, places, periods; the examples pass."""

from __future__ import annotations

import io
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

from bot.channels.telegram import COMMANDS as MENU
from bot.channels.telegram import DESK_COMMANDS as DESK_MENU
from bot.commands import commands
from bot.commands.ask import Answered, as_json
from bot.commands.leave import run as work_out_leave
from bot.desk.serving import COMMANDS as OF_DESK
from bot.dialogue.decide import commands as commands_of_citizens
from bot.dialogue.turn import NOTHING
from bot.knowledge.checks import find_problems
from bot.knowledge.loader import Knowledge, load
from bot.model.conversation import Conversation
from bot.model.decision import Decision
from bot.rules.retention import GOES_WITH, KEEP, STAYS
from bot.settings import ROOT, Settings

README, CHANGES = ROOT / "README.md", ROOT / "CHANGELOG.md"
OPERATORS, CURATORS, TECHNICIANS, DESIGN, SECURITY = (
    ROOT / "docs" / f"{name}.md" for name in ("operators", "curators", "technicians", "design", "security")
)
DEPLOY, CONTRIBUTING = ROOT / "docs" / "deploy", ROOT / "CONTRIBUTING.md"
PAGES = (README, CHANGES, CONTRIBUTING, OPERATORS, CURATORS, TECHNICIANS, DESIGN, SECURITY)
ELSEWHERE = (ROOT / "nlu" / "README.md", ROOT / "knowledge_base" / "rules" / "calls" / "README.md")
TEXT = {page: page.read_text() for page in (*PAGES, *ELSEWHERE)}
FIRST_CELLS = {page: re.findall(r"^\| ((?:\\\||[^|\n])*) \|", TEXT[page], re.MULTILINE) for page in PAGES}
RECIPES = re.findall(r"```yaml\n# (\S+)\n(.*?)```", TEXT[CURATORS], re.DOTALL)
NOT_THERE_YET = {"knowledge_base/drafts/", "tests/nlu/permesso-esempio.yml"}
"""Made when the first draft is written; of the invented topic of a recipe."""


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
GROUPS = {name.partition(" ")[0] for name in COMMANDS if " " in name}


def in_first_cells(page: Path, pattern: str) -> list[str]:
    return [found for cell in FIRST_CELLS[page] for found in re.findall(pattern, cell)]


def command_named(words: str) -> str:
    """The command that a text begins with: `operators list`, `ask`."""
    first, second, *_ = [*re.findall(r"[a-z][a-z-]*", words), "", ""]
    return f"{first} {second}" if first in GROUPS else first


# --- everything is told once ---


def test_every_page_of_the_docs_is_read_by_these_tests() -> None:
    assert set((ROOT / "docs").iterdir()) == {OPERATORS, CURATORS, TECHNICIANS, DESIGN, SECURITY, DEPLOY}


def test_every_setting_is_documented_once_and_no_other() -> None:
    named = [name for page in PAGES for name in in_first_cells(page, r"`(CONCILIA_\w+)`")]
    assert sorted(named) == sorted(f"CONCILIA_{name.upper()}" for name in Settings.model_fields)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_on_one_page_with_its_options(name: str) -> None:
    found = {page: [row for row in TEXT[page].splitlines() if row.startswith(f"| `concilia {name}")] for page in PAGES}
    pages = [page.name for page, rows in found.items() if rows]
    assert len(pages) == 1, f"`concilia {name}` has rows on {pages or 'no page'}"
    rows = "".join(row for rows in found.values() for row in rows)
    for spellings in COMMANDS[name]:
        assert any(spelling in rows for spelling in spellings), f"{spellings} of {name} is not told"


def test_no_command_is_named_that_does_not_exist() -> None:
    written = re.findall(r"`(?:\.venv/bin/)?concilia ([^`]+)`", "\n".join(TEXT.values()))
    assert {command_named(words) for words in written} == set(COMMANDS)


def test_every_command_in_chat_is_documented_once_for_citizens_and_once_for_operators() -> None:
    assert sorted(in_first_cells(README, r"`/(\w+)")) == sorted(commands_of_citizens())
    assert sorted(in_first_cells(OPERATORS, r"`/(\w+)")) == sorted(OF_DESK)


def test_the_menus_of_telegram_offer_commands_that_exist() -> None:
    assert set(MENU) <= set(commands_of_citizens())
    assert set(DESK_MENU) <= OF_DESK


def test_every_make_target_is_documented_once_and_every_one_named_exists() -> None:
    targets = set(re.findall(r"^([\w-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    documented = [cell.strip("`") for page in PAGES for cell in FIRST_CELLS[page] if cell.strip("`") in targets]
    assert sorted(documented) == sorted(targets - {"help"})
    assert set(re.findall(r"`make ([\w-]+)", "\n".join(TEXT.values()))) <= targets


# --- what is named is there ---


def anchors(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.*)$", TEXT[page], re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.strip()).lower().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", TEXT, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for link, anchor in re.findall(r"\]\((?!https?:)([^)#]*)(?:#([\w-]+))?\)", TEXT[page]):
        target = (page.parent / link).resolve() if link else page
        assert target.exists(), f"{link} is not there"
        assert not anchor or anchor in anchors(target), f"{link}#{anchor} is no heading"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_that_is_named_exists(page: Path) -> None:
    paths = set(re.findall(r"`((?:bot|knowledge_base|nlu|tests|bench|docs)/[\w./+-]*)`", TEXT[page]))
    assert {path for path in paths if not (ROOT / path).exists()} <= NOT_THERE_YET


def test_the_table_of_places_is_the_tree() -> None:
    named = in_first_cells(DESIGN, r"`bot/([\w./]+)`")
    modules = {path.name for path in (ROOT / "bot").glob("*.py") if not path.name.startswith("__")}
    rooms = {f"{path.name}/" for path in (ROOT / "bot").iterdir() if any(path.glob("*.py"))}
    assert sorted(named) == sorted(modules | rooms)


def test_the_table_of_the_content_leaves_no_file_out() -> None:
    """Of words each file, of the rest each folder; a language's file is told by its recipe."""
    words, rest = ROOT.glob("knowledge_base/words/???*.yaml"), ROOT.glob("knowledge_base/[!e]*")
    for path in [*words, *(path for path in rest if path.name != "words")]:
        name = str(path.relative_to(ROOT))
        assert any(name in row for row in TEXT[CURATORS].splitlines() if row.startswith("| ")), f"{name} has no row"


def test_the_table_of_periods_is_what_the_program_keeps() -> None:
    rows = re.findall(r"^\| (`[^|]*) \| ([^|]*) \|$", TEXT[TECHNICIANS].partition("## What is kept")[2], re.MULTILINE)
    told = {table: period for tables, period in rows for table in re.findall(r"`(\w+)`", tables)}
    assert set(told) == {*KEEP, *GOES_WITH, *STAYS}
    for table, period in KEEP.items():
        years, days = period.days // 365, period.days
        expected = f"{years} year" if years else f"{days} days"
        assert told[table].startswith(expected), f"{table} is kept for {expected}, not {told[table]}"
    assert all(f"`{other}`" in told[table] for table, other in GOES_WITH.items())
    assert all(told[table].startswith("without end") for table in STAYS)


# --- the examples pass ---


def added(kept: Any, new: Any) -> Any:
    """The content of a file with that of a recipe: rows join their list, the rest stands beside it."""
    if isinstance(kept, dict) and isinstance(new, dict):
        return {**kept, **{key: added(kept[key], value) if key in kept else value for key, value in new.items()}}
    return [*kept, *new] if isinstance(kept, list) and isinstance(new, list) else new


def follow_the_recipes(root: Path) -> None:
    for name, example in RECIPES:
        file, new = root / name, yaml.safe_load(example)
        kept = yaml.safe_load(file.read_text()) if file.exists() else type(new)()
        file.parent.mkdir(exist_ok=True)
        file.write_text(yaml.safe_dump(added(kept, new), allow_unicode=True, sort_keys=False))
    content = root / "knowledge_base"
    shutil.copy(content / "examples" / "call.yaml", content / "rules" / "calls" / "esempio-servizi-2026.yaml")
    shutil.copytree(content / "words" / "en", content / "words" / "de")


def test_all_recipes_together_add_no_problem_to_the_content(root: Path, knowledge: Knowledge) -> None:
    follow_the_recipes(root)
    content = load(root)
    before = {(problem.field, problem.problem) for problem in find_problems(knowledge)}
    new = {problem for problem in find_problems(content) if (problem.field, problem.problem) not in before}
    assert {problem for problem in new if problem.field != "questions.de"} == set()
    assert {Path(problem.file).parent.name for problem in new} == {"acts", "state"}, (
        "the check names what de still lacks"
    )
    assert content.entries["permesso-esempio"].topic in content.topics
    assert content.agreements.by_id["officine-esempio"].rule(date(2027, 3, 1)) is not None
    assert content.agreements.by_id["officine-esempio"].rule(date(2027, 1, 1)) is None
    assert [content.figures["example_days"].on(date(year, 6, 1)).value for year in (2026, 2027)] == [1, 2]  # type: ignore[union-attr]
    assert "esempio-festa" in content.points["ore-modifica"]
    assert "sportello-esempio" in content.territory.helpdesks
    assert "officine-esempio" in content.companies
    assert list(content.calls) == ["esempio-servizi-2026"]
    assert "de" in content.words


def test_no_example_of_content_goes_untested() -> None:
    assert sum(text.count("```yaml") for text in TEXT.values()) == len(RECIPES)


def test_the_case_of_the_calculator_is_worked_out() -> None:
    case = re.search(r"echo '(\{.*?\})' \|", TEXT[TECHNICIANS], re.DOTALL)
    assert case
    out, err = io.StringIO(), io.StringIO()
    assert work_out_leave(ROOT, io.StringIO(case[1]), out, err) == 0, err.getvalue()
    section = TEXT[TECHNICIANS].partition("The answer says what may be taken")[2].partition("\n\n")[0]
    answer = yaml.safe_load(out.getvalue())
    assert set(re.findall(r"`(\w+)`", section)) <= set(answer)


def test_the_table_of_ask_has_every_field(knowledge: Knowledge) -> None:
    decision = Decision(Conversation("ask"), (), "fallback")
    answered = as_json(Answered("", NOTHING, decision, (), 0), knowledge, date(2026, 11, 22))
    section = TEXT[TECHNICIANS].partition("## From another program")[2].partition("\n\nLines of")[0]
    named = [name for cells in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for name in cells.split(", ")]
    assert sorted(name.strip("`") for name in named) == sorted(answered)
