"""Telegram: updates into utterances, replies into messages. Only this package knows `telegram`."""

from bot.channels.telegram.menus import COMMANDS, DESK_COMMANDS
from bot.channels.telegram.reading import read
from bot.channels.telegram.sending import LONGEST_MESSAGE, send, split
from bot.channels.telegram.serving import serve

__all__ = ["COMMANDS", "DESK_COMMANDS", "LONGEST_MESSAGE", "read", "send", "serve", "split"]
