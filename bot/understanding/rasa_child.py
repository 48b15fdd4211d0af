"""The Rasa that we start on this machine: kept alive, found by other programs of the home, ended with us."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import fcntl
import json
import logging
import os
import secrets
import signal
import socket
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import httpx

from bot.understanding.training import NluProblem, rasa_command, rasa_environment

ANSWER_SECONDS = 2.0
READY_POLL_SECONDS = 0.2
START_SECONDS = 180.0
"""A Rasa that is not ready by then hangs: it is started again."""
LONGEST_WAIT = 60.0
STEADY_SECONDS = 60.0
"""After so long without dying, the next restart is quick again."""
STOP_SECONDS = 5.0
LOG_LIMIT = 5_000_000
logger = logging.getLogger(__name__)


async def loaded_model(
    url: str, parameters: Sequence[tuple[str, str]] = (), http: httpx.AsyncClient | None = None
) -> str | None:
    """The file name of the model that the server at `url` has loaded; None while it is not ready or not there."""
    if http is None:
        async with httpx.AsyncClient(trust_env=False) as own:
            return await loaded_model(url, parameters, own)
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            response = await http.get(at_path(url, "/status"), params=tuple(parameters) or None)
        response.raise_for_status()
        return Path(str(response.json()["model_file"])).name
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError, LookupError, TypeError):
        return None


def at_path(url: str, path: str) -> httpx.URL:
    """A token may stand in the address of a server: `http://host:5005?token=...`."""
    server = httpx.URL(url)
    return server.copy_with(path=server.path.rstrip("/") + path)


async def find_running(home: Path, model: Path) -> str | None:
    """The address of a Rasa that another process started with the same model, if it answers."""
    try:
        url = json.loads(_running_file(home).read_text(encoding="utf-8"))["url"]
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return str(url) if await loaded_model(str(url)) == model.name else None


def _running_file(home: Path) -> Path:
    return home / "run" / "rasa.json"


class RasaChild:
    """A Rasa of our own on loopback: started, watched, started again when it dies, ended with us."""

    def __init__(self, root: Path, home: Path, model: Path, config: Path | None = None) -> None:
        self.root, self.home, self.model, self.config = root, home, model, config
        self.ready = asyncio.Event()
        self.url: str | None = None
        """Where it answers, with its token: nobody else on this machine may ask it. None while it does not."""
        self.pid: int | None = None
        """Its process; None while it does not answer."""
        self.started_pid: int | None = None
        """Its process from the moment it is started."""
        self.settled = False
        """True once the first attempt to start it has succeeded or failed."""
        self._task: asyncio.Task[None] | None = None
        self._claim: int | None = None

    def start_if_first(self) -> bool:
        """Starts it, unless another program of this home keeps one or is about to. Raises NluProblem as `start` does."""
        if not self._claim_home():
            return False
        self.start()
        return True

    def _claim_home(self) -> bool:
        """A lock that ends with the process; where the home cannot be written nobody can claim it."""
        if self._claim is not None:
            return True
        try:
            file = _running_file(self.home).with_name("rasa.lock")
            file.parent.mkdir(parents=True, exist_ok=True)
            claim = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return True
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(claim)
            return False
        self._claim = claim
        return True

    def start(self) -> None:
        """Starts it in the background; raises NluProblem if it or its model is not there."""
        self._command(0)
        self._claim_home()
        if self._task is None:
            self._task = asyncio.create_task(self._keep_running(), name="rasa")

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        if self._claim is not None:
            os.close(self._claim)
            self._claim = None

    async def wait_ready(self, timeout: float) -> bool:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                return await self.ready.wait()
        return False

    async def _keep_running(self) -> None:
        wait = 1.0
        while True:
            began = time.monotonic()
            try:
                await self._run_once()
            except (OSError, NluProblem) as error:
                logger.error("Rasa could not be started: %s", error)
            self.settled = True
            if time.monotonic() - began > STEADY_SECONDS:
                wait = 1.0
            logger.warning("Rasa ended; starting it again in %.0f s. Its log is %s", wait, self._log)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _run_once(self) -> None:
        port, token = _free_port(), secrets.token_hex(24)
        command = self._command(port)
        with _open_log(self._log) as log:
            process = await asyncio.create_subprocess_exec(
                *command,
                cwd=self.root / "nlu",
                env={**rasa_environment(self.home), "RASA_TOKEN": token},
                stdin=asyncio.subprocess.PIPE,  # never written: its end tells Rasa that we are gone
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C in the terminal is for us; we end it in order
            )
        self.started_pid = process.pid
        kill = _killer(process.pid)
        atexit.register(kill)
        watch = asyncio.create_task(self._announce(process, f"http://127.0.0.1:{port}?token={token}"))
        try:
            await process.wait()
        finally:
            watch.cancel()
            self._withdraw()
            self.started_pid = None
            await _end(process, kill)
            atexit.unregister(kill)

    def _command(self, port: int) -> list[str]:
        if not self.model.exists():  # Rasa would quietly start with another, or with none
            raise NluProblem(f"The model {self.model} is missing: run `concilia train`.")
        arguments = ["run", "--enable-api", "-i", "127.0.0.1", "-p", str(port), "-m", str(self.model)]
        return rasa_command(self.root, arguments, self.config)

    async def _announce(self, process: asyncio.subprocess.Process, url: str) -> None:
        """Waits for the model to be loaded, then says so to this process and, by a file, to others."""
        try:
            async with asyncio.timeout(START_SECONDS), httpx.AsyncClient(trust_env=False) as http:
                while await loaded_model(url, (), http) != self.model.name:
                    await asyncio.sleep(READY_POLL_SECONDS)
                await _warm_up(url, http)
        except TimeoutError:
            logger.error("Rasa is not ready after %.0f s: starting it again", START_SECONDS)
            process.kill()
            return
        self.url, self.pid = url, process.pid
        self.ready.set()
        self.settled = True
        note = json.dumps({"url": url, "pid": process.pid, "model": self.model.name})
        try:
            _write_aside(_running_file(self.home), note)
        except OSError as error:
            logger.warning("other programs will not find this Rasa (%s)", error.strerror)
        logger.info("Rasa is ready (process %d)", process.pid)

    def _withdraw(self) -> None:
        self.ready.clear()
        pid, self.url, self.pid = self.pid, None, None
        with contextlib.suppress(OSError, ValueError, LookupError, TypeError):
            if json.loads(_running_file(self.home).read_text(encoding="utf-8"))["pid"] == pid:
                _running_file(self.home).unlink()

    @property
    def _log(self) -> Path:
        return self.home / "logs" / "rasa.log"


async def _warm_up(url: str, http: httpx.AsyncClient) -> None:
    """The first question of a process takes half a second: better ours than a person's."""
    with contextlib.suppress(httpx.HTTPError):
        await http.post(at_path(url, "/model/parse"), json={"text": "pronto?"})


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _open_log(path: Path) -> Any:
    """The log to append to; one that grew too long becomes `.1`. Where it cannot be written Rasa runs without."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > LOG_LIMIT:
            path.replace(path.with_name(f"{path.name}.1"))
        return path.open("ab")
    except OSError as error:
        logger.warning("%s cannot be written (%s): Rasa runs without a log", path, error.strerror)
        return open(os.devnull, "ab")


def _write_aside(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)


def _killer(pid: int) -> Callable[[], None]:
    def kill() -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)

    return kill


async def _end(process: asyncio.subprocess.Process, kill: Callable[[], None]) -> None:
    """Closing its input makes Rasa leave at once; what does not is killed with all it started."""
    if process.returncode is not None:
        return
    if process.stdin:
        process.stdin.close()
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        kill()
        await process.wait()
    except asyncio.CancelledError:
        kill()
        raise
