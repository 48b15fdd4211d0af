"""What a command does not need it does not load: that is what makes it answer at once, on any machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.rules.test_leave_input import GOOD

SLOW = ("yaml", "rich.console", "rapidfuzz", "sqlalchemy", "telegram", "httpx", "alembic", "PIL", "holidays")
SCRIPT = """
import sys
from bot.commands import main
try:
    main()
finally:
    print(*(name for name in {slow!r} if name in sys.modules), file=sys.stderr)
"""


def loaded(home: Path, *arguments: str) -> list[str]:
    """Which slow libraries a command loads."""
    ended = subprocess.run(  # how it ended is looked at
        [sys.executable, "-c", SCRIPT.format(slow=SLOW), *arguments],
        env={**os.environ, "CONCILIA_HOME": str(home), "CONCILIA_TODAY": "2026-11-22"},
        cwd=ROOT,
        input=json.dumps(GOOD),
        capture_output=True,
        text=True,
        check=False,  # it may find problems: what it loads is asked here
    )
    return ended.stderr.split()


@pytest.mark.parametrize("command", [("check",), ("leave", "--json")])
def test_a_command_that_was_run_before_reads_no_yaml_and_loads_nothing_slow(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    assert loaded(tmp_path, *command) == ["yaml"]
    assert loaded(tmp_path, *command) == []
