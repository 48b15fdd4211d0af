"""Makes nlu/.venv: Python 3.10 with the packages of requirements.lock.

Run as `python nlu/install.py UV_PATH` by any Python from 3.8 on; it needs only the standard library. It does
nothing when the environment is already there and the lock has not changed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NLU = Path(__file__).resolve().parent
LOCK = NLU / "requirements.lock"
VENV = NLU / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.sha256"

NO_PYTHON = """Rasa needs Python 3.10, and none was found or could be downloaded.
Do one of these, then try again:
  - connect to the internet and let uv fetch it:  {uv} python install 3.10
  - with pyenv:                                   pyenv install 3.10
  - with the system's packages:                   e.g. apt-get install python3.10 python3.10-venv"""


class InstallProblem(Exception):
    """What went wrong and what to do about it, for people."""


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: python nlu/install.py UV_PATH")
    try:
        install(sys.argv[1])
    except InstallProblem as problem:
        sys.exit(f"nlu: {problem}")


def install(uv: str) -> None:
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if _installed() == wanted:
        return
    print("Installing Rasa and its libraries in nlu/.venv (about 2.5 GB; minutes the first time) ...", flush=True)
    if not _is_python_310(PYTHON):
        python = find_python(uv)
        shutil.rmtree(VENV, ignore_errors=True)
        _run([uv, "venv", "--quiet", "--no-project", "--python", python, str(VENV)], "nlu/.venv could not be made")
    _run(
        [uv, "pip", "sync", "--quiet", "--python", str(PYTHON), str(LOCK)],
        "the libraries of nlu/requirements.lock could not be installed",
    )
    STAMP.write_text(wanted)


def find_python(uv: str) -> str:
    """The path of a Python 3.10 that truly runs; downloaded by uv if there is none."""
    for candidate in _candidates(uv):
        if _is_python_310(candidate):
            return str(candidate)
    _succeeds([uv, "python", "install", "--quiet", "3.10"])
    found = _output([uv, "python", "find", "--no-project", "--managed-python", "3.10"])
    if found and _is_python_310(found):
        return found
    raise InstallProblem(NO_PYTHON.format(uv=uv))


def _candidates(uv: str) -> Iterator[str | Path]:
    """Where a 3.10 may be. pyenv's shim of an inactive version fails, and then uv's search ends there: so look beside."""
    yield _output([uv, "python", "find", "--no-project", "--no-python-downloads", "3.10"])
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from sorted(pyenv.glob("versions/3.10*/bin/python"), reverse=True)
    yield shutil.which("python3.10") or ""


def _is_python_310(python: str | Path) -> bool:
    """Started for real: a shim or a broken link may stand under a good name."""
    return bool(python) and _output([str(python), "-c", "import sys; print(*sys.version_info[:2])"]) == "3 10"


def _installed() -> str:
    """The hash of the lock that nlu/.venv was made from; empty if it is missing or its Python is gone."""
    return STAMP.read_text() if STAMP.exists() and PYTHON.exists() else ""


def _run(command: list[str], trouble: str) -> None:
    """uv shows its own progress and errors."""
    try:
        subprocess.run(command, check=True)
    except FileNotFoundError:
        raise InstallProblem(f"uv was not found at {command[0]}: run `make setup`, which installs it") from None
    except subprocess.CalledProcessError:
        raise InstallProblem(
            f"{trouble} (uv says why above). Check the connection and the free disk space (4 GB), then try again."
        ) from None


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, check=False).returncode == 0
    except OSError:
        return False


def _output(command: list[str]) -> str:
    try:
        done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


if __name__ == "__main__":
    main()
