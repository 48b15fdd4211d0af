"""Where the log goes, and what may stand in it: ids, topics, durations and troubles; never a word of a person."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

CHATTY = ("httpx", "httpcore", "alembic", "asyncio")
"""httpx would log the token, which stands in addresses."""


MOST_BYTES, OLDER_FILES = 5_000_000, 5
"""Of one log: 30 MB with all its older files."""


class WordlessFormatter(logging.Formatter):
    """Tells of an exception its kind and where it came from, not its message: that may quote what somebody wrote."""

    def formatException(self, ei: Any) -> str:  # the name is logging's
        return "\n".join(_told(ei[1]))

    def formatMessage(self, record: logging.LogRecord) -> str:
        if record.name == "asyncio":  # the lines below show the tasks, and what they failed with
            record.message = record.message.partition("\n")[0]
        return super().formatMessage(record)


def _told(error: BaseException | None) -> Iterator[str]:
    cause = error and (error.__cause__ or (None if error.__suppress_context__ else error.__context__))
    if cause:
        yield from _told(cause)
        yield "which led to:"
    if error:
        yield from _frames(error.__traceback__)
        yield type(error).__name__


def _frames(trace: TracebackType | None) -> Iterator[str]:
    for frame in traceback.extract_tb(trace):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}"


class LastingFile(RotatingFileHandler):
    """A log that never grows beyond its files, and says nothing where a line cannot be written: the disk may be full."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, maxBytes=MOST_BYTES, backupCount=OLDER_FILES, encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:  # the name is logging's
        pass


def keep_log(file: Path | None, here_too: bool = False) -> None:
    """To a file, and to standard error if `here_too`; to standard error alone if there is none, or, with a warning,
    where it cannot be written."""
    here = logging.StreamHandler(sys.stderr)
    handlers: list[logging.Handler] = [here]
    trouble: OSError | None = None
    if file:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            handlers = [LastingFile(file), *([here] if here_too else [])]
        except OSError as error:
            trouble = error
            here.setLevel(logging.INFO if here_too else logging.WARNING)
    for handler in handlers:
        handler.setFormatter(WordlessFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=handlers)
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)
    if trouble:
        logging.getLogger(__name__).warning("%s cannot be written (%s): no log is kept", file, trouble.strerror)
