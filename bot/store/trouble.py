"""What may go wrong with the database, apart from the heavy libraries that tell it."""

from __future__ import annotations


class DatabaseTrouble(Exception):
    """The database cannot be used; the text names the trouble and the remedy."""

    def __init__(self, text: str, *, may_pass: bool = False) -> None:
        super().__init__(text)
        self.may_pass = may_pass
        """It may heal without anybody changing a setting: a full disk, a server that is away."""
