"""Try the bot by hand: `python -m tests.botapi --port 8081 --token 1:TEST`, then type.

    42: ciao      user 42 writes
    42 #2         user 42 presses the second button of the newest message with buttons
    wait 1.5      do nothing for a while
    quit          end

From a pipe or a file each line waits until the bot has answered the one before.
"""

import argparse
import asyncio
import contextlib
import re
import sys
import threading
import time
from collections.abc import AsyncIterator

from .people import NoSuchButton
from .server import BotApi
from .world import Sent

SAYS = re.compile(r"\s*(\d+)\s*:\s*(.+)")
PRESSES = re.compile(r"\s*(\d+)\s*#\s*(\d+)\s*")
WAITS = re.compile(r"\s*wait\s+([\d.]+)\s*")
QUIET = 0.4


def main() -> None:
    options = _options()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(options))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.botapi", description="A strict Bot API server to try the bot by hand."
    )
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default="1:TEST")
    parser.add_argument("--strict-rate", action="store_true", help="answer 429 to a bot that sends too fast")
    parser.add_argument(
        "--patience", type=float, default=30, help="piped input: longest wait for an answer, in seconds"
    )
    parser.add_argument("--linger", type=float, help="end so many seconds after the end of the input; default: never")
    return parser.parse_args()


async def _serve(options: argparse.Namespace) -> None:
    patience = 0 if sys.stdin.isatty() else options.patience
    async with BotApi(options.token, port=options.port, strict_rate=options.strict_rate) as api:
        print(f"serving {api.url} for token {options.token}", flush=True)
        printer = asyncio.create_task(_print_messages(api))
        async for line in _lines():
            if line.strip() in ("quit", "exit"):
                break
            await _obey(api, line, patience)
        else:
            await asyncio.sleep(options.linger) if options.linger is not None else await asyncio.Event().wait()
        printer.cancel()


async def _lines() -> AsyncIterator[str]:
    """Lines of the input; the thread that reads them never keeps the program from ending."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[str] = asyncio.Queue()

    def read() -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended before the input
            for line in iter(sys.stdin.readline, ""):
                loop.call_soon_threadsafe(queue.put_nowait, line)
            loop.call_soon_threadsafe(queue.put_nowait, "")

    threading.Thread(target=read, daemon=True).start()
    while line := await queue.get():
        yield line


async def _obey(api: BotApi, line: str, patience: float) -> None:
    states = _states(api)
    if said := SAYS.fullmatch(line.rstrip("\n")):
        api.user_says(int(said[1]), said[2])
    elif pressed := PRESSES.fullmatch(line):
        try:
            api.user_presses(int(pressed[1]), None, int(pressed[2]))
        except NoSuchButton as problem:
            print(f"! {problem}", flush=True)
            return
    elif waits := WAITS.fullmatch(line):
        await asyncio.sleep(float(waits[1]))
        return
    elif line.strip():
        print("! write `42: ciao`, `42 #2`, `wait 1` or `quit`", flush=True)
        return
    if line.strip() and patience:
        await _answered(api, states, patience)


def _states(api: BotApi) -> int:
    """Grows with each message and each edit of the bot."""
    return len(api.world.records) + sum(len(sent.earlier) for sent in api.world.records)


async def _answered(api: BotApi, before: int, patience: float) -> None:
    """Wait for something new, then until nothing came for a moment."""
    ends = time.monotonic() + patience
    seen = before
    while time.monotonic() < ends:
        await asyncio.sleep(QUIET)
        now = _states(api)
        if now == seen and now > before:
            return
        seen = now


async def _print_messages(api: BotApi) -> None:
    shown: dict[tuple[int, int], int] = {}
    while True:
        for sent in api.world.records:
            place = (sent.chat_id, sent.message_id)
            if shown.get(place, -1) < len(sent.earlier):
                shown[place] = len(sent.earlier)
                print(_readable(sent), flush=True)
        await api.changed.wait()


def _readable(sent: Sent) -> str:
    mark = "edits" if sent.earlier else "->"
    kind = "" if sent.method == "sendMessage" else f"[{sent.method.removeprefix('send').lower()}] "
    lines = [f"{mark} {sent.chat_id}: {kind}{sent.text}"]
    lines += [f"   #{number} [{label}]" for number, label in enumerate(sent.buttons, 1)]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
