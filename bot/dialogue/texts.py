"""Texts that become part of another text, such as the value on a line or a button."""

from __future__ import annotations

import re

from bot.dialogue.turn import Turn
from bot.model.reply import Line

_NAME = re.compile(r"\{([a-z_]+)\}")


def text(turn: Turn, line: Line, language: str | None = None) -> str:
    """The words of a line, filled. Raises KeyError if its key has no text."""
    known = turn.knowledge.text(line.key, language or turn.conversation.language, turn.conversation.audience)
    return _NAME.sub(lambda name: line.values.get(name[1], name[0]), known).strip()
