"""A small strict Bot API server for tests and for trying the bot by hand."""

from .people import NoSuchButton, Said
from .server import BotApi, Call
from .world import Chat, Sent

__all__ = ["BotApi", "Call", "Chat", "NoSuchButton", "Said", "Sent"]
