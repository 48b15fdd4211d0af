"""What may go wrong with the database, apart from the heavy libraries that tell it."""

from __future__ import annotations


class DatabaseTrouble(Exception):
    """The database cannot be used; the text names the trouble and the remedy."""
