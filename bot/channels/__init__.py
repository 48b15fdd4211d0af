"""Where people talk with the assistant: Telegram, the terminal."""


class ServiceEnded(Exception):
    """A part of the service ended that never should; the text says which, and the remedy."""
