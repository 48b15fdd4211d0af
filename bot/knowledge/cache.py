"""What YAML files hold, kept as JSON under a name made from their bytes: reading YAML is slow, and content changes rarely.

Safe to delete. What cannot be read, or is of another format, is read anew; where nothing can be written, nothing is kept.
Nothing in it is ever executed, and the content is checked as if it came from the file itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from pathlib import Path
from typing import Any

FORMAT = "concilia content 1"
"""Another layout of these files gets another name."""
MOST_KEPT = 2000
"""Files; each change of the content leaves an old one behind."""
_DAY, _MOMENT = "date of YAML", "moment of YAML"
_folder: ContextVar[Path | None] = ContextVar("folder", default=None)


@contextmanager
def kept_in(folder: Path | None) -> Iterator[None]:
    """What is read meanwhile is looked for there first, and kept there; None: nothing is."""
    token = _folder.set(folder)
    try:
        yield
    finally:
        _folder.reset(token)


def recalled(content: bytes, read: Callable[[bytes], Any]) -> Any:
    """What `read` makes of the content: as it was kept, else read now. What `read` raises is raised."""
    folder = _folder.get()
    if folder is None:
        return read(content)
    path = folder / f"{hashlib.sha256(content).hexdigest()}.json"
    try:
        kept = json.loads(path.read_bytes(), object_hook=_decoded)
        if isinstance(kept, dict) and kept.get("format") == FORMAT:
            return kept["data"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass  # not there yet, or damaged
    data = read(content)
    _keep(path, data)
    return data


def _keep(path: Path, data: Any) -> None:
    """Writes it whole or not at all; what JSON cannot hold exactly is not kept."""
    try:
        text = json.dumps({"format": FORMAT, "data": data}, default=_encoded, ensure_ascii=False)
        if json.loads(text, object_hook=_decoded)["data"] != data:
            return
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make_room(path.parent)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="utf-8", suffix=".tmp", delete=False) as draft:
            draft.write(text)
        os.replace(draft.name, path)
    except (OSError, ValueError, TypeError, RecursionError):
        return


def _make_room(folder: Path) -> None:
    kept = list(folder.iterdir())
    if len(kept) >= MOST_KEPT:
        for path in kept:
            path.unlink(missing_ok=True)


def _encoded(value: object) -> dict[str, str]:
    if isinstance(value, datetime):
        return {_MOMENT: value.isoformat()}
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    raise TypeError(f"{type(value)} is not kept")


def _decoded(pairs: dict[str, Any]) -> Any:
    if len(pairs) == 1:
        if _DAY in pairs:
            return date.fromisoformat(pairs[_DAY])
        if _MOMENT in pairs:
            return datetime.fromisoformat(pairs[_MOMENT])
    return pairs
